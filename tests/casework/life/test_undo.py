"""The last act of a case can be taken back: nothing is erased, and nothing follows from it any more."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from former_versions.building import FormerWorkspace
from life_story import Story, day
from offices import PASSWORD, StandingClock
from promises import assert_ended
from sqlmodel import col, select

from app.casework.cases.document_rows import documents_of
from app.casework.clocks.running import clocks_of
from app.casework.documents.issuing import record_print
from app.casework.documents.outside import OutsidePaper, enter_outside_paper
from app.casework.life.correct_case import void_case
from app.casework.life.correct_step import correct_step
from app.casework.life.record_service import service_lines
from app.casework.life.undo import reopen_voided, undo, undo_ahead
from app.casework.office.checks import check_workspace
from app.casework.views.case_page import case_view
from app.faults import UserFault
from app.models.tables import Case, CaseStep
from app.models.workspace import Workspace, open_workspace

Tell = Callable[..., Story]
# What of the page does not count the days that have passed meanwhile.
SHOWN = ("facts", "claims", "state", "waits", "marks", "hands", "offers", "owed", "steps", "next_text", "remedy",
         "notice_kind", "notice_reason", "basis")  # fmt: skip


@pytest.fixture
def tell(make_workspace: Callable[..., Workspace], clock: StandingClock) -> Tell:
    def begin(example: str, on: str, role: str = "petition_department", **changes: object) -> Story:
        return Story(make_workspace(role), clock, example, on, **changes)

    return begin


def standing(story: Story) -> dict[str, object]:
    """Return all that a case is: its row, its clocks, what it offers, owes and says."""
    with story.workspace.reading() as session:
        case = session.get_one(Case, story.case_id)
        row = case.model_dump()
        clocks = clocks_of(session, story.case_id)
    view = story.view()
    return {"row": row, "clocks": clocks} | {name: getattr(view, name) for name in SHOWN}


def assert_goes_back(story: Story, act: Callable[[], object], **more: object) -> None:
    before = standing(story)
    act()
    assert standing(story) != before
    undo(story.workspace, story.case_id, "办错了件", **more)  # type: ignore[arg-type]
    assert standing(story) == before
    assert_ended(story.workspace, story.case_id, story.workspace.today())


def test_every_act_on_the_way_to_an_answer_can_be_taken_back_and_done_again(tell: Tell) -> None:
    story = tell("township_accept", "10-16", "township")
    story.hand_over("receipt_notice")
    opinion = {"facts_found": "属实。", "review_office": "香林县人民政府", "approver": "镇长"}
    extension = {"extension_days": 30, "approver": "镇长", "extension_reason": "涉及多户。"}
    for act, values in (
        ("start_handling", {"started_on": "10-19"}),
        ("extend", {"approved_on": "10-20", **extension}),
        ("give_opinion", {"opinion_on": "10-21", **opinion}),
    ):
        assert_goes_back(story, lambda act=act, values=values: story.do(act, **values))
        story.do(act, **values)
    story.paper("handling_opinion")
    assert_goes_back(story, lambda: story.do("serve_opinion", served_on="10-21"))
    assert "K6" not in story.running()
    story.do("serve_opinion", served_on="10-22")
    assert story.running()["K6"] == day("11-23")
    assert check_workspace(story.workspace).sound
    assert story.told().count("已撤销") == 4


def test_sending_objecting_and_sending_again_go_back_one_by_one(tell: Tell) -> None:
    story = tell("pending_transfer", "11-16")
    assert_goes_back(story, lambda: story.do("dispatch", dispatched_on="11-17"))
    story.do("dispatch", dispatched_on="11-17")
    story.paper("transfer_letter")
    assert_goes_back(story, lambda: story.do("receiver_objects", receiver_received_on="11-18", objected_on="11-19"))
    story.do("receiver_objects", receiver_received_on="11-18", objected_on="11-19", objection_reason="不属于本局。")
    agreed = {"decided_on": "11-20", "returned_on": "11-20", "objection_answer": "同意。"}
    assert_goes_back(story, lambda: story.do("agree_objection", **agreed))
    story.do("agree_objection", **agreed)
    again = {"dispatched_on": "11-20", "receiving_office": "香林县房屋管理中心", "importance": "ordinary"}
    assert_goes_back(story, lambda: story.do("transfer_again", **again))
    assert check_workspace(story.workspace).sound


def test_an_earlier_act_is_refused_with_those_that_stand_on_it_the_latest_first(tell: Tell) -> None:
    story = tell("township_accept", "10-16", "township")
    story.do("start_handling", started_on="10-19")
    story.do("record_inquiry", noted_on="10-20", inquiry_note="走访两户。")
    story.do("record_inquiry", noted_on="10-21", inquiry_note="查档案。")
    with pytest.raises(UserFault) as refused:
        undo(story.workspace, story.case_id, "错了", step_id=story.step("start_handling"))
    assert refused.value.code == "stands-on-it"
    assert refused.value.sentence.index("2026-10-21") < refused.value.sentence.index("2026-10-20")
    assert undo_ahead(story.workspace, story.case_id).on == day("10-21")


def test_a_paper_that_is_still_here_goes_with_it_and_its_number_stays_used(tell: Tell) -> None:
    story = tell("township_accept", "10-16", "township")
    story.do("extend", approved_on="10-20", extension_days=30, approver="镇长", extension_reason="涉及多户。")
    story.paper("extension_notice")
    ahead = undo_ahead(story.workspace, story.case_id)
    assert [paper.kind for paper in ahead.papers] == ["extension_notice"]
    assert ahead.left_house == ()
    (notice,) = ahead.papers
    record_print(story.workspace, notice.id)
    with pytest.raises(UserFault) as refused:
        undo(story.workspace, story.case_id, "没有批准")
    assert (refused.value.code, refused.value.field) == ("left-house", "papers_here")
    assert story.clock_of("K5")[1] == day("2027-01-14")
    undo(story.workspace, story.case_id, "没有批准", papers_here=True)
    assert story.clock_of("K5")[1] == day("12-15")
    with story.workspace.reading() as session:
        (document,) = documents_of(session, case_id=story.case_id)
    assert document.void and "没有批准" in document.void_reason
    story.do("extend", approved_on="10-20", extension_days=10, approver="镇长", extension_reason="涉及多户。")
    story.paper("extension_notice")
    assert story.view().documents[0].number != notice.number


def test_a_corrected_act_goes_back_to_before_it_was_done(tell: Tell) -> None:
    story = tell("transfer_visit", "10-12")
    story.paper("transfer_letter")

    def sign_and_correct() -> None:
        story.do("receiver_signed", receiver_received_on="10-14")
        correct_step(
            story.workspace, story.case_id, story.step("receiver_signed"), "receiver_received_on", "2026-10-13", "回执"
        )

    assert_goes_back(story, sign_and_correct)


def test_a_request_of_the_petitioner_is_moved_and_never_removed(tell: Tell) -> None:
    def served() -> Story:
        story = tell("township_accept", "10-16", "township")
        story.do("give_opinion", opinion_on="10-20", facts_found="属实", review_office="县政府", approver="镇长")
        story.paper("handling_opinion")
        story.do("serve_opinion", served_on="10-21")
        return story

    wrong = served()
    right = Story(wrong.workspace, wrong.clock, "township_accept", "2026-10-16")
    right.do("give_opinion", opinion_on="10-20", facts_found="属实", review_office="县政府", approver="镇长")
    right.paper("handling_opinion")
    right.do("serve_opinion", served_on="10-22")
    wrong.do("review_requested", review_requested_on="10-26", review_office="县政府")
    with pytest.raises(UserFault) as refused:
        undo(wrong.workspace, wrong.case_id, "记错了件")
    assert refused.value.field == "move_to"
    undo(wrong.workspace, wrong.case_id, "记错了件", move_to=right.number)
    assert (wrong.state, right.state) == ("S14", "S15")
    assert right.clock_of("K7")[0] == day("10-26")
    assert right.number in wrong.view().timeline[-1].reason


def test_what_two_decided_takes_two_to_take_back(tell: Tell) -> None:
    story = tell("pending_transfer", "11-16")
    story.do("propose_closed", proposed_on="11-17", proposal_note="已复核。")
    wang = story.another()
    story.do(
        "confirm_closed", by=wang, closed_on="11-18", final_office="某市人民政府", final_opinion_on="08-03",
        final_opinion_number="市信复核〔2026〕2号", closing_reason="同一事实和理由。",
    )  # fmt: skip
    undo(story.workspace, story.case_id, "有新的事实")
    assert story.state == "X2"
    with pytest.raises(UserFault) as refused:
        undo(story.workspace, story.case_id, "有新的事实")
    assert refused.value.code == "second-person"
    undo(wang, story.case_id, "有新的事实，核对过")
    assert (story.state, "K1" in story.running()) == ("S02", True)
    assert {"confirm_closed", "refuse_closed"} <= {offer.act for offer in story.view().offers}
    wang.close()


def test_nothing_is_erased(tell: Tell) -> None:
    story = tell("township_accept", "10-16", "township")
    story.do("start_handling", started_on="10-19")
    undo(story.workspace, story.case_id, "点错了")
    with pytest.raises(UserFault) as refused:
        undo(story.workspace, story.case_id, "再来")
    assert refused.value.code == "nothing-to-undo"
    with story.workspace.reading() as session:
        steps = session.exec(
            select(CaseStep).where(CaseStep.case_id == story.case_id).order_by(col(CaseStep.id))
        ).all()
    assert [step.act for step in steps] == ["register", "start_handling", "undo"]
    assert steps[1].undone_by_id == steps[2].id
    for blank in ("", "  "):
        with pytest.raises(UserFault) as refused:
            undo(story.workspace, story.case_id, blank)
        assert refused.value.field == "reason"


def test_a_case_voided_by_mistake_goes_on_from_where_it_stood(tell: Tell) -> None:
    story = tell("township_accept", "10-16", "township")
    before = story.running()
    void_case(story.workspace, story.case_id, "重复登记")
    assert story.running() == {}
    story.stand("11-20")
    reopen_voided(story.workspace, story.case_id, "核对后不是重复的")
    assert story.running() == before
    assert_ended(story.workspace, story.case_id, story.workspace.today())
    with pytest.raises(UserFault, match="没有作废"):
        reopen_voided(story.workspace, story.case_id, "再来一次")
    assert check_workspace(story.workspace).sound


def test_a_case_voided_by_mistake_goes_on_with_what_its_being_void_stopped_alone(tell: Tell) -> None:
    story = tell("transfer_visit", "10-12")
    story.do("receiver_signed", receiver_received_on="10-14")
    story.do("receiver_accepted", accepted_on="10-16", told_on="10-16")
    before = standing(story)["clocks"]
    assert story.clock_of("K3")[2] == day("10-16")
    void_case(story.workspace, story.case_id, "重复登记")
    reopen_voided(story.workspace, story.case_id, "核对后不是重复的")
    assert standing(story)["clocks"] == before


def answered(tell: Tell) -> Story:
    story = tell("township_accept", "10-16", "township")
    story.do("give_opinion", opinion_on="10-20", facts_found="属实", review_office="县政府", approver="镇长")
    return story


def test_a_service_that_is_taken_back_never_was(tell: Tell) -> None:
    story = answered(tell)
    story.paper("handling_opinion")
    story.do("serve_opinion", served_on="10-21")
    assert story.view().documents[0].served_on == day("10-21")
    undo(story.workspace, story.case_id, "送给了别人")
    (opinion,) = story.view().documents
    assert opinion.served_on is None
    assert [line.why_not for line in service_lines(story.workspace, [opinion])] == [""]


def test_a_service_that_is_taken_back_proves_no_paper(tell: Tell) -> None:
    story = answered(tell)
    paper = OutsidePaper("handling_opinion", day("10-20"), no_scan_reason="原件已移交")
    assert not enter_outside_paper(story.workspace, story.case_id, paper).proven
    story.do("serve_opinion", served_on="10-21", service_way="post", post_number="XA123456789CN")
    assert story.view().documents[0].proven
    undo(story.workspace, story.case_id, "邮件号码是另一件的")
    assert not story.view().documents[0].proven


def test_a_paper_made_outside_counts_as_having_left_the_house(tell: Tell) -> None:
    story = answered(tell)
    paper = OutsidePaper("handling_opinion", day("10-20"), own_number="白政信处〔2026〕7号", no_scan_reason="已移交")
    enter_outside_paper(story.workspace, story.case_id, paper)
    with pytest.raises(UserFault) as refused:
        undo(story.workspace, story.case_id, "没有这份意见")
    assert (refused.value.code, "白政信处〔2026〕7号" in refused.value.sentence) == ("left-house", True)
    assert story.state == "S12"


@pytest.mark.parametrize("version", ["0002", "0003"])
def test_acts_of_former_versions_can_be_taken_back_too(tmp_path: Path, clock: StandingClock, version: str) -> None:
    former = FormerWorkspace(tmp_path / "旧", version)
    former.store.close()
    with closing(open_workspace(former.folder, "li", PASSWORD, now=clock)) as workspace:
        with workspace.reading() as session:
            cases = session.exec(select(Case.id).where(col(Case.sealed).is_(False)).order_by(col(Case.id))).all()
        taken_back = 0
        for case_id in cases:
            ahead = undo_ahead(workspace, case_id or 0)
            if not ahead.reason and not ahead.asks_target and not ahead.needs_second:
                undo(workspace, case_id or 0, "旧版办错", papers_here=True)
                assert case_view(workspace, case_id or 0).state == ahead.state
                taken_back += 1
        assert taken_back >= 2
        assert check_workspace(workspace).sound
