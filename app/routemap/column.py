"""One way over the map as a column: the places passed, the place now, and what may still come below it."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from app.routemap.drawing import BEAD, MapBox, MapDrawing, MapLine, MapText
from app.routemap.graph import MapGraph, MapPlace, MapWay
from app.routemap.sugiyama.ranks import Link, Spot, longest_ranks
from app.routemap.text_lines import wrap

#: The type size; a painter that sets its text larger zooms by that much.
SIZE = 14.0
_TOP, _GAP = 4.0, 6.0
_LEFT, _RIGHT = 34.0, 8.0
_NARROWEST, _LOWEST, _AROUND = 60.0, 32.0, 12.0
_LINE, _BASELINE = 21.0, 16.6


def draw_column(graph: MapGraph, path: Sequence[str], now: str, width: float) -> MapDrawing:
    """Draw one way in units of a column `width` wide: the path lit (ids as walked), `now` in the accent, the rest pale.

    `now` is the id of the place that is asked, empty for none; ids that are not of the intake are left out.
    """
    boxes: list[MapBox] = []
    top = _TOP
    for place in _shown(graph, path, now):
        tone = "accent" if place.id == now else "ink" if place.id in path else "second_ink"
        lines = wrap(place.title, SIZE, max(_NARROWEST, width - _LEFT - _RIGHT))
        height = max(_LOWEST, len(lines) * _LINE + _AROUND)
        first = top + (height - len(lines) * _LINE) / 2 + _BASELINE
        texts = tuple(
            MapText(_LEFT, first + number * _LINE, line, SIZE, tone, strong=place.id == now)
            for number, line in enumerate(lines)
        )
        boxes.append(MapBox(place.id, place.kind, 0.0, top, width, height, place.title, texts))
        top += height + _GAP
    string = tuple(
        MapLine(upper.id, lower.id, ((BEAD, upper.centre[1]), (BEAD, lower.centre[1])))
        for upper, lower in pairwise(boxes)
    )
    return MapDrawing(graph.role, graph.role_name, width, top, (), tuple(boxes), string, (), beads=True)


def path_in_words(graph: MapGraph, path: Sequence[str], now: str) -> str:
    """Say the path so far, for screen readers."""
    titles = {place.id: place.title for place in graph.intake}
    passed = [titles[name] for name in path if name in titles and name != now]
    said = "已走过：" + "、".join(passed) + "。" if passed else ""
    if now in titles:
        said += f"现在：{titles[now]}。"
    return said or "路线图，还没有开始。"


def _shown(graph: MapGraph, path: Sequence[str], now: str) -> list[MapPlace]:
    """Return the path in its own order, then what may still come from top to bottom; ends only when reached."""
    known = {place.id: place for place in graph.intake}
    ahead, waiting = {now or graph.start}, [now or graph.start]
    while waiting:
        here = waiting.pop()
        for way in graph.ways:
            if way.start == here and way.end not in ahead:
                ahead.add(way.end)
                waiting.append(way.end)
    coming = (place for place in _downwards(graph.intake, graph.ways) if place.id in ahead and place.id not in path)
    return [known[name] for name in path if name in known] + [place for place in coming if place.kind != "outcome"]


@lru_cache(maxsize=8)
def _downwards(places: tuple[MapPlace, ...], ways: tuple[MapWay, ...]) -> tuple[MapPlace, ...]:
    """Put places below everything that leads to them; of one rank, those on the main line first."""
    inside = {place.id for place in places}
    links = [Link(way.start, way.end) for way in ways if way.start in inside and way.end in inside]
    rank = longest_ranks([Spot(place.id, 0, 0) for place in places], links)
    main = {name for way in ways if way.main for name in (way.start, way.end)}
    return tuple(sorted(places, key=lambda place: (rank[place.id], place.id not in main)))
