"""The head of a page: what it is, and at its right end what can be done."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.base import theme
from app.ui.kit.buttons import PrimaryButton
from app.ui.kit.words import Words


class PageHeader(QWidget):
    """Show the title (20 px), a subtitle and the page's actions; the primary one always stands last."""

    def __init__(
        self,
        title: str,
        subtitle: str = "",
        *,
        actions: tuple[QWidget, ...] = (),
        primary: PrimaryButton | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.title = Words(title, "title")
        self.subtitle = Words(subtitle, "subtitle")
        if not subtitle:  # never shown before it has a parent: that would open a window of its own
            self.subtitle.hide()
        words = QVBoxLayout()
        words.setSpacing(theme.space("tight"))
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(theme.space("near"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space("wide"))
        row.addLayout(words, 1)
        row.addLayout(self._actions)
        row.setAlignment(self._actions, Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName(title)
        self.set_actions(actions, primary)

    def set_title(self, title: str, subtitle: str = "") -> None:
        """Change the words."""
        self.title.setText(title)
        self.subtitle.setText(subtitle)
        self.subtitle.setVisible(bool(subtitle))
        self.setAccessibleName(title)

    def set_actions(self, actions: tuple[QWidget, ...], primary: PrimaryButton | None = None) -> None:
        """Replace the buttons; those taken away are deleted."""
        while (item := self._actions.takeAt(0)) is not None:
            if (old := item.widget()) is not None and old not in actions and old is not primary:
                old.hide()
                old.deleteLater()
        for action in (*actions, *((primary,) if primary else ())):
            self._actions.addWidget(action)
