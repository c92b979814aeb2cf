"""Clocks: the known vectors, a slow oracle for every start day, and what is refused."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.faults import UserFault
from app.law.dates.calendar import CalendarYear, WorkCalendar, load_calendars
from app.law.dates.clocks import ClockRule, due, load_clock_rules
from app.law.text.articles import load_regulation

CALENDAR = load_calendars()
RULES = load_clock_rules()
FIXED = [kind for kind, rule in RULES.items() if rule.days is not None]


def _date(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "kind", "extension", "strict", "rolled", "safe"),
    [
        ("2026-09-10", "K1", 0, "2026-09-25", "2026-09-28", "2026-09-24"),
        ("2026-02-01", "K1", 0, "2026-02-16", "2026-02-24", "2026-02-14"),
        ("2026-04-20", "K1", 0, "2026-05-05", "2026-05-06", "2026-04-30"),
        ("2026-06-05", "K1", 0, "2026-06-20", "2026-06-22", "2026-06-18"),
        ("2026-08-01", "K5", 0, "2026-09-30", "2026-09-30", "2026-09-30"),
        ("2026-08-08", "K5", 0, "2026-10-07", "2026-10-08", "2026-09-30"),
        ("2026-07-01", "K5", 0, "2026-08-30", "2026-08-31", "2026-08-28"),
        ("2026-07-01", "K5", 30, "2026-09-29", "2026-09-29", "2026-09-29"),
        ("2026-01-31", "K7", 0, "2026-03-02", "2026-03-02", "2026-03-02"),
        ("2026-09-30", "K4", 0, "2026-10-13", "2026-10-13", "2026-10-13"),
        ("2026-02-13", "K4", 0, "2026-02-27", "2026-02-27", "2026-02-27"),
        ("2026-04-29", "K4", 0, "2026-05-09", "2026-05-09", "2026-05-09"),
        ("2026-01-01", "K4", 0, "2026-01-08", "2026-01-08", "2026-01-08"),
        ("2026-12-28", "K4", 0, "2027-01-05", "2027-01-05", "2027-01-05"),
    ],
)
def test_the_known_dates_come_out(start: str, kind: str, extension: int, strict: str, rolled: str, safe: str) -> None:
    found = due(kind, _date(start), CALENDAR, extension_days=extension)
    assert (found.due, found.rolled, found.last_safe_workday) == (_date(strict), _date(rolled), _date(safe))
    assert found.estimated is (strict > "2027")


# Of a right alone: the days that a statutory day on a Saturday or Sunday may yet free in a year not confirmed.
MAY_BE_FREED = {
    date(2027, 2, 9), date(2027, 2, 10), date(2027, 5, 3), date(2027, 5, 4), date(2027, 10, 4), date(2027, 10, 5),
    date(2028, 1, 3),
}  # fmt: skip


def _slow(rule: ClockRule, start: date, extra: int) -> tuple[date, date, date]:
    """Count one day after another with nothing but the calendar's yes or no."""
    assert rule.days is not None
    left, day = rule.days + extra, start
    while left:
        day = date.fromordinal(day.toordinal() + 1)
        if rule.unit == "natural" or CALENDAR.is_workday(day):
            left -= 1
    freed = MAY_BE_FREED if rule.right else set()
    days = range(day.toordinal() - 60, day.toordinal() + 60)
    open_days = [each for n in days if CALENDAR.is_workday(each := date.fromordinal(n)) and each not in freed]
    return day, min(each for each in open_days if each >= day), max(each for each in open_days if each <= day)


@pytest.mark.parametrize("kind", FIXED)
def test_every_start_day_of_four_years_agrees_with_counting_by_hand(kind: str) -> None:
    rule = RULES[kind]
    for offset in range((date(2027, 12, 31) - date(2024, 1, 1)).days + 1):
        start = date(2024, 1, 1) + timedelta(days=offset)
        for extra in {0, rule.extension_max_days}:
            found = due(kind, start, CALENDAR, extension_days=extra)
            assert (found.due, found.rolled, found.last_safe_workday) == _slow(rule, start, extra), start


