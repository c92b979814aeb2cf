"""The clocks of one case in memory: started, stopped, lengthened and moved by the law in force, without a database.

What an act will do to the clocks and what it does are worked out here, once: a preview throws the book away, the doing
of the act writes it down (`running.keep_book`).
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal, Protocol

from app.casework.office.law_in_force import LawInForce
from app.faults import UserFault
from app.law.dates.clocks import due
from app.law.dates.local_rules import local_end, local_words
from app.law.dates.timeline import day_words

OWN, OTHER = "own", "other"
# Stopped by the end of the case, by its being void; by the paper that it waited for, or by that paper's being told.
# One whose starting act was taken back never ran, and is kept for the record alone.
# Former versions let a written notice stop it by being issued, and such a clock stays as it was.
BY_CLOSING, BY_VOIDING, BY_PAPER, BY_TELLING, BY_UNDOING = "closed", "voided", "paper", "told", "undone"
THIS_STEP = 0
"""In place of a step's id, for the step that is only being planned."""
_MOST_REMEMBERED = 20_000


class ClockColumns(Protocol):
    """What the end of a clock is computed from and written to: a stored row as well as a clock of a book."""

    kind: str
    start: date
    due: date
    days: int | None
    extension_days: int
    excluded_days: int
    late_extension: bool
    printed_until: date | None


@dataclass(slots=True)
class Clock:
    """One clock of a case; columns as in `CaseClock`, `id` None before it is stored."""

    kind: str
    start: date
    due: date
    rolled: date
    last_safe: date
    governing: date
    obliged: str
    estimated: bool
    timeline: str
    local_due: date | None
    id: int | None = None
    stops_with_notice: bool = False
    stopped_on: date | None = None
    stopped_by: str = ""
    start_fact: str = ""
    days: int | None = None
    extension_days: int = 0
    excluded_days: int = 0
    late_extension: bool = False
    duty: str = OWN
    duty_office: str = ""
    printed_until: date | None = None
    awaits_step_id: int | None = None
    waits_after: int | None = None
    unproven: bool = False

    @property
    def waits(self) -> bool:
        """Say whether a paper, or the telling of one, stops it or has stopped it."""
        waiting = self.stops_with_notice or self.awaits_step_id is not None
        return waiting and (self.running or self.stopped_by in (BY_PAPER, BY_TELLING))

    @property
    def running(self) -> bool:
        """Say whether nothing has stopped it."""
        return self.stopped_on is None


@dataclass(frozen=True)
class ClockMove:
    """One thing done to one clock: how it stood before (None for one that was started) and how it stands after."""

    change: Literal["started", "stopped", "left_to_paper", "lengthened", "excluded", "resumed", "moved"]
    former: Clock | None
    clock: Clock


