"""Tables of a form: ruled and labelled cells, room to write and to sign, over pages where they are long."""

from dataclasses import dataclass
from typing import Any

from app.printing.fonts.book import FontBook
from app.printing.notices.content import SIGN_DATE, Cell, FormRow, SignLine
from app.printing.page import measures
from app.printing.page.flow import Row, keep_together
from app.printing.page.setting import SetLine, Setter, Span, baseline, draw_line

SIZE, LINE = 12.0, 18.0
PAD, GAP = 5.0, 4.0
LABEL_WIDTH = 82.0
LABEL_CELLS = 6
RULE, GREY = 0.6, 0.2
# A cell of more lines than this may be cut by a page.
WHOLE = 12
SIGN_LINE = 1.3 * measures.LINE
# Room for the day, the month and the year, then for the name at its shortest (pt).
DATE_ROOM = (34.0, 34.0, 50.0)
NAME_ROOM = 90.0


@dataclass(frozen=True, slots=True)
class _SetCell:
    """A cell ready to draw: its left edge and the width of both parts (pt), and the lines of each."""

    x: float
    width: float
    label: list[SetLine]
    lines: list[SetLine]
    sign: list[SetLine]
    least: int

    @property
    def height(self) -> float:
        written = max(len(self.lines), self.least) + len(self.sign)
        return max(written, len(self.label)) * LINE + 2 * GAP


class FormMaker:
    """Make the rows of forms and of signature lines in the faces of one font book."""

    def __init__(self, book: FontBook) -> None:
        self._label = Setter(book, "heading1", SIZE, SIZE)
        self._text = Setter(book, "body", SIZE, SIZE)
        self._body = Setter(book)

    def form_row(self, row: FormRow) -> list[Row]:
        """Return one row of a form; a single cell of many lines becomes rows that a page may cut."""
        share = measures.BLOCK_WIDTH / len(row.cells)
        cells = [self._set(cell, index * share, share) for index, cell in enumerate(row.cells)]
        if len(cells) == 1 and len(cells[0].lines) > WHOLE:
            return _long(cells[0], row.first)
        height = max(cell.height for cell in cells)

        def draw(canvas: Any, top: float) -> None:
            if row.first:
                rule(canvas, top)
            for cell in cells:
                _draw_cell(canvas, cell, top, height)
            _edge(canvas, measures.BLOCK_WIDTH, top, height)
            rule(canvas, top - height)

        return [Row(height, draw, keep=row.first, ruled=True)]

    def sign_lines(self, lines: list[SignLine]) -> list[Row]:
        """Return lines to sign on, kept together: who signs, a rule, room for the date."""
        return keep_together([Row(SIGN_LINE, self._signer(line.label)) for line in lines])

    def _set(self, cell: Cell, x: float, width: float) -> _SetCell:
        inner = width - LABEL_WIDTH - 2 * PAD
        lines = [line for spans in cell.paragraphs for line in self._text.lines(spans, width=inner)]
        sign = [line for text in cell.sign for line in self._text.lines([Span(text)], width=inner)]
        label = self._label.balanced(cell.label, LABEL_CELLS * SIZE)
        return _SetCell(x, width, label, lines, sign, cell.lines)

    def _signer(self, label: str) -> Any:
        who = self._body.line(label)
        marks = [self._body.line(mark) for mark in SIGN_DATE]

        def draw(canvas: Any, top: float) -> None:
            canvas.setFillGray(0)
            y = baseline(top, SIGN_LINE, measures.BODY_SIZE)
            draw_line(canvas, who, measures.LEFT, y)
            x = measures.RIGHT - sum(mark.width for mark in marks) - sum(DATE_ROOM)
            start = measures.LEFT + who.width
            # A long label leaves the date away rather than the name.
            if x - start < NAME_ROOM:
                x = measures.RIGHT
            canvas.setStrokeGray(GREY)
            canvas.setLineWidth(RULE)
            canvas.line(start, y - 3.0, min(x - 12.0, start + 200.0), y - 3.0)
            if x < measures.RIGHT:
                for mark, room in zip(marks, reversed(DATE_ROOM), strict=True):
                    draw_line(canvas, mark, x + room, y)
                    x += room + mark.width

        return draw


