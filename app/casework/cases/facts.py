"""What is known of a case: its columns, what its steps brought, and what follows from them, as facts for the rules."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from app.casework.office.law_in_force import life_pack, rule_pack
from app.casework.office.settings import FILING_ALLOWED
from app.law.forms.conditions import FactValue
from app.law.forms.fields import Field
from app.law.life.models import ActRule
from app.law.route.outcome import fill_words
from app.law.route.walk import Outcome
from app.models.tables import Case, CaseClock, CaseStep, Document, DocumentVoid, Office, Setting

REGISTER = "register"
SAID = "_said"
_PROPOSED_BY_ROUTE = {"decline_proposed": "propose_decline", "closed_proposed": "propose_closed"}
_OWN = ("accept", "perform", "suggestion_own", "object", "review", "final_review")
_OTHER = ("transfer", "assign")
_OVERTURNED = ("revoke", "redo")


@dataclass(frozen=True)
class OwedPaper:
    """A document that an act (or, with `step_id` None, the registering) asked for and nobody has issued yet."""

    step_id: int | None
    kind: str
    asked_by: str


@dataclass(frozen=True)
class KnownCase:
    """The facts of a case, which act brought each, the open proposal's step, and the papers still owed."""

    facts: Mapping[str, FactValue]
    origin: Mapping[str, str]
    proposal: CaseStep | None
    owed: tuple[OwedPaper, ...]


def known_case(session: Session, case: Case, today: date) -> KnownCase:
    """Gather everything the rules may ask about a case."""
    steps = list(session.exec(select(CaseStep).where(CaseStep.case_id == case.id).order_by(col(CaseStep.id))).all())
    facts = _columns(session, case)
    origin: dict[str, str] = {}
    for step in steps:
        for key, value in json.loads(step.facts).items():
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
    owed = _owed(session, case, steps)
    facts |= _clocks(session, case, today)
    facts |= _labels(facts)
    facts["waits_for_dispatch"] = waits_for_dispatch(case)
    facts["proposal"] = _proposed(case, proposal)
    facts["papers_owed"] = bool(owed)
    facts["own_duty"] = facts["way"] == "5" and facts["hands"] == "own"
    facts |= {f"owes_{paper.kind}": True for paper in owed}
    if case.sealed:
        facts |= {f"issued_{kind}": True for kind in _issued_kinds(session, case)}
    facts["redo"] = facts.get("final_result", facts.get("review_result")) in _OVERTURNED
    return KnownCase(facts, origin, proposal, owed)


def adopt_first_version(session: Session, case: Case) -> None:
    """Give a case that the first version registered the step that every case begins with, before its next act."""
    first = session.exec(select(CaseStep.id).where(CaseStep.case_id == case.id, CaseStep.act == REGISTER)).first()
    if first is None:
        step = _first_version_step(case)
        session.add(step)
        if not case.sealed and not case.hands:
            case.hands = hands_of(case.disposition)
            session.add(case)
        session.flush()


def _first_version_step(case: Case) -> CaseStep:
    return CaseStep(
        case_id=case.id or 0, act=REGISTER, on=case.registered_on, state_before="", state_after=case.state, facts="{}",
        by_id=case.registered_by_id, at=case.registered_at,
    )  # fmt: skip


def waits_for_dispatch(case: Case) -> bool:
    """Say whether a case was registered and still waits to be sent to the office that has the power."""
    waiting = rule_pack().places.get(case.outcome_id)
    return (
        case.state == "S02"
        and case.disposition not in ("returned", "decided")
        and isinstance(waiting, Outcome)
        and bool(waiting.dispatched_as)
        and not case.sealed
        and case.voided_on is None
    )


def hands_of(disposition: str) -> str:
    """Return who handles a case that intake left with this disposition: own, other, or nobody yet."""
    return "own" if disposition in _OWN else "other" if disposition in _OTHER else ""


def said(rule: ActRule, facts: Mapping[str, FactValue]) -> str:
    """Return the sentence that tells an act, with the facts in it; `*_label` stands for the words of a choice."""
    return fill_words(rule.told(facts), {**facts, **_labels(facts)})


