"""Lay the route out in rows and columns, for whoever draws it."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

from app.faults import UserFault
from app.law.route.check import edges_of, reachable
from app.law.route.models import Node, RulePack


@dataclass(frozen=True, slots=True)
class MapNode:
    """One place on the map; rows go down from 0, columns to the right from 0 within their row."""

    id: str
    title: str
    row: int
    column: int
    kind: Literal["choice", "form", "outcome"]


@dataclass(frozen=True, slots=True)
class MapEdge:
    """One way on the map; `label` is the answer, empty for a form. Several answers of one way share it."""

    start: str
    end: str
    label: str


@dataclass(frozen=True, slots=True)
class RouteMap:
    """The whole map of one office role."""

    nodes: tuple[MapNode, ...]
    edges: tuple[MapEdge, ...]


def route_map(pack: RulePack, role: str) -> RouteMap:
    """Lay out what an office of a role can reach: a row below everything that leads to it, near what leads to it."""
    entry = pack.role(role)
    if entry is None:
        raise UserFault(f"这套流程没有“{role}”这种单位角色。", "请改用设置里的单位角色。", code="unknown-role")
    seen = reachable(pack, entry.start, role)
    ways = _ways(pack, seen, role)
    rows = _rows(entry.start, ways)
    columns = _columns(pack, rows, ways)
    nodes = tuple(
        MapNode(place.id, place.title, rows[place.id], columns[place.id], _kind(place))
        for place in pack.places.values()
        if place.id in seen
    )
    edges = tuple(MapEdge(start, end, "、".join(labels)) for (start, end), labels in ways.items())
    return RouteMap(nodes, edges)


def _kind(place: object) -> Literal["choice", "form", "outcome"]:
    if not isinstance(place, Node):
        return "outcome"
    return "choice" if place.answers else "form"


def _ways(pack: RulePack, seen: set[str], role: str) -> dict[tuple[str, str], list[str]]:
    ways: dict[tuple[str, str], list[str]] = defaultdict(list)
    for node in pack.nodes:
        if node.id not in seen:
            continue
        for label, edge in edges_of(node, {"office_role": role}):
            labels = ways[node.id, edge.to]
            if label and label not in labels:
                labels.append(label)
    return dict(ways)


def _rows(start: str, ways: dict[tuple[str, str], list[str]]) -> dict[str, int]:
    # Longest way from the start: every arrow points down. A proven pack has no loops, so this ends.
    rows = {start: 0}
    waiting = [start]
    while waiting:
        here = waiting.pop()
        for begin, end in ways:
            if begin == here and rows.get(end, -1) < rows[here] + 1:
                rows[end] = rows[here] + 1
                waiting.append(end)
    return rows


def _columns(pack: RulePack, rows: dict[str, int], ways: dict[tuple[str, str], list[str]]) -> dict[str, int]:
    columns: dict[str, int] = {}
    declared = {name: position for position, name in enumerate(pack.places)}
    for row in range(max(rows.values()) + 1):
        members = [name for name in rows if rows[name] == row]

        def wish(name: str) -> tuple[float, int]:
            above = [columns[begin] for begin, end in ways if end == name and begin in columns]
            return (sum(above) / len(above) if above else 0.0, declared[name])

        for position, name in enumerate(sorted(members, key=wish)):
            columns[name] = position
    return columns
