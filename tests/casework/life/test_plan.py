"""The plan of an act, worked out on plain objects that were never stored."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.casework.cases.facts import KnownCase, PastStep, clock_facts
from app.casework.clocks.book import ClockBook
from app.casework.life.plan import Plan, plan_act
from app.casework.office.law_in_force import LawInForce, clock_rules, life_pack, shipped_calendar
from app.law.dates.local_rules import LocalRules
from app.law.forms.conditions import FactValue

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
    return KnownCase(told, {}, steps, None, (), tuple(book.clocks), "", ("督办",))


def handled(state: str = "S10", **facts: FactValue) -> KnownCase:
    book = ClockBook(LAW)
    book.start("K5", ACCEPTED, start_fact="accepted_on")
    return known_in(state, book, **facts)


def plan_of(known: KnownCase, act: str, today: date = LAST_DAY, **gained: FactValue) -> Plan:
    return plan_act(known, life_pack().by_act[act], gained, LAW, today)


def test_an_opinion_stops_the_clock_on_its_day_and_asks_for_its_paper() -> None:
    known = handled()
    plan = plan_of(known, "give_opinion", opinion_on="2026-10-20")
    (move,) = plan.moves
    assert (move.change, move.clock.kind, move.clock.stopped_on) == ("stopped", "K5", date(2026, 10, 20))
    assert (plan.before, plan.state, plan.documents, plan.refusals) == ("S10", "S12", ("handling_opinion",), ())
    assert known.clocks[0].running, "a plan changes nothing of what is known"


@pytest.mark.parametrize(("approved", "late"), [(LAST_DAY, False), (LAST_DAY + DAY, True)])
def test_an_extension_is_planned_late_or_in_time_as_it_will_be_kept(approved: date, late: bool) -> None:
    plan = plan_of(handled(), "extend", approved_on=approved.isoformat(), extension_days=30, extension_reason="复杂")
    (clock,) = plan.clocks
    assert (clock.late_extension, clock.due) == (late, LAST_DAY if late else LAST_DAY + 30 * DAY)


def test_what_cannot_be_done_is_a_refusal_and_the_rest_is_planned_all_the_same() -> None:
    plan = plan_of(handled(), "give_opinion", opinion_on=(ACCEPTED - DAY).isoformat())
    assert [fault.code for fault in plan.refusals] == ["bad-value"]
    assert plan.state == "S12"
    assert plan.clocks[0].running


def test_days_of_a_hearing_are_taken_out_once() -> None:
    book = ClockBook(LAW)
    book.start("K9", ACCEPTED)
    held = {"hearing_first": "2026-09-10", "hearing_last": "2026-09-12"}
    past = PastStep(1, "review_hearing_held", date(2026, 9, 12), "S17", "S17", held)
    known = known_in("S17", book, (past,), review_request="final")
    again = plan_of(known, "review_hearing_held", hearing_first="2026-09-12", hearing_last="2026-09-13")
    assert "已经扣除过" in again.refusals[0].sentence
    other = plan_of(known, "review_hearing_held", hearing_first="2026-09-13", hearing_last="2026-09-14")
    assert (other.refusals, other.clocks[0].excluded_days) == ((), 2)
    # One held in an earlier review took no days out of this clock.
    earlier = PastStep(1, "review_hearing_held", date(2026, 9, 12), "S15", "S15", held)
    known = known_in("S17", book, (earlier,), review_request="final")
    assert plan_of(known, "review_hearing_held", hearing_first="2026-09-12", hearing_last="2026-09-13").refusals == ()


def test_marks_are_put_on_and_taken_off() -> None:
    known = handled(feedback_by="2026-09-30")
    assert plan_of(known, "leader_takes", leader_on="2026-09-02", leader="甲").columns["marks"] == "督办\n领导包案"
    assert plan_of(known, "supervision_feedback", feedback_on="2026-09-02").columns["marks"] == ""


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
