"""What happened to a case, newest or oldest first as given."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui.base import theme
from app.ui.kit.words import Words


@dataclass(frozen=True)
class TimelineItem:
    """One entry: when, who, a sentence; `detail` is smaller text under it, `tone` colours its dot."""

    time: str
    who: str
    sentence: str
    detail: str = ""
    tone: str = ""


class _Rail(QWidget):
    """Draw the dot of an entry and the line that joins it to its neighbours."""

    def __init__(self, tone: str, *, first: bool, last: bool) -> None:
        super().__init__()
        self._tone, self._first, self._last = tone, first, last
        self.setFixedWidth(theme.px(20))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def paintEvent(self, _event: QPaintEvent) -> None:
        middle, dot, radius = self.width() / 2, theme.px(11), theme.px(5)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("hairline"), 2))
        if not self._first:
            painter.drawLine(int(middle), 0, int(middle), dot)
        if not self._last:
            painter.drawLine(int(middle), dot, int(middle), self.height())
        painter.setPen(QPen(theme.colour(self._tone or "accent"), 2))
        painter.setBrush(theme.colour("surface"))
        painter.drawEllipse(QRectF(middle - radius + 1, dot - radius + 1, 2 * radius - 2, 2 * radius - 2))


class TimelineView(QWidget):
    """List time, person and sentence, joined by a line; text can be copied."""

    def __init__(self, items: Sequence[TimelineItem] = (), *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.setAccessibleName("办理经过")
        self.set_items(items)

    def set_items(self, items: Sequence[TimelineItem]) -> None:
        """Show these entries instead."""
        while (old := self._column.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if not items:
            self._column.addWidget(Words("还没有经过记录。", "second"))
        for place, item in enumerate(items):
            self._column.addWidget(_entry(item, first=place == 0, last=place == len(items) - 1))
        self._column.addStretch(1)


def _entry(item: TimelineItem, *, first: bool, last: bool) -> QWidget:
    entry = QWidget()
    row = QHBoxLayout(entry)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.space("near"))
    row.addWidget(_Rail(item.tone, first=first, last=last))
    words = QVBoxLayout()
    words.setContentsMargins(0, theme.px(1), 0, theme.space("normal"))
    words.setSpacing(theme.px(2))
    words.addWidget(Words(item.sentence, selectable=True))
    if item.detail:
        words.addWidget(Words(item.detail, "small", selectable=True))
    words.addWidget(Words("  ".join(part for part in (item.time, item.who) if part), "small", selectable=True))
    row.addLayout(words, 1)
    row.setAlignment(words, Qt.AlignmentFlag.AlignTop)
    entry.setAccessibleName("，".join(part for part in (item.time, item.who, item.sentence, item.detail) if part))
    return entry