def fact_words(field: Field, value: FactValue) -> str:
    """Return a fact as a person reads it: the label of a choice, 是 or 否, names with 、 between."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(value)
    return next((option.label for option in field.options if option.value == value), str(value))


def _columns(session: Session, case: Case) -> dict[str, FactValue]:
    facts: dict[str, FactValue] = {
        "office_role": session.exec(select(Office.role)).one(),
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
    for column in ("destination", "source_office", "source_number", "handler", "pathway_organ", "pathway_basis",
                   "pathway_period", "urgent_facts", "conflict_note"):  # fmt: skip
        if value := getattr(case, column):
            facts[column] = value
    for column in ("dispatched_on", "accepted_on", "report_by", "concluded_on"):
        if day := getattr(case, column):
            facts[column] = day.isoformat()
    if case.co_offices:
        facts["co_offices"] = case.co_offices.split("、")
    return facts


def _parameter(session: Session, key: str) -> str:
    row = session.get(Setting, key)
    return row.value if row else ""


def _open_proposal(case: Case, steps: Sequence[CaseStep]) -> CaseStep | None:
    answered = {step.second_of for step in steps if step.second_of is not None}
    for step in reversed(steps):
        rule = life_pack().by_act.get(step.act)
        proposes = (rule is not None and rule.second == "proposes") or (
            step.act == REGISTER and case.disposition in _PROPOSED_BY_ROUTE
        )
        if proposes and step.id not in answered and case.state == "S02":
            return step
    if case.state == "S02" and case.disposition in _PROPOSED_BY_ROUTE and not any(s.act == REGISTER for s in steps):
        # As the first version proposed it, without a step of its own.
        return _first_version_step(case)
    return None


def _proposed(case: Case, proposal: CaseStep | None) -> str:
    if proposal is None:
        return ""
    return _PROPOSED_BY_ROUTE.get(case.disposition, "") if proposal.act == REGISTER else proposal.act


def _owed(session: Session, case: Case, steps: Sequence[CaseStep]) -> tuple[OwedPaper, ...]:
    void = select(DocumentVoid.document_id).where(DocumentVoid.case_id == case.id)
    issued = session.exec(
        select(Document.step_id, Document.kind).where(Document.case_id == case.id, col(Document.id).not_in(void))
    ).all()
    of_steps, kinds = set(issued), {kind for _step, kind in issued}
    owed: list[OwedPaper] = []
    if case.notice_kind and case.notice_kind not in kinds and not case.sealed:
        owed.append(OwedPaper(None, case.notice_kind, "登记"))
    acts = life_pack().by_act
    for step in steps:
        title = acts[step.act].title.rstrip("…") if step.act in acts else "登记"
        owed.extend(
            OwedPaper(step.id, kind, title) for kind in step.documents.split() if (step.id, kind) not in of_steps
        )
    return tuple(owed)


def _issued_kinds(session: Session, case: Case) -> tuple[str, ...]:
    """Return the kinds of paper that stand issued; a sealed case owes none, so its service asks for this."""
    void = select(DocumentVoid.document_id).where(DocumentVoid.case_id == case.id)
    query = select(Document.kind).where(Document.case_id == case.id, col(Document.id).not_in(void)).distinct()
    return tuple(session.exec(query).all())


def _clocks(session: Session, case: Case, today: date) -> dict[str, FactValue]:
    facts: dict[str, FactValue] = {}
    for clock in session.exec(select(CaseClock).where(CaseClock.case_id == case.id).order_by(col(CaseClock.id))).all():
        facts[f"{clock.kind}_running"] = clock.stopped_on is None
        facts[f"{clock.kind}_passed"] = clock.governing < today
        facts[f"{clock.kind}_governing"] = clock.governing.isoformat()
        facts[f"{clock.kind}_over_on"] = (clock.governing + timedelta(days=1)).isoformat()
    return facts


def _labels(facts: Mapping[str, FactValue]) -> dict[str, FactValue]:
    fields = life_pack().fields
    return {
        f"{key}_label": fact_words(fields[key], value)
        for key, value in facts.items()
        if key in fields and fields[key].options
    }