def rule(canvas: Any, y: float, thick: float = RULE) -> None:
    """Draw a rule across the text block."""
    _pen(canvas, thick)
    canvas.line(measures.LEFT, y, measures.RIGHT, y)


def _pen(canvas: Any, thick: float = RULE) -> None:
    canvas.setStrokeGray(GREY)
    canvas.setLineWidth(thick)


def _edge(canvas: Any, x: float, top: float, height: float) -> None:
    _pen(canvas)
    canvas.line(measures.LEFT + x, top, measures.LEFT + x, top - height)


def _draw_cell(canvas: Any, cell: _SetCell, top: float, height: float) -> None:
    """Draw the left edges, the label in the middle, the text (a short one in the middle), signs at the foot."""
    _edge(canvas, cell.x, top, height)
    _edge(canvas, cell.x + LABEL_WIDTH, top, height)
    canvas.setFillGray(0)
    _draw_label(canvas, cell, top - (height - len(cell.label) * LINE) / 2)
    x = measures.LEFT + cell.x + LABEL_WIDTH + PAD
    used = len(cell.lines) * LINE
    short = len(cell.lines) <= 2 and not cell.sign
    y = top - ((height - used) / 2 if short else GAP)
    for index, line in enumerate(cell.lines):
        draw_line(canvas, line, x, baseline(y - index * LINE, LINE, SIZE))
    foot = top - height + GAP + len(cell.sign) * LINE
    right = measures.LEFT + cell.x + cell.width - PAD
    for index, line in enumerate(cell.sign):
        draw_line(canvas, line, right - line.width, baseline(foot - index * LINE, LINE, SIZE))


def _draw_label(canvas: Any, cell: _SetCell, top: float) -> None:
    for index, line in enumerate(cell.label):
        x = measures.LEFT + cell.x + (LABEL_WIDTH - line.width) / 2
        draw_line(canvas, line, x, baseline(top - index * LINE, LINE, SIZE))


def _long(cell: _SetCell, first: bool) -> list[Row]:
    """Return a long cell line by line, two of them together at either end, the lines to sign with the last."""
    texts = [*cell.lines, *cell.sign]
    top_rows = max(2, len(cell.label))
    rows: list[Row] = []
    for index, line in enumerate(texts):
        is_sign = index >= len(cell.lines)
        height = LINE + (GAP if index == 0 else 0.0) + (GAP if index == len(texts) - 1 else 0.0)
        keep = index < top_rows - 1 or len(cell.lines) - 2 <= index < len(texts) - 1
        draw = _LongLine(cell, line, height, first and index == 0, index == 0, index == len(texts) - 1, is_sign)
        rows.append(Row(height, draw, keep=keep, ruled=True))
    return rows


@dataclass(frozen=True, slots=True)
class _LongLine:
    """Draws one line of a long cell with the edges beside it."""

    cell: _SetCell
    line: SetLine
    height: float
    opens: bool
    starts: bool
    ends: bool
    is_sign: bool

    def __call__(self, canvas: Any, top: float) -> None:
        if self.opens:
            rule(canvas, top)
        for x in (0.0, LABEL_WIDTH, measures.BLOCK_WIDTH):
            _edge(canvas, x, top, self.height)
        canvas.setFillGray(0)
        if self.starts:
            _draw_label(canvas, self.cell, top - GAP)
        x = measures.LEFT + LABEL_WIDTH + PAD
        if self.is_sign:
            x = measures.RIGHT - PAD - self.line.width
        draw_line(canvas, self.line, x, baseline(top - (GAP if self.starts else 0.0), LINE, SIZE))
        if self.ends:
            rule(canvas, top - self.height)
