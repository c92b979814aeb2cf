"""What must never come back: a case without a way on, a day before its cause, a clock nobody can stop."""

from collections.abc import Callable

import pytest
from life_story import Story, day
from offices import PASSWORD, StandingClock
from walking import register

from app.casework.life.acts import perform, waive_document
from app.casework.life.correct_case import correct_case, void_case
from app.casework.life.correct_step import correct_step
from app.casework.office.law_in_force import life_pack
from app.casework.views.case_page import case_view
from app.faults import UserFault
from app.models.workspace import open_workspace


@pytest.fixture
def tell(make_workspace, clock: StandingClock) -> Callable[..., Story]:
    def begin(name: str, on: str, role: str = "petition_department", **changes: object) -> Story:
        return Story(make_workspace(role), clock, name, on, **changes)

    return begin


def test_a_late_request_can_be_taken_for_review(tell):
    for name, state in (("review_late", "S15"), ("final_review_late", "S17")):
        rules = [a for a in life_pack().acts if "S02" in a.from_states and state in {e.to for e in a.to}]
        assert rules, name


def test_an_upgraded_transferred_case_can_be_followed(tmp_path, clock):
    from former_versions.building import FormerWorkspace

    first = FormerWorkspace(tmp_path / "旧", "0001")
    first.close()
    workspace = open_workspace(first.folder, "li", PASSWORD, now=clock)
    possible = {o.act for o in case_view(workspace, 1).offers if o.possible}
    assert {"receiver_signed", "receiver_objects"} <= possible
    reasons = {o.act: o.reason for o in case_view(workspace, 7).offers}  # proposed by its route
    assert "还没有人提出" not in reasons["confirm_decline"]
    workspace.close()


def test_after_a_refused_decline_the_case_can_be_handled(make_workspace, clock):
    workspace = make_workspace("township")
    first = register(workspace, "township_accept")
    story = Story(
        workspace,
        clock,
        "township_accept",
        "11-20",
        duplicate="lower_handling",
        related_case=first.number,
        kind=None,
        litigation=None,
        way=None,
        power=None,
        accepted_on=None,
        mixed=None,
    )
    wang = story.another()
    story.do("refuse_decline", by=wang, refused_on="11-20", refusal_note="不是同一件事", kind="appeal", way="6")
    assert "accept_own" in story.possible()
    wang.close()


def test_a_litigation_case_is_not_accepted_as_a_petition(tell):
    story = tell("litigation_letter", "10-16", dispatch_now=False, dispatched_on=None)
    assert story.view().row.state == "甄别中"
    assert "accept_own" not in story.possible()


def test_an_own_duty_ends_with_its_answer_only(tell):
    story = tell("township_duty", "11-04", "township")
    assert "statutory_done" not in story.possible()


def test_a_case_led_into_a_statutory_way_is_not_told_of_review(tell):
    story = tell("transfer_visit", "10-12")
    story.do("receiver_guided", told_on="10-20", pathway_organ="县人社局")
    assert "复查" not in story.view().remedy.replace("不适用信访复查、复核", "")


def test_an_answered_duty_is_told_of_reconsideration_however_it_came(make_workspace, clock):
    story = Story(make_workspace("township"), clock, "township_objection", "10-13", way="5", N11t="other")
    story.do("send_objection", objected_on="10-15")
    story.do("objection_refused", decided_on="10-16", objection_answer="归镇里")
    story.do("accept", accepted_on="10-19")
    story.do("answer_duty", answered_on="10-20", duty_result="已查处", duty_basis="某法")
    assert "行政复议" in story.view().remedy


def test_an_opinion_cannot_be_waived_and_served(tell):
    story = tell("township_accept", "10-16", "township")
    story.do("give_opinion", opinion_on="10-20", facts_found="属实", review_office="县政府", approver="镇长")
    with pytest.raises(UserFault):
        waive_document(story.workspace, story.case_id, story.step("give_opinion"), "handling_opinion", "不想出")


def test_a_review_that_changes_an_opinion_says_what_it_changes_it_to(tell):
    story = tell("review_request", "11-16", "review_body")
    told = {
        "review_opinion_on": "11-17",
        "review_result": "change",
        "final_office": "市政府",
        "review_findings": "面积有误",
        "review_basis": "第三十五条",
        "approver": "主任",
    }
    with pytest.raises(UserFault, match="变更后的意见"):
        story.do("review_opinion", **told)
    story.do("review_opinion", **told, review_change="按照12.6亩支付。")
    story.paper("review_opinion")


