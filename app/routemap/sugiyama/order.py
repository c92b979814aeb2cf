"""Order the items of each rank so that few ways cross: barycentres up and down, then neighbours exchanged."""

from bisect import bisect_right, insort
from itertools import pairwise

from app.routemap.sugiyama.ranks import Ranked

_SWEEPS = 24


def order_ranks(ranked: Ranked, start: str) -> None:
    """Reorder `ranked.ranks` in place; the same input gives the same order."""
    _first_order(ranked, start)
    best = [list(rank) for rank in ranked.ranks]
    least = crossings(ranked)
    for sweep in range(_SWEEPS):
        _sweep(ranked, down=sweep % 2 == 0)
        _exchange(ranked)
        count = crossings(ranked)
        if count < least:
            least, best = count, [list(rank) for rank in ranked.ranks]
        if least == 0:
            break
    ranked.ranks[:] = best


def crossings(ranked: Ranked) -> int:
    """Count the pairs of ways that cross between neighbouring ranks."""
    total = 0
    for upper, lower in pairwise(ranked.ranks):
        place = {key: position for position, key in enumerate(lower)}
        seen: list[int] = []
        for key in upper:
            ends = sorted(place[other] for other in ranked.items[key].below)
            total += sum(len(seen) - bisect_right(seen, end) for end in ends)
            for end in ends:
                insort(seen, end)
    return total


def _first_order(ranked: Ranked, start: str) -> None:
    order: dict[str, int] = {}
    waiting = [start]
    while waiting:
        here = waiting.pop()
        if here in order:
            continue
        order[here] = len(order)
        waiting.extend(reversed(ranked.items[here].below))
    for rank in ranked.ranks:
        rank.sort(key=lambda key: order.get(key, len(order)))


def _sweep(ranked: Ranked, *, down: bool) -> None:
    levels = range(1, len(ranked.ranks)) if down else range(len(ranked.ranks) - 2, -1, -1)
    for level in levels:
        fixed = ranked.ranks[level - 1 if down else level + 1]
        place = {key: position for position, key in enumerate(fixed)}
        rank = ranked.ranks[level]
        here = {key: position for position, key in enumerate(rank)}

        def wish(
            key: str, place: dict[str, int] = place, here: dict[str, int] = here, rank: list[str] = rank
        ) -> tuple[float, int]:
            item = ranked.items[key]
            ends = [place[other] for other in (item.above if down else item.below)]
            middle = sum(ends) / len(ends) if ends else here[key] * len(place) / max(1, len(rank))
            return middle, here[key]

        rank.sort(key=wish)


def _exchange(ranked: Ranked) -> None:
    better = True
    rounds = 0
    while better and rounds < 8:
        better = False
        rounds += 1
        for level, rank in enumerate(ranked.ranks):
            above = {key: n for n, key in enumerate(ranked.ranks[level - 1])} if level else {}
            below = {key: n for n, key in enumerate(ranked.ranks[level + 1])} if level + 1 < len(ranked.ranks) else {}
            for place in range(len(rank) - 1):
                left, right = ranked.items[rank[place]], ranked.items[rank[place + 1]]
                gain = _gain(left.above, right.above, above) + _gain(left.below, right.below, below)
                if gain > 0:
                    rank[place], rank[place + 1] = rank[place + 1], rank[place]
                    better = True


def _gain(left: list[str], right: list[str], place: dict[str, int]) -> int:
    """Return by how many crossings two neighbours have less when they change places."""
    ends = [(place[one], place[other]) for one in left for other in right]
    return sum(one > other for one, other in ends) - sum(one < other for one, other in ends)
