"""A whole route on one sheet says what the route itself says."""

from datetime import date

import pytest

from app.law.route.examples import example_names, load_example
from app.law.route.loading import load_rule_pack
from app.law.route.walk import CHOICE, AnswerFault, Outcome, Route, lay_out, walk, walk_sheet

TODAY = date(2026, 11, 20)
PACK = load_rule_pack()


def walked(name: str) -> Route:
    facts = load_example(name)
    return walk(PACK, str(facts["office_role"]), TODAY, facts)


@pytest.mark.parametrize("name", example_names())
def test_the_sheet_of_every_example_leads_to_its_end_by_its_pages(name: str) -> None:
    route = walked(name)
    values = {frame.node_id: frame.raw for frame in route.frames}
    choices = {frame.node_id: frame.choice for frame in route.frames if frame.choice is not None}
    sheet = lay_out(PACK, route.office_role, TODAY, values, choices)
    assert [page.node.id for page in sheet.pages] == [frame.node_id for frame in route.frames]
    assert sheet.errors == {}
    assert dict(sheet.facts) == dict(route.facts)
    assert sheet.end is not None
    assert isinstance(route.current, Outcome)
    assert (sheet.end.id, sheet.end.sentence) == (route.current.id, route.current.sentence)
    again = walk_sheet(PACK, route.office_role, TODAY, values, choices)
    assert (again.place, dict(again.facts)) == (route.place, dict(route.facts))


def test_it_stops_where_an_answer_decides_the_way_and_is_open() -> None:
    route = walked("transfer_visit")
    choices = {frame.node_id: frame.choice for frame in route.frames if frame.choice is not None}
    values = {frame.node_id: frame.raw for frame in route.frames}
    last = next(frame for frame in route.frames if frame.choice == route.facts["power"])
    del choices[last.node_id]
    sheet = lay_out(PACK, route.office_role, TODAY, values, choices)
    assert sheet.end is None
    assert sheet.pages[-1].node.id == last.node_id
    assert set(sheet.errors) == {(last.node_id, CHOICE)}


def test_what_is_empty_or_wrong_is_named_by_its_page_and_stops_no_other() -> None:
    route = walked("transfer_visit")
    choices = {frame.node_id: frame.choice for frame in route.frames if frame.choice is not None}
    values = {frame.node_id: dict(frame.raw) for frame in route.frames}
    values["N0b"]["petition_date"] = "2026-11-21"
    values["N4a"]["summary"] = ""
    sheet = lay_out(PACK, route.office_role, TODAY, values, choices)
    assert set(sheet.errors) == {("N0b", "petition_date"), ("N4a", "summary")}
    assert sheet.end is not None
    with pytest.raises(AnswerFault):
        walk_sheet(PACK, route.office_role, TODAY, values, choices)
