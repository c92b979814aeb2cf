"""Clocks of the Regulation: from a kind and a start date to a date, and how it was reached."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from app.faults import UserFault
from app.law.dates.calendar import WorkCalendar
from app.law.dates.timeline import natural_timeline, workday_timeline
from app.law.dates.unannounced import RightsCalendar, can_be_moved
from app.law.text.data_files import read_toml, validated
from app.resources import resource_path


class Answer(BaseModel):
    """The answer that a right follows: its kind of document, and the facts that say of which day, number and office.

    `asked_at` is the fact that says where the right is used.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    on: str
    number: str
    by: str
    asked_at: str


class ClockRule(BaseModel):
    """One kind of clock; `days` is None where the Regulation gives no number and the office must.

    `short` is its name within a sentence, `right` what the petitioner may ask for while it runs, `holder` whose duty it
    is where that is not the office handling the case. A `reminder` is no duty and never late. `used_by` makes it a
    right that may be used or not, and is the fact by which it is: unused, it is not late and not done. `named_end`: a
    document names the last day, so a corrected start leaves it. `prints_as` is the field of documents that carries its
    date, `usual_start` the fact from which a clock started that does not say so (those of the first version).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    name: str
    days: int | None = Field(default=None, gt=0)
    unit: Literal["natural", "workday"]
    start_event: str
    start_word: str
    obliged: Literal["office", "petitioner"]
    basis: tuple[str, ...]
    extension_max_days: int = Field(default=0, ge=0)
    excludes_hearing: bool = False
    confirmed: bool = True
    note: str = ""
    short: str = ""
    right: str = ""
    holder: str = ""
    reminder: bool = False
    used_by: str = ""
    answer: Answer | None = None
    named_end: bool = False
    prints_as: str = ""
    usual_start: str = ""
    needs_document_number: bool = False

    @property
    def is_duty(self) -> bool:
        """Say whether an office is late when it has passed: neither anybody's right nor a mere reminder."""
        return self.obliged == "office" and not self.reminder and not self.used_by

    @property
    def use(self) -> str:
        """Return what a right lets one do, in words: 请求复查, 提出异议."""
        return f"请求{self.right}" if self.right else self.short or self.name


