"""Fields whose answer is one of a few."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QWidget

from app.ui.base import theme
from app.ui.kit.editors.field import FieldEditor

Option = tuple[str, str]  # (value, label)


class _Toggle(QPushButton):
    """One answer of a few; leaves the arrows to its row of answers."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
        else:
            super().keyPressEvent(event)


class Segments(QWidget):
    """A few answers side by side; left and right move, 1-9 choose when one has focus, Space chooses."""

    def __init__(self, options: Sequence[Option], name: str, editor: FieldEditor) -> None:
        super().__init__()
        self._editor = editor
        self._values = [value for value, _ in options]
        self.buttons: list[QPushButton] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space("near"))
        for place, (_, label) in enumerate(options):
            button = _Toggle(label)
            button.setProperty("role", "toggle")
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setAccessibleName(f"{name}：{label}")
            button.clicked.connect(lambda _on=False, place=place: self._choose(place))
            self.buttons.append(button)
            row.addWidget(button)
        row.addStretch(1)
        self._hold_focus()

    def chosen(self) -> str | None:
        return next((v for v, button in zip(self._values, self.buttons, strict=True) if button.isChecked()), None)

    def choose(self, value: str | None) -> None:
        for known, button in zip(self._values, self.buttons, strict=True):
            button.setChecked(known == value)
        self._hold_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressed = event.key()
        number = pressed - Qt.Key.Key_1
        if pressed in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            held = next((place for place, button in enumerate(self.buttons) if button.isChecked()), None)
            step = 1 if pressed == Qt.Key.Key_Right else -1
            self._choose(0 if held is None else min(max(held + step, 0), len(self.buttons) - 1))
        elif event.modifiers() == Qt.KeyboardModifier.NoModifier and 0 <= number < len(self.buttons):
            self._choose(number)
        elif pressed in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._editor.submitted.emit()
        else:
            super().keyPressEvent(event)

    def _choose(self, place: int) -> None:
        for other, button in enumerate(self.buttons):
            button.setChecked(other == place)
        self._hold_focus()
        self.buttons[place].setFocus()
        self._editor.edited.emit()

    def _hold_focus(self) -> None:
        # One stop for Tab: the chosen answer, or the first.
        holder = next((button for button in self.buttons if button.isChecked()), self.buttons[0])
        for button in self.buttons:
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if button is holder else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(holder)


class YesNoEditor(FieldEditor):
    """Two large toggles, 是 and 否. Value: True, False or None (not answered)."""

    def __init__(
        self,
        key: str,
        label: str,
        *,
        required: bool = True,
        help: str = "",
        words: tuple[str, str] = ("是", "否"),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(key, label, required=required, help=help, parent=parent)
        self.segments = Segments((("yes", words[0]), ("no", words[1])), label, self)
        for button in self.segments.buttons:
            button.setMinimumWidth(theme.px(88))
        self._place(self.segments)

    def value(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.segments.chosen() or "")

    def set_value(self, raw: object) -> None:
        yes = raw is True or str(raw).lower() in ("yes", "true", "1", "是")
        self.segments.choose(None if raw in (None, "") else "yes" if yes else "no")


class ChoiceEditor(FieldEditor):
    """One of several: side by side up to four short ones (`segmented`), otherwise a list that drops down.

    Value: the option's value (str), or "" when nothing is chosen.
    """

    def __init__(
        self,
        key: str,
        label: str,
        *,
        options: Sequence[Option],
        required: bool = True,
        help: str = "",
        segmented: bool | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(key, label, required=required, help=help, parent=parent)
        if segmented is None:
            segmented = 0 < len(options) <= 4 and sum(len(name) for _, name in options) <= 24
        self.segments: Segments | None = None
        self.box: QComboBox | None = None
        if segmented and options:
            self.segments = Segments(options, label, self)
            self._place(self.segments)
            return
        self.box = QComboBox()
        self.box.setMaxVisibleItems(14)
        if all(value for value, _ in options):
            self.box.addItem("请选择" if required else "不填", "")
        for value, name in options:
            self.box.addItem(name, value)
        self._place(self.box)
        self.box.activated.connect(lambda _place: self.edited.emit())

    def value(self) -> str:
        if self.segments is not None:
            return self.segments.chosen() or ""
        return str(self.box.currentData() or "") if self.box is not None else ""

    def set_value(self, raw: object) -> None:
        wanted = "" if raw is None else str(raw)
        if self.segments is not None:
            self.segments.choose(wanted)  # an answer may be the empty text
        elif self.box is not None:
            with QSignalBlocker(self.box):
                self.box.setCurrentIndex(max(0, self.box.findData(wanted)))
