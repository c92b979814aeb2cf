"""The search box that is always at hand."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.ui.base import theme


class SearchBox(QLineEdit):
    """A line with a magnifier and a clearing cross; Esc empties it first, then leaves it."""

    def __init__(
        self,
        placeholder: str = "搜索：姓名、拼音、编号、电话、事由",
        name: str = "搜索信访事项",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "search")
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        self.setMinimumWidth(theme.px(280))
        self.setMaximumWidth(theme.px(460))
        sign = QAction(theme.icon("search", "second_ink"), "", self)
        self.addAction(sign, QLineEdit.ActionPosition.LeadingPosition)
        self._clear = QAction(theme.icon("close", "second_ink"), "清空搜索", self)
        self._clear.triggered.connect(self.clear)
        self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setVisible(False)
        self.textChanged.connect(lambda text: self._clear.setVisible(bool(text)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.clearFocus()
            event.accept()
            return
        super().keyPressEvent(event)
