"""Cases that may be the same matter, offered to be looked at; the person at the window decides."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.casework.intake.duplicates import Candidate
from app.ui.base import theme
from app.ui.kit.buttons import LinkButton
from app.ui.kit.editors.choice import Choice, ChoiceRow
from app.ui.kit.words import Words

_FIRST_SHOWN = 3
_SUMMARY = 24
# Rows past 9 carry no digit: the digits on this page belong to the answers below.
_NO_DIGIT = 10


class CandidateList(QWidget):
    """Show candidates with why they are offered.

    `picked(number)` when one is chosen by Space, Enter or a click; arrows move between them. Enter also tells
    `settled`, so that the keyboard can go on to the answers.
    """

    picked = Signal(str)
    settled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Sequence[Candidate] = ()
        self._number = ""
        self.rows: list[ChoiceRow] = []
        self.says = Words("正在找可能相同的件……", "second")
        self.more = LinkButton("再看其余的件")
        self.more.clicked.connect(self._show_all)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.space("tight"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.space("near"))
        column.setSpacing(theme.space("near"))
        column.addWidget(self.says)
        column.addLayout(self._list)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.more.hide()

    def show_candidates(self, found: Sequence[Candidate]) -> None:
        """Show these; none says so in one line."""
        self._found = found
        if not found:
            self.says.setText("没有找到相近的件。要是记得原件编号，选好答案后可以直接填写。")
        else:
            self.says.setText(
                f"找到 {len(found)} 件可能相同的，是不是同一件由您判断。Tab 或鼠标选中一件，编号自动填入："
            )
        self._show(found[:_FIRST_SHOWN])
        self.more.setVisible(len(found) > _FIRST_SHOWN)
        self.more.set_text(f"再看其余 {len(found) - _FIRST_SHOWN} 件")

    def show_fault(self, sentence: str) -> None:
        """Say that the search did not work; the number can still be typed."""
        self.says.setText(f"没能查找相近的件：{sentence}可以直接填写原件编号。")

    def point_at(self, number: str) -> None:
        """Light the row with this number, if it is there."""
        self._number = number
        for row in self.rows:
            row.setChecked(row.key == number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressed = event.key()
        place = next((place for place, row in enumerate(self.rows) if row.hasFocus()), None)
        if place is None:
            super().keyPressEvent(event)
        elif pressed in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if pressed == Qt.Key.Key_Down else -1
            self.rows[min(max(place + step, 0), len(self.rows) - 1)].setFocus()
        elif pressed in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick(self.rows[place])
            self.settled.emit()
        else:
            super().keyPressEvent(event)

    def _pick(self, row: ChoiceRow) -> None:
        self.point_at(row.key)
        self.picked.emit(row.key)

    def _show_all(self) -> None:
        at = len(self.rows)
        self._show(self._found)
        self.more.hide()
        self.rows[at].setFocus()

    def _show(self, found: Sequence[Candidate]) -> None:
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [ChoiceRow(_choice(item), _NO_DIGIT) for item in found]
        for row in self.rows:
            row.clicked.connect(lambda _on=False, row=row: self._pick(row))
            self._list.addWidget(row)
        self.point_at(self._number)
        # Rows made later would come last of the window by Tab: they are put where the button already stands.
        for first, second in pairwise([self.more, *self.rows, self.more]):
            QWidget.setTabOrder(first, second)


def _choice(item: Candidate) -> Choice:
    row = item.row
    summary = " ".join(row.summary.split())
    if len(summary) > _SUMMARY:
        summary = summary[:_SUMMARY] + "……"
    head = " · ".join(part for part in (row.number, row.title, row.state, f"{row.registered_on:%Y-%m-%d}") if part)
    return Choice(row.number, head, "、".join(item.reasons) + (f"｜{summary}" if summary else ""))
