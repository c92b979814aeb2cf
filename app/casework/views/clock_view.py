"""The clocks of a case as its page shows them."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from app.casework.office.law_in_force import clock_rules
from app.models.tables import Case, CaseClock


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

    @property
    def overdue_days(self) -> int:
        """Return by how many days a duty that has ended was late; 0 while it runs or when it was in time."""
        if self.stopped_on is None or self.obliged != "office":
            return 0
        return max(0, (self.stopped_on - self.governing).days)


def clock_views(session: Session, case: Case, today: date) -> tuple[ClockView, ...]:
    """Return every clock of a case in the order they were started; `today` gives the days that are left."""
    rules = clock_rules()
    found = session.exec(select(CaseClock).where(CaseClock.case_id == case.id).order_by(col(CaseClock.id))).all()
    return tuple(
        ClockView(
            c.kind, rules[c.kind].name, c.start, c.due, c.rolled, c.last_safe, c.governing, c.obliged, c.estimated,
            c.timeline, rules[c.kind].basis, c.stopped_on, c.stopped_by,
            None if c.stopped_on else (c.governing - today).days, c.local_due, c.duty, c.duty_office, c.extension_days,
            c.late_extension,
        )
        for c in found
    )  # fmt: skip
