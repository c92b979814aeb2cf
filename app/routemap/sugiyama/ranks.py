"""Ranks of a layered drawing: every way points down, labels stand on ranks of their own, long ways share a trunk.

The method is Sugiyama's (Sugiyama, Tagawa, Toda 1981), with one change that suits a map: ways into the same place run
together as soon as they pass the same rank, like streams into one river.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal


@dataclass(frozen=True, slots=True)
class Spot:
    """A box to place: its size in units."""

    id: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Link:
    """A way to draw; its label's size is 0 × 0 where nothing is said. `main` ways are kept straight."""

    start: str
    end: str
    label_width: float = 0.0
    label_height: float = 0.0
    main: bool = False


@dataclass(slots=True)
class Item:
    """What takes room on a rank: a box, a label, or a trunk that only passes."""

    key: str
    kind: Literal["box", "label", "trunk"]
    rank: int
    width: float
    height: float
    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    main: bool = False


@dataclass(slots=True)
class Ranked:
    """The items by key, the keys by rank, and the items that each way passes, from box to box."""

    items: dict[str, Item]
    ranks: list[list[str]]
    routes: dict[tuple[str, str], list[str]]


def split_back(spots: Sequence[Spot], links: Sequence[Link], starts: Sequence[str]) -> tuple[list[Link], list[Link]]:
    """Part the ways into those that go on and those that lead back to where they came from.

    Boxes stand in the order in which a case usually passes them: of a loop, the way against this order leads back.
    """
    declared = {spot.id: number for number, spot in enumerate(spots)}
    onward: dict[str, list[Link]] = {spot.id: [] for spot in spots}
    for link in sorted(links, key=lambda link: declared[link.end]):
        onward[link.start].append(link)
    back: set[tuple[str, str]] = set()
    state: dict[str, int] = {}

    def visit(place: str) -> None:
        state[place] = 1
        for link in onward[place]:
            if state.get(link.end) == 1:
                back.add((link.start, link.end))
            elif link.end not in state:
                visit(link.end)
        state[place] = 2

    for place in (*starts, *onward):
        if place not in state:
            visit(place)
    return (
        [link for link in links if (link.start, link.end) not in back],
        [link for link in links if (link.start, link.end) in back],
    )


def longest_ranks(spots: Sequence[Spot], links: Sequence[Link]) -> dict[str, int]:
    """Rank every box below everything that leads to it; the ways must have no loop."""
    rank = {spot.id: 0 for spot in spots}
    waiting = {spot.id: sum(link.end == spot.id for link in links) for spot in spots}
    ready = [place for place, count in waiting.items() if count == 0]
    while ready:
        here = ready.pop(0)
        for link in links:
            if link.start == here:
                rank[link.end] = max(rank[link.end], rank[here] + 1)
                waiting[link.end] -= 1
                if waiting[link.end] == 0:
                    ready.append(link.end)
    return rank


def settle_ranks(spots: Sequence[Spot], links: Sequence[Link], rank: Mapping[str, int], start: str) -> dict[str, int]:
    """Pull down what nothing leads to, and move what has one way in and one out to the emptiest rank between them."""
    found = dict(rank)
    last = max(found.values(), default=0)
    into = {spot.id: [link.start for link in links if link.end == spot.id] for spot in spots}
    out = {spot.id: [link.end for link in links if link.start == spot.id] for spot in spots}
    main = {name for link in links if link.main for name in (link.start, link.end)}
    for spot in spots:
        if not into[spot.id] and spot.id != start:
            found[spot.id] = min((found[end] for end in out[spot.id]), default=last + 1) - 1
    for spot in spots:
        if len(into[spot.id]) == len(out[spot.id]) == 1 and spot.id not in main:
            levels = range(found[into[spot.id][0]] + 1, found[out[spot.id][0]])
            crowd = {
                level: sum(other.width for other in spots if found[other.id] == level and other.id != spot.id)
                for level in levels
            }
            found[spot.id] = min(levels, key=lambda level: (crowd[level], level))
    return found


def widest_ranks(
    spots: Sequence[Spot], links: Sequence[Link], rank: Mapping[str, int], widest: float, gap: float
) -> dict[str, int]:
    """Wrap ranks of boxes wider than `widest`: places that lead nowhere are moved a rank down, the last first."""
    found = dict(rank)
    leads_on = {link.start for link in links}
    level = 0
    while level <= max(found.values(), default=0):
        members = [spot for spot in spots if found[spot.id] == level]
        room = sum(spot.width + gap for spot in members)
        for spot in reversed(members):
            if room <= widest:
                break
            if spot.id not in leads_on:
                found[spot.id] = level + 1
                room -= spot.width + gap
        level += 1
    return found


def build_ranks(spots: Sequence[Spot], links: Sequence[Link], rank: Mapping[str, int], trunk: float) -> Ranked:
    """Put boxes on even ranks, labels on the odd rank below their start, trunks wherever a way passes."""
    items = {spot.id: Item(spot.id, "box", 2 * rank[spot.id], spot.width, spot.height) for spot in spots}
    routes: dict[tuple[str, str], list[str]] = {}
    for link in links:
        route = [link.start]
        first, last = 2 * rank[link.start] + 1, 2 * rank[link.end]
        if link.label_width:
            key = f"{link.start}>{link.end}"
            items[key] = Item(key, "label", first, link.label_width, link.label_height)
            route.append(key)
            first += 1
        for level in range(first, last):
            key = f">{link.end}@{level}"
            items.setdefault(key, Item(key, "trunk", level, trunk, 0.0))
            route.append(key)
        route.append(link.end)
        for upper, lower in pairwise(route):
            if lower not in items[upper].below:
                items[upper].below.append(lower)
                items[lower].above.append(upper)
        if link.main:
            for key in route:
                items[key].main = True
        routes[link.start, link.end] = route
    ranks: list[list[str]] = [[] for _ in range(max((item.rank for item in items.values()), default=0) + 1)]
    for key, item in items.items():
        ranks[item.rank].append(key)
    return Ranked(items, ranks, routes)
