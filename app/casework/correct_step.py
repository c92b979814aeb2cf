"""Correct what an act was said to be: a date or words, with the reason; the clocks that stand on it are moved."""

import json
from datetime import date

from sqlmodel import Session, select

from app.casework.case_facts import REGISTER, SAID, known_case, said
from app.casework.find import open_case
from app.casework.law_in_force import law_of, life_pack
from app.casework.needs import note_needs
from app.casework.running_clocks import recomputed, refresh_next_due, restart_clocks
from app.casework.search_text import index
from app.faults import UserFault
from app.law.conditions import FactValue
from app.law.fields import Field
from app.law.page import check_page
from app.law.rule_models import Node
from app.law.states import ActRule
from app.models.tables import Case, CaseClock, CaseStep
from app.models.workspace import Workspace


def correctable(rule: ActRule, field: Field) -> bool:
    """Say whether a field may be corrected later: dates, words and numbers; never what the way of the case hangs on."""
    deciding = {condition.fact for edge in rule.to for condition in edge.when}
    deciding |= {condition.fact for part in rule.conditional_parts for condition in part.when}
    if field.kind in ("choice", "yesno", "case_ref") or field.key in deciding:
        return False
    return not rule.sealed


def correct_step(workspace: Workspace, case_id: int, step_id: int, key: str, value: str, reason: str) -> None:
    """Correct one fact of an act; the former value and the reason stay in the journal.

    Clocks that start or stop on it, an extension and a hearing's days are computed anew. Raises `UserFault` without a
    reason, for a fact that decides the way of the case, or a value that cannot be.
    """
    if not reason.strip():
        raise UserFault("更正要写明理由，", "请填写理由后再继续。", code="missing-field", field="reason")
    with workspace.act("correct_step", reason.strip()) as session:
        case = open_case(session, case_id)
        step = session.get(CaseStep, step_id)
        rule = life_pack().by_act.get(step.act) if step is not None else None
        if step is None or rule is None or step.case_id != case.id or step.act == REGISTER:
            raise UserFault("这一项不能在这里更正，", "请从信访事项页面选择要更正的内容。", code="bad-value", field=key)
        field = next((each for each in rule.fields if each.key == key), None)
        if field is None or not correctable(rule, field):
            raise UserFault(
                "这一项决定了这件怎么走，不能更正，",
                "请用后面的办理事项改变去向，或者作废后重新登记。",
                code="bad-value",
                field=key,
            )
        facts = json.loads(step.facts)
        former = facts.get(key)
        new = _checked(workspace, session, case, field, value, former)
        facts[key] = new
        facts[SAID] = said(rule, {**known_case(session, case, workspace.today()).facts, **_values(facts)})
        step.facts = json.dumps(facts, ensure_ascii=False, sort_keys=True)
        if rule.on == key:
            step.on = date.fromisoformat(str(new))
        session.add(step)
        column = rule.columns.get(key)
        if column is not None and _last_to_say(session, case, step, key):
            setattr(case, column, date.fromisoformat(str(new)) if column.endswith(("_on", "_by")) else new)
            session.add(case)
        session.flush()
        _move_clocks(session, case, rule, key, former, facts)
        index(session, case)
        note_needs(session, case, workspace.today())


def _values(facts: dict[str, FactValue | None]) -> dict[str, FactValue]:
    return {key: value for key, value in facts.items() if value is not None}


def _checked(
    workspace: Workspace, session: Session, case: Case, field: Field, value: str, former: FactValue | None
) -> FactValue:
    facts = dict(known_case(session, case, workspace.today()).facts)
    raw: object = value.split("\n") if field.kind in ("names", "claims") else value
    page = Node(
        id="correct",
        title="更正",
        question="",
        basis=(),
        fields=(field.model_copy(update={"required": True, "shown_when": ()}),),
    )
    check = check_page(page, None, facts, {field.key: raw}, workspace.today())
    error = next(iter(check.errors.values()), None) or _later_cause(facts, field, check.gained.get(field.key))
    if error:
        raise UserFault(error, "请改正后再保存。", code="bad-value", field="value")
    return check.gained[field.key]


def _later_cause(facts: dict[str, FactValue], field: Field, value: FactValue | None) -> str:
    """Say which later day would come before its cause, were this one moved."""
    for other in life_pack().fields.values():
        known = facts.get(other.key)
        if other.not_before == field.key and isinstance(known, str) and isinstance(value, str) and known < value:
            return f"“{field.label}”（{value}）不能晚于“{other.label}”（{known}），请核对先后。"
    return ""


def _last_to_say(session: Session, case: Case, step: CaseStep, key: str) -> bool:
    later = session.exec(select(CaseStep).where(CaseStep.case_id == case.id, CaseStep.id > step.id)).all()  # type: ignore[operator]
    return not any(key in json.loads(each.facts) for each in later)


def _move_clocks(
    session: Session, case: Case, rule: ActRule, key: str, former: FactValue | None, facts: dict[str, FactValue | None]
) -> None:
    new = facts[key]
    if isinstance(former, str) and isinstance(new, str):
        restart_clocks(
            session, case,
            lambda clock: date.fromisoformat(new)
            if clock.start_fact == key and clock.start.isoformat() == former else None,
        )  # fmt: skip
    law = law_of(session)
    starts = {start.kind: start for start in rule.starts if start.due_fact == key}
    for clock in session.exec(select(CaseClock).where(CaseClock.case_id == case.id)).all():
        if clock.stopped_by == key and clock.stopped_on is not None and clock.stopped_on.isoformat() == former:
            clock.stopped_on = date.fromisoformat(str(new))
        if clock.kind in starts and clock.due.isoformat() == former:
            clock.days = (date.fromisoformat(str(new)) - clock.start).days
        for change in rule.changes:
            if change.kind != clock.kind:
                continue
            if change.change == "extend":
                clock.extension_days = int(str(facts[change.days]))
                clock.late_extension = False
                recomputed(law, clock)
                approved = date.fromisoformat(str(facts[rule.on]))
                clock.late_extension = (approved - clock.due).days > -clock.extension_days
            elif change.change == "exclude" and key in (change.first, change.last):
                clock.excluded_days += _days(facts, change) - _days({**facts, key: former}, change)
        recomputed(law, clock)
        session.add(clock)
    session.flush()
    refresh_next_due(session, case)


def _days(facts: dict[str, FactValue | None], change: object) -> int:
    first, last = (date.fromisoformat(str(facts[key])) for key in (change.first, change.last))  # type: ignore[attr-defined]
    return (last - first).days + 1
