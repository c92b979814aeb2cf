"""Change a registered case: correct, dispatch, void. The former value stays in the journal, with the reason."""

from datetime import date
from typing import Any

from sqlmodel import Session, select

from app.casework.find import case_by_id, open_case
from app.casework.law_in_force import rule_pack
from app.casework.running_clocks import refresh_next_due, restart_clocks, running_clocks, start_clock, stop_clocks
from app.casework.search_text import index
from app.faults import UserFault
from app.law.conditions import FactValue
from app.law.fields import read_date
from app.law.outcome import dispatched_outcome, resolve_outcome
from app.law.route import Outcome
from app.models.tables import Case, CaseClock, Claim, Office, Petitioner
from app.models.workspace import Workspace

CASE_FIELDS = {
    "petition_date": "信访日期",
    "received_on": "收到日期",
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
_DATES = {"petition_date", "received_on"}
_CLOCK_STARTS = {"K1": "received_on", "K2": "received_on", "K3": "received_on", "K4": "received_on"}
# Words of the route that name these are said anew, so that paper never names two offices.
_NAMED_IN_WORDS = {"destination", "source_office"}


def correct_case(workspace: Workspace, case_id: int, target: str, value: str, reason: str) -> None:
    """Correct one value: `target` is a case field, `petitioner.<id>.<field>` or `claim.<id>`.

    A changed date of receipt recomputes the clocks that start from it. Raises `UserFault` without a reason, for an
    unknown target or a value that cannot be.
    """
    _needs_reason(reason, "更正")
    with workspace.act("correct_case", reason.strip()) as session:
        case = open_case(session, case_id)
        row, column = _target(session, case, target)
        former = getattr(row, column)
        setattr(row, column, _read(column, value, workspace.today()))
        session.add(row)
        session.flush()
        if column in _CLOCK_STARTS.values():
            restart_clocks(session, case, lambda clock: _start_of(case, clock))
        if row is case and column in _NAMED_IN_WORDS:
            if column == "destination" and case.pathway_organ == former:
                case.pathway_organ = case.destination
            _say_anew(session, case)
        index(session, case)


def dispatch_case(workspace: Workspace, case_id: int, on: date, destination: str = "") -> None:
    """Record that a case waiting for transfer or assignment has gone out on a day; its K1 stops (22/1)."""
    with workspace.act("dispatch_case") as session:
        case = open_case(session, case_id)
        if not waits_for_dispatch(case):
            raise UserFault("这件信访事项不在等待转送或交办，", "请看页面上方写明的现在状态。", code="wrong-state")
        if not case.received_on <= on <= workspace.today():
            raise UserFault("转送日期应在收到日期和今天之间，", "请改正日期。", code="bad-value", field="dispatched_on")
        case.destination = destination.strip() or case.destination
        if not case.destination:
            raise UserFault(
                "还没有填写去向单位，", "请填写转送或交办给哪个单位。", code="missing-field", field="destination"
            )
        case.dispatched_on = on
        become = _dispatched(session, case)
        case.outcome_id, case.disposition, case.state = become.id, become.disposition, become.state
        case.basis = " ".join(become.basis)
        # What was given at the window said "to be transferred"; now the petitioner is owed where it went.
        case.notice_kind, case.notice_reason = become.notice, become.notice_reason
        case.next_text, case.remedy = become.next_text, become.remedy
        case.handling_way, case.procedure = become.handling_way, become.procedure
        session.add(case)
        _take_up_clocks(session, case, become, on)
        index(session, case)


def dispatch_sealed(workspace: Workspace, case_id: int, on: date) -> None:
    """Record that the custodian sent a waiting accusation to its organ; where to stays in the sealed content (30/3)."""
    if "custodian" not in workspace.actor.roles:
        raise UserFault("只有保密专员能转送检举控告件，", "请由保密专员登录后办理。", code="not-allowed")
    with workspace.act("dispatch_sealed") as session:
        case = case_by_id(session, case_id)
        if not case.sealed or case.state != "S02":
            raise UserFault("这件不在等待密封转送，", "请看页面上方写明的现在状态。", code="wrong-state")
        if not case.received_on <= on <= workspace.today():
            raise UserFault("转送日期应在收到日期和今天之间，", "请改正日期。", code="bad-value", field="dispatched_on")
        case.state = "S08"
        session.add(case)
        stop_clocks(session, case, on, "dispatched_on")


def waits_for_dispatch(case: Case) -> bool:
    """Say whether a case was registered and still waits to be sent to the office that has the power."""
    return case.state == "S02" and _waiting_end(case) and not case.sealed and case.voided_on is None


def _waiting_end(case: Case) -> bool:
    waiting = rule_pack().places.get(case.outcome_id)
    return isinstance(waiting, Outcome) and bool(waiting.dispatched_as)


def _take_up_clocks(session: Session, case: Case, become: Outcome, on: date) -> None:
    """Let the clocks of the new end hold: what the letter fulfils stops, what the notice will fulfil waits for it."""
    rules = {rule.kind: rule for rule in become.clocks}
    running = {clock.kind: clock for clock in running_clocks(session, case.id or 0)}
    for kind, clock in running.items():
        if kind in rules:
            clock.stops_with_notice = rules[kind].stops_with_notice
            session.add(clock)
    stop_clocks(
        session,
        case,
        on,
        "dispatched_on",
        lambda clock: clock.kind in rules and rules[clock.kind].stopped_by == "dispatched_on",
    )
    for kind, rule in rules.items():
        if kind not in running and rule.due_fact and case.report_by:
            start_clock(session, case, kind, on, fixed=case.report_by)
    refresh_next_due(session, case)


def _say_anew(session: Session, case: Case) -> None:
    end = rule_pack().places.get(case.outcome_id)
    if isinstance(end, Outcome):
        said = resolve_outcome(rule_pack(), end, _facts_of(session, case))
        case.next_text, case.remedy = said.next_text, said.remedy
        case.handling_way, case.procedure = said.handling_way, said.procedure
        session.add(case)


def _facts_of(session: Session, case: Case) -> dict[str, FactValue]:
    facts: dict[str, FactValue] = {
        "office_role": session.exec(select(Office.role)).one(),
        "channel": case.channel,
        "identity": case.identity,
        "kind": case.kind,
        "way": case.way,
        "importance": "important" if case.report_by else "ordinary",
        "receiving_office": case.destination,
        "political_legal_office": case.destination,
        "source_office": case.source_office,
        "pathway_organ": case.pathway_organ,
        "pathway_basis": case.pathway_basis,
    }
    if case.report_by:
        facts["report_by"] = case.report_by.isoformat()
    return facts


def _dispatched(session: Session, case: Case) -> Outcome:
    become = dispatched_outcome(rule_pack(), case.outcome_id, _facts_of(session, case))
    if become is None:
        raise UserFault(
            "现在的规则里没有这件的转送去处，", "请用随程序发布的规则文件，或联系信息员。", code="broken-rules"
        )
    return become


def void_case(workspace: Workspace, case_id: int, reason: str) -> None:
    """Void a case that was registered by mistake; it stays in every list, marked, with its reason."""
    _needs_reason(reason, "作废")
    with workspace.act("void_case", reason.strip()) as session:
        case = open_case(session, case_id)
        case.voided_on, case.void_reason = workspace.today(), reason.strip()
        session.add(case)
        stop_clocks(session, case, workspace.today(), "voided")


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


def _start_of(case: Case, clock: CaseClock) -> date | None:
    column = _CLOCK_STARTS.get(clock.kind)
    return getattr(case, column) if column else None
