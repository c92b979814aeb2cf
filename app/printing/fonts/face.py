"""One face a document is printed in, and characters that one face prints."""

from dataclasses import dataclass
from functools import cached_property

from app.printing.fonts.textlayer import DocumentFont


class Face:
    """One loaded face: its reportlab name, what it covers, how far its baseline is raised (em)."""

    def __init__(self, name: str, font: DocumentFont, raise_em: float) -> None:
        self.name = name
        self.font = font
        self.raise_em = raise_em
        self.widths: dict[int, float] = font.face.charWidths
        self.default_width: float = font.face.defaultWidth

    @cached_property
    def characters(self) -> frozenset[int]:
        return self.font.characters

    def has(self, character: str) -> bool:
        """Tell whether this face can print the character."""
        return bool(self.font.face.charToGlyph.get(ord(character)))

    def width(self, text: str, size: float) -> float:
        """Return the natural width of the text in pt; a face without a character counts its default width."""
        total = 0.0
        for character in text:
            total += self.widths.get(ord(character), self.default_width)
        return total * size / 1000


@dataclass(frozen=True, slots=True)
class Run:
    """Characters side by side that one face prints."""

    text: str
    face: Face
