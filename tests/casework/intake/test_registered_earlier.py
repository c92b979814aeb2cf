"""Registered on paper first: the days of a case, its old number, the desk that took it, and what follows."""

from datetime import date, timedelta

import pytest
from clerk_work import issue
from sqlmodel import select
from walking import example, intake, register

from app.casework.documents.issuing import prepare_notice
from app.casework.intake.register import register_case
from app.casework.life.correct_case import correct_case
from app.casework.office.checks import check_workspace
from app.casework.views.case_page import CaseView, case_view
from app.casework.worklist.case_list import CaseFilter, find, list_cases
from app.faults import UserFault
from app.models.tables import Case, CaseStep
from app.models.workspace import Workspace

TODAY = date(2026, 11, 20)
LAST_WEEK = {
    "received_on": "2026-11-11",
    "petition_date": "2026-11-10",
    "registered_on": "2026-11-12",
    "dispatched_on": "2026-11-13",
    "own_number": "2026信登字第045号",
}
AT_A_VILLAGE = {"desk_kind": "village", "desk_name": "柳溪村接访点", "desk_person": "龙春生"}


def facts_of(view: CaseView) -> dict[str, str]:
    return {fact.label: fact.value for fact in view.facts}


def of_last_week(workspace: Workspace, **more: object) -> int:
    return register(workspace, "transfer_visit", **{**LAST_WEEK, **more}).case_id


def test_a_visit_of_last_week_bears_its_own_days_and_says_that_it_was_entered_later(workspace: Workspace) -> None:
    view = case_view(workspace, of_last_week(workspace))
    facts = facts_of(view)
    assert (facts["信访日期"], facts["收到日期"], facts["登记日期"]) == ("2026-11-10", "2026-11-11", "2026-11-12")
    assert facts["补录"] == "2026-11-20 录入"
    assert view.row.entered_later
    assert view.timeline[0].details == (f"编号 {view.row.number}", "补录：2026-11-12 登记")
    assert view.clocks[0].start == date(2026, 11, 11)
    with workspace.reading() as session:
        step = session.exec(select(CaseStep)).one()
        case = session.exec(select(Case)).one()
    assert step.on == case.registered_on == date(2026, 11, 12)
    assert case.registered_at.startswith("2026-11-20")
    assert check_workspace(workspace).sound


def test_numbers_are_drawn_on_the_day_of_entry(workspace: Workspace) -> None:
    view = case_view(workspace, of_last_week(workspace))
    assert view.row.number == "990326-20261120-0001"
    issue(workspace, view.row.id)
    documents = case_view(workspace, view.row.id).documents
    assert {document.issued_on for document in documents} == {TODAY}


def test_without_a_day_it_is_registered_today_and_nothing_is_said_of_later(workspace: Workspace) -> None:
    view = case_view(workspace, register(workspace, "transfer_visit").case_id)
    assert facts_of(view)["登记日期"] == TODAY.isoformat()
    assert "补录" not in facts_of(view)
    assert not view.row.entered_later
    assert view.timeline[0].details == (f"编号 {view.row.number}",)


def test_without_a_day_of_petition_it_was_put_forward_when_it_was_received(workspace: Workspace) -> None:
    view = case_view(workspace, of_last_week(workspace, petition_date=None))
    assert facts_of(view)["信访日期"] == "2026-11-11"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"registered_on": "2026-11-21"}, "registered_on"),
        ({"registered_on": "2026-11-10"}, "registered_on"),
        ({"registered_on": "2026-02-30"}, "registered_on"),
        ({"petition_date": "2026-11-12"}, "petition_date"),
        ({"received_on": "2026-11-09", "petition_date": "2026-11-10"}, "petition_date"),
        ({"own_number": "登" * 101}, "own_number"),
        ({"desk_kind": "village"}, "desk_name"),
        ({"desk_kind": "kiosk"}, "desk_kind"),
    ],
)
def test_what_cannot_be_is_refused_by_its_name(workspace: Workspace, changes: dict[str, object], field: str) -> None:
    with pytest.raises(UserFault) as fault:
        of_last_week(workspace, **changes)
    assert fault.value.field == field
    assert list_cases(workspace).total == 0


