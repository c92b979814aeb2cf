"""One case's way over the route map: the places it passed, the days and documents there, where it stands now."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from app.casework.cases.facts import standing_steps
from app.casework.cases.lookup import case_by_id
from app.models.tables import Document, DocumentVoid
from app.models.workspace import Workspace


@dataclass(frozen=True)
class CasePath:
    """The places in order, what to note at each (days, document numbers), the state now, and
    the states with the day on which each began.

    Of a sealed case only states and days are there.
    """

    case_id: int
    number: str
    places: tuple[str, ...]
    notes: Mapping[str, tuple[str, ...]]
    state: str
    sealed: bool
    stops: tuple[tuple[str, date], ...]


def case_path(workspace: Workspace, case_id: int) -> CasePath:
    """Read the way of a case; raise `UserFault` when there is none."""
    with workspace.reading() as session:
        case = case_by_id(session, case_id)
        steps = session.exec(standing_steps(case_id)).all()
        papers = session.exec(
            select(Document.step_id, Document.name, Document.number, Document.issued_on)  # type: ignore[call-overload]
            .where(Document.case_id == case.id, col(Document.id).not_in(select(DocumentVoid.document_id)))
            .order_by(col(Document.id))
        ).all()
    notes: dict[str, list[str]] = defaultdict(list)
    places: list[str] = []
    if not case.sealed:
        places = [step["node"] for step in json.loads(case.route)] if case.route else []
        if places:
            notes[places[0]].append(f"{_day(case.received_on)}收到")
        places.append(case.outcome_id)
        notes[case.outcome_id].append(f"{_day(case.registered_on)}登记")
    stops: list[tuple[str, date]] = []
    before = next((step.state_before for step in steps if step.state_before), "") or case.state
    if not any(step.state_after and not step.state_before for step in steps):
        stops.append((before, case.registered_on))
    stops += [(step.state_after, step.on) for step in steps if step.state_after not in ("", step.state_before)]
    for state, day in stops:
        places.append(state)
        notes[state].append(_day(day))
    if not case.sealed:
        after = {step.id: step.state_after or step.state_before for step in steps}
        for step_id, name, number, issued_on in papers:
            where = after.get(step_id, case.outcome_id) if step_id is not None else case.outcome_id
            notes[where].append(f"{name} {number}（{_day(issued_on)}）")
    return CasePath(
        case.id or 0, case.number, tuple(places), {key: tuple(value) for key, value in notes.items()}, case.state,
        case.sealed, tuple(stops),
    )  # fmt: skip


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
