"""Every clock, every start day of 2024 to 2027, against counting day by day with holidays written out here.

Nothing of the program's calendar is used to reckon: the holidays stand here as the office reads them in the notice of
each year, and the counting is as slow and plain as on paper.
"""

from datetime import date
from functools import cache

import pytest

from app.faults import UserFault
from app.law.dates.calendar import load_calendars
from app.law.dates.clocks import due, load_clock_rules

CALENDAR = load_calendars()
RULES = load_clock_rules()

# Days off and worked weekend days: 2024 to 2026 as arranged, 2027 with its statutory days alone.
OFF = {
    2024: "1/1 2/10-2/17 4/4-4/6 5/1-5/5 6/10-6/10 9/15-9/17 10/1-10/7",
    2025: "1/1 1/28-2/4 4/4-4/6 5/1-5/5 5/31-6/2 10/1-10/8",
    2026: "1/1-1/3 2/15-2/23 4/4-4/6 5/1-5/5 6/19-6/21 9/25-9/27 10/1-10/7",
    2027: "1/1 2/5-2/8 4/5 5/1-5/2 6/9 9/15 10/1-10/3",
}
WORKED = {
    2024: "2/4 2/18 4/7 4/28 5/11 9/14 9/29 10/12",
    2025: "1/26 2/8 4/27 9/28 10/11",
    2026: "1/4 2/14 2/28 5/9 9/20 10/10",
    2027: "",
}
NO_NOTICE = "1/1 5/1-5/2 10/1-10/3"  # a year nobody has announced: the days whose date never moves
# Read off a wall calendar: the Monday-to-Friday days that statutory days on a Saturday or Sunday may yet free. A right
# of the petitioner does not end on them while the year is not confirmed.
FREED = {2027: "2/9-2/10 5/3-5/4 10/4-10/5", 2028: "1/3", 2032: "5/3-5/4 10/4-10/5"}
# No arrangement so far moved a weekday farther than this from a statutory day, or a Saturday or Sunday.
WEEKDAY_REACH, WEEKEND_REACH = 7, 15

# Days, unit, longest extension, hearing taken out, whose: as the Regulation states them.
STATED = {
    "K1": (15, "natural", 0, False, "office"),
    "K2": (15, "natural", 0, False, "office"),
    "K3": (15, "natural", 0, False, "office"),
    "K4": (5, "workday", 0, False, "office"),
    "K5": (60, "natural", 30, False, "office"),
    "K6": (30, "natural", 0, False, "petitioner"),
    "K7": (30, "natural", 0, False, "office"),
    "K8": (30, "natural", 0, False, "petitioner"),
    "K9": (30, "natural", 0, True, "office"),
    "K10": (None, "natural", 0, False, "office"),
    "K11": (None, "natural", 0, False, "office"),
    "K12": (None, "workday", 0, False, "office"),
    "K13": (None, "natural", 0, False, "office"),
    "K14": (None, "natural", 0, False, "petitioner"),
    "K15": (None, "natural", 0, False, "office"),
    "K16": (None, "natural", 0, False, "office"),
    "K17": (None, "natural", 0, False, "office"),
}
GIVEN = 10
RIGHTS = ("K6", "K8")


def after(day: date, days: int) -> date:
    return date.fromordinal(day.toordinal() + days)


@cache
def written(text: str) -> frozenset[tuple[int, int]]:
    """Month and day of each day in a text such as 1/1 2/5-2/8 (both in a leap year, so that all exist)."""
    found = set()
    for part in text.split():
        first, _, last = part.partition("-")
        day = date(2024, *(int(n) for n in first.split("/")))
        end = date(2024, *(int(n) for n in (last or first).split("/")))
        while day <= end:
            found.add((day.month, day.day))
            day = after(day, 1)
    return frozenset(found)


@cache
def worked(day: date) -> bool:
    place = (day.month, day.day)
    if place in written(WORKED.get(day.year, "")):
        return True
    return day.isoweekday() <= 5 and place not in written(OFF.get(day.year, NO_NOTICE))


@cache
def certain(day: date) -> bool:
    return day.year in (2024, 2025, 2026)


@cache
def unmoved(day: date) -> bool:
    """Say whether no arrangement that may yet come can make a day worked that is free, or free that is worked."""
    if certain(day):
        return True
    reach = WEEKDAY_REACH if day.isoweekday() <= 5 else WEEKEND_REACH
    near = [after(day, n) for n in range(-reach, reach + 1)]
    return day.year == 2027 and not any(
        (each.month, each.day) in written(OFF.get(each.year, NO_NOTICE)) for each in near
    )


