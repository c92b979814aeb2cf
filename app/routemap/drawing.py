"""One drawing of the route map, for every painter: the window, the PDF and the SVG draw these very shapes.

Lengths are abstract units (one point on a sheet of A2), x to the right, y downwards. Tones are the names of the theme's
colours; how a tone looks belongs to the painter.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

BoxKind = Literal["choice", "form", "outcome", "state", "closed"]
Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]

BEAD = 16.0


@dataclass(frozen=True, slots=True)
class MapText:
    """One line of text: `y` is its baseline, `size` its type size, `anchor` where `x` stands in it."""

    x: float
    y: float
    text: str
    size: float
    tone: str = "ink"
    anchor: Anchor = "start"
    strong: bool = False


@dataclass(frozen=True, slots=True)
class MapJump:
    """A way that is named inside its box instead of drawn: to a state of the other panel, or back."""

    start: str
    end: str
    label: str


@dataclass(frozen=True, slots=True)
class MapBox:
    """One place: a page that asks, an end of the route, a state of the case. `main` stands on the main line."""

    id: str
    kind: BoxKind
    x: float
    y: float
    width: float
    height: float
    title: str
    texts: tuple[MapText, ...]
    jumps: tuple[MapJump, ...] = ()
    main: bool = False

    @property
    def centre(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2

    def holds(self, x: float, y: float) -> bool:
        """Say whether a point lies in the box."""
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height


@dataclass(frozen=True, slots=True)
class MapLine:
    """One way from box to box as a polyline of horizontal and vertical pieces; an arrow stands at its end."""

    start: str
    end: str
    points: tuple[Point, ...]
    main: bool = False


@dataclass(frozen=True, slots=True)
class MapLabel:
    """What is said on a way: the answer, the act. The rectangle is cleared before the text is drawn."""

    start: str
    end: str
    x: float
    y: float
    width: float
    height: float
    texts: tuple[MapText, ...]


@dataclass(frozen=True, slots=True)
class MapPanel:
    """One part of the map with its heading."""

    x: float
    y: float
    width: float
    height: float
    heading: MapText
    texts: tuple[MapText, ...] = ()


@dataclass(frozen=True, slots=True)
class MapDrawing:
    """The map of one office role: boxes with arrows between them, or the beads of one way on a string.

    A bead stands in its box at half the height, `BEAD` from the left edge; the string runs from bead to bead.
    """

    role: str
    role_name: str
    width: float
    height: float
    panels: tuple[MapPanel, ...]
    boxes: tuple[MapBox, ...]
    lines: tuple[MapLine, ...]
    labels: tuple[MapLabel, ...]
    beads: bool = False

    def box(self, name: str) -> MapBox | None:
        """Find a box by the id of its place."""
        return next((box for box in self.boxes if box.id == name), None)

    def box_at(self, x: float, y: float) -> MapBox | None:
        """Find the box under a point."""
        return next((box for box in self.boxes if box.holds(x, y)), None)

    def ways(self) -> Iterator[tuple[str, str]]:
        """Yield (from, to) of every way, drawn or named."""
        yield from ((line.start, line.end) for line in self.lines)
        yield from ((jump.start, jump.end) for box in self.boxes for jump in box.jumps)
