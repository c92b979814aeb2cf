"""The plan of an act, worked out on plain objects that were never stored."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.casework.cases.facts import IssuedPaper, KnownCase, PastService, PastStep, clock_facts
from app.casework.clocks.book import BY_CLOSING, BY_PAPER, OTHER, THIS_STEP, ClockBook
from app.casework.life.plan import Plan, plan_act, start_clocks_of
from app.casework.office.law_in_force import LawInForce, clock_rules, life_pack, shipped_calendar
from app.faults import UserFault
from app.law.dates.local_rules import LocalRules
from app.law.forms.conditions import FactValue
from app.law.route.models import ClockUse

LAW = LawInForce(shipped_calendar(), clock_rules(), LocalRules())
ACCEPTED, DAY = date(2026, 9, 1), timedelta(days=1)
LAST_DAY = ACCEPTED + 60 * DAY


def known_in(state: str, book: ClockBook, steps: tuple[PastStep, ...] = (), **facts: FactValue) -> KnownCase:
    """Return a matter of way six in this office's own hands."""
    told: dict[str, FactValue] = {
        "state": state, "office_role": "township", "sealed": False, "kind": "appeal", "way": "6", "channel": "visit",
        "identity": "clear", "hands": "own", "disposition": "accept", "received_on": "2026-08-20", **facts,
    }  # fmt: skip
    told |= clock_facts(book.clocks, LAST_DAY)
    return KnownCase(told, {}, steps, None, (), (), tuple(book.clocks), "", ("督办",))


def handled(state: str = "S10", **facts: FactValue) -> KnownCase:
    book = ClockBook(LAW)
    book.start("K5", ACCEPTED, start_fact="accepted_on")
    return known_in(state, book, **facts)


def plan_of(known: KnownCase, act: str, today: date = LAST_DAY, **gained: FactValue) -> Plan:
    return plan_act(known, life_pack().by_act[act], gained, LAW, today)


def test_an_opinion_leaves_the_clock_to_the_day_of_its_paper() -> None:
    known = handled()
    plan = plan_of(known, "give_opinion", opinion_on="2026-10-20")
    (move,) = plan.moves
    assert (move.change, move.clock.kind, move.clock.running) == ("left_to_paper", "K5", True)
    assert (plan.before, plan.state, plan.documents, plan.refusals) == ("S10", "S12", ("handling_opinion",), ())
    assert plan.columns["next_text"] == life_pack().by_state["S12"].waits
    assert known.clocks[0].running, "a plan changes nothing of what is known"


@pytest.mark.parametrize(("approved", "late"), [(LAST_DAY, False), (LAST_DAY + DAY, True)])
def test_an_extension_is_planned_late_or_in_time_as_it_will_be_kept(approved: date, late: bool) -> None:
    plan = plan_of(handled(), "extend", approved_on=approved.isoformat(), extension_days=30, extension_reason="复杂")
    (clock,) = plan.clocks
    assert (clock.late_extension, clock.due) == (late, LAST_DAY if late else LAST_DAY + 30 * DAY)


def test_what_cannot_be_done_is_a_refusal_and_the_rest_is_planned_all_the_same() -> None:
    plan = plan_of(handled(), "withdraw", withdrawn_on=(ACCEPTED - DAY).isoformat())
    assert [fault.code for fault in plan.refusals] == ["bad-value"]
    assert plan.state == "X4"
    assert plan.clocks[0].running


def test_days_of_a_hearing_are_taken_out_once() -> None:
    book = ClockBook(LAW)
    book.start("K9", ACCEPTED)
    held = {"hearing_first": "2026-09-10", "hearing_last": "2026-09-12"}
    past = PastStep(1, "review_hearing_held", date(2026, 9, 12), "S17", "S17", held)
    known = known_in("S17", book, (past,), review_request="final")
    again = plan_of(known, "review_hearing_held", hearing_first="2026-09-12", hearing_last="2026-09-13")
    assert "已经扣除过" in again.refusals[0].sentence
    before = plan_of(known, "review_hearing_held", hearing_first="2026-09-08", hearing_last="2026-09-10")
    assert (len(before.refusals), before.clocks[0].excluded_days) == (1, 0)
    other = plan_of(known, "review_hearing_held", hearing_first="2026-09-13", hearing_last="2026-09-14")
    assert (other.refusals, other.clocks[0].excluded_days) == ((), 2)
    # One held in an earlier review took no days out of this clock.
    earlier = PastStep(1, "review_hearing_held", date(2026, 9, 12), "S15", "S15", held)
    known = known_in("S17", book, (earlier,), review_request="final")
    assert plan_of(known, "review_hearing_held", hearing_first="2026-09-12", hearing_last="2026-09-13").refusals == ()


