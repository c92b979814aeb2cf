"""What the rules reach: places, states, acts, the articles they cite and the clocks they use."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.law.dates.clocks import ClockRule
from app.law.life.models import LifePack
from app.law.route.models import RulePack
from app.law.text.articles import Regulation


@dataclass(frozen=True, slots=True)
class Coverage:
    """Counts, article numbers cited and not cited, kinds of clock used and not used."""

    nodes: int
    outcomes: int
    states: int
    acts: int
    articles: int
    cited: tuple[int, ...]
    not_cited: tuple[int, ...]
    clocks: tuple[str, ...]
    clocks_not_used: tuple[str, ...]


def coverage(pack: RulePack, life: LifePack, regulation: Regulation, clocks: Mapping[str, ClockRule]) -> Coverage:
    """Count what a rule pack and a life pack reach together."""
    cited = {int(ref.partition("/")[0]) for ref in _refs(pack, life, clocks)}
    used = {use.kind for outcome in pack.outcomes for use in outcome.clocks}
    used |= {start.kind for act in life.acts for start in act.starts}
    numbers = sorted(regulation.articles)
    return Coverage(
        nodes=len(pack.nodes),
        outcomes=len(pack.outcomes),
        states=len(life.states),
        acts=len(life.acts),
        articles=len(numbers),
        cited=tuple(number for number in numbers if number in cited),
        not_cited=tuple(number for number in numbers if number not in cited),
        clocks=tuple(kind for kind in clocks if kind in used),
        clocks_not_used=tuple(kind for kind in clocks if kind not in used),
    )


def _refs(pack: RulePack, life: LifePack, clocks: Mapping[str, ClockRule]) -> Iterator[str]:
    yield from pack.notice_waiver.basis
    for mark in pack.marks:
        yield from mark.basis
    for place in pack.places.values():
        yield from place.basis
    for node in pack.nodes:
        for answer in node.answers:
            yield from answer.basis
    for state in life.states:
        yield from state.basis
    for act in life.acts:
        yield from act.basis
    for rule in clocks.values():
        yield from rule.basis
