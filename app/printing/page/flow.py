"""Fill pages with rows: no heading at the foot of a page, no single line of a paragraph alone, blocks kept whole."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

Draw = Callable[[Any, float], None]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `height` in pt, `draw(canvas, top)` for the upper edge it gets, `keep` with the row after it.

    A `ruled` row is part of a table, which is closed by a line where a page cuts it. The rows at the `foot` stand at
    the lower end of the last page.
    """

    height: float
    draw: Draw
    keep: bool = False
    ruled: bool = False
    foot: bool = False


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row and its upper edge (pt below the top of the text block)."""

    row: Row
    offset: float


def fill_pages(rows: Sequence[Row], first: float, other: float) -> list[list[PlacedRow]]:
    """Put rows on pages that hold `first` and then `other` pt; kept rows break only where they exceed a page."""
    pages: list[list[PlacedRow]] = [[]]
    used, room = 0.0, first
    at = 0
    while at < len(rows):
        end = at
        while end < len(rows) - 1 and rows[end].keep:
            end += 1
        chunk = rows[at : end + 1]
        if used and used + sum(row.height for row in chunk) > room + 0.01:
            pages.append([])
            used, room = 0.0, other
        for row in chunk:
            if used and used + row.height > room + 0.01:
                pages.append([])
                used, room = 0.0, other
            pages[-1].append(PlacedRow(row, used))
            used += row.height
        at = end + 1
    return pages


def keep_together(rows: Sequence[Row]) -> list[Row]:
    """Return the rows with each kept to the next, the last one free."""
    return [*(replace(row, keep=True) for row in rows[:-1]), *rows[-1:]]


def against_widows(rows: Sequence[Row]) -> list[Row]:
    """Return the rows of one paragraph so that two lines stay together at either end of it."""
    return [
        replace(row, keep=row.keep or (len(rows) > 1 and index in (0, len(rows) - 2))) for index, row in enumerate(rows)
    ]


def sink_foot(placed: Sequence[PlacedRow], room: float, spared: float) -> list[PlacedRow]:
    """Return the last page with the rows of its foot moved down to the end of `room` (pt).

    Where they can, they leave the lowest `spared` pt free.
    """
    end = used_height(placed)
    down = room - spared - end if end + spared <= room + 0.01 else room - end
    return [replace(each, offset=each.offset + down) if each.row.foot else each for each in placed]


def used_height(page: Sequence[PlacedRow]) -> float:
    """Return how much of a page is filled (pt)."""
    return page[-1].offset + page[-1].row.height if page else 0.0
