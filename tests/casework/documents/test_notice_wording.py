"""What a petitioner reads: issued from registered cases, read back from the page by another program."""

import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from walking import register

from app.casework.documents.issuing import document_bytes, issue_notice, prepare_notice
from app.casework.life.acts import perform
from app.casework.life.correct_case import correct_case
from app.casework.views.case_page import case_view
from app.models.workspace import Workspace


def page(workspace: Workspace, folder: Path, name: str, **changes: object) -> str:
    case_id = register(workspace, name, **changes).case_id
    return page_of(workspace, folder, case_id)


def page_of(workspace: Workspace, folder: Path, case_id: int) -> str:
    return words_of(workspace, folder, issue_notice(workspace, prepare_notice(workspace, case_id)).id)


def words_of(workspace: Workspace, folder: Path, document_id: int) -> str:
    path = folder / f"{document_id}.pdf"
    path.write_bytes(document_bytes(workspace, document_id))
    read = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True, text=True).stdout
    return "".join(read.split())


def test_a_letter_sent_to_a_court_does_not_promise_the_courts_notice_in_fifteen_days(
    workspace: Workspace, tmp_path: Path
) -> None:
    court = page(workspace, tmp_path, "litigation_letter")
    assert "第二十三条第四款" in court
    assert "15日内" not in court
    office = page(workspace, tmp_path, "transfer_visit")
    assert "第二十三条第三款" in office
    assert "第二十三条第四款" not in office


def test_an_assignment_is_called_one_and_names_its_day(workspace: Workspace, tmp_path: Path) -> None:
    read = page(workspace, tmp_path, "assign", report_by="2026-12-31", dispatched_on="2026-11-20")
    assert "交办告知书" in read and "已于2026年11月20日交由有权处理的" in read
    assert "要求其不迟于2026年12月31日反馈结果。" in read
    assert "第二十二条第一款第（三）项" in read and "第二十三条第三款" in read
    assert "转送去向" not in read and "已于2026年11月20日转送" not in read


@pytest.mark.parametrize("channel", ["letter", "phone", "visit"])
def test_a_township_cites_for_litigation_only_what_binds_it_and_the_channel(
    make_workspace: Callable[..., Workspace], tmp_path: Path, channel: str
) -> None:
    read = page(make_workspace("township"), tmp_path, "litigation_visit_guide", channel=channel)
    assert "第二十八条第二款" in read
    assert "第三十一条第（一）项" in read
    assert "第二十二条" not in read
    assert "走访形式" not in read


def test_a_matter_from_above_is_not_said_to_have_been_brought_by_its_petitioner_that_way(
    make_workspace: Callable[..., Workspace], tmp_path: Path
) -> None:
    township = make_workspace("township")
    read = page(township, tmp_path, "township_accept", channel="superior", source_office="香林县信访局")
    assert "（信访形式：上级转交）" in read
    assert "您以" not in read


def test_only_the_elected_are_called_representatives(workspace: Workspace, tmp_path: Path) -> None:
    elected = ["方文秀", "石大有", "罗小满", "余春生", "贺立冬"]
    read = page(workspace, tmp_path, "group_visit", petitioner_name="骆明德", representatives=elected)
    assert f"信访人代表：{'、'.join(elected)}。" in read


def test_a_duty_reply_names_the_remedy_of_its_own_law_in_finished_words(
    make_workspace: Callable[..., Workspace], tmp_path: Path
) -> None:
    read = page(make_workspace("township"), tmp_path, "township_duty")
    assert "行政复议（一般自收到答复之日起60日内）" in read
    assert "待本单位确认" not in read
    assert "办结" not in read


def test_a_corrected_destination_is_the_only_one_on_paper(workspace: Workspace, tmp_path: Path) -> None:
    case_id = register(workspace, "transfer_visit").case_id
    correct_case(workspace, case_id, "destination", "香林县城市管理局", "写错单位")
    read = page_of(workspace, tmp_path, case_id)
    assert "香林县城市管理局" in read
    assert "住房和城乡建设局" not in read


def owed_page(workspace: Workspace, folder: Path, case_id: int, kind: str) -> str:
    """Issue the paper of a kind that an act asks for and read its page."""
    paper = [each for each in case_view(workspace, case_id).owed if each.kind == kind][-1]
    draft = prepare_notice(workspace, case_id, kind, step_id=paper.step_id)
    assert not draft.missing
    return words_of(workspace, folder, issue_notice(workspace, draft).id)


@pytest.mark.parametrize("first", ["transfer_visit", "assign"])
def test_a_case_sent_again_names_the_new_office_alone(workspace: Workspace, tmp_path: Path, first: str) -> None:
    case_id = register(workspace, first).case_id
    old = case_view(workspace, case_id).row.destination
    today = "2026-11-20"
    perform(workspace, case_id, "receiver_signed", {"receiver_received_on": today})
    perform(workspace, case_id, "receiver_objects",
            {"receiver_received_on": today, "objected_on": today, "objection_reason": "不属于本局职权。"})  # fmt: skip
    perform(workspace, case_id, "agree_objection",
            {"decided_on": today, "returned_on": today, "objection_answer": "核实同意。"})  # fmt: skip
    again = {"dispatched_on": today, "receiving_office": "香林县房屋管理中心", "importance": "ordinary"}
    perform(workspace, case_id, "transfer_again", again)
    read = owed_page(workspace, tmp_path, case_id, "transfer_notice")
    assert "转送有权处理的香林县房屋管理中心" in read and "属于香林县房屋管理中心职权范围的" in read
    assert old not in read and "反馈结果" not in read
    correct_case(workspace, case_id, "destination", "香林县房屋征收中心", "写错单位")
    assert "房屋管理" not in case_view(workspace, case_id).next_text
    assert "香林县房屋征收中心" in prepare_notice(workspace, case_id, "transfer_notice").values["handling_way"]


def test_a_dispute_sent_to_another_office_is_told_as_a_transfer(
    make_workspace: Callable[..., Workspace], tmp_path: Path
) -> None:
    township = make_workspace("township")
    case_id = register(township, "dispute", N12aT="no", agreed=False).case_id
    perform(township, case_id, "dispute_to_other",
            {"dispute_decided_on": "2026-11-20", "decided_by": "superior", "lead_office": "县住建局"})  # fmt: skip
    perform(township, case_id, "transfer_again",
            {"dispatched_on": "2026-11-20", "receiving_office": "县住建局", "importance": "ordinary"})  # fmt: skip
    read = owed_page(township, tmp_path, case_id, "transfer_notice")
    assert "转送有权处理的县住建局处理。" in read and "受理有争议" not in read


def test_a_corrected_day_of_receipt_moves_the_days_for_objection(make_workspace: Callable[..., Workspace]) -> None:
    township = make_workspace("township")
    case_id = register(township, "township_objection", received_on="2026-11-17", petition_date="2026-11-13").case_id
    correct_case(township, case_id, "received_on", "2026-11-16", "看错日期")
    due = {clock.kind: clock.due for clock in case_view(township, case_id).clocks}
    assert due == {"K4": date(2026, 11, 23), "K3": date(2026, 12, 1)}
