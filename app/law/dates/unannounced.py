"""What an arrangement that this machine does not hold yet may still do: which days it can move, which it can free.

《全国年节及纪念日放假办法》: a statutory holiday that falls on a Saturday or Sunday is made up on a working day.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from app.law.dates.calendar import WorkCalendar, fixed_days

_SATURDAY = 5
# A year whose lunar days are not all entered is as good as none: any of its days may be a holiday.
_HOLIDAYS = ("元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆")
# No arrangement so far moved a Monday to Friday, or a Saturday or Sunday, farther than this from a statutory day.
_WEEKDAY_REACH, FARTHEST = 7, 15


@dataclass(frozen=True)
class RightsCalendar(WorkCalendar):
    """The same calendar as a petitioner's right is reckoned by.

    In a year that is not confirmed each holiday on a Saturday or Sunday also frees the next working day after it.
    """

    def holiday_name(self, day: date) -> str | None:
        """Name the holiday a day off belongs to, that of a day that may be freed included."""
        return super().holiday_name(day) or self._freed(day.year).get(day)

    def _freed(self, year: int) -> dict[date, str]:
        if self.status(year) == "confirmed":
            return {}
        freed: dict[date, str] = {}
        for days in _holidays_of(self, year):
            name, day = WorkCalendar.holiday_name(self, days[0]) or "", days[-1]
            for _ in [each for each in days if each.weekday() >= _SATURDAY]:
                day += timedelta(days=1)
                while day.weekday() >= _SATURDAY or WorkCalendar.holiday_name(self, day) or day in freed:
                    day += timedelta(days=1)
                freed[day] = f"{name}补休（从宽推算）"
        return freed


def can_be_moved(calendar: WorkCalendar, day: date) -> bool:
    """Say whether an arrangement that may yet come can make this day worked or free other than it is now."""
    if calendar.status(day.year) == "confirmed":
        return False
    if not holidays_entered(calendar, day.year):
        return True
    reach = FARTHEST if day.weekday() >= _SATURDAY else _WEEKDAY_REACH
    return any(calendar.holiday_name(day + timedelta(days=n)) for n in range(-reach, reach + 1))


def holidays_entered(calendar: WorkCalendar, year: int) -> bool:
    """Say whether a year is held with every holiday of the list, so that the rest of it is known to be ordinary."""
    if year not in calendar.years:
        return False
    names = set(calendar.years[year].days_off.values())
    return all(any(holiday in name for name in names) for holiday in _HOLIDAYS)


def _holidays_of(calendar: WorkCalendar, year: int) -> list[list[date]]:
    """Return the holidays of a year, each as its days in a row."""
    found: list[list[date]] = []
    for day in _days_off(calendar, year):
        name, last = WorkCalendar.holiday_name(calendar, day), found[-1][-1] if found else None
        if last == day - timedelta(days=1) and WorkCalendar.holiday_name(calendar, last) == name:
            found[-1].append(day)
        else:
            found.append([day])
    return found


def _days_off(calendar: WorkCalendar, year: int) -> list[date]:
    return sorted(calendar.years[year].days_off) if year in calendar.years else sorted(fixed_days(year))