def test_marks_are_put_on_and_taken_off() -> None:
    known = handled(feedback_by="2026-09-30")
    assert plan_of(known, "leader_takes", leader_on="2026-09-02", leader="甲").columns["marks"] == ("督办", "领导包案")
    assert plan_of(known, "supervision_feedback", feedback_on="2026-09-02").columns["marks"] == ()
    assert plan_of(known, "supervise", supervised_on="2026-09-02").columns["marks"] == ("督办",)


def waiting_again(**facts: FactValue) -> KnownCase:
    """Return a matter that came back from the office it was assigned to; 15 days of each kind run."""
    book = ClockBook(LAW)
    for kind in ("K1", "K2"):
        book.start(kind, ACCEPTED, start_fact="received_on")
    told: dict[str, FactValue] = {
        "destination": "香林县水利局", "importance": "important", "report_by": "2026-12-20", "hands": "", **facts,
    }  # fmt: skip
    return known_in("S02", book, **told)


def sent_again(**gained: FactValue) -> Plan:
    told: dict[str, FactValue] = {"receiving_office": "香林县住建局", "importance": "ordinary", **gained}
    return plan_of(waiting_again(), "transfer_again", dispatched_on="2026-09-10", **told)


def test_a_letter_sent_again_stops_one_clock_and_leaves_the_other_to_its_notice() -> None:
    first, second = sent_again().clocks
    assert (first.running, first.awaits_step_id, first.stops_with_notice) == (True, THIS_STEP, False)
    assert (second.running, second.stops_with_notice) == (True, True)


def test_the_day_of_a_former_assignment_does_not_stay_with_a_mere_transfer() -> None:
    plan = sent_again()
    assert plan.columns["report_by"] is None
    assert plan.columns["dispatched_on"] == date(2026, 9, 10)
    assert (plan.columns["destination"], plan.columns["hands"]) == ("香林县住建局", OTHER)
    assert (plan.kept["hands"], plan.kept["receiver_received_on"]) == (OTHER, None)
    assert "香林县住建局" in str(plan.columns["handling_way"]), "the route speaks of where it goes now"
    assert [clock.kind for clock in plan.clocks] == ["K1", "K2"]


def test_an_assignment_sent_again_is_a_duty_of_the_office_it_went_to() -> None:
    clock = sent_again(importance="important", report_by="2026-10-30").clocks[-1]
    assert (clock.kind, clock.due, clock.duty) == ("K10", date(2026, 10, 30), OTHER)
    assert clock.duty_office == "香林县住建局"


def test_an_assignment_that_waited_is_sent_with_its_day_and_to_whom() -> None:
    known = replace(waiting_again(office_role="petition_department"), outcome_id="O-pending")
    sent: dict[str, FactValue] = {"destination": "香林县水利局", "report_by": "2026-10-30"}
    plan = plan_of(known, "dispatch", dispatched_on="2026-09-10", **sent)
    assert plan.refusals == ()
    assert (plan.state, plan.columns["hands"], plan.columns["outcome_id"]) == ("S03", "other", "O-assign")
    assert (plan.clocks[0].running, plan.clocks[0].awaits_step_id) == (True, THIS_STEP)
    clock = plan.clocks[-1]
    assert (clock.kind, clock.due, clock.duty, clock.duty_office) == ("K10", date(2026, 10, 30), OTHER, "香林县水利局")


