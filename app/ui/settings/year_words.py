"""A year's arrangement as a person reads it: spans of days off by holiday, the weekend days that are worked."""

from collections.abc import Mapping
from datetime import date, timedelta

from app.law.dates.calendar import CalendarYear
from app.law.dates.timeline import weekday_word

STATUS = {"confirmed": ("已确认", "green"), "provisional": ("仅法定节日", "amber"), "missing": ("未录入", "amber")}


def day_text(day: date) -> str:
    """Write a day as 2月5日（周五）."""
    return f"{day.month}月{day.day}日（{weekday_word(day)}）"


def off_facts(year: CalendarYear) -> tuple[tuple[str, str], ...]:
    """Return each holiday with its span of days and how many they are."""
    return tuple((name, _span(first, last)) for first, last, name in _spans(year.days_off))


def worked_text(year: CalendarYear) -> str:
    """Return the weekend days that are worked, in one line."""
    return "、".join(day_text(day) for day in sorted(year.workdays)) or "没有"


def _span(first: date, last: date) -> str:
    if first == last:
        return day_text(first)
    return f"{day_text(first)}至 {day_text(last)}，{(last - first).days + 1} 天"


def _spans(days: Mapping[date, str]) -> list[tuple[date, date, str]]:
    spans: list[tuple[date, date, str]] = []
    for day in sorted(days):
        if spans and spans[-1][2] == days[day] and spans[-1][1] == day - timedelta(days=1):
            spans[-1] = (spans[-1][0], day, days[day])
        else:
            spans.append((day, day, days[day]))
    return spans
