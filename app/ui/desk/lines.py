"""The lines of the desk page, one case each: Enter opens it, Space goes on with it; and the counts above them."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.casework.cases.rows import CaseRow
from app.casework.worklist.lines import DeskLine
from app.ui.base import theme
from app.ui.kit.buttons import LinkButton
from app.ui.kit.card import Card
from app.ui.kit.chips import StateTag
from app.ui.kit.words import Words

_VERB_WIDTH = 80
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


def state_line(row: CaseRow) -> DeskLine:
    """Return a line that says the state alone; of a sealed case only that it is sealed."""
    return DeskLine(row, "已密封", "violet", "") if row.sealed else DeskLine(row, row.state, "", row.kind)


class _Elided(Words):
    """One line of text that is cut with an ellipsis where the room ends."""

    def __init__(self, text: str, role: str = "", tone: str = "") -> None:
        super().__init__(text, role, tone=tone, wrap=False)
        self._whole = text
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width()))

    def sizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().height() + 2)


class _TwoLines(QPushButton):
    """A flat button that is as large as its layout asks; Enter presses it."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self.setProperty("role", role)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._whole = QHBoxLayout(self)

    def sizeHint(self) -> QSize:
        """Ask for what the words need."""
        return self._whole.totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Keep the words whole."""
        return self._whole.totalMinimumSize()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with Enter as with Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class CaseLine(_TwoLines):
    """One case in two short lines: Enter or a click opens it, Space or its word at the right goes on with it.

    Up and Down move between lines (`moved` with 1 or -1).
    """

    opened = Signal(int)
    acted = Signal(int)
    moved = Signal(int)

    def __init__(self, line: DeskLine) -> None:
        super().__init__("fold")
        self.line, self.row = line, line.row
        row = line.row
        people = f"等 {row.people_count} 人" if row.people_count > 1 and not row.sealed else ""
        first = QHBoxLayout()
        first.setSpacing(theme.space("near"))
        first.addWidget(_Elided(f"{row.title}{people}", "strong", "violet" if row.sealed else ""), 1)
        first.addWidget(StateTag(line.words, line.tone))
        second = QHBoxLayout()
        second.setSpacing(theme.space("normal"))
        about = " · ".join(part for part in (line.detail, "" if row.sealed else row.summary) if part)
        second.addWidget(_Elided(about, "small"), 1)
        second.addWidget(Words(row.number, "small", wrap=False))
        words = QVBoxLayout()
        words.setSpacing(theme.px(1))
        words.addLayout(first)
        words.addLayout(second)
        whole = self._whole
        edge = theme.space("near")
        whole.setContentsMargins(edge, theme.px(5), edge, theme.px(5))
        whole.setSpacing(theme.space("tight"))
        whole.addLayout(words, 1)
        for part in self.findChildren(QLabel):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.act: LinkButton | None = None
        if line.verb:
            self.act = LinkButton(line.verb)
            self.act.setFixedWidth(theme.px(_VERB_WIDTH))
            self.act.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the line itself answers to Space
            self.act.setAccessibleName(f"{line.verb.rstrip('…')}：{row.number}")
            self.act.clicked.connect(lambda: self.acted.emit(row.id))
            whole.addWidget(self.act)
        self.setAccessibleName(f"{row.title}{people}，{row.number}，{line.words}")
        space = f"，空格{line.verb.rstrip('…')}" if line.verb else ""
        self.setAccessibleDescription(f"{about}，回车打开{space}")
        self.setMinimumHeight(self.sizeHint().height())
        self.clicked.connect(lambda: self.opened.emit(row.id))

    def minimumSizeHint(self) -> QSize:
        """Be as narrow as the column asks."""
        return QSize(0, self._whole.totalMinimumSize().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Space, move with the arrows."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            (self.acted if self.act is not None else self.opened).emit(self.row.id)
        elif event.key() in _STEPS:
            self.moved.emit(_STEPS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


class CountTile(_TwoLines):
    """A calm large number with its word; a click shows the whole list behind it."""

    def __init__(self, word: str) -> None:
        super().__init__("chip")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._word = word
        self.number = Words("0", "figure", wrap=False)
        self._name = Words(word, "second", wrap=False)
        row = self._whole
        row.setContentsMargins(theme.px(16), theme.px(4), theme.px(12), theme.px(4))
        row.setSpacing(theme.space("normal"))
        row.addWidget(self.number)
        row.addWidget(self._name)
        row.addStretch(1)
        for part in (self.number, self._name):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_count(self, count: int, tone: str = "", *, capped: bool = False, word: str = "") -> None:
        """Show a number; `tone` colours it only when it is not zero, `capped` says that there are more."""
        self._word = word or self._word
        self._name.setText(self._word)
        self.number.setText(f"{count:,}+" if capped else f"{count:,}")
        self.number.set_tone(tone if count else "")
        self.setAccessibleName(f"{self._word} {count} 件{'以上' if capped else ''}")
        self.setAccessibleDescription("回车查看全部")


class LineCard(Card):
    """A part of the desk: its title with the count, its lines, and a way to the whole list."""

    opened = Signal(int)
    acted = Signal(int)

    def __init__(self, title: str, wanted: Callable[[], None] | None = None) -> None:
        self.all = LinkButton("看全部")
        super().__init__(title, actions=(self.all,))
        self._title = title
        self.all.setVisible(wanted is not None)
        if wanted is not None:
            self.all.clicked.connect(lambda _on=False: wanted())
        self._nothing = Words("", "second")
        self._nothing.hide()
        edge = theme.space("normal")
        self._column.setContentsMargins(edge, edge, edge, theme.space("near"))
        self._column.setSpacing(theme.space("tight"))
        self.lines: list[CaseLine] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.add(self._rows)
        self.add(self._nothing)

    def show_lines(self, lines: Sequence[DeskLine], total: int, *, capped: bool = False) -> None:
        """Show these lines instead, out of so many."""
        while (old := self._rows.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.lines = [CaseLine(line) for line in lines]
        for line in self.lines:
            line.opened.connect(self.opened)
            line.acted.connect(self.acted)
            self._rows.addWidget(line)
        count = f"{total:,} 件{'以上' if capped else ''}"
        self.title.setText(f"{self._title}　{count}")
        self.setAccessibleName(f"{self._title}，{count}")
        self.all.setAccessibleName(f"看全部：{self._title}")
        self.all.setVisible(total > len(lines))
        self._nothing.setText("" if lines else "上面已经列出。")
        self._nothing.setVisible(not lines)


class QuietLine(QWidget):
    """One quiet line of words; hidden while there are none."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.words = Words(text, "small")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.words, 1)

    def say(self, text: str) -> None:
        """Say something else."""
        self.words.setText(text)
        self.setVisible(bool(text))
