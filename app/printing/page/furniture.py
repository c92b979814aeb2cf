"""What stands around the text: red letter head, page number, receipt slip, the mark of a preview."""

from typing import Any

from app.printing.fonts.book import FontBook
from app.printing.page import measures
from app.printing.page.setting import SetLine, Setter, Span, draw_line

STUB_SIZE, STUB_LINE = 14.0, 26.0
STUB_SPACE = 14.0
# Keeps the slip clear of the page number below it.
STUB_FOOT = 8.0
RED_HEAD_SIZE, RED_HEAD_SMALLEST = 36.0, 22.0
RED_HEAD_LEADING = 1.35
RED_HEAD_FITS = 156 * measures.MM


class Furniture:
    """Draw the fixed parts of one document's pages."""

    def __init__(self, book: FontBook, office: str, name: str, numbered: str, stub: str) -> None:
        self._book = book
        self._office = office
        self._name = name
        self._numbered = numbered
        self._stub = stub

    def red_head_height(self, office: str) -> float:
        """Return how far the letter head pushes the text down on the first page (pt)."""
        size, lines = self._red_lines(office)
        return measures.TOP - (measures.RED_HEAD_TOP - _red_block(size, len(lines)) - measures.RED_HEAD_GAP - 10.0)

    def red_head(self, canvas: Any) -> None:
        """Draw the office's name and the two double lines of the letter format."""
        size, lines = self._red_lines(self._office)
        canvas.setFillColorRGB(*measures.RED)
        for index, line in enumerate(lines):
            baseline = measures.RED_HEAD_TOP - (0.86 + index * RED_HEAD_LEADING) * size
            draw_line(canvas, line, (measures.WIDTH - line.width) / 2, baseline)
        left = (measures.WIDTH - measures.RED_LINE_LENGTH) / 2
        y = measures.RED_HEAD_TOP - _red_block(size, len(lines)) - measures.RED_HEAD_GAP
        for height, thickness in ((y, 2.2), (y - 3.2, 0.7), (measures.RED_FOOT + 3.2, 0.7), (measures.RED_FOOT, 2.2)):
            canvas.rect(left, height - thickness / 2, measures.RED_LINE_LENGTH, thickness, stroke=0, fill=1)
        canvas.setFillGray(0)

    def page_number(self, canvas: Any, number: int) -> None:
        """Draw — 1 — 7 mm below the text block: odd pages at the right, even pages at the left, one cell in."""
        size = measures.PAGE_NUMBER_SIZE
        line = Setter(self._book, "rare", size, size).line(f"— {number} —")
        odd = number % 2 == 1
        x = measures.RIGHT - size - line.width if odd else measures.LEFT + size
        canvas.setFillGray(0)
        draw_line(canvas, line, x, measures.BOTTOM - measures.PAGE_NUMBER_DROP - 0.36 * size)

    @property
    def stub_height(self) -> float:
        """Return how much of the last page the receipt slip takes (pt), 0 without one."""
        return STUB_FOOT + STUB_LINE * (len(self._stub_lines()) + 2) + STUB_SPACE if self._stub else 0.0

    def stub(self, canvas: Any, free_from: float) -> bool:
        """Draw the receipt slip at the foot of the text block when it fits below `free_from`; tell whether it did."""
        lines = self._stub_lines()
        height = self.stub_height
        if measures.BOTTOM + height > free_from:
            return False
        top = measures.BOTTOM + height
        canvas.setStrokeGray(0.35)
        canvas.setLineWidth(0.6)
        canvas.setDash(4, 3)
        canvas.line(measures.LEFT, top, measures.RIGHT, top)
        canvas.setDash()
        canvas.setFillGray(0)
        top -= STUB_SPACE
        heading = Setter(self._book, "heading1", STUB_SIZE, STUB_SIZE).line(f"送达回执（{self._numbered}）")
        draw_line(canvas, heading, (measures.WIDTH - heading.width) / 2, top - STUB_LINE / 2 - 0.36 * STUB_SIZE)
        for index, line in enumerate(lines, start=1):
            draw_line(canvas, line, measures.LEFT, top - STUB_LINE * (index + 0.5) - 0.36 * STUB_SIZE)
        self._blanks(canvas, top - STUB_LINE * (len(lines) + 1.5) - 0.36 * STUB_SIZE)
        return True

    def draft_mark(self, canvas: Any) -> None:
        """Draw a light 预览 未签发 across the page, under everything else."""
        line = Setter(self._book, "heading1", 60.0, 64.0).line("预览 未签发")
        canvas.saveState()
        canvas.setFillGray(0.92)
        canvas.translate(measures.WIDTH / 2, measures.HEIGHT / 2)
        canvas.rotate(35)
        draw_line(canvas, line, -line.width / 2, -20.0)
        canvas.restoreState()

    def _stub_lines(self) -> list[SetLine]:
        setter = Setter(self._book, "body", STUB_SIZE, STUB_SIZE)
        return setter.lines([Span(self._stub)], indent=2)

    def _blanks(self, canvas: Any, baseline: float) -> None:
        """Draw the labels and rules to sign on."""
        setter = Setter(self._book, "body", STUB_SIZE, STUB_SIZE)
        canvas.setLineWidth(0.5)
        canvas.setStrokeGray(0)
        x = measures.LEFT + 2 * STUB_SIZE
        for label, length in (("签收人：", 118.0), ("签收日期：", 44.0), ("年", 28.0), ("月", 28.0), ("日", 0.0)):
            line = setter.line(label)
            draw_line(canvas, line, x, baseline)
            x += line.width
            if length:
                canvas.line(x, baseline - 2.0, x + length - 4.0, baseline - 2.0)
                x += length + (20.0 if label == "签收人：" else 0.0)

    def _red_lines(self, office: str) -> tuple[float, list[SetLine]]:
        """Return type size and lines of the head: one line down to the smallest size, then as many as it takes."""
        size = max(RED_HEAD_SMALLEST, min(RED_HEAD_SIZE, RED_HEAD_FITS / max(1, len(office))))
        return size, Setter(self._book, "title", size, size).balanced(office, RED_HEAD_FITS + 0.1)


def _red_block(size: float, lines: int) -> float:
    return size * (1 + RED_HEAD_LEADING * (lines - 1))
