"""After registering: the number, large, and what one does next."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from app.casework.intake.register import Registered
from app.ui.base import theme
from app.ui.kit.buttons import PlainButton, PrimaryButton
from app.ui.kit.card import Card
from app.ui.kit.sign import Sign
from app.ui.kit.words import Words
from app.ui.register.sealed_notice import SealedNotice


class DoneView(QWidget):
    """Show what was made. Signals ask for the next act; the primary one is what a clerk most likely does.

    `other`: claims of another kind were kept out of this case and wait to be registered as the next one.
    """

    notice_wanted = Signal()
    case_wanted = Signal()
    again_wanted = Signal()
    other_wanted = Signal()
    next_wanted = Signal()

    def __init__(self, made: Registered, sentence: str, notice: str, *, other: bool, parent: QWidget | None = None):
        super().__init__(parent)
        self.made = made
        self.number = Words(made.number, "figure", selectable=True)
        self.number.setAccessibleName(f"编号 {made.number}")
        self.print = (PrimaryButton if notice else PlainButton)(
            f"打印《{notice}》" if notice else "打印告知书", icon="print"
        )
        self.open = PlainButton("查看本件", icon="cases")
        self.again = PlainButton("同一信访人再登记一件", icon="person")
        self._other = other
        self.other = (PlainButton if notice else PrimaryButton)("接着登记另一类诉求", icon="plus")
        self.next = (PlainButton if notice or other else PrimaryButton)("登记下一件", icon="plus")
        self.next.setText("登记下一件  F2")
        card = Card()
        head = QHBoxLayout()
        head.setSpacing(theme.space("normal"))
        icon, token = ("seal", "violet") if made.sealed else ("success", "green")
        words = QVBoxLayout()
        words.setSpacing(theme.space("tight"))
        words.addWidget(Words("已登记并密封" if made.sealed else "已登记，编号", "second"))
        words.addWidget(self.number)
        head.addWidget(Sign(icon, token, 40), 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        card.add(head)
        if made.sealed:
            card.add(
                SealedNotice(
                    "检举控告件（已密封）",
                    "内容已经加密，草稿已经销毁；需要时由保密专员用本人口令打开。可以把编号告诉来访人。",
                )
            )
        else:
            card.add(Words(sentence, "lead"))
        if other:
            linked = "" if made.sealed else "信访人、来访日期会带过去，两件互相能看到；"
            card.add(Words(f"这次还提了另一类诉求，没有记入这一件：{linked}内容已经存为草稿。", tone="amber"))
        self._add_buttons(card, bool(notice))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.space("near"), 0, 0)
        card.setMaximumWidth(theme.px(860))
        column.addWidget(card)
        column.addStretch(1)

    def focus_first(self) -> None:
        """Put the keyboard on the likeliest act."""
        self._likeliest().setFocus(Qt.FocusReason.TabFocusReason)

    def act_on_enter(self) -> None:
        """Do what the button with the focus says, else the likeliest act."""
        held = next((button for button in self.buttons if button.hasFocus()), None)
        (held or self._likeliest()).click()

    def _likeliest(self) -> QAbstractButton:
        if not self.print.isHidden():
            return self.print
        return self.other if self._other else self.next

    def _add_buttons(self, card: Card, notice: bool) -> None:
        self.buttons = (self.print, self.other, self.open, self.again, self.next)
        row = QHBoxLayout()
        row.setSpacing(theme.space("near"))
        for button in self.buttons:
            row.addWidget(button)
        row.addStretch(1)
        card.add(row)
        self.print.setVisible(notice)
        self.other.setVisible(self._other)
        self.again.setVisible(not self.made.sealed and not self._other)
        self.print.clicked.connect(self.notice_wanted)
        self.open.clicked.connect(self.case_wanted)
        self.again.clicked.connect(self.again_wanted)
        self.other.clicked.connect(self.other_wanted)
        self.next.clicked.connect(self.next_wanted)
