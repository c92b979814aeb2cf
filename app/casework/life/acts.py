"""The acts of a case's life: what can be done now and why the rest cannot, and the doing, one transaction each."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from app.casework.cases.facts import ENTERED_LATER, KnownCase, OwedPaper, adopt_first_version, known_case
from app.casework.cases.lookup import case_by_id, case_by_number, open_case
from app.casework.cases.sealed import is_custodian
from app.casework.clocks.running import keep_book
from app.casework.documents.issuing import issue_in
from app.casework.life.claim_answers import ClaimAnswer, answer_claims, open_claims
from app.casework.life.plan import Plan, PlannedService, plan_act
from app.casework.office.law_in_force import LawInForce, law_of, life_pack
from app.casework.templates.versions import current_templates
from app.casework.upkeep.case_act import case_act
from app.casework.upkeep.served import next_to_serve
from app.faults import UserFault
from app.law.dates.typed_dates import read_date
from app.law.forms.conditions import all_hold
from app.law.life.models import ActRule
from app.law.route.models import Node
from app.law.route.page import AnswerFault, PageCheck, check_page, visible_fields
from app.models.tables import Case, CaseStep, Service
from app.models.workspace import Workspace

_SHOWN_STATES = 3


@dataclass(frozen=True)
class Offer:
    """One act as the case page offers it; where it is not possible now, `reason` says why."""

    act: str
    title: str
    group: str
    likely: int
    possible: bool
    reason: str
    help: str


@dataclass(frozen=True)
class ActForm:
    """What an act asks: its rule, the raw values to begin with, and the claims that it has to answer.

    `known` is the case as it stood when the form was opened, `law` what its dates are computed by.
    """

    rule: ActRule
    values: Mapping[str, object]
    claims: tuple[tuple[int, str], ...]
    known: KnownCase
    law: LawInForce

    def shown(self, values: Mapping[str, object], today: date) -> tuple[str, ...]:
        """Return the keys of the fields that are shown for what is typed so far."""
        return tuple(field.key for field in visible_fields(page_of(self.rule), None, self.known.facts, values, today))

    def plan(self, values: Mapping[str, object], today: date) -> Plan:
        """Return what the act would do with what is typed so far; what cannot be taken yet is passed over."""
        return plan_act(self.known, self.rule, self.check(values, today).gained, self.law, today)

    def check(self, values: Mapping[str, object], today: date) -> PageCheck:
        """Judge what is typed so far as the act itself will judge it."""
        return check_page(page_of(self.rule), None, self.known.facts, _raw(self.rule, values), today)


@dataclass(frozen=True)
class Performed:
    """What an act changed: the step, the state it led to, the sentence, the papers that it asks for, remarks."""

    step_id: int
    state: str
    sentence: str
    owed: tuple[OwedPaper, ...]
    document_id: int | None
    warnings: tuple[str, ...]


def offers(workspace: Workspace, session: Session, case: Case, known: KnownCase) -> tuple[Offer, ...]:
    """Return every act that belongs to this case, the possible ones first, the likeliest of them on top."""
    if case.voided_on is not None:
        return ()
    found = []
    for place, rule in enumerate(life_pack().acts):
        if rule.fits(known.facts):
            reason = _why_not(workspace, case, rule, known)
            offer = Offer(rule.id, rule.title, rule.group, rule.likely, not reason, reason, rule.help)
            found.append(((bool(reason), rule.likely, place), offer))
    return tuple(offer for _, offer in sorted(found, key=lambda entry: entry[0]))


def act_form(workspace: Workspace, case_id: int, act: str) -> ActForm:
    """Return what an act asks, filled in advance; raise `UserFault` where it is not possible now."""
    with workspace.reading() as session:
        case, rule, known = _ready(workspace, session, case_id, act)
        claims = open_claims(session, case) if rule.answers_claims else ()
        values = _prefill(rule, known, workspace.today()) | next_to_serve(known, rule, current_templates(session))
        return ActForm(rule, values, tuple((c.id or 0, c.text) for c in claims), known, law_of(session))


def perform(
    workspace: Workspace,
    case_id: int,
    act: str,
    values: Mapping[str, object],
    claim_answers: Sequence[ClaimAnswer] = (),
) -> Performed:
    """Do an act: check it against state and law, write step, state, clocks, claims and search in one transaction.

    `values` are raw, by field key. An act whose paper is part of it issues that paper in the same transaction.
    Raises `UserFault` with code wrong-state, needs-more, second-person, not-allowed, or AnswerFault by field.
    """
    with case_act(workspace, act, case_id, _entered_later(workspace, act, values), whichever=True) as acting:
        session = acting.session
        adopt_first_version(session, acting.case)
        case, rule, known = _ready(workspace, session, case_id, act)
        today = workspace.today()
        check = check_page(page_of(rule), None, known.facts, _raw(rule, values), today)
        if check.errors:
            raise AnswerFault(check.errors)
        if said_why := next(
            (need.say for need in rule.checks if not all_hold(need.when, {**known.facts, **check.gained})), ""
        ):
            raise UserFault(said_why, "请核对后再办。", code="needs-more")
        plan = plan_act(known, rule, check.gained, law_of(session), today)
        if plan.refusals:
            raise plan.refusals[0]
        step_id, document_id = _carry_out(workspace, session, case, known, plan, claim_answers)
    assert acting.left is not None
    return Performed(step_id, plan.state, plan.sentence, acting.left.owed, document_id, _warnings(check))


def _entered_later(workspace: Workspace, act: str, values: Mapping[str, object]) -> str:
    """Return what the journal says of an act that took effect on an earlier day than today."""
    rule = life_pack().by_act.get(act)
    typed = values.get(rule.on) if rule is not None else None
    try:
        day = typed if isinstance(typed, date) else read_date(str(typed or ""), workspace.today())
    except ValueError:  # the form's own check says what is wrong with it
        return ""
    return ENTERED_LATER if day is not None and day < workspace.today() else ""


def waive_document(workspace: Workspace, case_id: int, step_id: int | None, kind: str, reason: str) -> None:
    """Put on record that a paper an act asked for is not issued, and why; it is no longer owed."""
    if not reason.strip():
        raise UserFault("不出这份文书要写明理由，", "请填写后再继续。", code="missing-field", field="reason")
    with case_act(workspace, "waive_document", case_id, reason.strip()) as acting:
        session, case = acting.session, acting.case
        step = session.get(CaseStep, step_id) if step_id is not None else None
        if step is None:
            case.notice_kind, case.notice_reason = "", reason.strip()
            session.add(case)
        elif step.case_id == case.id:
            rule = life_pack().by_act.get(step.act)
            if rule is not None and rule.with_document:
                raise UserFault("这份文书和决定是一体的，不能不出，", "请出文书。", code="not-allowed")
            if rule is not None and any(each.kind == kind and each.always for each in rule.documents):
                raise UserFault("后面的期限和权利都以这份文书为准，不能不出，", "请出文书。", code="not-allowed")
            step.documents = tuple(each for each in step.documents if each != kind)
            session.add(step)


def _ready(workspace: Workspace, session: Session, case_id: int, act: str) -> tuple[Case, ActRule, KnownCase]:
    rule = life_pack().by_act.get(act)
    if rule is None:
        raise UserFault(f"没有“{act}”这件事。", "请从页面列出的事项里选。", code="unknown-act")
    case = case_by_id(session, case_id) if rule.sealed else open_case(session, case_id)
    known = known_case(session, case, workspace.today())
    if case.voided_on is not None or not rule.fits(known.facts):
        raise UserFault(
            f"这件信访事项没有“{rule.title.rstrip('…')}”这一步。", "请从页面列出的事项里选。", code="wrong-state"
        )
    if reason := _why_not(workspace, case, rule, known):
        raise UserFault(reason, "请看页面上方写明的现在状态。", code=_code(case, rule))
    return case, rule, known


def _code(case: Case, rule: ActRule) -> str:
    if case.state not in rule.from_states:
        return "wrong-state"
    return "second-person" if rule.second in ("confirms", "refuses") else "needs-more"


def _why_not(workspace: Workspace, case: Case, rule: ActRule, known: KnownCase) -> str:
    states = life_pack().by_state
    if case.state not in rule.from_states:
        titles = [f"“{states[state].title}”" for state in rule.from_states]
        more = "等状态" if len(titles) > _SHOWN_STATES else ""
        return f"现在是“{states[case.state].title}”，到{'、'.join(titles[:_SHOWN_STATES])}{more}时才能办。"
    if rule.sealed and not is_custodian(workspace):
        return "检举控告件只有保密专员能办理。"
    if missing := rule.missing(known.facts):
        return missing
    if (
        rule.second in ("confirms", "refuses")
        and known.proposal is not None
        and known.proposal.by_id == workspace.actor.id
    ):
        return "提出的人不能自己确认：要由另一位工作人员用自己的用户登录后办理。"
    return ""


def page_of(rule: ActRule) -> Node:
    """Return what an act asks as one page of questions."""
    return Node(id=rule.id, title=rule.title.rstrip("…"), question=rule.help, basis=rule.basis, fields=rule.fields)


def _raw(rule: ActRule, values: Mapping[str, object]) -> dict[str, object]:
    keys = {field.key for field in rule.fields}
    return {
        key: value.isoformat() if isinstance(value, date) else value for key, value in values.items() if key in keys
    }


def _warnings(check: Any) -> tuple[str, ...]:
    return tuple(result.warning for result in check.results.values() if result.warning)


def _prefill(rule: ActRule, known: KnownCase, today: date) -> dict[str, object]:
    """Begin with what is known; a day begins with today, and words of the same act's last time are not said again."""
    values: dict[str, object] = {}
    for field in rule.fields:
        stands = known.facts.get(field.key)
        if field.kind == "date":
            stands = None if field.default == "today" or known.origin.get(field.key) == rule.id else stands
        elif rule.serves or rule.serves_others:
            stands = None  # nobody receives a second paper as the first one, and no letter bears its number twice
        elif field.kind == "longtext" and known.origin.get(field.key) == rule.id:
            stands = None
        if stands is None and field.default is not None:
            stands = today.isoformat() if field.default == "today" else field.default
        if stands is not None:
            values[field.key] = stands
    if rule.confirms and known.facts.get("proposal_note"):
        for field in rule.fields:
            if field.kind == "longtext" and field.key not in values:
                values[field.key] = known.facts["proposal_note"]
    return values


