"""What a case waits for or lacks, kept beside it so that the desk finds it among any number of open cases.

The rows follow from what stands on record, so the journal does not tell them; every act that changes a case says them
anew in its own transaction. What comes with the mere passing of days (a right that has lapsed) is read from the clocks.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, insert, select
from sqlmodel import Session

from app.casework.cases.facts import IssuedPaper, KnownCase
from app.casework.office.law_in_force import life_pack
from app.casework.templates.versions import current_templates
from app.casework.upkeep.served import waiting_papers, waiting_service
from app.law.forms.conditions import FactValue
from app.law.life.models import ActRule
from app.models.tables import Case, CaseNeed

SEND, SECOND, PAPER, SERVICE, URGENT, AFTER, LACK = "send", "second", "paper", "service", "urgent", "after", "lack"
# A notice that was issued and is not on record as received; the opinions' service is a step of its own above.
UNSERVED = "unserved"
OWNER, DATE, STEP = "owner", "date", "step"
LACKING = {OWNER: "没有承办人", DATE: "没有期限", STEP: "没有下一步"}


@dataclass(frozen=True)
class Need:
    """One thing a case waits for: which, since when, who proposed it, what of it."""

    need: str
    since: date
    by_id: int | None = None
    detail: tuple[str, ...] = ()


def note_needs(session: Session, case: Case, known: KnownCase) -> None:
    """Keep what the case waits for, in the transaction of the act; `known` is the case as the act leaves it."""
    session.flush()
    connection, table = session.connection(), CaseNeed.__table__  # type: ignore[attr-defined]
    standing = {
        Need(row.need, row.since, row.by_id, row.detail)
        for row in connection.execute(select(table).where(table.c.case_id == case.id))
    }
    wanted = set(needs_of(session, case, known))
    if gone := {need.need for need in standing - wanted}:
        connection.execute(delete(table).where(table.c.case_id == case.id, table.c.need.in_(gone)))
    if new := wanted - standing:
        connection.execute(
            insert(table),
            [
                {"case_id": case.id, "need": n.need, "since": n.since, "by_id": n.by_id, "detail": n.detail}
                for n in sorted(new, key=lambda each: each.need)
            ],
        )


def needs_of(session: Session, case: Case, known: KnownCase) -> tuple[Need, ...]:
    """Return what a case waits for now; a voided one waits for nothing, a closed one at most for its papers."""
    if case.voided_on is not None:
        return ()
    found = []
    if known.owed:
        kinds = tuple(paper.kind for paper in known.owed)
        found.append(Need(PAPER, _asked_on(case, known), detail=kinds))
    if unserved := _unserved(session, known):
        kinds = tuple(dict.fromkeys(each.kind for each in unserved))
        found.append(Need(UNSERVED, min(each.issued_on for each in unserved), detail=kinds))
    if life_pack().by_state[case.state].closed:
        return tuple(found)
    if known.proposal is not None:
        found.append(Need(SECOND, known.proposal.on, known.proposal.by_id, (str(known.facts["proposal"]),)))
    elif case.state in life_pack().screening:
        found.append(Need(SEND, case.received_on))
    reports = [act for act in life_pack().acts if act.meant_for == URGENT and case.state in act.from_states]
    if case.urgent and any(act.on not in known.facts for act in reports):
        found.append(Need(URGENT, case.received_on))
    served = _waits_for_service(case, known)
    if served is not None:
        found.append(Need(SERVICE, served))
    after = _answered(case, known)
    if after:
        found.append(Need(AFTER, known.steps[-1].on if known.steps else case.registered_on))
    lacking = _lacking(case, after)
    if lacking:
        found.append(Need(LACK, case.registered_on, detail=lacking))
    return tuple(found)


def _waits_for_service(case: Case, known: KnownCase) -> date | None:
    """Return since when an issued opinion has waited to be served; None where none waits."""
    rule = waiting_service(known)
    if rule is None or rule.missing(known.facts):
        return None
    return _day(known.facts.get(rule.serves_since)) or case.registered_on


def _unserved(session: Session, known: KnownCase) -> list[IssuedPaper]:
    """Return the notices whose service can be put on record now and was not."""
    if not known.papers:
        return []
    return [
        each
        for each in waiting_papers(known, current_templates(session))
        if not (rule := life_pack().serves(each.kind)).serves_since
        and known.state in rule.from_states
        and rule.fits(known.facts)
    ]


def _answered(case: Case, known: KnownCase) -> bool:
    life = life_pack()
    return life.by_state[case.state].answered or any(act.awaited and _possible(act, case, known) for act in life.acts)


def _possible(rule: ActRule, case: Case, known: KnownCase) -> bool:
    return case.state in rule.from_states and rule.fits(known.facts) and not rule.missing(known.facts)


def _lacking(case: Case, after: bool) -> tuple[str, ...]:
    own = case.hands == "own"
    lacking = {
        OWNER: own and not case.handler.strip(),
        DATE: own and case.next_due is None and not life_pack().by_state[case.state].dateless,
        STEP: after or not (case.next_text or case.sealed),
    }
    return tuple(what for what, missing in lacking.items() if missing)


def _asked_on(case: Case, known: KnownCase) -> date:
    by_step = {step.id: step.on for step in known.steps}
    return min(by_step.get(paper.step_id, case.registered_on) for paper in known.owed)


def _day(value: FactValue | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and value else None
