"""The law this program runs on, loaded once: the route map, the clocks, the calendars."""

from collections.abc import Mapping
from functools import cache

from app.law.calendar import WorkCalendar, load_calendars
from app.law.clocks import ClockRule, load_clock_rules
from app.law.rules import RulePack, load_rule_pack


@cache
def rule_pack() -> RulePack:
    """Return the route map that ships with the program, proven when it is loaded."""
    return load_rule_pack()


@cache
def clock_rules() -> Mapping[str, ClockRule]:
    """Return the clocks of the Regulation by kind."""
    return load_clock_rules()


@cache
def shipped_calendar() -> WorkCalendar:
    """Return the holidays and make-up workdays that ship with the program."""
    return load_calendars()
