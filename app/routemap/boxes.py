"""What stands in each box of the map, line by line, and how much room it takes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.routemap.drawing import MapBox, MapJump, MapText
from app.routemap.graph import MapPlace, article_words
from app.routemap.text_lines import balanced, text_width, title_lines, wrap

TITLE, TITLE_MAIN = 18.0, 32.0
SMALL, LAW = 12.0, 11.0
LABEL = 12.0
EDGE = 7.0
_LEADING = 1.2
_LABEL_WIDTH = 112.0


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one look, centred under each other."""

    lines: tuple[str, ...]
    size: float
    tone: str = "ink"
    strong: bool = False


def box_of(place: MapPlace, width: float, jumps: Sequence[MapJump], *, main: bool, titles: dict[str, str]) -> MapBox:
    """Set the text of a place into a box at 0, 0; `titles` names the places that jumps lead to."""
    room = width - 2 * EDGE
    size = TITLE_MAIN if main else TITLE
    while size > (25 if main else 12) and len(wrap(place.title, size, room)) > 1:
        size -= 1
    blocks = [Block(tuple(title_lines(place.title, size, room)), size, "ink", True)]
    for line in place.more:
        blocks.append(Block(tuple(balanced(line, SMALL, room, 2)), SMALL, "amber"))
    if place.law:
        blocks.append(Block(tuple(wrap(article_words(place.law), LAW, room, 2)), LAW, "accent"))
    for jump in jumps:
        sign = "→" if not jump.label else "↑"
        said = f"{sign} {titles[jump.end]}" + (f"：{jump.label}" if jump.label else "")
        blocks.append(Block(tuple(balanced(said, SMALL, room, 3)), SMALL, "green", True))
    texts, height = set_blocks(blocks, width / 2, EDGE - 1)
    return MapBox(place.id, place.kind, 0.0, 0.0, width, height + EDGE, place.title, tuple(texts), tuple(jumps), main)


def set_blocks(blocks: Sequence[Block], middle: float, top: float) -> tuple[list[MapText], float]:
    """Set blocks under each other around a middle; return the lines and where the last one ends."""
    texts: list[MapText] = []
    at = top
    for block in blocks:
        for line in block.lines:
            texts.append(MapText(middle, at + block.size * 1.02, line, block.size, block.tone, "middle", block.strong))
            at += block.size * _LEADING
        at += 1.0
    return texts, at


def label_lines(label: str) -> tuple[tuple[str, ...], float, float]:
    """Break what is said on a way into lines; return them with the width and height they take."""
    if not label:
        return (), 0.0, 0.0
    lines = tuple(balanced(label, LABEL, _LABEL_WIDTH))
    return lines, max(text_width(line, LABEL) for line in lines) + 6, len(lines) * LABEL * 1.15 + 2


def moved(box: MapBox, x: float, y: float) -> MapBox:
    """Return a box, with its text, moved by x and y."""
    texts = tuple(replace(text, x=text.x + x, y=text.y + y) for text in box.texts)
    return replace(box, x=box.x + x, y=box.y + y, texts=texts)
