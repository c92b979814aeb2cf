"""The route: exact back, exact drafts, look-ahead that comes true, reasons with articles."""

import json
import random
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.faults import UserFault
from app.law.route.draft import read_draft, write_draft
from app.law.route.examples import load_example
from app.law.route.explain import explain_route
from app.law.route.loading import RulePack, load_rule_pack
from app.law.route.paths import sample_value
from app.law.route.walk import CHOICE, AnswerFault, Node, Outcome, Route, walk

TODAY = date(2026, 11, 20)
ROLES = ("petition_department", "township", "department", "review_body")


@cache
def pack() -> RulePack:
    return load_rule_pack()


def _start(role: str = "petition_department", **suggested: object) -> Route:
    return Route.start(pack(), role, TODAY, suggested)


def _random_answer(route: Route, dice: random.Random) -> tuple[dict[str, object], str | None]:
    node = route.current
    assert isinstance(node, Node)
    values: dict[str, object] = {field.key: sample_value(field, TODAY) for field in node.fields}
    if "people_count" in values:
        values["people_count"] = dice.choice([1, 5, 6, 400])
    return values, dice.choice(node.answers).key if node.answers else None


@settings(max_examples=150)
@given(role=st.sampled_from(ROLES), seed=st.integers(0, 2**32))
def test_a_walk_with_detours_and_backs_is_the_straight_walk(role: str, seed: int) -> None:
    dice = random.Random(seed)
    route = _start(role)
    given_answers: list[tuple[dict[str, object], str | None]] = []
    seen = [(route.place, dict(route.facts), route.steps)]
    for _move in range(60):
        if dice.random() < 0.3 or isinstance(route.current, Outcome):
            assert route.back() is bool(given_answers)
            if given_answers:
                values, choice = given_answers.pop()
                seen.pop()
                assert {key: route.prefill()[key] for key in values} == values
                assert route.remembered_choice == choice
            assert (route.place, dict(route.facts), route.steps) == seen[-1]
        else:
            answer = _random_answer(route, dice)
            route.answer(*answer)
            given_answers.append(answer)
            seen.append((route.place, dict(route.facts), route.steps))
    straight = _start(role)
    for values, choice in given_answers:
        straight.answer(values, choice)
    assert (straight.place, dict(straight.facts), straight.steps) == (route.place, dict(route.facts), route.steps)
    assert straight.current == route.current


@settings(max_examples=100)
@given(role=st.sampled_from(ROLES), seed=st.integers(0, 2**32), length=st.integers(0, 25), words=st.text())
def test_a_killed_route_resumes_on_the_same_page_with_the_same_text(
    role: str, seed: int, length: int, words: str
) -> None:
    dice = random.Random(seed)
    route = _start(role, handler="某人")
    for _move in range(length):
        if isinstance(route.current, Node):
            route.answer(*_random_answer(route, dice))
    if isinstance(route.current, Node):
        route.typed({field.key: words for field in route.current.fields}, None)
    text = write_draft(route)
    resumed = read_draft(pack(), text)
    assert write_draft(resumed) == text
    assert (resumed.place, dict(resumed.facts), resumed.steps) == (route.place, dict(route.facts), route.steps)
    assert resumed.prefill() == route.prefill()
    assert resumed.current == route.current
    while resumed.back():
        assert route.back()
        assert (resumed.place, resumed.prefill(), dict(resumed.facts)) == (
            route.place,
            route.prefill(),
            dict(route.facts),
        )


def test_a_draft_goes_on_the_next_day_with_that_day_as_today() -> None:
    route = Route.start(pack(), "township", date(2026, 9, 10))
    route.answer({}, "visit")
    route.answer({"received_on": "9-10", "petition_date": "9-9"})
    resumed = read_draft(pack(), write_draft(route), date(2027, 1, 4))
    assert resumed.today == date(2027, 1, 4)
    assert resumed.facts["received_on"] == "2026-09-10"
    assert resumed.place == route.place


