"""The papers of an opened accusation: what may be issued, what was issued, looked at and printed by the custodian."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.casework.cases.document_rows import DocumentView
from app.casework.cases.sealed import OpenedAccusation
from app.casework.documents.accusation_papers import (
    VOID_REASONS,
    letter_kind,
    notice_kind,
    sealed_documents,
    void_sealed,
)
from app.casework.templates.names import document_name
from app.ui.base import theme
from app.ui.base.desktop import Desktop
from app.ui.cases.sealed_document_dialog import SealedDocumentDialog
from app.ui.documents.document_facts import print_words
from app.ui.kit.buttons import LinkButton, PlainButton
from app.ui.kit.dialogs import AskDialog
from app.ui.kit.editors.choice_editors import ChoiceEditor
from app.ui.kit.words import Words


class SealedDocumentsBox(QWidget):
    """Offer the transfer letter and the notice of an accusation; `changed` when one was issued or printed."""

    changed = Signal()

    def __init__(self, desktop: Desktop, opened: OpenedAccusation) -> None:
        super().__init__()
        self.setAccessibleName("密封件的文书")
        self._desktop = desktop
        self._opened: OpenedAccusation | None = opened
        self.dialog: SealedDocumentDialog | None = None
        self.asking: AskDialog | None = None
        self.letter = PlainButton(f"出《{document_name(letter_kind(), desktop.workspace)}》…")
        self.notice = PlainButton(f"出《{document_name(notice_kind(), desktop.workspace)}》…")
        self.letter.clicked.connect(lambda: self.write(letter_kind()))
        self.notice.clicked.connect(lambda: self.write(notice_kind()))
        acts = QHBoxLayout()
        acts.setSpacing(theme.space("near"))
        acts.addWidget(self.letter)
        acts.addWidget(self.notice)
        acts.addStretch(1)
        self._issued = QVBoxLayout()
        self._issued.setSpacing(theme.space("tight"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("near"))
        column.addWidget(Words("文书", "label"))
        column.addWidget(
            Words("不写事项内容，存档一并密封。转送告知书只交给信访人本人，是否出具待本单位确认。", "second")
        )
        column.addLayout(acts)
        column.addLayout(self._issued)
        self._show_issued()

    def write(self, kind: str) -> None:
        """Open the dialog in which a paper is filled, looked at and issued."""
        if self._opened is not None and not self._busy():
            opened = self._opened
            self._open(lambda: SealedDocumentDialog(self._desktop, opened, kind, parent=self.window()))

    def look(self, document: DocumentView) -> None:
        """Show an issued paper as it is stored, to print it again."""
        if self._opened is not None and not self._busy():
            opened = self._opened
            self._open(
                lambda: SealedDocumentDialog(
                    self._desktop, opened, document.kind, parent=self.window(), document=document
                )
            )

    def void(self, document: DocumentView) -> None:
        """Ask for the reason, one of a few that tell nothing, then declare a paper void."""
        if self._opened is None or self._busy():
            return
        opened = self._opened
        reason = ChoiceEditor("reason", "作废理由", options=tuple((each, each) for each in VOID_REASONS))
        dialog = AskDialog(
            self.window(),
            f"作废{document.name}",
            f"{document.number} 作废后不能再打印；已经交出去的，请收回原件。\n理由记入流水，不密封，所以只能从下面选。",
            "作废",
            fields=(reason,),
            danger=True,
        )

        def answered(answer: int) -> None:
            if answer == QDialog.DialogCode.Accepted and self._opened is not None:
                workspace = self._desktop.workspace
                self._desktop.attempt(lambda: void_sealed(workspace, opened, document.id, reason.value()))
                self._after()
            self.asking = None

        dialog.setMinimumWidth(theme.px(560))
        dialog.finished.connect(answered)
        self.asking = dialog
        dialog.open()

    def at_work(self) -> bool:
        """Say whether a paper is on its way to the printer."""
        return self.dialog is not None and self.dialog.at_work()

    def shut(self) -> None:
        """Let go of what was opened; a dialog that shows it closes too."""
        self._opened = None
        if self.dialog is not None and isValid(self.dialog):
            self.dialog.shut()
        self.dialog = None
        if self.asking is not None:
            self.asking.reject()
            self.asking = None

    def _busy(self) -> bool:
        return any(each is not None and isValid(each) and each.isVisible() for each in (self.dialog, self.asking))

    def _open(self, make: Callable[[], SealedDocumentDialog]) -> None:
        self.dialog = self._desktop.attempt(make)
        if self.dialog is not None:
            self.dialog.changed.connect(self._after)
            self.dialog.finished.connect(self._closed)
            self.dialog.open()

    def _closed(self, _result: int) -> None:
        # One that is closed while its paper prints stays in sight until the paper is out: `at_work` asks it.
        if self.dialog is not None and not self.dialog.at_work():
            self.dialog = None

    def _after(self) -> None:
        self._show_issued()
        self.changed.emit()

    def _show_issued(self) -> None:
        while (item := self._issued.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if self._opened is None:
            return
        for document in sealed_documents(self._desktop.workspace, self._opened):
            self._issued.addWidget(self._line(document))

    def _line(self, document: DocumentView) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space("near"))
        served = f"　送达：{document.served_on:%Y-%m-%d}" if document.served_on else ""
        void = f"　已作废：{document.void_reason}" if document.void else ""
        said = f"{document.name}　{document.number}　{document.issued_on:%Y-%m-%d}"
        said += void or f"　打印：{print_words(document)}{served}"
        row.addWidget(Words(said, "small"), 1)
        possible = [("查看" if document.void else "查看、打印", self.look)]
        if not document.void:
            possible.append(("作废…", self.void))
        for word, act in possible:
            button = LinkButton(word)
            button.setAccessibleName(f"{word.rstrip('…')}：{document.name} {document.number}")
            button.clicked.connect(lambda _on=False, act=act: act(document))
            row.addWidget(button)
        return line
