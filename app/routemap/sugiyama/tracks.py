"""Lead the ways through the gaps between ranks: vertical pieces, and horizontal ones on tracks that never coincide."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.routemap.sugiyama.ranks import Item, Ranked

_SAME = 1.0
_CLEAR = 7.0
# How far from the corner of a box a way may still enter or leave it.
_CORNER = 12.0


@dataclass(slots=True)
class Bundle:
    """Ways of one gap that share a horizontal piece: those out of one box, or those into one place."""

    key: str
    tops: set[float] = field(default_factory=set)
    bottoms: set[float] = field(default_factory=set)
    track: int = -1

    @property
    def left(self) -> float:
        return min(self.tops | self.bottoms)

    @property
    def right(self) -> float:
        return max(self.tops | self.bottoms)


@dataclass(frozen=True, slots=True)
class Passage:
    """How one pair of items is joined in a gap: x at the top, x at the bottom, track of the piece between or -1."""

    top: float
    bottom: float
    track: int


@dataclass(slots=True)
class Gap:
    """One gap between two ranks: how many tracks it needs, and the passages by (upper, lower)."""

    tracks: int
    passages: dict[tuple[str, str], Passage]


def lead_ways(ranked: Ranked, x: Mapping[str, float]) -> list[Gap]:
    """Return the gaps below each rank but the last."""
    return [_gap(ranked, level, x) for level in range(len(ranked.ranks) - 1)]


def _gap(ranked: Ranked, level: int, x: Mapping[str, float]) -> Gap:
    pins: dict[tuple[str, str], tuple[float, float]] = {}
    bundles: dict[str, Bundle] = {}
    member: dict[tuple[str, str], str] = {}
    for upper in ranked.ranks[level]:
        for lower in ranked.items[upper].below:
            top, bottom = _pins(ranked.items[upper], ranked.items[lower], x)
            pins[upper, lower] = top, bottom
            if abs(top - bottom) < _SAME:
                continue
            # Out of a box the ways part, into anything else they come together.
            key = f"v{upper}" if ranked.items[upper].kind == "box" else f"^{lower}"
            bundle = bundles.setdefault(key, Bundle(key))
            bundle.tops.add(top)
            bundle.bottoms.add(bottom)
            member[upper, lower] = key
    tracks = _assign(list(bundles.values()))
    passages = {
        pair: Passage(top, bottom, bundles[member[pair]].track if pair in member else -1)
        for pair, (top, bottom) in pins.items()
    }
    return Gap(tracks, passages)


def _pins(upper: Item, lower: Item, x: Mapping[str, float]) -> tuple[float, float]:
    """Let a way enter or leave a box beside its middle where that keeps it straight."""
    top, bottom = x[upper.key], x[lower.key]
    if upper.kind == "box" and abs(top - bottom) <= upper.width / 2 - _CORNER:
        return bottom, bottom
    if lower.kind == "box" and abs(top - bottom) <= lower.width / 2 - _CORNER:
        return top, top
    return top, bottom


def _assign(bundles: list[Bundle]) -> int:
    """Give each bundle a track, 0 the uppermost; return how many there are.

    A bundle that comes from above where another one goes down must stand higher, or their verticals would coincide.
    """
    higher: dict[str, set[str]] = {bundle.key: set() for bundle in bundles}
    for one in bundles:
        for other in bundles:
            if one is not other and any(abs(top - low) < _CLEAR for top in one.tops for low in other.bottoms):
                higher[other.key].add(one.key)
    done: dict[str, Bundle] = {}
    waiting = sorted(bundles, key=lambda bundle: (bundle.left, bundle.right, bundle.key))
    while waiting:
        ready = [bundle for bundle in waiting if higher[bundle.key] <= done.keys()]
        bundle = (ready or waiting)[0]
        lowest = max((done[key].track + 1 for key in higher[bundle.key] if key in done), default=0)
        while any(
            other.track == lowest and bundle.left - _CLEAR < other.right and other.left < bundle.right + _CLEAR
            for other in done.values()
        ):
            lowest += 1
        bundle.track = lowest
        done[bundle.key] = bundle
        waiting.remove(bundle)
    return max((bundle.track + 1 for bundle in bundles), default=0)
