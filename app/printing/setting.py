"""Set text: which face each character takes, how it breaks, and how one line is drawn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.printing.fonts import Face, FontBook, Role, printable
from app.printing.linebreak import BLANK_BEFORE, NEVER_FIRST, Line, Unit, break_lines, split_units
from app.printing.page import BLOCK_WIDTH, BODY_SIZE, PITCH

# Two glyphs belong to one text-showing run while their distance differs by less than this (pt).
SAME = 0.01


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text; a `name` is printed in one face whole."""

    text: str
    name: bool = False


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character in place: `x` pt from the left end of the line, `advance` its own width."""

    character: str
    face: Face
    x: float
    advance: float


@dataclass(frozen=True, slots=True)
class SetLine:
    """One line ready to draw: glyphs in order, width and type size in pt."""

    glyphs: tuple[Glyph, ...]
    width: float
    size: float

    @property
    def text(self) -> str:
        return "".join(glyph.character for glyph in self.glyphs)


class Setter:
    """Set spans in one role and size; `pitch` is the width of a full-width cell in pt."""

    def __init__(self, book: FontBook, role: Role = "body", size: float = BODY_SIZE, pitch: float = PITCH) -> None:
        self._book = book
        self._role = role
        self._size = size
        self._pitch = pitch

    def lines(self, spans: Iterable[Span], *, indent: int = 0, width: float = BLOCK_WIDTH) -> list[SetLine]:
        """Break spans into lines of `width` pt, the first `indent` cells in; the same spans are broken once."""
        key = (self._role, self._size, self._pitch, tuple(spans), indent, width)
        return list(self._book.recall(key, lambda: self._broken(key[3], indent, width)))

    def _broken(self, spans: Sequence[Span], indent: int, width: float) -> list[SetLine]:
        text, faces = self._faces(spans)
        units = split_units(text, self._pitch, self._measure)
        broken = break_lines(units, width, self._pitch, self._measure, indent * self._pitch)
        return list(self._with_faces(broken, text, faces))

    def balanced(self, text: str, width: float) -> list[SetLine]:
        """Break a title or a name into as few lines as `width` allows, of about one length."""
        spans = [Span(text, name=True)]
        lines = self.lines(spans, width=width)
        cells = -(-len(text) // max(1, len(lines)))
        while len(lines) > 1 and cells * self._pitch < width:
            narrower = self.lines(spans, width=cells * self._pitch)
            if len(narrower) == len(lines):
                return narrower
            cells += 1
        return lines

    def phrased(self, pieces: Sequence[str], width: float) -> list[SetLine]:
        """Break a title between its pieces into as few lines as `width` allows; a longer piece is balanced."""
        best: list[SetLine] = []
        for cuts in range(1 << max(0, len(pieces) - 1)):
            groups = [""]
            for index, piece in enumerate(pieces):
                if index and cuts >> (index - 1) & 1:
                    groups.append("")
                groups[-1] += piece
            lines = [line for group in groups for line in self._whole(group, pieces, width)]
            if lines and (not best or _shape(lines) < _shape(best)):
                best = lines
        return best

    def _whole(self, group: str, pieces: Sequence[str], width: float) -> list[SetLine]:
        """Return a group of pieces on one line, or a single one too long on several; any other costs too much."""
        line = self.line(group)
        if line.width <= width:
            return [line]
        return self.balanced(group, width) if group in pieces else [line] * 99

    def line(self, text: str) -> SetLine:
        """Set text on one line, however long."""
        lines = self.lines([Span(text)], width=1e6)
        return lines[0] if lines else SetLine((), 0.0, self._size)

    def _faces(self, spans: Iterable[Span]) -> tuple[str, list[Face]]:
        text, faces = "", list[Face]()
        for span in spans:
            for run in self._book.runs(span.text, self._role, name=span.name):
                text += run.text
                faces.extend([run.face] * len(run.text))
        return text, faces

    def _measure(self, word: str) -> float:
        return sum(run.face.width(run.text, self._size) for run in self._book.runs(word, self._role))

    def _with_faces(self, lines: Sequence[Line], text: str, faces: list[Face]) -> Iterable[SetLine]:
        at = 0
        for line in lines:
            glyphs: list[Glyph] = []
            for placed in line.units:
                # Spaces at line ends were dropped: find where this unit's characters are.
                at = text.index(placed.unit.text, at)
                glyphs += self._glyphs(placed.unit, placed.x + placed.shift, faces[at : at + len(placed.unit.text)])
                at += len(placed.unit.text)
            yield SetLine(tuple(glyphs), line.width, self._size)

    def _glyphs(self, unit: Unit, x: float, faces: list[Face]) -> Iterable[Glyph]:
        narrow = unit.text[0] < "\u0250" and unit.text[0] not in "·×÷°±§"
        for character, face in zip(unit.text, faces, strict=True):
            advance = face.width(character, self._size)
            cell = advance if narrow else self._pitch
            room = cell - advance
            if room > self._size * 0.2:
                # A mark narrower than its cell stands where a full-width one has its ink.
                hang = room if character in BLANK_BEFORE else 0.0 if character in NEVER_FIRST - {"·"} else room / 2
                yield Glyph(character, face, x + hang, advance)
            else:
                yield Glyph(character, face, x, advance)
            x += cell


# From the upper edge of a row to the baseline, so that the ink of a character stands in the middle of its row.
_INK_MIDDLE = 0.36


def baseline(top: float, height: float, size: float) -> float:
    """Return the baseline of type of `size` pt in a row whose upper edge is at `top`."""
    return top - height / 2 - _INK_MIDDLE * size


def _shape(lines: Sequence[SetLine]) -> tuple[int, float]:
    """Return how good a title looks, the least is best: few lines, none much longer than the others."""
    return len(lines), max(line.width for line in lines)


def draw_line(canvas: Any, line: SetLine, x: float, baseline: float) -> None:
    """Draw one line with its left end at `x` and its baseline at `baseline`, in the current fill colour."""
    glyphs = [glyph for glyph in line.glyphs if not glyph.character.isspace() or glyph.advance]
    shown: list[str] = []
    start = 0
    while start < len(glyphs):
        first, end = glyphs[start], start + 1
        spacing: float | None = None
        expected = first.x + first.advance
        while end < len(glyphs) and glyphs[end].face is first.face:
            gap = glyphs[end].x - expected
            if spacing is None:
                spacing = gap
            elif abs(gap - spacing) > SAME:
                break
            expected = glyphs[end].x + glyphs[end].advance
            end += 1
        at = f"{_number(x + first.x)} {_number(baseline + first.face.raise_em * line.size)}"
        shown.append(f"1 0 0 1 {at} Tm {_number(spacing or 0.0)} Tc")
        text = "".join(glyph.character for glyph in glyphs[start:end])
        # One face is several fonts in a document, of 256 characters each.
        for number, codes in first.face.font.splitString(text, canvas._doc):
            name = first.face.font.getSubsetInternalName(number, canvas._doc)
            shown.append(f"{name} {_number(line.size)} Tf <{codes.hex()}> Tj")
        start = end
    if shown:
        canvas.addLiteral(f"BT {' '.join(shown)} ET")


def _number(value: float) -> str:
    """Write a length as PDF takes it: no exponent, a thousandth of a point is enough."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


def plain_text(spans: Iterable[Span]) -> str:
    """Return the text of spans as it is printed."""
    return printable("".join(span.text for span in spans))
