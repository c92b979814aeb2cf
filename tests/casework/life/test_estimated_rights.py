"""No act that ends a petitioner's right rests on a last day that is an estimate; it says why and what to do."""

from collections.abc import Callable
from datetime import datetime

import pytest
from life_story import Story, day
from offices import BEIJING, StandingClock
from walking import register

from app.casework.clocks.calendars import confirm_calendar
from app.casework.life.acts import act_form
from app.casework.views.case_page import case_view
from app.casework.worklist.desk import desk
from app.casework.worklist.next_act import next_act
from app.faults import UserFault
from app.models.workspace import Workspace

SAYS = "末日在本机没有确认放假安排的年份，是估算的，不能据此认定期满；请先在“设置 → 放假安排”录入并确认"


def reasons(workspace: Workspace, case_id: int) -> dict[str, str]:
    return {offer.act: offer.reason for offer in case_view(workspace, case_id).offers if not offer.possible}


@pytest.fixture
def served(make_workspace: Callable[..., Workspace], clock: StandingClock) -> Story:
    """An opinion that was served on 2026-12-23: the thirtieth day is Friday, 2027-01-22."""
    story = Story(make_workspace("petition_department"), clock, "transfer_visit", "10-12")
    story.paper("transfer_letter")
    story.do("receiver_signed", receiver_received_on="10-14")
    story.do("receiver_accepted", accepted_on="10-30", told_on="10-30")
    story.do("receiver_answers", opinion_on="12-21", opinion_number="房信处〔2026〕3号", review_office="香林县人民政府")
    story.do("serve_opinion", served_on="12-23")
    assert story.running() == {"K6": day("2027-01-22")}
    story.stand("2027-01-25")
    return story


def test_a_lapse_waits_until_the_year_is_confirmed(served: Story) -> None:
    workspace, case_id = served.workspace, served.case_id
    assert SAYS in reasons(workspace, case_id)["lapse_review"]
    with pytest.raises(UserFault) as fault:
        served.do("lapse_review", today="2027-01-25", lapsed_on="2027-01-25")
    assert "放假安排" in str(fault.value)
    assert served.state == "S14"
    line = desk(workspace).section("after").lines[0]
    assert (line.row.id, line.words, line.detail) == (case_id, "末日是估算的", "请先录入并确认2027年的放假安排")
    assert next_act(workspace, "after", case_id).act == ""
    confirm_calendar(workspace, 2027)
    line = desk(workspace).section("after").lines[0]
    assert (line.words, line.detail) == ("末日已过", "没有请求复查，末日1月22日")
    served.do("lapse_review", today="2027-01-25", lapsed_on="2027-01-25")
    assert served.state == "S18"


def test_before_the_end_the_thirty_days_are_the_reason(served: Story) -> None:
    served.stand("2027-01-20")
    assert reasons(served.workspace, served.case_id)["lapse_review"] == "请求复查的30日还没有过。"


def test_a_request_after_an_estimated_end_needs_no_excuse(served: Story) -> None:
    asked = {"review_requested_on": "2027-01-25", "review_office": "香林县人民政府"}
    assert served.do("review_requested", today="2027-01-25", **asked).state == "S15"


def test_after_a_confirmed_end_the_reason_is_asked(served: Story) -> None:
    confirm_calendar(served.workspace, 2027)
    asked = {"review_requested_on": "2027-01-25", "review_office": "香林县人民政府"}
    with pytest.raises(UserFault) as fault:
        served.do("review_requested", today="2027-01-25", **asked)
    assert fault.value.field == "late_reason"


def test_a_review_body_does_not_turn_a_request_away_on_an_estimate(
    make_workspace: Callable[..., Workspace], clock: StandingClock
) -> None:
    clock.moment = datetime(2027, 2, 1, 9, 30, tzinfo=BEIJING)
    workspace = make_workspace("review_body")
    days = {"received_on": "2027-02-01", "petition_date": "2027-02-01", "opinion_on": "2026-12-20"}
    estimated = register(workspace, "review_late", served_on="2026-12-23", **days).case_id
    days["opinion_on"] = "2026-10-20"
    certain = register(workspace, "review_late", served_on="2026-10-23", **days).case_id
    assert "不能据此认定逾期" in reasons(workspace, estimated)["propose_late"]
    assert "propose_late" not in reasons(workspace, certain)
    assert act_form(workspace, estimated, "take_late_review").rule.id == "take_late_review"
    confirm_calendar(workspace, 2027)
    assert "propose_late" not in reasons(workspace, estimated)
