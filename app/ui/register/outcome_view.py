"""The end of the route, before it is registered: what becomes of the matter, and everything that will be kept."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.casework.intake.consequence import ClockLine
from app.casework.intake.recap import recap
from app.law.route.walk import Outcome, Route, warnings_of
from app.ui.base import theme
from app.ui.kit.card import Card
from app.ui.kit.sign import Sign
from app.ui.kit.views.facts import FactGrid
from app.ui.kit.words import Words
from app.ui.register.sealed_notice import SealedNotice

_LONG = 320


class OutcomeView(QWidget):
    """Say the outcome in a sentence, what it brings, why each date, and list what will be registered."""

    def __init__(
        self, route: Route, outcome: Outcome, notice: str, lines: Sequence[ClockLine], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.px(2), 0, theme.space("near"), theme.space("near"))
        self._column.setSpacing(theme.space("normal"))
        self._column.addWidget(Words(f"走到了：{outcome.title}", "second"))
        self.sentence = Words(outcome.sentence, "question")
        self._column.addWidget(self.sentence)
        if outcome.sealed:
            self._column.addWidget(
                SealedNotice(
                    "登记后立即密封，本人也不能再看",
                    "按回车登记后，内容只有保密专员能用自己的口令打开；草稿随即销毁，"
                    "列表、查找、统计、导出里只留编号、日期和期限。登记前请先按 F6 请来访人核对。",
                )
            )
        self._add_remarks(route, outcome)
        self._column.addWidget(_what_follows(outcome, notice, lines, route))
        kept = Card("要登记的内容")
        kept.add(FactGrid([(line.label, _shortened(line.text)) for line in recap(route)]))
        self._column.addWidget(kept)
        self._column.addStretch(1)

    def _add_remarks(self, route: Route, outcome: Outcome) -> None:
        if outcome.second_person:
            self._column.addWidget(_remark("要由第二个人核对确认。机器不作这个决定，登记后等待确认。"))
        for warning in warnings_of(route):
            self._column.addWidget(_remark(warning))
        for mark in route.pack.marks:
            if mark.name in outcome.marks:
                self._column.addWidget(_remark(f"{mark.name}：{mark.text}", icon="info", token="accent"))


def _what_follows(outcome: Outcome, notice: str, lines: Sequence[ClockLine], route: Route) -> Card:
    card = Card("登记以后")
    facts = [("告知书", f"《{notice}》，登记后即可打印" if notice else f"不出。{outcome.notice_reason}")]
    for line in lines:
        facts.append((line.name, line.when(route.today) + (f"\n{line.clock.timeline}" if line.clock else "")))
    if not lines:
        facts.append(("期限", f"没有。{outcome.clock_reason}"))
    facts.append(("下一步", outcome.next_text))
    if outcome.remedy:
        facts.append(("救济途径", outcome.remedy))
    card.add(FactGrid(facts))
    return card


def _remark(text: str, *, icon: str = "warning", token: str = "amber") -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.space("near"))
    row.addWidget(Sign(icon, token, 18, top=1), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Words(text, tone=token if token == "amber" else ""), 1)
    return holder


def _shortened(text: str) -> str:
    if len(text) <= _LONG:
        return text
    return f"{text[:_LONG]}……\n（共 {len(text):,} 字，登记的是全文；按 F6 可以看全）"
