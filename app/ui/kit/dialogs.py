"""The few dialogs: a decision only the clerk can take, and a fault of the program itself."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.ui.base import theme
from app.ui.kit.buttons import DangerButton, PlainButton, PrimaryButton
from app.ui.kit.editors.making import FieldEditor
from app.ui.kit.sign import Sign
from app.ui.kit.words import Words


class AskDialog(QDialog):
    """Put one decision, with fields such as a reason; the primary button waits until required fields are filled."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        text: str,
        primary: str,
        secondary: str = "取消",
        fields: Sequence[FieldEditor] = (),
        *,
        danger: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(theme.px(460))
        self.setMaximumWidth(theme.px(720))
        self.fields = list(fields)
        self.primary = DangerButton(primary) if danger else PrimaryButton(primary)
        self.secondary = PlainButton(secondary)
        column = QVBoxLayout(self)
        edge = theme.space("far")
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(theme.space("wide"))
        column.addWidget(Words(title, "section"))
        self.text = Words(text)
        column.addWidget(self.text)
        for editor in self.fields:
            column.addWidget(editor)
            editor.edited.connect(lambda editor=editor: editor.set_error(None))
            editor.submitted.connect(self._accept_filled)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space("near"))
        buttons.addStretch(1)
        buttons.addWidget(self.secondary)
        buttons.addWidget(self.primary)
        column.addLayout(buttons)
        # Enter presses the primary button, but never by itself an act that takes something out of use.
        self.primary.setDefault(not danger)
        self.primary.clicked.connect(self._accept_filled)
        self.secondary.clicked.connect(self.reject)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        (self.fields[0] if self.fields else self.secondary if danger else self.primary).setFocus()

    def values(self) -> dict[str, Any]:
        """Return the raw values by key."""
        return {editor.key: editor.value() for editor in self.fields}

    def showEvent(self, event: QShowEvent) -> None:
        """Make room for every line: what Qt guessed beforehand is the height of the text at another width."""
        super().showEvent(event)
        self.resize(self.width(), max(self.height(), self.layout().totalHeightForWidth(self.width())))

    def _accept_filled(self) -> None:
        empty = [editor for editor in self.fields if editor.required and editor.is_empty()]
        for editor in empty:
            editor.set_error(f"请填写{editor.label}。")
        if empty:
            empty[0].setFocus()
            return
        self.accept()


def ask(
    parent: QWidget | None,
    title: str,
    text: str,
    primary: str,
    secondary: str = "取消",
    fields: Sequence[FieldEditor] = (),
    *,
    danger: bool = False,
) -> dict[str, Any] | None:
    """Ask, and wait. Return the raw values of the fields by key (an empty dict without fields), or None at no."""
    dialog = AskDialog(parent, title, text, primary, secondary, fields, danger=danger)
    try:
        return dialog.values() if dialog.exec() == QDialog.DialogCode.Accepted else None
    finally:
        dialog.deleteLater()


class FaultDialog(QDialog):
    """Tell of a fault of the program: what happened, what is safe, and details to hand on.

    `details` must hold no personal data; the caller has cleaned them.
    """

    def __init__(self, parent: QWidget | None, sentence: str, details: str, safe: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle("程序出错")
        self.setMinimumWidth(theme.px(560))
        column = QVBoxLayout(self)
        edge = theme.space("far")
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(theme.space("normal"))
        head = QHBoxLayout()
        head.setSpacing(theme.space("near"))
        sign = Sign("fault", "red", 24)
        head.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(Words(sentence, "section"), 1)
        column.addLayout(head)
        column.addWidget(Words(safe or "已保存的内容没有丢失。请把下面的技术信息交给技术人员，然后继续工作。"))
        self.details = QPlainTextEdit(details)
        self.details.setReadOnly(True)
        self.details.setTabChangesFocus(True)
        self.details.setMinimumHeight(theme.px(160))
        self.details.setAccessibleName("技术信息")
        column.addWidget(self.details)
        self.copy = PlainButton("复制技术信息", icon="copy")
        self.copy.clicked.connect(self._copy)
        self.go_on = PrimaryButton("继续工作")
        self.go_on.setDefault(True)
        self.go_on.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space("near"))
        buttons.addStretch(1)
        buttons.addWidget(self.copy)
        buttons.addWidget(self.go_on)
        column.addLayout(buttons)
        self.setAccessibleName("程序出错")
        self.setAccessibleDescription(sentence)
        self.go_on.setFocus()

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.details.toPlainText())
        self.copy.set_text("已复制")
