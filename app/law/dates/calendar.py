"""Which days offices work: weekends, holidays and make-up workdays, a file a year."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, model_validator

from app.faults import UserFault
from app.law.text.data_files import read_toml, validated
from app.resources import resource_path

CalendarStatus = Literal["confirmed", "provisional", "missing"]

# 《全国年节及纪念日放假办法》: the statutory days whose date in our calendar never moves. The lunar ones
# and 清明 need a file; without one the year is only estimated.
_FIXED_DAYS = {
    (1, 1): "元旦",
    (5, 1): "劳动节",
    (5, 2): "劳动节",
    (10, 1): "国庆节",
    (10, 2): "国庆节",
    (10, 3): "国庆节",
}
_SATURDAY = 5


def fixed_days(year: int) -> dict[date, str]:
    """Return the statutory days whose date is the same every year, with the holiday's name."""
    return {date(year, month, day): name for (month, day), name in _FIXED_DAYS.items()}


class CalendarYear(BaseModel):
    """One year's arrangement: days off by date with the holiday's name, weekend days that are worked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    year: int
    status: Literal["confirmed", "provisional"]
    source: str
    days_off: dict[date, str]
    workdays: dict[date, str]

    @model_validator(mode="after")
    def _days_make_sense(self) -> "CalendarYear":
        for day in (*self.days_off, *self.workdays):
            if day.year != self.year:
                raise ValueError(f"{day.isoformat()} 不在 {self.year} 年")
        for day in self.workdays:
            if day in self.days_off:
                raise ValueError(f"{day.isoformat()} 既写成放假又写成上班")
            if day.weekday() < _SATURDAY:
                raise ValueError(f"调休上班日 {day.isoformat()} 不是周六或周日")
        return self


@dataclass(frozen=True)
class WorkCalendar:
    """Working days of every year; a year without a file is estimated, never an error."""

    years: Mapping[int, CalendarYear] = field(default_factory=dict)

    def status(self, year: int) -> CalendarStatus:
        """Say whether a year's arrangement is confirmed, only the statutory days (provisional), or missing."""
        return self.years[year].status if year in self.years else "missing"

    def holiday_name(self, day: date) -> str | None:
        """Name the holiday a day off belongs to; None for working days and plain weekends."""
        if day.year in self.years:
            return self.years[day.year].days_off.get(day)
        return _FIXED_DAYS.get((day.month, day.day))

    def is_makeup_workday(self, day: date) -> bool:
        """Say whether a Saturday or Sunday is worked because of a holiday."""
        return day.year in self.years and day in self.years[day.year].workdays

    def is_workday(self, day: date) -> bool:
        """Say whether offices work on that day."""
        if self.is_makeup_workday(day):
            return True
        return day.weekday() < _SATURDAY and self.holiday_name(day) is None

    def next_workday(self, day: date) -> date:
        """Return the day itself when it is worked, else the first working day after it."""
        while not self.is_workday(day):
            day += timedelta(days=1)
        return day

    def last_workday(self, day: date) -> date:
        """Return the day itself when it is worked, else the last working day before it."""
        while not self.is_workday(day):
            day -= timedelta(days=1)
        return day


def load_calendar_year(path: Path) -> CalendarYear:
    """Load one year; raises UserFault(code="broken-calendar") naming the file and the line or key."""
    try:
        return validated(CalendarYear, read_toml(path), path)
    except UserFault as fault:
        raise UserFault(
            fault.sentence.replace("规则文件", "放假日历文件"),
            "请改正这一处，或用安装包里的原文件替换它。",
            code="broken-calendar",
        ) from None


def load_calendars(folder: Path | None = None) -> WorkCalendar:
    """Load every CN-<year>.toml of a folder; two files for one year raise UserFault(code="broken-calendar")."""
    years: dict[int, CalendarYear] = {}
    for path in sorted((folder or resource_path("law", "calendars")).glob("CN-*.toml")):
        year = load_calendar_year(path)
        if path.stem != f"CN-{year.year}":
            raise UserFault(
                f"放假日历文件 {path.name} 里写的是 {year.year} 年，与文件名不一致。",
                "请改正文件名或文件里的 year。",
                code="broken-calendar",
            )
        years[year.year] = year
    return WorkCalendar(years)
