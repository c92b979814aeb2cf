"""A review body takes a request for review by keys alone, and is reminded of days instead of refusing anybody."""

import pytest
from PySide6.QtCore import Qt
from sqlmodel import select

from app.law.route.walk import Outcome
from app.models.tables import Case, CaseClock
from app.ui.register.outcome_view import OutcomeView

BACK = (Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)


@pytest.fixture
def desk(desk_of, make_workspace):
    return desk_of(make_workspace("review_body"))


def to_request(desk, number: int) -> None:
    """Walk to the form of the opinion that is not accepted: 1 review, 2 final review."""
    desk.to_claims("何青梧")
    desk.fill_claims("对处理意见不服。", "撤销原处理意见")
    desk.arrive_at("N4r")
    desk.choose(number)
    desk.arrive_at("N5r")
    desk.choose(1)


def fill(desk, **values: str) -> None:
    for key, text in values.items():
        desk.tab_to(key)
        desk.keys(text)


def test_a_request_for_review_is_registered_with_its_thirty_days(desk):
    to_request(desk, 1)
    desk.arrive_at("N16a")
    fill(desk, original_office="香林县白石乡人民政府", opinion_number="白石信复〔2026〕9号", opinion_on="2026-10-28")
    fill(desk, served_on="2026-11-02")
    desk.enter()
    desk.arrive_at("N16b")
    desk.choose(1)
    desk.arrive_at("N16c")
    reminder = desk.question.reminder
    assert reminder.isVisible()
    assert "11月2日收到书面答复" in reminder.text()
    assert "没有超过末日12月2日" in reminder.text()
    desk.choose(1)
    assert isinstance(desk.route.current, Outcome)
    assert isinstance(desk.page.walk.view.middle, OutcomeView)
    assert desk.page.walk.cited == ("35",)
    desk.enter()
    with desk.workspace.reading() as session:
        case = session.exec(select(Case)).one()
        clock = session.exec(select(CaseClock)).one()
    assert (case.state, case.disposition, case.outcome_id, case.hands) == ("S15", "review", "O-review", "own")
    assert (clock.kind, clock.duty, clock.start.isoformat(), clock.due.isoformat()) == (
        "K7", "own", "2026-11-20", "2026-12-20",
    )  # fmt: skip
    assert case.notice_kind == ""
    assert "复核" in case.remedy


def test_lateness_is_shown_with_the_last_day_and_left_to_a_person(desk):
    to_request(desk, 2)
    desk.arrive_at("N17a")
    fill(desk, review_office="香林县人民政府", review_opinion_on="2026-09-18", review_served_on="2026-09-22")
    desk.enter()
    desk.arrive_at("N17b")
    desk.choose(1)
    desk.arrive_at("N17c")
    # 22 September plus 30 days is 22 October, a Thursday.
    assert "超过末日10月22日 29 日" in desk.question.reminder.text()
    assert desk.question.reminder.property("tone") == "amber"
    assert desk.question.choice() is None
    desk.key(Qt.Key.Key_2)
    assert not desk.question.editors["late_reason"].isHidden()
    desk.enter()
    desk.arrive_at("N17c")
    desk.keys("住院")
    desk.key(*BACK)
    desk.arrive_at("N17b")
    desk.enter()
    assert str(desk.question.editors["late_reason"].value()) == "住院"
    desk.choose(3)
    desk.enter()
    with desk.workspace.reading() as session:
        case = session.exec(select(Case)).one()
        kinds = session.exec(select(CaseClock.kind)).all()
    assert (case.state, case.outcome_id, list(kinds)) == ("S02", "O-final-review-late", ["K9"])


def test_without_the_day_of_service_nothing_runs_and_the_page_says_so(desk):
    to_request(desk, 1)
    fill(desk, original_office="香林县白石乡人民政府", opinion_on="2026-10-28")
    desk.enter()
    desk.choose(1)
    desk.arrive_at("N16c")
    assert "没有起算" in desk.question.reminder.text()
    assert desk.question.reminder.property("tone") == ""


def test_a_day_of_service_before_the_opinion_is_refused_on_its_field(desk):
    to_request(desk, 1)
    fill(desk, original_office="香林县白石乡人民政府", opinion_on="2026-10-28", served_on="2026-10-27")
    desk.enter()
    desk.arrive_at("N16a")
    assert set(desk.errors()) == {"served_on"}
    assert "不能早于 2026-10-28" in desk.errors()["served_on"]


def test_who_is_not_above_the_office_says_where_to_ask(desk):
    to_request(desk, 1)
    fill(desk, original_office="香溪县平湖镇人民政府", opinion_on="2026-10-28")
    desk.enter()
    desk.choose(2)
    desk.arrive_at("N16e")
    fill(desk, review_office="香溪县人民政府")
    desk.enter()
    assert "应当向香溪县人民政府请求" in desk.page.walk.view.middle.sentence.text()
    desk.enter()
    with desk.workspace.reading() as session:
        case = session.exec(select(Case)).one()
        kinds = session.exec(select(CaseClock.kind)).all()
    assert (case.state, case.disposition, list(kinds)) == ("S02", "review_elsewhere", ["K2"])


def test_what_is_no_request_goes_the_way_of_other_offices(desk):
    desk.to_claims()
    desk.fill_claims()
    desk.arrive_at("N4r")
    desk.choose(3)
    desk.arrive_at("N5")
    desk.choose(1)
    desk.arrive_at("N6")
