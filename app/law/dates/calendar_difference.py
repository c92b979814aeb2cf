"""What one year's new arrangement changes: the days, and whether more or less of the year is now certain."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta

from app.law.dates.calendar import WorkCalendar
from app.law.dates.calendar_import import days_of
from app.law.dates.unannounced import FARTHEST, holidays_entered


@dataclass(frozen=True)
class CalendarDifference:
    """The days of a year that are now worked, free or named otherwise; `certainty` when its status is another, or
    all its holidays are entered now.

    A day that changed may make others, as far as `FARTHEST` from it, more or less certain, or free them.
    """

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
        certain = self.certainty or not self.days
        return (date(self.year, 1, 1) if certain else self.days[0]) - timedelta(days=FARTHEST)

    @property
    def last(self) -> date:
        """Return the last day on which anything is otherwise."""
        certain = self.certainty or not self.days
        return (date(self.year, 12, 31) if certain else self.days[-1]) + timedelta(days=FARTHEST)

    def touches(self, first: date, last: date) -> bool:
        """Say whether a clock that asked about the days from `first` to `last` may come out otherwise."""
        if self.certainty and first.year <= self.year <= last.year:
            return True
        place = bisect_left(self.days, first - timedelta(days=FARTHEST))
        return place < len(self.days) and self.days[place] <= last + timedelta(days=FARTHEST)


def calendar_difference(before: WorkCalendar, after: WorkCalendar, year: int) -> CalendarDifference:
    """Compare two calendars in one year, day by day."""
    days = tuple(day for day in days_of(year) if _of_day(before, day) != _of_day(after, day))
    certainty = before.status(year) != after.status(year) or holidays_entered(before, year) != holidays_entered(
        after, year
    )
    return CalendarDifference(year, days, certainty)


def _of_day(calendar: WorkCalendar, day: date) -> tuple[bool, str | None, bool]:
    return calendar.is_workday(day), calendar.holiday_name(day), calendar.is_makeup_workday(day)
