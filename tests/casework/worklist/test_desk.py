"""The desk: each part holds what it promises on the day it promises it, and lets go of what was done."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from clerk_work import ACCEPTED, do, issue, part
from offices import CHEAP, StandingClock
from sqlmodel import select
from walking import register

from app.casework.cases.facts import known_case
from app.casework.clocks.local_rules import load_office_rules
from app.casework.intake.drafts import save_draft
from app.casework.life.acts import waive_document
from app.casework.life.correct_case import correct_case, void_case
from app.casework.office.accounts import add_user
from app.casework.office.checks import check_workspace
from app.casework.office.law_in_force import shipped_calendar
from app.casework.office.settings import DUE_SOON, UNSERVED_DAYS, set_parameter
from app.casework.upkeep.needs import Need, needs_of
from app.casework.views.case_page import case_view
from app.casework.worklist.case_list import list_cases
from app.casework.worklist.desk import DeskSection, desk
from app.casework.worklist.next_act import NOTICE, next_act
from app.models.tables import Case, CaseNeed
from app.models.workspace import Workspace, open_workspace

CLERK = "窗口口令2026"


def kept(workspace: Workspace, case_id: int) -> set[str]:
    with workspace.reading() as session:
        return set(session.exec(select(CaseNeed.need).where(CaseNeed.case_id == case_id)).all())


def ids(section: DeskSection) -> list[int]:
    return [line.row.id for line in section.lines]


@pytest.fixture
def township(make_workspace: Callable[..., Workspace]) -> Workspace:
    return make_workspace("township")


@pytest.fixture
def answered(township: Workspace) -> int:
    """A case of the township's own whose handling opinion is out and not yet served."""
    case_id = register(township, "township_accept", handler="李明华", **ACCEPTED).case_id
    do(township, case_id, "give_opinion", facts_found="情况属实。", review_office="香林县人民政府", approver="王镇长")
    issue(township, case_id)
    return case_id


def test_a_day_is_near_by_the_office_s_own_number_of_working_days(workspace: Workspace, clock: StandingClock) -> None:
    # Received on Monday 16 November: the fifteenth day is Tuesday 1 December.
    case_id = register(workspace, "pending_transfer").case_id
    clock.moment = clock.moment.replace(month=11, day=25)  # three working days are left after Wednesday: 26, 27, 30
    assert ids(part(workspace, "due")) == []
    clock.moment += timedelta(days=1)
    section = part(workspace, "due")
    assert ids(section) == [case_id]
    assert (section.lines[0].words, section.lines[0].tone) == ("还剩5天", "amber")
    assert [row.id for row in list_cases(workspace, section.wanted).rows] == [case_id]
    set_parameter(workspace, DUE_SOON, "1")
    assert ids(part(workspace, "due")) == []


def test_the_last_day_is_due_and_the_next_one_overdue(workspace: Workspace, clock: StandingClock) -> None:
    case_id = register(workspace, "pending_transfer").case_id
    clock.moment = clock.moment.replace(month=12, day=1)
    assert part(workspace, "due").lines[0].words == "今天到期"
    assert part(workspace, "overdue").total == 0
    clock.moment += timedelta(days=1)
    assert part(workspace, "due").total == 0
    line = part(workspace, "overdue").lines[0]
    assert (line.row.id, line.words, line.tone) == (case_id, "已超1天", "red")
    assert next_act(workspace, "overdue", case_id).act == "dispatch"
    do(workspace, case_id, "dispatch")
    assert part(workspace, "overdue").total == 1, "what has been sent is sent by its letter"
    issue(workspace, case_id)
    assert part(workspace, "overdue").total == 0


