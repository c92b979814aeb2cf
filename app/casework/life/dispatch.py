"""A case that waits for its letter: what it becomes when the letter has gone out."""

from datetime import date

from sqlmodel import Session, select

from app.casework.clocks.running import refresh_next_due, running_clocks, start_clock, stop_clocks
from app.casework.office.law_in_force import rule_pack
from app.faults import UserFault
from app.law.forms.conditions import FactValue, all_hold
from app.law.route.outcome import dispatched_outcome, resolve_outcome
from app.law.route.walk import Outcome
from app.models.tables import Case, CaseStep, Office

SENT_AGAIN = "transfer_again"


def dispatch_in(session: Session, case: Case, on: date, destination: str) -> None:
    """Let a waiting case become what its route said it would when sent on a day; its K1 stops (22/1)."""
    case.destination = destination.strip() or case.destination
    if not case.destination:
        raise UserFault(
            "还没有填写去向单位，", "请填写转送或交办给哪个单位。", code="missing-field", field="destination"
        )
    case.dispatched_on = on
    become = _dispatched(session, case)
    case.outcome_id, case.disposition, case.state = become.id, become.disposition, become.state
    case.hands = "other" if become.disposition in ("transfer", "assign") else ""
    case.basis = " ".join(become.basis)
    # What was given at the window said "to be transferred"; now the petitioner is owed where it went.
    case.notice_kind, case.notice_reason = become.notice, become.notice_reason
    case.next_text, case.remedy = become.next_text, become.remedy
    case.handling_way, case.procedure = become.handling_way, become.procedure
    session.add(case)
    _take_up_clocks(session, case, become, on)


def say_anew(session: Session, case: Case) -> None:
    """Say the words of the route anew after a correction or a new sending, so that paper never names two offices."""
    end = _end_when_sent_again(session, case) or rule_pack().places.get(case.outcome_id)
    # Once an act has led on, the words are that state's own.
    if isinstance(end, Outcome) and end.state == case.state:
        said = resolve_outcome(rule_pack(), end, _facts_of(session, case))
        case.next_text, case.remedy = said.next_text, said.remedy
        case.handling_way, case.procedure = said.handling_way, said.procedure
        session.add(case)


def _end_when_sent_again(session: Session, case: Case) -> Outcome | None:
    """Return the end that a case sent again stands at: its route may have ended as a dispute, or at another office."""
    again = select(CaseStep.id).where(CaseStep.case_id == case.id, CaseStep.act == SENT_AGAIN)
    if session.exec(again).first() is None:
        return None
    facts, places = _facts_of(session, case), rule_pack().places
    for node in places.values():
        for edges in () if isinstance(node, Outcome) else (node.edges, *(answer.edges for answer in node.answers)):
            waiting = next((edge.to for edge in edges if all_hold(edge.when, facts)), "")
            become = dispatched_outcome(rule_pack(), waiting, facts)
            if become is not None and become.state == case.state:
                return become
    return None


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
            start_clock(
                session, case, kind, on, start_fact=rule.start, fixed=case.report_by, duty=rule.duty,
                duty_office=case.destination,
            )  # fmt: skip
    refresh_next_due(session, case)


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
