"""Changing a case: the former value stays, a reason is asked, nothing is deleted."""

from datetime import date

import pytest
from walking import register

from app.casework.documents.issuing import issue_notice, prepare_notice
from app.casework.life.acts import act_form, perform
from app.casework.life.correct_case import correct_case, void_case
from app.casework.life.record_service import ServiceEntry, record_service
from app.casework.office.checks import check_workspace
from app.casework.views.case_page import CaseView, case_view
from app.casework.worklist.case_list import CaseFilter, find, list_cases
from app.faults import UserFault
from app.models.workspace import Workspace


def dispatch(workspace: Workspace, case_id: int, on: date) -> None:
    """Send a waiting case on, as the case page does: filled in advance, with the day it went out."""
    perform(workspace, case_id, "dispatch", {**act_form(workspace, case_id, "dispatch").values, "dispatched_on": on})


def target(view: CaseView, label: str) -> str:
    return next(f.target for person in view.people for f in person if f.label == label)


def test_a_correction_keeps_the_former_value_and_its_reason(workspace: Workspace) -> None:
    case_id = register(workspace, "transfer_visit").case_id
    phone = target(case_view(workspace, case_id), "电话")
    correct_case(workspace, case_id, phone, "13900009999", "登记时听错一位")
    view = case_view(workspace, case_id)
    assert view.timeline[-1].what == "更正"
    assert view.timeline[-1].details == ("电话：13900001234 → 13900009999",)
    assert view.timeline[-1].reason == "登记时听错一位"
    assert find(workspace, "13900009999").total == 1
    assert find(workspace, "13900001234").total == 0
    assert check_workspace(workspace).sound


def test_a_corrected_day_of_receipt_moves_its_clock(workspace: Workspace) -> None:
    case_id = register(workspace, "pending_transfer", received_on="2026-11-16", petition_date="2026-11-16").case_id
    correct_case(workspace, case_id, "received_on", "2026-11-18", "收文章日期看错")
    (clock,) = case_view(workspace, case_id).clocks
    assert (clock.start, clock.due) == (date(2026, 11, 18), date(2026, 12, 3))
    assert case_view(workspace, case_id).row.next_due == date(2026, 12, 3)


@pytest.mark.parametrize(
    ("field", "value", "reason", "word"),
    [
        ("summary", "新的概况", "  ", "理由"),
        ("summary", "  ", "误", "空白"),
        ("received_on", "2026-02-30", "误", "日期不对"),
        ("received_on", "2027-01-01", "误", "日期不对"),
        ("people_count", "0", "误", "人数"),
        ("state", "S20", "误", "不能在这里更正"),
        ("number", "1", "误", "不能在这里更正"),
        ("petitioner.999.name", "x", "误", "不能在这里更正"),
        ("petitioner.x.name", "x", "误", "不能在这里更正"),
        ("claim.x", "x", "误", "不能在这里更正"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(
    workspace: Workspace, field: str, value: str, reason: str, word: str
) -> None:
    case_id = register(workspace, "transfer_visit").case_id
    before = case_view(workspace, case_id)
    with pytest.raises(UserFault, match=word):
        correct_case(workspace, case_id, field, value, reason)
    assert case_view(workspace, case_id) == before


def test_dispatching_stops_the_clock_and_owes_the_transfer_notice(workspace: Workspace) -> None:
    case_id = register(workspace, "pending_transfer").case_id
    issue_notice(workspace, prepare_notice(workspace, case_id))
    assert "dispatch" in [offer.act for offer in case_view(workspace, case_id).offers if offer.possible]
    dispatch(workspace, case_id, date(2026, 11, 19))
    view = case_view(workspace, case_id)
    assert (view.row.state, view.notice_kind) == ("已转送", "transfer_notice")
    assert "transfer_notice" in [paper.kind for paper in view.owed]
    assert "dispatch" not in [offer.act for offer in view.offers if offer.possible]
    assert view.clocks[0].stopped_on is None
    issue_notice(workspace, prepare_notice(workspace, case_id, "transfer_letter"))
    assert case_view(workspace, case_id).clocks[0].stopped_on == workspace.today()
    with pytest.raises(UserFault) as caught:
        dispatch(workspace, case_id, date(2026, 11, 19))
    assert caught.value.code == "wrong-state"


def test_a_receipt_at_a_township_leaves_its_duty_running_until_the_transfer_notice(make_workspace) -> None:  # type: ignore[no-untyped-def]
    township = make_workspace("township")
    facts = {"office_role": "township", "power": "lower", "receiving_office": "香林县柳林乡便民服务站"}
    case_id = register(township, "pending_transfer", **facts).case_id
    issue_notice(township, prepare_notice(township, case_id))
    assert {c.kind: c.stopped_on for c in case_view(township, case_id).clocks} == {"K2": None}
    dispatch(township, case_id, date(2026, 11, 20))
    assert {c.kind: c.stopped_on for c in case_view(township, case_id).clocks} == {"K2": None}
    issue_notice(township, prepare_notice(township, case_id))
    assert {c.kind: c.stopped_on for c in case_view(township, case_id).clocks} == {"K2": None}
    told = case_view(township, case_id).documents[0]
    record_service(township, ServiceEntry(told, "2026-11-20", result="posted", way="post", post_number="XA1234"))
    assert {c.kind: c.stopped_on for c in case_view(township, case_id).clocks} == {"K2": date(2026, 11, 20)}
    # What the post brings back has told nobody, and the duty is open as before.
    record_service(township, ServiceEntry(told, "2026-11-20", result="returned", way="post", note="查无此人"))
    assert {c.kind: c.stopped_on for c in case_view(township, case_id).clocks} == {"K2": None}


@pytest.mark.parametrize("on", [date(2026, 1, 1), date(2026, 11, 21)])
def test_a_dispatch_before_receipt_or_in_the_future_is_refused(workspace: Workspace, on: date) -> None:
    case_id = register(workspace, "pending_transfer").case_id
    before = case_view(workspace, case_id)
    with pytest.raises(UserFault, match=r"交办日期|早于"):
        dispatch(workspace, case_id, on)
    assert case_view(workspace, case_id) == before


def test_a_voided_case_stays_in_the_list_with_its_reason_and_no_clock(workspace: Workspace) -> None:
    case_id = register(workspace, "pending_transfer").case_id
    with pytest.raises(UserFault, match="理由"):
        void_case(workspace, case_id, "")
    void_case(workspace, case_id, "重复录入")
    view = case_view(workspace, case_id)
    assert view.sentence == "已作废：重复录入"
    assert view.clocks[0].days_left is None
    assert list_cases(workspace).rows[0].voided
    assert list_cases(workspace, CaseFilter(voided=False)).total == 0
    with pytest.raises(UserFault, match="已经作废"):
        correct_case(workspace, case_id, "summary", "x", "y")
    assert check_workspace(workspace).sound
