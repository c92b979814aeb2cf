"""Which face prints which character.

A document asks for a role (仿宋 body, 小标宋 title, …); a role is a list of faces, first choice first. On a Windows
PC the system's own 仿宋, 黑体, 楷体 and 宋体 come first, because the office knows their look; otherwise the bundle.
"""

import os
import threading
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError

from app.faults import UserFault
from app.printing.textlayer import DocumentFont
from app.resources import resource_path

Role = Literal["body", "title", "heading1", "heading2", "plain", "digits", "rare"]


@dataclass(frozen=True)
class Source:
    """Where a face may be found: file name, baseline raise (em), place in a .ttc collection."""

    file_name: str
    raise_em: float = 0.0
    index: int = 0
    system: bool = False


FANG = Source("FandolFang-Regular.ttf", 0.075)
KAI = Source("XinfangKai-Regular.ttf", 0.033)
HEI = Source("NotoSansSC-Medium.ttf")
PLAIN = Source("NotoSansSC-Regular.ttf")
TITLE = Source("NotoSerifSC-Bold.ttf")
LIGHT = Source("NotoSerifSC-Light.ttf")
SYSTEM_FANG = Source("simfang.ttf", system=True)
SYSTEM_KAI = Source("simkai.ttf", system=True)
SYSTEM_HEI = Source("simhei.ttf", system=True)
SYSTEM_SONG = Source("simsun.ttc", system=True)
SYSTEM_SONG_EXTENDED = Source("simsunb.ttf", system=True)

# Fandol's digits look like a typewriter's, so Latin letters and digits of the body come from the digits role.
ROLES: dict[Role, tuple[Source, ...]] = {
    "body": (SYSTEM_FANG, FANG, LIGHT, KAI, SYSTEM_SONG_EXTENDED),
    "title": (TITLE, LIGHT, KAI, SYSTEM_SONG_EXTENDED),
    "heading1": (SYSTEM_HEI, HEI, LIGHT, KAI, SYSTEM_SONG_EXTENDED),
    "heading2": (SYSTEM_KAI, KAI, LIGHT, SYSTEM_SONG_EXTENDED),
    # Small print on posters and maps: the face of the window, which every painter measures alike.
    "plain": (PLAIN, LIGHT, KAI, SYSTEM_SONG_EXTENDED),
    "digits": (LIGHT, HEI, KAI),
    "rare": (LIGHT, SYSTEM_SONG, KAI, SYSTEM_SONG_EXTENDED),
}

# Invisible characters (joiners, direction marks, variation selectors) choose shapes; the base shape is printed.
_INVISIBLE = dict.fromkeys([0xAD, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065),
                            *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])  # fmt: skip


class Face:
    """One loaded face: its reportlab name, what it covers, how far its baseline is raised (em)."""

    def __init__(self, name: str, font: DocumentFont, raise_em: float) -> None:
        self.name = name
        self.font = font
        self.raise_em = raise_em

    @cached_property
    def characters(self) -> frozenset[int]:
        return self.font.characters

    def has(self, character: str) -> bool:
        """Tell whether this face can print the character."""
        return bool(self.font.face.charToGlyph.get(ord(character)))

    def width(self, text: str, size: float) -> float:
        """Return the natural width of the text in pt; a face without a character counts its default width."""
        widths, default = self.font.face.charWidths, self.font.face.defaultWidth
        total: float = sum(widths.get(ord(character), default) for character in text)
        return total * size / 1000


@dataclass(frozen=True, slots=True)
class Run:
    """Characters side by side that one face prints."""

    text: str
    face: Face


