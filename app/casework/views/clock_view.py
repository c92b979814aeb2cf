"""The clocks of a case as its page shows them, and in the words that every list, print and answer says of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.casework.clocks.book import BY_PAPER, Clock
from app.casework.office.law_in_force import clock_rules, life_pack
from app.law.dates.clocks import ClockRule

_STOPPED = {
    "dispatched_on": "已转送、交办",
    "guided_on": "已告知信访人",
    "accepted_on": "已受理",
    "told_on": "已书面告知",
    "objected_on": "已提出异议",
    "opinion_on": "已出处理意见",
    "decided_on": "已核实异议",
    "notice": "已书面告知",
    "paper": "已出文书",
    "told": "已书面告知",
    "closed": "已归档",
    "voided": "已作废",
}


@dataclass(frozen=True)
class ClockView:
    """One clock: its dates, days left (None when stopped) and the words that explain it.

    `used_by` is not empty for a right that may be used or not, and `use` says what for.
    """

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
    used_by: str = ""
    use: str = ""

    @property
    def used(self) -> bool:
        """Say whether this right was used; what else stopped it is not the use of it."""
        return bool(self.used_by) and self.stopped_by in (self.used_by, BY_PAPER)

    @property
    def days_told(self) -> int | None:
        """Return the days left as they may be told: of a right whose last day has passed there are none to count."""
        past = self.days_left is not None and self.days_left < 0
        return None if past and (self.used_by or self.obliged == "petitioner") else self.days_left

    @property
    def overdue_days(self) -> int:
        """Return by how many days what an office did came late; 0 while the clock runs or when it was in time."""
        acted = self.is_duty or (self.used and self.obliged == "office")
        if self.stopped_on is None or not acted:
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
        rule.reminder, clock.awaits_step_id is not None, clock.unproven, rule.used_by, rule.use,
    )  # fmt: skip


def left_words(days: int, *, right: bool = False) -> str:
    """Say how many days are left: 还剩3天, 今天到期, 已超2天; of a `right` that its last day has passed, never 超."""
    if right and days <= 0:
        return "今天是最后一天" if days == 0 else "末日已过"
    return "今天到期" if days == 0 else f"还剩{days}天" if days > 0 else f"已超{-days}天"


def stopped_words(clock: ClockView) -> str:
    """Say what stopped a clock, on which day, and by how much it was late; empty while it runs."""
    if clock.stopped_on is None:
        return ""
    day, by = f"{clock.stopped_on:%m-%d}", clock.stopped_by
    if clock.used_by and not clock.used and by != "voided":
        return f"到{day}没有{clock.use}"
    late = f"，超期{clock.overdue_days}天" if clock.overdue_days and by != "voided" else ""
    said = f"已{clock.use}" if clock.used else _STOPPED.get(by) or _field_words(by)
    return f"{day} {said}{late}" + ("（补录·无凭证，不计按期）" if clock.unproven else "")


def time_words(clock: ClockView) -> str:
    """Say how a clock stands: what stopped it, what is left of it, or that the last day of a right has passed."""
    if clock.stopped_on is not None:
        return stopped_words(clock)
    right = bool(clock.used_by) or clock.obliged == "petitioner"
    words = left_words(clock.days_left or 0, right=right)
    if right and (clock.days_left or 0) < 0 and clock.used_by:
        return f"{words}，没有{clock.use}"
    return words


def _field_words(key: str) -> str:
    field = life_pack().fields.get(key)
    return f"{field.label.removesuffix('日期').removesuffix('的')}" if field is not None else "已完成"