def test_the_act_itself_refuses_days_out_of_order(workspace: Workspace) -> None:
    """A draft of another day, or a page of another rule pack, brings nothing past it."""
    ready = intake(example("transfer_visit", **LAST_WEEK))
    for key, day in (("registered_on", "2026-11-10"), ("registered_on", "2026-11-21"), ("petition_date", "2026-11-12")):
        wrong = type(ready)({**ready.facts, key: day}, ready.outcome, ready.steps, ready.rule_pack)
        with pytest.raises(UserFault) as fault:
            register_case(workspace, wrong)
        assert fault.value.field == key
    assert list_cases(workspace).total == 0


def test_the_old_number_finds_the_case_and_two_may_bear_it(workspace: Workspace) -> None:
    first, second = of_last_week(workspace), of_last_week(workspace)
    for words in ("2026信登字第045号", "信登字第045", "045号"):
        page = find(workspace, words)
        assert [row.id for row in page.rows] == [second, first]
        assert {row.own_number for row in page.rows} == {"2026信登字第045号"}
    correct_case(workspace, first, "own_number", "2026信登字第046号", "看错一行")
    assert [row.id for row in find(workspace, "信登字第046").rows] == [first]


def test_of_an_accusation_the_paper_book_says_nothing_in_the_open(workspace: Workspace) -> None:
    days = {**LAST_WEEK, "registered_on": "2026-11-17", "own_number": "密登字77号", **AT_A_VILLAGE}
    made = register(workspace, "accusation_discipline", **days)
    with workspace.reading() as session:
        case = session.get_one(Case, made.case_id)
    assert (case.own_number, case.desk_kind, case.desk_name, case.desk_person) == ("", "", "", "")
    assert case.registered_on == date(2026, 11, 17)
    assert find(workspace, "密登字77号").total == 0
    assert case_view(workspace, made.case_id).row.entered_later


def test_what_a_village_desk_took_was_received_on_its_day(workspace: Workspace) -> None:
    view = case_view(workspace, of_last_week(workspace, **AT_A_VILLAGE))
    facts = facts_of(view)
    assert facts["在哪里收下的"] == "村（社区）"
    assert (facts["接访点名称"], facts["在接访点收下的人"]) == ("柳溪村接访点", "龙春生")
    assert view.clocks[0].start == date(2026, 11, 11)


def test_the_office_s_own_window_is_no_desk(workspace: Workspace) -> None:
    view = case_view(workspace, of_last_week(workspace, desk_kind="本单位窗口", desk_name="没有问到的"))
    assert "在哪里收下的" not in facts_of(view)
    with workspace.reading() as session:
        assert session.exec(select(Case.desk_name)).one() == ""


def test_lists_stand_in_the_order_of_registering(workspace: Workspace) -> None:
    today = register(workspace, "transfer_visit").case_id
    earlier = of_last_week(workspace)
    assert [row.id for row in list_cases(workspace).rows] == [today, earlier]
    week = CaseFilter(first_day=date(2026, 11, 9), last_day=date(2026, 11, 13))
    assert [row.id for row in list_cases(workspace, week).rows] == [earlier]


def test_a_corrected_day_of_registering_moves_its_step_and_no_clock(workspace: Workspace) -> None:
    case_id = of_last_week(workspace, registered_on=None)
    before = case_view(workspace, case_id)
    correct_case(workspace, case_id, "registered_on", "2026-11-12", "登记簿上是十二日")
    after = case_view(workspace, case_id)
    assert after.row.entered_later
    assert after.clocks == before.clocks
    assert after.timeline[-1].details == ("登记日期：2026-11-20 → 2026-11-12",)
    with workspace.reading() as session:
        assert session.exec(select(CaseStep.on)).one() == date(2026, 11, 12)
    assert check_workspace(workspace).sound


