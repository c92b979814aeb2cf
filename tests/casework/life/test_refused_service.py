"""A refused service is told as refused, starts nothing, and lends nothing to the next try; a mended day moves on."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from clerk_work import ACCEPTED, do, issue, part
from offices import StandingClock
from walking import register

from app.casework.life.acts import act_form
from app.casework.life.correct_step import correct_step
from app.casework.office.settings import UNSERVED_DAYS, set_parameter
from app.casework.views.case_page import case_view
from app.faults import UserFault
from app.models.workspace import Workspace


@pytest.fixture
def township(make_workspace: Callable[..., Workspace]) -> Workspace:
    return make_workspace("township")


@pytest.fixture
def answered(township: Workspace, clock: StandingClock) -> int:
    """A case whose opinion was issued today; tomorrow has come."""
    case_id = register(township, "township_accept", handler="李明华", **ACCEPTED).case_id
    do(township, case_id, "give_opinion", facts_found="情况属实。", review_office="香林县人民政府", approver="王镇长")
    issue(township, case_id)
    clock.moment += timedelta(days=10)
    return case_id


def running(workspace: Workspace, case_id: int) -> dict[str, date]:
    return {clock.kind: clock.start for clock in case_view(workspace, case_id).clocks if clock.stopped_on is None}


def refuse(workspace: Workspace, case_id: int) -> None:
    do(
        workspace, case_id, "serve_opinion", served_on="2026-11-22", service_result="refused", service_way="post",
        post_number="EMS0001", service_receiver="王恵", service_note="当面拒收。",
    )  # fmt: skip


def test_a_refused_service_is_told_as_refused_and_starts_no_clock(township: Workspace, answered: int) -> None:
    refuse(township, answered)
    view = case_view(township, answered)
    assert view.steps[-1].sentence == "信访人拒绝签收处理意见书，不当作收到"
    assert "K6" not in running(township, answered)
    assert [line.row.id for line in part(township, "service").lines] == [answered]


def test_the_next_try_begins_with_nothing_of_the_refused_one(township: Workspace, answered: int) -> None:
    refuse(township, answered)
    values = act_form(township, answered, "serve_opinion").values
    assert values == {"served_on": "2026-11-30", "service_result": "served", "service_way": "direct"}
    do(township, answered, "serve_opinion", served_on="2026-11-24", service_way="post")
    assert case_view(township, answered).steps[-1].sentence == "处理意见书已送达"
    assert running(township, answered)["K6"] == date(2026, 11, 24)


@pytest.mark.parametrize("way", ["left", "electronic"])
def test_what_is_left_behind_or_sent_begins_the_thirty_days_only_by_a_rule_of_the_office(
    township: Workspace, answered: int, way: str
) -> None:
    evidence = {"service_evidence": "现场照片两张，村委会见证"}
    do(township, answered, "serve_opinion", served_on="2026-11-24", service_way=way, **evidence)
    assert "不起算期限" in case_view(township, answered).steps[-1].sentence
    assert (case_view(township, answered).state, "K6" in running(township, answered)) == ("S12", False)
    set_parameter(township, f"{way}_service_rule", "香林县信访事项送达规定（香政办发〔2026〕3号）")
    do(township, answered, "serve_opinion", served_on="2026-11-24", service_way=way)
    assert "K6" not in running(township, answered), "a rule without evidence is not enough"
    do(township, answered, "serve_opinion", served_on="2026-11-24", service_way=way, **evidence)
    assert case_view(township, answered).state == "S14"
    assert running(township, answered)["K6"] == date(2026, 11, 24)


def test_a_mended_day_of_service_takes_its_clock_along_and_never_before_the_issue(
    township: Workspace, answered: int
) -> None:
    do(township, answered, "serve_opinion", served_on="2026-11-24", service_way="direct", service_witness="张三")
    step = case_view(township, answered).steps[-1]
    for day in ("2026-11-19", "2026-12-01"):
        with pytest.raises(UserFault):
            correct_step(township, answered, step.id, "served_on", day, "笔误")
    assert running(township, answered)["K6"] == date(2026, 11, 24)
    correct_step(township, answered, step.id, "served_on", "2026-11-23", "笔误")
    assert running(township, answered)["K6"] == date(2026, 11, 23)


def test_how_long_a_paper_may_wait_for_its_service_is_the_office_s_to_say(township: Workspace, answered: int) -> None:
    assert part(township, "service").lines[0].tone == "red"
    set_parameter(township, UNSERVED_DAYS, "10")
    assert part(township, "service").lines[0].tone == ""
    set_parameter(township, UNSERVED_DAYS, "9")
    assert part(township, "service").lines[0].tone == "red"
