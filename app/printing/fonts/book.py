"""Which face prints which character.

A document asks for a role (仿宋 body, 小标宋 title, …); a role is a list of faces, first choice first. On a Windows
PC the system's own 仿宋, 黑体, 楷体 and 宋体 come first, because the office knows their look; otherwise the bundle.
What no face of them has is looked for in the optional font pack (`app.printing.font_pack`).
"""

import os
import struct
import threading
import zlib
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar, cast

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError

from app.faults import UserFault
from app.printing.fonts.face import Face, Run
from app.printing.fonts.packs import PACK, UnusableFont, can_embed, open_pack_font, pack_files
from app.printing.fonts.textlayer import DocumentFont
from app.resources import resource_path

T = TypeVar("T")
# A template has some fifty paragraphs; each kept one takes about 20 kB.
MOST_RECALLED = 400

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
# Spaces of every width and line ends: few fonts have them, and a document has one space and the full-width one.
_SPACES = {code: " " for code in range(0x3000) if chr(code).isspace()}
_PRINTED_AS: dict[int, str | None] = {**_SPACES, **_INVISIBLE}


class FontBook:
    """Faces by role, each loaded when it is first needed.

    `system_folder` is the Windows fonts folder, or None to use the bundle alone; a system font that cannot be read
    or may not be embedded is passed over. `pack_folder` holds the files of the optional font pack.
    """

    def __init__(
        self, bundle: Path | None = None, system_folder: Path | None = None, pack_folder: Path | None = None
    ) -> None:
        self._bundle = bundle or resource_path("fonts")
        self._system_folder = system_folder
        self._pack_files = pack_files(pack_folder)
        self._pack: dict[Path, Face | None] = {}
        self._pack_faults: dict[Path, str] = {}
        self._faces: dict[Source, Face | None] = {}
        self._chosen: dict[Role, dict[str, Face | None]] = {}
        self._printed: set[str] = set()
        self._made: dict[Hashable, object] = {}
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

    def pack(self) -> Iterable[Face]:
        """Yield the usable faces of the optional font pack, each loaded when the reader comes to it."""
        for path in self._pack_files:
            if (face := self._load_pack(path)) is not None:
                yield face

    def pack_faults(self) -> tuple[str, ...]:
        """Return one sentence for each file of the font pack that cannot be used; reads all of them."""
        for _ in self.pack():
            pass
        return tuple(self._pack_faults[path] for path in self._pack_files if path in self._pack_faults)

    def face_for(self, character: str, role: Role) -> Face | None:
        """Return the first face of the role that has the character, or None."""
        chosen = self._chosen.setdefault(role, {})
        if character not in chosen:
            chosen[character] = self._choose(character, role)
        return chosen[character]

    def missing(self, text: str) -> list[str]:
        """Return the characters of a text that no face has, each once, in order of appearance."""
        new = [c for c in dict.fromkeys(text) if c not in self._printed]
        shapes = dict.fromkeys(printable("".join(new)))
        gone = [c for c in shapes if not c.isspace() and self.face_for(c, "body") is None]
        self._printed.update(c for c in new if c not in gone)
        return gone

    def check(self, texts: Iterable[str]) -> None:
        """Raise UserFault(code="missing-glyph") naming every character that cannot be printed."""
        gone = self.missing("".join(texts))
        if gone:
            named = "、".join(f"{character}（U+{ord(character):04X}）" for character in gone)
            raise UserFault(
                f"缺字：{named}。现有字体里没有这个字，文书没有生成。",
                "请核对是否录入有误；确为人名、地名用字的，请管理员把含有该字的字体（.ttf）放进程序的 "
                f"resources/{PACK} 文件夹，再重新打开程序。",
                code="missing-glyph",
            )

    def recall(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was made for this key before, or make it: notices have most paragraphs in common."""
        if key in (made := self._made):
            return cast(T, made[key])
        if len(made) >= MOST_RECALLED:
            made = self._made = {}
        result = made[key] = make()
        return result

    def forget(self) -> None:
        """Let go of every text set so far, and of what tells which characters it had."""
        self._made = {}
        self._printed = set()
        self._chosen = {}
        for face in (*self._faces.values(), *self._pack.values()):
            if face is not None:
                face.font.forget()

    def runs(self, text: str, role: Role, *, name: bool = False) -> list[Run]:
        """Split text into runs of one face each.

        A `name` is set in one face whole: the role's own, or else the first that has all its characters.
        """
        text, faces = self.chosen(text, role, name=name)
        runs: list[Run] = []
        start = 0
        for end in range(1, len(faces) + 1):
            if end == len(faces) or faces[end] is not faces[start]:
                runs.append(Run(text[start:end], faces[start]))
                start = end
        return runs

    def chosen(self, text: str, role: Role, *, name: bool = False) -> tuple[str, list[Face]]:
        """Return the text as it is printed and the face of each of its characters, chosen as for `runs`."""
        text = printable(text)
        if name and text and (whole := self._one_face(text, role)) is not None:
            return text, [whole] * len(text)
        known = self._chosen.setdefault(role, {})
        return text, [known.get(c) or self.face_for(c, role) or self.first(role) for c in text]

    def _choose(self, character: str, role: Role) -> Face | None:
        roles: tuple[Role, ...] = ("digits", role) if role == "body" and _is_latin(character) else (role, "rare")
        candidates = (face for each in roles for face in self.faces(each))
        known = next((face for face in candidates if face.has(character)), None)
        if known is not None or character.isspace():
            return known
        return next((face for face in self.pack() if face.has(character) and can_embed(face.font, character)), None)

    def _one_face(self, text: str, role: Role) -> Face | None:
        hanzi = [character for character in text if not _is_latin(character)]
        own = self.first(role)
        if all(own.has(character) for character in hanzi):
            return None
        candidates = (*self.faces("rare"), *self.faces(role))
        if (whole := next((face for face in candidates if _has_all(face, text)), None)) is not None:
            return whole
        # The pack is read only for a character that nothing else has.
        if all(any(face.has(character) for face in candidates) for character in hanzi):
            return None
        return next(
            (face for face in self.pack() if _has_all(face, text) and all(can_embed(face.font, c) for c in text)), None
        )

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
        except (TTFError, OSError, ValueError, LookupError, struct.error):
            if source.system:
                return None
            raise UserFault(
                f"打不开字体文件 {source.file_name}。",
                "请用安装包里的原文件替换它，再重新打开程序。",
                code="broken-font",
            ) from None
        pdfmetrics.registerFont(font)
        return Face(name, font, source.raise_em)

    def _load_pack(self, path: Path) -> Face | None:
        with self._lock:
            if path not in self._pack:
                self._pack[path] = self._open_pack(path)
        return self._pack[path]

    def _open_pack(self, path: Path) -> Face | None:
        name = f"pack-{zlib.crc32(str(path).encode()):08x}"
        try:
            font = open_pack_font(path, name)
        except UnusableFont as fault:
            self._pack_faults[path] = f"字体包里的 {path.name} 没有使用：{fault}。"
            return None
        pdfmetrics.registerFont(font)
        return Face(name, font, 0.0)


def printable(text: str) -> str:
    """Return the text without characters that have no shape of their own; every space but 　 becomes a plain one."""
    return text.translate(_PRINTED_AS)


def system_fonts_folder() -> Path | None:
    """Return the Windows fonts folder, or None on other systems."""
    root = os.environ.get("SYSTEMROOT") if os.name == "nt" else None
    return Path(root) / "Fonts" if root else None


_shared: list[FontBook] = []


def font_book() -> FontBook:
    """Return the program's one font book (system fonts first, the font pack last)."""
    if not _shared:
        _shared.append(FontBook(system_folder=system_fonts_folder(), pack_folder=resource_path(PACK)))
    return _shared[0]


def forget_texts() -> None:
    """Let the program's font book forget what it has set; for the moment the program is locked or left."""
    for book in _shared:
        book.forget()


def _has_all(face: Face, text: str) -> bool:
    return all(face.has(character) for character in text)


def _is_latin(character: str) -> bool:
    return character < "\u0250" and character not in "·×÷°±"
