"""Whole lives of cases, told straight: states, dates reckoned by hand, papers owed, and the timeline in words."""

from collections.abc import Callable
from pathlib import Path

import pytest
from life_story import Story, day
from offices import CHEAP, PASSWORD, StandingClock
from sqlmodel import col, select
from walking import register

from app.casework.clocks.calendars import confirm_calendar
from app.casework.clocks.local_rules import load_office_rules
from app.casework.life.acts import perform, waive_document
from app.casework.life.correct_step import correct_step
from app.casework.office.accounts import add_user
from app.casework.office.checks import check_workspace
from app.casework.views.case_page import case_view
from app.faults import UserFault
from app.models.tables import Case, CaseStep, JournalEntry, JournalText
from app.models.workspace import Workspace, open_workspace

Make = Callable[..., Workspace]


@pytest.fixture
def tell(make_workspace: Make, clock: StandingClock) -> Callable[..., Story]:
    def begin(example: str, on: str, role: str = "petition_department", **changes: object) -> Story:
        return Story(make_workspace(role), clock, example, on, **changes)

    return begin


def test_a_county_transfer_objected_to_sent_again_and_followed_to_the_archive(tell: Callable[..., Story]) -> None:
    story = tell("transfer_visit", "10-12")
    # Sent while it was registered: what counts is the day of the letter, and the letter is not there yet.
    assert (story.state, story.running()) == ("S03", {"K1": day("10-27")})
    story.paper("transfer_letter")
    assert story.clock_of("K1") == (day("10-12"), day("10-27"), day("10-12"))
    assert story.running() == {}
    story.paper("transfer_notice")

    story.do("receiver_signed", receiver_received_on="10-14")
    # 15 natural days: 10-29. Five working days after the 14th (Wednesday): 15, 16, 19, 20, 21.
    assert (story.state, story.running()) == ("S05", {"K3": day("10-29"), "K4": day("10-21")})
    story.do("receiver_objects", receiver_received_on="10-14", objected_on="10-19", objection_reason="不属于本局职权。")
    assert (story.state, story.running()) == ("S04", {"K3": day("10-29")})
    assert story.clock_of("K4")[2] == day("10-19")

    story.do("agree_objection", decided_on="10-21", returned_on="10-21", objection_answer="核实同意。")
    # The fifteen days of the petition department run on from the day of receipt, as if they had never stopped.
    assert (story.state, story.running()) == ("S02", {"K1": day("10-27")})
    assert story.owed() == ["objection_reply"]
    assert story.view().hands == ""

    story.do("transfer_again", dispatched_on="10-23", receiving_office="香林县房屋管理中心", importance="ordinary")
    assert (story.state, story.running()) == ("S03", {"K1": day("10-27")})
    story.paper("transfer_letter")
    assert story.clock_of("K1") == (day("10-12"), day("10-27"), day("10-23"))
    assert set(story.owed()) == {"objection_reply", "transfer_notice"}
    assert story.view().row.destination == "香林县房屋管理中心"

    story.do("receiver_signed", receiver_received_on="10-26")
    assert story.running() == {"K3": day("11-10"), "K4": day("11-02")}
    story.do("receiver_accepted", accepted_on="10-30", told_on="10-30")
    # 60 days from 10-30: one day of October, thirty of November, 29 of December.
    assert (story.state, story.running()) == ("S06", {"K5": day("12-29")})
    story.do("receiver_answers", opinion_on="12-21", opinion_number="房信处〔2026〕3号", review_office="香林县人民政府")
    assert (story.state, story.running()) == ("S12", {})
    assert story.view().remedy.endswith("请求香林县人民政府复查。")
    story.do("serve_opinion", served_on="12-23")
    # 30 days from 12-23: 2027-01-22, a Friday.
    assert (story.state, story.running()) == ("S14", {"K6": day("2027-01-22")})
    assert "lapse_review" not in story.possible()
    story.stand("2027-01-25")
    assert "lapse_review" not in story.possible()  # the last day lies in a year that is not confirmed
    confirm_calendar(story.workspace, 2027)
    story.do("lapse_review", today="2027-01-25", lapsed_on="2027-01-25")
    assert (story.state, story.running()) == ("S18", {})
    story.do("conclude", today="2027-01-26", concluded_on="2027-01-26")
    assert story.state == "S20"
    assert "archive" not in story.possible()  # papers are owed
    story.waive_all()
    story.do("archive", today="2027-01-27", archived_on="2027-01-27")
    assert (story.state, story.running()) == ("S21", {})
    assert story.possible() == {"open_again", "resolve", "review_requested"}
    told = story.told()
    for words in (
        "香林县住房和城乡建设局提出异议",
        "异议成立，材料已交还，等待重新转送",
        "已重新转送香林县房屋管理中心",
        "香林县房屋管理中心已签收",
        "香林县房屋管理中心已出具信访处理意见书",
        "已过30日，没有收到复查请求",
        "已归档",
    ):
        assert words in told, words
    assert check_workspace(story.workspace).sound


