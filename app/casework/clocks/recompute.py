"""Compute the open clocks anew after the law in force has changed; each one that changes is journalled and told."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from app.casework.clocks.running import recomputed, refresh_next_dues
from app.casework.office.law_in_force import LawInForce
from app.faults import UserFault
from app.law.dates.clocks import ClockRule
from app.models.tables import Case, CaseClock

Progress = Callable[[int], bool]
_CHUNK = 500


class OpenClock(NamedTuple):
    """What of a running clock decides whether a change of the law can reach it."""

    id: int
    kind: str
    start: date
    last_safe: date
    rolled: date
    local_due: date | None


class ClockDates(NamedTuple):
    """The dates of a clock: the one that judges, the last safe working day, the rolled one, the local one."""

    governing: date
    last_safe: date
    rolled: date
    local_due: date | None


@dataclass(frozen=True, slots=True)
class MovedClock:
    """One open clock whose dates came out otherwise; of a sealed case the number is all that is told of it."""

    case_id: int
    case_number: str
    sealed: bool
    kind: str
    clock: str
    former: ClockDates
    dates: ClockDates


@dataclass(frozen=True)
class Recomputed:
    """What a recompute did: the clocks whose dates moved, and how many changed at all (a date that is now certain)."""

    moved: tuple[MovedClock, ...] = ()
    changed: int = 0


def recompute_open_clocks(
    session: Session,
    law: LawInForce,
    reached: Callable[[OpenClock], bool],
    *where: ColumnElement[bool],
    progress: Progress | None = None,
) -> Recomputed:
    """Compute anew the running clocks that `where` and `reached` pick, inside the act of `session`.

    Works in chunks and lets go of every object of the session after each, so that memory stays small. `progress`
    hears how many clocks were gone through; when it returns False, `UserFault` (code cancelled) undoes the act.
    """
    session.flush()
    picked = [clock.id for clock in _open_clocks(session, *where) if reached(clock)]
    moved: list[MovedClock] = []
    changed = 0
    _tell(progress, 0)
    for first in range(0, len(picked), _CHUNK):
        chunk = picked[first : first + _CHUNK]
        found, count = _recompute_chunk(session, law, chunk)
        moved += found
        changed += count
        session.expunge_all()
        _tell(progress, first + len(chunk))
    return Recomputed(tuple(moved), changed)


def _open_clocks(session: Session, *where: ColumnElement[bool]) -> Iterator[OpenClock]:
    rows = session.execute(
        select(
            CaseClock.id, CaseClock.kind, CaseClock.start, CaseClock.last_safe, CaseClock.rolled, CaseClock.local_due
        )  # type: ignore[call-overload]
        .where(col(CaseClock.stopped_on).is_(None), *where)
        .order_by(col(CaseClock.id))
    )
    return (OpenClock(*row) for row in rows)


def _recompute_chunk(session: Session, law: LawInForce, ids: Sequence[int]) -> tuple[list[MovedClock], int]:
    moved: list[tuple[CaseClock, ClockDates]] = []
    changed = 0
    for clock in session.exec(select(CaseClock).where(col(CaseClock.id).in_(ids)).order_by(col(CaseClock.id))).all():
        former = _dates(clock)
        if recomputed(law, clock):
            changed += 1
            if _dates(clock) != former:
                moved.append((clock, former))
    session.flush()
    # A case's own date follows its duties alone; what only became certain leaves it where it was.
    again = sorted({clock.case_id for clock, former in moved if _asked(clock) != (former.governing, former.local_due)})
    if again:
        refresh_next_dues(session, again)
        session.flush()
    return _told(session, moved, law.clocks), changed


def _told(
    session: Session, moved: Sequence[tuple[CaseClock, ClockDates]], rules: Mapping[str, ClockRule]
) -> list[MovedClock]:
    if not moved:
        return []
    cases = {
        case_id: (number, sealed)
        for case_id, number, sealed in session.execute(
            select(Case.id, Case.number, Case.sealed).where(col(Case.id).in_({c.case_id for c, _ in moved}))
        )
    }
    return [
        MovedClock(c.case_id, *cases[c.case_id], c.kind, rules[c.kind].name, former, _dates(c)) for c, former in moved
    ]


def _dates(clock: CaseClock) -> ClockDates:
    return ClockDates(clock.governing, clock.last_safe, clock.rolled, clock.local_due)


def _asked(clock: CaseClock) -> tuple[date, date | None]:
    return clock.governing, clock.local_due


def _tell(progress: Progress | None, count: int) -> None:
    if progress is not None and not progress(count):
        raise UserFault("已停止，", "放假安排、本地规则和期限都没有改动。", code="cancelled")
