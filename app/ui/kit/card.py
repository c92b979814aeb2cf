"""Surfaces: a white card, a hairline."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui.base import theme
from app.ui.kit.words import Words


class HairLine(QFrame):
    """A thin line across the page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "line")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)


class Card(QFrame):
    """A white surface with one column of content; `title` is optional, `actions` stand at its right end."""

    def __init__(self, title: str = "", *, actions: tuple[QWidget, ...] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._column = QVBoxLayout(self)
        edge = theme.space("wide")
        self._column.setContentsMargins(edge, edge, edge, edge)
        self._column.setSpacing(theme.space("normal"))
        self.title = Words(title, "section", wrap=False)
        if title:
            self.setAccessibleName(title)
            self._column.addLayout(_head(self.title, actions))

    def add(self, item: QWidget | QLayout, stretch: int = 0) -> None:
        """Put a widget or a layout below what is there."""
        if isinstance(item, QWidget):
            self._column.addWidget(item, stretch)
        else:
            self._column.addLayout(item, stretch)


def _head(title: Words, actions: tuple[QWidget, ...]) -> QHBoxLayout:
    head = QHBoxLayout()
    head.setSpacing(theme.space("near"))
    head.addWidget(title)
    head.addStretch(1)
    for action in actions:
        head.addWidget(action)
    return head