class FontBook:
    """Faces by role, each loaded when it is first needed.

    `system_folder` is the Windows fonts folder, or None to use the bundle alone; a system font that cannot be read
    or may not be embedded is passed over.
    """

    def __init__(self, bundle: Path | None = None, system_folder: Path | None = None) -> None:
        self._bundle = bundle or resource_path("fonts")
        self._system_folder = system_folder
        self._faces: dict[Source, Face | None] = {}
        self._chosen: dict[tuple[Role, str], Face | None] = {}
        self._lock = threading.Lock()

    def faces(self, role: Role) -> Iterable[Face]:
        """Yield the faces of a role, first choice first; loads no further than the reader reads."""
        for source in ROLES[role]:
            if (face := self._load(source)) is not None:
                yield face

    def first(self, role: Role) -> Face:
        """Return the first choice of a role."""
        return next(iter(self.faces(role)))

    def preload(self) -> None:
        """Load every first choice and the rare face; for a thread after the window is up."""
        for role in ROLES:
            self.first(role)

    def face_for(self, character: str, role: Role) -> Face | None:
        """Return the first face of the role that has the character, or None."""
        key = (role, character)
        if key not in self._chosen:
            self._chosen[key] = self._choose(character, role)
        return self._chosen[key]

    def missing(self, text: str) -> list[str]:
        """Return the characters of a text that no face has, each once, in order of appearance."""
        return [c for c in dict.fromkeys(printable(text)) if not c.isspace() and self.face_for(c, "body") is None]

    def check(self, texts: Iterable[str]) -> None:
        """Raise UserFault(code="missing-glyph") naming every character that cannot be printed."""
        gone = self.missing("".join(texts))
        if gone:
            named = "、".join(f"{character}（U+{ord(character):04X}）" for character in gone)
            raise UserFault(
                f"缺字：{named}。现有字体里没有这个字，文书没有生成。",
                "请核对是否录入有误；确为人名、地名用字的，请联系管理员安装含有该字的字体。",
                code="missing-glyph",
            )

    def runs(self, text: str, role: Role, *, name: bool = False) -> list[Run]:
        """Split text into runs of one face each.

        A `name` is set in one face whole: the role's own, or else the first that has all its characters.
        """
        text = printable(text)
        if name and text and (whole := self._one_face(text, role)) is not None:
            return [Run(text, whole)]
        runs: list[Run] = []
        for character in text:
            face = self.face_for(character, role) or self.first(role)
            if runs and runs[-1].face is face:
                runs[-1] = Run(runs[-1].text + character, face)
            else:
                runs.append(Run(character, face))
        return runs

    def _choose(self, character: str, role: Role) -> Face | None:
        roles: tuple[Role, ...] = ("digits", role) if role == "body" and _is_latin(character) else (role, "rare")
        candidates = (face for each in roles for face in self.faces(each))
        return next((face for face in candidates if face.has(character)), None)

    def _one_face(self, text: str, role: Role) -> Face | None:
        hanzi = [character for character in text if not _is_latin(character)]
        own = self.first(role)
        if all(own.has(character) for character in hanzi):
            return None
        candidates = [*self.faces("rare"), *self.faces(role)]
        return next((face for face in candidates if all(face.has(character) for character in text)), None)

    def _load(self, source: Source) -> Face | None:
        if source in self._faces:
            return self._faces[source]
        with self._lock:
            if source not in self._faces:
                self._faces[source] = self._open(source)
        return self._faces[source]

    def _open(self, source: Source) -> Face | None:
        folder = self._system_folder if source.system else self._bundle
        if folder is None:
            return None
        path = folder / source.file_name
        # reportlab knows fonts by name alone: a copy of the bundle elsewhere must not answer for this one.
        shipped = folder == resource_path("fonts")
        name = path.stem if shipped else f"{path.stem}-{zlib.crc32(str(path).encode()):08x}"
        try:
            font = DocumentFont(name, path, source.index)
        except (TTFError, OSError):
            if source.system:
                return None
            raise UserFault(
                f"打不开字体文件 {source.file_name}。",
                "请用安装包里的原文件替换它，再重新打开程序。",
                code="broken-font",
            ) from None
        pdfmetrics.registerFont(font)
        return Face(name, font, source.raise_em)


def printable(text: str) -> str:
    """Return the text without characters that have no shape of their own; tabs and line ends become spaces."""
    text = text.translate(_INVISIBLE)
    return "".join(" " if character in "\t\r\n\x0b\x0c\u2028\u2029\xa0" else character for character in text)


def system_fonts_folder() -> Path | None:
    """Return the Windows fonts folder, or None on other systems."""
    root = os.environ.get("SYSTEMROOT") if os.name == "nt" else None
    return Path(root) / "Fonts" if root else None


_shared: list[FontBook] = []


def font_book() -> FontBook:
    """Return the program's one font book (system fonts first)."""
    if not _shared:
        _shared.append(FontBook(system_folder=system_fonts_folder()))
    return _shared[0]


def _is_latin(character: str) -> bool:
    return character < "\u0250" and character not in "·×÷°±"
