"""What is known of a case: its columns, what its steps brought, and what follows from them, as facts for the rules."""

import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.casework.clocks.book import Clock, end_of_clock
from app.casework.clocks.running import clocks_of
from app.casework.office.law_in_force import law_of, life_pack, rule_pack
from app.casework.office.settings import ELECTRONIC_SERVICE, FILING_ALLOWED, LEFT_SERVICE
from app.law.forms.conditions import FactValue
from app.law.forms.fields import Field
from app.law.life.models import ActRule
from app.law.route.outcome import fill_words
from app.law.route.walk import Outcome
from app.models.tables import (
    Attachment,
    AttachmentVoid,
    Case,
    CaseStep,
    Document,
    DocumentVoid,
    Office,
    Service,
    Setting,
)
from app.models.tables.document import OUTSIDE

REGISTER, UNDO, UNDO_PROPOSED = "register", "undo", "propose_undo"
ENTERED_LATER = "补录"
"""What the journal says of an act whose day lies before the day on which it was put on record."""
SAID = "_said"
POST_NUMBER = "post_number"
SERVED, POSTED, REFUSED, RETURNED = "served", "posted", "refused", "returned"
"""How a service went: received, given to the post, brought and refused, come back from the post."""
TAKEN_BACK = "undone"
"""In place of how it went, of a service that was never so: its step was taken back."""
_OVERTURNED = ("revoke", "redo")


@dataclass(frozen=True)
class OwedPaper:
    """A document that an act (or, with `step_id` None, the registering) asked for and nobody has issued yet."""

    step_id: int | None
    kind: str
    asked_by: str


@dataclass(frozen=True)
class PastService:
    """One time a document was brought or sent: the day, and how it went, as in `SERVED`."""

    on: date
    result: str


@dataclass(frozen=True)
class IssuedPaper:
    """A document of the case that was issued, here or outside the program, and stands; every service of it so far.

    `proven` is False for a paper made outside of which there is neither a scan nor a receipt nor a post number,
    `numbered` for one that bears no number: `number` only tells it apart then.
    """

    id: int
    step_id: int | None
    kind: str
    name: str
    number: str
    issued_on: date
    services: tuple[PastService, ...] = ()
    outside: bool = False
    proven: bool = True
    numbered: bool = True

    @property
    def received_on(self) -> date | None:
        """Return the day on which it was received, as it was put on record last; None where it was not."""
        return next((each.on for each in reversed(self.services) if each.result == SERVED), None)

    @property
    def told_on(self) -> date | None:
        """Return the day on which whoever it is for was told by it (Articles 23/2, 23/3, 35: in writing).

        That is when it was received, given to the post, or first brought and refused; what the post brought back has
        told nobody.
        """
        days: list[tuple[date, str]] = []
        for each in self.services:
            if each.result == RETURNED:
                days = [(day, result) for day, result in days if result != POSTED]
            elif each.result in (SERVED, POSTED, REFUSED):
                days.append((each.on, each.result))
        return min((day for day, _ in days), default=None)

    @property
    def title(self) -> str:
        """Return the words by which a service names it."""
        return f"{self.name} {self.number}".rstrip()


@dataclass(frozen=True)
class PastStep:
    """One act that was done and was not taken back.

    `documents` are the kinds it asked for, `second_of` the step of a proposal it answers, `entered_on` the day on which
    it was put on record, which may be later than the day `on` which it took effect.
    """

    id: int | None
    act: str
    on: date
    state_before: str
    state_after: str
    facts: Mapping[str, FactValue | None]
    documents: tuple[str, ...] = ()
    by_id: int = 0
    second_of: int | None = None
    entered_on: date | None = None


