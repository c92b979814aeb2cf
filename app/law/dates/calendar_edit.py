"""Change one day of a year's arrangement."""

from collections.abc import Mapping
from datetime import date

from app.faults import UserFault
from app.law.dates.calendar import CalendarYear, WorkCalendar, fixed_days

_SATURDAY = 5


def year_to_edit(calendar: WorkCalendar, year: int) -> CalendarYear:
    """Return a year as it is in force, or, without one, a beginning with the statutory days whose date never moves."""
    return calendar.years.get(year) or CalendarYear(
        year=year, status="provisional", source="由本单位录入。", days_off=fixed_days(year), workdays={}
    )


def with_day_off(year: CalendarYear, day: date, name: str) -> CalendarYear:
    """Return the year with a day off; raises UserFault(code="bad-day") for a day of another year or without a name."""
    _check_year(year, day)
    if not name.strip():
        raise UserFault("还没有写节名，", "例如 春节。", code="bad-day", field="name")
    return _changed(year, {**year.days_off, day: name.strip()[:20]}, _without(year.workdays, day))


def with_workday(year: CalendarYear, day: date, name: str = "") -> CalendarYear:
    """Return the year with a make-up workday; raises UserFault(code="bad-day") unless it is a Saturday or Sunday."""
    _check_year(year, day)
    if day.weekday() < _SATURDAY:
        raise UserFault(
            f"{day.isoformat()} 不是周六或周日，", "平日本来就上班，不用写成调休。", code="bad-day", field="day"
        )
    return _changed(year, _without(year.days_off, day), {**year.workdays, day: name.strip()[:20] or "调休"})


def without_day(year: CalendarYear, day: date) -> CalendarYear:
    """Return the year with a day as any other: worked Monday to Friday, free at the weekend."""
    if day not in year.days_off and day not in year.workdays:
        raise UserFault(f"{day.isoformat()} 没有安排，", "不用去掉。", code="bad-day", field="day")
    return _changed(year, _without(year.days_off, day), _without(year.workdays, day))


def _check_year(year: CalendarYear, day: date) -> None:
    if day.year != year.year:
        raise UserFault(f"{day.isoformat()} 不是 {year.year} 年的日子，", "请先选好年份。", code="bad-day", field="day")


def _without(days: Mapping[date, str], day: date) -> dict[date, str]:
    return {known: name for known, name in days.items() if known != day}


def _changed(year: CalendarYear, off: dict[date, str], worked: dict[date, str]) -> CalendarYear:
    return year.model_copy(update={"days_off": dict(sorted(off.items())), "workdays": dict(sorted(worked.items()))})
