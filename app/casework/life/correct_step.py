"""Correct what an act was said to be: a date or words, with the reason; the clocks that stand on it are moved."""

import json
from datetime import date

from sqlmodel import Session, select

from app.casework.cases.facts import REGISTER, SAID, KnownCase, known_case, said
from app.casework.cases.lookup import open_case
from app.casework.cases.search_text import index
from app.casework.clocks.corrected_days import move_day
from app.casework.clocks.running import judge_extension, recomputed, refresh_next_due
from app.casework.life.day_order import disorder
from app.casework.office.law_in_force import law_of, life_pack
from app.casework.upkeep.needs import note_needs
from app.casework.upkeep.served import early_service
from app.faults import UserFault
from app.law.forms.conditions import FactValue
from app.law.forms.fields import Field
from app.law.life.models import ActRule, ClockChange
from app.law.route.models import Node
from app.law.route.page import check_page
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
        known = known_case(session, case, workspace.today())
        new = _checked(known, workspace.today(), field, value)
        facts[key] = new
        if early := early_service(session, case, step.act, facts):
            raise UserFault(next(iter(early.values())), "请改正后再保存。", code="bad-value", field="value")
        facts[SAID] = said(rule, {**known.facts, **_values(facts)})
        step.facts = json.dumps(facts, ensure_ascii=False, sort_keys=True)
        if rule.on == key:
            step.on = date.fromisoformat(str(new))
        session.add(step)
        column = rule.columns.get(key)
        if column is not None and _last_to_say(session, case, step, key):
            setattr(case, column, date.fromisoformat(str(new)) if column.endswith(("_on", "_by")) else new)
            session.add(case)
        session.flush()
        _move_clocks(session, case, rule, known, key, former, facts)
        index(session, case)
        note_needs(session, case, workspace.today())


def _values(facts: dict[str, FactValue | None]) -> dict[str, FactValue]:
    return {key: value for key, value in facts.items() if value is not None}


def _checked(known: KnownCase, today: date, field: Field, value: str) -> FactValue:
    raw: object = value.split("\n") if field.kind in ("names", "claims") else value
    page = Node(
        id="correct",
        title="更正",
        question="",
        basis=(),
        fields=(field.model_copy(update={"required": True, "shown_when": ()}),),
    )
    check = check_page(page, None, dict(known.facts), {field.key: raw}, today)
    error = next(iter(check.errors.values()), "")
    if not error and field.kind == "date":
        error = disorder(known, field.key, field.label, str(check.gained[field.key]))
    if error:
        raise UserFault(error, "请改正后再保存。", code="bad-value", field="value")
    return check.gained[field.key]


def _last_to_say(session: Session, case: Case, step: CaseStep, key: str) -> bool:
    later = session.exec(select(CaseStep).where(CaseStep.case_id == case.id, CaseStep.id > step.id)).all()  # type: ignore[operator]
    return not any(key in json.loads(each.facts) for each in later)


def _move_clocks(
    session: Session,
    case: Case,
    rule: ActRule,
    known: KnownCase,
    key: str,
    former: FactValue | None,
    facts: dict[str, FactValue | None],
) -> None:
    new = facts[key]
    law = law_of(session)
    ends = {start.kind for start in rule.starts if start.due_fact == key}
    for clock in session.exec(select(CaseClock).where(CaseClock.case_id == case.id)).all():
        if clock.kind in ends and clock.due.isoformat() == former:
            clock.days = (date.fromisoformat(str(new)) - clock.start).days
        for change in rule.changes:
            if change.kind != clock.kind:
                continue
            if change.change == "extend" and clock.extension_days:
                clock.extension_days = int(str(facts[change.days]))
                judge_extension(law, clock, date.fromisoformat(str(facts[rule.on])))
            elif change.change == "exclude" and key in (change.first, change.last):
                clock.excluded_days += _days(facts, change) - _days({**facts, key: former}, change)
        recomputed(law, clock)
        session.add(clock)
    session.flush()
    if isinstance(former, str) and isinstance(new, str) and life_pack().fields[key].kind == "date":
        move_day(session, case, known, key, date.fromisoformat(former), date.fromisoformat(new))
    refresh_next_due(session, case)


def _days(facts: dict[str, FactValue | None], change: ClockChange) -> int:
    first, last = (date.fromisoformat(str(facts[key])) for key in (change.first, change.last))
    return (last - first).days + 1