def test_a_township_accepts_extends_too_late_and_the_case_goes_to_final_review(tell: Callable[..., Story]) -> None:
    story = tell("township_accept", "03-02", "township", received_on="2026-03-02", petition_date="2026-03-02",
                 accepted_on="2026-03-02")  # fmt: skip
    # 15 days to 03-17; 60 days from 03-02: 29 of March, 30 of April, 1 of May, a holiday - an office's day is strict.
    assert (story.state, story.running()) == ("S06", {"K2": day("03-17"), "K5": day("05-01")})
    story.paper("receipt_notice")
    assert story.running() == {"K2": day("03-17"), "K5": day("05-01")}  # issued, and nobody has been told by it yet
    story.do("serve_notice", notice_served_on="03-02")
    assert story.running() == {"K5": day("05-01")}
    story.do("start_handling", started_on="03-03")
    story.do("extend", approved_on="05-06", extension_days=30, approver="镇长", extension_reason="涉及多户。")
    view = story.view()
    late = next(clock for clock in view.clocks if clock.kind == "K5")
    assert (story.state, late.due, late.late_extension) == ("S11", day("05-01"), True)
    assert "按超期统计" in late.timeline
    assert {"extension_approval", "extension_notice"} <= set(story.owed())
    assert "extend" not in story.possible()
    with pytest.raises(UserFault) as fault:
        perform(story.workspace, story.case_id, "extend", {})
    assert fault.value.code == "wrong-state"
    story.do("give_opinion", opinion_on="05-11", facts_found="属实。", review_office="香林县人民政府", approver="镇长")
    assert (story.state, story.running()) == ("S12", {"K5": day("05-01")})  # until the opinion is a paper with its day
    assert story.view().remedy == "您对本处理意见不服的，可以自收到本意见书之日起30日内，请求香林县人民政府复查。"

    story.paper("handling_opinion")
    assert story.running() == {}
    assert next(c for c in story.view().clocks if c.kind == "K5").overdue_days == 10
    story.do("serve_opinion", served_on="05-12", service_result="refused", service_note="本人不开门。")
    assert (story.state, story.running()) == ("S12", {})  # a refusal is a fact and no service
    story.do("serve_opinion", served_on="05-14", service_result="served")
    assert (story.state, story.running()) == ("S14", {"K6": day("06-15")})  # 06-13 is a Saturday: a right rolls on

    story.do("review_requested", review_requested_on="05-20", review_office="香林县人民政府")
    assert story.clock_of("K6")[2] == day("05-20")
    assert (story.state, story.running()) == ("S15", {"K7": day("06-19")})  # a holiday, and strict all the same
    assert story.view().clocks[-1].duty == "other"
    story.do("review_opinion", review_opinion_on="06-10", review_result="uphold", final_office="某市人民政府")
    assert (story.state, story.running()) == ("S15", {"K7": day("06-19")})  # until the written answer is there
    story.do("serve_review", review_served_on="06-12")
    assert (story.state, story.running()) == ("S16", {"K8": day("07-13")})  # 07-12 is a Sunday
    story.do("final_requested", final_requested_on="06-22", final_office="某市人民政府")
    assert (story.state, story.running()) == ("S17", {"K9": day("07-22")})
    story.do("review_hearing_held", hearing_first="06-29", hearing_last="07-01", hearing_report="已举行。")
    assert story.running() == {"K9": day("07-25")}  # three days of hearing are not counted (36/2)
    story.do("final_opinion", final_opinion_on="07-20", final_result="uphold")
    assert (story.state, story.running()) == ("S17", {})
    assert "不再受理" in story.view().remedy
    story.do("serve_final", final_served_on="07-22")
    assert story.state == "S19"
    story.do("conclude", concluded_on="07-23")
    story.waive_all()
    story.do("archive", archived_on="07-24")
    assert (story.state, story.running()) == ("S21", {})
    told = story.told()
    for words in (
        "经镇长批准，延长办理期限30日",
        "结果：拒绝签收",
        "信访人已请求香林县人民政府复查",
        "已出具复查意见：维持",
        "信访人已请求某市人民政府复核",
        "复核意见已送达，信访程序终结",
    ):
        assert words in told, words


