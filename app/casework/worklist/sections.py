"""The parts of the desk as conditions on cases: the same ones count, list and filter, and each is found by an index."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, literal_column, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.casework.clocks.running import OTHER, OWN
from app.casework.office.law_in_force import clock_rules, law_in_force
from app.casework.office.settings import DUE_SOON, UNSERVED_DAYS, parameter
from app.casework.upkeep.needs import AFTER, LACK, PAPER, SECOND, SEND, SERVICE, UNSERVED, URGENT
from app.law.dates.calendar import WorkCalendar
from app.models.tables import Case, CaseClock, CaseNeed
from app.models.workspace import Workspace

OVERDUE, LOCAL_PASSED, DUE = "overdue", "local_passed", "due"
WATCH_OVERDUE, WATCH_DUE = "watch_overdue", "watch_due"
# The most urgent first; what each is called on the desk and above a list.
PARTS = {
    URGENT: "重大紧急还没有报告",
    OVERDUE: "已超期",
    DUE: "快到期",
    SERVICE: "等待送达",
    WATCH_OVERDUE: "对方超期",
    SECOND: "等第二人确认",
    PAPER: "待出文书",
    AFTER: "答复后没有下一步",
    WATCH_DUE: "对方快到期",
    LOCAL_PASSED: "本地规则已过",
    SEND: "等待转送",
    LACK: "件件有着落红单",
}
NEEDS = (URGENT, SERVICE, SECOND, PAPER, AFTER, SEND, LACK)
_LAPSING = (AFTER, LACK)


@dataclass(frozen=True)
class DeskDay:
    """The day that a desk is read on, the last day that counts as soon, and the office's numbers for both warnings."""

    today: date
    soon: date
    workdays: int
    unserved_days: int


def desk_day(workspace: Workspace) -> DeskDay:
    """Return today, and until when a date is near by the office's own number of working days."""
    workdays = int(parameter(workspace, DUE_SOON))
    today = workspace.today()
    soon = soon_until(law_in_force(workspace).calendar, today, workdays)
    return DeskDay(today, soon, workdays, int(parameter(workspace, UNSERVED_DAYS)))


def soon_until(calendar: WorkCalendar, today: date, workdays: int) -> date:
    """Return the last day before which no more than so many working days are left, days off after them included."""
    day = today
    for _ in range(workdays + 1):
        day = calendar.next_workday(day + timedelta(days=1))
    return day - timedelta(days=1)


def part_condition(part: str, day: DeskDay) -> ColumnElement[bool]:
    """Return what of a case makes it belong to a part of the desk."""
    if part == SERVICE:
        return or_(*(col(Case.id).in_(select(source.subquery().c.case_id)) for source in waiting_service(day)))
    if part in NEEDS:
        found = col(Case.id).in_(select(col(CaseNeed.case_id)).where(col(CaseNeed.need) == part))
        return or_(found, col(Case.id).in_(lapsed(day.today))) if part in _LAPSING else found
    due_on = col(Case.watch_due if part in (WATCH_OVERDUE, WATCH_DUE) else Case.next_due)
    if part in (DUE, WATCH_DUE):
        near = due_on.between(day.today, day.soon)
        ends = usable(day).with_only_columns(col(CaseClock.case_id))
        return or_(near, col(Case.id).in_(ends)) if part == DUE else near
    by_no_law = col(Case.id).in_(local_only(day.today, OTHER if part == WATCH_OVERDUE else OWN))
    return and_(due_on < day.today, by_no_law if part == LOCAL_PASSED else ~by_no_law)


def waiting_service(day: DeskDay) -> tuple[Select[Any], Select[Any]]:
    """Select (case id, since when): opinions that wait to be served, and other cases' notices that waited too long."""
    needs: Any = select(col(CaseNeed.case_id), col(CaseNeed.since))
    opinion = aliased(CaseNeed)
    said = exists().where(col(opinion.case_id) == col(CaseNeed.case_id), col(opinion.need) == SERVICE)
    late = col(CaseNeed.since) < day.today - timedelta(days=day.unserved_days)
    return needs.where(col(CaseNeed.need) == SERVICE), needs.where(col(CaseNeed.need) == UNSERVED, late, ~said)


def lapsed(today: date) -> Select[Any]:
    """Select the cases whose petitioner let the right to ask for a review pass, while nobody put that on record."""
    return select(col(CaseClock.case_id)).where(
        col(CaseClock.stopped_on).is_(None),
        # In these very words, so that the index of running rights answers.
        literal_column("case_clock.obliged") == literal_column("'petitioner'"),
        col(CaseClock.kind).in_([rule.kind for rule in clock_rules().values() if rule.right]),
        col(CaseClock.governing) < today,
    )


def usable(day: DeskDay) -> Select[Any]:
    """Select (case id, last day) of the cases in which a right of this office's own, to object, ends soon.

    It is no duty and never overdue, so no case is next due by it; those due soon by a duty are left out.
    """
    rights = [rule.kind for rule in clock_rules().values() if rule.used_by and rule.obliged == "office"]
    by_duty = exists().where(col(Case.id) == col(CaseClock.case_id), col(Case.next_due).between(day.today, day.soon))
    ends: Any = select(col(CaseClock.case_id), col(CaseClock.governing))
    found: Select[Any] = ends.where(
        col(CaseClock.stopped_on).is_(None),
        col(CaseClock.rolled) >= day.today,
        col(CaseClock.rolled) <= day.soon,
        col(CaseClock.kind).in_(rights),
        col(CaseClock.duty) == OWN,
        ~by_duty,
    )
    return found


def local_only(today: date, duty: str) -> Select[Any]:
    """Select the cases that have passed a stricter local day and no day of the Regulation: late by no law."""
    strict = aliased(CaseClock)
    return select(col(CaseClock.case_id)).where(
        col(CaseClock.stopped_on).is_(None),
        col(CaseClock.local_due) < today,
        col(CaseClock.governing) >= today,
        *_duties(CaseClock, duty),
        ~exists().where(
            col(strict.case_id) == col(CaseClock.case_id),
            col(strict.stopped_on).is_(None),
            col(strict.governing) < today,
            *_duties(strict, duty),
        ),
    )


def _duties(clock: type[CaseClock], duty: str) -> tuple[ColumnElement[bool], ...]:
    duties = [rule.kind for rule in clock_rules().values() if rule.is_duty]
    return (col(clock.duty) == duty, col(clock.obliged) == "office", col(clock.kind).in_(duties))