@given(
    kind=st.sampled_from(FIXED),
    start=st.dates(date(1950, 1, 1), date(2200, 1, 1)),
    calendar=st.sampled_from([CALENDAR, WorkCalendar()]),
)
def test_a_due_date_is_after_its_start_between_two_working_days(kind: str, start: date, calendar: WorkCalendar) -> None:
    found = due(kind, start, calendar)
    assert start < found.due <= found.rolled
    assert found.last_safe_workday <= found.due
    assert calendar.is_workday(found.rolled)
    assert calendar.is_workday(found.last_safe_workday)
    assert found.governing == (found.rolled if kind in ("K6", "K8") else found.due)
    assert found.days_left(found.governing) == 0
    assert found.timeline.endswith("。")
    assert f"{found.due.month}月{found.due.day}日" in found.timeline


@given(kind=st.sampled_from(FIXED), start=st.dates(date(2024, 1, 1), date(2026, 9, 1)))
def test_a_later_start_is_never_due_earlier(kind: str, start: date) -> None:
    assert due(kind, start, CALENDAR).due <= due(kind, start + timedelta(days=1), CALENDAR).due


def test_the_timeline_tells_how_the_date_was_reached() -> None:
    assert due("K1", date(2026, 9, 10), CALENDAR).timeline == (
        "9月10日收到，次日起算；第15日为9月25日，逢中秋节；顺延后为9月28日；最晚工作日9月24日。"
    )
    assert "10月10日周六调休上班，计入" in due("K4", date(2026, 9, 30), CALENDAR).timeline
    assert "经批准延长30日" in due("K5", date(2026, 7, 1), CALENDAR, extension_days=30).timeline
    assert "2027年1月5日" in due("K4", date(2026, 12, 28), CALENDAR).timeline
    assert "2027年本机只录入了法定节日，没有录入调休" in due("K4", date(2026, 12, 28), CALENDAR).timeline


def test_a_date_that_needs_no_unconfirmed_year_is_not_estimated() -> None:
    assert not due("K1", date(2026, 12, 1), CALENDAR).estimated
    assert due("K1", date(2026, 12, 20), CALENDAR).estimated
    found = due("K1", date(2030, 3, 1), WorkCalendar())
    assert found.estimated
    assert "2030年的放假安排本机没有录入" in found.timeline
    assert "公布" not in found.timeline


@pytest.mark.parametrize(
    ("kind", "start", "confirmed", "end", "estimated"),
    [
        # 2023-12-31 is a Sunday: only the day it rolls on to lies in the next year.
        ("K1", "2023-12-16", 2023, "2023-12-31", True),
        # 2024-01-01 is a holiday: only the last working day up to it lies in the former year.
        ("K1", "2023-12-17", 2024, "2024-01-01", True),
        ("K1", "2023-12-14", 2023, "2023-12-29", False),
        # A year in which no day was asked "worked or not" is none of its business.
        ("K1", "2023-12-18", 2024, "2024-01-02", False),
        ("K4", "2023-12-31", 2024, "2024-01-08", False),
        ("K4", "2023-12-28", 2023, "2024-01-05", True),
        ("K4", "2023-12-28", 2024, "2024-01-05", True),
        ("K4", "2023-12-22", 2023, "2023-12-29", False),
    ],
)
def test_at_a_years_edge_a_date_is_an_estimate_where_a_year_it_asked_is_not_confirmed(
    kind: str, start: str, confirmed: int, end: str, estimated: bool
) -> None:
    new_year = {date(confirmed, 1, 1): "元旦"}
    year = CalendarYear(year=confirmed, status="confirmed", source="试", days_off=new_year, workdays={})
    found = due(kind, _date(start), WorkCalendar({confirmed: year}))
    assert (found.due, found.estimated) == (_date(end), estimated)
    assert ("估算" in found.timeline) is estimated


def test_rights_are_judged_leniently_and_duties_strictly() -> None:
    right, duty = due("K6", date(2026, 9, 5), CALENDAR), due("K7", date(2026, 9, 5), CALENDAR)
    assert right.due == duty.due == date(2026, 10, 5)
    assert (right.governing, duty.governing) == (date(2026, 10, 8), date(2026, 10, 5))
    assert (right.days_left(date(2026, 10, 7)), duty.days_left(date(2026, 10, 7))) == (1, -2)


