"""A TrueType font for reportlab whose text can be copied out of the PDF, every character of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase.pdfdoc import PDFName
from reportlab.pdfbase.ttfonts import FF_NONSYMBOLIC, FF_SYMBOLIC, SUBSETN, TTEncoding, TTFError, TTFont

from app.printing.fonts.face_file import FaceFile
from app.printing.fonts.streams import Written, pack, packed_stream, reference
from app.printing.fonts.subset import Cutter, Program

# The CMap format allows 100 entries a block; some readers drop the rest of a longer one.
ENTRIES_A_BLOCK = 100
# Subsets whose parts are kept: of one kind of document title, headings and digits hardly change.
MOST_KNOWN = 16
_CODES = tuple(f"<{code:02X}> " for code in range(256))


def to_unicode_cmap(font_name: str, subset: list[int]) -> str:
    """Write the ToUnicode map of one embedded subset; `subset[code]` is the character printed for that code.

    Characters beyond the BMP become UTF-16BE surrogate pairs (PDF 32000-1, 9.10.3): reportlab writes five hex
    digits there, which readers take for another text.
    """
    entries = [code + _as_text(character) for code, character in zip(_CODES, subset, strict=False) if character]
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


def _as_text(character: int) -> str:
    code = f"{character:04X}" if character <= 0xFFFF else chr(character).encode("utf-16-be").hex().upper()
    return f"<{code}>"


def _short(number: float) -> str:
    """Write a number as PDF takes it, no more exact than font units are."""
    return str(number) if isinstance(number, int) else f"{number:.3f}".rstrip("0").rstrip(".")


def _may_be_cut(face: Any) -> bool:
    """Tell whether the font's rights (OS/2, fsType) allow what we do; reportlab reads them the wrong way round."""
    if "OS/2" not in face.table:
        return True
    rights = int.from_bytes(face.get_table("OS/2")[8:10], "big")
    return rights & 0x000F != 0x0002 and not rights & 0x0300


class _Use:
    """What one document takes of a font: `subsets[number][code]` is a character, 0 one without a glyph (.notdef)."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.codes: dict[str, int] = {}
        self.subsets: list[list[int]] = [[0]]

    def take(self, characters: Sequence[str], face: FaceFile) -> None:
        """Give characters their codes, 256 times the number of the subset added."""
        for character in characters:
            code = ord(character)
            if code not in face.charToGlyph:
                self.codes[character] = 0
                continue
            if len(self.subsets[-1]) == 256:
                self.subsets.append([0])
            subset = self.subsets[-1]
            self.codes[character] = 256 * (len(self.subsets) - 1) + len(subset)
            subset.append(code)


class DocumentFont(TTFont):  # type: ignore[misc]
    """One face, registered with reportlab under `name`; `index` picks a face of a .ttc collection.

    Raises reportlab's TTFError when the file is no TrueType font or may not be embedded.
    """

    def __init__(self, name: str, path: Path, index: int = 0) -> None:
        # What reportlab's own constructor sets, but for the reader of the file and what only its subsets need.
        self.fontName = name
        self.face = FaceFile(str(path), subfontIndex=index)
        self.encoding = TTEncoding()
        self.shapable = False
        self._uses: WeakKeyDictionary[Any, _Use] = WeakKeyDictionary()
        self._widths: dict[int, str] = {}
        self._known: dict[tuple[str, tuple[int, ...]], _Parts] = {}
        if not _may_be_cut(self.face):
            raise TTFError("the font may not be embedded, or not in part")

    @property
    def characters(self) -> frozenset[int]:
        """Return the code points this face can print."""
        return frozenset(code for code, glyph in self.face.charToGlyph.items() if glyph)

    @cached_property
    def cutter(self) -> Cutter:
        """Return what cuts the programs of documents out of this font."""
        return Cutter(self.face)

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> list[tuple[int, bytes]]:
        """Return the text as (number of the subset, codes): one face is several fonts of 255 characters and .notdef."""
        use = self._uses.get(doc) or self._used_in(doc)
        try:
            numbers = [use.codes[character] for character in text]
        except KeyError:
            use.take([character for character in dict.fromkeys(text) if character not in use.codes], self.face)
            numbers = [use.codes[character] for character in text]
        if len(use.subsets) == 1:
            return [(0, bytes(numbers))]
        parts = groupby(numbers, lambda number: number >> 8)
        return [(subset, bytes([number & 0xFF for number in run])) for subset, run in parts]

    def getSubsetInternalName(self, subset: int, doc: Any) -> str:
        """Return what a document calls one subset."""
        return f"/{self._uses[doc].place}+{subset}"

    def _used_in(self, doc: Any) -> "_Use":
        use = self._uses[doc] = _Use(f"F{len(doc.fontMapping) + 1}")
        doc.fontMapping[self.fontName] = f"/{use.place}"
        doc.delayedFonts.append(self)
        return use

    def forget(self) -> None:
        """Let go of the characters of former documents, which stand here in the order of their first appearance."""
        self._known = {}
        self._widths = {}
        self.__dict__.pop("cutter", None)

    def addObjects(self, doc: Any) -> None:
        """Add a font, its descriptor, its program and its text map for every 256 printed characters.

        It is a symbolic font without an encoding, whose program maps the codes itself (ISO 32000-1, 9.6.6.4).
        """
        use = self._uses.pop(doc)
        for number, subset in enumerate(use.subsets):
            place = f"{use.place}+{number}"
            name = (SUBSETN(number) + b"+" + self.face.name + self.face.subfontNameX).decode("ascii")
            parts = self._parts(name, subset)
            program = reference(doc, packed_stream(parts.program.packed, f"/Length1 {parts.program.length}"))
            text_map = reference(doc, packed_stream(parts.text_map))
            descriptor = reference(doc, Written(f"{parts.descriptor} /FontFile2 {program} >>"))
            font = Written(
                f"<< /Type /Font /Subtype /TrueType /BaseFont {PDFName(name)} /Name /{place} "
                f"/FirstChar 0 /LastChar {len(subset) - 1} /Widths [{parts.widths}] "
                f"/ToUnicode {text_map} /FontDescriptor {descriptor} >>"
            )
            doc.idToObject["BasicFonts"].dict[place] = doc.Reference(font)

    def _parts(self, name: str, subset: list[int]) -> "_Parts":
        """Return what a document needs of one subset; a title or the headings are the same in many documents."""
        key = (name, tuple(subset))
        if (known := self._known.get(key)) is not None:
            return known
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        face = self.face
        flags = face.flags & ~FF_NONSYMBOLIC | FF_SYMBOLIC
        widths = self._widths
        for character in subset:
            if character not in widths:
                widths[character] = _short(face.getCharWidth(character))
        parts = self._known[key] = _Parts(
            self.cutter.cut(subset),
            " ".join([widths[character] for character in subset]),
            pack(to_unicode_cmap(name, subset).encode("ascii")),
            f"<< /Type /FontDescriptor /FontName {PDFName(name)} /Flags {flags} "
            f"/FontBBox [{' '.join(map(_short, face.bbox))}] /Ascent {_short(face.ascent)} "
            f"/Descent {_short(face.descent)} /CapHeight {_short(face.capHeight)} "
            f"/ItalicAngle {_short(face.italicAngle)} /StemV {_short(face.stemV)} "
            f"/MissingWidth {_short(face.defaultWidth)}",
        )
        return parts


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a document holds of one subset: the program, the widths, the text map compressed, an open descriptor."""

    program: Program
    widths: str
    text_map: bytes
    descriptor: str
