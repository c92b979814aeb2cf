"""Read against the Regulation: what binds whom, what a person is told on paper, and what nobody may be told."""

from datetime import date
from functools import cache
from typing import Any

import pytest

from app.law.route.examples import load_example
from app.law.route.loading import RulePack, load_rule_pack
from app.law.route.walk import Outcome, Route, walk
from app.law.text.articles import load_regulation

TODAY = date(2026, 11, 20)
OTHER_OFFICES = ("township", "department", "review_body")
FROM_ABOVE = {"channel": "superior", "source_office": "香林县信访局"}


@cache
def pack() -> RulePack:
    return load_rule_pack()


def _walk(role: str, name: str, **changes: Any) -> tuple[Route, Outcome]:
    facts = {key: value for key, value in {**load_example(name), **changes}.items() if value is not None}
    route = walk(pack(), role, TODAY, facts)
    assert isinstance(route.current, Outcome)
    return route, route.current


def _cited(route: Route) -> set[str]:
    return {ref for step in route.steps for ref in step.basis} | set(route.basis)


@pytest.mark.parametrize("role", OTHER_OFFICES)
def test_the_duties_of_petition_departments_are_not_laid_on_other_offices(role: str) -> None:
    text = load_regulation()
    assert "地方各级党委和政府信访部门" in text.cite("25/2").text
    assert text.cite("30/2").text.startswith("党委和政府信访部门")
    route, _end = _walk(
        role, "accusation_discipline", accusation_organ="cadre", urgent=True, urgent_facts="桥面塌陷，已封路。"
    )
    assert not _cited(route) & {"25/2", "30/2"}
    county, _end = _walk("petition_department", "accusation_discipline", accusation_organ="cadre")
    assert "30/2" in _cited(county)


@pytest.mark.parametrize("channel", ["letter", "online", "fax", "phone"])
@pytest.mark.parametrize(("role", "power"), [("petition_department", "elsewhere"), ("township", "upper")])
def test_the_rule_for_visitors_is_not_held_against_those_who_did_not_visit(role: str, power: str, channel: str) -> None:
    route, _end = _walk(role, "guide_elsewhere", power=power, channel=channel)
    assert not [ref for ref in _cited(route) if ref.startswith("20/")]


def test_sixty_days_are_not_named_where_only_the_law_of_the_duty_counts() -> None:
    route, end = _walk("township", "township_duty")
    assert "34" not in _cited(route)
    assert end.id == "O-perform"


@pytest.mark.parametrize("example", ["litigation_letter", "pathway"])
@pytest.mark.parametrize("role", OTHER_OFFICES)
def test_what_comes_from_above_may_be_objected_to_whatever_way_it_belongs_to(role: str, example: str) -> None:
    told = {"guided_on": "2026-11-20", "dispatch_now": None, "dispatched_on": None}
    _route, objected = _walk(role, example, **FROM_ABOVE, objects=True, objection_reason="不属于本单位职权。", **told)
    assert (objected.id, objected.state, {c.kind for c in objected.clocks}) == ("O-object", "S04", {"K3", "K4"})
    _route, kept = _walk(role, example, **FROM_ABOVE, objects=False, **told)
    assert {c.kind for c in kept.clocks} == {"K3"}
    assert kept.state == "S07"


def test_objection_is_only_asked_of_an_office_that_was_sent_the_matter() -> None:
    told = {"guided_on": "2026-11-20", "dispatch_now": None, "dispatched_on": None}
    direct, _end = _walk("township", "litigation_letter", **told)
    county, _end = _walk("petition_department", "pathway", **FROM_ABOVE)
    assert "N13q" not in [step.node_id for step in (*direct.steps, *county.steps)]


def test_what_stands_on_paper_is_finished_wording() -> None:
    for outcome in pack().outcomes:
        for words in (outcome.handling_way, outcome.procedure, outcome.remedy):
            assert "待本单位确认" not in words, outcome.id
            assert not words or words.endswith("。"), outcome.id
            assert "}前" not in words, f"{outcome.id}: 某日前 leaves open whether the day itself counts"


def test_every_office_that_receives_a_transfer_is_said_to_tell_the_petitioner_within_fifteen_days() -> None:
    for outcome in pack().outcomes:
        if outcome.notice == "transfer_notice" and outcome.id != "O-litigation-transfer":
            assert "15日内书面告知您" in outcome.procedure, outcome.id
            assert "职权范围的，由其自收到之日起5个工作日内提出异议" in outcome.procedure or (
                outcome.id == "O-suggestion-transfer"
            )


def test_a_pathway_without_a_fixed_period_makes_a_sentence() -> None:
    _route, end = _walk("petition_department", "pathway", pathway_period="没有固定期限")
    assert "没有固定期限" not in end.remedy
    assert "不适用信访复查、复核" in end.remedy


def test_twelve_people_with_twelve_matters_are_no_group_visit() -> None:
    shared = {"people_count": 12}
    apart, _end = _walk("petition_department", "transfer_visit", **shared, common_matter=False)
    assert "联名信或集体访" not in apart.marks
    together, _end = _walk(
        "petition_department", "transfer_visit", **shared, common_matter=True, representatives_refused=True
    )
    assert "联名信或集体访" in together.marks


@pytest.mark.parametrize("role", ["petition_department", "township"])
def test_offices_that_could_not_agree_are_said_to_dispute_not_to_be_still_talking(role: str) -> None:
    _route, end = _walk(role, "dispute")
    assert "受理有争议" in end.handling_way
    assert "共同的高一级机关、单位决定由谁受理" in end.procedure
