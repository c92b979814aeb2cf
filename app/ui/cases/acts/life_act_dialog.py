"""The dialog of an act of a case's life, made from its rule: what it asks, what will follow, the law it stands on."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from app.casework.intake.act_candidates import same_matter
from app.casework.life.acts import ActForm, Performed, perform
from app.casework.office.known_offices import known_offices
from app.casework.templates.names import document_names
from app.casework.views.act_ahead import act_ahead
from app.casework.views.act_offices import with_superiors
from app.casework.views.act_preview import preview_of
from app.casework.views.case_page import CaseView
from app.faults import UserFault
from app.law.route.page import AnswerFault
from app.law.text.articles import load_regulation
from app.ui.base import theme
from app.ui.base.desktop import Desktop
from app.ui.cases.acts.act_fields import ActFields
from app.ui.cases.acts.claim_answers import ClaimAnswers
from app.ui.kit.buttons import PlainButton, PrimaryButton
from app.ui.kit.card import Card
from app.ui.kit.consequence import NextPanel
from app.ui.kit.dialogs import Dialog
from app.ui.kit.editors.making import FieldEditor
from app.ui.kit.scroll import scrolled
from app.ui.kit.sign import Sign
from app.ui.kit.views.article import ArticleView
from app.ui.kit.views.pdfview import PdfPreview
from app.ui.kit.words import Words

_SIDE = 300
_AHEAD_MS = 200


class LifeActDialog(Dialog):
    """Ask what an act needs and do it once; `performed(Performed)` when it was done. It stays open while it is refused.

    An act that issues its paper with it shows the page first; nothing is done before that page is confirmed.
    """

    performed = Signal(object)

    def __init__(self, desktop: Desktop, view: CaseView, form: ActForm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        form, superiors = with_superiors(desktop.workspace, form)
        self.desktop, self.view, self.form = desktop, view, form
        self.outcome: Performed | None = None
        self._asked_to_go_on = False
        self._names = document_names(desktop.workspace)
        rule = form.rule
        self.setWindowTitle(rule.title.rstrip("…"))
        self.setAccessibleName(self.windowTitle())
        self.setAccessibleDescription(rule.help)
        asks_office = any(field.kind == "office" for field in rule.fields)
        offices = known_offices(desktop.workspace, _category(view)) if asks_office else ()
        candidates = same_matter(desktop.workspace, view, rule)
        self.fields = ActFields(form, desktop.workspace.today, offices, candidates, superiors)
        self.claims = ClaimAnswers(form.claims) if rule.answers_claims else None
        self.ahead = NextPanel()
        self.articles = ArticleView()
        self.preview = PdfPreview()
        self.late = Remark("warning", "amber")
        self.fault = Remark("fault", "red")
        self.primary = PrimaryButton("")
        self.secondary = PlainButton("取消")
        self.pages = QStackedWidget()
        self._lay_out()
        self._later = QTimer(self, singleShot=True, interval=_AHEAD_MS)
        self._later.timeout.connect(self._look_ahead)
        self.fields.edited.connect(lambda at_once: self._look_ahead() if at_once else self._later.start())
        self.fields.edited.connect(lambda _at_once: self.fault.say(""))
        self.fields.submitted.connect(self._go_on_soon)
        if self.claims is not None:
            self.claims.edited.connect(lambda: self.fault.say(""))
            self.claims.submitted.connect(self._go_on_soon)
        self.primary.clicked.connect(self._go_on)
        self.secondary.clicked.connect(self._go_back)
        self._show_law()
        self._look_ahead()
        self._name_buttons()
        self._size()
        if not self.fields.focus_first():
            self.primary.setFocus()

    @property
    def showing_page(self) -> bool:
        """Say whether the page that will be issued is in front."""
        return self.pages.currentWidget() is self.preview

    def _lay_out(self) -> None:
        rule = self.form.rule
        asked = QWidget()
        column = QVBoxLayout(asked)
        column.setContentsMargins(theme.px(2), 0, theme.space("normal"), theme.space("near"))
        column.setSpacing(theme.space("wide"))
        if rule.help:
            column.addWidget(Words(rule.help, "second"))
        column.addWidget(self.fields)
        if self.claims is not None:
            column.addWidget(self.claims)
        column.addStretch(1)
        law = Card("依据")
        if rule.basis_reason:
            law.add(Words(rule.basis_reason, "second"))
        law.add(self.articles)
        beside = QWidget()
        side = QVBoxLayout(beside)
        side.setContentsMargins(0, 0, theme.space("near"), 0)
        side.setSpacing(theme.space("normal"))
        side.addWidget(self.ahead)
        side.addWidget(law)
        side.addStretch(1)
        right = scrolled(beside)
        right.setFixedWidth(theme.px(_SIDE))
        form = QWidget()
        row = QHBoxLayout(form)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space("wide"))
        self._scroll = scrolled(asked)
        row.addWidget(self._scroll, 1)
        row.addWidget(right)
        self.pages.addWidget(form)
        self.pages.addWidget(self.preview)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space("near"))
        buttons.addStretch(1)
        buttons.addWidget(self.secondary)
        buttons.addWidget(self.primary)
        column = QVBoxLayout(self)
        edge = theme.space("far")
        column.setContentsMargins(edge, theme.space("wide"), edge, theme.space("wide"))
        column.setSpacing(theme.space("normal"))
        column.addWidget(Words(self.windowTitle(), "title"))
        column.addWidget(self.pages, 1)
        column.addWidget(self.late)
        column.addWidget(self.fault)
        column.addLayout(buttons)
        self._asked, self._beside = asked, beside

    def _size(self) -> None:
        """Be as high as the form wants, and never higher than the window it stands on."""
        room = self.room()
        width = min(round(room.width() * 0.94), theme.px(1_000))
        within = width - theme.px(_SIDE) - theme.px(90)
        wanted = max(_height(self._asked, within), _height(self._beside, theme.px(_SIDE - 20)))
        self.resize(width, min(round(room.height() * 0.95), max(theme.px(400), wanted + theme.px(190))))

    def _look_ahead(self) -> None:
        self._later.stop()
        today, values = self.desktop.workspace.today(), self.fields.values()
        ahead = act_ahead(self.form, values, today, self._names)
        self.ahead.set_next(notice=ahead.papers, clock=ahead.clocks, then=ahead.then, hint=ahead.hint)
        self.late.say("\n".join(ahead.late))

    def _show_law(self) -> None:
        regulation = load_regulation()
        cited = [regulation.cite(ref) for ref in self.form.rule.basis]
        self.articles.set_citations([(each.label, each.text) for each in cited])

    def _name_buttons(self) -> None:
        rule, page = self.form.rule, self.showing_page
        if rule.with_document:
            self.primary.set_text("确认并签发告知书" if page else "看告知书…")
            self.secondary.set_text("返回修改" if page else "取消")
        else:
            self.primary.set_text(self.windowTitle())

    def _go_on_soon(self) -> None:
        # Enter in a field goes on to the dialog, which would give it to whatever has focus by then.
        if not self._asked_to_go_on:
            self._asked_to_go_on = True
            QTimer.singleShot(0, self._go_on)

    def _go_on(self) -> None:
        self._asked_to_go_on = False
        if self.outcome is not None or not self.isVisible():
            return
        self._look_ahead()
        self.fault.say("")
        try:
            if self.form.rule.with_document and not self.showing_page:
                pdf = preview_of(self.desktop.workspace, self.view.row.id, self.form, self.fields.values())
                if pdf:
                    self._show_page(pdf)
                    return
            self.outcome = perform(
                self.desktop.workspace,
                self.view.row.id,
                self.form.rule.id,
                self.fields.values(),
                self.claims.answers() if self.claims is not None else (),
            )
        except UserFault as fault:
            self._refuse(fault)
            return
        self.primary.setEnabled(False)
        self.accept()
        self.performed.emit(self.outcome)

    def _show_page(self, pdf: bytes) -> None:
        self.preview.show_pdf(pdf)
        self.pages.setCurrentWidget(self.preview)
        self._name_buttons()
        self.primary.setFocus()

    def _go_back(self) -> None:
        if not self.showing_page:
            self.reject()
            return
        self.pages.setCurrentIndex(0)
        self._name_buttons()
        self.fields.focus_first()

    def _refuse(self, fault: UserFault) -> None:
        if self.showing_page:
            self._go_back()
        errors = fault.errors if isinstance(fault, AnswerFault) else {fault.field: str(fault)}
        if self.fields.show_errors(errors) or (
            self.claims is not None and self.claims.show_fault(fault.field, str(fault))
        ):
            QTimer.singleShot(0, self._show_wrong)
            return
        self.fault.say(str(fault))

    def _show_wrong(self) -> None:
        """Bring the whole field that was refused into sight, its label and the sentence under it."""
        held: QWidget | None = self.focusWidget()
        while held is not None and not isinstance(held, FieldEditor):
            held = held.parentWidget()
        if held is not None:
            self._scroll.follow(held)

    def reject(self) -> None:
        """Close without doing anything; from the page that would be issued, Esc leads back to the form first."""
        if self.showing_page and self.outcome is None:
            self._go_back()
            return
        super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let F1 open the law word for word."""
        if event.key() == Qt.Key.Key_F1:
            self.articles.toggle_all()
            event.accept()
            return
        super().keyPressEvent(event)


class Remark(QWidget):
    """A sentence with its sign above the buttons; gone while there is nothing to say."""

    def __init__(self, icon: str, tone: str) -> None:
        super().__init__()
        self._words = Words("", tone=tone)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space("near"))
        row.addWidget(Sign(icon, tone, 18, top=1), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.hide()

    def say(self, text: str) -> None:
        """Show a sentence, or nothing."""
        self._words.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def text(self) -> str:
        """Return the sentence that is shown."""
        return self._words.text()


def _category(view: CaseView) -> str:
    return next((fact.value for fact in view.facts if fact.target == "content_category"), "")


def _height(content: QWidget, width: int) -> int:
    layout = content.layout()
    if layout is None:
        return content.sizeHint().height()
    return layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