def test_an_office_that_only_passed_its_local_day_is_not_overdue(
    workspace: Workspace, clock: StandingClock, tmp_path: Path
) -> None:
    case_id = register(workspace, "pending_transfer").case_id
    rules = tmp_path / "rules.toml"
    rules.write_text('name = "香林县规定"\n[[clocks]]\nkind = "K1"\ndays = 5\nbasis = "香信联发〔2026〕1号"\n', "utf-8")
    load_office_rules(workspace, rules)
    clock.moment = clock.moment.replace(month=11, day=23)
    found = desk(workspace)
    assert found.section("overdue").total == 0
    line = found.section("local_passed").lines[0]
    assert (line.row.id, line.words, line.tone) == (case_id, "本地规则已过2天", "amber")
    assert "法定末日12-01" in line.detail
    for section in (found.section("overdue"), found.section("local_passed")):
        assert list_cases(workspace, section.wanted).total == section.total
    clock.moment = clock.moment.replace(month=12, day=3)
    found = desk(workspace)
    assert (found.section("overdue").total, found.section("local_passed").total) == (1, 0)
    assert found.section("overdue").lines[0].words == "已超2天"


def test_what_another_office_owes_is_watched_and_can_be_urged(workspace: Workspace, clock: StandingClock) -> None:
    case_id = register(workspace, "transfer_visit").case_id
    issue(workspace, case_id)
    do(workspace, case_id, "receiver_signed", receiver_received_on="2026-11-18")
    assert part(workspace, "watch_due").total == 0  # that it may still object is no duty of the other office
    clock.moment = clock.moment.replace(month=12, day=1)
    assert part(workspace, "watch_due").total == 1
    clock.moment = clock.moment.replace(month=12, day=8)
    found = desk(workspace)
    assert (found.section("overdue").total, found.section("watch_overdue").total) == (0, 1)
    assert found.section("watch_overdue").lines[0].tone == "red"
    assert next_act(workspace, "watch_overdue", case_id).act == "urge"
    assert list_cases(workspace, found.section("watch_overdue").wanted).total == 1


def test_an_opinion_waits_for_service_from_its_paper_on(
    township: Workspace, answered: int, clock: StandingClock
) -> None:
    line = part(township, "service").lines[0]
    assert (line.row.id, line.words, line.tone) == (answered, "今天出的", "")
    assert next_act(township, "service", answered).act == "serve_opinion"
    clock.moment += timedelta(days=8)
    line = part(township, "service").lines[0]
    assert (line.words, line.tone) == ("已出8天", "red")
    set_parameter(township, UNSERVED_DAYS, "8")
    assert part(township, "service").lines[0].tone == ""
    do(township, answered, "serve_opinion", service_way="direct")
    assert part(township, "service").total == 0


def test_an_opinion_waits_for_service_since_its_own_day(township: Workspace, clock: StandingClock) -> None:
    case_id = register(township, "township_accept", handler="李明华", **ACCEPTED).case_id
    clock.moment += timedelta(days=5)
    do(township, case_id, "give_opinion", facts_found="属实。", review_office="香林县人民政府", approver="王镇长")
    issue(township, case_id)
    assert [line.words for line in part(township, "service").lines if line.row.id == case_id] == ["今天出的"]


def test_an_opinion_without_its_paper_is_a_paper_owed_and_no_service(township: Workspace) -> None:
    case_id = register(township, "township_accept", handler="李明华", **ACCEPTED).case_id
    do(township, case_id, "give_opinion", facts_found="属实。", review_office="香林县人民政府", approver="王镇长")
    found = desk(township)
    assert found.section("service").total == 0
    assert "信访处理意见书" in found.section("paper").lines[0].detail
    assert next_act(township, "paper", case_id).act == NOTICE
    issue(township, case_id)
    found = desk(township)
    assert (found.section("service").total, found.section("paper").total) == (1, 0)


def test_a_lapsed_right_is_an_answer_without_next_step_and_on_the_red_list(
    township: Workspace, answered: int, clock: StandingClock
) -> None:
    do(township, answered, "serve_opinion", service_way="direct")
    issue(township, answered)
    assert part(township, "after").total == part(township, "lack").total == 0
    clock.moment += timedelta(days=40)
    found = desk(township)
    assert ids(found.section("after")) == [answered]
    assert found.section("lack").total == 1
    assert next_act(township, "after", answered).act == "lapse_review"
    for key in ("after", "lack"):
        assert [row.id for row in list_cases(township, found.section(key).wanted).rows] == [answered]
    do(township, answered, "lapse_review")
    assert part(township, "after").total == 1  # lapsed, and nobody has concluded it
    do(township, answered, "conclude")
    assert part(township, "after").total == part(township, "lack").total == 0


