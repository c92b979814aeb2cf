"""Cases that may be the same matter, offered to be looked at; the person at the window decides."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.casework.duplicates import Candidate
from app.ui import theme
from app.ui.kit.buttons import LinkButton
from app.ui.kit.choice import Choice, ChoiceList
from app.ui.kit.words import Words

_FIRST_SHOWN = 3
_SUMMARY = 46


class CandidateList(QWidget):
    """Show candidates with why they are offered. `picked(number)` when one is pointed at, `settled` at Enter."""

    picked = Signal(str)
    settled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Sequence[Candidate] = ()
        self.says = Words("正在找可能相同的件……", "second")
        self.rows = ChoiceList(name="可能相同的件")
        self.more = LinkButton("再看其余的件")
        self.more.clicked.connect(self._show_all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("near"))
        column.addWidget(self.says)
        column.addWidget(self.rows)
        column.addWidget(self.more)
        self.rows.hide()
        self.more.hide()
        self.rows.chosen.connect(self.picked)
        self.rows.activated.connect(lambda _key: self.settled.emit())

    def show_candidates(self, found: Sequence[Candidate]) -> None:
        """Show these; none says so in one line."""
        self._found = found
        if not found:
            self.says.setText("没有找到相近的件。要是记得原件编号，选好答案后可以直接填写。")
        else:
            self.says.setText(f"找到 {len(found)} 件可能相同的，是不是同一件由您判断；选中即填入编号：")
        self._show(found[:_FIRST_SHOWN])
        self.more.setVisible(len(found) > _FIRST_SHOWN)
        self.more.set_text(f"再看其余 {len(found) - _FIRST_SHOWN} 件")

    def show_fault(self, sentence: str) -> None:
        """Say that the search did not work; the number can still be typed."""
        self.says.setText(f"没能查找相近的件：{sentence}可以直接填写原件编号。")

    def point_at(self, number: str) -> None:
        """Light the row with this number, if it is there."""
        self.rows.set_key(number if any(item.row.number == number for item in self._found) else None)

    def _show_all(self) -> None:
        lit = self.rows.key()
        self._show(self._found)
        self.rows.set_key(lit)
        self.more.hide()
        self.rows.setFocus()

    def _show(self, found: Sequence[Candidate]) -> None:
        self.rows.set_choices([_choice(item) for item in found])
        self.rows.setVisible(bool(found))


def _choice(item: Candidate) -> Choice:
    row = item.row
    summary = " ".join(row.summary.split())
    if len(summary) > _SUMMARY:
        summary = summary[:_SUMMARY] + "……"
    head = " · ".join(part for part in (row.number, row.title, row.state, f"{row.registered_on:%Y-%m-%d}") if part)
    return Choice(row.number, head, "、".join(item.reasons) + (f"｜{summary}" if summary else ""))
