"""The rows of a document: title, number, paragraphs, and the signature block with room for the seal."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.printing import page
from app.printing.content import Paragraph
from app.printing.flow import Row, against_widows, keep_together
from app.printing.fonts import FontBook
from app.printing.qr import draw_qr
from app.printing.setting import SetLine, Setter, Span, draw_line

QR_SIDE = 27 * page.MM
CODE_SIZE = 9.0
# From the upper edge of a row to the baseline, so that the ink of a character stands in the middle of its row.
_INK_MIDDLE = 0.36
CELLS_AFTER_DATE = 4


@dataclass(frozen=True, slots=True)
class Seal:
    """What stands in the signature block: office, date as written, QR text and check code (None in a preview)."""

    office: str
    issued: str
    check_text: str | None
    check_code: str | None


def baseline(top: float, height: float, size: float) -> float:
    """Return the baseline of type of `size` pt in a row whose upper edge is at `top`."""
    return top - height / 2 - _INK_MIDDLE * size


class RowMaker:
    """Make rows in the faces of one font book."""

    def __init__(self, book: FontBook) -> None:
        self._book = book
        self._body = Setter(book)
        self._heading1 = Setter(book, "heading1")
        self._heading2 = Setter(book, "heading2")
        self._title = Setter(book, "title", page.TITLE_SIZE, page.TITLE_SIZE)

    def title(self, parts: Sequence[str]) -> list[Row]:
        """Return the centred title, each part on its own lines, and the space after it."""
        rows: list[Row] = []
        for part in parts:
            rows += [_centred(line, page.TITLE_LINE) for line in self._title.balanced(part, page.BLOCK_WIDTH)]
        return keep_together([*rows, _blank(8.0)])

    def number(self, text: str) -> list[Row]:
        """Return the document number, centred below the title, and the space after it."""
        return keep_together([*(_centred(line, page.LINE) for line in self._body.lines([Span(text)])), _blank(10.0)])

    def red_number(self, text: str) -> list[Row]:
        """Return the document number as the red letter head has it: at the right, below the line."""
        rows = [_at(line, page.LINE, page.BLOCK_WIDTH - line.width) for line in self._body.lines([Span(text)])]
        return keep_together([*rows, _blank(10.0)])

    def body(self, paragraphs: Sequence[Paragraph]) -> list[Row]:
        """Return the rows of all paragraphs."""
        return [row for paragraph in paragraphs for row in self._paragraph(paragraph)]

    def signed(self, rows: list[Row], seal: Seal) -> list[Row]:
        """Append the signature block, kept whole and with the last lines of the text."""
        block = self._signature(seal)
        return [*rows[:-2], *keep_together([*rows[-2:], *block])]

    def _paragraph(self, paragraph: Paragraph) -> list[Row]:
        if paragraph.kind == "addressee":
            return keep_together([*(_at(line, page.LINE) for line in self._body.lines(paragraph.spans)), _blank(0.0)])
        setter = {"heading1": self._heading1, "heading2": self._heading2}.get(paragraph.kind, self._body)
        rows = [_at(line, page.LINE) for line in setter.lines(paragraph.spans, indent=2)]
        if paragraph.kind == "paragraph":
            return against_widows(rows)
        return [Row(row.height, row.draw, True) for row in rows]

    def _signature(self, seal: Seal) -> list[Row]:
        date = self._body.line(seal.issued)
        middle = page.BLOCK_WIDTH - CELLS_AFTER_DATE * page.PITCH - date.width / 2
        room = 2 * min(middle - QR_SIDE - page.PITCH, page.BLOCK_WIDTH - middle)
        offices = self._body.lines([Span(seal.office, name=True)], width=1e6)
        if offices[0].width > room:
            # A long name keeps two cells free at the right and the date stays under its middle.
            offices = self._body.balanced(seal.office, page.BLOCK_WIDTH - QR_SIDE - 2 * page.PITCH)
            middle = min(middle, page.BLOCK_WIDTH - page.PITCH - max(line.width for line in offices) / 2)
        note = Setter(self._book, "body", 12.0, 12.0).line("（加盖公章处）")
        rows = [
            _blank(page.LINE),
            *(_at(line, page.LINE, middle - line.width / 2) for line in offices),
            _at(note, page.LINE, middle - note.width / 2, grey=0.45),
            _at(date, page.LINE, middle - date.width / 2),
        ]
        if seal.check_text:
            height = sum(row.height for row in rows)
            rows.append(Row(0.0, lambda canvas, top: self._check(canvas, top, height, seal)))
        return keep_together(rows)

    def _check(self, canvas: Any, bottom: float, height: float, seal: Seal) -> None:
        """Draw QR code and check code at the left of the signature block, which ends at `bottom`."""
        code = Setter(self._book, "body", CODE_SIZE, CODE_SIZE).line(f"核验码 {seal.check_code or ''}".strip())
        # The quiet zone hangs into the margin so that the dark modules stand on the left edge of the text.
        y = bottom + 14.0 + max(0.0, (height - page.LINE - QR_SIDE - 14.0) / 2)
        draw_qr(canvas, seal.check_text or "", page.LEFT - 2.0, y, QR_SIDE)
        draw_line(canvas, code, page.LEFT + 6.0, y - 8.0)


def _blank(height: float) -> Row:
    return Row(height, lambda canvas, top: None, True)


def _centred(line: SetLine, height: float) -> Row:
    return _at(line, height, (page.BLOCK_WIDTH - line.width) / 2)


def _at(line: SetLine, height: float, x: float = 0.0, grey: float = 0.0) -> Row:
    def draw(canvas: Any, top: float) -> None:
        canvas.setFillGray(grey)
        draw_line(canvas, line, page.LEFT + x, baseline(top, height, line.size))

    return Row(height, draw)
