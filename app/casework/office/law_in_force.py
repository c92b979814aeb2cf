"""The law this program runs on: the route map, the clocks, the calendars, and what the office has added."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from sqlmodel import Session, col, select

from app.law.dates.calendar import CalendarYear, WorkCalendar, load_calendars
from app.law.dates.clocks import ClockRule, load_clock_rules
from app.law.dates.local_rules import LocalRules
from app.law.life.loading import load_life_pack
from app.law.life.models import LifePack
from app.law.route.loading import RulePack, load_rule_pack
from app.models.tables import Setting
from app.models.workspace import Workspace

CALENDAR_KEY = "calendar."
LOCAL_RULES_KEY = "local_rules"


@dataclass(frozen=True)
class LawInForce:
    """What dates are computed by in one workspace: calendars, clock rules, the office's own rules."""

    calendar: WorkCalendar
    clocks: Mapping[str, ClockRule]
    local: LocalRules


@cache
def rule_pack() -> RulePack:
    """Return the route map that ships with the program, proven when it is loaded."""
    return load_rule_pack()


@cache
def life_pack() -> LifePack:
    """Return the life of a case that ships with the program, proven when it is loaded."""
    return load_life_pack()


@cache
def clock_rules() -> Mapping[str, ClockRule]:
    """Return the clocks of the Regulation by kind."""
    return load_clock_rules()


@cache
def shipped_calendar() -> WorkCalendar:
    """Return the holidays and make-up workdays that ship with the program."""
    return load_calendars()


def law_of(session: Session) -> LawInForce:
    """Return what holds in the workspace of this session: the office's calendars and rules over the shipped ones."""
    rows = session.exec(
        select(Setting.key, Setting.value).where(
            col(Setting.key).startswith(CALENDAR_KEY) | (col(Setting.key) == LOCAL_RULES_KEY)
        )
    ).all()
    return _law(tuple(sorted((key, value) for key, value in rows)))


def law_in_force(workspace: Workspace) -> LawInForce:
    """Return what holds in an open workspace."""
    with workspace.reading() as session:
        return law_of(session)


@lru_cache(maxsize=8)
def _law(rows: tuple[tuple[str, str], ...]) -> LawInForce:
    years = dict(shipped_calendar().years)
    local = LocalRules()
    for key, value in rows:
        if key == LOCAL_RULES_KEY:
            local = LocalRules.model_validate(json.loads(value)) if value else local
        elif value:
            year = CalendarYear.model_validate(json.loads(value))
            years[year.year] = year
    return LawInForce(WorkCalendar(years), clock_rules(), local)
