"""Correct what an act was said to be: a date or words, with the reason; the clocks that stand on it are moved."""

import json
from collections.abc import Mapping
from datetime import date

from sqlmodel import Session, select

from app.casework.cases.facts import REGISTER, SAID, KnownCase, known_case, said, standing_steps
from app.casework.clocks.book import ClockBook, compute_end
from app.casework.clocks.running import keep_book
from app.casework.life.day_order import approved_on, disorder
from app.casework.office.law_in_force import law_of, life_pack
from app.casework.upkeep.case_act import case_act
from app.casework.upkeep.served import NAMED, early_service, served_paper
from app.faults import UserFault
from app.law.forms.conditions import FactValue
from app.law.forms.fields import Field
from app.law.life.models import ActRule, ClockChange
from app.law.route.models import Node
from app.law.route.page import check_page
from app.models.tables import Case, CaseStep, Service
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
    with case_act(workspace, "correct_step", case_id, reason.strip()) as acting:
        session, case = acting.session, acting.case
        step = session.get(CaseStep, step_id)
        rule = life_pack().by_act.get(step.act) if step is not None else None
        standing = step is not None and step.undone_by_id is None and step.case_id == case.id
        if step is None or rule is None or not standing or step.act == REGISTER:
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
        if rule.on == key and facts.get(rule.received_as):
            facts[rule.received_as] = new
        _correct_service(session, known, rule, step, facts)
        facts[SAID] = said(rule, {**known.facts, **_values(facts)})
        step.facts = json.dumps(facts, ensure_ascii=False, sort_keys=True)
        if rule.on == key:
            step.on = date.fromisoformat(str(new))
        session.add(step)
        column = rule.columns.get(key)
        if column is not None and _last_to_say(session, case, step, key):
            setattr(case, column, date.fromisoformat(str(new)) if column.endswith(("_on", "_by")) else new)
            session.add(case)
        book = ClockBook(law_of(session), known.clocks)
        _move_clocks(book, rule, known, key, former, facts)
        keep_book(session, case, book)


def _correct_service(
    session: Session, known: KnownCase, rule: ActRule, step: CaseStep, facts: Mapping[str, FactValue | None]
) -> None:
    """Let the service that a step recorded follow its corrected facts; another paper only where one was named anew."""
    row = session.exec(select(Service).where(Service.step_id == step.id)).one_or_none()
    if row is None:
        return
    paper = next((each for each in known.papers if each.id == row.document_id), None)
    if rule.serves_others and facts.get(NAMED) != json.loads(step.facts).get(NAMED):
        paper = served_paper(known, rule, facts)
        row.document_id = paper.id if paper is not None else None
    if early := early_service(paper, rule, facts):
        raise UserFault(next(iter(early.values())), "请改正后再保存。", code="bad-value", field="value")
    row.on = date.fromisoformat(str(facts[rule.on]))
    row.way, row.receiver = str(facts.get("service_way") or ""), str(facts.get("service_receiver") or "")
    session.add(row)


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
    later = [each for each in session.exec(standing_steps(case.id or 0)).all() if (each.id or 0) > (step.id or 0)]
    return not any(key in json.loads(each.facts) for each in later)


def _move_clocks(
    book: ClockBook,
    rule: ActRule,
    known: KnownCase,
    key: str,
    former: FactValue | None,
    facts: dict[str, FactValue | None],
) -> None:
    new = facts[key]
    ends = {start.kind for start in rule.starts if start.due_fact == key}
    for clock in book.clocks:
        if clock.kind in ends and clock.due.isoformat() == former:
            clock.days = (date.fromisoformat(str(new)) - clock.start).days
        for change in rule.changes:
            if change.kind != clock.kind:
                continue
            if change.change == "lengthen" and clock.extension_days:
                clock.extension_days = int(str(facts[change.days]))
                book.judge_extension(clock, date.fromisoformat(str(facts[rule.on])))
            elif change.change == "exclude" and key in (change.first, change.last):
                clock.excluded_days += _days(facts, change) - _days({**facts, key: former}, change)
        compute_end(book.law, clock)
    if isinstance(former, str) and isinstance(new, str) and life_pack().fields[key].kind == "date":
        approved = date.fromisoformat(new) if key == "approved_on" else approved_on(known)
        book.move_day(key, date.fromisoformat(former), date.fromisoformat(new), approved)


def _days(facts: dict[str, FactValue | None], change: ClockChange) -> int:
    first, last = (date.fromisoformat(str(facts[key])) for key in (change.first, change.last))
    return (last - first).days + 1
