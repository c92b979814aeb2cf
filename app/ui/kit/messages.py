"""A message about the whole page, in a bar; never a dialog."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.faults import UserFault
from app.ui.base import theme
from app.ui.kit.buttons import IconButton, LinkButton
from app.ui.kit.sign import Sign
from app.ui.kit.words import Words

_LOOK = {
    "info": ("accent", "info", "accent", "提示"),
    "success": ("green", "success", "green", "完成"),
    "warning": ("amber", "warning", "amber", "注意"),
    "fault": ("red", "fault", "red", "出错"),
}


class MessageBar(QFrame):
    """Show one message (`info`, `success`, `warning`, `fault`), perhaps with one action; closable.

    Hidden until `show_message`. Signals `acted` and `closed`.
    """

    acted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self._then: Callable[[], object] | None = None
        self._sign = Sign(length=20)
        self.words = Words("", selectable=True)
        self.action = LinkButton("撤销")
        self.close_button = IconButton("close", "关闭这条消息")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), theme.px(6), theme.px(6), theme.px(6))
        row.setSpacing(theme.space("near"))
        row.addWidget(self._sign)
        row.addWidget(self.words, 1)
        row.addWidget(self.action)
        row.addWidget(self.close_button)
        self.action.clicked.connect(self._act)
        self.close_button.clicked.connect(self.clear)
        self.hide()

    def show_message(self, kind: str, text: str, *, action: str = "", then: Callable[[], object] | None = None) -> None:
        """Show a message; `action` labels a button that calls `then` and closes the bar."""
        tone, icon, token, word = _LOOK[kind]
        self._sign.set_icon(icon, token)
        self.words.setText(text)
        self._then = then
        self.action.set_text(action)
        self.action.setVisible(bool(action))
        theme.restyle(self, tone=tone)
        self.setAccessibleName(f"{word}：{text}")
        self.show()

    def show_fault(self, fault: UserFault) -> None:
        """Show what went wrong and the next step."""
        self.show_message("fault", fault.sentence + fault.next_step)

    def clear(self) -> None:
        """Take the message away."""
        if self.isHidden():
            return
        self._then = None
        self.hide()
        self.closed.emit()

    def _act(self) -> None:
        then = self._then
        self.clear()
        self.acted.emit()
        if then is not None:
            then()
