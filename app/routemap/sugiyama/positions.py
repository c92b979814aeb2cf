"""Give every item of an ordered layered drawing its x: near what it is joined to, never on its neighbour."""

from collections.abc import Sequence
from itertools import pairwise

from app.routemap.sugiyama.ranks import Item, Ranked

_ROUNDS = 60
_NEAR = 16.0


def place_items(ranked: Ranked, gap: float) -> dict[str, float]:
    """Return the centre of every item, the leftmost edge at 0; items of a rank stand at least `gap` apart."""
    x = _about_the_middle(ranked, gap)
    for turn in range(_ROUNDS):
        levels = range(len(ranked.ranks)) if turn % 2 == 0 else range(len(ranked.ranks) - 1, -1, -1)
        for level in levels:
            _settle(ranked, level, x, gap, both=turn >= _ROUNDS // 2, down=turn % 2 == 0)
    for _ in range(4):
        _straighten(ranked, x, gap)
        _straighten_trunks(ranked, x, gap)
    left = min((x[key] - item.width / 2 for key, item in ranked.items.items()), default=0.0)
    return {key: value - left for key, value in x.items()}


def _about_the_middle(ranked: Ranked, gap: float) -> dict[str, float]:
    """Begin with every rank about one middle: its item of the main line, or else the middle of its room."""
    x: dict[str, float] = {}
    for rank in ranked.ranks:
        at, middle = 0.0, None
        for key in rank:
            x[key] = at + ranked.items[key].width / 2
            middle = x[key] if ranked.items[key].main else middle
            at += ranked.items[key].width + gap
        shift = middle if middle is not None else (at - gap) / 2
        for key in rank:
            x[key] -= shift
    return x


def _settle(ranked: Ranked, level: int, x: dict[str, float], gap: float, *, both: bool, down: bool) -> None:
    rank = ranked.ranks[level]
    wishes: list[tuple[float, float]] = []
    for key in rank:
        item = ranked.items[key]
        joined = [*item.above, *item.below] if both else item.above if down else item.below
        joined = joined or [*item.above, *item.below]
        weights = [_pull(item, ranked.items[other]) for other in joined]
        total = sum(weights)
        # What nothing is joined to stays with its neighbours.
        weights, joined = (weights, joined) if total else ([1.0] * len(rank), rank)
        wish = sum(weight * x[other] for weight, other in zip(weights, joined, strict=True)) / sum(weights)
        wishes.append((wish, max(total, 0.1)))
    for key, place in zip(rank, _apart(wishes, [ranked.items[key].width for key in rank], gap), strict=True):
        x[key] = place


def _pull(one: Item, other: Item) -> float:
    if one.main and other.main:
        return 2_000.0  # the main line runs straight
    if one.kind == "trunk" and other.kind == "trunk":
        return 40.0
    return 3.0 if "trunk" in (one.kind, other.kind) else 1.0


def _apart(wishes: Sequence[tuple[float, float]], widths: Sequence[float], gap: float) -> list[float]:
    """Place items in order as near to their wishes as least squares allow (pool adjacent violators)."""
    offset = [0.0]
    for left, right in pairwise(widths):
        offset.append(offset[-1] + (left + right) / 2 + gap)
    blocks: list[list[float]] = []  # weighted mean, weight, count
    for (wish, weight), shift in zip(wishes, offset, strict=False):
        blocks.append([wish - shift, weight, 1.0])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            mean, mass, count = blocks.pop()
            former = blocks[-1]
            former[0] = (former[0] * former[1] + mean * mass) / (former[1] + mass)
            former[1] += mass
            former[2] += count
    placed: list[float] = []
    for mean, _mass, count in blocks:
        for _ in range(int(count)):
            placed.append(mean + offset[len(placed)])
    return placed


def _straighten(ranked: Ranked, x: dict[str, float], gap: float) -> None:
    """Take out small jogs: an item stands exactly under or over the one it is joined to where there is room."""
    for down in (True, False):
        ranks = ranked.ranks if down else list(reversed(ranked.ranks))
        for rank in ranks:
            for position, key in enumerate(rank):
                item = ranked.items[key]
                joined = item.above if down else item.below
                wanted = [x[other] for other in joined if abs(x[other] - x[key]) < _NEAR]
                if len(joined) != 1 and not item.main:
                    continue
                mains = [x[other] for other in joined if item.main and ranked.items[other].main]
                target = mains[0] if mains else wanted[0] if wanted else x[key]
                low, high = _room(ranked, rank, position, x, gap)
                x[key] = min(max(target, low), high) if low <= high else x[key]


def _straighten_trunks(ranked: Ranked, x: dict[str, float], gap: float) -> None:
    """Let the trunk of a long way run straight through as many ranks as its neighbours leave it room."""
    chains: dict[str, list[str]] = {}
    for rank in ranked.ranks:
        for key in rank:
            if ranked.items[key].kind == "trunk" and not ranked.items[key].main:
                chains.setdefault(key.rpartition("@")[0], []).append(key)
    for chain in chains.values():
        run: list[str] = []
        low, high = float("-inf"), float("inf")
        for key in [*chain, ""]:
            if key:
                rank = ranked.ranks[ranked.items[key].rank]
                left, right = _room(ranked, rank, rank.index(key), x, gap)
                joined = not run or ranked.items[run[-1]].rank + 1 == ranked.items[key].rank
                if joined and max(low, left) <= min(high, right):
                    run.append(key)
                    low, high = max(low, left), min(high, right)
                    continue
            middle = sorted(x[each] for each in run)[len(run) // 2] if run else 0.0
            for each in run:
                x[each] = min(max(middle, low), high)
            if key:
                run = [key]
                low, high = left, right


def _room(ranked: Ranked, rank: list[str], position: int, x: dict[str, float], gap: float) -> tuple[float, float]:
    half = ranked.items[rank[position]].width / 2
    low, high = float("-inf"), float("inf")
    if position:
        left = rank[position - 1]
        low = x[left] + ranked.items[left].width / 2 + gap + half
    if position + 1 < len(rank):
        right = rank[position + 1]
        high = x[right] - ranked.items[right].width / 2 - gap - half
    return low, high
