"""Change a registered case: correct, void. The former value stays in the journal, with the reason."""

from datetime import date
from typing import Any

from sqlmodel import Session, select

from app.casework.cases.days import check_days, entry_day
from app.casework.cases.facts import REGISTER, KnownCase, known_case
from app.casework.clocks.book import BY_VOIDING, ClockBook
from app.casework.clocks.running import book_of, keep_book
from app.casework.life.day_order import approved_on, disorder
from app.casework.life.route_words import words_said_anew
from app.casework.office.law_in_force import law_of, life_pack, rule_pack
from app.casework.upkeep.case_act import case_act
from app.faults import UserFault
from app.law.dates.typed_dates import read_date
from app.law.forms.fields import check_field
from app.law.route.outcome import mark_names
from app.models.tables import Case, CaseStep, Claim, Petitioner
from app.models.workspace import Workspace

CASE_FIELDS = {
    "petition_date": "信访日期",
    "received_on": "收到日期",
    "registered_on": "登记日期",
    "own_number": "纸质登记簿编号",
    "desk_kind": "在哪里收下的",
    "desk_name": "接访点名称",
    "desk_person": "在接访点收下的人",
    "accepted_on": "受理日期",
    "people_count": "信访人数",
    "summary": "概况",
    "purpose": "信访目的",
    "content_category": "内容分类",
    "location": "问题属地",
    "destination": "去向单位",
    "province_number": "省系统编号",
    "handler": "承办人",
    "source_office": "来源机关",
    "source_number": "来文编号",
}
PETITIONER_FIELDS = {
    "name": "姓名（名称）",
    "gender": "性别",
    "id_number": "证件号码",
    "phone": "电话",
    "address": "住址",
    "agent_name": "代理人",
}
_DATES = {"petition_date", "received_on", "registered_on", "accepted_on"}
# Words of the route that name these are said anew, so that paper never names two offices.
_NAMED_IN_WORDS = {"destination", "source_office"}


def correct_case(workspace: Workspace, case_id: int, target: str, value: str, reason: str) -> None:
    """Correct one value: `target` is a case field, `petitioner.<id>.<field>` or `claim.<id>`.

    A changed date of receipt or acceptance moves the clocks that start from it. Raises `UserFault` without a reason,
    for an unknown target or a value that cannot be.
    """
    _needs_reason(reason, "更正")
    with case_act(workspace, "correct_case", case_id, reason.strip()) as acting:
        session, case = acting.session, acting.case
        row, column = _target(session, case, target)
        former = getattr(row, column)
        new = _read(column, value, workspace.today())
        known = known_case(session, case, workspace.today())
        if isinstance(new, date):
            _check_day(case, known, column, new)
        if row is case and column == "people_count" and isinstance(new, int):
            case.marks = _marks_said_anew(case, known, new)
        setattr(row, column, new)
        session.add(row)
        session.flush()
        if isinstance(former, date) and isinstance(new, date):
            book = ClockBook(law_of(session), known.clocks)
            book.move_day(column, former, new, approved_on(known))
            keep_book(session, case, book)
        if row is case and column == "registered_on":
            _move_first_step(session, case)
        if row is case and column in _NAMED_IN_WORDS:
            if column == "destination" and case.pathway_organ == former:
                case.pathway_organ = case.destination
            _say_anew(case, known)


def void_case(workspace: Workspace, case_id: int, reason: str) -> None:
    """Void a case that was registered by mistake; it stays in every list, marked, with its reason."""
    _needs_reason(reason, "作废")
    with case_act(workspace, "void_case", case_id, reason.strip()) as acting:
        case = acting.case
        case.voided_on, case.void_reason = workspace.today(), reason.strip()
        acting.session.add(case)
        book = book_of(acting.session, case)
        book.stop(workspace.today(), BY_VOIDING)
        keep_book(acting.session, case, book)


def _move_first_step(session: Session, case: Case) -> None:
    """Let the step that every case begins with stand on the day of registering."""
    where = (CaseStep.case_id == case.id, CaseStep.act == REGISTER)
    for step in session.exec(select(CaseStep).where(*where)).all():
        step.on = case.registered_on
        session.add(step)
    session.flush()