def test_an_extension_in_time_moves_the_end_and_there_is_no_second_one(tell: Callable[..., Story]) -> None:
    story = tell("township_accept", "07-01", "township", received_on="2026-07-01", petition_date="2026-07-01",
                 accepted_on="2026-07-01")  # fmt: skip
    for days in (0, 31):
        with pytest.raises(UserFault, match="延长天数"):
            story.do("extend", approved_on="08-30", extension_days=days, approver="镇长", extension_reason="复杂")
    story.do("extend", approved_on="08-30", extension_days=30, approver="镇长", extension_reason="复杂")
    clock = next(c for c in story.view().clocks if c.kind == "K5")
    assert (clock.due, clock.late_extension, story.state) == (day("09-29"), False, "S11")
    assert "extend" not in story.possible()


def test_an_objection_that_is_refused_leads_back_and_the_period_goes_on(tell: Callable[..., Story]) -> None:
    story = tell("township_objection", "10-13", "township")
    # Received on Tuesday the 13th: five working days end on the 20th.
    assert (story.state, story.running()) == ("S04", {"K3": day("10-28"), "K4": day("10-20")})
    assert {"objection_agreed", "objection_refused"}.isdisjoint(story.possible())
    story.do("send_objection", objected_on="10-15")
    assert story.running() == {"K3": day("10-28"), "K4": day("10-20")}  # raised by the letter, not by its being typed
    story.paper("objection_letter")
    assert (story.state, story.running(), story.owed()) == ("S04", {"K3": day("10-28")}, [])
    with pytest.raises(UserFault, match="已经送出"):
        story.do("send_objection", objected_on="10-16")
    story.do("objection_refused", decided_on="10-20", objection_answer="属地管理，由镇里办。")
    assert (story.state, story.running()) == ("S05", {"K3": day("10-28")})
    assert "object_later" not in story.possible()
    story.do("accept", accepted_on="10-22")
    assert (story.state, story.running()) == ("S06", {"K3": day("10-28"), "K5": day("12-21")})
    story.hand_over("acceptance_notice")
    assert story.running() == {"K5": day("12-21")}
    assert story.clock_of("K3") == (day("10-13"), day("10-28"), day("10-22"))


def test_an_objection_that_is_agreed_ends_it_here(tell: Callable[..., Story]) -> None:
    story = tell("township_objection", "10-13", "township")
    story.do("send_objection", objected_on="10-15")
    story.do("objection_agreed", today="10-20", decided_on="10-19", returned_on="10-20")
    assert (story.state, story.running()) == ("S20", {})
    assert story.clock_of("K3")[2] == day("10-20")
    assert "材料已交还香林县信访局" in story.told()


