"""A QR code (ISO/IEC 18004) as few filled rectangles, error level M.

The tables and the fixed patterns are those of the `qrcode` package; the words are packed and placed here, for a batch
of documents in a small part of its time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from operator import itemgetter
from typing import Any

from qrcode import QRCode, base, util
from qrcode.constants import ERROR_CORRECT_M
from qrcode.exceptions import DataOverflowError

from app.faults import UserFault

QUIET_MODULES = 4
# Any mask is valid; trying all eight for the fairest costs more than the rest of the page.
MASK = 2


def qr_rows(text: str) -> tuple[tuple[bool, ...], ...]:
    """Return the dark modules of the code, row by row from the top, without the quiet zone.

    Scanners guess the encoding of Chinese, so the text must be ASCII: raises UserFault(code="bad-check-text").
    """
    return _modules(_checked(text))


def message_rows(text: str) -> tuple[tuple[bool, ...], ...]:
    """Return the dark modules of a code that holds Chinese, as UTF-8: phones open a message with it."""
    return _modules(text.encode())


def draw_qr(canvas: Any, text: str, x: float, y: float, side: float) -> None:
    """Draw the code into a square of `side` pt whose lower left corner is (x, y), quiet zone included.

    Raises UserFault(code="bad-check-text") as `qr_rows` does.
    """
    pattern = _pattern(_checked(text))
    module = side / (len(pattern) + 2 * QUIET_MODULES)
    canvas.saveState()
    # One module is one unit: whole numbers are short and quickly written.
    canvas.transform(module, 0, 0, -module, x + QUIET_MODULES * module, y + side - QUIET_MODULES * module)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.addLiteral(f"n {_rectangles(pattern)} f")
    canvas.restoreState()


def _rectangles(pattern: list[str]) -> str:
    """Return the operators of one rectangle for each run of dark modules; rows go down from the origin."""
    parts: list[str] = []
    for y, row in enumerate(pattern):
        x = 0
        for run in row.replace("01", "0 1").replace("10", "1 0").split(" "):
            if run[0] == "1":
                parts.append(f"{x} {y} {len(run)} 1 re")
            x += len(run)
    return " ".join(parts)


def _checked(text: str) -> bytes:
    if not text.isascii() or not text.isprintable():
        raise UserFault("二维码内容只能是字母、数字和符号。", "请用核验码生成二维码。", code="bad-check-text")
    return text.encode("ascii")


def _modules(content: bytes) -> tuple[tuple[bool, ...], ...]:
    return tuple(tuple(module == "1" for module in row) for row in _pattern(content))


def _pattern(content: bytes) -> list[str]:
    """Return the rows of the code from the top, "1" for a dark module."""
    layout, words = _words(content)
    bits = f"{int.from_bytes(_protected(words, layout.blocks), 'big') << layout.spare ^ layout.mask:0{layout.bits}b}"
    # The modules of the fixed patterns are read from the last two places.
    cells = "".join(layout.read(bits + "01"))
    return [cells[start : start + layout.side] for start in range(0, len(cells), layout.side)]


@dataclass(frozen=True, slots=True)
class _Layout:
    """One size of code: modules a side, (all words, data words) of each block, and where each bit goes.

    `read` picks the modules row by row out of the masked bits, a "0" and a "1"; `spare` bits follow the words.
    """

    side: int
    blocks: tuple[tuple[int, int], ...]
    bits: int
    spare: int
    mask: int
    read: Callable[[str], tuple[str, ...]]


@cache
def _layout(version: int) -> _Layout:
    blank = _Blank(version=version, error_correction=ERROR_CORRECT_M, mask_pattern=MASK)
    blank.makeImpl(False, MASK)
    places, fixed = blank.places, blank.modules
    side = len(fixed)
    blocks = tuple((block.total_count, block.data_count) for block in base.rs_blocks(version, ERROR_CORRECT_M))
    covers = util.mask_func(MASK)
    mask = int("".join("1" if covers(row, column) else "0" for row, column in places), 2)
    index = {place: number for number, place in enumerate(places)}
    cells = [(row, column) for row in range(side) for column in range(side)]
    picked = [index[cell] if cell in index else len(places) + fixed[cell[0]][cell[1]] for cell in cells]
    spare = len(places) - 8 * sum(total for total, _ in blocks)
    return _Layout(side, blocks, len(places), spare, mask, itemgetter(*picked))


class _Blank(QRCode):  # type: ignore[misc]
    """A code that notes where the bits of its words go, in their order (row, column), instead of placing any."""

    def map_data(self, data: object, mask_pattern: int) -> None:
        self.places: list[tuple[int, int]] = []
        side = len(self.modules)
        upwards = True
        for right in (*range(side - 1, 6, -2), 5, 3, 1):
            for row in range(side - 1, -1, -1) if upwards else range(side):
                self.places += [(row, column) for column in (right, right - 1) if self.modules[row][column] is None]
            upwards = not upwards


def _words(content: bytes) -> tuple[_Layout, bytes]:
    """Return the smallest layout that holds the content, and its data words: letters and digits by twos, or bytes."""
    by_twos = util.RE_ALPHA_NUM.match(content) is not None
    mode = util.MODE_ALPHA_NUM if by_twos else util.MODE_8BIT_BYTE
    value = length = 0
    if by_twos:
        places = [util.ALPHA_NUM.index(letter) for letter in content]
        for first, second in zip(places[::2], places[1::2], strict=False):
            value = value << 11 | first * 45 + second
        length = 11 * (len(places) // 2)
        if len(places) % 2:
            value, length = value << 6 | places[-1], length + 6
    else:
        value, length = int.from_bytes(content, "big"), 8 * len(content)
    version, counter = _version(mode, length)
    layout = _layout(version)
    room = 8 * sum(data for _, data in layout.blocks)
    value |= (mode << counter | len(content)) << length
    length += 4 + counter
    # Up to four zero bits end the content, then whole words fill the room.
    end = min(room, length + 4)
    end += -end % 8
    words = (value << end - length).to_bytes(end // 8, "big")
    return layout, words + (b"\xec\x11" * room)[: (room - end) // 8]


def _version(mode: int, length: int) -> tuple[int, int]:
    """Return the smallest version for so many bits, and how many bits its counter of characters has."""
    for version in range(1, 41):
        counter: int = util.length_in_bits(mode, version)
        if 4 + counter + length <= util.BIT_LIMIT_TABLE[ERROR_CORRECT_M][version]:
            return version, counter
    raise DataOverflowError


def _protected(words: bytes, blocks: tuple[tuple[int, int], ...]) -> bytes:
    """Return the data words with the words that correct them, block by block in turn."""
    data: list[bytes] = []
    correction: list[bytes] = []
    for total, count in blocks:
        block, words = words[:count], words[count:]
        data.append(block)
        correction.append(_correction(block, total - count))
    return bytes(
        word for each in (data, correction) for column in zip_longest(*each) for word in column if word is not None
    )


def _correction(block: bytes, count: int) -> bytes:
    """Return the remainder of a block by the generator polynomial of degree `count`."""
    multiples = _multiples(count)
    top, remainder = 8 * (count - 1), 0
    for word in block:
        first = remainder >> top ^ word
        remainder = (remainder & (1 << top) - 1) << 8 ^ multiples[first]
    return remainder.to_bytes(count, "big")


@cache
def _multiples(count: int) -> list[int]:
    """Return every multiple of the generator polynomial of degree `count`, without its leading term, as one number."""
    generator = base.Polynomial([1], 0)
    for power in range(count):
        generator = generator * base.Polynomial([1, base.gexp(power)], 0)
    logs = [base.glog(factor) for factor in generator][1:]
    return [
        int.from_bytes(bytes(base.gexp(base.glog(word) + log) if word else 0 for log in logs), "big")
        for word in range(256)
    ]
