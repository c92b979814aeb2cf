"""Why this day: a clock's dates, the way they were reached, and the article in its own words."""

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.casework.office.law_in_force import life_pack
from app.casework.views.clock_view import ClockView
from app.law.text.articles import load_regulation
from app.ui.base import theme
from app.ui.kit.buttons import PrimaryButton
from app.ui.kit.dialogs import Dialog
from app.ui.kit.editors.date_text import weekday
from app.ui.kit.scroll import scrolled
from app.ui.kit.views.article import ArticleView
from app.ui.kit.views.facts import FactGrid
from app.ui.kit.words import Words

_STOPPED = {
    "dispatched_on": "已转送、交办",
    "guided_on": "已告知信访人",
    "accepted_on": "已受理",
    "told_on": "已书面告知",
    "objected_on": "已提出异议",
    "opinion_on": "已出处理意见",
    "decided_on": "已核实异议",
    "notice": "已书面告知",
    "closed": "已归档",
    "voided": "已作废",
}


def stopped_words(clock: ClockView) -> str:
    """Say what stopped a clock, on which day, and by how much it was late; empty while it runs."""
    if clock.stopped_on is None:
        return ""
    late = f"，超期{clock.overdue_days}天" if clock.overdue_days and clock.stopped_by != "voided" else ""
    return f"{clock.stopped_on:%m-%d} {_STOPPED.get(clock.stopped_by) or _field_words(clock.stopped_by)}{late}"


def unproven_words(clock: ClockView) -> str:
    """Say that what stopped a clock was entered later and nothing proves it; empty otherwise."""
    return "补录·无凭证，不计按期" if clock.unproven else ""


def whose_words(clock: ClockView) -> str:
    """Say whose clock it is: this office's own duty, that of the office in charge, or a right of the petitioner."""
    if clock.obliged == "petitioner":
        return "信访人的权利"
    if clock.reminder:
        return "提醒，不判超期"
    if clock.duty == "own":
        return "本单位"
    return f"承办单位：{clock.duty_office}" if clock.duty_office else "承办单位"


def _field_words(key: str) -> str:
    field = life_pack().fields.get(key)
    return f"{field.label.removesuffix('日期').removesuffix('的')}" if field is not None else "已完成"


class ClockDialog(Dialog):
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
            ("谁的期限", whose_words(clock)),
        ]
        if clock.local_due is not None:
            days.insert(2, ("本地规则", f"{_day(clock.local_due)}，提醒按这一天，超期仍按条例末日"))
        if clock.extension_days:
            late = "届满后才批准，按超期统计，末日不后移" if clock.late_extension else "末日已包括延长的天数"
            days.insert(2, ("延长", f"{clock.extension_days}日；{late}"))
        if stopped := stopped_words(clock):
            days.append(("停止", "；".join(each for each in (stopped, unproven_words(clock)) if each)))
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
        self.resize(theme.px(600), theme.px(560))
        close.setFocus()


def _day(day: date) -> str:
    return f"{day:%Y-%m-%d}（{weekday(day)}）"
