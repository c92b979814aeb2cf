"""Working days: confirmed years as arranged, other years estimated, broken files named."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from app.faults import UserFault
from app.law.dates.calendar import WorkCalendar, load_calendars


@pytest.fixture(scope="module")
def calendar() -> WorkCalendar:
    return load_calendars()


def _days(text: str, year: int) -> set[date]:
    days: set[date] = set()
    for part in text.split():
        first, _, last = part.partition("-")
        begin = date(year, *(int(number) for number in first.split("/")))
        end = date(year, *(int(number) for number in last.split("/"))) if last else begin
        while begin <= end:
            days.add(begin)
            begin += timedelta(days=1)
    return days


ARRANGED = {
    2024: (
        "1/1 2/10-2/17 4/4-4/6 5/1-5/5 6/10 9/15-9/17 10/1-10/7",
        "2/4 2/18 4/7 4/28 5/11 9/14 9/29 10/12",
    ),
    2025: ("1/1 1/28-2/4 4/4-4/6 5/1-5/5 5/31-6/2 10/1-10/8", "1/26 2/8 4/27 9/28 10/11"),
    2026: ("1/1-1/3 2/15-2/23 4/4-4/6 5/1-5/5 6/19-6/21 9/25-9/27 10/1-10/7", "1/4 2/14 2/28 5/9 9/20 10/10"),
}


@pytest.mark.parametrize("year", ARRANGED)
def test_a_confirmed_year_is_worked_as_arranged(calendar: WorkCalendar, year: int) -> None:
    off, made_up = (_days(text, year) for text in ARRANGED[year])
    day = date(year, 1, 1)
    while day.year == year:
        assert calendar.is_workday(day) is (day in made_up or (day.weekday() < 5 and day not in off)), day
        assert (calendar.holiday_name(day) is not None) is (day in off), day
        day += timedelta(days=1)
    assert calendar.status(year) == "confirmed"


def test_2026_has_248_working_days(calendar: WorkCalendar) -> None:
    assert sum(calendar.is_workday(date(2026, 1, 1) + timedelta(days=n)) for n in range(365)) == 248


def test_2027_has_only_its_statutory_days(calendar: WorkCalendar) -> None:
    assert calendar.status(2027) == "provisional"
    assert set(calendar.years[2027].days_off) == _days("1/1 2/5-2/8 4/5 5/1-5/2 6/9 9/15 10/1-10/3", 2027)


@pytest.mark.parametrize("year", [1, 1949, 2031, 9999])
def test_a_year_without_a_file_is_estimated_and_never_fails(calendar: WorkCalendar, year: int) -> None:
    assert calendar.status(year) == "missing"
    assert calendar.holiday_name(date(year, 10, 2)) == "国庆节"
    assert not calendar.is_workday(date(year, 1, 1))
    assert calendar.holiday_name(date(year, 10, 4)) is None


def test_holidays_have_names(calendar: WorkCalendar) -> None:
    assert calendar.holiday_name(date(2026, 9, 25)) == "中秋节"
    assert calendar.holiday_name(date(2026, 9, 12)) is None
    assert calendar.is_makeup_workday(date(2026, 2, 14))


GOOD = 'year = 2026\nstatus = "confirmed"\nsource = "x"\n'


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (GOOD + '[days_off]\n2027-01-01 = "元旦"\n[workdays]\n', "2027-01-01 不在 2026 年"),
        (GOOD + '[days_off]\n2026-02-30 = "?"\n[workdays]\n', "days_off.2026-02-30"),
        (GOOD + '[days_off]\n2026-01-03 = "元旦"\n[workdays]\n2026-01-03 = ""\n', "既写成放假又写成上班"),
        (GOOD + '[days_off]\n[workdays]\n2026-01-05 = ""\n', "不是周六或周日"),
        (GOOD + '[days_off]\n2026-01-01 = "元旦"\n2026-01-01 = "元旦"\n', "第 6 行"),
        (GOOD.replace("confirmed", "sure") + "[days_off]\n[workdays]\n", "status"),
        (GOOD.replace("2026", "2025") + "[days_off]\n[workdays]\n", "与文件名不一致"),
        (GOOD, "days_off"),
    ],
)
def test_a_broken_year_is_named_with_the_line_or_key(tmp_path: Path, content: str, says: str) -> None:
    (tmp_path / "CN-2026.toml").write_text(content, encoding="utf-8")
    with pytest.raises(UserFault) as fault:
        load_calendars(tmp_path)
    assert fault.value.code == "broken-calendar"
    assert "CN-2026.toml" in fault.value.sentence
    assert says in fault.value.sentence
    assert fault.value.next_step