def _marks_said_anew(case: Case, known: KnownCase, people: int) -> tuple[str, ...]:
    """Return the marks of a case with another number of people: what that makes or takes away, and nothing else.

    A mark that stands or is missing for another reason, as by an act or by an answer that is not kept, stays so.
    """
    facts = {**known.facts, "representatives_refused": case.representatives_refused}
    before, after = (mark_names(rule_pack(), {**facts, "people_count": n}) for n in (case.people_count, people))
    staying = [mark for mark in case.marks if mark in after or mark not in before]
    return tuple(dict.fromkeys((*staying, *(mark for mark in after if mark not in before))))


def _say_anew(case: Case, known: KnownCase) -> None:
    """Let the words of the route name what stands on the case by now, so that paper never names two offices."""
    names = {column: getattr(case, column) for column in (*_NAMED_IN_WORDS, "pathway_organ")}
    acts = life_pack().by_act
    sent_again = any(step.act in acts and acts[step.act].says_route_anew for step in known.steps)
    for column, words in words_said_anew(case.outcome_id, case.state, {**known.facts, **names}, sent_again).items():
        setattr(case, column, words)


def _needs_reason(reason: str, act: str) -> None:
    if not reason.strip():
        raise UserFault(f"{act}要写明理由，", "请填写理由后再继续。", code="missing-field", field="reason")


def _target(session: Session, case: Case, target: str) -> tuple[Any, str]:
    parts = target.split(".")
    if len(parts) == 1 and target in CASE_FIELDS:
        return case, target
    if len(parts) == 3 and parts[0] == "petitioner" and parts[2] in PETITIONER_FIELDS:
        person = session.get(Petitioner, int(parts[1])) if parts[1].isdecimal() else None
        if person is not None and person.case_id == case.id:
            return person, parts[2]
    if len(parts) == 2 and parts[0] == "claim" and parts[1].isdecimal():
        claim = session.exec(select(Claim).where(Claim.id == int(parts[1]), Claim.case_id == case.id)).one_or_none()
        if claim is not None:
            return claim, "text"
    raise UserFault("这一项不能在这里更正，", "请从信访事项页面选择要更正的内容。", code="bad-value", field=target)


def _read(column: str, value: str, today: date) -> str | int | date:
    text = value.strip()
    if column in _DATES:
        try:
            day = read_date(text, today)
        except ValueError:
            day = None
        if day is None or day > today:
            raise UserFault(
                "日期不对：应是存在的、不晚于今天的日期，", "请改正后再保存。", code="bad-value", field=column
            )
        return day
    if column == "desk_kind":
        checked = check_field(rule_pack().fields[column], text, today)
        if checked.error:
            raise UserFault(checked.error, "请改正后再保存。", code="bad-value", field=column)
        return str(checked.value or "")
    if column == "people_count":
        if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 99_999):
            raise UserFault("人数应是 1 到 99999 的整数，", "请改正后再保存。", code="bad-value", field=column)
        return int(text)
    if column in {"summary", "text"} and not text:
        raise UserFault("概况和诉求不能改成空白，", "如属误登请用“作废”。", code="bad-value", field=column)
    return text


def _check_day(case: Case, known: KnownCase, column: str, day: date) -> None:
    """Refuse a day that an act brought, or one that would stand before its cause or after what followed."""
    label = CASE_FIELDS[column]
    if known.origin.get(column, REGISTER) != REGISTER:
        raise UserFault(f"“{label}”是办理时填的，", "请在办理步骤里更正那一步。", code="bad-value", field=column)
    if column in ("petition_date", "received_on", "registered_on"):
        days = {name: getattr(case, name) for name in ("petition_date", "received_on", "registered_on")} | {column: day}
        check_days(**days, latest=max(entry_day(case.registered_at), case.registered_on), field=column)
    if column == "accepted_on" and (case.accepted_on is None or day < case.received_on):
        raise UserFault(f"“{label}”不能早于收到日期，", "请核对先后。", code="bad-value", field=column)
    if column == "received_on" and case.accepted_on is not None and case.accepted_on < day:
        raise UserFault(f"“{label}”不能晚于受理日期，", "请核对先后。", code="bad-value", field=column)
    if problem := disorder(known, column, label, day.isoformat()):
        raise UserFault(problem, "请改正后再保存。", code="bad-value", field=column)