def test_a_case_that_is_closed_leaves_no_clock_running() -> None:
    book = ClockBook(LAW)
    book.start("K10", ACCEPTED, fixed=LAST_DAY, duty=OTHER)
    (clock,) = plan_of(known_in("S20", book), "archive", archived_on="2026-10-08").clocks
    assert (clock.stopped_on, clock.stopped_by) == (date(2026, 10, 8), BY_CLOSING)
    (clock,) = plan_of(known_in("S18", book), "conclude", concluded_on="2026-10-08").clocks
    assert clock.running


def test_a_notice_that_the_act_issues_stops_on_its_own_day_what_waits_for_it() -> None:
    known = waiting_again()
    one, two = plan_of(known, "confirm_decline", declined_on="2026-09-05", today=ACCEPTED + 8 * DAY).clocks
    # The decision is a paper of its own day, whatever day is typed; the notice has told nobody yet.
    assert (one.stopped_on, one.stopped_by) == (date(2026, 9, 9), BY_PAPER)
    assert (two.running, two.stops_with_notice) == (True, True)
    book = ClockBook(LAW, known.clocks)
    book.start("K10", ACCEPTED, fixed=LAST_DAY, duty=OTHER)
    known = replace(known, clocks=tuple(book.clocks))
    assert plan_of(known, "confirm_decline", declined_on="2026-09-05").clocks[-1].running
    # To nobody no notice is given, and nothing is said to have been stopped by one.
    known = waiting_again(identity="unclear")
    plan = plan_of(known, "confirm_decline", declined_on="2026-09-05")
    assert (plan.issued, plan.clocks[-1].running) == ("", True)


def test_a_notice_that_nobody_can_receive_is_not_waited_for() -> None:
    decided = plan_of(waiting_again(identity="unclear"), "confirm_decline", declined_on="2026-09-05").clocks[0]
    assert (decided.stopped_on, decided.stopped_by, decided.waits) == (date(2026, 9, 5), "declined_on", False)


def notice_of_before(*services: PastService) -> IssuedPaper:
    return IssuedPaper(5, None, "receipt_notice", "接收告知书", "香信接〔2026〕5号", ACCEPTED, services)


def test_a_notice_of_before_does_not_tell_where_the_letter_went() -> None:
    known = replace(waiting_again(), papers=(notice_of_before(PastService(ACCEPTED + DAY, "served")),))
    told: dict[str, FactValue] = {"receiving_office": "香林县住建局", "importance": "ordinary"}
    clock = plan_of(known, "transfer_again", dispatched_on="2026-09-10", **told).clocks[1]
    assert (clock.running, clock.stops_with_notice, clock.waits_after) == (True, True, 5)


def test_a_service_is_planned_with_what_it_tells() -> None:
    book = ClockBook(LAW)
    book.start("K2", ACCEPTED, stops_with_notice=True)
    paper = notice_of_before()
    known = replace(known_in("S06", book), papers=(paper,))
    told: dict[str, FactValue] = {"notice_name": paper.title, "notice_served_on": "2026-09-03"}
    for result, stopped in (("absent", None), ("posted", date(2026, 9, 3))):
        (clock,) = plan_of(known, "serve_notice", service_result=result, **told).clocks
        assert (clock.stopped_on, clock.stopped_by) == (stopped, "told" if stopped else ""), result


def test_a_day_typed_later_stops_a_clock_of_ours_without_proving_it() -> None:
    book = ClockBook(LAW)
    book.start("K5", ACCEPTED)
    book.start("K10", ACCEPTED, fixed=LAST_DAY, duty=OTHER)
    known, on = known_in("S10", book), ACCEPTED + 9 * DAY
    for today, unproven in ((on, [False, False]), (on + DAY, [True, False])):
        plan = plan_of(known, "withdraw", today=today, withdrawn_on=on.isoformat())
        assert [(clock.stopped_on, clock.stopped_by) for clock in plan.clocks] == [(on, "withdrawn_on")] * 2
        assert [clock.unproven for clock in plan.clocks] == unproven


