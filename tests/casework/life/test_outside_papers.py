"""Papers that were made by hand or elsewhere: entered later with their own day, and never more than they can prove."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from life_story import Story, day
from offices import StandingClock
from pypdf import PdfReader

from app.casework.cases.document_rows import DocumentView
from app.casework.documents.attachments import attach_file, void_attachment
from app.casework.documents.issuing import document_bytes, document_view, recognise
from app.casework.documents.listing import DocumentFilter, list_documents
from app.casework.documents.number_register import RegisterFilter, list_numbers, number_series
from app.casework.documents.outside import OutsidePaper, enter_outside_paper
from app.casework.documents.voiding import void_document
from app.casework.documents.volume import case_volume
from app.casework.office.checks import check_workspace
from app.faults import UserFault
from app.models.workspace import Workspace

NO_SCAN = "原件已随案卷送县档案馆"


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "处理意见书扫描.png"
    path.write_bytes(
        bytes.fromhex(
            "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060"
            "0000000500010d0a2db40000000049454e44ae426082"
        )
    )
    return path


@pytest.fixture
def answered(make_workspace: Callable[..., Workspace], clock: StandingClock) -> Story:
    """A case whose opinion of 20 October was written by hand, and whose clerk sits down to enter it on 27 November."""
    days = {"received_on": "2026-08-25", "petition_date": "2026-08-25", "accepted_on": "2026-08-26"}
    story = Story(make_workspace("township"), clock, "township_accept", "2026-08-26", **days)
    story.do("start_handling", started_on="08-27")
    story.do(
        "give_opinion", today="11-27", opinion_on="10-20", facts_found="属实。", review_office="香林县人民政府",
        approver="镇长",
    )  # fmt: skip
    return story


def entered(story: Story, kind: str, on: str, **more: object) -> DocumentView:
    return enter_outside_paper(story.workspace, story.case_id, OutsidePaper(kind, day(on), **more))  # type: ignore[arg-type]


def end_of_sixty(story: Story) -> tuple[date | None, bool, int]:
    (clock,) = [each for each in story.view().clocks if each.kind == "K5"]
    return clock.stopped_on, clock.unproven, clock.overdue_days


def test_an_opinion_of_20_october_entered_on_27_november_is_of_20_october_by_its_scan(
    answered: Story, scan: Path
) -> None:
    # Sixty days from 26 August end on 25 October. What is merely typed has ended nothing.
    assert answered.clock_of("K5") == (day("08-26"), day("10-25"), None)
    paper = entered(answered, "handling_opinion", "10-20", own_number="白政信处〔2026〕7号", scan=scan)
    assert end_of_sixty(answered) == (day("10-20"), False, 0)
    assert (paper.number, paper.issued_on, paper.listed_name) == (
        "白政信处〔2026〕7号", day("10-20"), "信访处理意见书（补录）",
    )  # fmt: skip
    assert "handling_opinion" not in answered.owed()
    answered.do("serve_opinion", today="11-27", served_on="10-22", service_receiver="何秀英")
    # Received on 22 October: thirty days end on 21 November, a Saturday, and roll on to Monday the 23rd.
    assert answered.clock_of("K6")[:2] == (day("10-22"), day("11-21"))
    assert answered.running()["K6"] == day("11-23")
    assert document_view(answered.workspace, paper.id).served_on == day("10-22")
    assert "补录" in answered.told()
    assert check_workspace(answered.workspace).sound


def test_without_a_scan_it_counts_and_is_never_in_time_and_begins_no_thirty_days(answered: Story, scan: Path) -> None:
    paper = entered(answered, "handling_opinion", "10-20", no_scan_reason=NO_SCAN)
    assert end_of_sixty(answered) == (day("10-20"), True, 0)
    assert "handling_opinion" not in answered.owed()
    assert paper.listed_name == "信访处理意见书（补录·无凭证）"
    assert paper.number == "无文号（补录2026-1）"
    done = answered.do("serve_opinion", today="11-27", served_on="10-22", service_receiver="何秀英")
    assert "不起算期限" in done.sentence
    assert (answered.state, "K6" in answered.running()) == ("S12", False)
    # A post number or a signed receipt is evidence of its own.
    answered.do(
        "serve_opinion", today="11-27", served_on="10-22", service_way="post", post_number="XA123456789CN",
        service_receiver="何秀英",
    )  # fmt: skip
    assert (answered.state, answered.running()["K6"]) == ("S14", day("11-23"))
    assert end_of_sixty(answered) == (day("10-20"), False, 0)
    assert document_view(answered.workspace, paper.id).proven


def test_a_scan_that_comes_later_proves_it_and_one_declared_void_does_not(answered: Story, scan: Path) -> None:
    paper = entered(answered, "handling_opinion", "10-20", no_scan_reason=NO_SCAN)
    kept = attach_file(answered.workspace, answered.case_id, scan, "scan", document_id=paper.id)
    assert end_of_sixty(answered) == (day("10-20"), False, 0)
    void_attachment(answered.workspace, kept.id, "扫描错了")
    assert end_of_sixty(answered) == (day("10-20"), True, 0)


def test_a_late_one_is_late_by_its_own_day_and_void_it_is_owed_again(answered: Story, scan: Path) -> None:
    paper = entered(answered, "handling_opinion", "11-04", scan=scan)
    assert end_of_sixty(answered) == (day("11-04"), False, 10)
    void_document(answered.workspace, paper.id, "录错了件")
    assert end_of_sixty(answered)[0] is None
    assert "handling_opinion" in answered.owed()
    answered.paper("handling_opinion")
    assert end_of_sixty(answered)[0] == day("11-27")


def test_an_extension_typed_afterwards_is_one_after_the_sixty_days_unless_a_paper_shows_otherwise(
    make_workspace: Callable[..., Workspace], clock: StandingClock, scan: Path
) -> None:
    days = {"received_on": "2026-08-25", "petition_date": "2026-08-25", "accepted_on": "2026-08-26"}
    story = Story(make_workspace("township"), clock, "township_accept", "2026-08-26", **days)
    why = {"approver": "镇长", "extension_reason": "涉及多户。"}
    story.do("extend", today="11-02", approved_on="10-21", extension_days=30, **why)
    (clock_,) = [each for each in story.view().clocks if each.kind == "K5"]
    assert (clock_.late_extension, clock_.due) == (True, day("10-25"))
    paper = entered(story, "extension_approval", "10-21", no_scan_reason=NO_SCAN)
    assert story.clock_of("K5")[1] == day("10-25")
    attach_file(story.workspace, story.case_id, scan, "scan", document_id=paper.id)
    (clock_,) = [each for each in story.view().clocks if each.kind == "K5"]
    assert (clock_.late_extension, clock_.due) == (False, day("11-24"))


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"on": date(2026, 10, 20)}, "missing-field", "no_scan_reason"),
        ({"on": date(2026, 10, 20), "no_scan_reason": "  "}, "missing-field", "no_scan_reason"),
        ({"on": date(2026, 11, 28), "no_scan_reason": NO_SCAN}, "bad-value", "on"),
        ({"on": date(2026, 8, 24), "no_scan_reason": NO_SCAN}, "bad-value", "on"),
        ({"on": date(2026, 8, 25), "no_scan_reason": NO_SCAN}, "bad-value", "on"),  # accepted on the 26th
        ({"on": date(2026, 10, 20), "no_scan_reason": NO_SCAN, "own_number": "号" * 61}, "bad-value", "own_number"),
        ({"on": date(2026, 10, 20), "scan": Path("没有这个文件.pdf")}, "no-file", ""),
        ({"on": date(2026, 10, 20), "no_scan_reason": NO_SCAN, "kind": "accusation_letter"}, "bad-value", "kind"),
        ({"on": date(2026, 10, 20), "no_scan_reason": NO_SCAN, "kind": "x"}, "bad-value", "kind"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    answered: Story, more: dict[str, object], code: str, field: str
) -> None:
    with pytest.raises(UserFault) as refused:
        enter_outside_paper(
            answered.workspace, answered.case_id, OutsidePaper(**{"kind": "handling_opinion", **more})  # type: ignore[arg-type]
        )
    assert (refused.value.code, refused.value.field or "") == (code, field)
    assert answered.view().documents == ()
    assert answered.clock_of("K5")[2] is None


def test_a_number_used_by_hand_is_passed_over_and_no_gap(answered: Story, scan: Path) -> None:
    workspace = answered.workspace
    ours = "城关信接〔2026〕1号"
    entered(answered, "receipt_notice", "09-01", own_number=ours, scan=scan)
    with pytest.raises(UserFault) as refused:
        entered(answered, "acceptance_notice", "09-01", own_number=ours, scan=scan)
    assert refused.value.code == "number-taken"
    answered.paper("handling_opinion")
    second = Story(workspace, answered.clock, "township_accept", "2026-11-27", received_on="2026-11-27",
                   petition_date="2026-11-27", accepted_on="2026-11-27")  # fmt: skip
    second.paper("receipt_notice")
    (document,) = second.view().documents
    assert document.number == "城关信接〔2026〕2号"
    (series,) = [each for each in number_series(workspace, 2026) if each.kind == "receipt_notice"]
    assert (series.last, series.missing) == (2, ())
    rows = list_numbers(workspace, RegisterFilter(2026, "receipt_notice"))
    assert [row.document.listed_name for row in rows] == [
        "信访事项接收情况告知书", "信访事项接收情况告知书（补录）",
    ]  # fmt: skip


def test_the_journal_says_that_it_was_entered_later(answered: Story, scan: Path) -> None:
    entered(answered, "handling_opinion", "10-20", scan=scan)
    assert answered.view().timeline[-1].reason == "补录"


def test_a_paper_made_outside_does_not_hide_the_day_of_the_latest_document(answered: Story, scan: Path) -> None:
    answered.paper("handling_opinion")
    entered(answered, "acceptance_notice", "09-01", scan=scan)
    answered.stand("11-20")
    with pytest.raises(UserFault) as refused:
        answered.paper("receipt_notice")
    assert refused.value.code == "clock-behind"


def test_it_has_no_original_here_and_nobody_can_ask_for_one(answered: Story, scan: Path) -> None:
    workspace = answered.workspace
    paper = entered(answered, "handling_opinion", "10-20", scan=scan)
    with pytest.raises(UserFault, match="程序外出具"):
        document_bytes(workspace, paper.id)
    assert not recognise(workspace, "").genuine
    assert recognise(workspace, "").document is None
    assert [each.id for each in list_documents(workspace, DocumentFilter())] == [paper.id]
    assert list_documents(workspace, DocumentFilter(state="unprinted")) == ()
    volume = case_volume(workspace, answered.case_id)
    assert volume.pages == 2  # the cover with its list, the scan
    told = "".join(page.extract_text() for page in PdfReader(io.BytesIO(volume.pdf)).pages)
    assert "信访处理意见书（补录）" in told