def test_nothing_is_declined_by_one_person(tell: Callable[..., Story]) -> None:
    story = tell("pending_transfer", "11-16")
    story.do("propose_decline", proposed_on="11-17", lower_office="南河镇人民政府", proposal_note="同一件事。")
    assert (story.state, story.running()) == ("S02", {"K1": day("12-01")})
    values = {"declined_on": "11-18", "lower_office": "南河镇人民政府", "lower_accepted_on": "11-02",
              "lower_due_on": "2027-01-01", "decline_reason": "同一事实。"}  # fmt: skip
    with pytest.raises(UserFault) as fault:
        story.do("confirm_decline", **values)
    assert fault.value.code == "second-person"
    assert "不能自己确认" in fault.value.sentence
    assert story.state == "S02"
    wang = story.another()
    story.do("confirm_decline", by=wang, **values)
    view = story.view()
    assert (view.state, story.running()) == ("X1", {})
    assert "decline_notice" in [document.kind for document in view.documents]
    assert "南河镇人民政府" in view.remedy
    assert story.clock_of("K1")[2] == day("11-18")
    with story.workspace.reading() as session:
        steps = session.exec(select(CaseStep).where(CaseStep.case_id == story.case_id)).all()
        confirmed = next(step for step in steps if step.act == "confirm_decline")
        proposed = next(step for step in steps if step.id == confirmed.second_of)
        assert (proposed.act, proposed.by_id != confirmed.by_id) == ("propose_decline", True)
    with pytest.raises(UserFault, match="一体"):
        waive_document(story.workspace, story.case_id, confirmed.id, "decline_notice", "不想出")
    wang.close()


def test_a_second_person_sends_a_proposal_back(tell: Callable[..., Story]) -> None:
    story = tell("pending_transfer", "11-16")
    story.do("propose_decline", proposed_on="11-17", lower_office="南河镇人民政府", proposal_note="同一件事。")
    wang = story.another()
    story.do("refuse_decline", by=wang, refused_on="11-18", refusal_note="不是同一件事。")
    assert (story.state, story.running()) == ("S02", {"K1": day("12-01")})
    assert "dispatch" in story.possible()
    story.do("dispatch", dispatched_on="11-19")
    story.paper("transfer_letter")
    assert (story.state, story.running()) == ("S03", {})
    wang.close()


def test_closed_to_repetition_names_the_final_opinion_and_takes_two(tell: Callable[..., Story]) -> None:
    story = tell("pending_transfer", "11-16")
    story.do("propose_closed", proposed_on="11-17", proposal_note="已复核。")
    wang = story.another()
    values = {"closed_on": "11-18", "final_office": "某市人民政府", "final_opinion_number": "市信复核〔2026〕2号",
              "final_opinion_on": "08-03", "closing_reason": "同一事实和理由。"}  # fmt: skip
    with pytest.raises(UserFault, match="请填写“复核意见文号”"):
        story.do("confirm_closed", by=wang, **{**values, "final_opinion_number": " "})
    story.do("confirm_closed", by=wang, **values)
    assert (story.state, story.running()) == ("X2", {})
    assert "closed_notice" in [document.kind for document in story.view().documents]
    assert "新的事实和理由" in story.view().remedy
    assert "help_hardship" in story.possible()  # 37/3
    wang.close()


def test_filing_is_off_until_the_office_has_a_document_for_it(tell: Callable[..., Story]) -> None:
    story = tell("pending_transfer", "11-16")
    reason = next(o.reason for o in story.view().offers if o.act == "propose_filing")
    assert "没有启用" in reason
    assert "待本单位确认" in reason


def test_a_settlement_needs_both_and_ends_the_period(tell: Callable[..., Story]) -> None:
    story = tell("township_accept", "10-16", "township")
    with pytest.raises(UserFault, match="自愿"):
        story.do("settle", settled_on="11-02", settlement_kind="conciliation", voluntary="否")
    story.do("settle", settled_on="11-02", settlement_kind="conciliation", voluntary="是", other_party="村委会")
    assert "conciliation_agreement" in story.owed()
    story.paper("conciliation_agreement")
    assert (story.state, story.clock_of("K5")) == ("S13", (day("10-16"), day("12-15"), day("11-02")))
    story.do("conclude_settled", concluded_on="11-05")
    assert story.state == "S20"
    assert "已达成调解协议" in story.told()


