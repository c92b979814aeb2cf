"""The optional font pack: a folder of TrueType files an office adds for characters that the bundle has not.

Level 3 of GB 18030-2022 (CJK extensions B to H) takes fonts of 30 MB and more, so they do not ship with the program.
The files come from anywhere: each is looked over before it is read, and one that is broken is left out and named.
"""

import struct
from pathlib import Path

from app.printing.fonts.textlayer import DocumentFont

PACK = "fonts-extra"
LARGEST = 100_000_000
# More entries than any font has glyphs for: a made-up range of millions would keep the reader busy for hours.
MOST_CHARACTERS = 150_000
MOST_TABLES = 100


class UnusableFont(Exception):
    """A file of the pack that cannot be used; the text says why, in Chinese."""


def pack_files(folder: Path | None) -> tuple[Path, ...]:
    """Return the TrueType files of a pack in the order of their names; none where there is no folder."""
    if folder is None or not folder.is_dir():
        return ()
    return tuple(sorted(path for path in folder.iterdir() if path.suffix.lower() == ".ttf" and path.is_file()))


def open_pack_font(path: Path, name: str) -> DocumentFont:
    """Open one file of the pack under `name`; raises UnusableFont, whatever the file holds."""
    try:
        if path.stat().st_size > LARGEST:
            raise UnusableFont(f"文件超过 {LARGEST // 1_000_000} MB")
        if _mapped(path.read_bytes()) > MOST_CHARACTERS:
            raise UnusableFont("字符表损坏")
        font = DocumentFont(name, path)
    except UnusableFont:
        raise
    except Exception:  # a damaged file fails in any place of the reader
        raise UnusableFont("不是可以嵌入的 TrueType 字体，或者文件损坏") from None
    # Two files may bear one PostScript name; in a document every embedded font needs its own.
    font.face.name += b"-" + name.rpartition("-")[2].encode("ascii")
    return font


def can_embed(font: DocumentFont, character: str) -> bool:
    """Tell whether a character of a pack font can be cut out of it; its outline may be damaged."""
    try:
        font.cutter.cut([0, ord(character)])
    except Exception:  # as above
        return False
    return True


def _mapped(data: bytes) -> int:
    """Return how many entries the character tables of a font claim; raises struct.error for a broken table."""
    count = struct.unpack_from(">4xH", data)[0]
    if count > MOST_TABLES:
        raise UnusableFont("字体表损坏")
    tables = {name: at for name, _, at, _ in struct.iter_unpack(">4sIII", data[12 : 12 + 16 * count])}
    start = tables[b"cmap"]
    number = min(MOST_TABLES, struct.unpack_from(">2xH", data, start)[0])
    places = struct.iter_unpack(">4xI", data[start + 4 : start + 4 + 8 * number])
    return max((_entries(data, start + at) for (at,) in places), default=0)


def _entries(data: bytes, at: int) -> int:
    kind: int = struct.unpack_from(">H", data, at)[0]
    if kind in (12, 13):
        groups: int = struct.unpack_from(">I", data, at + 12)[0]
        if groups > MOST_CHARACTERS:
            return groups
        found = struct.iter_unpack(">III", data[at + 16 : at + 16 + 12 * groups])
        return sum(max(0, last - first + 1) for first, last, _ in found)
    if kind == 4:
        segments = struct.unpack_from(">H", data, at + 6)[0] // 2
        last = struct.unpack_from(f">{segments}H", data, at + 14)
        first = struct.unpack_from(f">{segments}H", data, at + 16 + 2 * segments)
        return sum(max(0, end - begin + 1) for begin, end in zip(first, last, strict=True))
    return 0
