"""What stands where the page of a document would be, when it was made outside the program: why, and its scan."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.casework.cases.document_rows import DocumentView
from app.casework.documents.attachments import ABOUT, AttachmentView
from app.casework.documents.issuing import document_bytes
from app.casework.documents.seal_return import files_beside
from app.faults import UserFault
from app.models.workspace import Workspace
from app.ui.base import theme
from app.ui.kit.buttons import PlainButton
from app.ui.kit.words import Words

_NO_FILE = "没有存它的扫描件。找到原件、回证的，在“其他办理”里添加回证扫描件，或者在这一件的附件里添加并选这份文书。"


class OutsideNote(QWidget):
    """Say that a document has no page here and offer what is kept beside it; hidden for every other document."""

    def __init__(self, workspace: Workspace, look: Callable[[AttachmentView], None]) -> None:
        super().__init__()
        self._workspace, self._look = workspace, look
        self.scans: list[PlainButton] = []
        self.sentence = Words("", selectable=True)
        self.nothing = Words(_NO_FILE, "second")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, theme.space("wide"), 0, 0)
        self._column.setSpacing(theme.space("normal"))
        self._column.addWidget(self.sentence)
        self._column.addWidget(self.nothing)
        self._column.addStretch(1)
        self.hide()

    def show_for(self, document: DocumentView | None) -> None:
        """Show what is said of a document made outside; None hides it."""
        for button in self.scans:
            button.hide()
            button.deleteLater()
        self.scans = []
        self.setVisible(document is not None)
        if document is None:
            return
        self.sentence.setText(_why(self._workspace, document))
        for kept in files_beside(self._workspace, document.id):
            if kept.kind == "docx":  # read by saving it out, in the case's attachments
                continue
            button = PlainButton(f"看{ABOUT[kept.about]}：{kept.name}")
            button.clicked.connect(lambda _on=False, kept=kept: self._look(kept))
            self._column.insertWidget(1 + len(self.scans), button, 0, Qt.AlignmentFlag.AlignLeft)
            self.scans.append(button)
        self.nothing.setVisible(not self.scans)


def _why(workspace: Workspace, document: DocumentView) -> str:
    """Return the sentence with which its bytes are refused: one wording, wherever it is met."""
    try:
        document_bytes(workspace, document.id)
    except UserFault as fault:
        return str(fault)
    return ""