@cache
def free_of_right(day: date) -> bool:
    return not worked(day) or (day.month, day.day) in written(FREED.get(day.year, ""))


def by_hand(start: date, days: int, unit: str, right: bool = False) -> tuple[date, date, date, bool]:
    """Count on from the day after the start; return the last day, the rolled day, the last safe day, estimated."""
    day, left, asked = start, days, []
    open_then = (lambda each: not free_of_right(each)) if right else worked
    while left:
        day = after(day, 1)
        if unit == "natural":
            left -= 1
        else:
            asked.append(day)
            if worked(day):
                left -= 1
    later = earlier = day
    if unit == "natural":
        asked.append(day)
    while not open_then(later):
        later = after(later, 1)
        asked.append(later)
    while not open_then(earlier):
        earlier = after(earlier, -1)
        asked.append(earlier)
    known = certain if right or unit == "workday" else unmoved
    return day, later, earlier, not all(known(each) for each in asked)


def every_day(first: int, last: int) -> list[date]:
    start, end = date(first, 1, 1), date(last, 12, 31)
    return [date.fromordinal(n) for n in range(start.toordinal(), end.toordinal() + 1)]


def test_the_clocks_are_those_that_the_regulation_states() -> None:
    said = {kind: (r.days, r.unit, r.extension_max_days, r.excludes_hearing, r.obliged) for kind, r in RULES.items()}
    assert said == STATED


def test_every_kind_from_every_day_of_four_years_is_as_counted_by_hand() -> None:
    starts = every_day(2024, 2027)
    assert len(starts) == 1461
    for kind, (days, unit, extension, hearing, obliged) in STATED.items():
        given = None if days is not None else GIVEN
        length = days if days is not None else GIVEN
        extras = [(0, 0)] + ([(extension, 0), (7, 0)] if extension else []) + ([(0, 4), (0, 21)] if hearing else [])
        for start in starts:
            for more, out in extras:
                found = due(kind, start, CALENDAR, days=given, extension_days=more, excluded_days=out)
                told = (found.due, found.rolled, found.last_safe_workday, found.estimated)
                assert told == by_hand(start, length + more + out, unit, kind in RIGHTS), (kind, start, more, out)
                assert found.governing == (found.rolled if obliged == "petitioner" else found.due), (kind, start)


@pytest.mark.parametrize(
    ("start", "days", "unit", "strict", "rolled", "safe", "estimated"),
    [
        ("2026-09-10", 15, "natural", "2026-09-25", "2026-09-28", "2026-09-24", False),
        ("2026-02-01", 15, "natural", "2026-02-16", "2026-02-24", "2026-02-14", False),
        ("2026-04-20", 15, "natural", "2026-05-05", "2026-05-06", "2026-04-30", False),
        ("2026-06-05", 15, "natural", "2026-06-20", "2026-06-22", "2026-06-18", False),
        ("2026-08-01", 60, "natural", "2026-09-30", "2026-09-30", "2026-09-30", False),
        ("2026-08-08", 60, "natural", "2026-10-07", "2026-10-08", "2026-09-30", False),
        ("2026-07-01", 60, "natural", "2026-08-30", "2026-08-31", "2026-08-28", False),
        ("2026-07-01", 90, "natural", "2026-09-29", "2026-09-29", "2026-09-29", False),
        ("2026-01-31", 30, "natural", "2026-03-02", "2026-03-02", "2026-03-02", False),
        ("2026-09-30", 5, "workday", "2026-10-13", "2026-10-13", "2026-10-13", False),
        ("2026-02-13", 5, "workday", "2026-02-27", "2026-02-27", "2026-02-27", False),
        ("2026-04-29", 5, "workday", "2026-05-09", "2026-05-09", "2026-05-09", False),
        ("2026-01-01", 5, "workday", "2026-01-08", "2026-01-08", "2026-01-08", False),
        ("2026-12-28", 5, "workday", "2027-01-05", "2027-01-05", "2027-01-05", True),
    ],
)
def test_the_known_vectors_come_out_by_hand_and_by_the_program(
    start: str, days: int, unit: str, strict: str, rolled: str, safe: str, estimated: bool
) -> None:
    day = date.fromisoformat(start)
    wanted = (date.fromisoformat(strict), date.fromisoformat(rolled), date.fromisoformat(safe), estimated)
    assert by_hand(day, days, unit) == wanted
    if days == 90:
        found = due("K5", day, CALENDAR, extension_days=30)
    else:
        found = due({15: "K1", 60: "K5", 30: "K7", 5: "K4"}[days], day, CALENDAR)
    assert (found.due, found.rolled, found.last_safe_workday, found.estimated) == wanted