class ClockBook:
    """The clocks of one case, in the order they were started, and every move made with this book."""

    def __init__(self, law: LawInForce, clocks: Iterable[Clock] = ()) -> None:
        self.law = law
        self.clocks = [replace(clock) for clock in clocks]
        self.moves: list[ClockMove] = []

    @property
    def running(self) -> list[Clock]:
        """Return the clocks that nothing has stopped."""
        return [clock for clock in self.clocks if clock.running]

    def last(self, kind: str) -> Clock | None:
        """Return the latest clock of a kind, running or not."""
        return next((clock for clock in reversed(self.clocks) if clock.kind == kind), None)

    def start(
        self,
        kind: str,
        start: date,
        *,
        start_fact: str = "",
        fixed: date | None = None,
        duty: str = OWN,
        duty_office: str = "",
        stops_with_notice: bool = False,
    ) -> Clock | None:
        """Start a clock; `fixed` is the last day where a document sets it instead of the Regulation.

        Returns None for a clock to which neither the Regulation, a document nor a local rule gives a length; raises
        `UserFault` (code bad-value) for a last day that does not lie after the start.
        """
        rule = self.law.clocks[kind]
        if fixed is not None and fixed <= start:
            raise UserFault(
                f"“{rule.name}”的末日 {fixed.isoformat()} 应当晚于起算日 {start.isoformat()}，",
                "请改正指定的期限。",
                code="bad-value",
            )
        days = None if rule.days is not None else (fixed - start).days if fixed else self.law.local.days(kind)
        if rule.days is None and days is None:
            return None
        clock = Clock(
            start_fact=start_fact, days=days, duty=duty, duty_office=duty_office, stops_with_notice=stops_with_notice,
            **end_of_clock(self.law, kind, start, days=days),
        )  # fmt: skip
        self.clocks.append(clock)
        self.moves.append(ClockMove("started", None, clock))
        return clock

    def stop(
        self, on: date, by: str, which: Callable[[Clock], bool] = lambda _clock: True, *, unproven: bool = False
    ) -> None:
        """Stop the running clocks that `which` picks (all without it) on a day, saying what stopped them.

        `unproven`: the day was typed later and nothing proves it. Raises `UserFault` (code bad-value) for a day before
        the start of one of them.
        """
        for clock in self.running:
            if not which(clock):
                continue
            if on < clock.start:
                name = self.law.clocks[clock.kind].name
                raise UserFault(
                    f"{on.isoformat()} 早于“{name}”的起算日 {clock.start.isoformat()}，",
                    "请核对日期的先后。",
                    code="bad-value",
                    field=by,
                )
            former = replace(clock)
            clock.stopped_on, clock.stopped_by, clock.unproven = on, by, unproven
            self.moves.append(ClockMove("stopped", former, clock))

    def leave_to_notice(self, kinds: Collection[str], waits: bool = True, after: int = 0) -> None:
        """Let running clocks wait until a written notice has reached its reader, or (`waits` False) not.

        `after` is the last document there was before: an earlier notice told something else.
        """
        for clock in self.running:
            if clock.kind in kinds:
                former = replace(clock)
                clock.stops_with_notice, clock.waits_after = waits, after if waits else None
                if waits:
                    self.moves.append(ClockMove("left_to_paper", former, clock))

    def leave_to_paper(self, kinds: Collection[str], *, told: bool = False) -> None:
        """Let running clocks wait for the paper of the step that is done now, or (`told`) for its reaching its reader.

        A duty to decide is done on the paper's day (Articles 22, 34, 36), one to answer when the paper is served.
        """
        for clock in self.running:
            if clock.kind in kinds:
                former = replace(clock)
                clock.awaits_step_id, clock.stops_with_notice = THIS_STEP, told
                self.moves.append(ClockMove("left_to_paper", former, clock))

    def settle(self, clock: Clock, day: date | None, *, unproven: bool = False) -> None:
        """Let what a waiting clock waits for stop it on its day, or (None) let it run on, because that is not done."""
        by = BY_TELLING if clock.stops_with_notice else BY_PAPER
        now = (day, by if day is not None else "", unproven and day is not None)
        if (clock.stopped_on, clock.stopped_by, clock.unproven) == now:
            return
        former = replace(clock)
        clock.stopped_on, clock.stopped_by, clock.unproven = now
        self.moves.append(ClockMove("resumed" if day is None else "stopped", former, clock))

    def settle_extension(self, clock: Clock, approved_on: date) -> None:
        """Judge an extension by the day as of which it is proven (34: before the sixty days are over)."""
        former = replace(clock)
        self.judge_extension(clock, approved_on)
        if clock != former:
            self.moves.append(ClockMove("lengthened", former, clock))

    def resume(self, kind: str, stopped_by: Collection[str] = ()) -> None:
        """Let the last clock of a kind run on from its old start, as if it had never stopped, for another paper.

        With `stopped_by` only where one of these had stopped it.
        """
        clock = self.last(kind)
        if clock is None or (stopped_by and clock.stopped_by not in stopped_by):
            return
        former = replace(clock)
        clock.stopped_on, clock.stopped_by, clock.unproven, clock.awaits_step_id = None, "", False, None
        if not former.running:
            self.moves.append(ClockMove("resumed", former, clock))

    def lengthen(self, kind: str, days: int, approved_on: date) -> None:
        """Extend a running clock once; approved after its last day, it is marked so and the last day stands (34).

        Raises `UserFault` with code no-clock, extended-already or extension-too-long.
        """
        clock = next((each for each in self.running if each.kind == kind), None)
        if clock is None:
            raise UserFault("没有正在进行的办理期限，", "请先核对受理日期。", code="no-clock")
        if clock.extension_days:
            raise UserFault("这件已经延长过一次，", "只能延长一次，不能再延。", code="extended-already")
        rule = self.law.clocks[kind]
        limit = self.law.local.extension_max_days(rule)
        if limit < days <= rule.extension_max_days:
            raise UserFault(
                f"本地规则规定延长不得超过 {limit} 日，现填 {days} 日。", "请把延长天数改到上限以内。",
                code="extension-too-long",
            )  # fmt: skip
        former = replace(clock)
        late = approved_on > clock.due
        end_of_clock(self.law, kind, clock.start, days=clock.days, extension_days=days)  # refuses before it changes
        clock.extension_days, clock.late_extension = days, late
        compute_end(self.law, clock)
        self.moves.append(ClockMove("lengthened", former, clock))

    def exclude(self, kind: str, days: int) -> None:
        """Take days (of a hearing) out of the running clocks of a kind, as article 36/2 allows for final review."""
        for clock in self.running:
            if clock.kind == kind:
                former = replace(clock)
                clock.excluded_days += days
                compute_end(self.law, clock)
                self.moves.append(ClockMove("excluded", former, clock))

    def move_day(self, key: str, former: date, new: date, approved_on: date | None) -> None:
        """Let every clock that started or stopped on the day of the fact `key` follow it to its new date.

        A last day that a document names stays. `approved_on` is the day on which an extension was approved by now, so
        that whether it came in time is judged anew.
        """
        for clock in self.clocks:
            before, rule = replace(clock), self.law.clocks[clock.kind]
            if (clock.start_fact or rule.usual_start) == key and clock.start == former:
                if clock.days is not None and rule.named_end:
                    clock.days = max(1, (clock.due - new).days)
                clock.start = new
                compute_end(self.law, clock)
            if clock.stopped_by == key and clock.stopped_on == former:
                clock.stopped_on = new
            if clock.extension_days and approved_on is not None:
                self.judge_extension(clock, approved_on)
            if clock != before:
                self.moves.append(ClockMove("moved", before, clock))

    def judge_extension(self, clock: Clock, approved_on: date) -> None:
        """Judge anew whether an extension came in time, as after a corrected day, and compute the clock."""
        clock.late_extension = False
        compute_end(self.law, clock)
        clock.late_extension = approved_on > clock.due - timedelta(days=clock.extension_days)
        compute_end(self.law, clock)


