"""The holiday arrangements of this office: import, edit, confirm, go back to the shipped one.

Each is one act: the year is stored and every open clock it reaches is computed anew, or nothing at all happens.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col

from app.casework.clocks.recompute import OpenClock, Progress, Recomputed, recompute_open_clocks
from app.casework.office.law_in_force import CALENDAR_KEY, LawInForce, law_in_force, law_of, shipped_calendar
from app.faults import UserFault
from app.law.dates.calendar import CalendarStatus, CalendarYear
from app.law.dates.calendar_difference import CalendarDifference, calendar_difference
from app.law.dates.calendar_import import missing_statutory_days, read_calendar_file
from app.models.tables import CaseClock, Setting
from app.models.workspace import Workspace


@dataclass(frozen=True)
class CalendarChange:
    """What a new arrangement came to: the days that differ, the clocks it moved, and what to look at again."""

    year: int
    status: CalendarStatus
    days_changed: int = 0
    clocks: Recomputed = field(default_factory=Recomputed)
    remarks: tuple[str, ...] = ()


def import_calendar(workspace: Workspace, path: Path, progress: Progress | None = None) -> CalendarChange:
    """Import one year's arrangement from a file (own TOML, CSV or .xlsx) and recompute the open clocks it moves.

    Raises `UserFault` (broken-calendar with file and line, cancelled); then nothing has changed.
    """
    return _store(workspace, "import_calendar", read_calendar_file(path), progress)


def edit_calendar(workspace: Workspace, year: CalendarYear, progress: Progress | None = None) -> CalendarChange:
    """Store a year that was edited on the screen and recompute the open clocks it moves."""
    return _store(workspace, "edit_calendar", CalendarYear.model_validate(year.model_dump()), progress)


def confirm_calendar(workspace: Workspace, year: int, progress: Progress | None = None) -> CalendarChange:
    """Mark a year as the published arrangement; its dates are no longer estimates."""
    return _store(workspace, "confirm_calendar", _with_status(workspace, year, "confirmed"), progress)


def unconfirm_calendar(workspace: Workspace, year: int, progress: Progress | None = None) -> CalendarChange:
    """Mark a year as not published yet; its dates are estimates again."""
    return _store(workspace, "unconfirm_calendar", _with_status(workspace, year, "provisional"), progress)


def restore_shipped(workspace: Workspace, year: int, progress: Progress | None = None) -> CalendarChange:
    """Drop the office's own arrangement of a year: the shipped one holds again, or none where none is shipped."""

    def drop(session: Session) -> None:
        row = session.get(Setting, f"{CALENDAR_KEY}{year}")
        if row is None:
            raise UserFault(f"{year} 年用的就是出厂的安排，", "没有改动。", code="unchanged")
        session.delete(row)

    shipped = shipped_calendar().years.get(year)
    return _change(workspace, "restore_calendar", year, drop, progress, _remarks(shipped))


def own_years(workspace: Workspace) -> frozenset[int]:
    """Return the years of which this office holds its own arrangement."""
    law, shipped = law_in_force(workspace), shipped_calendar()
    return frozenset(y for y, held in law.calendar.years.items() if held is not shipped.years.get(y))


def _with_status(workspace: Workspace, year: int, status: str) -> CalendarYear:
    held = law_in_force(workspace).calendar.years.get(year)
    if held is None:
        raise UserFault(f"{year} 年还没有录入放假安排，", "请先导入或逐日录入。", code="no-calendar")
    return held.model_copy(update={"status": status})


def _store(workspace: Workspace, act: str, year: CalendarYear, progress: Progress | None) -> CalendarChange:
    def keep(session: Session) -> None:
        key = f"{CALENDAR_KEY}{year.year}"
        row = session.get(Setting, key) or Setting(key=key, value="")
        row.value = year.model_dump_json()
        session.add(row)

    return _change(workspace, act, year.year, keep, progress, _remarks(year))


def _change(
    workspace: Workspace,
    act: str,
    year: int,
    write: Callable[[Session], None],
    progress: Progress | None,
    remarks: tuple[str, ...],
) -> CalendarChange:
    with workspace.act(act, f"{year} 年放假安排") as session:
        before = law_of(session)
        write(session)
        session.flush()
        after = law_of(session)
        difference = calendar_difference(before.calendar, after.calendar, year)
        clocks = Recomputed()
        if not difference.nothing:
            clocks = recompute_open_clocks(
                session, after, _reached(difference, after), _from(difference, after), progress=progress
            )
    return CalendarChange(year, after.calendar.status(year), len(difference.days), clocks, remarks)


def _reached(difference: CalendarDifference, law: LawInForce) -> Callable[[OpenClock], bool]:
    """Tell by its stored dates whether a clock asked about a day that changed.

    In natural days it asked from its last safe day to the rolled one, in working days from its start on.
    """
    by_workday = {kind for kind, rule in law.clocks.items() if rule.unit == "workday"}

    def reached(clock: OpenClock) -> bool:
        first = clock.start if clock.kind in by_workday else clock.last_safe
        return difference.touches(first, max(clock.rolled, clock.local_due or date.min))

    return reached


def _from(difference: CalendarDifference, law: LawInForce) -> ColumnElement[bool]:
    ends = col(CaseClock.rolled) >= difference.first
    rights = {kind for kind, rule in law.clocks.items() if rule.obliged == "petitioner"}
    if not rights.isdisjoint(law.local.by_kind):
        # A longer right of the office's own ends after the day that the index knows.
        return or_(ends, col(CaseClock.local_due) >= difference.first)
    return ends


def _remarks(year: CalendarYear | None) -> tuple[str, ...]:
    lacking = missing_statutory_days(year) if year is not None else ()
    if not lacking:
        return ()
    named = "、".join(f"{day.month}月{day.day}日" for day in lacking)
    return (f"安排里没有 {named} 放假，请核对是否录全。",)
