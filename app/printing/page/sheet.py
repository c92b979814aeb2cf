"""A sheet of paper of any size to draw on, measured in pt from its upper left corner."""

import io
from typing import Any, Literal

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from app.printing.fonts.book import FontBook, Role, font_book
from app.printing.page.map_look import TONES
from app.printing.page.measures import MM
from app.printing.page.setting import Setter, Span, draw_line

rl_config.useA85 = 0

PaperSize = Literal["A2", "A3", "A4"]
_SIZES: dict[str, tuple[float, float]] = {
    "A2": (420 * MM, 594 * MM),
    "A3": (297 * MM, 420 * MM),
    "A4": (210 * MM, 297 * MM),
}


class Sheet:
    """Draw text, boxes and lines; the same calls give the same bytes."""

    def __init__(
        self,
        size: PaperSize,
        *,
        landscape: bool = False,
        title: str,
        office: str,
        book: FontBook | None = None,
    ) -> None:
        short, long = _SIZES[size]
        self.width, self.height = (long, short) if landscape else (short, long)
        self.book = book or font_book()
        self._buffer = io.BytesIO()
        self.canvas: Any = Canvas(
            self._buffer, pagesize=(self.width, self.height), pageCompression=1, invariant=1,
            initialFontName=self.book.first("plain").name, lang="zh-CN",
        )  # fmt: skip
        self.canvas.setTitle(title)
        self.canvas.setAuthor(office)
        self.canvas.setCreator("信访窗口")

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        role: Role = "plain",
        tone: str = "ink",
        anchor: str = "start",
    ) -> float:
        """Draw one line with its baseline at y and return its width."""
        line = Setter(self.book, role, size, size).line(text)
        left = x - (line.width / 2 if anchor == "middle" else line.width if anchor == "end" else 0.0)
        self.canvas.setFillColor(HexColor(TONES[tone]))
        draw_line(self.canvas, line, left, self.height - y)
        return line.width

    def paragraph(
        self,
        x: float,
        top: float,
        text: str,
        size: float,
        width: float,
        *,
        role: Role = "plain",
        tone: str = "ink",
        leading: float = 1.5,
        middle: bool = False,
        draw: bool = True,
    ) -> float:
        """Set text into lines of `width` below `top`, line ends kept; return where it ends (`draw` off: only that)."""
        setter = Setter(self.book, role, size, size)
        at = top
        for part in text.split("\n"):
            lines = setter.balanced(part, width) if middle else setter.lines([Span(part)], width=width)
            for line in lines:
                if draw:
                    self.canvas.setFillColor(HexColor(TONES[tone]))
                    left = x + (width - line.width) / 2 if middle else x
                    draw_line(self.canvas, line, left, self.height - at - size * (leading / 2 + 0.36))
                at += size * leading
        return at

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = "",
        stroke: str = "",
        thick: float = 1.0,
        round_: float = 0.0,
    ) -> None:
        """Draw a rectangle whose upper left corner is (x, y)."""
        if fill:
            self.canvas.setFillColor(HexColor(TONES[fill]))
        if stroke:
            self.canvas.setStrokeColor(HexColor(TONES[stroke]))
            self.canvas.setLineWidth(thick)
        radius = min(round_, width / 2, height / 2)
        self.canvas.roundRect(
            x, self.height - y - height, width, height, radius, stroke=int(bool(stroke)), fill=int(bool(fill))
        )

    def line(self, points: tuple[tuple[float, float], ...], tone: str, thick: float) -> None:
        """Draw a polyline."""
        path = self.canvas.beginPath()
        path.moveTo(points[0][0], self.height - points[0][1])
        for x, y in points[1:]:
            path.lineTo(x, self.height - y)
        self.canvas.setStrokeColor(HexColor(TONES[tone]))
        self.canvas.setLineWidth(thick)
        self.canvas.setLineJoin(1)
        self.canvas.drawPath(path, stroke=1, fill=0)

    def arrow(self, x: float, y: float, length: float, tone: str) -> None:
        """Draw the head of an arrow that points down and ends at (x, y)."""
        path = self.canvas.beginPath()
        path.moveTo(x, self.height - y)
        path.lineTo(x - length / 2, self.height - y + length)
        path.lineTo(x + length / 2, self.height - y + length)
        path.close()
        self.canvas.setFillColor(HexColor(TONES[tone]))
        self.canvas.drawPath(path, stroke=0, fill=1)

    def picture(self, content: bytes, x: float, y: float, width: float, height: float) -> None:
        """Draw a PNG or JPEG as large as it fits into a rectangle, in its middle."""
        reader = ImageReader(io.BytesIO(content))
        across, down = reader.getSize()
        scale = min(width / across, height / down)
        left, top = x + (width - across * scale) / 2, y + (height - down * scale) / 2
        self.canvas.drawImage(reader, left, self.height - top - down * scale, across * scale, down * scale, mask="auto")

    def next_page(self) -> None:
        """Go on with another sheet of the same size."""
        self.canvas.showPage()

    def pdf(self) -> bytes:
        """Finish and return the bytes."""
        self.canvas.showPage()
        self.canvas.save()
        return self._buffer.getvalue()
