"""Why this day: a clock's dates, the way they were reached, and the article in its own words."""

from datetime import date

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.casework.case_view import ClockView
from app.law.articles import load_regulation
from app.ui import theme
from app.ui.kit.article import ArticleView
from app.ui.kit.buttons import PrimaryButton
from app.ui.kit.date_text import weekday
from app.ui.kit.facts import FactGrid
from app.ui.kit.scroll import scrolled
from app.ui.kit.words import Words

_STOPPED = {
    "dispatched_on": "已转送、交办",
    "guided_on": "已告知信访人",
    "accepted_on": "已受理",
    "notice": "已书面告知",
    "voided": "已作废",
}


def stopped_words(clock: ClockView) -> str:
    """Say what stopped a clock and on which day; empty while it runs."""
    if clock.stopped_on is None:
        return ""
    return f"{clock.stopped_on:%m-%d} {_STOPPED.get(clock.stopped_by, '已完成')}"


class ClockDialog(QDialog):
    """Explain one clock."""

    def __init__(self, clock: ClockView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("为什么是这一天")
        self.setAccessibleName(f"为什么是这一天：{clock.name}")
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, theme.space("near"), 0)
        inner.setSpacing(theme.space("wide"))
        inner.addWidget(Words(f"{clock.name}：{_day(clock.governing)}", "section"))
        self.timeline = Words(clock.timeline, selectable=True)
        self.timeline.setAccessibleName(f"推算经过：{clock.timeline}")
        inner.addWidget(self.timeline)
        days = [
            ("起算", _day(clock.start)),
            ("条例末日", _day(clock.due)),
            ("逢休息日顺延到", _day(clock.rolled)),
            ("最后一个稳妥的工作日", _day(clock.last_safe)),
            ("由谁履行", "信访人" if clock.obliged == "petitioner" else "机关、单位"),
        ]
        if stopped := stopped_words(clock):
            days.append(("停止", stopped))
        inner.addWidget(FactGrid(days))
        if clock.estimated:
            inner.addWidget(Words("涉及的年份放假调休还没有公布或录入，这个日期是估算的。", tone="amber"))
        regulation = load_regulation()
        citations = [regulation.cite(ref) for ref in clock.basis]
        self.articles = ArticleView([(each.label, each.text) for each in citations])
        inner.addWidget(self.articles)
        inner.addStretch(1)
        close = PrimaryButton("知道了")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        edge = theme.space("far")
        column.setContentsMargins(edge, edge, edge, theme.space("wide"))
        column.setSpacing(theme.space("normal"))
        column.addWidget(scrolled(content), 1)
        column.addLayout(buttons)
        self.resize(theme.px(600), theme.px(520))
        close.setFocus()


def _day(day: date) -> str:
    return f"{day:%Y-%m-%d}（{weekday(day)}）"