def test_a_review_body_does_not_handle_the_matter_it_sent_back(tell):
    story = tell("review_request", "11-16", "review_body")
    story.do(
        "review_opinion",
        review_opinion_on="11-17",
        review_result="redo",
        final_office="市政府",
        review_findings="未核",
        review_basis="第三十五条",
        approver="主任",
    )
    story.paper("review_opinion")
    story.do("serve_review", review_served_on="11-18")
    assert "handle_again" not in story.possible()


def test_the_notice_after_a_decided_dispute_stops_its_period(make_workspace, clock):
    story = Story(make_workspace("township"), clock, "dispute", "11-13", N12aT="no", agreed=False)
    assert "K2" in story.running()
    story.paper("receipt_notice")
    story.do("dispute_to_other", decided_on="11-16", decided_by="superior", lead_office="县住建局")
    story.do("transfer_again", dispatched_on="11-17", receiving_office="县住建局", importance="ordinary")
    story.paper("transfer_notice")
    assert "K2" in story.running()
    # What was told before told of something else; only the notice of where it went counts.
    story.do("serve_notice", notice_name=f"信访事项接收告知书 {story.view().documents[-1].number}")
    assert "K2" in story.running()
    story.do("serve_notice")
    assert "K2" not in story.running()


def test_the_receivers_notice_can_be_recorded_after_it_accepted(tell):
    story = tell("transfer_visit", "10-12")
    story.do("receiver_signed", receiver_received_on="10-14")
    story.do("receiver_accepted", accepted_on="10-16")
    assert "K3" in story.running()
    stops = [a.id for a in life_pack().acts if a.id in story.possible() and any("K3" in s.kinds for s in a.stops)]
    assert set(stops) - {"merge", "withdraw"}


def test_accepted_without_a_receipt_the_receivers_notice_still_runs(tell):
    story = tell("transfer_visit", "10-12")
    with pytest.raises(UserFault):
        story.do("receiver_accepted", accepted_on="10-16")
        assert "K3" in story.running()
        raise UserFault("", "")


def test_an_assignment_whose_day_has_come_can_still_be_sent(tell):
    story = tell(
        "assign",
        "10-21",
        dispatch_now=False,
        dispatched_on=None,
        report_by="2026-10-26",
        received_on="2026-10-20",
        petition_date="2026-10-20",
    )
    story.do("dispatch", dispatched_on="10-26", report_by="2026-11-10")
    assert story.state == "S03"


def test_an_opinion_of_review_before_its_request_is_refused(tell):
    story = _served(tell)
    story.do("review_requested", review_requested_on="11-10", review_office="县政府")
    with pytest.raises(UserFault):
        story.do(
            "review_opinion", today="11-12", review_opinion_on="10-20", review_result="uphold", final_office="市政府"
        )


def test_a_final_opinion_before_its_request_is_refused(tell):
    story = _served(tell)
    story.do("review_requested", review_requested_on="11-10", review_office="县政府")
    story.do("review_opinion", review_opinion_on="11-12", review_result="uphold", final_office="市政府")
    story.do("serve_review", review_served_on="11-13")
    story.do("final_requested", final_requested_on="11-16", final_office="市政府")
    with pytest.raises(UserFault):
        story.do("final_opinion", today="11-18", final_opinion_on="11-14", final_result="uphold")


def test_a_hearing_before_the_final_review_is_not_taken_out_of_it(tell):
    story = _in_final(tell)
    with pytest.raises(UserFault):
        story.do("review_hearing_held", today="11-20", hearing_first="10-20", hearing_last="11-09", hearing_report="x")


def test_the_same_hearing_days_are_taken_out_once(tell):
    story = _in_final(tell)
    story.do("review_hearing_held", today="11-20", hearing_first="11-18", hearing_last="11-20")
    steps = story.view().steps
    with pytest.raises(UserFault, match="已经扣除过"):
        story.do("review_hearing_held", today="11-20", hearing_first="11-18", hearing_last="11-20")
    assert (story.running()["K9"], story.view().steps) == (day("12-19"), steps)


def test_a_withdrawal_before_what_it_stops_is_refused(tell):
    story = _served(tell)
    with pytest.raises(UserFault):
        story.do("withdraw", today="11-12", withdrawn_on="10-13", withdrawn_in_writing="是", withdrawal_note="x")


def test_the_other_office_accepts_not_before_it_received(tell):
    story = tell("transfer_visit", "10-12")
    story.do("receiver_signed", receiver_received_on="10-20")
    with pytest.raises(UserFault):
        story.do("receiver_accepted", today="10-21", accepted_on="10-13", told_on="10-13")


