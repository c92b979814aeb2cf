"""The acts of a case's life: what can be done now and why the rest cannot, and the doing, one transaction each."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from app.casework.cases.document_rows import SERVING_ACTS
from app.casework.cases.facts import SAID, KnownCase, OwedPaper, adopt_first_version, known_case, said
from app.casework.cases.lookup import case_by_id, case_by_number, open_case
from app.casework.cases.sealed import is_custodian
from app.casework.cases.search_text import index
from app.casework.clocks.act_effects import move_clocks
from app.casework.documents.issuing import issue_in
from app.casework.life.claim_answers import ClaimAnswer, answer_claims, open_claims
from app.casework.life.dispatch import SENT_AGAIN, dispatch_in, say_anew
from app.casework.office.law_in_force import life_pack
from app.casework.upkeep.needs import note_needs
from app.casework.upkeep.served import early_service, next_to_serve
from app.faults import UserFault
from app.law.forms.conditions import FactValue, all_hold
from app.law.life.models import ActRule
from app.law.route.models import Node
from app.law.route.outcome import fill_words
from app.law.route.page import AnswerFault, check_page, visible_fields
from app.models.tables import Case, CaseStep
from app.models.workspace import Workspace

_SHOWN_STATES = 3
# A repeat visit joins a matter that is still handled or was answered, never one that ended otherwise.
_ENDED = ("S21", "X1", "X2", "X3", "X4", "X5")


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
    """What an act asks: its rule, the raw values to begin with, and the claims that it has to answer."""

    rule: ActRule
    values: Mapping[str, object]
    claims: tuple[tuple[int, str], ...]
    facts: Mapping[str, FactValue]

    def shown(self, values: Mapping[str, object], today: date) -> tuple[str, ...]:
        """Return the keys of the fields that are shown for what is typed so far."""
        return tuple(field.key for field in visible_fields(_page(self.rule), None, self.facts, values, today))


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
        values = _prefill(rule, known, workspace.today()) | next_to_serve(session, case, act)
        return ActForm(rule, values, tuple((c.id or 0, c.text) for c in claims), known.facts)


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
    with workspace.act(act) as session:
        adopt_first_version(session, case_by_id(session, case_id))
        case, rule, known = _ready(workspace, session, case_id, act)
        today = workspace.today()
        check = check_page(_page(rule), None, known.facts, _raw(rule, values), today)
        if errors := check.errors or early_service(session, case, act, check.gained):
            raise AnswerFault(errors)
        if said_why := next(
            (need.say for need in rule.checks if not all_hold(need.when, {**known.facts, **check.gained})), ""
        ):
            raise UserFault(said_why, "请核对后再办。", code="needs-more")
        return _carry_out(workspace, session, case, rule, known, check.gained, claim_answers, _warnings(check))


def waive_document(workspace: Workspace, case_id: int, step_id: int | None, kind: str, reason: str) -> None:
    """Put on record that a paper an act asked for is not issued, and why; it is no longer owed."""
    if not reason.strip():
        raise UserFault("不出这份文书要写明理由，", "请填写后再继续。", code="missing-field", field="reason")
    with workspace.act("waive_document", reason.strip()) as session:
        case = open_case(session, case_id)
        step = session.get(CaseStep, step_id) if step_id is not None else None
        if step is None:
            case.notice_kind, case.notice_reason = "", reason.strip()
            session.add(case)
        elif step.case_id == case.id:
            rule = life_pack().by_act[step.act]
            if rule.with_document:
                raise UserFault("这份文书和决定是一体的，不能不出，", "请出文书。", code="not-allowed")
            if any(each.kind == kind and each.always for each in rule.documents):
                raise UserFault("后面的期限和权利都以这份文书为准，不能不出，", "请出文书。", code="not-allowed")
            step.documents = " ".join(each for each in step.documents.split() if each != kind)
            session.add(step)
        note_needs(session, case, workspace.today())


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


def _page(rule: ActRule) -> Node:
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
        elif rule.id in SERVING_ACTS:
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
    rule: ActRule,
    known: KnownCase,
    gained: Mapping[str, FactValue],
    claim_answers: Sequence[ClaimAnswer],
    warnings: tuple[str, ...],
) -> Performed:
    # What this act asks and nobody filled in is not what an earlier act said of the same.
    former = {*rule.clears, *(field.key for field in rule.fields)}
    facts = {**{k: v for k, v in known.facts.items() if k not in former}, **gained, **rule.sets}
    on = date.fromisoformat(str(facts[rule.on]))
    before = case.state
    _fill_columns(session, case, rule, facts)
    if rule.carried_out_by == "dispatch_case":
        dispatch_in(session, case, on, str(facts.get("destination", "")))
        facts["hands"] = case.hands
    elif rule.to:
        case.state = next(edge.to for edge in rule.to if all_hold(edge.when, facts))
    if rule.answers_claims:
        answer_claims(session, case, claim_answers)
    documents = [each.kind for each in rule.documents if all_hold(each.when, facts)]
    sentence = said(rule, facts)
    days_left_open = [field.key for field in rule.fields if field.kind == "date" and field.key not in gained]
    kept: dict[str, FactValue | None] = {
        **dict.fromkeys((*rule.clears, *(key for key in days_left_open if known.origin.get(key) == rule.id))),
        **rule.sets,
        **gained,
        SAID: sentence,
    }
    step = CaseStep(
        case_id=case.id or 0, act=rule.id, on=on, state_before=before, state_after=case.state,
        facts=json.dumps(kept, ensure_ascii=False, sort_keys=True), documents=" ".join(documents),
        by_id=workspace.actor.id, at=workspace.moment(),
        second_of=known.proposal.id if rule.second in ("confirms", "refuses") and known.proposal else None,
    )  # fmt: skip
    session.add(step)
    session.flush()
    move_clocks(session, case, rule, facts, before)
    if rule.id == SENT_AGAIN:
        say_anew(session, case)
    _tell_next(session, case, rule, facts)
    document_id = None
    if rule.with_document and documents:
        document_id = issue_in(workspace, session, case, documents[0], step_id=step.id)
    if not case.sealed:
        index(session, case)
    then = known_case(session, case, workspace.today())
    note_needs(session, case, workspace.today(), then)
    return Performed(step.id or 0, case.state, sentence, then.owed, document_id, warnings)


def _fill_columns(session: Session, case: Case, rule: ActRule, facts: Mapping[str, FactValue]) -> None:
    for key, column in rule.columns.items():
        value = facts.get(key)
        if value in (None, ""):
            continue
        if column.endswith(("_on", "_by")):
            setattr(case, column, date.fromisoformat(str(value)))
        else:
            setattr(case, column, "、".join(value) if isinstance(value, list) else value)
    for key in ("hands", "disposition"):
        if key in rule.sets:
            setattr(case, key, rule.sets[key])
    if rule.second == "refuses" and case.disposition.endswith("_proposed"):
        case.disposition = "decided"
    if rule.id == SENT_AGAIN and facts.get("importance") != "important":
        case.report_by = None  # an earlier assignment's; a plain transfer asks for no report
    if rule.id == "merge":
        target = case_by_number(session, str(facts["related_case"]))
        if target.sealed:  # answered like one that does not exist
            raise UserFault(f"找不到编号为“{target.number}”的信访事项，", "请核对编号后再试。", code="no-such-case")
        if target.id == case.id or target.voided_on is not None or target.state in _ENDED:
            raise UserFault(
                f"不能并入“{target.number}”，",
                "请核对原件编号：不能是自己、已作废、已并入别的件或者已经结束的件。",
                code="bad-value",
                field="related_case",
            )
        case.related_case_id = target.id
    marks = [mark for mark in case.marks.split("\n") if mark and mark not in rule.marks_off]
    case.marks = "\n".join(dict.fromkeys((*marks, *rule.marks_on)))


def _tell_next(session: Session, case: Case, rule: ActRule, facts: Mapping[str, FactValue]) -> None:
    if case.sealed:
        return
    if rule.carried_out_by != "dispatch_case":
        case.next_text = life_pack().by_state[case.state].waits
    if rule.remedy:
        case.remedy = fill_words(rule.remedy, facts)
    session.add(case)
