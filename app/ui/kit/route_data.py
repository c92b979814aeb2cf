"""A route map as plain data, and the path through it in words."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class RouteNode:
    """One step of the route; row and column are its place on the whole map, `kind` is step or end."""

    id: str
    title: str
    row: int
    column: int
    kind: str = "step"


@dataclass(frozen=True)
class RouteEdge:
    """One way from a step to the next, with the answer that leads there."""

    source: str
    target: str
    label: str = ""


def path_in_words(nodes: Sequence[RouteNode], path: Sequence[str], current: str | None) -> str:
    """Say the path so far, for screen readers."""
    titles = {node.id: node.title for node in nodes}
    passed = [titles[step] for step in path if step in titles and step != current]
    said = "已走过：" + "、".join(passed) + "。" if passed else ""
    if current in titles:
        said += f"现在：{titles[current]}。"
    return said or "路线图，还没有开始。"