def test_a_lapse_is_not_dated_within_the_thirty_days(tell):
    story = _served(tell)
    story.stand("12-20")
    with pytest.raises(UserFault):
        story.do("lapse_review", today="12-20", lapsed_on="11-09")


def test_a_request_made_in_time_and_recorded_late_needs_no_excuse(tell):
    story = _served(tell)
    story.stand("12-20")
    done = story.do("review_requested", today="12-20", review_requested_on="11-20", review_office="县政府")
    assert done.state == "S15"


def test_concluding_and_archiving_come_after_what_they_end(tell):
    story = _served(tell)
    story.stand("12-20")
    story.do("lapse_review", today="12-20", lapsed_on="12-20")
    with pytest.raises(UserFault):
        story.do("conclude", today="12-21", concluded_on="10-13")


def test_a_decision_is_not_dated_before_its_proposal(tell):
    story = tell("pending_transfer", "11-16")
    story.do("propose_decline", proposed_on="11-18", lower_office="镇", proposal_note="同")
    wang = story.another()
    with pytest.raises(UserFault):
        story.do(
            "confirm_decline",
            by=wang,
            today="11-19",
            declined_on="11-16",
            lower_office="镇",
            lower_accepted_on="11-02",
            lower_due_on="2027-01-01",
            decline_reason="同",
        )
    wang.close()


def test_19_3_asks_that_the_lower_office_had_accepted_before_this_petition_came(tell):
    story = tell("pending_transfer", "11-16")
    story.do("propose_decline", proposed_on="11-18", lower_office="镇", proposal_note="同")
    wang = story.another()
    with pytest.raises(UserFault):
        story.do(
            "confirm_decline",
            by=wang,
            today="11-20",
            declined_on="11-20",
            lower_office="镇",
            lower_accepted_on="11-19",
            lower_due_on="2027-01-18",
            decline_reason="同",
        )
    wang.close()


def test_objected_again_does_not_move_the_day_of_receipt(tell):
    story = tell("transfer_visit", "10-12")
    story.do("receiver_signed", receiver_received_on="10-14")
    story.do("receiver_objects", today="10-19", objected_on="10-19", objection_reason="x")
    starts = {c.start for c in story.view().clocks if c.kind in ("K3", "K4")}
    from app.casework.cases.facts import known_case
    from app.models.tables import Case

    with story.workspace.reading() as session:
        case = session.get(Case, story.case_id)
        assert known_case(session, case, story.workspace.today()).facts["receiver_received_on"] == "2026-10-14"
    assert starts == {day("10-14")}


def test_the_day_of_acceptance_of_the_intake_can_be_corrected(tell):
    story = tell("township_accept", "10-16", "township")
    correct_case(story.workspace, story.case_id, "accepted_on", "2026-10-15", "受理登记簿是15日")
    assert story.running()["K5"] == day("12-14")


def test_a_corrected_acceptance_says_anew_whether_the_extension_was_late(tell):
    story = tell(
        "transfer_visit", "07-02", received_on="2026-07-01", petition_date="2026-07-01", dispatched_on="2026-07-01"
    )
    story.do("receiver_signed", receiver_received_on="07-01")
    story.do("receiver_accepted", accepted_on="07-02", told_on="07-02")
    story.do("receiver_extends", approved_on="08-31", extension_days=30, extension_reason="x")
    correct_step(story.workspace, story.case_id, story.step("receiver_accepted"), "accepted_on", "2026-07-01", "核对")
    clock = next(c for c in story.view().clocks if c.kind == "K5")
    assert (clock.late_extension, clock.due) == (True, day("08-30"))


def test_a_corrected_dispatch_is_not_after_the_other_offices_acceptance(tell):
    story = tell("pending_transfer", "11-16")
    story.do("dispatch", dispatched_on="11-17")
    story.do("receiver_accepted", accepted_on="11-18", told_on="11-18")
    story.stand("11-30")
    with pytest.raises(UserFault):
        correct_step(story.workspace, story.case_id, story.step("dispatch"), "dispatched_on", "2026-11-25", "x")


def test_a_corrected_objection_is_not_after_its_decision(tell):
    story = tell("transfer_visit", "10-12")
    story.do("receiver_objects", receiver_received_on="10-14", objected_on="10-15", objection_reason="x", today="10-15")
    story.do("refuse_objection", decided_on="10-16", objection_answer="x")
    story.stand("10-30")
    with pytest.raises(UserFault):
        correct_step(story.workspace, story.case_id, story.step("receiver_objects"), "objected_on", "2026-10-20", "x")


def test_a_corrected_receipt_is_not_after_what_followed(tell):
    story = tell("transfer_visit", "10-12")
    story.stand("11-20")
    with pytest.raises(UserFault):
        correct_case(story.workspace, story.case_id, "received_on", "2026-11-10", "x")


