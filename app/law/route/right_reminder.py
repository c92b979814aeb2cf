"""Remind of a period of the petitioner on the page that asks whether it was kept; a person judges."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.faults import UserFault
from app.law.dates.calendar import WorkCalendar
from app.law.dates.clocks import ClockRule, due
from app.law.dates.timeline import day_words
from app.law.route.models import Right


@dataclass(frozen=True, slots=True)
class Reminder:
    """The reminder in words; `late` says that the period had passed, counted leniently (rolled to a working day)."""

    text: str
    late: bool


def right_reminder(
    right: Right, facts: Mapping[str, object], calendar: WorkCalendar, clocks: Mapping[str, ClockRule]
) -> Reminder:
    """Say when a period of the petitioner ended and on which day they acted.

    Without the day it starts from it does not run, and that is what is said (articles 35 and 36/1: from receiving
    the written answer).
    """
    start, done = _day(facts, right.start), _day(facts, right.done)
    if start is None or done is None:
        return Reminder("没有信访人收到书面答复的日期，30日没有起算，不能说超过期限。", False)
    try:
        found = due(right.kind, start, calendar, clocks)
    except UserFault as fault:
        return Reminder(f"{fault.sentence}{fault.next_step}", False)
    last = found.governing
    asked = f"收到请求的日期是{day_words(done, start)}"
    if done <= last:
        return Reminder(f"{found.timeline}{asked}，没有超过末日{day_words(last, start)}。", False)
    if found.estimated:
        return Reminder(f"{found.timeline}{asked}；末日是估算的，不能说超过期限。请先录入并确认放假安排。", False)
    return Reminder(
        f"{found.timeline}{asked}，超过末日{day_words(last, start)} {(done - last).days} 日。"
        "条例没有写超过的后果，由人判断。",
        True,
    )


def _day(facts: Mapping[str, object], key: str) -> date | None:
    value = facts.get(key)
    return date.fromisoformat(str(value)) if value else None