def test_papers_are_asked_for_under_their_own_conditions() -> None:
    assert sent_again().documents == ("transfer_letter", "transfer_notice")
    assert sent_again(importance="important").documents == ("assignment_letter", "assignment_notice")
    served = plan_of(handled("S12"), "serve_opinion", served_on="2026-10-20", service_result="served")
    assert (served.documents, served.issued) == (("proof_of_service",), "")
    told = {"served_on": "2026-10-20", "service_result": "served"}
    assert plan_of(handled("S12", hands="other"), "serve_opinion", **told).documents == ()


def test_a_refused_service_leads_nowhere() -> None:
    plan = plan_of(handled("S12"), "serve_opinion", served_on="2026-10-20", service_result="refused")
    assert (plan.state, plan.moves) == ("S12", ())


def test_what_is_not_filled_in_leaves_a_column_and_names_stand_in_one() -> None:
    plan = plan_of(handled(), "co_handling", agreed_on="2026-09-02", co_offices=["甲局", "乙局"])
    assert plan.columns["co_offices"] == ("甲局", "乙局")
    assert "co_offices" not in plan_of(handled(), "co_handling", agreed_on="2026-09-02").columns


def test_a_proposal_of_the_route_that_is_sent_back_is_decided() -> None:
    sent_back = {"refused_on": "2026-09-05", "kind": "appeal", "way": "6"}
    plan = plan_of(waiting_again(disposition="decline_proposed"), "refuse_decline", **sent_back)
    assert plan.columns["disposition"] == "decided"
    assert "disposition" not in plan_of(waiting_again(disposition="transfer"), "refuse_decline", **sent_back).columns


def test_what_an_act_asks_and_nobody_fills_in_is_not_what_an_earlier_one_said() -> None:
    known = handled("S12", service_result="refused", service_note="不开门。")
    assert "service_note" not in plan_of(known, "serve_opinion", served_on="2026-10-20").facts
    plan = plan_of(handled(service_result="refused"), "give_opinion", opinion_on="2026-10-20")
    assert "service_result" not in plan.facts
    assert plan.kept["service_result"] is None
    again = known_in("S16", ClockBook(LAW), redo_by="2026-10-01")
    for act, kept in (("handle_again", {"redo_by": None}), ("give_opinion", {})):
        plan = plan_of(replace(again, origin={"redo_by": act}), "handle_again", ordered_on="2026-10-20")
        assert {key: value for key, value in plan.kept.items() if key == "redo_by"} == kept, act


def test_an_act_on_a_sealed_case_says_nothing_of_what_comes_next() -> None:
    plan = plan_of(known_in("S02", ClockBook(LAW), sealed=True), "dispatch_sealed", dispatched_on="2026-09-02")
    assert plan.state == "S08"
    assert plan.columns.keys().isdisjoint({"next_text", "remedy", "handling_way", "procedure"})


def test_a_clock_whose_first_day_is_not_known_is_asked_for() -> None:
    with pytest.raises(UserFault) as refused:
        start_clocks_of(ClockBook(LAW), (ClockUse(kind="K1", start="received_on"),), {}, "")
    assert (refused.value.code, refused.value.field) == ("missing-field", "received_on")


@given(st.data())
def test_a_form_filled_in_half_is_planned_without_a_fault(data: st.DataObject) -> None:
    known = handled(state=data.draw(st.sampled_from([state.id for state in life_pack().states])))
    rule = data.draw(st.sampled_from(life_pack().acts))
    days = st.dates(date(2026, 8, 1), date(2026, 12, 31)).map(date.isoformat)
    gained: dict[str, FactValue] = {}
    for field in rule.fields:
        if data.draw(st.booleans()):
            if field.kind == "date":
                gained[field.key] = data.draw(days)
            elif field.kind == "choice":
                gained[field.key] = data.draw(st.sampled_from([option.value for option in field.options]))
            elif field.kind == "int":
                gained[field.key] = data.draw(st.integers(field.minimum or 0, field.maximum or 90))
    plan = plan_act(known, rule, gained, LAW, LAST_DAY)
    assert plan.state in life_pack().by_state
    again = plan_act(known, rule, gained, LAW, LAST_DAY)
    assert replace(plan, refusals=()) == replace(again, refusals=()), "the same words, the same plan"
