"""Check a paper that somebody brings: the text of its QR code, or its check code as typed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.casework.notices import Recognised, recognise
from app.faults import UserFault
from app.ui import theme
from app.ui.desktop import Desktop
from app.ui.kit.buttons import PlainButton, PrimaryButton
from app.ui.kit.fields import TextEditor
from app.ui.kit.sign import Sign
from app.ui.kit.words import Words


class VerifyDialog(QDialog):
    """Say whether a paper is this office's own; signal `wanted(DocumentView)` to see the stored one."""

    wanted = Signal(object)

    def __init__(self, desktop: Desktop, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desktop = desktop
        self.found: Recognised | None = None
        self.setWindowTitle("核验文书")
        self.setAccessibleName("核验文书")
        self.setMinimumWidth(theme.px(560))
        self.code = TextEditor(
            "code", "二维码内容或核验码", help="用扫码枪扫纸上的二维码，或照二维码下面的字逐字输入；大小写和横线不限。"
        )
        self.sign = Sign()
        self.answer = Words("", selectable=True)
        self.sign.hide()
        self.show_stored = PlainButton("看存档")
        self.show_stored.hide()
        self.check = PrimaryButton("核验")
        self.check.setDefault(True)
        close = PlainButton("关闭")
        said = QHBoxLayout()
        said.setSpacing(theme.space("near"))
        said.addWidget(self.sign)
        said.addWidget(self.answer, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space("near"))
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
        genuine = self.found.genuine
        self.sign.set_icon("success" if genuine else "fault", "green" if genuine else "red")
        self.sign.show()
        self.answer.setText(self.found.sentence)
        self.answer.set_tone("green" if genuine else "red")
        self.answer.setAccessibleName(self.found.sentence)
        self.show_stored.setVisible(self.found.document is not None)
        self.adjustSize()

    def _forget(self) -> None:
        self.code.set_error(None)
        self.answer.setText("")
        self.sign.hide()
        self.show_stored.hide()

    def _show_stored(self) -> None:
        self.wanted.emit(self.found.document)
        self.accept()