def _carry_out(
    workspace: Workspace,
    session: Session,
    case: Case,
    known: KnownCase,
    plan: Plan,
    claim_answers: Sequence[ClaimAnswer],
) -> tuple[int, int | None]:
    """Write down what was planned; return the ids of the step and of the document that the act issues itself."""
    rule = plan.rule
    if rule.joins:
        case.related_case_id = _joined(session, case, str(plan.facts[rule.joins]), rule.joins)
    for column, value in plan.columns.items():
        if getattr(case, column) != value:
            setattr(case, column, value)
    session.add(case)
    if rule.answers_claims:
        answer_claims(session, case, claim_answers)
    assert plan.on is not None
    step = CaseStep(
        case_id=case.id or 0, act=rule.id, on=plan.on, state_before=plan.before, state_after=plan.state,
        facts=json.dumps(plan.kept, ensure_ascii=False, sort_keys=True), documents=plan.documents,
        by_id=workspace.actor.id, at=workspace.moment(),
        second_of=known.proposal.id if rule.second in ("confirms", "refuses") and known.proposal else None,
    )  # fmt: skip
    session.add(step)
    session.flush()
    if plan.service is not None:
        session.add(_service_row(case, step, plan.service))
    keep_book(session, case, plan.clocks, step.id)
    document_id = issue_in(workspace, session, case, plan.issued, step_id=step.id) if plan.issued else None
    return step.id or 0, document_id


def _service_row(case: Case, step: CaseStep, served: PlannedService) -> Service:
    return Service(
        case_id=case.id or 0, document_id=served.document.id if served.document is not None else None,
        step_id=step.id or 0, on=served.on, result=served.result, way=served.way, receiver=served.receiver,
    )  # fmt: skip


def _joined(session: Session, case: Case, number: str, field: str) -> int | None:
    """Return the id of the case that this one goes into, one that is still handled or was answered."""
    target = case_by_number(session, number)
    if target.sealed:  # answered like one that does not exist
        raise UserFault(f"找不到编号为“{target.number}”的信访事项，", "请核对编号后再试。", code="no-such-case")
    if target.id == case.id or target.voided_on is not None or life_pack().by_state[target.state].ended:
        raise UserFault(
            f"不能并入“{target.number}”，",
            "请核对原件编号：不能是自己、已作废、已并入别的件或者已经结束的件。",
            code="bad-value",
            field=field,
        )
    return target.id
