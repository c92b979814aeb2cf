"""Read a TrueType face as reportlab does, its long tables whole instead of number by number: in a fifth of the time."""

import struct

from reportlab.pdfbase.ttfonts import TTFError, TTFontFace

_SPACE, _HARD_SPACE = 0x20, 0xA0


class FaceFile(TTFontFace):  # type: ignore[misc]
    """One face of a file; raises reportlab's TTFError, struct.error or LookupError for a broken one."""

    def extractInfo(self, charInfo: int = 1) -> None:
        """Read what reportlab reads; the names and measures of the whole face by its own reader."""
        super().extractInfo(charInfo=0)
        characters = _characters(self.get_table("cmap"))
        if characters is None:
            super().extractInfo(charInfo=1)
            return
        head = self.get_table("head")
        short_places, data_format = struct.unpack_from(">HH", head, 50)
        if data_format != 0 or short_places not in (0, 1):
            raise TTFError("unknown glyph data or location table format")
        if _SPACE in characters:
            characters[_HARD_SPACE] = characters[_SPACE]
        elif _HARD_SPACE in characters:
            characters[_SPACE] = characters[_HARD_SPACE]
        self.charToGlyph = characters
        self.hmetrics = self._metrics()
        widths = [self._pdfScale(advance) for advance, _ in self.hmetrics]
        self.defaultWidth = widths[0]
        self.charWidths = {code: widths[glyph] for code, glyph in characters.items() if glyph < len(widths)}
        places = self.get_table("loca")
        count = self.numGlyphs + 1
        if short_places == 0:
            self.glyphPos = [2 * place for place in struct.unpack_from(f">{count}H", places)]
        else:
            self.glyphPos = list(struct.unpack_from(f">{count}I", places))

    def _metrics(self) -> list[tuple[int, int]]:
        """Return advance and left bearing of each glyph; the last advance holds for all that have none."""
        (full,) = struct.unpack_from(">H", self.get_table("hhea"), 34)
        count: int = self.numGlyphs
        bearings = max(0, count - full)
        numbers = struct.unpack_from(f">{2 * full + bearings}H", self.get_table("hmtx"))
        metrics = list(zip(numbers[0 : 2 * full : 2], numbers[1 : 2 * full : 2], strict=True))
        return metrics + [(metrics[-1][0], bearing) for bearing in numbers[2 * full :]]


def _characters(table: bytes) -> dict[int, int] | None:
    """Return the glyph of each character from the part of a cmap that reportlab takes; None for rare formats."""
    (count,) = struct.unpack_from(">2xH", table)
    start = None
    for platform, encoding, offset in struct.iter_unpack(">HHI", table[4 : 4 + 8 * count]):
        if platform == 3 or (platform == 0 and encoding != 5):
            start = offset
    if start is None:
        return None
    (kind,) = struct.unpack_from(">H", table, start)
    if kind == 12:
        return _from_groups(table, start)
    return _from_segments(table, start) if kind == 4 else None


def _from_groups(table: bytes, start: int) -> dict[int, int]:
    (count,) = struct.unpack_from(">I", table, start + 12)
    characters: dict[int, int] = {}
    for first, last, glyph in struct.iter_unpack(">III", table[start + 16 : start + 16 + 12 * count]):
        characters.update(zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True))
    return characters


def _from_segments(table: bytes, start: int) -> dict[int, int]:
    length = min(struct.unpack_from(">H", table, start + 2)[0], len(table) - start)
    words = struct.unpack_from(f">{length // 2}H", table, start)
    count = words[3] // 2
    ends, firsts = words[7 : 7 + count], words[8 + count : 8 + 2 * count]
    deltas, offsets = words[8 + 2 * count : 8 + 3 * count], words[8 + 3 * count : 8 + 4 * count]
    characters: dict[int, int] = {}
    for number, (first, last, delta, offset) in enumerate(zip(firsts, ends, deltas, offsets, strict=True)):
        if offset == 0:
            characters.update((code, code + delta & 0xFFFF) for code in range(first, last + 1))
            continue
        at = 8 + 3 * count + number + offset // 2
        glyphs = words[at : at + last + 1 - first]
        codes = range(first, last + 1)
        characters.update(dict.fromkeys(codes, 0))
        characters.update(zip(codes, (glyph and glyph + delta & 0xFFFF for glyph in glyphs), strict=False))
    return characters