@dataclass(frozen=True)
class KnownCase:
    """What is known of a case, on a plain object: all that the rules may ask and all that an act can change.

    `facts` by key, `origin` the act that brought each; every step so far; the step of a proposal that waits for a
    second person; the papers still owed and those that stand issued, the oldest first; the clocks, running or not;
    what the route ended in and its marks.
    """

    facts: Mapping[str, FactValue]
    origin: Mapping[str, str]
    steps: tuple[PastStep, ...]
    proposal: PastStep | None
    owed: tuple[OwedPaper, ...]
    papers: tuple[IssuedPaper, ...]
    clocks: tuple[Clock, ...]
    outcome_id: str
    marks: tuple[str, ...]

    @property
    def state(self) -> str:
        """Return the id of the state it stands in."""
        return str(self.facts["state"])


def known_case(session: Session, case: Case, today: date) -> KnownCase:
    """Gather everything the rules may ask about a case."""
    steps = past_steps(session, case)
    facts = _columns(session, case)
    origin: dict[str, str] = {}
    for step in steps:
        for key, value in step.facts.items():
            if key == SAID:
                continue
            if value is None:
                facts.pop(key, None)
            else:
                facts[key] = value
            origin[key] = step.act
    # A case of the first version has no step of its registering: who handles it follows from how that ended.
    hands = case.hands or ("" if any(step.act == REGISTER for step in steps) else hands_of(case.disposition))
    facts["state"], facts["hands"], facts["disposition"] = case.state, hands, case.disposition
    proposal = _open_proposal(case, steps)
    papers = _papers(session, case)
    owed = _owed(case, steps, frozenset((paper.step_id, paper.kind) for paper in papers))
    clocks = clocks_of(session, case.id or 0)
    facts |= clock_facts(clocks, today)
    facts |= _received(facts, clocks)
    facts |= _labels(facts)
    facts["waits_for_dispatch"] = waits_for_dispatch(case)
    facts["proposal"] = _proposed(case, proposal)
    facts["papers_owed"] = bool(owed)
    facts["own_duty"] = facts["way"] == "5" and facts["hands"] == "own"
    facts |= {f"owes_{paper.kind}": True for paper in owed}
    if case.sealed:  # a sealed case owes no paper, so its service asks for what stands issued
        facts |= {f"issued_{paper.kind}": True for paper in papers}
    facts["right_estimated"] = case.state in life_pack().screening and _asked_by_estimate(session, facts)
    facts["redo"] = facts.get("final_result", facts.get("review_result")) in _OVERTURNED
    return KnownCase(facts, origin, steps, proposal, owed, papers, clocks, case.outcome_id, case.marks)


def past_steps(session: Session, case: Case) -> tuple[PastStep, ...]:
    """Return what was done with a case and was not taken back, the registering first."""
    rows = session.exec(standing_steps(case.id or 0)).all()
    return tuple(
        PastStep(
            row.id, row.act, row.on, row.state_before, row.state_after, json.loads(row.facts),
            row.documents, row.by_id, row.second_of, date.fromisoformat(row.at[:10]),
        )
        for row in rows
    )  # fmt: skip


def standing_steps(case_id: int) -> SelectOfScalar[CaseStep]:
    """Return the query for the steps of a case that were not taken back, the registering first."""
    return (
        select(CaseStep)
        .where(CaseStep.case_id == case_id, col(CaseStep.undone_by_id).is_(None))
        .where(col(CaseStep.act).not_in((UNDO, UNDO_PROPOSED)))
        .order_by(col(CaseStep.id))
    )


def adopt_first_version(session: Session, case: Case) -> None:
    """Give a case that the first version registered the step that every case begins with, before its next act."""
    first = session.exec(select(CaseStep.id).where(CaseStep.case_id == case.id, CaseStep.act == REGISTER)).first()
    if first is None:
        session.add(
            CaseStep(
                case_id=case.id or 0, act=REGISTER, on=case.registered_on, state_before="", state_after=case.state,
                facts="{}", by_id=case.registered_by_id, at=case.registered_at,
            )
        )  # fmt: skip
        if not case.sealed and not case.hands:
            case.hands = hands_of(case.disposition)
            session.add(case)
        session.flush()


def waits_for_dispatch(case: Case) -> bool:
    """Say whether a case was registered and still waits to be sent to the office that has the power."""
    waiting = rule_pack().places.get(case.outcome_id)
    return (
        case.state in life_pack().screening
        and case.disposition not in ("returned", "decided")
        and isinstance(waiting, Outcome)
        and bool(waiting.dispatched_as)
        and not case.sealed
        and case.voided_on is None
    )


