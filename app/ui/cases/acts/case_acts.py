"""What can be done with a case now, as buttons and as one list, and the dialogs in which it is done."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from app.casework.cases.document_rows import DocumentView
from app.casework.cases.sealed import open_sealed
from app.casework.documents.issuing import document_view
from app.casework.life.acts import Offer, Performed, act_form, waive_document
from app.casework.life.correct_case import void_case
from app.casework.templates.names import document_name
from app.casework.templates.own_kinds import own_kinds
from app.casework.views.case_page import CaseView, Fact, PaperView, StepView
from app.ui.base.desktop import Desktop
from app.ui.base.places import OpenMap, RegisterAgain
from app.ui.base.shortcuts import Shortcut
from app.ui.cases.acts.act_dialog import ActDialog
from app.ui.cases.acts.correct_dialog import CorrectDialog
from app.ui.cases.acts.correct_step_dialog import WHY_NOT, correct_step_dialog
from app.ui.cases.acts.life_act_dialog import LifeActDialog
from app.ui.cases.acts.more_acts import Entry, MoreActsDialog, entries_of
from app.ui.cases.acts.split_dialog import SplitDialog
from app.ui.cases.acts.ways_back import REOPEN, WaysBack
from app.ui.cases.next_card import must_be_issued
from app.ui.documents.document_acts import DocumentActs
from app.ui.documents.document_dialog import DocumentDialog
from app.ui.documents.notice_dialog import NoticeDialog
from app.ui.kit.buttons import PlainButton, PrimaryButton
from app.ui.kit.editors.making import FieldEditor, LongTextEditor, TextEditor
from app.ui.kit.header import PageHeader

# Acts that lead on (1) or another way (2) may stand in the head; what is noted beside and what is grave is looked for.
_IN_THE_HEAD = (1, 2)
_OWN = "本单位自己的文书，需要时出。"
_PLAIN = 1  # one beside the primary act: more would push a small window wider than its screen

Act = tuple[str, Callable[[], None]]


class CaseActs(QObject):
    """Offer the acts of one case: `done` after each; `opened(OpenedAccusation)` when the custodian broke a seal."""

    done = Signal()
    opened = Signal(object)

    def __init__(self, desktop: Desktop, page: QWidget) -> None:
        super().__init__(page)
        self.desktop, self._page = desktop, page
        self.view: CaseView | None = None
        self.buttons: list[QWidget] = []
        self._open_dialog: QDialog | None = None
        self.back = WaysBack(desktop, page, self._show, self._finish)
        self.documents = DocumentActs(desktop, page)
        self.documents.changed.connect(lambda _document: self._finish())
        self.documents.refused.connect(lambda fault: desktop.say.emit("fault", str(fault)))

    def show_for(self, view: CaseView, header: PageHeader) -> None:
        """Put the likeliest acts into the page's head: the primary one at the end, the way to all others before it."""
        self.view = view
        acts = self._likeliest(view)
        primary = None
        if acts:
            word, act = acts.pop(0)
            primary = PrimaryButton(word)
            primary.clicked.connect(lambda _on=False, act=act: act())
        plain: list[QWidget] = []
        for word, act in acts[:_PLAIN]:
            other = PlainButton(word)
            other.clicked.connect(lambda _on=False, act=act: act())
            plain.append(other)
        if self._has_entries(view):
            more = PlainButton("更多办理…", shortcut=Shortcut.MORE_ACTS.value)
            more.clicked.connect(self.more)
            plain.append(more)
        # Read from the right: the likeliest stands at the same place on every page, all the others farthest from it.
        header.set_actions(tuple(reversed(plain)), primary)
        self.buttons = [*([primary] if primary else []), *plain]
        for button in self.buttons:
            button.show()  # at once, so that it can take the keyboard
        for former, following in zip(self.buttons, self.buttons[1:], strict=False):
            QWidget.setTabOrder(former, following)

    def focus_likeliest(self) -> None:
        """Put the keyboard on the likeliest act."""
        if self.buttons:
            self.buttons[0].setFocus()

    def _likeliest(self, view: CaseView) -> list[Act]:
        acts: list[Act] = []
        possible = [offer for offer in view.offers if offer.possible]
        if view.row.sealed:
            if self._is_custodian():
                acts.append(("打开密封内容…", self.open_seal))
                acts.extend((offer.title, self._doing(offer)) for offer in possible)
            return acts
        if view.row.voided:
            return [(REOPEN, lambda: self.back.reopen(view))]
        if view.can_change:
            acts.extend((f"出《{paper.name}》…", self._writing(paper)) for paper in view.owed[:1])
        acts.extend((offer.title, self._doing(offer)) for offer in possible if offer.likely in _IN_THE_HEAD)
        if view.can_change and not view.owed and view.documents and _waits_for_paper(view.documents[0]):
            acts.insert(min(1, len(acts)), ("打印文书", lambda: self.documents.print(view.documents[0])))
        return acts

    def entries(self) -> list[Entry]:
        """Return every line of 更多办理: owed papers, the acts, what can be done about the record."""
        view = self.view
        if view is None or (view.row.sealed and not self._is_custodian()):
            return []
        entries = entries_of(view.offers, self.do)
        if view.row.voided:
            return [self.back.reopen_entry(view)] if not view.row.sealed else entries
        if not view.can_change:
            return entries
        papers = [
            Entry(f"出《{paper.name}》…", "papers", f"由“{paper.asked_by}”要求。", "", self._writing(paper))
            for paper in view.owed
        ]
        papers += [
            Entry(f"出《{name}》…", "papers", _OWN, "", self._writing(PaperView(None, kind, name, "")))
            for kind, name in ([] if view.row.sealed else own_kinds(self.desktop.workspace))
        ]
        papers.append(self.back.paper_entry(view))
        alone = "" if len(view.claims) > 1 else "只有一条诉求，不用拆分。"
        return [
            *papers,
            *entries,
            Entry(
                "更正…", "record", "登记的内容有误的，改正并写明理由，原来的内容保留在办理经过里。", "", self.correct
            ),
            Entry("拆分诉求…", "record", "几件事写在一起的，把其中几条另外登记一件，各走各的路线。", alone, self.split),
            Entry("本件路线图", "record", "看这件走到哪里、接下来到哪里；可以打印给信访人。", "", self.show_map),
            self.back.undo_entry(view),
            Entry("作废…", "record", "只用于误登、重登；误作废的，可以写明理由重新办理。", "", self.void),
        ]

    def more(self) -> None:
        """Open the list of everything that can be done, and do what is chosen there."""
        if self._busy() or not (entries := self.entries()):
            return
        dialog = MoreActsDialog(entries, self._page)
        dialog.accepted.connect(lambda: dialog.chosen.run() if dialog.chosen else None)
        self._show(dialog)

    def do(self, act: str) -> None:
        """Open the dialog of an act; what is not possible any more says why on the message bar."""
        view = self.view
        if self._busy() or view is None:
            return
        form = self.desktop.attempt(lambda: act_form(self.desktop.workspace, view.row.id, act))
        if form is None:
            self.done.emit()
            return
        dialog = LifeActDialog(self.desktop, view, form, self._page)
        dialog.performed.connect(self._performed)
        self._show(dialog)

    def write_notice(self, paper: PaperView | None = None) -> None:
        """Open the dialog of an owed paper, the first one without `paper`; a case that takes none says why."""
        view = self.view
        if self._busy() or view is None:
            return
        wanted = paper or (view.owed[0] if view.owed else None)
        kind, step_id = (wanted.kind, wanted.step_id) if wanted else ("", None)
        dialog = self.desktop.attempt(
            lambda: NoticeDialog(self.desktop, view.row.id, kind, parent=self._page, step_id=step_id)
        )
        if dialog is not None:
            dialog.issued.connect(lambda _document: self.desktop.cases_changed.emit())
            dialog.finished.connect(lambda _code: self._after_notice(dialog))
            self._show(dialog)

    def waive(self, paper: PaperView) -> None:
        """Ask why an owed paper is not issued; one that is the decision itself cannot be left out."""
        view, workspace = self._case(), self.desktop.workspace
        if must_be_issued(view, paper):
            self.desktop.say.emit("warning", f"《{paper.name}》和决定是一体的，不能不出，请出文书。")
            return
        self._ask(
            f"不出《{paper.name}》",
            "确实不用出的，写明理由，记在办理经过里；以后不能再从这一步补出。",
            "不出这份文书",
            [LongTextEditor("reason", "不出的理由", lines=3)],
            lambda values: waive_document(workspace, view.row.id, paper.step_id, paper.kind, values["reason"]),
            f"已记明不出《{paper.name}》的理由。",
        )

    def enter_outside(self, paper: PaperView) -> None:
        """Enter an owed paper that was already made outside the program."""
        self.back.enter_paper(self._case(), paper)

    def correct(self, target: str = "") -> None:
        """Correct a fact; without one the dialog lets choose."""
        view = self._case()
        told: list[Fact] = [*view.claims, *view.facts, *(fact for person in view.people for fact in person)]
        facts = [fact for fact in told if fact.target]
        dialog = CorrectDialog(self.desktop, view.row.id, facts, target, self._page)
        dialog.accepted.connect(lambda: self._finish("已更正，原来的内容在办理经过里。"))
        self._show(dialog)

    def correct_step(self, step: StepView, key: str) -> None:
        """Correct one line of a step; a line without a key says why it stays."""
        if not key:
            self.desktop.say.emit("info", WHY_NOT)
            return
        dialog = correct_step_dialog(self.desktop, self._case().row.id, step, key, self._page)
        dialog.accepted.connect(lambda: self._finish("已更正，由它起算、停止的期限已重算。"))
        self._show(dialog)

    def split(self) -> None:
        """Choose the claims that are registered as a case of their own."""
        dialog = self.desktop.attempt(lambda: SplitDialog(self.desktop, self._case().row.id, self._page))
        if dialog is not None:
            self._show(dialog)

    def show_map(self) -> None:
        """Go to the route map with this case's way lit."""
        self.desktop.go.emit(OpenMap(self._case().row.id))

    def void(self) -> None:
        """Ask for the reason and void the case."""
        view, workspace = self._case(), self.desktop.workspace
        self._ask(
            "作废",
            "只用于误登、重登。作废后仍在列表里，标明“已作废”和理由，期限全部停止；误作废的，可以写明理由重新办理。",
            "作废",
            [LongTextEditor("reason", "作废的理由", lines=3)],
            lambda values: void_case(workspace, view.row.id, values["reason"]),
            "已作废。",
            danger=True,
        )

    def open_seal(self) -> None:
        """Ask for the custodian's own password and show what is sealed."""
        view, workspace = self._case(), self.desktop.workspace
        dialog = ActDialog(
            self._page,
            "打开密封内容",
            "请用本人口令打开。这次打开会记入流水。",
            "打开",
            [TextEditor("password", "本人口令", secret=True)],
            lambda values: open_sealed(workspace, view.row.id, values["password"]),
        )
        dialog.accepted.connect(lambda: self.opened.emit(dialog.result_of_act))
        self._show(dialog)

    def register_again(self) -> None:
        """Register another matter of the same petitioner."""
        self.desktop.go.emit(RegisterAgain(self._case().row.id))

    def _case(self) -> CaseView:
        """Return the case in front: what is offered is offered of one."""
        assert self.view is not None
        return self.view

    def _doing(self, offer: Offer) -> Callable[[], None]:
        return lambda: self.do(offer.act)

    def _writing(self, paper: PaperView) -> Callable[[], None]:
        return lambda: self.write_notice(paper)

    def _is_custodian(self) -> bool:
        return "custodian" in self.desktop.workspace.actor.roles

    def _has_entries(self, view: CaseView) -> bool:
        """Say whether 更多办理 has a line, without making all of them."""
        return bool(view.offers) and self._is_custodian() if view.row.sealed else True

    def _busy(self) -> bool:
        return self._open_dialog is not None and self._open_dialog.isVisible()

    def _show(self, dialog: QDialog) -> None:
        self._open_dialog = dialog
        dialog.finished.connect(lambda _code: self._forget(dialog))
        dialog.open()

    def _forget(self, dialog: QDialog) -> None:
        if self._open_dialog is dialog:
            self._open_dialog = None

    def _performed(self, outcome: Performed) -> None:
        said = [f"{outcome.sentence}。"]
        if outcome.owed:
            names = (document_name(paper.kind, self.desktop.workspace) for paper in outcome.owed)
            said.append("还要出" + "".join(f"《{name}》" for name in names) + "。")
        said.extend(outcome.warnings)
        self.desktop.say.emit("warning" if outcome.warnings else "success", "".join(said))
        self.desktop.cases_changed.emit()
        self.done.emit()
        if outcome.document_id is not None:
            self._show_issued(outcome.document_id)

    def _show_issued(self, document_id: int) -> None:
        """Open the paper that was issued with its act, so that it is printed before anything else is done."""
        workspace = self.desktop.workspace
        dialog = self.desktop.attempt(
            lambda: DocumentDialog(self.desktop, document_view(workspace, document_id), self._page)
        )
        if dialog is not None:
            dialog.changed.connect(self.done.emit)
            self._show(dialog)

    def _ask(
        self,
        title: str,
        text: str,
        primary: str,
        fields: list[FieldEditor],
        act: Callable[[dict[str, Any]], None],
        said: str,
        *,
        danger: bool = False,
    ) -> None:
        dialog = ActDialog(self._page, title, text, primary, fields, act, danger=danger)
        dialog.accepted.connect(lambda: self._finish(said))
        self._show(dialog)

    def _after_notice(self, dialog: NoticeDialog) -> None:
        if dialog.document is not None:
            self.done.emit()

    def _finish(self, said: str = "") -> None:
        if said:
            self.desktop.say.emit("success", said)
        self.desktop.cases_changed.emit()
        self.done.emit()


def _waits_for_paper(document: DocumentView) -> bool:
    """Say whether a document was issued here but never printed: the paper has still to reach somebody."""
    return not document.outside and not document.prints
