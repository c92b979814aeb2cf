"""Registering: everything is registered, in one piece, with its clocks, and can be found."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import select
from walking import example, intake, register

from app.casework.documents.issuing import issue_notice, prepare_notice
from app.casework.intake.drafts import list_drafts, save_draft
from app.casework.intake.duplicates import find_duplicates
from app.casework.intake.register import register_case
from app.casework.office.checks import check_workspace
from app.casework.views.case_page import case_view
from app.casework.worklist.case_list import find, list_cases
from app.faults import UserFault
from app.models.tables import Case, Claim, Petitioner
from app.models.workspace import Workspace
from app.resources import resource_path

EXAMPLES = sorted(p.stem for p in resource_path("law", "examples").glob("*.json"))


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_shipped_example_can_be_registered(make_workspace: Callable[..., Workspace], name: str) -> None:
    facts = example(name)
    role = facts["office_role"]
    workspace = make_workspace("petition_department" if role == "petition_department" else "township")
    if "related_case" in facts:
        facts["related_case"] = register(workspace, "transfer_visit").number
    registered = register_case(workspace, intake(facts, role, workspace.today()))
    view = case_view(workspace, registered.case_id)
    assert view.row.number == registered.number
    assert check_workspace(workspace).sound
    if not registered.sealed:
        assert {f.value for f in view.claims} == set(facts["claims"])


def test_numbers_run_without_gaps_through_a_failed_registration(workspace: Workspace) -> None:
    first = register(workspace, "transfer_visit")
    with pytest.raises(UserFault, match="找不到编号"):
        register(workspace, "merge_repeat", related_case="990326-20260101-0001")
    second = register(workspace, "assign")
    assert [first.number, second.number] == ["990326-20261120-0001", "990326-20261120-0002"]


def test_a_registration_that_fails_leaves_nothing_but_its_draft(workspace: Workspace) -> None:
    draft = save_draft(workspace, None, "试", "内容")
    with pytest.raises(UserFault):
        register_case(workspace, intake(example("merge_repeat", related_case="无此编号")), draft)
    with workspace.reading() as session:
        assert session.exec(select(Case)).all() == []
        assert session.exec(select(Petitioner)).all() == []
    assert [d.payload for d in list_drafts(workspace)] == ["内容"]
    assert check_workspace(workspace).sound


def test_the_draft_goes_with_the_registration(workspace: Workspace) -> None:
    draft = save_draft(workspace, None, "试", "内容")
    register_case(workspace, intake(example("transfer_visit")), draft)
    assert list_drafts(workspace) == ()


def test_k1_runs_from_receipt_until_the_transfer(workspace: Workspace) -> None:
    waiting = case_view(workspace, register(workspace, "pending_transfer", received_on="2026-11-16").case_id)
    (clock,) = waiting.clocks
    assert (clock.kind, clock.due, clock.rolled, clock.last_safe) == (
        "K1", date(2026, 12, 1), date(2026, 12, 1), date(2026, 12, 1),
    )  # fmt: skip
    assert clock.days_left == 11
    assert "还剩11天" in waiting.sentence
    sent = register(workspace, "transfer_visit").case_id
    # Whenever it is said to have been sent: what counts is the day of the letter.
    assert case_view(workspace, sent).clocks[0].stopped_on is None
    issue_notice(workspace, prepare_notice(workspace, sent, "transfer_letter"))
    view = case_view(workspace, sent)
    assert view.clocks[0].stopped_on == workspace.today()
    assert view.row.next_due is None


def test_the_sixty_days_run_from_acceptance_and_only_for_the_sixth_way(
    make_workspace: Callable[..., Workspace],
) -> None:
    township = make_workspace("township")
    accepted = case_view(township, register(township, "township_accept").case_id)
    five = next(c for c in accepted.clocks if c.kind == "K5")
    facts = example("township_accept")
    assert five.start == date.fromisoformat(facts["accepted_on"])
    assert (five.due - five.start).days == 60
    duty = case_view(township, register(township, "township_duty").case_id)
    assert "K5" not in {c.kind for c in duty.clocks}


def test_everybody_who_came_is_counted_and_five_are_named(workspace: Workspace) -> None:
    registered = register(workspace, "group_visit")
    view = case_view(workspace, registered.case_id)
    facts = example("group_visit")
    assert view.row.people_count == facts["people_count"] > 5
    with workspace.reading() as session:
        named = session.exec(select(Petitioner).where(Petitioner.representative == True)).all()  # noqa: E712
    assert 1 <= len(named) <= 5


def test_four_hundred_people_are_registered(workspace: Workspace) -> None:
    assert case_view(workspace, register(workspace, "group_visit", people_count=400).case_id).row.people_count == 400


def test_an_anonymous_letter_is_registered_and_gets_no_notice(workspace: Workspace) -> None:
    registered = register(workspace, "anonymous_letter")
    view = case_view(workspace, registered.case_id)
    assert registered.notice_kind == ""
    assert "第二十三条第二款" in view.notice_reason
    assert view.row.title == "匿名"


@pytest.mark.parametrize("name", ["𠅤𬱖㛃", "阿卜杜·热合曼·买买提明", "名" * 60, "张三😊"])
def test_any_name_is_kept_as_it_is_written(workspace: Workspace, name: str) -> None:
    registered = register(workspace, "transfer_visit", petitioner_name=name)
    assert case_view(workspace, registered.case_id).row.title == name
    assert [r.id for r in find(workspace, name).rows] == [registered.case_id]


def test_a_summary_of_twenty_thousand_characters_is_kept_whole(workspace: Workspace) -> None:
    long = "信访人反映屋顶漏雨，" * 2_000
    registered = register(workspace, "transfer_visit", summary=long)
    with workspace.reading() as session:
        case = session.get(Case, registered.case_id)
        assert case is not None
        assert case.summary == long
    assert find(workspace, "屋顶漏雨").total == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("欧阳𬱖", True), ("oy", True), ("ouyang", True), ("0001", True), ("13900001234", True), ("1234", True),
        ("漏雨", True), ("墙面", True), ("雨", True), ("屋顶 桂花巷", True), ("地震", False), ("", False),
    ],
)  # fmt: skip
def test_the_search_box_finds_what_a_clerk_would_type(workspace: Workspace, query: str, found: bool) -> None:
    registered = register(workspace, "transfer_visit")
    register(workspace, "suggestion", phone=None, summary="建议在路口增设红绿灯")
    ids = [r.id for r in find(workspace, query).rows]
    assert (registered.case_id in ids) is found


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"received_on": "2026-02-30"}, "日期"),
        ({"received_on": "2027-01-01"}, "不能"),
        ({"people_count": 0}, "1"),
        ({"kind": None}, "缺少"),
        (
            {
                "representatives": ["甲", "乙", "丙", "丁", "戊", "己"],
                "people_count": 12,
                "common_matter": True,
                "representatives_refused": False,
            },
            "5",
        ),
        ({"没有这一项": 1}, "不认识"),
    ],
)
def test_facts_that_cannot_be_are_refused_by_name_and_nothing_is_registered(
    workspace: Workspace, changes: dict[str, Any], word: str
) -> None:
    with pytest.raises(UserFault, match=word):
        register(workspace, "transfer_visit", **changes)
    assert list_cases(workspace).total == 0


def test_a_wrong_check_digit_is_registered_all_the_same(workspace: Workspace) -> None:
    registered = register(workspace, "transfer_visit", id_number="990326196505120011")
    assert registered.number


def test_duplicates_are_offered_with_their_reason_and_never_decided(workspace: Workspace) -> None:
    first = register(workspace, "transfer_visit")
    facts = example("transfer_visit")
    reasons = {c.row.id: c.reasons for c in find_duplicates(workspace, facts)}
    assert reasons == {first.case_id: ("电话相同", "姓名相同", "事由相近")}
    second = register(workspace, "transfer_visit")
    assert second.case_id != first.case_id


def test_a_merged_repeat_is_a_case_of_its_own_that_points_at_the_first(workspace: Workspace) -> None:
    first = register(workspace, "transfer_visit")
    second = register(workspace, "merge_repeat", related_case=first.number)
    view = case_view(workspace, second.case_id)
    assert view.related is not None
    assert view.related.number == first.number
    assert view.row.state == "并入原件"


def test_the_route_that_was_walked_stays_with_the_case(workspace: Workspace) -> None:
    view = case_view(workspace, register(workspace, "transfer_visit").case_id)
    with workspace.reading() as session:
        case = session.exec(select(Case)).one()
        assert json.loads(case.route) == list(view.route)
        assert case.rule_pack[0].startswith("national")
        assert len(session.exec(select(Claim)).all()) == 2
    assert all(step["refs"] for step in view.route)


def test_a_full_disk_refuses_the_whole_registration_and_the_next_one_goes_on(workspace: Workspace) -> None:
    register(workspace, "transfer_visit")
    draft = save_draft(workspace, None, "试", "内容")
    with workspace.store.connection() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(UserFault, match="磁盘已满") as caught:
        register_case(workspace, intake(example("transfer_visit", summary="屋顶漏雨，" * 3_000)), draft)
    assert caught.value.code == "disk"
    assert list_cases(workspace).total == 1
    assert [d.id for d in list_drafts(workspace)] == [draft]
    with workspace.store.connection() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    assert register(workspace, "transfer_visit").number.endswith("-0002")
    assert check_workspace(workspace).sound
