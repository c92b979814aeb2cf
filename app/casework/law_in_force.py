"""The law this program runs on, loaded once: the route map, the calendars."""

from functools import cache

from app.law.calendar import WorkCalendar, load_calendars
from app.law.rules import RulePack, load_rule_pack


@cache
def rule_pack() -> RulePack:
    """Return the route map that ships with the program, proven when it is loaded."""
    return load_rule_pack()


@cache
def shipped_calendar() -> WorkCalendar:
    """Return the holidays and make-up workdays that ship with the program."""
    return load_calendars()
