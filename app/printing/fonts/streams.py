"""Objects and streams of a PDF as the archive form wants them: compressed, with an end of line before `endstream`.

A stream in the deflate format (RFC 1951) may be put together from blocks that were compressed apart, as long as each
ends at a whole byte: what many documents have in common, the outlines of their characters, is compressed once.
"""

import struct
import zlib
from collections.abc import Iterable, Sequence
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFObject

# Outlines hardly repeat: level 6 makes a page 5 % smaller and takes twice the time. A window of 32 kB costs more to
# set up than a page to compress.
LEVEL, WINDOW, MEMORY = 1, 13, 6
# What RFC 1950 puts before the blocks, an empty last block, the longest block that is stored as it is.
_HEAD, _LAST, _LONGEST = b"\x78\x01", b"\x03\x00", 0xFFFF


class Written(PDFObject):  # type: ignore[misc]
    """A part of a PDF that is written already: reportlab's own dictionaries cost more than the rest of a page."""

    def __init__(self, text: str) -> None:
        self.text = text

    def format(self, document: Any) -> bytes:
        return self.text.encode("ascii")


class Stream(PDFObject):  # type: ignore[misc]
    """A stream whose data ends with an end of line that is not counted (ISO 19005-2, 6.1.7.1).

    reportlab writes `endstream` right behind the data. `entries` are those of its dictionary besides the length.
    """

    def __init__(self, data: bytes, entries: str) -> None:
        self._data = data
        self._entries = entries.encode("ascii")

    def format(self, document: Any) -> bytes:
        return b"<< %b /Length %d >>\nstream\n%b\nendstream\n" % (self._entries, len(self._data), self._data)


def packed_stream(packed: bytes, entries: str = "") -> Stream:
    """Return the stream of data that are compressed."""
    return Stream(packed, f"/Filter /FlateDecode {entries}".rstrip())


def reference(document: Any, written: PDFObject) -> str:
    """Add an object to a document and return how others refer to it."""
    added: bytes = document.Reference(written).format(document)
    return added.decode("ascii")


def pack(data: bytes) -> bytes:
    """Compress data as the FlateDecode filter reads them."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, WINDOW, MEMORY)
    return packer.compress(data) + packer.flush()


def block(data: bytes) -> bytes:
    """Compress data as blocks that end at a whole byte and look at nothing before them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -WINDOW, MEMORY)
    return packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)


def stored(data: bytes) -> bytes:
    """Write data that are not worth compressing as blocks that end at a whole byte."""
    parts = (data[start : start + _LONGEST] for start in range(0, len(data), _LONGEST))
    return b"".join(struct.pack("<BHH", 0, len(part), len(part) ^ 0xFFFF) + part for part in parts)


def joined(parts: Iterable[bytes | bytearray], blocks: Sequence[bytes]) -> bytes:
    """Put the blocks of some data, given in parts, together to what the FlateDecode filter reads."""
    total = 1
    for part in parts:
        total = zlib.adler32(part, total)
    return b"".join((_HEAD, *blocks, _LAST, total.to_bytes(4, "big")))
