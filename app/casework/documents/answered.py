"""The answer that a petitioner has been given already: whose, which, received when, and until when which right runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, select

from app.casework.cases.facts import KnownCase, known_case
from app.casework.clocks.printed_days import keep_printed_day
from app.casework.office.law_in_force import clock_rules
from app.casework.templates.names import document_name
from app.law.dates.clocks import Answer, ClockRule
from app.models.tables import Case, Office
from app.printing.notices.fields import date_of, is_empty
from app.printing.notices.template import Template

TOLD_UNTIL = "answer_until"
"""The field by which a paper tells the last day of a right."""


@dataclass(frozen=True)
class Answered:
    """An answer of which a right to a review follows; what is not known of it is empty.

    `until` is the last day of what it may be followed by (`use`: 请求复查), where it is known to have been received.
    """

    case_id: int
    name: str
    office: str
    use: str
    asked_at: str
    received_on: date | None
    until: date | None
    estimated: bool


def answered(session: Session, case: Case, today: date) -> Answered | None:
    """Return the latest answer of the case that this one repeats, else of this one; None where none is known."""
    about = session.get(Case, case.related_case_id) if case.related_case_id else case
    if about is None or about.sealed:
        return None
    known = known_case(session, about, today)
    given = [(rule, rule.answer) for rule in clock_rules().values() if rule.answer and rule.answer.on in known.facts]
    return _told(session, about, known, *given[-1]) if given else None


def _told(session: Session, about: Case, known: KnownCase, rule: ClockRule, answer: Answer) -> Answered:
    clock = next((clock for clock in reversed(known.clocks) if clock.kind == rule.kind), None)
    papers = [paper for paper in known.papers if paper.kind == answer.kind]
    name = papers[-1].name if papers else document_name(answer.kind, session)
    number = (papers[-1].number if papers[-1].numbered else "") if papers else str(known.facts.get(answer.number) or "")
    own = session.exec(select(Office.name)).one() if about.hands == "own" else about.destination
    return Answered(
        case_id=about.id or 0,
        name=f"《{name}》" + (f"（{number}）" if number else ""),
        office=str(known.facts.get(answer.by) or own),
        use=rule.use,
        asked_at=str(known.facts.get(answer.asked_at) or ""),
        received_on=clock.start if clock is not None else None,
        until=clock.governing if clock is not None else None,
        estimated=clock is not None and clock.estimated,
    )


def keep_told_day(session: Session, case: Case, template: Template, values: Mapping[str, Any]) -> None:
    """Keep the last day that a paper which was just issued tells its petitioner; inside the act that issues it."""
    until = values.get(TOLD_UNTIL)
    if template.audience == "petitioner" and TOLD_UNTIL in template.by_key and not is_empty(until):
        keep_printed_day(session, case.related_case_id or case.id or 0, date_of(TOLD_UNTIL, until))


def may_move_words(until: date) -> str:
    """Say of a last day that is an estimate and was told on paper: it may come later, never earlier."""
    return f"{until.year}年的放假安排本机没有录入确认，这一天可能往后推，不会提前。"
