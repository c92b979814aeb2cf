"""来访登记: one question a screen from arrival to the registered case; everything typed is kept as a draft."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.casework.intake.drafts import DraftRow, discard_draft, draft_by_id, list_drafts, save_draft
from app.casework.intake.handed_over import Intake
from app.casework.intake.other_claims import keep_other_claims
from app.casework.intake.register import Registered, register_case
from app.casework.intake.rule_book import Rulebook, load_rulebook
from app.casework.intake.same_petitioner import petitioner_suggestions
from app.casework.intake.splitting import FROM_CLAIMS, FROM_NUMBER, split_from_of, split_suggestions
from app.faults import UserFault
from app.law.route.walk import Outcome
from app.ui.base import theme
from app.ui.base.desktop import Desktop, Page
from app.ui.base.places import OpenCase, OpenDesk, Place, Register, RegisterAgain, RegisterSplit, WriteNotice
from app.ui.base.shortcuts import Shortcut
from app.ui.kit.buttons import PlainButton, PrimaryButton
from app.ui.kit.empty import EmptyState
from app.ui.kit.header import PageHeader
from app.ui.kit.messages import MessageBar
from app.ui.kit.scroll import scrolled
from app.ui.register.done_view import DoneView
from app.ui.register.draft_offer import DraftOffer
from app.ui.register.paper_book import PaperBook
from app.ui.register.review_view import ReviewView
from app.ui.register.walk import Walk

_TITLE = "来访登记"
_BOOK = "补录旧件"


class RegisterPage(Page):
    """Offer drafts, walk the route, register, and say what comes next.

    `arrive(Register())` goes on with what is open, else offers drafts, else begins, and takes up a draft it is given;
    `RegisterAgain` begins another matter of the same petitioner, `RegisterSplit` a case of its own for some claims of a
    case. `pack_path`: another rule pack.
    """

    name = "register"

    def __init__(self, desktop: Desktop, pack_path: Path | None = None) -> None:
        super().__init__(desktop)
        self._pack_path = pack_path
        self._rulebook: Rulebook | None = None
        self._review: ReviewView | None = None
        self._going_on = False
        self.walk = Walk(desktop)
        self.book = PaperBook(desktop)
        self.offer: DraftOffer | None = None
        self.done: DoneView | None = None
        self.review_button = PlainButton("核对", shortcut=Shortcut.CHECK_VIEW.value, icon="group")
        self.back_button = PlainButton("上一步", shortcut=Shortcut.BACK.value, icon="back")
        self.book_button = PlainButton("补录旧件", shortcut=Shortcut.PAPER_BOOK.value, icon="cases")
        self.on_button = PrimaryButton("下一步")
        self.on_button.setMinimumWidth(theme.px(132))
        self.header = PageHeader(
            _TITLE, " ", actions=(self.book_button, self.review_button, self.back_button), primary=self.on_button
        )
        self.bar = MessageBar()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.walk.view)
        self._stack.addWidget(self.book.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("normal"))
        column.addWidget(self.header)
        column.addWidget(self.bar)
        column.addWidget(self._stack, 1)
        self.review_button.clicked.connect(self._toggle_review)
        self.back_button.clicked.connect(self._back)
        self.on_button.clicked.connect(self._press_on)
        self.book_button.clicked.connect(self._toggle_book)
        self.walk.submitted.connect(self.go_on)
        self.walk.moved.connect(self._show_place)
        self.walk.remarked.connect(lambda text: self.bar.show_message("warning", text))
        self.walk.keeper.saved.connect(self._show_saved)
        self.walk.keeper.refused.connect(self._say_unsaved)
        self.walk.keeper.failed.connect(desktop.fault_found)
        self.book.view.entered.connect(self.go_on)
        self.book.view.submitted.connect(self._press_on)
        self.book.registered.connect(self._show_entered)
        self.book.refused.connect(self._refuse)
        self.book.keeper.refused.connect(self._say_unsaved)
        self.book.keeper.failed.connect(desktop.fault_found)
        escape = QShortcut(QKeySequence(Shortcut.LEAVE.value), self, self.put_aside)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._saved_at = ""

    def arrive(self, place: Place | None = None) -> None:
        """Come up with what was asked for."""
        if not self._load():
            return
        if place is not None and place != Register() and not self._close_book():
            return
        if isinstance(place, Register) and place.draft is not None:
            self._resume(place.draft)
        elif isinstance(place, RegisterAgain):
            self._begin_again(place.case_id)
        elif isinstance(place, RegisterSplit):
            self._begin_split(place.case_id, place.claim_ids)
        elif self._in_book:
            self._open_book()
        elif self.walk.route is not None:
            self.walk.focus_first()
        else:
            self._offer_or_begin()

    def cited(self) -> tuple[str, ...]:
        """Return what the page or the end of the route in front stands on."""
        return self.walk.cited if self.walk.route is not None else ()

    def leave(self) -> bool:
        """Save what was typed; the page stays as it is for when one comes back."""
        self._close_review()
        for keeper in (self.walk.keeper, self.book.keeper):
            keeper.settle()
        return True

    def go_on(self) -> None:
        """Go on, once: Enter may reach the page from a field and from the page itself."""
        if not self._going_on:
            self._going_on = True
            QTimer.singleShot(0, self._go_on_once)

    def put_aside(self) -> None:
        """Leave with the draft kept, back to the desk; where it could not be saved, stay."""
        if self._in_book:
            if self._close_book():
                self.desktop.go.emit(OpenDesk())
            return
        if self.walk.route is None:
            self.desktop.go.emit(OpenDesk())
            return
        kept = self.walk.keeper.draft_id is not None or self.walk.touched
        if not self.walk.keeper.settle():
            return
        self.walk.close()
        if kept:
            self.desktop.say.emit("info", "没有登记完的已经存为草稿，再到“来访登记”就能接着办。")
        self.desktop.go.emit(OpenDesk())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter wherever no field wants it; a key held down never runs through pages."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.go_on()
        else:
            super().keyPressEvent(event)

    # what is on the page

    def _load(self) -> bool:
        workspace = self.desktop.workspace
        if self._rulebook is not None:
            self._rulebook = self._rulebook.named_as_in(workspace)
            self.walk.take_rulebook(self._rulebook)
            return True
        try:
            self._rulebook = load_rulebook(self._pack_path).named_as_in(workspace)
        except UserFault as fault:
            self._show(EmptyState(fault.sentence, fault.next_step, icon="fault"), "现在不能登记")
            self._show_buttons()
            return False
        self.walk.take_rulebook(self._rulebook)
        return True

    def _offer_or_begin(self) -> None:
        drafts = list_drafts(self.desktop.workspace)
        if not drafts:
            self._begin({})
            return
        offer = DraftOffer(drafts)
        offer.resume.connect(self._resume)
        offer.anew.connect(lambda: self._begin({}))
        offer.discard.connect(self._discard)
        self._show(scrolled(offer), "有没登记完的")
        self.offer = offer
        self._show_buttons(on="继续")
        offer.focus_first()

    def _begin(self, suggestions: dict[str, object]) -> None:
        if self.walk.route is not None:
            self.walk.keeper.settle()
        self.bar.clear()
        self._show_walk()
        self.walk.begin(suggestions)

    def _begin_again(self, case_id: int) -> None:
        found = self.desktop.attempt(lambda: petitioner_suggestions(self.desktop.workspace, case_id), self._refuse)
        if found is not None:
            self._begin(found)
            self.bar.show_message("info", "信访人的信息已经带过来，逐页核对即可；诉求请重新填写。")

    def _begin_split(self, case_id: int, claim_ids: Sequence[int]) -> None:
        workspace = self.desktop.workspace
        found = self.desktop.attempt(lambda: split_suggestions(workspace, case_id, claim_ids), self._refuse)
        if found is not None:
            self._begin(found)
            self.bar.show_message("info", "信访人和选中的诉求已经带过来，逐页核对即可；登记以后原件里记明已移出。")

    def _resume(self, draft: DraftRow) -> None:
        if self.walk.route is not None:
            if self.walk.keeper.draft_id == draft.id:
                self._show_walk()
                self.walk.focus_first()
                return
            self.walk.keeper.settle()
        try:
            # As it is stored now: what a list once showed may have been registered and destroyed since.
            stored = draft_by_id(self.desktop.workspace, draft.id)
            self._show_walk()
            self.walk.resume(stored)
            self.bar.clear()
        except UserFault as fault:
            self._offer_or_begin()
            self._refuse(fault)

    def _discard(self, draft: DraftRow) -> None:
        workspace = self.desktop.workspace
        self.desktop.attempt(lambda: discard_draft(workspace, draft.id), self._refuse)
        self._offer_or_begin()

        def undo() -> None:
            self.desktop.attempt(lambda: save_draft(workspace, None, draft.title, draft.payload), self._refuse)
            self._offer_or_begin()

        self.bar.show_message("info", f"已丢弃：{draft.title}", action="撤销", then=undo)

    # going on and back

    def _go_on_once(self) -> None:
        self._going_on = False
        front = self._stack.currentWidget()
        if self._review is not None and not self._review.isHidden():
            return
        if self._in_book:
            self.bar.clear()
            self.book.step_on()
        elif front is not self.walk.view:
            if self.done is not None:
                self.done.act_on_enter()
            elif self.offer is not None:
                self.offer.go_on()
        elif self.walk.route is not None and isinstance(self.walk.route.current, Outcome):
            self._register()
        elif self.walk.route is not None:
            self.bar.clear()
            self.walk.answer()

    def _press_on(self) -> None:
        if not self._in_book:
            self.go_on()
        elif not self._going_on:
            self.bar.clear()
            self.book.register()

    def _back(self) -> None:
        if self._review is None or self._review.isHidden():
            self.bar.clear()
            self.walk.back()

    def _register(self) -> None:
        route, keeper = self.walk.route, self.walk.keeper
        assert route is not None
        assert isinstance(route.current, Outcome)
        end = route.current
        keeper.settle()
        split = split_from_of(route.suggestions)
        made = self.desktop.attempt(
            lambda: register_case(self.desktop.workspace, Intake.from_route(route), keeper.draft_id, split),
            self._refuse_registering,
        )
        if made is None:
            return
        keeper.forget()
        self._close_review()
        self.walk.close()
        self.bar.clear()
        other = self.desktop.attempt(lambda: keep_other_claims(self.desktop.workspace, made, route), self._refuse)
        self._show_done(made, end, other)
        if split is not None and split.claim_ids and made.sealed:
            self.bar.show_message("info", f"检举控告件不与原件关联；{split.number} 里的这条诉求还在，请到原件里更正。")
        self.desktop.cases_changed.emit()

    def _refuse_registering(self, fault: UserFault) -> None:
        if fault.code == "split-refused":
            # What was said is registered all the same: a link that cannot be made holds nothing up.
            self.bar.show_message("fault", str(fault), action="不关联原件，照常登记", then=self._register_alone)
        else:
            self._refuse(fault)

    def _register_alone(self) -> None:
        if self.walk.route is not None:
            self.walk.route.suggestions.pop(FROM_NUMBER, None)
            self.walk.route.suggestions.pop(FROM_CLAIMS, None)
            self._register()

    def _show_done(self, made: Registered, end: Outcome, other: DraftRow | None) -> None:
        assert self._rulebook is not None
        notice = self._rulebook.notice_name(made.notice_kind) if made.notice_kind else ""
        done = DoneView(made, end.sentence, notice, other=other is not None)
        go = self.desktop.go.emit
        done.notice_wanted.connect(lambda: go(WriteNotice(made.case_id)))
        done.case_wanted.connect(lambda: go(OpenCase(made.case_id)))
        done.again_wanted.connect(lambda: self._begin_again(made.case_id))
        if other is not None:
            done.other_wanted.connect(lambda: self._resume(other))
        done.next_wanted.connect(self._offer_or_begin)
        self._show(scrolled(done), "登记好了")
        self.done = done
        self._show_buttons()
        done.focus_first()

    # 补录

    @property
    def _in_book(self) -> bool:
        return self._stack.currentWidget() is self.book.view

    def _toggle_book(self) -> None:
        if self._in_book:
            if self._close_book():
                self._offer_or_begin()
        elif self._rulebook is not None:
            self._close_review()
            if self.walk.route is not None and not self.walk.keeper.settle():
                return
            self.walk.close()
            self.bar.clear()
            self._open_book()

    def _open_book(self) -> None:
        assert self._rulebook is not None
        self._drop_others()
        self._stack.setCurrentWidget(self.book.view)
        self._show_buttons(on="登记，录下一件", keys="Ctrl+Enter")
        self.header.set_title(_BOOK, self._entered_words())
        self.book_button.set_text("一页一问")
        self.book.open(self._rulebook)

    def _close_book(self) -> bool:
        typed = self.book.touched
        if not self.book.put_aside():
            return False
        self.book_button.set_text(_BOOK)
        if typed:
            self.desktop.say.emit("info", "没有录完的一件已经存为草稿，到“来访登记”可以一页一问地接着办。")
        self._stack.setCurrentWidget(self.walk.view)
        return True

    def _show_entered(self, made: Registered, words: str) -> None:
        case = OpenCase(made.case_id)
        self.bar.show_message("success", words, action="查看", then=lambda: self.desktop.go.emit(case))
        self.header.set_title(_BOOK, self._entered_words())
        self.desktop.cases_changed.emit()

    def _entered_words(self) -> str:
        return f"纸质登记簿上的旧件，一屏录一件。这次已录 {self.book.entered} 件。"

    # the window around it

    def _show_walk(self) -> None:
        self._drop_others()
        self._stack.setCurrentWidget(self.walk.view)

    def _drop_others(self) -> None:
        self.offer = self.done = None
        for place in range(self._stack.count() - 1, 1, -1):
            old = self._stack.widget(place)
            self._stack.removeWidget(old)
            old.hide()
            old.deleteLater()

    def _show(self, widget: QWidget, subtitle: str) -> None:
        self._drop_others()
        self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)
        self.header.set_title(_TITLE, subtitle)

    def _show_buttons(self, *, on: str = "", keys: str = "Enter", walking: bool = False) -> None:
        self.review_button.setVisible(walking)
        self.back_button.setVisible(walking)
        self.on_button.setVisible(bool(on))
        if on:
            self.on_button.setText(f"{on}  {keys}")
            self.on_button.setAccessibleName(on)

    def _show_place(self) -> None:
        route = self.walk.route
        if route is None:
            return
        place = route.current
        ended = isinstance(place, Outcome)
        self._saved_at = self._saved_at if self.walk.keeper.draft_id else ""
        self._show_subtitle()
        self._show_buttons(on=("登记并密封" if place.sealed else "登记") if ended else "下一步", walking=True)
        self.back_button.setEnabled(bool(route.frames))
        if ended:
            self.on_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_subtitle(self) -> None:
        route = self.walk.route
        if route is not None:
            saved = f"    草稿已保存 {self._saved_at}" if self._saved_at else ""
            self.header.set_title(_TITLE, f"第 {len(route.frames) + 1} 步 · {route.current.title}{saved}")

    def _show_saved(self, moment: str) -> None:
        self._saved_at = moment
        if self._stack.currentWidget() is self.walk.view:
            self._show_subtitle()

    def _say_unsaved(self, fault: UserFault) -> None:
        self.bar.show_message("fault", f"草稿没有存上。{fault.sentence}{fault.next_step}")

    def _refuse(self, fault: UserFault) -> None:
        self.bar.show_fault(fault)

    def _toggle_review(self) -> None:
        if self._review is not None and not self._review.isHidden():
            self._close_review()
        elif self.walk.route is not None:
            if self._review is None or self._review.parentWidget() is not self.window():
                self._review = ReviewView(self.window())
                self._review.closed.connect(self._focus_first)
            self._review.open_review(self.walk.spoken())

    def _focus_first(self) -> None:
        if self.walk.question is None:  # at the end of the route Enter registers
            self.on_button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.walk.focus_first()

    def _close_review(self) -> None:
        if self._review is not None:
            self._review.close_review()
