"""The clocks of a case as its page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.casework.clocks.book import Clock
from app.casework.office.law_in_force import clock_rules
from app.law.dates.clocks import ClockRule


@dataclass(frozen=True)
class ClockView:
    """One clock: its dates, days left (None when stopped) and the words that explain it."""

    kind: str
    name: str
    start: date
    due: date
    rolled: date
    last_safe: date
    governing: date
    obliged: str
    estimated: bool
    timeline: str
    basis: tuple[str, ...]
    stopped_on: date | None
    stopped_by: str
    days_left: int | None
    local_due: date | None = None
    duty: str = "own"
    duty_office: str = ""
    extension_days: int = 0
    late_extension: bool = False
    short: str = ""
    right: str = ""
    holder: str = ""
    is_duty: bool = True
    reminder: bool = False
    awaits_paper: bool = False
    unproven: bool = False

    @property
    def overdue_days(self) -> int:
        """Return by how many days a duty that has ended was late; 0 while it runs or when it was in time."""
        if self.stopped_on is None or not self.is_duty:
            return 0
        return max(0, (self.stopped_on - self.governing).days)


def clock_views(clocks: Sequence[Clock], today: date) -> tuple[ClockView, ...]:
    """Return the clocks of a case as a page shows them, in their order; `today` gives the days that are left."""
    return tuple(_view(clock, clock_rules()[clock.kind], today) for clock in clocks)


def _view(clock: Clock, rule: ClockRule, today: date) -> ClockView:
    return ClockView(
        clock.kind, rule.name, clock.start, clock.due, clock.rolled, clock.last_safe, clock.governing, clock.obliged,
        clock.estimated, clock.timeline, rule.basis, clock.stopped_on, clock.stopped_by,
        (clock.governing - today).days if clock.running else None, clock.local_due, clock.duty, clock.duty_office,
        clock.extension_days, clock.late_extension, rule.short or rule.name, rule.right, rule.holder, rule.is_duty,
        rule.reminder, clock.awaits_step_id is not None, clock.unproven,
    )  # fmt: skip
