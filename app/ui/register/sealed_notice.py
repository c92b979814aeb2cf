"""Violet, and only for sealed cases: what sealing means for the person at the window."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.base import theme
from app.ui.kit.sign import Sign
from app.ui.kit.words import Words


class SealedNotice(QWidget):
    """A violet ground with the seal sign, a heading and an explanation."""

    def __init__(self, heading: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = QVBoxLayout()
        words.setSpacing(theme.space("tight"))
        words.addWidget(Words(heading, "section", tone="violet"))
        words.addWidget(Words(text))
        row = QHBoxLayout(self)
        edge = theme.space("wide")
        row.setContentsMargins(edge, edge, edge, edge)
        row.setSpacing(theme.space("normal"))
        row.addWidget(Sign("seal", "violet", 28), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.setAccessibleName(heading)
        self.setAccessibleDescription(text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("violet_weak"))
        radius = theme.px(6)
        painter.drawRoundedRect(self.rect(), radius, radius)
        painter.end()