def test_a_draft_of_another_version_is_answered_again_as_far_as_it_holds() -> None:
    route = walk(pack(), "petition_department", TODAY, load_example("transfer_visit"))
    newer = pack().model_copy(
        update={
            "version": "9",
            "nodes": tuple(
                node.model_copy(update={"answers": node.answers[:1]}) if node.id == "N9" else node
                for node in pack().nodes
                if node.id != "N12r"
            ),
        }
    )
    newer.__dict__.pop("places", None)
    resumed = read_draft(newer, write_draft(route))
    assert isinstance(resumed.current, Outcome)
    without = pack().model_copy(
        update={
            "version": "9",
            "nodes": tuple(
                node.model_copy(update={"answers": node.answers[1:]}) if node.id == "N10" else node
                for node in pack().nodes
            ),
        }
    )
    without.__dict__.pop("places", None)
    resumed = read_draft(without, write_draft(route))
    assert resumed.place == "N10"
    assert resumed.facts["petitioner_name"] == "欧阳𬱖"


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"format": 2}', '{"format": 1, "pack": "other"}', "\x00"])
def test_what_is_no_draft_is_a_sentence(text: str) -> None:
    with pytest.raises(UserFault) as fault:
        read_draft(pack(), text)
    assert fault.value.code == "broken-draft"


def test_a_draft_is_plain_json_that_any_text_column_can_hold() -> None:
    route = _start()
    route.typed({}, "visit")
    route.answer({}, "visit")
    route.typed({"handler": "𬱖\ud800😊"})
    text = write_draft(route)
    assert text.isascii()
    assert json.loads(text)["kept"]["N0b"] == {"handler": "𬱖\ud800😊"}
    assert read_draft(pack(), text).prefill()["handler"] == "𬱖\ud800😊"


def test_a_refused_page_changes_nothing_and_names_every_field() -> None:
    route = _start()
    route.answer({}, "leader")
    before = (route.place, dict(route.facts), route.steps)
    with pytest.raises(AnswerFault) as fault:
        route.answer({"received_on": "2026-02-30", "petition_date": "2026-11-21"})
    assert set(fault.value.errors) == {"received_on", "petition_date", "source_office"}
    assert (route.place, dict(route.facts), route.steps) == before
    assert route.prefill()["received_on"] == "2026-02-30"


def test_dates_out_of_order_are_refused() -> None:
    route = _start()
    route.answer({}, "letter")
    with pytest.raises(AnswerFault) as fault:
        route.answer({"received_on": "2026-11-01", "petition_date": "2026-11-02", "postmark_on": "2026-11-03"})
    assert set(fault.value.errors) == {"petition_date", "postmark_on"}


def test_a_question_without_an_answer_is_asked_again() -> None:
    route = _start()
    for choice in (None, "carrier pigeon"):
        with pytest.raises(AnswerFault) as fault:
            route.answer({}, choice)
        assert list(fault.value.errors) == [CHOICE]


def test_a_field_that_is_hidden_adds_nothing() -> None:
    route = _start()
    route.answer({}, "visit")
    assert "postmark_on" not in [field.key for field in route.fields()]
    route.answer({"received_on": "2026-11-01", "petition_date": "2026-11-01", "postmark_on": "2026-10-01"})
    assert "postmark_on" not in route.facts


def test_fields_follow_what_is_typed_on_the_same_page() -> None:
    route = _at("N3a")
    asked = [field.key for field in route.fields({"petitioner_type": "organisation", "capacity": "agent"})]
    assert "id_number" not in asked
    assert "agent_name" in asked
    with pytest.raises(AnswerFault) as fault:
        route.answer({"petitioner_type": "person", "petitioner_name": "甲", "address": "乙", "capacity": "agent"})
    assert list(fault.value.errors) == ["agent_name"]


def _at(node_id: str, role: str = "petition_department", example: str = "group_visit") -> Route:
    route = walk(pack(), role, TODAY, load_example(example))
    while route.place != node_id:
        assert route.back()
    return route


