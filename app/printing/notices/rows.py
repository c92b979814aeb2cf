"""The rows of a document: title, number, paragraphs, and the signature block with room for the seal."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.printing.fonts.book import FontBook
from app.printing.notices.content import Enclosure, FormRow, Paragraph, Piece, SignLine
from app.printing.notices.forms import FormMaker, rule
from app.printing.page import measures
from app.printing.page.flow import Row, against_widows, keep_together
from app.printing.page.qr import draw_qr
from app.printing.page.setting import SetLine, Setter, Span, baseline, draw_line, plain_text

QR_SIDE = 27 * measures.MM
CODE_SIZE = 9.0
COPIED_SIZE, COPIED_LINE = 14.0, 24.0
COPIED_RULE = 0.35 * measures.MM
NOTE_SIZE, NOTE_LINE, NOTE_GAP = 12.0, 17.0, 16.0
CELLS_AFTER_DATE = 4
TITLE_GAP = 8.0
# Keeps the lower edge of a seal of 42 mm clear of the receipt slip.
SEAL_BELOW = 4.0


@dataclass(frozen=True, slots=True)
class Seal:
    """What stands in the signature block: office, date as written, QR text and check code (None in a preview)."""

    office: str
    issued: str
    check_text: str | None
    check_code: str | None


class RowMaker:
    """Make rows in the faces of one font book."""

    def __init__(self, book: FontBook) -> None:
        self._book = book
        self._body = Setter(book)
        self._heading1 = Setter(book, "heading1")
        self._heading2 = Setter(book, "heading2")
        self._forms = FormMaker(book)
        self._title = Setter(book, "title", measures.TITLE_SIZE, measures.TITLE_SIZE)

    def title(self, parts: Sequence[Sequence[str]], after: float = TITLE_GAP) -> list[Row]:
        """Return the centred title, each part on its own lines, broken between its pieces, and the space after it."""
        rows: list[Row] = []
        for pieces in parts:
            rows += [_centred(line, measures.TITLE_LINE) for line in self._title.phrased(pieces, measures.BLOCK_WIDTH)]
        return keep_together([*rows, _blank(after)])

    def number(self, text: str) -> list[Row]:
        """Return the document number, centred below the title, and the space after it."""
        lines = self._body.lines([Span(text)])
        return keep_together([*(_centred(line, measures.LINE) for line in lines), _blank(10.0)])

    def red_number(self, text: str) -> list[Row]:
        """Return the document number as the red letter head has it: at the right, two lines above the title (10.1)."""
        rows = [_at(line, measures.LINE, measures.BLOCK_WIDTH - line.width) for line in self._body.lines([Span(text)])]
        return keep_together([*rows, _blank(2 * measures.LINE)])

    def body(self, pieces: Sequence[Piece]) -> list[Row]:
        """Return the rows of all pieces; lines to sign stand together, with the last lines of the text before them."""
        rows: list[Row] = []
        signers: list[SignLine] = []
        former: Piece | None = None
        for piece in pieces:
            if isinstance(piece, SignLine):
                signers.append(piece)
                continue
            if signers:
                rows, signers = self._closed(rows, self._forms.sign_lines(signers)), []
            # Text after a table, and a table after text, stand a little apart.
            if former is not None and isinstance(former, FormRow) is not isinstance(piece, FormRow):
                rows.append(_blank(6.0))
            if isinstance(piece, Enclosure):
                if not isinstance(former, Enclosure):
                    # No page begins with the blank line above them: the last lines of the text go with it.
                    rows = [*rows[:-2], *(replace(row, keep=True) for row in rows[-2:]), _blank(measures.LINE)]
                rows += self._enclosure(piece)
            else:
                rows += self._forms.form_row(piece) if isinstance(piece, FormRow) else self._paragraph(piece)
            former = piece
        return self._closed(rows, self._forms.sign_lines(signers)) if signers else rows

    def signed(self, rows: list[Row], seal: Seal) -> list[Row]:
        """Append the signature block, kept whole and with the last lines of the text."""
        return self._closed(rows, self._signature(seal))

    def checked(self, rows: list[Row], seal: Seal, notes: Sequence[Paragraph]) -> list[Row]:
        """Append QR and check code without a seal, with the notes beside them, for a document that others sign."""
        setter = Setter(self._book, "body", NOTE_SIZE, NOTE_SIZE)
        room = measures.BLOCK_WIDTH - QR_SIDE - NOTE_GAP
        lines = [line for note in notes for line in setter.lines(note.spans, width=room)]
        height = max(QR_SIDE + NOTE_GAP, len(lines) * NOTE_LINE + NOTE_GAP)

        def draw(canvas: Any, top: float) -> None:
            canvas.setFillGray(0)
            for index, line in enumerate(lines):
                y = baseline(top - NOTE_GAP / 2 - index * NOTE_LINE, NOTE_LINE, NOTE_SIZE)
                draw_line(canvas, line, measures.RIGHT - room, y)
            if seal.check_text:
                self._check(canvas, top - QR_SIDE - NOTE_GAP, 0.0, seal)

        return self._closed(rows, [Row(height, draw)])

    def copied(self, rows: list[Row], paragraphs: Sequence[Paragraph], *, ruled: bool) -> list[Row]:
        """Append who gets a copy for the foot of the last page, between two rules but in a letter (7.4, 10.1)."""
        if not paragraphs:
            return rows
        setter = Setter(self._book, "body", COPIED_SIZE, COPIED_SIZE)
        room = measures.BLOCK_WIDTH - 2 * COPIED_SIZE
        lines = [line for paragraph in paragraphs for line in setter.lines(paragraph.spans, width=room)]
        block = [_at(line, COPIED_LINE, COPIED_SIZE) for line in lines]
        foot = [_ruled(), *block, _ruled()] if ruled else block
        return self._closed(rows, [_blank(12.0), *(replace(row, foot=True) for row in foot)])

    @staticmethod
    def _closed(rows: list[Row], block: list[Row]) -> list[Row]:
        return [*rows[:-2], *keep_together([*rows[-2:], *block])]

    def _paragraph(self, paragraph: Paragraph) -> list[Row]:
        if paragraph.kind == "addressee":
            lines = self._body.lines(paragraph.spans)
            return keep_together([*(_at(line, measures.LINE) for line in lines), _blank(0.0)])
        setter = {"heading1": self._heading1, "heading2": self._heading2}.get(paragraph.kind, self._body)
        rows = [_at(line, measures.LINE) for line in setter.lines(paragraph.spans, indent=2)]
        if paragraph.kind == "paragraph":
            announces = plain_text(paragraph.spans).endswith(("：", ":"))
            return keep_together([*rows, _blank(0.0)]) if announces else against_widows(rows)
        return [Row(row.height, row.draw, True) for row in rows]

    def _enclosure(self, piece: Enclosure) -> list[Row]:
        """Return the lines of one enclosure, two cells in, its further lines below the first of its name (7.3.6)."""
        lead = self._body.line(piece.lead)
        # The second enclosure's number stands below the first one's.
        left = (2 if "附件" in piece.lead else 5) * measures.PITCH
        beside = left + lead.width
        first, *others = self._body.lines([Span(piece.name)], width=measures.BLOCK_WIDTH - beside)

        def draw(canvas: Any, top: float) -> None:
            canvas.setFillGray(0)
            y = baseline(top, measures.LINE, lead.size)
            for line, x in ((lead, left), (first, beside)):
                if line.text:
                    draw_line(canvas, line, measures.LEFT + x, y)

        rows = [Row(measures.LINE, draw), *(_at(line, measures.LINE, beside) for line in others)]
        return [replace(row, keep=True) for row in rows]

    def _signature(self, seal: Seal) -> list[Row]:
        date = self._body.line(seal.issued)
        middle = measures.BLOCK_WIDTH - CELLS_AFTER_DATE * measures.PITCH - date.width / 2
        room = 2 * min(middle - QR_SIDE - measures.PITCH, measures.BLOCK_WIDTH - middle)
        offices = self._body.lines([Span(seal.office, name=True)], width=1e6)
        if offices[0].width > room:
            # A long name keeps two cells free at the right and the date stays under its middle.
            offices = self._body.balanced(seal.office, measures.BLOCK_WIDTH - QR_SIDE - 2 * measures.PITCH)
            middle = min(middle, measures.BLOCK_WIDTH - measures.PITCH - max(line.width for line in offices) / 2)
        note = Setter(self._book, "body", 12.0, 12.0).line("（加盖公章处）")
        # Name and date stand one below the other, the seal over both; the note is in the room the seal has above.
        rows = [
            _blank(measures.LINE - SEAL_BELOW),
            _at(note, measures.LINE, middle - note.width / 2, grey=0.45),
            *(_at(line, measures.LINE, middle - line.width / 2) for line in offices),
            _at(date, measures.LINE, middle - date.width / 2),
            _blank(SEAL_BELOW),
        ]
        if seal.check_text:
            height = sum(row.height for row in rows)
            rows.append(Row(0.0, lambda canvas, top: self._check(canvas, top, height, seal)))
        return keep_together(rows)

    def _check(self, canvas: Any, bottom: float, height: float, seal: Seal) -> None:
        """Draw QR code and check code at the left of the signature block, which ends at `bottom`."""
        code = Setter(self._book, "body", CODE_SIZE, CODE_SIZE).line(f"核验码 {seal.check_code or ''}".strip())
        # The quiet zone hangs into the margin so that the dark modules stand on the left edge of the text.
        y = bottom + 14.0 + max(0.0, (height - measures.LINE - QR_SIDE - 14.0) / 2)
        draw_qr(canvas, seal.check_text or "", measures.LEFT - 2.0, y, QR_SIDE)
        draw_line(canvas, code, measures.LEFT + 6.0, y - 8.0)


def _blank(height: float) -> Row:
    return Row(height, lambda canvas, top: None, True)


def _ruled() -> Row:
    return Row(2.0, lambda canvas, top: rule(canvas, top - 1.0, thick=COPIED_RULE), True)


def _centred(line: SetLine, height: float) -> Row:
    return _at(line, height, (measures.BLOCK_WIDTH - line.width) / 2)


def _at(line: SetLine, height: float, x: float = 0.0, grey: float = 0.0) -> Row:
    def draw(canvas: Any, top: float) -> None:
        canvas.setFillGray(grey)
        draw_line(canvas, line, measures.LEFT + x, baseline(top, height, line.size))

    return Row(height, draw)
