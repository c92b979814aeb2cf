"""Clocks that a paper stops: on the paper's day where the duty is to decide, when it has told where it is to tell."""

from collections.abc import Mapping, Sequence
from datetime import date

from app.casework.cases.facts import REGISTER, IssuedPaper, PastStep
from app.casework.clocks.book import OWN, Clock, ClockBook
from app.casework.office.law_in_force import life_pack, rule_pack
from app.casework.templates.versions import is_written_notice


def settle_clocks(book: ClockBook, papers: Sequence[IssuedPaper], steps: Sequence[PastStep]) -> None:
    """Let every clock that waits for a paper stop on the day that the papers of the case say, or run on without one.

    `steps` are those that stand, also one that is only being planned.
    """
    by_id = {step.id: step for step in steps}
    for clock in book.clocks:
        if clock.extension_days and clock.duty == OWN:
            approved = _approved(clock, papers, steps)
            if approved is not None:
                book.settle_extension(clock, approved)
        if clock.waits:
            day, proven = _ended(clock, papers, by_id)
            book.settle(clock, day, unproven=not proven)


def ending_kinds(step: PastStep) -> tuple[str, ...]:
    """Return the kinds of document among those of a step by which it does what it has decided."""
    if step.act == REGISTER:
        return tuple(kind for kind in step.documents if kind in rule_pack().letters)
    rule = life_pack().by_act.get(step.act)
    ending = {each.kind for each in rule.documents if each.ends} if rule is not None else set()
    return tuple(kind for kind in step.documents if kind in ending)


def _approved(clock: Clock, papers: Sequence[IssuedPaper], steps: Sequence[PastStep]) -> date | None:
    """Return the day as of which an extension is proven: as it was entered, or by the paper that approves it."""
    lengthening = [step for step in steps if clock.kind in _lengthened_by(step.act)]
    if not lengthening or (step := lengthening[-1]).entered_on is None:
        return None
    kinds = ending_kinds(step)
    days = [paper.issued_on for paper in papers if paper.step_id == step.id and paper.kind in kinds and paper.proven]
    return max(step.on, min((step.entered_on, *days)))


def _lengthened_by(act: str) -> set[str]:
    rule = life_pack().by_act.get(act)
    return {each.kind for each in rule.changes if each.change == "lengthen"} if rule is not None else set()


def _ended(
    clock: Clock, papers: Sequence[IssuedPaper], steps: Mapping[int | None, PastStep]
) -> tuple[date | None, bool]:
    if clock.awaits_step_id is None:
        ended = [paper for paper in papers if is_written_notice(paper.kind) and paper.id > (clock.waits_after or 0)]
    else:
        step = steps.get(clock.awaits_step_id)
        if step is None:
            return None, True
        kinds = ending_kinds(step)
        if not kinds:  # nothing was asked for, or it was put on record why it is not made: only the typed day is left
            return step.on, step.entered_on is None or step.entered_on <= step.on
        ended = [paper for paper in papers if paper.step_id == step.id and paper.kind in kinds]
    days = [(day, paper.proven) for paper in ended if (day := _day(clock, paper)) is not None]
    return min(days, key=lambda each: (not each[1], each[0]), default=(None, True))


def _day(clock: Clock, paper: IssuedPaper) -> date | None:
    return paper.told_on if clock.stops_with_notice else paper.issued_on
