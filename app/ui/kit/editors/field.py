"""What every field has: a label, help, a fault or a warning under it, and a raw value."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.base import theme
from app.ui.kit.sign import Sign
from app.ui.kit.words import Words


class _Remark(QWidget):
    """A sign and a sentence under a field."""

    def __init__(self, icon: str, tone: str) -> None:
        super().__init__()
        self._sign = Sign(icon, tone, 16, top=2)
        self.words = Words("", tone=tone)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        self.hide()

    def say(self, text: str) -> None:
        self.words.setText(text)
        self.setVisible(bool(text))


class FieldEditor(QWidget):
    """Hold one field. It passes on what was typed and judges nothing; checks live below the window.

    Signals: `edited` at each change by the person (never by `set_value`), `submitted` at Enter in a one-line
    field. A subclass sets `self.control`, the widget that takes focus, by `_place`.
    """

    edited = Signal()
    submitted = Signal()

    def __init__(
        self, key: str, label: str, *, required: bool = True, help: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.key, self.label, self.required = key, label, required
        self.control: QWidget = self
        head = QHBoxLayout()
        head.setSpacing(theme.space("tight"))
        self._label = Words(label, "label", wrap=False)
        head.addWidget(self._label)
        if not required:
            head.addWidget(Words("（选填）", "optional", wrap=False))
        head.addStretch(1)
        self._head = head
        self._help = Words(help, "help")
        if not help:  # never shown before it has a parent: that would open a window of its own
            self._help.hide()
        self._error = _Remark("fault", "red")
        self._warning = _Remark("warning", "amber")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space("tight"))
        self._column.addLayout(head)
        for remark in (self._error, self._warning, self._help):
            self._column.addWidget(remark)

    def _place(self, body: QWidget, control: QWidget | None = None) -> None:
        """Put the editor under the label and name it for screen readers."""
        self.control = control or body
        self._column.insertWidget(1, body)
        self._label.setBuddy(self.control)
        self.control.setAccessibleName(self.label if self.required else f"{self.label}（选填）")
        self.control.setAccessibleDescription(self._help.text())
        self.setFocusProxy(self.control)

    def value(self) -> Any:
        """Return the raw value: what was typed or chosen."""
        raise NotImplementedError

    def set_value(self, raw: Any) -> None:
        """Show a raw value, without the signal `edited`; None empties the field."""
        raise NotImplementedError

    def is_empty(self) -> bool:
        """Tell whether nothing was typed or chosen."""
        value = self.value()
        return value is None or value == [] or (isinstance(value, str) and not value.strip())

    def set_error(self, text: str | None) -> None:
        """Show a fault under the field in red with a sign, or take it away."""
        self._error.say(text or "")
        self._mark()

    def set_warning(self, text: str | None) -> None:
        """Show a warning under the field in amber with a sign, or take it away."""
        self._warning.say(text or "")
        self._mark()

    def error(self) -> str:
        """Return the fault that is shown, or an empty text."""
        return self._error.words.text()

    def warning(self) -> str:
        """Return the warning that is shown, or an empty text."""
        return self._warning.words.text()

    def _mark(self) -> None:
        tone = "red" if self.error() else "amber" if self.warning() else ""
        theme.restyle(self.control, tone=tone)
        self.control.setAccessibleDescription(self.error() or self.warning() or self._help.text())
