"""本件路线图 says the right day and nothing of anybody else; the path on the map is this case's own."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader
from walking import register

from app.casework.life.acts import act_form, perform
from app.casework.life.correct_case import void_case
from app.casework.views.case_map import case_map, case_map_facts
from app.casework.views.case_page import case_view
from app.casework.views.case_path import case_path
from app.casework.views.route_maps import office_map
from app.faults import UserFault
from app.law.life.loading import load_life_pack
from app.law.text.plain_words import plain_words
from app.models.workspace import Workspace


def printed(pdf: bytes, folder: Path) -> str:
    path = folder / "case.pdf"
    path.write_bytes(pdf)
    return "".join("".join(page.extract_text().split()) for page in PdfReader(path).pages)


def go_on(workspace: Workspace, case_id: int, act: str, **values: object) -> None:
    form = act_form(workspace, case_id, act)
    perform(workspace, case_id, act, {**form.values, **values})


def test_every_state_that_a_case_can_be_in_has_plain_words() -> None:
    told = plain_words().by_state
    for state in load_life_pack().states:
        if not state.instant and state.id != "S08":  # sealed: nothing is told
            assert told[state.id].here and told[state.id].next
    assert {"K4", "K10", "K13", "K17"} & plain_words().by_clock.keys() == set()


def test_a_case_with_its_own_office_says_the_last_day(make_workspace: Callable[..., Workspace], tmp_path: Path) -> None:
    workspace = make_workspace("township")
    case_id = register(workspace, "township_accept").case_id
    clocks = {clock.kind: clock for clock in case_view(workspace, case_id).clocks if clock.days_left is not None}
    assert "K5" in clocks
    text = printed(case_map(workspace, case_id), tmp_path)
    for kind, words in (("K5", "办结"), ("K2", "书面告诉您")):
        if kind in clocks:
            day = clocks[kind].governing
            assert f"{day.year}年{day.month}月{day.day}日" in text
            assert words in text
    assert "已经受理。" in text
    assert workspace.office.phone in text


def test_a_transferred_case_says_who_has_it_and_that_paper_is_coming(workspace: Workspace, tmp_path: Path) -> None:
    case_id = register(workspace, "transfer_visit").case_id
    view = case_view(workspace, case_id)
    text = printed(case_map(workspace, case_id), tmp_path)
    assert view.row.destination in text
    assert "15日内书面告诉您" in text
    assert view.remedy.replace(" ", "") in text


def test_it_names_nobody_and_no_other_case(workspace: Workspace, tmp_path: Path) -> None:
    first = register(workspace, "transfer_visit")
    other = register(workspace, "merge_repeat", related_case=first.number).case_id
    for case_id in (first.case_id, other):
        view = case_view(workspace, case_id)
        text = printed(case_map(workspace, case_id), tmp_path)
        people = {fact.value for person in view.people for fact in person if fact.label in ("姓名（名称）", "证件号码")}
        assert people - {""}
        assert not [value for value in people if value and value in text]
        assert not [claim.value for claim in view.claims if claim.value in text]
        assert workspace.actor.name not in text
    assert first.number not in printed(case_map(workspace, other), tmp_path)


def test_a_sealed_case_has_no_map_for_paper(workspace: Workspace) -> None:
    case_id = register(workspace, "accusation_discipline").case_id
    with pytest.raises(UserFault) as fault:
        case_map(workspace, case_id)
    assert fault.value.code == "sealed-case"


def test_a_voided_case_has_none_either(workspace: Workspace) -> None:
    case_id = register(workspace, "transfer_visit").case_id
    void_case(workspace, case_id, "登记重复")
    with pytest.raises(UserFault, match="作废"):
        case_map(workspace, case_id)


def test_the_stops_follow_the_life_of_the_case(workspace: Workspace) -> None:
    case_id = register(workspace, "transfer_visit").case_id
    before = case_map_facts(workspace, case_id)
    assert [stop.title for stop in before.passed] == ["登记", "已转送"]
    go_on(workspace, case_id, "receiver_signed")
    facts = case_map_facts(workspace, case_id)
    assert [stop.title for stop in facts.passed] == ["登记", "已转送", "已接收待告知"]
    due = next(c for c in case_view(workspace, case_id).clocks if c.kind == "K3" and c.days_left is not None).governing
    assert due == workspace.today() + timedelta(days=15)
    assert any(f"{due.year}年{due.month}月{due.day}日" in line for line in facts.dates)


def test_the_path_is_the_walk_the_end_and_the_states_with_their_days(workspace: Workspace) -> None:
    case_id = register(workspace, "transfer_visit").case_id
    go_on(workspace, case_id, "receiver_signed")
    path = case_path(workspace, case_id)
    assert path.places[0] == "N0"
    assert path.places[-3:] == ("O-transfer", "S03", "S05")
    assert path.state == "S05"
    ways = set(office_map("petition_department").ways())
    for way in zip(path.places, path.places[1:], strict=False):
        assert way in ways, way
    assert path.notes["N0"] == ("10月12日收到",)
    assert path.notes["S05"] == ("11月20日",)


def test_of_a_sealed_case_the_path_shows_states_and_days_alone(workspace: Workspace) -> None:
    case_id = register(workspace, "accusation_discipline").case_id
    path = case_path(workspace, case_id)
    assert path.sealed
    assert all(place[0] in "SX" for place in path.places)
    assert set(path.notes) <= set(path.places)
    assert date(2026, 11, 20) == workspace.today()
