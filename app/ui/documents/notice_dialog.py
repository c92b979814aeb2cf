"""A notice before and after it is issued: its values at the left, the page itself at the right."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.casework.cases.document_rows import DocumentView
from app.casework.documents.form import contacts_as_typed, edit_notice, offices_of
from app.casework.documents.issuing import NoticeDraft, document_bytes, document_view, issue_notice, prepare_notice
from app.casework.documents.word_draft import save_notice_draft
from app.faults import UserFault
from app.printing.notices.template import load_templates
from app.ui.base import theme
from app.ui.base.desktop import Desktop
from app.ui.base.drawing import drawing
from app.ui.base.file_choice import default_folder
from app.ui.base.shortcuts import Shortcut
from app.ui.documents.document_acts import ChoosePath, DocumentActs, ask_draft
from app.ui.documents.document_facts import document_facts
from app.ui.documents.draft_preview import DraftPreview
from app.ui.documents.notice_form import NoticeForm
from app.ui.kit.buttons import PlainButton, PrimaryButton
from app.ui.kit.dialogs import Dialog, holding
from app.ui.kit.messages import MessageBar
from app.ui.kit.scroll import scrolled
from app.ui.kit.views.facts import FactGrid
from app.ui.kit.words import Words

_THEN = {
    "petitioner": "请打印、盖章后交给信访人，并请其在送达回证上签收。",
    "office": "请打印、盖章后发给收件单位，回执附卷。",
    "file": "请打印后附卷。",
}


class NoticeDialog(Dialog):
    """Prepare, preview and issue one notice, then print it; signal `issued(DocumentView)`.

    `step_id` is the act that asks for the paper, None for the one of the registering. Raises `UserFault` when the case
    takes no notice. Nothing is numbered or stored before 签发.
    """

    issued = Signal(object)

    def __init__(
        self,
        desktop: Desktop,
        case_id: int,
        kind: str = "",
        parent: QWidget | None = None,
        *,
        step_id: int | None = None,
    ) -> None:
        prepared = prepare_notice(desktop.workspace, case_id, kind, step_id=step_id)
        super().__init__(parent)
        self.desktop = desktop
        self.prepared = prepared
        self.draft: NoticeDraft = self.prepared
        self._offices = offices_of(self.prepared)
        self.document: DocumentView | None = None
        self.setWindowTitle(f"出文书：{self.prepared.name}")
        self.setAccessibleName(self.windowTitle())
        self.form = NoticeForm(desktop, self.prepared)
        self.bar = MessageBar()
        self.preview = DraftPreview(desktop)
        self.preview.setMinimumWidth(theme.px(320))
        self.heading = Words(self.prepared.name, "title")
        self.state = Words("", "second")
        self.left = QStackedWidget()
        self.left.addWidget(scrolled(self.form))
        self.left.setMinimumWidth(theme.px(320))
        self.close_button = PlainButton("取消")
        self.save = PlainButton("另存")
        self.word = PlainButton("存为 Word 草稿…")
        self.word.setToolTip("用 WPS 或 Word 改完的定稿，可以作为附件存进本件；草稿没有文号，不是签发的文书")
        self.issue = PrimaryButton("签发")
        self.print = PrimaryButton("打印", shortcut=Shortcut.PRINT.value, icon="print")
        self.acts = DocumentActs(desktop, self)
        self._lay_out()
        self.preview.refused.connect(self._refuse)
        self.form.edited.connect(self._edited)
        self.issue.clicked.connect(self._issue)
        self.print.clicked.connect(lambda: self._with_document(self.acts.print))
        self.save.clicked.connect(lambda: self._with_document(self.acts.save))
        self.choose_draft: ChoosePath = ask_draft
        self.word.clicked.connect(self._save_draft)
        self.close_button.clicked.connect(self.reject)
        self.acts.refused.connect(self.bar.show_fault)
        self.acts.changed.connect(self._done_with)
        self._show_state()
        self.preview.draw(self.draft)
        first = next((e for key, e in self.form.editors.items() if e.error()), None)
        (first or self.issue).setFocus()

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setSpacing(theme.space("tight"))
        head.addWidget(self.heading)
        head.addWidget(self.state)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space("near"))
        buttons.addStretch(1)
        for button in (self.close_button, self.word, self.save, self.issue, self.print):
            buttons.addWidget(button)
        self.save.hide()
        self.print.hide()
        body = QHBoxLayout()
        body.setSpacing(theme.space("far"))
        body.addWidget(self.left, 4)
        body.addWidget(self.preview, 6)
        column = QVBoxLayout(self)
        edge = theme.space("far")
        column.setContentsMargins(edge, theme.space("wide"), edge, theme.space("wide"))
        column.setSpacing(theme.space("normal"))
        column.addLayout(head)
        column.addWidget(self.bar)
        column.addLayout(body, 1)
        column.addLayout(buttons)
        room = self.room()
        self.resize(min(round(room.width() * 0.95), theme.px(1200)), min(round(room.height() * 0.95), theme.px(960)))

    def _edited(self) -> None:
        self.draft = edit_notice(self.prepared, self.form.typed())
        if offices_of(self.draft) != self._offices:
            self._follow_offices()
        self.form.mark_missing(self.draft)
        self.bar.clear()
        self._show_state()
        self.preview.draw_soon(self.draft)

    def _follow_offices(self) -> None:
        """Let address and telephone be those of the office that is named now, never of the one before."""
        self._offices = offices_of(self.draft)
        found = self.desktop.attempt(lambda: contacts_as_typed(self.desktop.workspace, self.draft)) or {}
        self.prepared = edit_notice(self.prepared, found)
        self.form.follow(found)
        self.draft = edit_notice(self.prepared, self.form.typed())

    def _show_state(self) -> None:
        missing = "、".join(field.label for field in self.draft.missing)
        self.issue.setEnabled(not missing)
        self.word.setEnabled(not missing)
        self.issue.setToolTip(f"还缺：{missing}" if missing else "编号、存档，然后可以打印；签发后内容不能再改")
        self.state.setText(
            f"还缺：{missing}。填好后才能签发。"
            if missing
            else "右边就是要印的样子；签发时编号、存档，之后内容不能再改。"
        )
        self.state.set_tone("amber" if missing else "")

    def _issue(self) -> None:
        self.preview.leave()
        try:
            with drawing:
                document = issue_notice(self.desktop.workspace, self.draft)
                pdf = document_bytes(self.desktop.workspace, document.id)
        except UserFault as fault:
            self._refuse(fault)
            return
        self.document = document
        self.preview.show_pdf(pdf)
        self._show_issued(document)
        self.issued.emit(document)

    def _with_document(self, act: Callable[[DocumentView], None]) -> None:
        if self.document is not None:
            act(self.document)

    def _save_draft(self) -> None:
        with holding(self):
            path = self.choose_draft(self, default_folder() / f"{self.draft.name}_草稿.docx")
        if path is None:
            return
        try:
            save_notice_draft(self.desktop.workspace, self.draft, path)
        except UserFault as fault:
            self.bar.show_fault(fault)
            return
        self.bar.show_message("success", f"已存为“{path}”。草稿没有文号、没有签发；定稿可以作为附件存进本件。")

    def _show_issued(self, document: DocumentView) -> None:
        self.heading.setText(f"{document.name}　{document.number}")
        self.state.setText(f"已签发并存档。{_THEN[(self.draft.template or load_templates()[document.kind]).audience]}")
        self.state.set_tone("green")
        facts = FactGrid(document_facts(document))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(facts)
        column.addStretch(1)
        self.left.addWidget(holder)
        self.left.setCurrentWidget(holder)
        self.issue.hide()
        self.word.hide()
        self.close_button.set_text("关闭")
        self.save.show()
        self.print.show()
        self.print.setFocus()

    def _done_with(self, document_id: int) -> None:
        self.document = document_view(self.desktop.workspace, document_id)
        self._show_issued(self.document)
        said = [
            f"已{word} {times} 次"
            for word, times in (("打印", self.document.prints), ("另存", self.document.saves))
            if times
        ]
        self.bar.show_message("success", "，".join(said) + "。")
        self.print.set_text("再印一份（副本）" if self.document.prints else "打印")
        self.issued.emit(self.document)

    def _refuse(self, fault: UserFault) -> None:
        if not self.form.show_fault(fault.field, str(fault)):
            self.bar.show_fault(fault)
        self.state.setText("现在还不能签发，请先按提示改正。")
        self.state.set_tone("amber")
        held = self.issue.hasFocus()
        self.issue.setEnabled(False)
        if held:  # a button that is switched off hands its focus to whatever stands next
            next(iter(self.form.editors.values()), self.close_button).setFocus()