def hands_of(disposition: str) -> str:
    """Return who handles a case that intake left with this disposition: own, other, or nobody yet."""
    return next((whose for whose, ends in rule_pack().hands.items() if disposition in ends), "")


def said(rule: ActRule, facts: Mapping[str, FactValue]) -> str:
    """Return the sentence that tells an act, with the facts in it."""
    return in_words(rule.told(facts), facts)


def in_words(text: str, facts: Mapping[str, FactValue]) -> str:
    """Put facts into {places} of a sentence; `*_label` stands for the words of a choice."""
    return fill_words(text, {**facts, **_labels(facts)})


def fact_words(field: Field, value: FactValue) -> str:
    """Return a fact as a person reads it: the label of a choice, 是 or 否, names with 、 between."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(value)
    return next((option.label for option in field.options if option.value == value), str(value))


def _columns(session: Session, case: Case) -> dict[str, FactValue]:
    facts: dict[str, FactValue] = {
        "office_role": session.get_one(Office, 1).role,
        "sealed": case.sealed,
        "kind": case.kind,
        "way": case.way,
        "channel": case.channel,
        "identity": case.identity,
        "power": case.power,
        "litigation": case.litigation,
        "received_on": case.received_on.isoformat(),
        "office_filing_allowed": _parameter(session, FILING_ALLOWED) == "yes",
    }
    for key in (LEFT_SERVICE, ELECTRONIC_SERVICE):
        if rule := _parameter(session, key):
            facts[key] = rule
    for column in ("destination", "source_office", "source_number", "handler", "pathway_organ", "pathway_basis",
                   "pathway_period", "urgent_facts", "conflict_note"):  # fmt: skip
        if value := getattr(case, column):
            facts[column] = value
    for column in ("dispatched_on", "accepted_on", "report_by", "concluded_on"):
        if day := getattr(case, column):
            facts[column] = day.isoformat()
    if case.co_offices:
        facts["co_offices"] = list(case.co_offices)
    return facts


def _parameter(session: Session, key: str) -> str:
    row = session.get(Setting, key)
    return row.value if row else ""


def _open_proposal(case: Case, steps: Sequence[PastStep]) -> PastStep | None:
    if case.state not in life_pack().screening:
        return None
    by_route = case.disposition in life_pack().proposed_by_route
    answered = {step.second_of for step in steps if step.second_of is not None}
    for step in reversed(steps):
        rule = life_pack().by_act.get(step.act)
        proposes = (rule is not None and rule.second == "proposes") or (step.act == REGISTER and by_route)
        if proposes and step.id not in answered:
            return step
    if by_route and not any(step.act == REGISTER for step in steps):
        # As the first version proposed it, without a step of its own.
        return PastStep(None, REGISTER, case.registered_on, "", case.state, {}, by_id=case.registered_by_id)
    return None


def _proposed(case: Case, proposal: PastStep | None) -> str:
    if proposal is None:
        return ""
    return life_pack().proposed_by_route.get(case.disposition, "") if proposal.act == REGISTER else proposal.act


def _papers(session: Session, case: Case) -> tuple[IssuedPaper, ...]:
    void = select(DocumentVoid.document_id).where(DocumentVoid.case_id == case.id)
    columns = ("id", "step_id", "kind", "name", "number", "issued_on", "origin", "own_number")
    rows = session.execute(
        sql_select(*(Document.__table__.c[name] for name in columns))  # type: ignore[attr-defined]
        .where(col(Document.case_id) == case.id, col(Document.id).not_in(void))
        .order_by(col(Document.id))
    ).all()
    services = _services(session, case) if rows else {}
    unproven = unproven_papers(session, [row.id for row in rows if row.origin == OUTSIDE])
    return tuple(
        IssuedPaper(
            row.id, row.step_id, row.kind, row.name, row.number, row.issued_on,
            tuple(PastService(each.on, each.result) for each in services.get(row.id, ())),
            row.origin == OUTSIDE, row.id not in unproven, row.origin != OUTSIDE or bool(row.own_number),
        )
        for row in rows
    )  # fmt: skip


def _services(session: Session, case: Case) -> dict[int | None, tuple[Service, ...]]:
    """Return the services of each document of a case, by its id, in the order they were put on record."""
    found: dict[int | None, tuple[Service, ...]] = {}
    for row in session.exec(select(Service).where(Service.case_id == case.id).order_by(col(Service.id))).all():
        found[row.document_id] = (*found.get(row.document_id, ()), row)
    return found


def unproven_papers(session: Session, outside: Sequence[int]) -> frozenset[int]:
    """Return those documents made outside beside which neither a file is kept nor a post number is on record."""
    if not outside:
        return frozenset()
    void = select(AttachmentVoid.attachment_id)
    files = select(Attachment.document_id).where(
        col(Attachment.document_id).in_(outside), col(Attachment.id).not_in(void)
    )
    posted = (
        select(col(Service.document_id), col(CaseStep.facts))
        .join(CaseStep, col(CaseStep.id) == col(Service.step_id))
        .where(col(Service.document_id).in_(outside), Service.result != TAKEN_BACK)
    )
    proven = {*session.exec(files).all(), *(i for i, kept in session.exec(posted) if json.loads(kept).get(POST_NUMBER))}
    return frozenset(outside) - proven


def _owed(case: Case, steps: Sequence[PastStep], issued: Set[tuple[int | None, str]]) -> tuple[OwedPaper, ...]:
    owed: list[OwedPaper] = []
    if case.notice_kind and not case.sealed and all(kind != case.notice_kind for _step, kind in issued):
        owed.append(OwedPaper(None, case.notice_kind, "登记"))
    acts = life_pack().by_act
    for step in steps:
        title = acts[step.act].title.rstrip("…") if step.act in acts else "登记"
        owed.extend(OwedPaper(step.id, kind, title) for kind in step.documents if (step.id, kind) not in issued)
    return tuple(owed)


def clock_facts(clocks: Sequence[Clock], today: date) -> dict[str, FactValue]:
    """Return what the rules may ask of clocks: `K5_running`, `K5_passed`, `K5_governing`, `K5_over_on` and so on."""
    facts: dict[str, FactValue] = {}
    for clock in clocks:
        facts[f"{clock.kind}_running"] = clock.running
        facts[f"{clock.kind}_passed"] = clock.governing < today
        facts[f"{clock.kind}_estimated"] = clock.estimated
        facts[f"{clock.kind}_governing"] = clock.governing.isoformat()
        facts[f"{clock.kind}_over_on"] = (clock.governing + timedelta(days=1)).isoformat()
    return facts


def _received(facts: Mapping[str, FactValue], clocks: Sequence[Clock]) -> dict[str, FactValue]:
    """Return the days of receipt that former versions kept only as the start of the petitioner's thirty days."""
    found: dict[str, FactValue] = {}
    for rule in life_pack().serving_acts:
        started = {clock.start.isoformat() for clock in clocks if clock.kind in {each.kind for each in rule.starts}}
        if rule.received_as and rule.received_as not in facts and facts.get(rule.on) in started:
            found[rule.received_as] = facts[rule.on]
    return found


def _asked_by_estimate(session: Session, facts: Mapping[str, FactValue]) -> bool:
    """Say whether the right that this case asks for ended, if it did, on a day that is an estimate."""
    rights = [right for node in rule_pack().places.values() if (right := getattr(node, "right", None)) is not None]
    return any(
        end_of_clock(law_of(session), right.kind, date.fromisoformat(str(facts[right.start])))["estimated"]
        for right in rights
        if facts.get(right.start)
    )


def _labels(facts: Mapping[str, FactValue]) -> dict[str, FactValue]:
    fields = life_pack().fields
    return {
        f"{key}_label": fact_words(fields[key], value)
        for key, value in facts.items()
        if key in fields and fields[key].options
    }
