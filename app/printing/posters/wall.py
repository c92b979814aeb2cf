"""Print the wall notice: channels, hours and place, how to inquire, and the office's own QR picture."""

from dataclasses import dataclass

from app.printing.fonts.book import FontBook
from app.printing.page.measures import MM
from app.printing.page.sheet import PaperSize, Sheet

_MARGIN = 20 * MM


@dataclass(frozen=True, slots=True)
class WallFacts:
    """What hangs on the wall; `picture` is a PNG or JPEG that the office supplied, empty for none."""

    office: str
    channels: str
    hours: str
    address: str
    inquiry: str
    picture: bytes = b""


def render_wall_notice(facts: WallFacts, size: PaperSize = "A3", book: FontBook | None = None) -> bytes:
    """Print one upright sheet, the type as large as it fits; raises UserFault(code="missing-glyph")."""
    sheet = Sheet(size, title="信访公示", office=facts.office, book=book)
    parts = (
        ("信访渠道", facts.channels),
        ("接待时间", facts.hours),
        ("接待地点", facts.address),
        ("查询方式", facts.inquiry),
    )
    sheet.book.check([facts.office, *(text for _title, text in parts)])
    unit = sheet.width / (210 * MM)  # 1 on A4
    left, width = _MARGIN * unit, sheet.width - 2 * _MARGIN * unit
    sheet.box(0, 0, sheet.width, 96 * unit, fill="accent")
    top = sheet.paragraph(
        left, 16 * unit, facts.office, 20 * unit, width, role="heading1", tone="surface", leading=1.25, middle=True
    )
    sheet.paragraph(left, top, "信访公示", 34 * unit, width, role="title", tone="surface", leading=1.2, middle=True)
    picture = 150 * unit if facts.picture else 0.0
    end = sheet.height - 34 * unit - (picture + 24 * unit if picture else 0.0)
    scale = 1.25 * unit
    while scale > 0.4 * unit and _parts(sheet, parts, 112 * unit, left, width, scale, draw=False) > end:
        scale *= 0.95
    _parts(sheet, parts, 112 * unit, left, width, scale, draw=True)
    if picture:
        y = sheet.height - 34 * unit - picture - 20 * unit
        sheet.picture(facts.picture, (sheet.width - picture) / 2, y, picture, picture)
        sheet.text(
            sheet.width / 2,
            y + picture + 14 * unit,
            "扫一扫（本单位提供的二维码）",
            13 * unit,
            role="heading1",
            anchor="middle",
        )
    return sheet.pdf()


def _parts(
    sheet: Sheet,
    parts: tuple[tuple[str, str], ...],
    top: float,
    left: float,
    width: float,
    scale: float,
    *,
    draw: bool,
) -> float:
    at = top
    for title, text in parts:
        if draw:
            sheet.box(left, at + 3 * scale, 5 * scale, 22 * scale, fill="accent")
            sheet.text(left + 14 * scale, at + 22 * scale, title, 21 * scale, role="heading1", tone="accent")
        at = sheet.paragraph(
            left + 14 * scale, at + 30 * scale, text, 17 * scale, width - 14 * scale, leading=1.5, draw=draw
        )
        at += 16 * scale
    return at
