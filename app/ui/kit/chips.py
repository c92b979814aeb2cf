"""Small signs that say one fact: a date with what is left of it, a state."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.ui.base import theme
from app.ui.kit.sign import Sign
from app.ui.kit.words import Words

_SIGN = {"": "clock", "green": "success", "amber": "warning", "red": "fault"}
_TOKEN = {"": "second_ink", "green": "green", "amber": "amber", "red": "red"}
_TONE_WORD = {"": "", "green": "已完成", "amber": "临近", "red": "逾期或当天"}


class DateChip(QPushButton):
    """Show one clock: its name, its date, the days left, a note; a click or Space (`clicked`) asks why this day.

    `tone` is "" (calm), "green" (done), "amber" (near) or "red" (today or past); a sign stands beside every colour.
    """

    def __init__(
        self,
        name: str = "",
        date_text: str = "",
        left_text: str = "",
        tone: str = "",
        *,
        note: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "chip")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("为什么是这一天")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._sign = Sign(length=16)
        self._name = Words("", "small", wrap=False)
        self._date = Words("", "strong", wrap=False)
        self._left = Words("", "small", wrap=False)
        self._note = Words("", "small", wrap=False)
        for part in (self._sign, self._name, self._date, self._left, self._note):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        first = QHBoxLayout()
        first.setSpacing(theme.px(6))
        first.addWidget(self._sign)
        first.addWidget(self._name)
        first.addStretch(1)
        second = QHBoxLayout()
        second.setSpacing(theme.space("near"))
        second.addWidget(self._date)
        second.addWidget(self._left)
        second.addStretch(1)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(12), theme.px(8), theme.px(14), theme.px(8))
        column.setSpacing(theme.px(2))
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(self._note)
        column.addStretch(1)
        self.set_clock(name, date_text, left_text, tone, note)

    def set_clock(self, name: str, date_text: str, left_text: str, tone: str = "", note: str = "") -> None:
        """Show another clock."""
        tone = tone if tone in _TOKEN else ""
        self._name.setText(name)
        self._date.setText(date_text)
        self._left.setText(left_text)
        self._left.set_tone(tone)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._sign.set_icon(_SIGN[tone], _TOKEN[tone])
        theme.restyle(self, tone=tone)
        words = [name, date_text, left_text, note, _TONE_WORD[tone]]
        self.setAccessibleName("，".join(word for word in words if word))
        self.setAccessibleDescription("按空格键查看为什么是这一天")
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Ask for what the words need."""
        return self._column.totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Never be narrower than the words."""
        return self._column.totalMinimumSize()


class StateTag(QLabel):
    """Say a state in a word on a tinted ground; `tone`: "", accent, green, amber, red or violet (sealed only)."""

    def __init__(self, text: str = "", tone: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "tag")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_state(text, tone)

    def set_state(self, text: str, tone: str = "") -> None:
        """Show another state."""
        self.setText(text)
        self.setAccessibleName(f"状态：{text}")
        theme.restyle(self, tone=tone)