def test_a_year_nobody_has_announced_is_counted_and_marked_as_an_estimate() -> None:
    for start in every_day(2031, 2031):
        for kind, (days, unit, *_) in STATED.items():
            found = due(kind, start, CALENDAR, days=None if days is not None else GIVEN)
            told = (found.due, found.rolled, found.last_safe_workday, found.estimated)
            assert told == by_hand(start, days if days is not None else GIVEN, unit, kind in RIGHTS), (kind, start)
            assert found.estimated
            assert "估算" in found.timeline


def test_at_the_end_of_time_there_is_a_sentence_and_never_a_crash() -> None:
    for kind, (days, *_) in STATED.items():
        for start in (date(9999, 12, 31), date(9999, 12, 1), date(1, 1, 1)):
            try:
                due(kind, start, CALENDAR, days=None if days is not None else GIVEN)
            except UserFault as fault:
                assert fault.code == "start-out-of-range"


def test_every_day_that_an_arrangement_moved_so_far_lies_within_its_reach() -> None:
    statutory = {  # by the published lists of each year
        2024: "1/1 2/10-2/12 4/4 5/1 6/10 9/17 10/1-10/3",
        2025: "1/1 1/28-1/31 4/4 5/1-5/2 5/31 10/1-10/3 10/6",
        2026: "1/1 2/16-2/19 4/5 5/1-5/2 6/19 9/25 10/1-10/3",
    }
    moved = 0
    for day in every_day(2024, 2026):
        if worked(day) == (day.isoweekday() <= 5):
            continue
        reach = WEEKDAY_REACH if day.isoweekday() <= 5 else WEEKEND_REACH
        near = [after(day, n) for n in range(-reach, reach + 1)]
        assert any((e.month, e.day) in written(statutory.get(e.year, NO_NOTICE)) for e in near), day
        moved += 1
    assert moved == sum(CALENDAR.is_workday(day) != (day.isoweekday() <= 5) for day in every_day(2024, 2026))


@pytest.mark.parametrize(
    ("kind", "start", "end", "estimated"),
    [
        ("K1", "2027-06-14", "2027-06-29", False),  # a Tuesday twenty days after the Dragon Boat festival
        ("K1", "2027-05-31", "2027-06-15", True),  # a Tuesday six days after it
        ("K5", "2027-05-28", "2027-07-27", False),
        ("K1", "2027-07-02", "2027-07-17", False),  # a Saturday: the Monday after it stays the Monday after it
        ("K1", "2027-09-03", "2027-09-18", True),  # a Saturday that may be worked for either holiday
        ("K4", "2027-07-05", "2027-07-12", True),  # working days are counted by the arrangement
        ("K6", "2027-06-14", "2027-07-14", True),  # of a right the petitioner is told that the year is not confirmed
    ],
)
def test_an_end_that_no_arrangement_can_move_is_no_estimate(kind: str, start: str, end: str, estimated: bool) -> None:
    found = due(kind, date.fromisoformat(start), CALENDAR)
    assert (found.due.isoformat(), found.estimated) == (end, estimated)
    assert ("估算" in found.timeline) is estimated


@pytest.mark.parametrize(
    ("start", "right", "duty"),
    [
        ("2027-01-10", "2027-02-11", "2027-02-09"),  # the thirtieth day is 2-9: 2-9 and 2-10 may be freed
        ("2027-01-06", "2027-02-11", "2027-02-09"),  # 2-5, the eve
        ("2027-04-03", "2027-05-05", "2027-05-03"),  # 5-3
        ("2027-04-04", "2027-05-05", "2027-05-04"),  # 5-4
        ("2027-09-04", "2027-10-06", "2027-10-04"),  # 10-4
        ("2027-09-05", "2027-10-06", "2027-10-05"),  # 10-5
        ("2027-12-02", "2028-01-04", "2028-01-03"),  # 1-1 of a year without a file is a Saturday
        ("2026-04-03", "2026-05-06", "2026-05-06"),  # a confirmed year is as it is arranged
    ],
)
def test_a_right_does_not_end_on_a_day_that_a_weekend_holiday_may_free(start: str, right: str, duty: str) -> None:
    day = date.fromisoformat(start)
    for kind in RIGHTS:
        found = due(kind, day, CALENDAR)
        assert found.governing.isoformat() == right
        assert found.estimated is (right > "2027")
    assert due("K7", day, CALENDAR).rolled.isoformat() == duty
