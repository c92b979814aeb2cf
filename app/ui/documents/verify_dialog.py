"""Check a paper that somebody brings: the text of its QR code, its check code as typed, or a PDF file."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.casework.documents.issuing import Recognised, recognise
from app.casework.documents.verify import FileRecognised, recognise_file
from app.faults import UserFault
from app.ui.base import theme
from app.ui.base.desktop import Desktop
from app.ui.documents.more_document_acts import PDF, ChooseFile, ask_file
from app.ui.kit.buttons import PlainButton, PrimaryButton
from app.ui.kit.dialogs import Dialog, holding, stay_for
from app.ui.kit.dropped_file import dropped_file
from app.ui.kit.editors.making import TextEditor
from app.ui.kit.sign import Sign
from app.ui.kit.words import Words


class VerifyDialog(Dialog):
    """Say whether a paper is this office's own; signal `wanted(DocumentView)` to see the stored one."""

    wanted = Signal(object)

    def __init__(self, desktop: Desktop, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desktop = desktop
        self.found: Recognised | FileRecognised | None = None
        self.choose_file: ChooseFile = ask_file
        self.setWindowTitle("核验文书")
        self.setAccessibleName("核验文书")
        self.setMinimumWidth(theme.px(560))
        self.setAcceptDrops(True)
        self.code = TextEditor(
            "code",
            "二维码内容或核验码",
            help="用扫码枪扫纸上的二维码，或照二维码下面的字逐字输入，大小写和横线不限。"
            "拿来的是 PDF，就选文件或者拖到这里。",
        )
        self.sign = Sign()
        self.answer = Words("", selectable=True)
        self.sign.hide()
        self.show_stored = PlainButton("看存档")
        self.show_stored.hide()
        self.check = PrimaryButton("核验")
        self.check.setDefault(True)
        self.file = PlainButton("核验 PDF 文件…")
        self.file.clicked.connect(self._choose)
        close = PlainButton("关闭")
        said = QHBoxLayout()
        said.setSpacing(theme.space("near"))
        said.addWidget(self.sign)
        said.addWidget(self.answer, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space("near"))
        buttons.addWidget(self.file)
        buttons.addStretch(1)
        for button in (close, self.show_stored, self.check):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        edge = theme.space("far")
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(theme.space("normal"))
        column.addWidget(Words("核验文书", "section"))
        column.addWidget(self.code)
        column.addLayout(said)
        column.addLayout(buttons)
        self.check.clicked.connect(self._check)
        self.code.edited.connect(self._forget)
        close.clicked.connect(self.reject)
        self.show_stored.clicked.connect(self._show_stored)
        self.code.setFocus()

    def _check(self) -> None:
        if self.code.is_empty():
            self.code.set_error("还没有输入。请扫码，或输入纸上的核验码。")
            return
        try:
            self.found = recognise(self._desktop.workspace, self.code.value())
        except UserFault as fault:
            self.code.set_error(str(fault))
            return
        self._answer(self.found)

    def _choose(self) -> None:
        with holding(self):
            path = self.choose_file(self, "核验 PDF 文件", PDF)
        if path is not None:
            self.check_file(path)

    def check_file(self, path: Path) -> None:
        """Check a PDF, chosen or dropped."""
        if not self.file.isEnabled():  # one is being checked
            return
        self._forget()
        self.code.set_value("")
        self.answer.setText(f"正在核验“{path.name}”…")
        self.answer.set_tone("")
        self.file.setEnabled(False)
        workspace = self._desktop.workspace
        job = self._desktop.start(lambda _task: recognise_file(workspace, path), self._answer, refused=self._refuse)
        job.ended.connect(lambda: self.file.setEnabled(True))
        stay_for(job, self)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Check the file that was dropped."""
        if (path := dropped_file(event.mimeData())) is not None:
            event.acceptProposedAction()
            self.check_file(path)

    def _refuse(self, fault: UserFault) -> None:
        self._say("fault", "red", str(fault))

    def _answer(self, found: Recognised | FileRecognised) -> None:
        self.found = found
        altered = isinstance(found, FileRecognised) and found.verdict == "altered"
        void = found.void or (found.document is not None and found.document.void and not altered)
        if found.genuine:
            self._say("success", "green", found.sentence)
        else:
            self._say("warning" if void else "fault", "amber" if void else "red", found.sentence)
        self.show_stored.setVisible(found.document is not None)

    def _say(self, icon: str, tone: str, sentence: str) -> None:
        self.sign.set_icon(icon, tone)
        self.sign.show()
        self.answer.setText(sentence)
        self.answer.set_tone(tone)
        self.answer.setAccessibleName(sentence)
        self.adjustSize()

    def _forget(self) -> None:
        self.code.set_error(None)
        self.answer.setText("")
        self.sign.hide()
        self.show_stored.hide()

    def _show_stored(self) -> None:
        if self.found is not None:
            self.wanted.emit(self.found.document)
        self.accept()