@pytest.mark.parametrize(
    ("field", "day"),
    [
        ("petition_date", "2026-11-12"),
        ("received_on", "2026-11-09"),
        ("received_on", "2026-11-13"),
        ("registered_on", "2026-11-10"),
        ("registered_on", "2026-11-21"),
    ],
)
def test_a_correction_keeps_the_order_of_the_days_from_both_sides(workspace: Workspace, field: str, day: str) -> None:
    case_id = of_last_week(workspace)
    before = case_view(workspace, case_id)
    with pytest.raises(UserFault) as fault:
        correct_case(workspace, case_id, field, day, "误")
    assert (fault.value.code, fault.value.field) == ("bad-value", field)
    assert case_view(workspace, case_id) == before


def test_a_day_after_the_entry_is_no_day_of_registering_later_on_either(workspace: Workspace, clock) -> None:
    case_id = of_last_week(workspace)
    clock.moment += timedelta(days=7)
    with pytest.raises(UserFault, match="登记日期"):
        correct_case(workspace, case_id, "registered_on", "2026-11-24", "误")


def test_both_days_can_be_moved_one_after_the_other(workspace: Workspace) -> None:
    case_id = of_last_week(workspace, petition_date="2026-11-11")
    for field in ("petition_date", "received_on"):
        correct_case(workspace, case_id, field, "2026-11-09", "登记簿上是九日")
    assert case_view(workspace, case_id).clocks[0].start == date(2026, 11, 9)


@pytest.mark.parametrize(("value", "kept"), [("派出的接访点", "outpost"), ("", ""), ("village", "village")])
def test_where_it_was_taken_can_be_corrected(workspace: Workspace, value: str, kept: str) -> None:
    case_id = of_last_week(workspace, **AT_A_VILLAGE)
    correct_case(workspace, case_id, "desk_kind", value, "误")
    with workspace.reading() as session:
        assert session.exec(select(Case.desk_kind)).one() == kept
    with pytest.raises(UserFault, match="在哪里收下的"):
        correct_case(workspace, case_id, "desk_kind", "网吧", "误")


@pytest.mark.parametrize(
    ("registered", "corrected", "marks"),
    [
        ({"people_count": 1}, "12", {"联名信或集体访"}),
        (
            {"people_count": 12, "common_matter": True, "representatives_refused": False, "representatives": ["甲某"]},
            "4",
            set(),
        ),
        (
            {"people_count": 12, "common_matter": True, "representatives_refused": False, "representatives": ["甲某"]},
            "36",
            {"联名信或集体访"},
        ),
        ({"people_count": 12, "common_matter": False}, "36", set()),
        ({"people_count": 12, "common_matter": True, "representatives_refused": True}, "3", set()),
        (
            {"people_count": 12, "common_matter": True, "representatives_refused": True},
            "7",
            {"联名信或集体访", "代表未推选"},
        ),
        ({"people_count": 1, "urgent": True, "urgent_facts": "有人被困"}, "5", {"联名信或集体访", "重大紧急"}),
    ],
)
def test_the_marks_follow_the_number_of_people(
    workspace: Workspace, registered: dict[str, object], corrected: str, marks: set[str]
) -> None:
    case_id = register(workspace, "transfer_visit", **registered).case_id
    correct_case(workspace, case_id, "people_count", corrected, "人数数错")
    assert set(case_view(workspace, case_id).marks) == marks
    correct_case(workspace, case_id, "people_count", str(registered["people_count"]), "没有数错")
    again = case_view(workspace, register(workspace, "transfer_visit", **registered).case_id).marks
    assert set(case_view(workspace, case_id).marks) == set(again)


def test_a_notice_and_the_form_tell_the_days_that_are_true(workspace: Workspace) -> None:
    case_id = of_last_week(workspace, **AT_A_VILLAGE)
    notice = prepare_notice(workspace, case_id)
    assert (notice.values["received_on"], notice.values["registered_on"]) == (date(2026, 11, 11), date(2026, 11, 12))
    form = prepare_notice(workspace, case_id, "registration_form").values
    assert (form["case_own_number"], form["desk_name"]) == ("2026信登字第045号", "柳溪村接访点")
    assert form["desk_kind_label"] == "村（社区）"
