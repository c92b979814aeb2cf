"""The three kinds of button: the one a page is for, the plain one, the one that cannot be undone."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from app.ui.base import theme


class _KitButton(QPushButton):
    role = ""
    icon_token = "ink"

    def __init__(self, text: str, *, shortcut: str = "", icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("role", self.role)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(text)
        if icon:
            length = theme.px(18)
            self.setIcon(theme.icon(icon, self.icon_token))
            self.setIconSize(QSize(length, length))
        # Keys as they stand on the keyboard.
        self._hint = shortcut.replace("Left", "←").replace("Right", "→")
        if shortcut:
            # setText drops the shortcut of a button, so the words come first.
            self.setText(f"{text}  {self._hint}")
            self.setShortcut(QKeySequence(shortcut))
            self.setToolTip(f"{text}（{shortcut}）")
            self.setAccessibleDescription(f"快捷键 {shortcut}")

    def set_text(self, text: str) -> None:
        """Change the words, keeping the shortcut and its hint."""
        sequence = self.shortcut()
        self.setText(f"{text}  {self._hint}" if self._hint else text)
        self.setShortcut(sequence)
        self.setAccessibleName(text)


class PrimaryButton(_KitButton):
    """The one thing this page is for; at most one on a page, at its right end."""

    role = "primary"
    icon_token = "on_accent"


class PlainButton(_KitButton):
    """Any other act."""


class DangerButton(_KitButton):
    """An act that takes something out of use, such as 作废."""

    role = "danger"
    icon_token = "red"


class LinkButton(_KitButton):
    """A small act beside a text, such as 为什么是这一天."""

    role = "link"
    icon_token = "accent"


class IconButton(QToolButton):
    """A button that is only an icon; `name` is said to screen readers and shown as a tip."""

    def __init__(
        self, icon: str, name: str, *, shortcut: str = "", token: str = "second_ink", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        length = theme.px(18)
        self.setIcon(theme.icon(icon, token))
        self.setIconSize(QSize(length, length))
        self.setAccessibleName(name)
        self.setToolTip(f"{name}（{shortcut}）" if shortcut else name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if shortcut:
            self.setShortcut(QKeySequence(shortcut))


def press_focused_button(window: QWidget, event: QKeyEvent) -> None:
    """Press the focused button when Enter was left unanswered; accept the event then, else ignore it."""
    focused = window.focusWidget()
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
    if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focused, QPushButton):
        event.accept()
        focused.click()
    else:
        event.ignore()
