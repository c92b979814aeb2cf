"""What a petitioner reads: issued from registered cases, read back from the page by another program."""

import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from walking import register

from app.casework.case_view import case_view
from app.casework.change import correct_case
from app.casework.notices import document_bytes, issue_notice, prepare_notice
from app.models.workspace import Workspace


def page(workspace: Workspace, folder: Path, name: str, **changes: object) -> str:
    case_id = register(workspace, name, **changes).case_id
    return page_of(workspace, folder, case_id)


def page_of(workspace: Workspace, folder: Path, case_id: int) -> str:
    document = issue_notice(workspace, prepare_notice(workspace, case_id))
    path = folder / f"{document.id}.pdf"
    path.write_bytes(document_bytes(workspace, document.id))
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
    assert "办理，并要求其不迟于2026年12月31日向本单位反馈结果。" in read
    assert "已于2026年11月20日转送" not in read


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


def test_a_corrected_day_of_receipt_moves_the_days_for_objection(make_workspace: Callable[..., Workspace]) -> None:
    township = make_workspace("township")
    case_id = register(township, "township_objection", received_on="2026-11-17", petition_date="2026-11-13").case_id
    correct_case(township, case_id, "received_on", "2026-11-16", "看错日期")
    due = {clock.kind: clock.due for clock in case_view(township, case_id).clocks}
    assert due == {"K4": date(2026, 11, 23), "K3": date(2026, 12, 1)}
