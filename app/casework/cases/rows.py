"""Cases as one line of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from app.casework.cases.days import entered_later
from app.casework.office.labels import SEALED_TEXT, VOIDED, label
from app.models.tables import Case, Petitioner, User

_SUMMARY = 80


@dataclass(frozen=True)
class CaseRow:
    """One line of a list; of a sealed case only number, dates, state and clock. `own_number` is the paper book's."""

    id: int
    number: str
    title: str
    people_count: int
    kind: str
    channel: str
    state: str
    summary: str
    received_on: date
    registered_on: date
    next_due: date | None
    next_clock: str
    days_left: int | None
    registered_by: str
    destination: str
    sealed: bool
    voided: bool
    own_number: str = ""
    entered_later: bool = False


def rows_of(session: Session, ids: Sequence[int | None], today: date) -> tuple[CaseRow, ...]:
    """Return the rows with the given ids, in that order, in two statements whatever their number."""
    if not ids:
        return ()
    cases = {c.id: (c, name) for c, name in session.execute(_with_clerk().where(col(Case.id).in_(ids)))}
    names = {
        person.case_id: person.name
        for person in session.execute(
            select(col(Petitioner.case_id), col(Petitioner.name)).where(
                col(Petitioner.case_id).in_(ids), col(Petitioner.position) == 0
            )
        )
    }
    return tuple(_row(*cases[i], names.get(i or 0, ""), today) for i in ids if i in cases)


def _with_clerk() -> Any:
    return select(Case, col(User.name)).join(User, col(User.id) == col(Case.registered_by_id))


def _row(case: Case, clerk: str, name: str, today: date) -> CaseRow:
    title = name or ("匿名" if case.identity == "anonymous" else "姓名不清")
    if case.sealed:
        title = SEALED_TEXT
    summary = " ".join(case.summary.split())
    return CaseRow(
        id=case.id or 0,
        number=case.number,
        title=title,
        people_count=case.people_count,
        kind=label("kind", case.kind),
        channel=label("channel", case.channel) if case.channel else "",
        state=VOIDED if case.voided_on else label("state", case.state),
        summary=SEALED_TEXT if case.sealed else summary[:_SUMMARY] + ("…" if len(summary) > _SUMMARY else ""),
        received_on=case.received_on,
        registered_on=case.registered_on,
        next_due=case.next_due,
        next_clock=case.next_clock,
        days_left=(case.next_due - today).days if case.next_due else None,
        registered_by=clerk,
        destination=case.destination,
        sealed=case.sealed,
        voided=case.voided_on is not None,
        own_number=case.own_number,
        entered_later=entered_later(case),
    )
