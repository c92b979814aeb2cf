"""The clocks of stored cases: start, stop, recompute, and the date a case is next due."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlmodel import Session, select

from app.casework.law_in_force import shipped_calendar
from app.law.clocks import Due, due
from app.models.tables import Case, CaseClock


def start_clock(session: Session, case: Case, kind: str, start: date, *, fixed: date | None = None) -> CaseClock:
    """Start one clock of a case; `fixed` is the last day where a document sets it instead of the Regulation."""
    days = (fixed - start).days if fixed else None
    clock = CaseClock(case_id=case.id or 0, **_columns(due(kind, start, shipped_calendar(), days=days)))
    session.add(clock)
    session.flush()
    return clock


def stop_clocks(
    session: Session, case: Case, on: date, by: str, which: Callable[[CaseClock], bool] = lambda _: True
) -> None:
    """Stop the running clocks that `which` picks (all without it) on a day, saying what stopped them."""
    for clock in running_clocks(session, case.id or 0):
        if which(clock):
            clock.stopped_on = on
            clock.stopped_by = by
            session.add(clock)
    session.flush()
    refresh_next_due(session, case)


def restart_clocks(session: Session, case: Case, moved: Callable[[CaseClock], date | None]) -> None:
    """Recompute the clocks whose start `moved` gives anew; the former dates stay in the journal."""
    for clock in session.exec(select(CaseClock).where(CaseClock.case_id == case.id)).all():
        start = moved(clock)
        if start is not None and start != clock.start:
            for column, value in _columns(due(clock.kind, start, shipped_calendar())).items():
                setattr(clock, column, value)
            session.add(clock)
    session.flush()
    refresh_next_due(session, case)


def refresh_next_due(session: Session, case: Case) -> None:
    """Keep on the case the nearest date of the office's running duties, so that lists need no join."""
    duties = [c for c in running_clocks(session, case.id or 0) if c.obliged == "office"]
    nearest = min(duties, key=lambda c: (c.governing, c.kind), default=None)
    case.next_due = nearest.governing if nearest else None
    case.next_clock = nearest.kind if nearest else ""
    session.add(case)


def running_clocks(session: Session, case_id: int) -> list[CaseClock]:
    """Return the clocks of a case that nothing has stopped."""
    found = session.exec(
        select(CaseClock).where(CaseClock.case_id == case_id, CaseClock.stopped_on == None)  # noqa: E711
    )
    return list(found.all())


def _columns(computed: Due) -> dict[str, Any]:
    return {
        "kind": computed.kind,
        "start": computed.start,
        "due": computed.due,
        "rolled": computed.rolled,
        "last_safe": computed.last_safe_workday,
        "governing": computed.governing,
        "obliged": computed.obliged,
        "estimated": computed.estimated,
        "timeline": computed.timeline,
    }
