"""What a case waits for or lacks, kept beside it so that the desk finds it among any number of open cases.

The rows follow from what stands on record, so the journal does not tell them; every act that changes a case says them
anew in its own transaction. What comes with the mere passing of days (a right that has lapsed) is read from the clocks.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, insert, select
from sqlmodel import Session, col

from app.casework.cases.document_rows import DocumentView
from app.casework.cases.facts import KnownCase, known_case
from app.casework.office.law_in_force import life_pack
from app.casework.upkeep.served import serving_act, waiting_documents
from app.law.forms.conditions import FactValue
from app.models.tables import Case, CaseNeed, CaseStep

SEND, SECOND, PAPER, SERVICE, URGENT, AFTER, LACK = "send", "second", "paper", "service", "urgent", "after", "lack"
# A notice that was issued and is not on record as received; the opinions' service is a step of its own above.
UNSERVED = "unserved"
OWNER, DATE, STEP = "owner", "date", "step"
LACKING = {OWNER: "没有承办人", DATE: "没有期限", STEP: "没有下一步"}
# The service of each opinion, and the fact that says since when the opinion stands.
SERVICES = {"serve_opinion": "opinion_on", "serve_review": "review_opinion_on", "serve_final": "final_opinion_on"}
# The procedure is over, and only somebody has to say so.
_ANSWERED = ("S13", "S18", "S19")
# Here nothing of ours has to run: law, petitioner or another office sets the date, or the procedure is over.
_DATELESS = frozenset({"S07", "S08", "S09", *(f"S{number}" for number in range(12, 21)), "X1", "X2", "X4", "X5"})


@dataclass(frozen=True)
class Need:
    """One thing a case waits for: which, since when, who proposed it, what of it (blank-separated)."""

    need: str
    since: date
    by_id: int | None = None
    detail: str = ""


def note_needs(session: Session, case: Case, today: date, known: KnownCase | None = None) -> None:
    """Keep what the case waits for, in the transaction of the act; `known` spares gathering its facts again."""
    session.flush()
    connection, table = session.connection(), CaseNeed.__table__  # type: ignore[attr-defined]
    standing = {
        Need(row.need, row.since, row.by_id, row.detail)
        for row in connection.execute(select(table).where(table.c.case_id == case.id))
    }
    wanted = set(needs_of(session, case, known or known_case(session, case, today)))
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
        kinds = " ".join(paper.kind for paper in known.owed)
        found.append(Need(PAPER, _asked_on(session, case, known), detail=kinds))
    if unserved := _unserved(session, case, known):
        kinds = " ".join(dict.fromkeys(each.kind for each in unserved))
        found.append(Need(UNSERVED, min(each.issued_on for each in unserved), detail=kinds))
    if life_pack().by_state[case.state].closed:
        return tuple(found)
    if known.proposal is not None:
        found.append(Need(SECOND, known.proposal.on, known.proposal.by_id, str(known.facts["proposal"])))
    elif case.state == "S02":
        found.append(Need(SEND, case.received_on))
    report = life_pack().by_act["report_urgent"]
    if case.urgent and report.on not in known.facts and case.state in report.from_states:
        found.append(Need(URGENT, case.received_on))
    served = _waits_for_service(case, known)
    if served is not None:
        found.append(Need(SERVICE, served))
    after = _answered(case, known)
    if after:
        found.append(Need(AFTER, _last_step(session, case)))
    lacking = _lacking(case, after)
    if lacking:
        found.append(Need(LACK, case.registered_on, detail=" ".join(lacking)))
    return tuple(found)


def _waits_for_service(case: Case, known: KnownCase) -> date | None:
    """Return since when an issued opinion has waited to be served; None where none waits."""
    for act, since in SERVICES.items():
        rule = life_pack().by_act[act]
        if case.state in rule.from_states and rule.fits(known.facts) and not rule.missing(known.facts):
            return _day(known.facts.get(since)) or case.registered_on
    return None


def _unserved(session: Session, case: Case, known: KnownCase) -> list[DocumentView]:
    """Return the notices whose service can be put on record now and was not."""
    acts = life_pack().by_act
    return [
        each
        for each in waiting_documents(session, case)
        if (rule := acts[serving_act(each.kind)[0]]).id not in SERVICES
        and case.state in rule.from_states
        and rule.fits(known.facts)
    ]


def _answered(case: Case, known: KnownCase) -> bool:
    unserved = life_pack().by_act["conclude_unserved"]
    never = case.state in unserved.from_states and unserved.fits(known.facts) and not unserved.missing(known.facts)
    return never or case.state in _ANSWERED


def _lacking(case: Case, after: bool) -> tuple[str, ...]:
    own = case.hands == "own"
    lacking = {
        OWNER: own and not case.handler.strip(),
        DATE: own and case.next_due is None and case.state not in _DATELESS,
        STEP: after or not (case.next_text or case.sealed),
    }
    return tuple(what for what, missing in lacking.items() if missing)


def _asked_on(session: Session, case: Case, known: KnownCase) -> date:
    steps = {paper.step_id for paper in known.owed if paper.step_id is not None}
    if len(steps) < len({paper.step_id for paper in known.owed}):
        return case.registered_on
    days = session.execute(select(col(CaseStep.on)).where(col(CaseStep.id).in_(steps))).scalars()
    return min(days, default=case.registered_on)


def _last_step(session: Session, case: Case) -> date:
    last = session.execute(
        select(col(CaseStep.on)).where(col(CaseStep.case_id) == case.id).order_by(col(CaseStep.id).desc()).limit(1)
    ).scalar()
    return last or case.registered_on


def _day(value: FactValue | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and value else None