def test_an_opinion_that_nobody_can_receive_waits_to_be_concluded_and_another_does_not(
    workspace: Workspace, make_workspace: Callable[..., Workspace]
) -> None:
    nobody = register(workspace, "anonymous_letter").case_id
    do(workspace, nobody, "receiver_signed", receiver_received_on="2026-11-04")
    do(workspace, nobody, "receiver_accepted", accepted_on="2026-11-06")
    assert "after" not in kept(workspace, nobody)
    answer = {"opinion_number": "1号", "opinion_result": "explained", "review_office": "县政府"}
    do(workspace, nobody, "receiver_answers", opinion_on="2026-11-18", **answer)
    assert "after" in kept(workspace, nobody)
    assert next_act(workspace, "after", nobody).act == "conclude_unserved"
    township = make_workspace("township", "乡镇")
    somebody = register(township, "township_accept", handler="李明华", **ACCEPTED).case_id
    do(township, somebody, "give_opinion", facts_found="属实。", review_office="县政府", approver="王镇长")
    assert kept(township, somebody) == {"paper"}


def test_a_proposal_waits_for_somebody_else(workspace: Workspace, clock: StandingClock) -> None:
    first, second = (register(workspace, "pending_transfer").case_id for _ in range(2))
    do(workspace, first, "propose_decline", lower_office="香林县住建局", proposal_note="下级正在办理，期限内。")
    line = part(workspace, "second").lines[0]
    assert (line.words, line.verb) == ("等别人确认", "")
    add_user(workspace, "wang", "王素琴", ("clerk",), CLERK, cost=CHEAP)
    clerk = open_workspace(workspace.folder, "wang", CLERK, now=clock)
    do(clerk, second, "propose_closed", proposal_note="复核意见已经送达。")
    seen = part(clerk, "second")
    assert [(line.row.id, line.words) for line in seen.lines] == [(first, "请你确认"), (second, "等别人确认")]
    assert "李明华" in seen.lines[0].detail
    assert next_act(clerk, "second", first).act == "confirm_decline"
    assert next_act(clerk, "second", second).act == ""
    assert part(clerk, "send").total == 0
    do(clerk, first, "refuse_decline", refusal_note="不是这种情形。")
    assert ids(part(clerk, "second")) == [second]
    clerk.close()


def test_owed_papers_go_when_they_are_issued_or_waived(workspace: Workspace) -> None:
    issued = register(workspace, "pending_transfer").case_id
    waived = register(workspace, "transfer_visit").case_id
    assert part(workspace, "paper").total == 2
    issue(workspace, issued)
    assert ids(part(workspace, "paper")) == [waived]
    waive_document(workspace, waived, None, "transfer_notice", "信访人当场表示不要")
    assert ids(part(workspace, "paper")) == [waived]
    (letter,) = case_view(workspace, waived).owed
    waive_document(workspace, waived, letter.step_id, letter.kind, "已在网上流转")
    assert part(workspace, "paper").total == 0


def test_an_urgent_matter_stays_until_it_is_reported(workspace: Workspace) -> None:
    case_id = register(workspace, "transfer_visit", urgent=True, urgent_facts="多人聚集，扬言堵路。").case_id
    assert part(workspace, "urgent").lines[0].tone == "red"
    assert next_act(workspace, "urgent", case_id).act == "report_urgent"
    do(workspace, case_id, "report_urgent", reported_to="县委、县政府", urgent_facts="多人聚集，扬言堵路。")
    assert part(workspace, "urgent").total == 0


def test_the_red_list_names_what_is_missing(township: Workspace, clock: StandingClock) -> None:
    case_id = register(township, "township_accept", handler=None, **ACCEPTED).case_id
    (line,) = part(township, "lack").lines
    assert (line.row.id, line.words) == (case_id, "没有承办人")
    correct_case(township, case_id, "handler", "郑禾", "登记时漏填")
    assert part(township, "lack").total == 0
    # A duty of the fifth way carries no number of days: accepted, with no clock, it has no date.
    with township.act("test") as session:
        case = session.get_one(Case, case_id)
        case.next_due, case.next_clock = None, ""
        session.add(case)
    with township.reading() as session:
        case = session.get_one(Case, case_id)
        lacking = [n for n in needs_of(session, case, known_case(session, case, township.today())) if n.need == "lack"]
    assert lacking == [Need("lack", case.registered_on, None, ("date",))]