def test_nothing_is_merged_into_a_case_that_has_ended(tell):
    story = tell("township_accept", "10-16", "township")
    story.do("withdraw", withdrawn_on="10-20", withdrawn_in_writing="是", withdrawal_note="x")
    again = register(story.workspace, "township_accept")
    with pytest.raises(UserFault):
        perform(
            story.workspace,
            again.case_id,
            "merge",
            {"merged_on": "2026-10-20", "related_case": story.number, "merge_reason": "x"},
        )


def test_a_case_goes_into_no_void_one_and_not_into_itself(tell):
    story = tell("pending_transfer", "11-16")
    void = register(story.workspace, "pending_transfer")
    void_case(story.workspace, void.case_id, "误登")
    sealed = register(story.workspace, "accusation_discipline", dispatch_now=False, dispatched_on=None)
    for number, code in ((story.number, "bad-value"), (void.number, "bad-value"), (sealed.number, "no-such-case")):
        with pytest.raises(UserFault) as refused:
            story.do("merge", merged_on="11-20", related_case=number, merge_reason="同一件事。")
        assert (refused.value.code, story.state) == (code, "S02"), number
    assert "原件" not in refused.value.sentence, "a sealed case is answered like one that does not exist"


def test_a_dispatch_waits_for_an_open_proposal(tell):
    story = tell("pending_transfer", "11-16")
    story.do("propose_decline", proposed_on="11-16", lower_office="镇", proposal_note="同")
    assert "dispatch" not in story.possible()


def test_a_refused_service_can_be_brought_to_an_end(tell):
    story = tell("township_accept", "10-16", "township")
    story.do("give_opinion", opinion_on="10-20", facts_found="属实", review_office="县政府", approver="镇长")
    story.paper("handling_opinion")
    story.do("serve_opinion", served_on="10-21", service_result="refused", service_note="x")
    leading = {a.id for a in life_pack().acts if a.id in story.possible() and any(e.to not in ("S12",) for e in a.to)}
    assert leading - {"serve_opinion", "withdraw"}


def test_a_refused_review_answer_was_brought_in_time_and_begins_no_period(tell):
    story = _served(tell)
    story.do("review_requested", review_requested_on="11-10", review_office="县政府")
    story.do("review_opinion", review_opinion_on="11-12", review_result="uphold", final_office="市政府")
    story.do("serve_review", review_served_on="11-13", service_result="refused", service_note="x")
    assert {"K7", "K8"}.isdisjoint(story.running())
    assert story.clock_of("K7")[2] == day("11-13")
    story.do("serve_review", review_served_on="11-20")  # collected later
    assert (story.clock_of("K7")[2], story.clock_of("K8")[0]) == (day("11-13"), day("11-20"))


def test_a_review_answer_that_nobody_was_found_for_stops_nothing(tell):
    story = _served(tell)
    story.do("review_requested", review_requested_on="11-10", review_office="县政府")
    story.do("review_opinion", review_opinion_on="11-12", review_result="uphold", final_office="市政府")
    for result in ("absent", "returned"):
        story.do("serve_review", review_served_on="11-13", service_result=result, service_note="家中无人")
        assert (story.clock_of("K7")[2], "K8" in story.running()) == (None, False), result


def test_the_review_body_that_reviewed_does_not_owe_its_superiors_final_opinion(tell):
    story = tell("review_request", "11-16", "review_body")
    story.do(
        "review_opinion",
        review_opinion_on="11-17",
        review_result="uphold",
        final_office="市政府",
        review_findings="查",
        review_basis="第三十五条",
        approver="主任",
    )
    story.paper("review_opinion")
    story.do("serve_review", review_served_on="11-18")
    story.do("final_requested", final_requested_on="11-20", final_office="市政府")
    story.do("final_opinion", final_opinion_on="11-23", final_result="uphold", final_findings="x", final_basis="x")
    assert "final_opinion" not in story.owed()


def test_a_report_of_the_result_alone_stops_the_assignment(tell):
    story = tell("assign", "10-21", dispatched_on="2026-10-20", report_by="2026-12-20", way="5", duty_choice="transfer")
    story.do("receiver_performed", answered_on="10-22", answer_note="x")
    assert "K10" in story.running()


def test_filing_and_declining_do_not_end_a_written_notice_that_was_not_given(tell):
    stops = [s for act in ("confirm_filing",) for s in life_pack().by_act[act].stops]
    assert not any({"K2", "K3"} & set(s.kinds) and not s.with_notice for s in stops)


