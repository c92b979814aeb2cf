"""The facts of a case as lines that can be read, copied and, one by one, corrected."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from app.casework.views.case_page import Fact
from app.ui.base import theme
from app.ui.kit.buttons import IconButton, LinkButton
from app.ui.kit.words import Words

LONG = 400
_EXCERPT = 300


class LongWords(QWidget):
    """A text of any length: the beginning, and the whole in a box that scrolls, when it is asked for."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self.words = Words(text if len(text) <= LONG else text[:_EXCERPT] + "…", selectable=True)
        self.whole: QPlainTextEdit | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space("tight"))
        self._column.addWidget(self.words)
        self.more = LinkButton("")
        self.more.setVisible(len(text) > LONG)
        self.more.clicked.connect(self._turn)
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._name_more()

    def _turn(self) -> None:
        if self.whole is None:
            self.whole = QPlainTextEdit(self._text)
            self.whole.setReadOnly(True)
            self.whole.setTabChangesFocus(True)
            self.whole.setAccessibleName("全文")
            self.whole.setFixedHeight(theme.px(320))
            self._column.insertWidget(1, self.whole)
            self.words.hide()
        else:
            shown = self.whole.isHidden()
            self.whole.setVisible(shown)
            self.words.setVisible(not shown)
        self._name_more()

    def _name_more(self) -> None:
        folded = self.whole is None or self.whole.isHidden()
        self.more.set_text(f"展开全文（{len(self._text):,} 字）" if folded else "收起")


class FactLine(QFrame):
    """One fact; F4, Enter or the pen (`asked`) corrects it where it can be corrected.

    With `why_not` a line that cannot be corrected asks too, with an empty target, so that the reason can be said.
    """

    asked = Signal(str)
    moved = Signal(int)

    def __init__(self, fact: Fact, *, correctable: bool, label_width: int, why_not: str = "") -> None:
        super().__init__()
        self.fact = fact
        self._why_not = "" if fact.target else why_not
        self._correctable = correctable and bool(fact.target)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(4), theme.px(3), theme.px(4), theme.px(3))
        row.setSpacing(theme.space("normal"))
        name = Words(fact.label, "second")
        name.setFixedWidth(label_width)
        row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        if len(fact.value) > LONG:
            row.addWidget(LongWords(fact.value), 1)
        else:
            row.addWidget(Words(fact.value or "未填写", "" if fact.value else "second", selectable=True), 1)
        self.pen = IconButton("pen", f"更正{fact.label}")
        self.pen.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.pen.setFixedHeight(theme.px(24))
        self.pen.clicked.connect(lambda: self.asked.emit(fact.target))
        policy = QSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        policy.setRetainSizeWhenHidden(True)
        self.pen.setSizePolicy(policy)
        self.pen.hide()
        row.addWidget(self.pen, 0, Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName(f"{fact.label}：{fact.value or '未填写'}")
        self.setAccessibleDescription("按 F4 更正" if self._correctable else self._why_not)
        self.setToolTip(self._why_not)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.pen.setVisible(self._correctable)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pen.setVisible(self._correctable and self.hasFocus())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.pen.setVisible(self._correctable)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.pen.setVisible(self._correctable and self.underMouse())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 4, 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        asks = self._correctable or bool(self._why_not)
        if event.key() in (Qt.Key.Key_F4, Qt.Key.Key_Return, Qt.Key.Key_Enter) and asks:
            self.asked.emit(self.fact.target)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.moved.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)


class FactLines(QWidget):
    """Several facts; one stop for Tab, arrows move between them. Signal `correct(target)`."""

    correct = Signal(str)

    def __init__(
        self, facts: Sequence[Fact], name: str, *, correctable: bool, label_width: int = 92, why_not: str = ""
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.lines: list[FactLine] = []
        for place, fact in enumerate(facts):
            line = FactLine(fact, correctable=correctable, label_width=theme.px(label_width), why_not=why_not)
            line.asked.connect(self.correct)
            line.moved.connect(lambda step, place=place: self._go(place + step))
            self.lines.append(line)
            column.addWidget(line)
        self._hold(0)

    def _go(self, place: int) -> None:
        if 0 <= place < len(self.lines):
            self._hold(place)
            self.lines[place].setFocus(Qt.FocusReason.OtherFocusReason)

    def _hold(self, holder: int) -> None:
        for place, line in enumerate(self.lines):
            line.setFocusPolicy(Qt.FocusPolicy.StrongFocus if place == holder else Qt.FocusPolicy.ClickFocus)
