"""A TrueType font for reportlab whose text can be copied out of the PDF, every character of it."""

from pathlib import Path
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFObject
from reportlab.pdfbase.ttfonts import FF_NONSYMBOLIC, FF_SYMBOLIC, SUBSETN, TTFError, TTFont

from app.printing.streams import Stream
from app.printing.subset import cut

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


class _Written(PDFObject):  # type: ignore[misc]
    """A part of a PDF that is written already."""

    def __init__(self, text: str) -> None:
        self._text = text.encode("ascii")

    def format(self, document: Any) -> bytes:
        return self._text


def _short(number: float) -> str:
    """Write a number as PDF takes it, no more exact than font units are."""
    return str(number) if isinstance(number, int) else f"{number:.3f}".rstrip("0").rstrip(".")


def _reference(doc: Any, written: PDFObject) -> str:
    """Add an object to a document and return how others refer to it."""
    reference: bytes = doc.Reference(written).format(doc)
    return reference.decode("ascii")


def _may_be_cut(face: Any) -> bool:
    """Tell whether the font's rights (OS/2, fsType) allow what we do; reportlab reads them the wrong way round."""
    if "OS/2" not in face.table:
        return True
    rights = int.from_bytes(face.get_table("OS/2")[8:10], "big")
    return rights & 0x000F != 0x0002 and not rights & 0x0300


class DocumentFont(TTFont):  # type: ignore[misc]
    """One face, registered with reportlab under `name`; `index` picks a face of a .ttc collection.

    Raises reportlab's TTFError when the file is no TrueType font or may not be embedded.
    """

    def __init__(self, name: str, path: Path, index: int = 0) -> None:
        # Nothing but what is printed goes into the file: asciiReadable would embed 95 glyphs in every face.
        super().__init__(name, str(path), subfontIndex=index, asciiReadable=False, shapable=False)
        if not _may_be_cut(self.face):
            raise TTFError("the font may not be embedded, or not in part")

    @property
    def characters(self) -> frozenset[int]:
        """Return the code points this face can print."""
        return frozenset(code for code, glyph in self.face.charToGlyph.items() if glyph)

    def addObjects(self, doc: Any) -> None:
        """Add a font, its descriptor, its program and its text map for every 256 printed characters.

        It is a symbolic font without an encoding, whose program maps the codes itself (ISO 32000-1, 9.6.6.4).
        """
        face = self.face
        subsets = self.state[doc].subsets
        places = [self.getSubsetInternalName(number, doc)[1:] for number in range(len(subsets))]
        del self.state[doc]
        for number, subset in enumerate(subsets):
            place = places[number]
            name = (SUBSETN(number) + b"+" + face.name + face.subfontNameX).decode("ascii")
            program = cut(face, subset)
            widths = " ".join([_short(face.getCharWidth(character)) for character in subset])
            flags = face.flags & ~FF_NONSYMBOLIC | FF_SYMBOLIC
            embedded = _reference(doc, Stream(PDFDictionary({"Length1": len(program)}), program))
            descriptor = _Written(
                f"<< /Type /FontDescriptor /FontName {PDFName(name)} /Flags {flags} /FontFile2 {embedded} "
                f"/FontBBox [{' '.join(map(_short, face.bbox))}] /Ascent {_short(face.ascent)} "
                f"/Descent {_short(face.descent)} /CapHeight {_short(face.capHeight)} "
                f"/ItalicAngle {_short(face.italicAngle)} /StemV {_short(face.stemV)} "
                f"/MissingWidth {_short(face.defaultWidth)} >>"
            )
            font = _Written(
                f"<< /Type /Font /Subtype /TrueType /BaseFont {PDFName(name)} /Name {PDFName(place)} "
                f"/FirstChar 0 /LastChar {len(subset) - 1} /Widths [{widths}] "
                f"/ToUnicode {_reference(doc, Stream(content=to_unicode_cmap(name, subset)))} "
                f"/FontDescriptor {_reference(doc, descriptor)} >>"
            )
            doc.idToObject["BasicFonts"].dict[place] = doc.Reference(font)