def test_what_is_with_another_office_lacks_nothing_of_ours(workspace: Workspace) -> None:
    case_id = register(workspace, "transfer_visit", handler=None).case_id
    do(workspace, case_id, "receiver_signed", receiver_received_on="2026-11-18")
    do(workspace, case_id, "receiver_accepted", accepted_on="2026-11-19", told_on="2026-11-19")
    assert kept(workspace, case_id) == {"paper"}


def test_a_voided_case_waits_for_nothing(workspace: Workspace, clock: StandingClock) -> None:
    case_id = register(workspace, "pending_transfer").case_id
    clock.moment += timedelta(days=30)
    assert part(workspace, "overdue").total == 1
    void_case(workspace, case_id, "误登")
    assert all(section.total == 0 for section in desk(workspace).sections)


def test_a_closed_case_waits_at_most_for_its_papers(township: Workspace) -> None:
    first = register(township, "township_accept", handler="李明华", **ACCEPTED)
    again = register(township, "township_accept", handler=None, **ACCEPTED).case_id
    assert kept(township, again) == {"paper", "lack"}
    do(township, again, "merge", related_case=first.number, merge_reason="同一件事。")
    assert kept(township, again) == {"paper"}
    issue(township, again)
    assert kept(township, again) <= {"unserved"}


def test_of_a_sealed_case_the_desk_says_number_dates_state_and_clock(
    workspace: Workspace, clock: StandingClock
) -> None:
    case_id = register(workspace, "accusation_discipline", dispatch_now=False, dispatched_on=None).case_id
    clock.moment += timedelta(days=20)
    line = part(workspace, "overdue").lines[0]
    assert (line.row.id, line.row.title, line.row.summary) == (case_id, "检举控告件（已密封）", "检举控告件（已密封）")
    assert line.detail == "信访部门转送、交办"
    assert next_act(workspace, "overdue", case_id).act == "dispatch_sealed"
    add_user(workspace, "wang", "王素琴", ("clerk",), CLERK, cost=CHEAP)
    clerk = open_workspace(workspace.folder, "wang", CLERK, now=clock)
    assert next_act(clerk, "overdue", case_id).act == ""
    clerk.close()


def test_drafts_and_what_came_last_are_there(workspace: Workspace) -> None:
    case_id = register(workspace, "transfer_visit").case_id
    save_draft(workspace, None, "王某，来访", "{}")
    found = desk(workspace)
    assert [row.id for row in found.latest] == [case_id]
    assert (found.registered_today, len(found.drafts)) == (1, 1)


def test_from_october_on_missing_holidays_are_said(workspace: Workspace, clock: StandingClock) -> None:
    assert shipped_calendar().status(2027) != "confirmed"
    assert any("2027 年" in note for note in desk(workspace).notes)
    clock.moment = clock.moment.replace(month=9, day=30)
    assert desk(workspace).notes == ()


def test_what_is_kept_for_the_desk_is_what_follows_from_the_record(
    township: Workspace, answered: int, clock: StandingClock
) -> None:
    for name in ("township_duty", "township_objection", "accusation_discipline"):
        register(township, name)
    do(township, answered, "serve_opinion", service_way="direct")
    with township.reading() as session:
        for case in session.exec(select(Case)).all():
            kept = {
                Need(row.need, row.since, row.by_id, row.detail)
                for row in session.exec(select(CaseNeed).where(CaseNeed.case_id == case.id)).all()
            }
            assert kept == set(needs_of(session, case, known_case(session, case, township.today()))), case.number
    assert check_workspace(township).sound


def test_every_part_counts_what_its_list_lists(workspace: Workspace, clock: StandingClock) -> None:
    for name in ("pending_transfer", "transfer_visit", "assign", "suggestion", "accusation_discipline"):
        register(workspace, name, **({"urgent": True, "urgent_facts": "多人聚集。"} if name == "assign" else {}))
    clock.moment += timedelta(days=60)
    for section in desk(workspace).sections:
        assert list_cases(workspace, section.wanted).total == section.total, section.part
