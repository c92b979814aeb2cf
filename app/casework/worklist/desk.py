"""The opening page: what this person must do today, the most urgent first, each thing one key away from its act."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, exists, func, literal_column, select
from sqlmodel import Session, col

from app.casework.cases.rows import CaseRow, rows_of
from app.casework.intake.drafts import DraftRow, list_drafts
from app.casework.office.law_in_force import law_in_force
from app.casework.upkeep.needs import AFTER, LACK, SECOND, SEND, SERVICE
from app.casework.worklist.case_list import CaseFilter
from app.casework.worklist.lines import DeskLine, told_lines
from app.casework.worklist.sections import (
    DUE,
    LOCAL_PASSED,
    OVERDUE,
    PARTS,
    WATCH_DUE,
    WATCH_OVERDUE,
    DeskDay,
    desk_day,
    lapsed,
    part_condition,
    usable,
    waiting_service,
)
from app.models.tables import Case, CaseClock, CaseNeed
from app.models.workspace import Workspace

SHOWN = 5
# A desk that has more of one thing than this says so; nobody works through them one by one.
COUNTED = 1_000
_OCTOBER = 10
_OWN_DATES = (OVERDUE, LOCAL_PASSED, DUE)
_DATES = (*_OWN_DATES, WATCH_OVERDUE, WATCH_DUE)
# What stands higher up already is not said again down here.
_SAID_ONCE = (SEND,)


@dataclass(frozen=True)
class DeskSection:
    """One part of the desk: its first lines, and how many there are (`capped`: more than were counted)."""

    part: str
    title: str
    lines: tuple[DeskLine, ...]
    total: int
    capped: bool

    @property
    def wanted(self) -> CaseFilter:
        """Return the filter that lists all of them."""
        if self.part in (OVERDUE, DUE):  # the list has toggles of its own for these
            return CaseFilter(overdue=self.part == OVERDUE, due=self.part == DUE, voided=False)
        return CaseFilter(part=self.part, voided=False)


@dataclass(frozen=True)
class Desk:
    """What this person should see first today; `workdays` is until when a date counts as near."""

    sections: tuple[DeskSection, ...]
    latest: tuple[CaseRow, ...]
    registered_today: int
    drafts: tuple[DraftRow, ...]
    notes: tuple[str, ...]
    workdays: int

    def section(self, part: str) -> DeskSection:
        """Return one part by its key."""
        return next(section for section in self.sections if section.part == part)


def desk(workspace: Workspace, shown: int = SHOWN) -> Desk:
    """Gather the desk; what it costs does not grow with the open cases, beyond counting up to `COUNTED`.

    Notes say what the office should put right, such as missing holidays.
    """
    day = desk_day(workspace)
    drafts = list_drafts(workspace)
    notes = _calendar_notes(workspace)
    with workspace.reading() as session:
        sections = tuple(_sections(workspace, session, day, shown))
        latest = session.execute(select(col(Case.id)).order_by(col(Case.id).desc()).limit(shown)).scalars()
        today = session.execute(
            select(func.count()).select_from(Case).where(col(Case.registered_on) == day.today)
        ).scalar_one()
        return Desk(sections, rows_of(session, list(latest), day.today), today, drafts, notes, day.workdays)


def _sections(workspace: Workspace, session: Session, day: DeskDay, shown: int) -> Iterator[DeskSection]:
    found: dict[str, list[int]] = {}
    counted: dict[str, tuple[int, bool]] = {}
    told: set[int] = set()
    for part in PARTS:
        sources, wanted = _sources(part, day, workspace.actor.id), shown + len(told)
        ids = _first(session, part, sources, wanted)
        counted[part] = _count(session, sources) if len(ids) == wanted else (len(ids), False)
        found[part] = [each for each in ids if part not in _SAID_ONCE or each not in told][:shown]
        told.update(found[part])
    lines = told_lines(session, found, day, workspace.actor.id)
    for part, title in PARTS.items():
        yield DeskSection(part, title, lines[part], *counted[part])


def _sources(part: str, day: DeskDay, actor_id: int) -> Sequence[Select[Any]]:
    """Return selects of (case id, since when); what the first one gives comes before the second, or is merged."""
    if part in _DATES:
        since: Any = col(Case.next_due) if part in _OWN_DATES else col(Case.watch_due)
        near: Any = select(col(Case.id), since)
        if part == DUE:
            return near.where(since.between(day.today, day.soon)), usable(day)
        return (near.where(part_condition(part, day)),)
    if part == SERVICE:
        return waiting_service(day)
    needs: Any = select(col(CaseNeed.case_id), col(CaseNeed.since)).where(col(CaseNeed.need) == part)
    if part == SECOND:
        mine = col(CaseNeed.by_id) == actor_id
        return needs.where(~mine), needs.where(mine)
    past: Any = lapsed(day.today).add_columns(col(CaseClock.governing))
    if part == AFTER:
        return needs, past
    if part == LACK:
        lacking = exists().where(col(CaseNeed.case_id) == col(CaseClock.case_id), col(CaseNeed.need) == LACK)
        return needs, past.where(~lacking)
    return (needs,)


def _count(session: Session, sources: Sequence[Select[Any]]) -> tuple[int, bool]:
    counted = 0
    for source in sources:
        rows = source.limit(COUNTED + 1 - counted).subquery()
        counted += session.execute(select(func.count()).select_from(rows)).scalar_one()
    return min(counted, COUNTED), counted > COUNTED


def _first(session: Session, part: str, sources: Sequence[Select[Any]], count: int) -> list[int]:
    found = [
        (row[1], row[0])
        for source in sources
        for row in session.execute(source.order_by(literal_column("2"), literal_column("1")).limit(count))
    ]
    # Of those that wait for a second person, the ones that this person can confirm come before older ones.
    return [case_id for _since, case_id in (found if part == SECOND else sorted(found))][:count]


def _calendar_notes(workspace: Workspace) -> tuple[str, ...]:
    calendar, today = law_in_force(workspace).calendar, workspace.today()
    years = [today.year] + ([today.year + 1] if today.month >= _OCTOBER else [])
    words = {"provisional": "的调休安排本机没有录入", "missing": "的放假安排本机没有录入"}
    return tuple(
        f"{year} 年{words[calendar.status(year)]}，涉及该年的日期标为“估算”。"
        for year in years
        if calendar.status(year) in words
    )
