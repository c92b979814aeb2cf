"""A QR code as few filled rectangles, error level M."""

from functools import lru_cache
from typing import Any

import qrcode
from qrcode.constants import ERROR_CORRECT_M

from app.faults import UserFault

QUIET_MODULES = 4
# Any mask is valid; trying all eight for the fairest costs more than the rest of the page.
MASK = 2


@lru_cache(maxsize=64)
def qr_rows(text: str) -> tuple[tuple[bool, ...], ...]:
    """Return the dark modules of the code, row by row from the top, without the quiet zone.

    Scanners guess the encoding of Chinese, so the text must be ASCII: raises UserFault(code="bad-check-text").
    """
    if not text.isascii() or not text.isprintable():
        raise UserFault("二维码内容只能是字母、数字和符号。", "请用核验码生成二维码。", code="bad-check-text")
    return _modules(text)


@lru_cache(maxsize=8)
def message_rows(text: str) -> tuple[tuple[bool, ...], ...]:
    """Return the dark modules of a code that holds Chinese, as UTF-8: phones open a message with it."""
    return _modules(text.encode())


def _modules(content: str | bytes) -> tuple[tuple[bool, ...], ...]:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0, mask_pattern=MASK)
    code.add_data(content)
    code.make(fit=True)
    return tuple(tuple(bool(module) for module in row) for row in code.get_matrix())


def draw_qr(canvas: Any, text: str, x: float, y: float, side: float) -> None:
    """Draw the code into a square of `side` pt whose lower left corner is (x, y), quiet zone included."""
    rows = qr_rows(text)
    module = side / (len(rows) + 2 * QUIET_MODULES)
    canvas.saveState()
    # One module is one unit: whole numbers are short and quickly written.
    canvas.transform(module, 0, 0, -module, x + QUIET_MODULES * module, y + side - QUIET_MODULES * module)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawPath(_Modules(rows), stroke=0, fill=1)
    canvas.restoreState()


class _Modules:
    """A path of one rectangle for each run of dark modules, as reportlab's `drawPath` asks for it."""

    def __init__(self, rows: tuple[tuple[bool, ...], ...]) -> None:
        self._rows = rows

    def getCode(self) -> str:
        """Return the operators of the path; the first row is at the origin, the next one unit further."""
        parts: list[str] = []
        for index, row in enumerate(self._rows):
            column = 0
            while column < len(row):
                end = column
                while end < len(row) and row[end]:
                    end += 1
                if end > column:
                    parts.append(f"{column} {index} {end - column} 1 re")
                column = end + 1
        return "n " + " ".join(parts)