class _ClockFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    version: str
    clocks: tuple[ClockRule, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """The end of one clock.

    `due` is the strict statutory day, `rolled` the first working day from it on, `last_safe_workday` the last
    working day up to it; `estimated` where a holiday arrangement that is not confirmed may still move one of them, and
    of a petitioner's right wherever it ends in a year that is not confirmed.
    """

    kind: str
    start: date
    due: date
    rolled: date
    last_safe_workday: date
    estimated: bool
    timeline: str
    basis: tuple[str, ...]
    obliged: Literal["office", "petitioner"]

    @property
    def governing(self) -> date:
        """Return the date that judges: strict for an office's duty, lenient for a petitioner's right."""
        return self.rolled if self.obliged == "petitioner" else self.due

    def days_left(self, today: date) -> int:
        """Count the days from today to the governing date; negative when it has passed."""
        return (self.governing - today).days


def load_clock_rules(path: Path | None = None) -> dict[str, ClockRule]:
    """Load the clock rules by kind; a broken file raises UserFault(code="broken-rules")."""
    path = path or resource_path("law", "clocks.toml")
    rules: dict[str, ClockRule] = {}
    for rule in validated(_ClockFile, read_toml(path), path).clocks:
        if rule.kind in rules:
            raise UserFault(
                f"规则文件 {path.name} 里期限 {rule.kind} 写了两次。", "请删去其中一处。", code="broken-rules"
            )
        rules[rule.kind] = rule
    return rules


@cache
def _shipped_rules() -> dict[str, ClockRule]:
    return load_clock_rules()


def due(
    kind: str,
    start: date,
    calendar: WorkCalendar,
    rules: Mapping[str, ClockRule] | None = None,
    *,
    days: int | None = None,
    extension_days: int = 0,
    excluded_days: int = 0,
) -> Due:
    """Find the end of a clock; the day it starts on is not counted (Civil Code article 201 by analogy).

    `days` gives the length only where the rule has none. `excluded_days` is hearing time, taken out in final
    review alone (article 36/2). Raises UserFault with code unknown-clock, clock-without-length,
    clock-length-fixed, extension-too-long, exclusion-refused or start-out-of-range.
    """
    known = _shipped_rules() if rules is None else rules
    rule = known.get(kind)
    if rule is None:
        raise UserFault(f"没有“{kind}”这种期限。", f"期限代码可以是{'、'.join(known)}。", code="unknown-clock")
    length = _length(rule, days) + _addition(rule, extension_days, excluded_days)
    try:
        if rule.unit == "workday":
            return _workday_due(rule, start, length, calendar)
        return _natural_due(rule, start, length, calendar, extension_days=extension_days, excluded_days=excluded_days)
    except OverflowError:
        raise UserFault(
            f"起算日 {start.isoformat()} 太远，算不出期限。", "请核对年份。", code="start-out-of-range"
        ) from None


def _length(rule: ClockRule, days: int | None) -> int:
    if rule.days is not None:
        if days is not None and days != rule.days:
            raise UserFault(
                f"“{rule.name}”的期限是条例规定的 {rule.days} 日，不能另填。",
                "请去掉自填的天数。",
                code="clock-length-fixed",
            )
        return rule.days
    if days is None or days < 1:
        raise UserFault(
            f"“{rule.name}”条例没有规定天数。", "请按交办函或本地规定填写天数。", code="clock-without-length"
        )
    return days


def _addition(rule: ClockRule, extension_days: int, excluded_days: int) -> int:
    if extension_days < 0 or excluded_days < 0:
        raise UserFault("延长或扣除的天数不能是负数。", "请改正天数。", code="extension-too-long")
    if extension_days and not rule.extension_max_days:
        raise UserFault(f"条例没有为“{rule.name}”规定延期。", "请去掉延长天数。", code="extension-too-long")
    if extension_days > rule.extension_max_days:
        raise UserFault(
            f"“{rule.name}”延长不得超过 {rule.extension_max_days} 日，现填 {extension_days} 日。",
            "请把延长天数改到上限以内。",
            code="extension-too-long",
        )
    if excluded_days and not rule.excludes_hearing:
        raise UserFault(
            f"“{rule.name}”不扣除听证时间，条例只在复核时扣除。", "请去掉扣除天数。", code="exclusion-refused"
        )
    return extension_days + excluded_days


def _natural_due(
    rule: ClockRule, start: date, length: int, calendar: WorkCalendar, *, extension_days: int, excluded_days: int
) -> Due:
    end = start + timedelta(days=length)
    calendar = RightsCalendar(calendar.years) if rule.right else calendar
    rolled, safe = calendar.next_workday(end), calendar.last_workday(end)
    unsure = _unconfirmed(calendar, safe, rolled) if rule.right else _movable(calendar, safe, rolled)
    words = natural_timeline(
        start_word=rule.start_word,
        start=start,
        end=end,
        rolled=rolled,
        safe=safe,
        calendar=calendar,
        extension_days=extension_days,
        excluded_days=excluded_days,
        unsure=unsure,
    )
    return Due(rule.kind, start, end, rolled, safe, bool(unsure), words, rule.basis, rule.obliged)


def _workday_due(rule: ClockRule, start: date, length: int, calendar: WorkCalendar) -> Due:
    end, counted = start, 0
    while counted < length:
        end += timedelta(days=1)
        counted += calendar.is_workday(end)
    unsure = _unconfirmed(calendar, start + timedelta(days=1), end)
    words = workday_timeline(
        start_word=rule.start_word, start=start, end=end, length=length, calendar=calendar, unsure=unsure
    )
    return Due(rule.kind, start, end, end, end, bool(unsure), words, rule.basis, rule.obliged)


def _movable(calendar: WorkCalendar, first: date, last: date) -> tuple[int, ...]:
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(sorted({day.year for day in days if can_be_moved(calendar, day)}))


def _unconfirmed(calendar: WorkCalendar, first: date, last: date) -> tuple[int, ...]:
    # Only the years in which a day was asked "worked or not" make the date uncertain.
    return tuple(year for year in range(first.year, last.year + 1) if calendar.status(year) != "confirmed")
