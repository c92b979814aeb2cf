"""A TrueType font for reportlab whose text can be copied out of the PDF, every character of it."""

from pathlib import Path
from typing import Any

from reportlab.pdfbase.ttfonts import SUBSETN, TTFont, TTFontFace

# The CMap format allows 100 entries a block; some readers drop the rest of a longer one.
ENTRIES_A_BLOCK = 100


def to_unicode_cmap(font_name: str, subset: list[int]) -> str:
    """Write the ToUnicode map of one embedded subset; `subset[code]` is the character printed for that code.

    Characters beyond the BMP become UTF-16BE surrogate pairs (PDF 32000-1, 9.10.3): reportlab writes five hex
    digits there, which readers take for another text.
    """
    entries = [
        f"<{code:02X}> <{chr(character).encode('utf-16-be').hex().upper()}>"
        for code, character in enumerate(subset)
        if character
    ]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({font_name}) /Ordering ({font_name}) /Supplement 0 >> def",
        f"/CMapName /{font_name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    for start in range(0, len(entries), ENTRIES_A_BLOCK):
        block = entries[start : start + ENTRIES_A_BLOCK]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


class _Outlines:
    """Cut single glyphs out of the font file; reportlab would copy the whole glyf table for each document."""

    def __init__(self, data: bytes, start: int) -> None:
        self._data = data
        self._start = start

    def __getitem__(self, span: slice) -> bytes:
        return self._data[self._start + span.start : self._start + span.stop]


class _Face(TTFontFace):  # type: ignore[misc]
    def get_table(self, tag: str) -> Any:
        if tag == "glyf":
            return _Outlines(self._ttf_data, self.get_table_pos(tag)[0])
        return super().get_table(tag)


class DocumentFont(TTFont):  # type: ignore[misc]
    """One face, registered with reportlab under `name`; `index` picks a face of a .ttc collection.

    Raises reportlab's TTFError when the file is no TrueType font or may not be embedded.
    """

    def __init__(self, name: str, path: Path, index: int = 0) -> None:
        # Nothing but what is printed goes into the file: asciiReadable would embed 95 glyphs in every face.
        super().__init__(name, str(path), subfontIndex=index, asciiReadable=False, shapable=False)
        self.face.__class__ = _Face

    @property
    def characters(self) -> frozenset[int]:
        """Return the code points this face can print."""
        return frozenset(code for code, glyph in self.face.charToGlyph.items() if glyph)

    def addObjects(self, doc: Any) -> None:
        """Add the subsets as reportlab does, then replace its text map by a correct one."""
        subsets = [list(subset) for subset in self.state[doc].subsets]
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            name = (SUBSETN(number) + b"+" + self.face.name + self.face.subfontNameX).decode("ascii")
            doc.idToObject["toUnicodeCMap:" + name].content = to_unicode_cmap(name, subset)
