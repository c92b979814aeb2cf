"""On which day a paper stops what waits for it: its own, or the one on which whoever it is for was told by it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.casework.cases.facts import IssuedPaper, PastService, PastStep
from app.casework.clocks.book import OTHER, THIS_STEP, Clock, ClockBook
from app.casework.office.law_in_force import LawInForce, clock_rules, shipped_calendar
from app.casework.upkeep.waiting_clocks import settle_clocks
from app.law.dates.local_rules import LocalRules

DAY = timedelta(days=1)
START = date(2026, 9, 1)
STEP = 3


def opinion_step(on: date = START + 20 * DAY, entered_on: date | None = None, **more: object) -> PastStep:
    step = PastStep(STEP, "give_opinion", on, "S10", "S12", {}, ("handling_opinion",), entered_on=entered_on or on)
    return replace(step, **more)  # type: ignore[arg-type]


def paper(number: int, kind: str, on: date, *, step_id: int | None = STEP, **more: object) -> IssuedPaper:
    return IssuedPaper(number, step_id, kind, "文书", f"信〔2026〕{number}号", on, **more)  # type: ignore[arg-type]


def services(*told: tuple[int, str]) -> tuple[PastService, ...]:
    return tuple(PastService(START + days * DAY, result) for days, result in told)


@pytest.fixture
def book() -> ClockBook:
    return ClockBook(LawInForce(shipped_calendar(), clock_rules(), LocalRules()))


def waiting(book: ClockBook, kind: str, *, told: bool = False) -> Clock:
    """Start a clock that waits for the paper of the opinion."""
    clock = book.start(kind, START)
    assert clock is not None
    book.leave_to_paper((kind,), told=told)
    assert clock.awaits_step_id == THIS_STEP
    clock.awaits_step_id = STEP
    return clock


def settled(
    book: ClockBook, clock: Clock, papers: Sequence[IssuedPaper], *steps: PastStep
) -> tuple[date | None, str, bool]:
    settle_clocks(book, papers, steps or (opinion_step(),))
    return clock.stopped_on, clock.stopped_by, clock.unproven


@pytest.mark.parametrize(
    ("brought", "told"),
    [
        ((), None),
        (((3, "served"),), 3),
        (((3, "posted"),), 3),
        (((3, "refused"),), 3),
        (((3, "absent"),), None),
        (((3, "undone"),), None),
        (((3, "posted"), (5, "returned")), None),
        (((3, "posted"), (5, "returned"), (6, "posted")), 6),
        (((3, "posted"), (6, "served")), 3),
        (((2, "refused"), (3, "posted"), (5, "returned")), 2),
        (((6, "served"), (4, "refused")), 4),
    ],
)
def test_a_paper_tells_when_it_is_received_posted_or_refused_and_never_when_it_came_back(
    brought: tuple[tuple[int, str], ...], told: int | None
) -> None:
    found = paper(1, "receipt_notice", START, services=services(*brought)).told_on
    assert found == (START + told * DAY if told is not None else None)


def test_a_duty_to_tell_ends_with_a_later_notice_and_never_with_an_earlier_one(book: ClockBook) -> None:
    clock = book.start("K2", START)
    assert clock is not None
    book.leave_to_notice(("K2",), after=5)
    told = services((2, "served"))
    earlier = paper(5, "receipt_notice", START, step_id=None, services=told)
    assert settled(book, clock, (earlier,)) == (None, "", False)
    untold = paper(6, "transfer_notice", START + 3 * DAY, step_id=None)
    letter = paper(7, "transfer_letter", START + 3 * DAY, services=services((4, "served")))
    assert settled(book, clock, (earlier, untold, letter)) == (None, "", False)
    later = replace(untold, services=services((6, "served")))
    assert settled(book, clock, (earlier, later, letter)) == (START + 6 * DAY, "told", False)


def test_a_duty_to_decide_ends_on_the_day_of_its_own_paper_told_or_not(book: ClockBook) -> None:
    clock = waiting(book, "K5")
    on = START + 25 * DAY
    others = (
        paper(1, "handling_opinion", START + DAY, step_id=STEP - 1),
        paper(2, "receipt_notice", START + DAY),
    )
    assert settled(book, clock, others) == (None, "", False)
    assert settled(book, clock, (*others, paper(3, "handling_opinion", on))) == (on, "paper", False)
    assert settled(book, clock, others) == (None, "", False)
    assert settled(book, clock, (paper(3, "handling_opinion", on),), opinion_step(id=STEP + 1)) == (None, "", False)


def test_a_duty_to_answer_ends_when_its_own_paper_has_told(book: ClockBook) -> None:
    clock = waiting(book, "K5", told=True)
    opinion = paper(3, "handling_opinion", START + 25 * DAY)
    assert settled(book, clock, (opinion,)) == (None, "", False)
    brought = replace(opinion, services=services((27, "absent"), (28, "refused"), (30, "served")))
    assert settled(book, clock, (brought,)) == (START + 28 * DAY, "told", False)


def test_of_several_papers_the_first_that_is_proven_counts_and_of_none_the_first(book: ClockBook) -> None:
    clock = waiting(book, "K5")
    unproven = paper(1, "handling_opinion", START + 20 * DAY, outside=True, proven=False)
    proven = [paper(number, "handling_opinion", START + (20 + number) * DAY) for number in (4, 2)]
    assert settled(book, clock, (unproven,)) == (START + 20 * DAY, "paper", True)
    assert settled(book, clock, (unproven, *proven)) == (START + 22 * DAY, "paper", False)


def test_where_no_paper_is_made_the_typed_day_is_left_and_proves_nothing_when_typed_later(book: ClockBook) -> None:
    clock = waiting(book, "K5")
    on = START + 20 * DAY
    assert settled(book, clock, (), opinion_step(documents=())) == (on, "paper", False)
    assert settled(book, clock, (), opinion_step(documents=(), entered_on=on + DAY)) == (on, "paper", True)


def test_an_extension_is_one_of_the_day_it_was_entered_unless_a_paper_proves_an_earlier_one(book: ClockBook) -> None:
    clock, watched = book.start("K5", START), book.start("K5", START, duty=OTHER)
    assert clock is not None and watched is not None
    end = clock.due
    for each in (clock, watched):
        each.extension_days = 30
    step = PastStep(STEP, "extend", end - DAY, "S10", "S11", {}, ("extension_approval",), entered_on=end + DAY)
    approval = paper(1, "extension_approval", end, outside=True, proven=False)
    for papers, late in (((), True), ((approval,), True), ((replace(approval, proven=True),), False), ((), True)):
        settle_clocks(book, papers, (step,))
        assert (clock.late_extension, clock.due) == (late, end if late else end + 30 * DAY), papers
        assert not watched.late_extension, "another office's extension is known by what that office says alone"