def test_a_township_hears_nothing_in_its_superiors_review(tell):
    story = _in_final(tell, "township_accept")
    assert "call_hearing" not in story.possible()


def test_answers_for_31_6_only(tell):
    for act in ("receiver_answers",):
        assert ("way", "6") in {(c.fact, c.value) for c in life_pack().by_act[act].when}


def test_a_loop_without_an_end_is_found():
    from app.law.dates.clocks import load_clock_rules
    from app.law.life.check import check_life_pack
    from app.law.life.loading import read_life_pack
    from app.law.route.loading import load_rule_pack
    from app.law.text.articles import load_regulation

    life = read_life_pack()
    archive = life.by_act["archive"]
    there = life.by_act["propose_filing"].model_copy(
        update={
            "id": "to_and_fro",
            "second": "",
            "from_states": ("X1", "X5"),
            "to": (
                archive.to[0].model_copy(update={"to": "X5", "when": life.by_act["guide"].when}),
                archive.to[0].model_copy(update={"to": "X1"}),
            ),
        }
    )
    acts = [a.model_copy(update={"from_states": ("S20", "X2", "X4")}) if a.id == "archive" else a for a in life.acts]
    broken = life.model_copy(update={"acts": (*acts, there)})
    found = check_life_pack(broken, load_rule_pack(), load_regulation(), load_clock_rules())
    assert any("X1" in each for each in found), found


def test_a_late_request_is_never_closed_to_repetition(tell):
    story = tell("review_late", "11-18", "review_body")
    assert "propose_closed" not in story.possible()


def test_a_second_supervision_without_a_day_has_no_period(tell):
    story = tell("assign", "10-21", dispatched_on="2026-10-20", report_by="2026-12-20")
    for on, by in (("10-23", "10-30"), ("11-23", "")):
        story.do(
            "supervise",
            supervised_on=on,
            supervised_office="县水利局",
            supervision_cause="delay",
            supervision_facts="x",
            supervision_demand="x",
            feedback_by=by,
        )
    assert [c.start for c in story.view().clocks if c.kind == "K17"] == [day("10-23")]


@pytest.mark.parametrize("role", ["petition_department", "township", "department", "review_body"])
def test_no_case_has_to_be_declined_merged_or_withdrawn_for_want_of_a_way_on(role):
    """A sample; `tests/law/all_paths.py` begins with every situation in which an intake may leave a case."""
    from life_graph import NOT_AN_ANSWER, entries, explored, few, stuck
    from route_walks import sampled_paths

    from app.law.life.loading import load_life_pack
    from app.law.route.loading import load_rule_pack

    life, pack = load_life_pack(), load_rule_pack()
    found = explored(life, pack, few(entries(pack, life, role, sampled_paths(pack, role))))
    assert len([dict(s) for s in stuck(life, found, NOT_AN_ANSWER)]) == 0


def _served(tell) -> Story:
    story = tell("transfer_visit", "10-12")
    story.do("receiver_signed", receiver_received_on="10-13")
    story.do("receiver_accepted", accepted_on="10-14", told_on="10-14")
    story.do("receiver_answers", opinion_on="11-05", opinion_number="1号", review_office="县政府")
    story.do("serve_opinion", served_on="11-06")
    return story


def _in_final(tell, name: str = "") -> Story:
    if name:
        story = tell(name, "10-16", "township")
        story.do("give_opinion", opinion_on="11-05", facts_found="属实", review_office="县政府", approver="镇长")
        story.paper("handling_opinion")
        story.do("serve_opinion", served_on="11-06")
    else:
        return _in_final(tell, "township_accept")
    story.do("review_requested", review_requested_on="11-10", review_office="县政府")
    story.do("review_opinion", review_opinion_on="11-12", review_result="uphold", final_office="市政府")
    story.do("serve_review", review_served_on="11-13")
    story.do("final_requested", final_requested_on="11-16", final_office="市政府")
    return story


def test_an_answer_of_another_office_that_the_post_brings_back_has_told_nobody(tell):
    story = _served(tell)
    story.do("review_requested", review_requested_on="11-10", review_office="县政府")
    story.do("review_opinion", review_opinion_on="11-12", review_result="uphold", final_office="市政府")
    post = {"service_way": "post", "post_number": "XA1", "service_note": "查无此人。"}
    story.do("serve_review", review_served_on="11-13", service_result="posted", **post)
    assert story.clock_of("K7")[2] == day("11-13")
    story.do("serve_review", review_served_on="11-16", service_result="returned", **post)
    assert (story.state, story.clock_of("K7")[2]) == ("S15", None)
