"""Draw boxes and ways in layers: no box on another, no way through a strange box, few crossings."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.routemap.sugiyama.order import order_ranks
from app.routemap.sugiyama.positions import place_items
from app.routemap.sugiyama.ranks import (
    Link,
    Ranked,
    Spot,
    build_ranks,
    longest_ranks,
    settle_ranks,
    split_back,
    widest_ranks,
)
from app.routemap.sugiyama.tracks import Gap, lead_ways

__all__ = ["Layered", "Link", "Spot", "lay_out"]

Point = tuple[float, float]

_BETWEEN = 10.0  # between neighbours of a rank
_TRUNK = 6.0  # the room of a way that only passes
_TRACK = 7.0  # between horizontal pieces
_ABOVE, _BELOW = 6.0, 9.0  # from a box to the first track, from the last one to a box (room for the arrow)
_ABOVE_LABEL, _BELOW_LABEL = 3.0, 3.0


@dataclass(frozen=True, slots=True)
class Layered:
    """A finished layout: upper left corners of boxes and labels, polylines of ways, ways that lead back (not drawn)."""

    boxes: dict[str, Point]
    labels: dict[tuple[str, str], Point]
    lines: dict[tuple[str, str], tuple[Point, ...]]
    back: tuple[Link, ...]
    width: float
    height: float


def lay_out(spots: Sequence[Spot], links: Sequence[Link], start: str, widest: float = 1e9) -> Layered:
    """Lay out boxes and ways from a start; ranks wider than `widest` are wrapped where their places lead nowhere."""
    if not spots:
        return Layered({}, {}, {}, (), 0.0, 0.0)
    onward, back = split_back(spots, links, [start])
    rank = settle_ranks(spots, onward, longest_ranks(spots, onward), start)
    rank = widest_ranks(spots, onward, rank, widest, _BETWEEN)
    ranked = build_ranks(spots, onward, rank, _TRUNK)
    order_ranks(ranked, start)
    x = place_items(ranked, _BETWEEN)
    gaps = lead_ways(ranked, x)
    tops = _tops(ranked, gaps)
    boxes, labels = {}, {}
    for key, item in ranked.items.items():
        corner = x[key] - item.width / 2, tops[item.rank] + (_height(ranked, item.rank) - item.height) / 2
        if item.kind == "box":
            boxes[key] = corner
        elif item.kind == "label":
            begin, _, end = key.partition(">")
            labels[begin, end] = corner
    lines = {way: _line(ranked, route, gaps, tops) for way, route in ranked.routes.items()}
    width = max(x[key] + item.width / 2 for key, item in ranked.items.items())
    last = len(ranked.ranks) - 1
    return Layered(boxes, labels, lines, tuple(back), width, tops[last] + _height(ranked, last))


def _height(ranked: Ranked, rank: int) -> float:
    return max((ranked.items[key].height for key in ranked.ranks[rank]), default=0.0)


def _margins(rank: int) -> tuple[float, float]:
    """Return the clear height below a rank's items and above those of the next."""
    return (_ABOVE, _ABOVE_LABEL) if rank % 2 == 0 else (_BELOW_LABEL, _BELOW)


def _tops(ranked: Ranked, gaps: Sequence[Gap]) -> list[float]:
    tops = [0.0]
    for rank, gap in enumerate(gaps):
        above, below = _margins(rank)
        tracks = (gap.tracks - 1) * _TRACK if gap.tracks else 0.0
        tops.append(tops[-1] + _height(ranked, rank) + above + tracks + below)
    return tops


def _line(ranked: Ranked, route: Sequence[str], gaps: Sequence[Gap], tops: Sequence[float]) -> tuple[Point, ...]:
    points: list[Point] = []
    for upper, lower in pairwise(route):
        item, other = ranked.items[upper], ranked.items[lower]
        passage = gaps[item.rank].passages[upper, lower]
        begin = tops[item.rank] + (_height(ranked, item.rank) + item.height) / 2
        end = tops[other.rank] + (_height(ranked, other.rank) - other.height) / 2
        points.append((passage.top, begin))
        # Without a track the two differ by less than can be seen.
        level = tops[item.rank] + _height(ranked, item.rank) + _margins(item.rank)[0]
        level += max(passage.track, 0) * _TRACK
        points += [(passage.top, level), (passage.bottom, level)]
        points.append((passage.bottom, end))
    return tuple(_simple(points))


def _simple(points: Sequence[Point]) -> list[Point]:
    """Drop points in the middle of a straight piece."""
    kept: list[Point] = []
    for point in points:
        if kept and abs(kept[-1][0] - point[0]) < 0.01 and abs(kept[-1][1] - point[1]) < 0.01:
            continue
        if len(kept) > 1 and (
            (abs(kept[-1][0] - kept[-2][0]) < 0.01 and abs(point[0] - kept[-1][0]) < 0.01)
            or (abs(kept[-1][1] - kept[-2][1]) < 0.01 and abs(point[1] - kept[-1][1]) < 0.01)
        ):
            kept[-1] = point
            continue
        kept.append(point)
    return kept