def test_a_suggestion_is_studied_and_answered_without_an_invented_period(tell: Callable[..., Story]) -> None:
    story = tell("suggestion", "11-06")
    story.paper("transfer_letter")
    assert (story.state, story.running()) == ("S03", {})
    story.do("receiver_signed", receiver_received_on="11-09")
    story.do("receiver_replied", replied_on="11-20", adoption="partly", answer_note="部分采纳。")
    assert (story.state, story.running()) == ("S20", {})
    assert "已回复信访人的建议" in story.told()


def test_an_own_suggestion_is_answered_by_this_office(tell: Callable[..., Story]) -> None:
    story = tell("suggestion", "11-06", "township", power="own", receiving_office=None, dispatch_now=None,
                 dispatched_on=None, accepted_on="2026-11-06")  # fmt: skip
    assert (story.state, story.running()) == ("S09", {"K2": day("11-20")})
    story.hand_over("receipt_notice")
    story.do("reply_suggestion", replied_on="11-16", adoption="adopted", reply_text="已采纳。")
    assert (story.state, story.running(), story.owed()) == ("S20", {}, ["proof_of_service", "suggestion_reply"])


def test_a_duty_is_answered_with_reconsideration_and_litigation_never_review(tell: Callable[..., Story]) -> None:
    story = tell("township_duty", "11-04", "township")
    assert (story.state, story.running()) == ("S07", {"K2": day("11-19")})  # and no sixty days
    story.hand_over("receipt_notice")
    story.do("answer_duty", answered_on="11-18", duty_result="已责令拆除。", duty_basis="某法第二条")
    view = story.view()
    assert (view.state, story.running(), story.owed()) == ("S20", {}, ["proof_of_service", "duty_answer"])
    first, after = view.remedy.index("应当先申请行政复议"), view.remedy.index("再提起行政诉讼")
    assert first < after
    assert "不适用信访复查、复核" in view.remedy
    assert "30日" not in view.remedy


def test_an_anonymous_letter_is_handled_and_owes_no_notice(tell: Callable[..., Story]) -> None:
    story = tell("anonymous_letter", "11-02")
    assert (story.state, story.owed()) == ("S03", ["transfer_letter"])
    story.paper("transfer_letter")
    story.do("receiver_signed", receiver_received_on="11-04")
    assert story.running() == {"K4": day("11-11")}  # the objection runs, the notice falls away (23/2)
    story.do("receiver_accepted", accepted_on="11-06")
    assert story.running() == {"K5": day("2027-01-05")}
    story.do("receiver_answers", opinion_on="12-01", opinion_number="水信处1号", review_office="县政府")
    reason = next(o.reason for o in story.view().offers if o.act == "serve_opinion")
    assert "没法送达" in reason
    story.do("conclude_unserved", concluded_on="12-02", unserved_note="没有姓名和住址。")
    assert (story.state, story.running()) == ("S20", {})
    assert "K6" not in [clock.kind for clock in story.view().clocks]


def test_an_assignment_is_urged_supervised_and_reported_back(tell: Callable[..., Story]) -> None:
    story = tell("assign", "10-21", dispatched_on="2026-10-20", report_by="2026-12-20")
    story.paper("assignment_letter")
    assert (story.state, story.running()) == ("S03", {"K10": day("12-20")})
    story.do("urge", urged_on="11-20", urge_note="请抓紧。")
    assert "urge_letter" in story.owed()
    story.do("supervise", supervised_on="11-23", supervised_office="香林县水利局", supervision_cause="delay",
             supervision_facts="没有告知。", supervision_demand="限期办理。", feedback_by="12-07")  # fmt: skip
    assert story.running() == {"K10": day("12-20"), "K17": day("12-07")}
    assert "督办" in story.view().marks
    story.do("supervision_feedback", feedback_on="12-02", feedback_note="已整改。")
    assert story.running() == {"K10": day("12-20")}
    assert "督办" not in story.view().marks
    story.do("receiver_reports", reported_back_on="12-18", report_note="已办结。")
    assert (story.running(), "receiver_reports" in story.possible()) == ({}, False)
    assert "催办事项：请抓紧。" in story.told()


