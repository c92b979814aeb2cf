"""Set text: which face each character takes, how it breaks, and how one line is drawn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from app.printing.fonts.book import FontBook, Role, printable
from app.printing.fonts.face import Face
from app.printing.page.linebreak import BLANK_BEFORE, NEVER_FIRST, Line, break_lines, is_narrow, split_units
from app.printing.page.measures import BLOCK_WIDTH, BODY_SIZE, PITCH

# Two glyphs belong to one text-showing run while their distance differs by less than this (pt).
SAME = 0.01


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text; a `name` is printed in one face whole."""

    text: str
    name: bool = False


class Strip(NamedTuple):
    """Characters of one face at one distance: where they start (pt from the left end of the line), and `spacing`."""

    text: str
    face: Face
    x: float
    spacing: float


@dataclass(frozen=True, slots=True)
class SetLine:
    """One line ready to draw: its text, the strips that show it, width and type size in pt."""

    text: str
    strips: tuple[Strip, ...]
    width: float
    size: float


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
        return lines[0] if lines else SetLine("", (), 0.0, self._size)

    def _faces(self, spans: Iterable[Span]) -> tuple[str, list[Face]]:
        texts, faces = list[str](), list[Face]()
        for span in spans:
            text, chosen = self._book.chosen(span.text, self._role, name=span.name)
            texts.append(text)
            faces += chosen
        return "".join(texts), faces

    def _measure(self, word: str) -> float:
        text, faces = self._book.chosen(word, self._role)
        widths = [face.widths.get(ord(each), face.default_width) for each, face in zip(text, faces, strict=True)]
        return sum(widths) * self._size / 1000

    def _with_faces(self, lines: Sequence[Line], text: str, faces: list[Face]) -> Iterable[SetLine]:
        at = 0
        for line in lines:
            strips, at = self._strips(line, text, faces, at)
            yield SetLine(line.text, strips, line.width, self._size)

    def _strips(self, line: Line, text: str, faces: list[Face], at: int) -> tuple[tuple[Strip, ...], int]:
        """Return the fewest strips that show a line whose text starts at or after text[at], and where it ends there."""
        size, pitch = self._size, self._pitch
        strips: list[Strip] = []
        shown, letters = faces[0], list[str]()
        start = end = 0.0
        spacing: float | None = None
        for unit, left, shift in line.units:
            # Spaces at line ends were dropped: find where this unit's characters are.
            at = text.index(unit.text, at)
            cell_start = left + shift
            narrow = is_narrow(unit.text[0])
            for character in unit.text:
                face = faces[at]
                at += 1
                advance = face.widths.get(ord(character), face.default_width) * size / 1000
                cell = advance if narrow else pitch
                x = cell_start + self._hang(character, cell - advance) if cell - advance > size * 0.2 else cell_start
                cell_start += cell
                if not advance and character.isspace():
                    continue
                gap = x - end
                if not letters or face is not shown or (spacing is not None and abs(gap - spacing) > SAME):
                    if letters:
                        strips.append(Strip("".join(letters), shown, start, spacing or 0.0))
                    shown, letters, start, spacing = face, [character], x, None
                else:
                    letters.append(character)
                    spacing = gap if spacing is None else spacing
                end = x + advance
        if letters:
            strips.append(Strip("".join(letters), shown, start, spacing or 0.0))
        return tuple(strips), at

    @staticmethod
    def _hang(character: str, room: float) -> float:
        """Return where a mark narrower than its cell stands in it: where a full-width one has its ink."""
        return room if character in BLANK_BEFORE else 0.0 if character in NEVER_FIRST - {"·"} else room / 2


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
    size = _number(line.size)
    shown: list[str] = []
    for text, face, start, spacing in line.strips:
        at = f"{_number(x + start)} {_number(baseline + face.raise_em * line.size)}"
        shown.append(f"1 0 0 1 {at} Tm {_number(spacing)} Tc")
        # One face is several fonts in a document, of 256 characters each.
        for number, codes in face.font.splitString(text, canvas._doc):
            shown.append(f"{face.font.getSubsetInternalName(number, canvas._doc)} {size} Tf <{codes.hex()}> Tj")
    if shown:
        canvas.addLiteral(f"BT {' '.join(shown)} ET")


def _number(value: float) -> str:
    """Write a length as PDF takes it: no exponent, a thousandth of a point is enough."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


def plain_text(spans: Iterable[Span]) -> str:
    """Return the text of spans as it is printed."""
    return printable("".join(span.text for span in spans))
