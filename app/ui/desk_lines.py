"""The lines of the desk page: one case each, to be opened with Enter; and the large counts above them."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.casework.clock_names import clock_name
from app.casework.listing import CaseRow
from app.ui import theme
from app.ui.cases.case_rows import left_tone, left_words
from app.ui.kit.chips import StateTag
from app.ui.kit.words import Words


def due_words(row: CaseRow) -> tuple[str, str]:
    """Return the days left in words and the tone for them; a red or amber line also says so in words."""
    if row.days_left is None:
        return state_words(row)
    return left_words(row.days_left), left_tone(row.days_left)


def state_words(row: CaseRow) -> tuple[str, str]:
    """Return the state in words and its tone; of a sealed case only that it is sealed."""
    return ("已密封", "violet") if row.sealed else (row.state, "")


class _Elided(Words):
    """One line of text that is cut with an ellipsis where the room ends."""

    def __init__(self, text: str, role: str = "", tone: str = "") -> None:
        super().__init__(text, role, tone=tone, wrap=False)
        self._whole = text
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width()))

    def sizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().height() + 2)


class CaseLine(QPushButton):
    """One case in two short lines. Enter, Space or a click opens it; up and down move between lines."""

    opened = Signal(int)

    def __init__(self, row: CaseRow, *, with_due: bool) -> None:
        super().__init__()
        self.row = row
        self.setProperty("role", "fold")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        words, tone = due_words(row) if with_due else state_words(row)
        people = f"等 {row.people_count} 人" if row.people_count > 1 and not row.sealed else ""
        first = QHBoxLayout()
        first.setSpacing(theme.space("near"))
        first.addWidget(_Elided(f"{row.title}{people}", "strong", "violet" if row.sealed else ""), 1)
        first.addWidget(StateTag(words, tone))
        second = QHBoxLayout()
        second.setSpacing(theme.space("normal"))
        clock = clock_name(row.next_clock) if with_due else ""
        about = " · ".join(part for part in (clock, row.number if row.sealed else row.summary or row.kind) if part)
        second.addWidget(_Elided(about, "small"), 1)
        if not row.sealed:
            second.addWidget(Words(row.number, "small", wrap=False))
        column = QVBoxLayout(self)
        edge = theme.space("near")
        column.setContentsMargins(edge, theme.px(5), edge, theme.px(5))
        column.setSpacing(theme.px(1))
        column.addLayout(first)
        column.addLayout(second)
        for part in self.findChildren(QLabel):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(f"{row.title}{people}，{row.number}，{words}")
        self.setAccessibleDescription(f"{row.kind}，{row.summary}，回车打开")
        self.setMinimumHeight(self.sizeHint().height())
        self.clicked.connect(lambda: self.opened.emit(row.id))

    def sizeHint(self) -> QSize:
        """Ask for two lines."""
        return self.layout().totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Be as narrow as the column asks."""
        return QSize(0, self.layout().totalMinimumSize().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter, move with the arrows."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)


class CountTile(QPushButton):
    """A calm large number with its word; a click shows the whole list behind it."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self.setProperty("role", "chip")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._word = word
        self.number = Words("0", "figure", wrap=False)
        name = Words(word, "second", wrap=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8))
        row.setSpacing(theme.space("normal"))
        row.addWidget(self.number)
        row.addWidget(name)
        row.addStretch(1)
        for part in (self.number, name):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_count(self, count: int, tone: str = "") -> None:
        """Show a number; `tone` colours it only when it is not zero."""
        self.number.setText(f"{count:,}")
        self.number.set_tone(tone if count else "")
        self.setAccessibleName(f"{self._word} {count} 件")
        self.setAccessibleDescription("回车查看全部")

    def sizeHint(self) -> QSize:
        """Ask for number and word side by side."""
        return self.layout().totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Keep the words whole."""
        return self.layout().totalMinimumSize()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class LineList(QWidget):
    """A column of case lines, or one sentence when there is none. `opened(case id)`."""

    opened = Signal(int)

    def __init__(self, nothing: str, *, with_due: bool) -> None:
        super().__init__()
        self._nothing, self._with_due = nothing, with_due
        self.lines: list[CaseLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_rows(self, rows: Sequence[CaseRow]) -> None:
        """Show these cases instead."""
        while (old := self._column.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.lines = [CaseLine(row, with_due=self._with_due) for row in rows]
        for line in self.lines:
            line.opened.connect(self.opened)
            self._column.addWidget(line)
        if not rows:
            self._column.addWidget(Words(self._nothing, "second"))
        self._column.addStretch(1)