def test_a_recommendation_has_days_only_where_the_office_has_set_them(
    tell: Callable[..., Story], tmp_path: Path
) -> None:
    story = tell("assign", "10-21", dispatched_on="2026-10-20", report_by="2026-12-20")
    story.do("recommend", recommended_on="11-03", recommendation_kind="improve", recommended_office="县水利局")
    assert "K13" not in story.running()
    path = tmp_path / "本地规则.toml"
    path.write_text(
        'name = "本县规定"\n[[clocks]]\nkind = "K13"\ndays = 30\nbasis = "香信联发〔2026〕1号"\n', encoding="utf-8"
    )
    load_office_rules(story.workspace, path)
    story.do("recommend", recommended_on="11-04", recommendation_kind="policy", recommended_office="县政府")
    assert story.running()["K13"] == day("12-04")
    story.do("recommendation_feedback", adoption_on="11-20", recommendation_adoption="adopted", adoption_note="采纳")
    assert "K13" not in story.running()


def test_a_repeat_visit_joins_its_case_and_the_first_runs_on(tell: Callable[..., Story]) -> None:
    first = tell("transfer_visit", "10-12")
    first.do("receiver_signed", receiver_received_on="10-14")
    periods = first.running()
    again = register(first.workspace, "pending_transfer", received_on="2026-10-14", petition_date="2026-10-14")
    for number in (again.number, "香信20269999"):
        with pytest.raises(UserFault):
            perform(first.workspace, again.case_id, "merge",
                    {"merged_on": "2026-10-14", "related_case": number, "merge_reason": "同一件事。"})  # fmt: skip
    done = perform(first.workspace, again.case_id, "merge",
                   {"merged_on": "2026-10-14", "related_case": first.number, "merge_reason": "同一件事。"})  # fmt: skip
    view = case_view(first.workspace, again.case_id)
    assert (done.state, view.related.number if view.related else "") == ("X3", first.number)
    assert all(clock.stopped_on for clock in view.clocks)
    assert [row.number for row in first.view().merged] == [again.number]
    assert (first.state, first.running()) == ("S05", periods)
    third = register(first.workspace, "pending_transfer", received_on="2026-10-14", petition_date="2026-10-14")
    with pytest.raises(UserFault, match="不能并入"):
        perform(first.workspace, third.case_id, "merge",
                {"merged_on": "2026-10-14", "related_case": again.number, "merge_reason": "同一件事。"})  # fmt: skip


def test_a_withdrawal_is_a_fact_in_writing_and_stops_what_runs(tell: Callable[..., Story]) -> None:
    story = tell("township_accept", "10-16", "township")
    with pytest.raises(UserFault, match="书面撤回"):
        story.do("withdraw", withdrawn_on="10-20", withdrawn_in_writing="否", withdrawal_note="口头说的。")
    assert story.state == "S06"
    story.do("withdraw", withdrawn_on="10-20", withdrawn_in_writing="是", withdrawal_note="书面。")
    assert (story.state, story.running()) == ("X4", {})


