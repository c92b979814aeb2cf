"""Lay the whole map of one role out on one sheet: registering, sorting, and the life of the case, side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.law.dates.clocks import ClockRule
from app.law.life.models import LifePack
from app.law.route.models import RulePack
from app.routemap.boxes import LABEL, box_of, label_lines, moved
from app.routemap.drawing import MapBox, MapDrawing, MapJump, MapLabel, MapLine, MapPanel, MapText, Point
from app.routemap.graph import MapGraph, MapPlace, MapWay, act_title, article_words, map_graph
from app.routemap.sugiyama.layout import Layered, Link, Spot, lay_out
from app.routemap.sugiyama.ranks import longest_ranks
from app.routemap.text_lines import wrap

_BOX, _BOX_MAIN = 128.0, 210.0
_HEADING = 22.0
_PANEL_EDGE = 16.0
_HEADING_ROOM = 48.0
_GUTTER = 16.0
_WIDEST = 1100.0
_NOTE, _NOTE_LINE = 13.0, 18.0


@dataclass(frozen=True, slots=True)
class _Part:
    heading: str
    places: tuple[MapPlace, ...]
    start: str


def draw_map(
    pack: RulePack,
    life: LifePack | None,
    clocks: Mapping[str, ClockRule],
    role: str,
    names: Mapping[str, str] | None = None,
) -> MapDrawing:
    """Draw what an office of a role can reach, every way of it; `names` are titles of documents by kind.

    Raises UserFault(code="unknown-role").
    """
    graph = map_graph(pack, life, clocks, role, names)
    parts = _parts(graph)
    panels: list[MapPanel] = []
    boxes: list[MapBox] = []
    lines: list[MapLine] = []
    labels: list[MapLabel] = []
    titles = {place.id: place.title for place in (*graph.intake, *graph.life)}
    left = 0.0
    drawn: list[tuple[_Part, _Panel]] = []
    for part in parts:
        drawn.append((part, _panel(part, graph, titles)))
    notes = _notes(graph)
    tallest = max(panel.layout.height for _part, panel in drawn)
    for part, panel in drawn:
        width = panel.layout.width + 2 * _PANEL_EDGE
        shift = left + _PANEL_EDGE, _HEADING_ROOM
        heading = MapText(left + _PANEL_EDGE, 28.0, part.heading, _HEADING, "accent", "start", True)
        panels.append(MapPanel(left, 0.0, width, 0.0, heading))
        boxes += [
            moved(box, panel.layout.boxes[box.id][0] + shift[0], panel.layout.boxes[box.id][1] + shift[1])
            for box in panel.boxes
        ]
        lines += [
            MapLine(way[0], way[1], tuple((x + shift[0], y + shift[1]) for x, y in points), way in panel.main)
            for way, points in panel.layout.lines.items()
        ]
        labels += [
            _label(way, panel.labels[way], corner[0] + shift[0], corner[1] + shift[1])
            for way, corner in panel.layout.labels.items()
        ]
        left += width + _GUTTER
    lines += _between(parts, graph, boxes, panels)
    height = _HEADING_ROOM + tallest + _PANEL_EDGE
    panels[:] = [MapPanel(p.x, p.y, p.width, height, p.heading) for p in panels]
    panels, height = _with_notes(panels, boxes, notes, height)
    return MapDrawing(
        role, graph.role_name, left - _GUTTER, height, tuple(panels), tuple(boxes), tuple(lines), tuple(labels)
    )


@dataclass(frozen=True, slots=True)
class _Panel:
    layout: Layered
    boxes: tuple[MapBox, ...]
    labels: dict[tuple[str, str], tuple[tuple[str, ...], float, float]]
    main: frozenset[tuple[str, str]]


def _parts(graph: MapGraph) -> list[_Part]:
    """Cut the intake where everything passes through one page, as near to its middle as may be."""
    inside = [way for way in graph.ways if way.start in {place.id for place in graph.intake}]
    rank = longest_ranks([Spot(place.id, 0, 0) for place in graph.intake], [Link(way.start, way.end) for way in inside])
    half = max(rank.values()) / 2
    cuts = [
        name
        for name, level in rank.items()
        if level
        and list(rank.values()).count(level) == 1
        and all(rank[way.end] <= level for way in inside if rank[way.start] < level)
    ]
    parts = []
    if cuts:
        cut = min(cuts, key=lambda name: abs(rank[name] - half))
        first = tuple(place for place in graph.intake if rank[place.id] < rank[cut])
        rest = tuple(place for place in graph.intake if rank[place.id] >= rank[cut])
        parts = [_Part("一、接收登记", first, graph.start), _Part("二、甄别分流", rest, cut)]
    else:
        parts = [_Part("一、登记和甄别", graph.intake, graph.start)]
    if graph.life:
        count = "三" if cuts else "二"
        parts.append(_Part(f"{count}、登记以后", graph.life, graph.life[0].id))
    return parts


def _panel(part: _Part, graph: MapGraph, titles: dict[str, str]) -> _Panel:
    inside = {place.id for place in part.places}
    ways = [way for way in graph.ways if way.start in inside and way.end in inside]
    main = frozenset((way.start, way.end) for way in graph.ways if way.main)
    on_main = {name for way in main for name in way}
    labels = {(way.start, way.end): label_lines(way.label) for way in ways}
    links = [
        Link(way.start, way.end, labels[way.start, way.end][1], labels[way.start, way.end][2], way.main) for way in ways
    ]
    becomes = {way.start: MapJump(way.start, way.end, "") for way in graph.becomes}

    def boxes(back: Sequence[MapWay]) -> tuple[MapBox, ...]:
        return tuple(
            box_of(
                place, _BOX_MAIN if place.id in on_main else _BOX,
                [
                    *([becomes[place.id]] if place.id in becomes else []),
                    *(MapJump(way.start, way.end, way.label) for way in back if way.start == place.id),
                ],
                main=place.id in on_main, titles=titles,
            )
            for place in part.places
        )  # fmt: skip

    first = boxes(())
    back = lay_out([Spot(box.id, box.width, box.height) for box in first], links, part.start).back
    returning = {(link.start, link.end) for link in back}
    made = boxes([way for way in ways if (way.start, way.end) in returning])
    layout = lay_out([Spot(box.id, box.width, box.height) for box in made], links, part.start, _WIDEST)
    return _Panel(layout, made, labels, main)


def _label(way: tuple[str, str], lines: tuple[tuple[str, ...], float, float], x: float, y: float) -> MapLabel:
    words, width, height = lines
    texts = tuple(
        MapText(x + width / 2, y + 1 + LABEL * (0.95 + 1.15 * place), line, LABEL, "ink", "middle")
        for place, line in enumerate(words)
    )
    return MapLabel(way[0], way[1], x, y, width, height, texts)


def _between(
    parts: Sequence[_Part], graph: MapGraph, boxes: Sequence[MapBox], panels: Sequence[MapPanel]
) -> list[MapLine]:
    """Lead the ways out of one panel into the next: down, through the gutter, up, and in from above."""
    where = {place.id: number for number, part in enumerate(parts) for place in part.places}
    found: list[MapLine] = []
    known = {box.id: box for box in boxes}
    for way in graph.ways:
        if where.get(way.start) == where.get(way.end):
            continue
        start, end = known[way.start], known[way.end]
        gutter = panels[where[way.end]].x - _GUTTER / 2
        below = [box.y + box.height for box in boxes if where[box.id] == where[way.start]]
        low, high = max(below) + 12, _HEADING_ROOM - 10
        points: tuple[Point, ...] = (
            (start.centre[0], start.y + start.height), (start.centre[0], low), (gutter, low), (gutter, high),
            (end.centre[0], high), (end.centre[0], end.y),
        )  # fmt: skip
        found.append(MapLine(way.start, way.end, points, way.main))
    return found


def _notes(graph: MapGraph) -> tuple[str, ...]:
    said = [f"结案以前，任何时候：{way.label}。" for way in graph.anywhere]
    said += [f"{act_title(act)}" + (f"（{article_words(act.basis)}）" if act.basis else "") for act in graph.beside]
    return tuple(said)


def _with_notes(
    panels: Sequence[MapPanel], boxes: Sequence[MapBox], notes: tuple[str, ...], height: float
) -> tuple[list[MapPanel], float]:
    """Put what may be done at any time at the foot of the narrowest panel, below its last box."""
    if not notes:
        return list(panels), height
    narrow = min(panels, key=lambda panel: panel.width)
    lowest = max(box.y + box.height for box in boxes if narrow.x <= box.x < narrow.x + narrow.width)
    room = narrow.width - 2 * _PANEL_EDGE
    lines = [line for note in notes for line in wrap(note, _NOTE, room)]
    top = max(lowest + 40.0, height - 30 - len(lines) * _NOTE_LINE)
    texts = [MapText(narrow.x + _PANEL_EDGE, top, "随时可以办的", 17.0, "ink", "start", True)]
    texts += [
        MapText(narrow.x + _PANEL_EDGE, top + 18 + place * _NOTE_LINE, line, _NOTE, "second_ink")
        for place, line in enumerate(lines)
    ]
    height = max(height, top + 18 + len(lines) * _NOTE_LINE)
    return [MapPanel(p.x, p.y, p.width, height, p.heading, tuple(texts) if p is narrow else ()) for p in panels], height
