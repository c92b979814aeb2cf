"""Change a registered case: correct, void. The former value stays in the journal, with the reason."""

from datetime import date
from typing import Any

from sqlmodel import Session, select

from app.casework.cases.facts import REGISTER, KnownCase, known_case
from app.casework.cases.lookup import open_case
from app.casework.cases.search_text import index
from app.casework.clocks.corrected_days import move_day
from app.casework.clocks.running import stop_clocks
from app.casework.life.day_order import disorder
from app.casework.life.dispatch import say_anew
from app.casework.upkeep.needs import note_needs
from app.faults import UserFault
from app.law.dates.typed_dates import read_date
from app.models.tables import Case, Claim, Petitioner
from app.models.workspace import Workspace

CASE_FIELDS = {
    "petition_date": "信访日期",
    "received_on": "收到日期",
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
_DATES = {"petition_date", "received_on", "accepted_on"}
# Words of the route that name these are said anew, so that paper never names two offices.
_NAMED_IN_WORDS = {"destination", "source_office"}


def correct_case(workspace: Workspace, case_id: int, target: str, value: str, reason: str) -> None:
    """Correct one value: `target` is a case field, `petitioner.<id>.<field>` or `claim.<id>`.

    A changed date of receipt or acceptance moves the clocks that start from it. Raises `UserFault` without a reason,
    for an unknown target or a value that cannot be.
    """
    _needs_reason(reason, "更正")
    with workspace.act("correct_case", reason.strip()) as session:
        case = open_case(session, case_id)
        row, column = _target(session, case, target)
        former = getattr(row, column)
        new = _read(column, value, workspace.today())
        known = known_case(session, case, workspace.today())
        if isinstance(new, date):
            _check_day(case, known, column, new)
        setattr(row, column, new)
        session.add(row)
        session.flush()
        if isinstance(former, date) and isinstance(new, date):
            move_day(session, case, known, column, former, new)
        if row is case and column in _NAMED_IN_WORDS:
            if column == "destination" and case.pathway_organ == former:
                case.pathway_organ = case.destination
            say_anew(session, case)
        index(session, case)
        note_needs(session, case, workspace.today())


def void_case(workspace: Workspace, case_id: int, reason: str) -> None:
    """Void a case that was registered by mistake; it stays in every list, marked, with its reason."""
    _needs_reason(reason, "作废")
    with workspace.act("void_case", reason.strip()) as session:
        case = open_case(session, case_id)
        case.voided_on, case.void_reason = workspace.today(), reason.strip()
        session.add(case)
        stop_clocks(session, case, workspace.today(), "voided")
        note_needs(session, case, workspace.today())


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
    if column == "accepted_on" and (case.accepted_on is None or day < case.received_on):
        raise UserFault(f"“{label}”不能早于收到日期，", "请核对先后。", code="bad-value", field=column)
    if column == "received_on" and case.accepted_on is not None and case.accepted_on < day:
        raise UserFault(f"“{label}”不能晚于受理日期，", "请核对先后。", code="bad-value", field=column)
    if problem := disorder(known, column, label, day.isoformat()):
        raise UserFault(problem, "请改正后再保存。", code="bad-value", field=column)