def test_hearing_time_is_taken_out_in_final_review_alone() -> None:
    assert due("K9", date(2026, 3, 2), CALENDAR, excluded_days=10).due == date(2026, 4, 11)
    with pytest.raises(UserFault) as fault:
        due("K7", date(2026, 3, 2), CALENDAR, excluded_days=10)
    assert fault.value.code == "exclusion-refused"


@pytest.mark.parametrize(
    ("kind", "arguments", "code"),
    [
        ("K5", {"extension_days": 31}, "extension-too-long"),
        ("K5", {"extension_days": -1}, "extension-too-long"),
        ("K1", {"extension_days": 1}, "extension-too-long"),
        ("K7", {"extension_days": 1}, "extension-too-long"),
        ("K9", {"excluded_days": -1}, "extension-too-long"),
        ("K10", {}, "clock-without-length"),
        ("K10", {"days": 0}, "clock-without-length"),
        ("K10", {"days": -1}, "clock-without-length"),
        ("K5", {"days": 90}, "clock-length-fixed"),
        ("K99", {}, "unknown-clock"),
    ],
)
def test_what_the_regulation_does_not_allow_is_refused(kind: str, arguments: dict[str, int], code: str) -> None:
    with pytest.raises(UserFault) as fault:
        due(kind, date(2026, 3, 2), CALENDAR, **arguments)
    assert fault.value.code == code


def test_the_length_of_the_regulation_may_be_said_again() -> None:
    assert due("K5", date(2026, 3, 2), CALENDAR, days=60) == due("K5", date(2026, 3, 2), CALENDAR)


CLOCK = (
    '[[clocks]]\nkind = "{}"\nname = "试"\ndays = 15\nunit = "natural"\nstart_event = "收到之日"\nstart_word = "收到"\n'
    'obliged = "office"\nbasis = ["22/1"]\n'
)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (CLOCK.format("K1") + CLOCK.format("K2") + CLOCK.format("K1"), "期限 K1 写了两次"),
        (CLOCK.format("K1").replace("15", "0"), "clocks.0.days"),
        (CLOCK.format("K1").replace("15", "-15"), "clocks.0.days"),
        (CLOCK.format("K1") + "extension_max_days = -1\n", "clocks.0.extension_max_days"),
        (CLOCK.format("K1").replace("natural", "month"), "clocks.0.unit"),
        (CLOCK.format("K1") + "day = 20\n", "clocks.0.day”有误：这一项不认识"),
    ],
)
def test_a_broken_file_of_clocks_is_named_with_the_place(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "clocks.toml"
    path.write_text(f'version = "1"\n{CLOCK.format("K9")}', encoding="utf-8")
    assert list(load_clock_rules(path)) == ["K9"]
    path.write_text(f'version = "1"\n{text}', encoding="utf-8")
    with pytest.raises(UserFault) as fault:
        load_clock_rules(path)
    assert fault.value.code == "broken-rules"
    assert "clocks.toml" in fault.value.sentence
    assert says in fault.value.sentence


def test_an_office_gives_the_length_that_the_regulation_leaves_open() -> None:
    assert due("K10", date(2026, 3, 2), CALENDAR, days=20).due == date(2026, 3, 22)


def test_a_start_at_the_end_of_time_is_a_sentence_not_a_crash() -> None:
    with pytest.raises(UserFault) as fault:
        due("K5", date(9999, 12, 30), CALENDAR)
    assert fault.value.code == "start-out-of-range"


def test_the_sixteen_clocks_and_that_of_supervision_are_there_and_cite_places_that_exist() -> None:
    assert list(RULES) == [f"K{n}" for n in range(1, 18)]
    assert (RULES["K17"].name, RULES["K17"].days, RULES["K17"].basis) == ("督办反馈", None, ("40/1",))
    regulation = load_regulation()
    for rule in RULES.values():
        assert rule.basis or not rule.confirmed, rule.kind
        for ref in rule.basis:
            assert regulation.cite(ref).text
