"""Cut the printed glyphs out of a TrueType font: the font program that goes into a document.

It has the tables that ISO 32000-1, 9.9, asks for and one cmap of platform 1, as PDF/A wants of a symbolic font
(ISO 19005-2, 6.2.11.6). Every outline is read, summed up and compressed once for as long as the program runs.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from app.printing.fonts.streams import block, joined, stored

_COPIED = ("cvt ", "fpgm", "prep")
_WORDS, _SCALE, _MORE, _TWO_SCALES, _MATRIX = 0x01, 0x08, 0x20, 0x40, 0x80


@dataclass(frozen=True, slots=True)
class _Outline:
    """One glyph: its outline in whole words, the sum of them, the outline compressed, advance and left bearing.

    A `composite` outline is made of other glyphs, which it names by their numbers.
    """

    data: bytes
    total: int
    packed: bytes
    metrics: bytes
    composite: bool


@dataclass(frozen=True, slots=True)
class Program:
    """A font program compressed for the FlateDecode filter, and how long it is without."""

    packed: bytes
    length: int


class Cutter:
    """Cuts programs out of one face (a reportlab TTFontFace); a damaged outline raises struct.error or IndexError."""

    def __init__(self, face: Any) -> None:
        self._face = face
        self._start: int = face.get_table_pos("glyf")[0]
        self._outlines: dict[int, _Outline] = {}
        self._tables: dict[str, bytes] = {tag: face.get_table(tag) for tag in _COPIED if tag in face.table}
        self._head, self._hhea, self._maxp = (face.get_table(tag) for tag in ("head", "hhea", "maxp"))
        self._full_metrics: int = struct.unpack_from(">H", self._hhea, 34)[0]

    def cut(self, characters: Sequence[int]) -> Program:
        """Return a font of the glyphs of `characters`, whose place in the list is their code; 0 is .notdef."""
        find = self._face.charToGlyph.get
        glyphs = [find(character, 0) for character in characters]
        # Each glyph once, in the order of the codes.
        places = {glyph: place for place, glyph in enumerate(dict.fromkeys((0, *glyphs)))}
        outlines = [self._outlines.get(glyph) or self._read(glyph) for glyph in places]
        if any(outline.composite for outline in outlines):
            outlines = self._with_parts(places)
        offsets = list(accumulate([len(outline.data) for outline in outlines], initial=0))
        long = offsets[-1] > 2 * 0xFFFF
        count, codes = len(outlines), [places[glyph] for glyph in glyphs]
        tables = self._tables | {
            "cmap": struct.pack(
                f">9HHH{len(codes)}H", 0, 1, 1, 0, 0, 12, 6, 10 + 2 * len(codes), 0, 0, len(codes), *codes
            ),
            "head": _with(_with(self._head, 50, struct.pack(">H", long)), 8, bytes(4)),
            "hhea": _with(self._hhea, 34, struct.pack(">H", count)),
            "hmtx": b"".join([outline.metrics for outline in outlines]),
            "loca": struct.pack(
                f">{count + 1}{'L' if long else 'H'}", *(offsets if long else (each // 2 for each in offsets))
            ),
            "maxp": _with(self._maxp, 4, struct.pack(">H", count)),
        }
        return _program(tables, outlines)

    def _with_parts(self, places: dict[int, int]) -> list[_Outline]:
        """Return the outlines of the glyphs in their places and, appended there on the way, those of their parts."""
        kept = list(places)
        outlines: list[_Outline] = []
        for glyph in kept:
            outline = self._outlines.get(glyph) or self._read(glyph)
            outlines.append(_renumbered(outline, kept, places) if outline.composite else outline)
        return outlines

    def _read(self, glyph: int) -> _Outline:
        face = self._face
        data = face._ttf_data[self._start + face.glyphPos[glyph] : self._start + face.glyphPos[glyph + 1]]
        # Past the last full entry reportlab repeats its width in thousandths, not in the units of the font.
        advance, bearing = face.hmetrics[min(glyph, self._full_metrics - 1)][0], face.hmetrics[glyph][1]
        metrics = struct.pack(">2H", int(advance), int(bearing))
        outline = self._outlines[glyph] = _made(data, metrics)
        return outline


def _made(data: bytes, metrics: bytes) -> _Outline:
    data += bytes(-len(data) % 4)
    composite = bool(data) and data[0] >= 0x80
    return _Outline(data, _checksum(data), block(data) if data else b"", metrics, composite)


def _renumbered(outline: _Outline, kept: list[int], places: dict[int, int]) -> _Outline:
    """Return a composite outline whose parts have their new numbers."""
    changed = bytearray(outline.data)
    at, flags = 10, _MORE
    while flags & _MORE:
        flags, glyph = struct.unpack_from(">HH", outline.data, at)
        if glyph not in places:
            places[glyph] = len(kept)
            kept.append(glyph)
        struct.pack_into(">H", changed, at + 2, places[glyph])
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _TWO_SCALES else 8 if flags & _MATRIX else 0
    return _made(bytes(changed), outline.metrics)


def _program(tables: dict[str, bytes], outlines: list[_Outline]) -> Program:
    """Put a font together: a directory in the order of the tags, the small tables, then the outlines."""
    power = (len(tables) + 1).bit_length() - 1
    count, at = len(tables) + 1, 12 + 16 * (len(tables) + 1)
    glyphs = b"".join([outline.data for outline in outlines])
    entries: list[bytes] = []
    body: list[bytes] = []
    total = head = 0
    for tag, content in tables.items():
        padded = content + bytes(-len(content) % 4)
        sum_of_words = _checksum(padded)
        entries.append(struct.pack(">4sIII", tag.encode("ascii"), sum_of_words, at, len(content)))
        head = at + 8 if tag == "head" else head
        total += sum_of_words
        at += len(padded)
        body.append(padded)
    sum_of_words = sum([outline.total for outline in outlines]) & 0xFFFFFFFF
    entries.append(struct.pack(">4sIII", b"glyf", sum_of_words, at, len(glyphs)))
    total += sum_of_words
    directory = struct.pack(">IHHHH", 0x00010000, count, 16 << power, power, 16 * count - (16 << power))
    directory += b"".join(sorted(entries))
    start = bytearray(directory + b"".join(body))
    struct.pack_into(">I", start, head, (0xB1B0AFBA - total - _checksum(directory)) & 0xFFFFFFFF)
    tables_packed = stored(bytes(start))
    packed = joined([start, glyphs], [tables_packed, *[outline.packed for outline in outlines]])
    return Program(packed, len(start) + len(glyphs))


def _checksum(content: bytes) -> int:
    words: tuple[int, ...] = struct.unpack(f">{len(content) // 4}I", content)
    return sum(words) & 0xFFFFFFFF


def _with(table: bytes, at: int, content: bytes) -> bytes:
    return table[:at] + content + table[at + len(content) :]
