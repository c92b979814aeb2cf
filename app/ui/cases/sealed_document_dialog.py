"""One paper of an accusation, for the custodian: filled, previewed, issued, printed; saved nowhere outside."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.casework.cases.document_rows import DocumentView
from app.casework.cases.sealed import OpenedAccusation
from app.casework.documents.accusation_papers import (
    issue_sealed,
    letter_kind,
    prepare_sealed,
    refuse_accused,
    sealed_bytes,
    sealed_paper,
)
from app.casework.documents.form import edit_notice
from app.casework.documents.issuing import NoticeDraft, document_view
from app.faults import UserFault
from app.ui.base import theme
from app.ui.base.desktop import Desktop
from app.ui.base.drawing import drawing
from app.ui.base.shortcuts import Shortcut
from app.ui.documents.document_acts import DocumentActs
from app.ui.documents.draft_preview import DraftPreview
from app.ui.kit.buttons import PlainButton, PrimaryButton
from app.ui.kit.dialogs import Dialog
from app.ui.kit.editors.making import FieldEditor, editor_for
from app.ui.kit.messages import MessageBar
from app.ui.kit.views.facts import FactGrid
from app.ui.kit.words import Words

# What the record says, beside what may be typed.
_SAID = ("case_number", "petitioner_name", "received_on", "dispatched_on", "issued_on")
_THEN_LETTER = "请打印、盖章，和材料一起密封，只交接收机关；发出后记下“密封转送”的日期，回证附密件卷。"
_THEN_NOTICE = "请打印、盖章，只当面交给信访人本人签收，回证附密件卷。"


class SealedDocumentDialog(Dialog):
    """Prepare and issue a paper of an accusation, or show an issued one; `changed` after issuing and printing.

    Raises `UserFault` where the paper cannot be prepared or its stored bytes cannot be opened.
    """

    changed = Signal()

    def __init__(
        self,
        desktop: Desktop,
        opened: OpenedAccusation,
        kind: str,
        parent: QWidget | None = None,
        *,
        document: DocumentView | None = None,
    ) -> None:
        prepared = prepare_sealed(desktop.workspace, opened, kind) if document is None else None
        pdf = sealed_bytes(desktop.workspace, opened, document.id) if document is not None else None
        super().__init__(parent)
        self.desktop, self._opened = desktop, opened
        self.kind, self.document = kind, document
        self.prepared: NoticeDraft | None = prepared
        self.draft = prepared
        self._choosing = False
        name = document.name if document is not None else prepared.name if prepared is not None else ""
        self.setWindowTitle(f"出文书：{name}" if document is None else f"{name} {document.number}")
        self.setAccessibleName(self.windowTitle())
        self.heading = Words(name, "title")
        self.state = Words("", "second")
        self.bar = MessageBar()
        self.preview = DraftPreview(desktop)
        self.preview.refused.connect(self._refuse)
        self.preview.setMinimumWidth(theme.px(320))
        self.close_button = PlainButton("关闭" if document else "取消")
        self.issue = PrimaryButton("签发")
        self.print = PrimaryButton("打印", shortcut=Shortcut.PRINT.value, icon="print")
        self.acts = DocumentActs(desktop, self)
        self.acts.paper_of = lambda document_id: sealed_paper(desktop.workspace, self._opened, document_id)
        self.acts.job_name = lambda _document: "文书"
        self.acts.refused.connect(self.bar.show_fault)
        self.acts.changed.connect(self._printed)
        self.editors: dict[str, FieldEditor] = self._make_editors(prepared) if prepared is not None else {}
        self.issue.clicked.connect(self._issue)
        self.print.clicked.connect(self._print)
        self.close_button.clicked.connect(self.reject)
        self._lay_out()
        if document is not None and pdf is not None:
            self._show_issued(document, pdf)
        elif prepared is not None:
            self.print.hide()
            self._edited()
            draft = self.draft or prepared
            self.preview.draw(draft)
            (next(iter(self.editors.values())) if draft.missing else self.issue).setFocus()

    def shut(self) -> None:
        """Close and let go of what it shows."""
        self.preview.leave()
        self.reject()
        self.draft = self.prepared = None

    def at_work(self) -> bool:
        """Say whether a printer is being chosen or a paper is on its way to one."""
        return self._choosing or self.acts.progress is not None

    def _make_editors(self, prepared: NoticeDraft) -> dict[str, FieldEditor]:
        fields = prepared.template.by_key if prepared.template is not None else {}
        wanted = {"destination": "office", "enclosed_pages": "int", "handler": "text"}
        made = {}
        for key, editor_kind in wanted.items():
            if key in fields:
                editor = editor_for(editor_kind, key, fields[key].label, required=fields[key].required)
                value = prepared.values.get(key)
                editor.set_value("" if value is None else str(value))
                editor.edited.connect(self._edited)
                made[key] = editor
        return made

    def _lay_out(self) -> None:
        self.left = QWidget()
        column = QVBoxLayout(self.left)
        column.setContentsMargins(0, 0, theme.space("near"), 0)
        column.setSpacing(theme.space("normal"))
        for editor in self.editors.values():
            column.addWidget(editor)
        if self.prepared is not None and self.prepared.template is not None:
            shown = [field for field in self.prepared.template.fields if field.key in _SAID]
            facts = FactGrid([(f.label, str(self.prepared.values.get(f.key) or "")) for f in shown])
            for words in facts.findChildren(Words):  # read here, never copied
                words.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            column.addWidget(facts)
        column.addStretch(1)
        self.left.setMinimumWidth(theme.px(320))
        self.left.setVisible(self.prepared is not None)
        body = QHBoxLayout()
        body.setSpacing(theme.space("far"))
        body.addWidget(self.left, 4)
        body.addWidget(self.preview, 6)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space("near"))
        buttons.addStretch(1)
        for button in (self.close_button, self.issue, self.print):
            buttons.addWidget(button)
        whole = QVBoxLayout(self)
        edge = theme.space("far")
        whole.setContentsMargins(edge, theme.space("wide"), edge, theme.space("wide"))
        whole.setSpacing(theme.space("normal"))
        for widget in (self.heading, self.state, self.bar):
            whole.addWidget(widget)
        whole.addLayout(body, 1)
        whole.addLayout(buttons)
        room = self.room()
        self.resize(min(round(room.width() * 0.95), theme.px(1200)), min(round(room.height() * 0.95), theme.px(960)))

    def _typed(self) -> dict[str, Any]:
        typed: dict[str, Any] = {key: editor.value() for key, editor in self.editors.items()}
        pages = str(typed.get("enclosed_pages") or "").strip()
        if "enclosed_pages" in typed:
            typed["enclosed_pages"] = int(pages) if pages.isdecimal() else None
        return typed

    def _edited(self) -> None:
        if self.prepared is None:
            return
        self.draft = draft = edit_notice(self.prepared, self._typed())
        missing = {field.key: field.label for field in draft.missing}
        for key, editor in self.editors.items():
            editor.set_error(f"还没有填写“{missing[key]}”。" if key in missing else None)
        self.bar.clear()
        self.issue.setEnabled(not missing)
        self.state.set_tone("amber" if missing else "")
        self.state.setText(
            f"还缺：{'、'.join(missing.values())}。填好后才能签发。"
            if missing
            else "右边就是要印的样子；签发时编号，存档和检举内容一样密封。"
        )
        try:
            refuse_accused(self._opened, draft)
        except UserFault as fault:
            self._refuse(fault)
        self.preview.draw_soon(draft)

    def _issue(self) -> None:
        if self.draft is None:
            return
        self.preview.leave()
        try:
            with drawing:
                document = issue_sealed(self.desktop.workspace, self._opened, self.draft)
                pdf = sealed_bytes(self.desktop.workspace, self._opened, document.id)
        except UserFault as fault:
            self._refuse(fault)
            return
        self.document = document
        self._show_issued(document, pdf)
        self.changed.emit()

    def _show_issued(self, document: DocumentView, pdf: bytes) -> None:
        self.preview.show_pdf(pdf)
        self.heading.setText(f"{document.name}　{document.number}")
        self.state.setText(_THEN_LETTER if self.kind == letter_kind() else _THEN_NOTICE)
        self.state.set_tone("green")
        self.left.hide()
        self.issue.hide()
        self.close_button.set_text("关闭")
        self.print.set_text("打印副本" if document.prints else "打印")
        self.print.setEnabled(not document.void)
        self.print.show()
        self.print.setFocus()

    def _print(self) -> None:
        if self.document is None:
            return
        self._choosing = True
        try:
            self.acts.print(self.document)
        finally:
            self._choosing = False

    def _printed(self, document_id: int) -> None:
        self.document = document_view(self.desktop.workspace, document_id)
        self.print.set_text("打印副本")
        self.bar.show_message("success", f"已打印 {self.document.prints} 次，记入流水。")
        self.changed.emit()

    def _refuse(self, fault: UserFault) -> None:
        if fault.field in self.editors:
            self.editors[fault.field].set_error(str(fault))
        else:
            self.bar.show_fault(fault)
        self.state.setText("现在还不能签发，请先按提示改正。")
        self.state.set_tone("amber")
        self.issue.setEnabled(False)
