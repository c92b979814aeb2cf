"""Answers as large rows, chosen by number, arrows or mouse."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.ui.base import theme
from app.ui.kit.words import Words

_LARGEST_NUMBER = 9
_ROOMY = 6


@dataclass(frozen=True)
class Choice:
    """One answer: what it is called in code, what it says, what it means."""

    key: str
    label: str
    hint: str = ""


class ChoiceRow(QPushButton):
    """One answer: its number, its words, a hint below."""

    doubled = Signal()

    def __init__(self, choice: Choice, number: int, *, close: bool = False) -> None:
        super().__init__()
        self.key = choice.key
        self._least = theme.px(40) if close else theme.size("choice_row")
        self.setProperty("role", "choice")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._number = QLabel(str(number) if number <= _LARGEST_NUMBER else "·")
        self._number.setProperty("role", "key")
        self._number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._number.setFixedSize(theme.px(26), theme.px(26))
        self._label = Words(choice.label, "answer")
        self.words = words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        words.addWidget(self._label)
        if choice.hint:
            words.addWidget(Words(choice.hint, "second"))
        self._row = row = QHBoxLayout(self)
        edge = theme.px(4 if close else 10)
        row.setContentsMargins(theme.px(14), edge, theme.px(14), edge)
        row.setSpacing(theme.px(14))
        row.addWidget(self._number)
        row.addLayout(words, 1)
        for part in self.findChildren(QLabel):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        name = f"{number}，{choice.label}" if number <= _LARGEST_NUMBER else choice.label
        self.setAccessibleName(name)
        self.setAccessibleDescription(choice.hint)
        self.toggled.connect(self._light)

    def _light(self, lit: bool) -> None:
        for part in (self._number, self._label):
            theme.restyle(part, lit=lit)

    def sizeHint(self) -> QSize:
        """Ask for what the words need, never less than a large row."""
        return self._row.totalSizeHint().expandedTo(QSize(0, self._least))

    def minimumSizeHint(self) -> QSize:
        """Keep the words whole."""
        return self._row.totalMinimumSize().expandedTo(QSize(0, self._least))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the arrows to the list; a button by itself would move the focus and choose nothing."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take a double click as: this one, and go on."""
        super().mouseDoubleClickEvent(event)
        self.doubled.emit()


class ChoiceList(QWidget):
    """Offer answers; `chosen(key)` when one is chosen, `activated(key)` when the person goes on with it.

    Keys: 1-9 choose, up and down move, Enter goes on. A click chooses; with `click_goes_on` it also goes on, and
    with `number_goes_on` a number key does. A double click always goes on.
    """

    chosen = Signal(str)
    activated = Signal(str)

    def __init__(
        self,
        choices: Sequence[Choice] = (),
        *,
        name: str = "答案",
        click_goes_on: bool = False,
        number_goes_on: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.click_goes_on = click_goes_on
        self.number_goes_on = number_goes_on
        self._name = name
        self._rows: list[ChoiceRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer these instead; nothing is chosen."""
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        # Many answers stand closer, so that none of them hides below the edge of a small screen.
        close = len(choices) > _ROOMY
        self._column.setSpacing(theme.px(5) if close else theme.space("near"))
        self._rows = [ChoiceRow(choice, number, close=close) for number, choice in enumerate(choices, start=1)]
        for row in self._rows:
            self._column.addWidget(row)
            row.clicked.connect(lambda _on=False, row=row: self._clicked(row))
            row.doubled.connect(lambda row=row: self._go_on(row))
        self.setAccessibleName(f"{self._name}，共 {len(self._rows)} 项，按数字键选择")
        self._hold_focus(self._rows[0] if self._rows else None)

    def key(self) -> str | None:
        """Return the key that is chosen, or None."""
        return next((row.key for row in self._rows if row.isChecked()), None)

    def set_key(self, key: str | None) -> None:
        """Choose without a signal; None chooses nothing."""
        for row in self._rows:
            row.setChecked(row.key == key)
        self._hold_focus(next((row for row in self._rows if row.key == key), self._rows[0] if self._rows else None))

    def choose_number(self, number: int) -> bool:
        """Choose the answer with this number (1-9); return whether there is one."""
        if not 1 <= number <= min(len(self._rows), _LARGEST_NUMBER):
            return False
        self._choose(self._rows[number - 1], move_focus=True)
        if self.number_goes_on:
            self._go_on(self._rows[number - 1])
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer numbers, arrows, Home, End and Enter; leave the rest to the page."""
        pressed = event.key()
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if not plain or not self._rows:
            super().keyPressEvent(event)
        elif Qt.Key.Key_1 <= pressed <= Qt.Key.Key_9:
            if not self.choose_number(pressed - Qt.Key.Key_0):
                super().keyPressEvent(event)
        elif pressed in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._move(1 if pressed == Qt.Key.Key_Down else -1)
        elif pressed == Qt.Key.Key_Home:
            self._choose(self._rows[0], move_focus=True)
        elif pressed == Qt.Key.Key_End:
            self._choose(self._rows[-1], move_focus=True)
        elif pressed in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.key() is not None:
            self.activated.emit(self.key())
        else:
            super().keyPressEvent(event)

    def _move(self, step: int) -> None:
        checked = next((place for place, row in enumerate(self._rows) if row.isChecked()), None)
        if checked is None:
            place = 0 if step > 0 else len(self._rows) - 1
        else:
            place = min(max(checked + step, 0), len(self._rows) - 1)
        self._choose(self._rows[place], move_focus=True)

    def _clicked(self, row: ChoiceRow) -> None:
        self._choose(row, move_focus=True)
        if self.click_goes_on:
            self._go_on(row)

    def _choose(self, chosen: ChoiceRow, *, move_focus: bool) -> None:
        for row in self._rows:
            row.setChecked(row is chosen)
        self._hold_focus(chosen)
        if move_focus:
            chosen.setFocus(Qt.FocusReason.OtherFocusReason)
        self.chosen.emit(chosen.key)

    def _go_on(self, row: ChoiceRow) -> None:
        if row.isChecked():
            self.activated.emit(row.key)

    def _hold_focus(self, holder: ChoiceRow | None) -> None:
        # One stop for Tab: the chosen row, or the first.
        for row in self._rows:
            row.setFocusPolicy(Qt.FocusPolicy.StrongFocus if row is holder else Qt.FocusPolicy.ClickFocus)
        # type: None takes the proxy away, which the stub leaves out
        self.setFocusProxy(holder)  # type: ignore[arg-type]
