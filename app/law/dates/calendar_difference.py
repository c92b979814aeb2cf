"""What one year's new arrangement changes: the days, and whether the year is now certain."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date

from app.law.dates.calendar import WorkCalendar
from app.law.dates.calendar_import import days_of


@dataclass(frozen=True)
class CalendarDifference:
    """The days of a year that are now worked, free or named otherwise; `certainty` when its status is another."""

    year: int
    days: tuple[date, ...]
    certainty: bool

    @property
    def nothing(self) -> bool:
        """Say whether no date can come out otherwise."""
        return not self.days and not self.certainty

    @property
    def first(self) -> date:
        """Return the first day on which anything is otherwise."""
        return date(self.year, 1, 1) if self.certainty or not self.days else self.days[0]

    @property
    def last(self) -> date:
        """Return the last day on which anything is otherwise."""
        return date(self.year, 12, 31) if self.certainty or not self.days else self.days[-1]

    def touches(self, first: date, last: date) -> bool:
        """Say whether a clock that asked about the days from `first` to `last` may come out otherwise."""
        if self.certainty and first.year <= self.year <= last.year:
            return True
        place = bisect_left(self.days, first)
        return place < len(self.days) and self.days[place] <= last


def calendar_difference(before: WorkCalendar, after: WorkCalendar, year: int) -> CalendarDifference:
    """Compare two calendars in one year, day by day."""
    days = tuple(day for day in days_of(year) if _of_day(before, day) != _of_day(after, day))
    return CalendarDifference(year, days, before.status(year) != after.status(year))


def _of_day(calendar: WorkCalendar, day: date) -> tuple[bool, str | None, bool]:
    return calendar.is_workday(day), calendar.holiday_name(day), calendar.is_makeup_workday(day)