def test_a_sealed_accusation_goes_to_the_archive_with_nothing_to_read(tell: Callable[..., Story]) -> None:
    story = tell("accusation_discipline", "10-22", dispatch_now=False, dispatched_on=None)
    assert (story.state, story.running()) == ("S02", {"K1": day("11-05")})
    add_user(story.workspace, "wang", "王守一", ("clerk",), PASSWORD, cost=CHEAP)
    clerk = open_workspace(story.workspace.folder, "wang", PASSWORD, now=story.clock)
    with pytest.raises(UserFault, match="只有保密专员"):
        story.do("dispatch_sealed", by=clerk, dispatched_on="10-23")
    clerk.close()
    assert story.possible() == {"dispatch_sealed"}
    story.do("dispatch_sealed", dispatched_on="10-23")
    assert (story.state, story.running()) == ("S08", {})
    story.do("conclude_sealed", concluded_on="11-30")
    story.do("archive_sealed", archived_on="12-01")
    view = story.view()
    assert (view.state, story.possible()) == ("S21", set())
    assert (view.facts, view.people, view.claims, view.route, view.remedy, view.owed) == ((), (), (), (), "", ())
    with story.workspace.reading() as session:
        entries = session.exec(
            select(JournalText)
            .join(JournalEntry, col(JournalEntry.seq) == col(JournalText.seq))
            .where(JournalEntry.case_id == story.case_id)
        ).all()
        case = session.get(Case, story.case_id)
        assert case is not None
        text = " ".join(entry.changes for entry in entries) + case.destination + case.next_text + case.summary
    for secret in ("举报", "反映", "纪委", "纪律检查"):
        assert secret not in text, secret


def test_a_corrected_day_of_service_moves_the_petitioners_thirty_days(tell: Callable[..., Story]) -> None:
    story = tell("transfer_visit", "10-12")
    story.paper("transfer_letter")
    story.do("receiver_signed", receiver_received_on="10-14")
    story.do("receiver_accepted", accepted_on="10-16", told_on="10-16")
    assert story.running() == {"K5": day("12-15")}
    step = story.step("receiver_accepted")
    correct_step(story.workspace, story.case_id, step, "accepted_on", "2026-10-15", "核对回执")
    assert story.running() == {"K5": day("12-14")}
    story.do("receiver_answers", opinion_on="11-02", opinion_number="1号", review_office="县政府")
    story.do("serve_opinion", served_on="11-04", service_result="served")
    assert story.running() == {"K6": day("12-04")}
    step = story.step("serve_opinion")
    correct_step(story.workspace, story.case_id, step, "served_on", "2026-11-03", "回证上是3日")
    assert story.running() == {"K6": day("12-03")}
    assert "送达日期：2026-11-04 → 2026-11-03" in story.told()
    for key, value, says in (
        ("service_result", "refused", "决定了这件怎么走"),
        ("served_on", "2026-11-01", "不能早于"),
        ("served_on", "2026-12-31", "不能晚于今天"),
        ("served_on", "三号", "不是一个日期"),
    ):
        with pytest.raises(UserFault, match=says):
            correct_step(story.workspace, story.case_id, step, key, value, "更正")
    with pytest.raises(UserFault, match="理由"):
        correct_step(story.workspace, story.case_id, step, "served_on", "2026-11-04", " ")
    story.do("review_requested", review_requested_on="11-10", review_office="县政府")
    story.stand("11-20")
    with pytest.raises(UserFault, match="不能晚于“复查机关收到请求的日期”"):
        correct_step(story.workspace, story.case_id, step, "served_on", "2026-11-11", "更正")
    assert story.running() == {"K7": day("12-10")}
    assert check_workspace(story.workspace).sound


def test_no_day_may_come_before_its_cause_or_after_today(tell: Callable[..., Story]) -> None:
    story = tell("transfer_visit", "10-12")
    with pytest.raises(UserFault, match="不能早于 2026-10-12"):
        story.do("receiver_signed", today="10-15", receiver_received_on="10-11")
    with pytest.raises(UserFault, match="不能晚于今天"):
        story.do("receiver_signed", today="10-15", receiver_received_on="10-16")
    story.do("receiver_signed", receiver_received_on="10-14")
    story.do("receiver_accepted", accepted_on="10-16", told_on="10-16")
    with pytest.raises(UserFault, match="不能早于 2026-10-16"):
        story.do("receiver_answers", today="10-20", opinion_on="10-15", opinion_number="1号", review_office="县政府")
    story.do("receiver_answers", opinion_on="10-20", opinion_number="1号", review_office="县政府")
    with pytest.raises(UserFault, match="不能早于 2026-10-20"):
        story.do("serve_opinion", today="10-21", served_on="10-19")
    assert story.state == "S12"