def test_more_than_five_representatives_are_refused_with_the_article() -> None:
    route = _at("N2b")
    with pytest.raises(AnswerFault, match="第二十条第三款"):
        route.answer({"representatives": "甲\n乙\n丙\n丁\n戊\n己"}, "elected")
    with pytest.raises(AnswerFault, match="代表姓名"):
        route.answer({"representatives": ""}, "elected")
    route.answer({"representatives": ""}, "refused")
    assert route.facts["representatives_refused"] is True
    assert route.facts["people_count"] == 12
    assert "代表未推选" in route.marks


def test_warnings_come_back_and_block_nothing() -> None:
    route = _at("N3a")
    results = route.answer({**route.prefill(), "id_number": "110105194912310021", "phone": "12"})
    assert len([result.warning for result in results]) == 2
    assert route.facts["id_number"] == "110105194912310021"


def test_suggestions_fill_pages_but_answer_nothing() -> None:
    route = _start(handler="林若川", received_on=date(2026, 11, 3))
    assert dict(route.facts) == {"office_role": "petition_department"}
    route.answer({}, "visit")
    assert route.prefill()["handler"] == "林若川"
    assert route.prefill()["received_on"] == "2026-11-03"
    assert "petition_date" not in route.prefill()


@settings(max_examples=60)
@given(role=st.sampled_from(ROLES), seed=st.integers(0, 2**32))
def test_what_was_foretold_comes_true(role: str, seed: int) -> None:
    dice = random.Random(seed)
    route = _start(role)
    foretold: set[str] | None = None
    while isinstance(route.current, Node):
        values, choice = _random_answer(route, dice)
        seen = route.preview(choice, values)
        before = (route.place, dict(route.facts), write_draft(route))
        assert (route.place, dict(route.facts), write_draft(route)) == before
        route.answer(values, choice)
        assert (seen.next_id, seen.next_title) == (route.place, route.current.title)
        foretold = {outcome.id for outcome in seen.outcomes}
        if isinstance(route.current, Outcome):
            assert seen.outcome == route.current
    end = route.current
    assert foretold == {end.id}
    route = _start(role)
    assert end.id in {outcome.id for outcome in route.preview("visit").outcomes} | {
        outcome.id for outcome in route.preview("letter").outcomes
    } | {outcome.id for outcome in route.preview("superior").outcomes}


def test_a_preview_narrows_notices_and_clocks() -> None:
    route = _at("N9", example="litigation_visit_guide")
    ahead = route.preview("yes")
    assert ahead.next_id == "N9a"
    assert ahead.notices == ("litigation_guide_notice",)
    assert [clock.kind for clock in ahead.clocks] == ["K1"]
    assert "31/1/1" in ahead.basis


def test_every_step_is_explained_with_its_article() -> None:
    route = walk(pack(), "petition_department", TODAY, load_example("pathway"))
    reasons = explain_route(route)
    assert len(reasons) == len(route.steps) + 1
    assert all(reason.citations and reason.sentence.endswith("）。") for reason in reasons)
    assert "因为可以通过行政程序解决，导入相应程序（第三十一条第（四）项）。" in [reason.sentence for reason in reasons]


def test_an_office_is_never_told_of_duties_that_bind_another_kind_of_office() -> None:
    township = walk(pack(), "township", TODAY, load_example("township_accept"))
    refs = [ref for step in township.steps for ref in step.basis] + list(township.basis)
    assert not [ref for ref in refs if ref.split("/")[0] == "22"]
    county = walk(pack(), "petition_department", TODAY, load_example("transfer_visit"))
    assert "23/1" not in [ref for step in county.steps for ref in step.basis]


def test_an_ended_route_takes_no_answer_and_an_unknown_role_no_start() -> None:
    with pytest.raises(UserFault) as ended:
        walk(pack(), "township", TODAY, load_example("township_accept")).answer({})
    assert ended.value.code == "route-ended"
    with pytest.raises(UserFault) as unknown:
        Route.start(pack(), "castle", TODAY)
    assert unknown.value.code == "unknown-role"


def test_typing_into_a_field_that_the_page_does_not_have_is_a_bug() -> None:
    with pytest.raises(ValueError, match="summary"):
        _start().typed({"summary": "x"})
