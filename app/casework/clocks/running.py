"""The clocks of stored cases: read as a book, written down from one, and the dates a case is next due."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from itertools import groupby

from sqlalchemy.orm import load_only
from sqlmodel import Session, col, select

from app.casework.clocks.book import BY_UNDOING, OTHER, OWN, THIS_STEP, Clock, ClockBook
from app.casework.office.law_in_force import clock_rules, law_of
from app.models.tables import Case, CaseClock

__all__ = ["OTHER", "OWN", "book_of", "clocks_of", "keep_book", "note_next_dates", "refresh_next_dues"]

_COLUMNS = tuple(each.name for each in fields(Clock) if each.name != "id")


def clocks_of(session: Session, case_id: int) -> tuple[Clock, ...]:
    """Return the clocks of a case in the order they were started, without those whose start was taken back."""
    rows = session.exec(
        select(CaseClock)
        .where(CaseClock.case_id == case_id, CaseClock.stopped_by != BY_UNDOING)
        .order_by(col(CaseClock.id))
    ).all()
    return tuple(Clock(id=row.id, **{column: getattr(row, column) for column in _COLUMNS}) for row in rows)


def book_of(session: Session, case: Case) -> ClockBook:
    """Open the clocks of a case under the law in force, to move them."""
    return ClockBook(law_of(session), clocks_of(session, case.id or 0) if case.id is not None else ())


def keep_book(
    session: Session, case: Case, book: ClockBook | Sequence[Clock], step_id: int | None = None
) -> None:
    """Write down every clock of a case: what changed, what is new in the order it was started, the next dates.

    `step_id` is the step that has been done now, for the clocks that wait for its paper.
    """
    clocks = book.clocks if isinstance(book, ClockBook) else book
    for clock in clocks:
        if clock.awaits_step_id == THIS_STEP:
            clock.awaits_step_id = step_id
    note_next_dates(case, clocks)
    session.add(case)
    for clock in clocks:
        row = session.get(CaseClock, clock.id) if clock.id is not None else None
        if row is None:
            session.add(CaseClock(case_id=case.id or 0, **{column: getattr(clock, column) for column in _COLUMNS}))
            continue
        for column in _COLUMNS:
            if getattr(row, column) != (value := getattr(clock, column)):
                setattr(row, column, value)
        session.add(row)


def note_next_dates(case: Case, clocks: Iterable[Clock | CaseClock]) -> None:
    """Keep on the case the nearest dates of its running duties, own and watched, so that lists need no join.

    A mere reminder is no duty. A stricter local date comes first.
    """
    rules = clock_rules()
    duties = [clock for clock in clocks if clock.stopped_on is None and rules[clock.kind].is_duty]
    for duty, due_column, clock_column in ((OWN, "next_due", "next_clock"), (OTHER, "watch_due", "watch_clock")):
        nearest = min((c for c in duties if c.duty == duty), key=lambda c: (asked_by(c), c.kind), default=None)
        setattr(case, due_column, asked_by(nearest) if nearest else None)
        setattr(case, clock_column, nearest.kind if nearest else "")


def refresh_next_dues(session: Session, case_ids: Sequence[int]) -> None:
    """Do for many cases at once (some hundreds) what `note_next_dates` does for one."""
    clocks = session.exec(
        select(CaseClock)
        .where(col(CaseClock.case_id).in_(case_ids), col(CaseClock.stopped_on).is_(None))
        .order_by(col(CaseClock.case_id))
    ).all()
    running = {case_id: list(found) for case_id, found in groupby(clocks, key=lambda clock: clock.case_id)}
    # Of a case only the dates are read: a sealed case's row and a long summary stay where they are.
    columns = (Case.next_due, Case.next_clock, Case.watch_due, Case.watch_clock)
    wanted = select(Case).where(col(Case.id).in_(case_ids)).options(load_only(*columns))  # type: ignore[arg-type]
    for case in session.exec(wanted).all():
        note_next_dates(case, running.get(case.id or 0, ()))


def asked_by(clock: Clock | CaseClock) -> date:
    """Return the day by which an office is asked to do its duty: a stricter local one comes first."""
    return min(clock.governing, clock.local_due) if clock.local_due else clock.governing