def compute_end(law: LawInForce, clock: ClockColumns) -> bool:
    """Compute the end of a clock by the law in force, in place; return whether anything of it changed."""
    extension = 0 if clock.late_extension else clock.extension_days
    columns = end_of_clock(
        law, clock.kind, clock.start, days=clock.days, extension_days=extension, excluded_days=clock.excluded_days
    )
    if clock.late_extension:
        columns["timeline"] += f"届满后才批准延长{clock.extension_days}日，按超期统计。"
    _keep_printed_day(clock, columns)
    changed = False
    for column, value in columns.items():
        if getattr(clock, column) != value:  # a recompute looks at many clocks and changes few columns
            setattr(clock, column, value)
            changed = True
    return changed


def _keep_printed_day(clock: ClockColumns, columns: dict[str, Any]) -> None:
    """Let a right end no earlier than a paper has told its petitioner, whatever moved the end since."""
    told = clock.printed_until
    if told is not None and columns["governing"] < told:
        columns["governing"] = told
        columns["timeline"] += f"已经书面告诉信访人末日是{day_words(told, clock.start)}，不提前。"


def end_of_clock(
    law: LawInForce,
    kind: str,
    start: date,
    *,
    days: int | None = None,
    extension_days: int = 0,
    excluded_days: int = 0,
) -> dict[str, Any]:
    """Return the computed columns of a clock: kind, start, dates, whose duty, whether estimated, the way in words.

    The law remembers them: many cases start on the same days. Raises `UserFault` as `app.law.dates.clocks.due`.
    """
    asked = (kind, start, days, extension_days, excluded_days)
    known = law.ends.get(asked)
    if known is None:
        if len(law.ends) >= _MOST_REMEMBERED:
            law.ends.clear()
        known = law.ends[asked] = _end(law, *asked)
    return dict(known)


def _end(
    law: LawInForce, kind: str, start: date, days: int | None, extension_days: int, excluded_days: int
) -> dict[str, Any]:
    computed = due(
        kind, start, law.calendar, law.clocks, days=days, extension_days=extension_days, excluded_days=excluded_days
    )
    rule = law.clocks[kind]
    own = local_end(rule, law.local, start, law.calendar, added_days=extension_days + excluded_days)
    # A stricter duty is asked for earlier but judged by the Regulation; a longer right is judged by its own end.
    judging = own if own is not None and rule.obliged == "petitioner" else computed
    return {
        "kind": computed.kind,
        "start": computed.start,
        "due": computed.due,
        "rolled": computed.rolled,
        "last_safe": computed.last_safe_workday,
        "governing": judging.governing,
        "obliged": computed.obliged,
        "estimated": computed.estimated or judging.estimated,
        "timeline": computed.timeline + (local_words(rule, law.local, own) if own is not None else ""),
        "local_due": own.governing if own is not None else None,
    }
