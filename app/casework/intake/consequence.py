"""Say what follows an answer: which notice, which clock until when, what comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.casework.clocks.book import Clock, ClockBook
from app.casework.intake.rule_book import Rulebook
from app.casework.life.plan import start_clocks_of
from app.casework.office.law_in_force import LawInForce, clock_rules
from app.faults import UserFault
from app.law.dates.timeline import weekday_word
from app.law.route.walk import ClockUse, Consequence, Outcome

_FEW = 2


@dataclass(frozen=True)
class ClockLine:
    """One clock as registering would start it: `clock` is None where a document still has to name the day."""

    kind: str
    name: str
    clock: Clock | None
    met_by_notice: bool

    @property
    def met_on(self) -> date | None:
        """Return the day on which its duty was done already."""
        return self.clock.stopped_on if self.clock is not None else None

    def when(self, today: date) -> str:
        """Say the date and what is left of it."""
        if self.clock is None:
            return "按交办函上指定的日子"
        day = self.clock.governing
        words = f"{day.year}年{day.month}月{day.day}日（{weekday_word(day)}）前"
        if self.met_on is not None:
            return f"{words}；{self.met_on.month}月{self.met_on.day}日已办到"
        left = (day - today).days
        if left <= 0 and clock_rules()[self.kind].used_by:
            words += "，今天是最后一天" if left == 0 else "，末日已过"
        else:
            words += f"，还有 {left} 天" if left > 0 else "，今天到期" if left == 0 else f"，已超期 {-left} 天"
        local = self.clock.local_due if self.clock.obliged == "office" else None
        return words + (f"；本地规则{local.month}月{local.day}日" if local is not None else "")


@dataclass(frozen=True)
class NextWords:
    """The four lines of 接下来; empty ones are left out."""

    notice: str = ""
    clock: str = ""
    then: str = ""
    hint: str = ""


def clock_lines(
    uses: Sequence[ClockUse], facts: Mapping[str, object], today: date, law: LawInForce, rulebook: Rulebook,
    *, by_letter: bool = False,
) -> list[ClockLine]:
    """Start every clock as registering would, with what is known; a start not known yet is taken to be today.

    `by_letter`: the case goes out with a letter, whose day is what counts.
    """
    lines = []
    for use in uses:
        book = ClockBook(law)
        try:
            start_clocks_of(book, (use,), {**facts, use.start: facts.get(use.start) or today}, "", by_letter)
        except UserFault:
            book = ClockBook(law)  # a date still being typed; the page itself says what is wrong with it
        clock = book.last(use.kind)
        lines.append(ClockLine(use.kind, rulebook.clocks[use.kind].name, clock, use.stops_with_notice))
    return lines


def next_words(
    here: str,
    ahead: Consequence,
    facts: Mapping[str, object],
    today: date,
    law: LawInForce,
    rulebook: Rulebook,
) -> NextWords:
    """Put a look ahead from the page `here` into words; what later answers decide is said to be open."""
    if ahead.outcome is not None:
        return end_words(ahead.outcome, facts, today, law, rulebook)
    lines = clock_lines(_likely_clocks(ahead), facts, today, law, rulebook)
    clock = "\n".join(f"{line.name}：{line.when(today)}" for line in lines)
    return NextWords(_notice_words(ahead, rulebook), clock, ahead.next_title if ahead.next_id != here else "")


def end_words(
    end: Outcome, facts: Mapping[str, object], today: date, law: LawInForce, rulebook: Rulebook
) -> NextWords:
    """Put an end of the route into words: its notice or why there is none, its clocks or why there are none."""
    lines = clock_lines(end.clocks, facts, today, law, rulebook, by_letter=bool(end.letters))
    return NextWords(
        notice=rulebook.notice_name(end.notice) if end.notice else f"不出告知书：{end.notice_reason}",
        clock="\n".join(f"{line.name}：{line.when(today)}" for line in lines) or end.clock_reason,
        then=f"{end.title}。{end.next_text}",
    )


def _notice_words(ahead: Consequence, rulebook: Rulebook) -> str:
    names = [rulebook.notice_name(kind) for kind in ahead.notices]
    if not names:
        return f"不出告知书：{ahead.notice_reasons[0]}" if len(ahead.notice_reasons) == 1 else "这几种去向都不出告知书"
    if len(names) > _FEW:
        return "看后面的回答"
    words = "或".join(f"《{name}》" for name in names)
    return words if not ahead.notice_reasons else f"{words}，或者不出"


def _likely_clocks(ahead: Consequence) -> list[ClockUse]:
    # A clock that only some rare end starts would promise too much; what most ends start is worth its date.
    ends = [{use.kind for use in end.clocks} for end in ahead.outcomes]
    return [use for use in ahead.clocks if 2 * sum(use.kind in kinds for kinds in ends) > len(ends)]
