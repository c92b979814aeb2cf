"""Print the guide map of an office's own role: few large boxes, from the same data as the map."""

from collections.abc import Sequence

from app.printing.fonts.book import FontBook
from app.printing.page.measures import MM
from app.printing.page.sheet import PaperSize, Sheet
from app.printing.posters.map_sheets import PosterFacts
from app.routemap.guide_steps import Guide, GuideStep

_MARGIN = 14 * MM
_GAP = 13.0
_SMALLEST = 0.6


def render_guide_map(guide: Guide, facts: PosterFacts, size: PaperSize = "A4", book: FontBook | None = None) -> bytes:
    """Print two upright pages: registering in two columns, then the life of the case in one.

    Raises UserFault(code="missing-glyph") before anything is drawn.
    """
    title = f"信访工作导引图（{guide.role_name}）"
    sheet = Sheet(size, title=title, office=facts.office, book=book)
    texts = [text for step in (*guide.intake, *guide.life) for text in (step.title, step.words, step.law, *step.lines)]
    sheet.book.check([title, facts.office, facts.source, facts.versions, *texts])
    _page(sheet, guide, facts, "登记时：问什么，怎么走", guide.intake, columns=2)
    if guide.life:
        sheet.next_page()
        _page(sheet, guide, facts, "登记以后：等什么，出什么文书", guide.life, columns=1, first=len(guide.intake) + 1)
    return sheet.pdf()


def _page(
    sheet: Sheet,
    guide: Guide,
    facts: PosterFacts,
    heading: str,
    steps: Sequence[GuideStep],
    *,
    columns: int,
    first: int = 1,
) -> None:
    unit = sheet.width / (210 * MM)  # 1 on A4
    left, top = _MARGIN * unit, _MARGIN * unit
    across = sheet.text(left, top + 24 * unit, "信访工作导引图", 26 * unit, role="title")
    sheet.text(left + across + 10 * unit, top + 24 * unit, guide.role_name, 15 * unit, role="heading1", tone="accent")
    sheet.text(left, top + 46 * unit, heading, 14 * unit, role="heading1")
    sheet.text(sheet.width - left, top + 46 * unit, facts.office, 12 * unit, anchor="end")
    base = sheet.height - _MARGIN * unit
    sheet.text(left, base, facts.source, 8 * unit, tone="second_ink")
    sheet.text(sheet.width - left, base, facts.versions, 8 * unit, tone="second_ink", anchor="end")
    start, end = top + 58 * unit, base - 14 * unit
    width = (sheet.width - 2 * left - (columns - 1) * 14 * unit) / columns
    scale = 1.25 * unit
    while scale > _SMALLEST * unit:
        parts = _columns(sheet, steps, width, scale, columns)
        heights = [sum(_height(sheet, step, width, scale) + _GAP * scale for step in part) for part in parts]
        if max(heights) <= end - start:
            break
        scale *= 0.96
    number = first
    for place, part in enumerate(parts):
        y = start
        for step in part:
            height = _height(sheet, step, width, scale)
            x = left + place * (width + 14 * unit)
            _draw(sheet, step, number, x, y, width, height, scale)
            if step is not part[-1]:
                _between(sheet, x + width / 2, y + height, y + height + _GAP * scale, scale)
            elif place + 1 < len(parts):
                sheet.text(x + width, y + height + 10 * scale, "接右上 →", 8 * scale, tone="accent", anchor="end")
            y += height + _GAP * scale
            number += 1


def _columns(
    sheet: Sheet, steps: Sequence[GuideStep], width: float, scale: float, columns: int
) -> list[Sequence[GuideStep]]:
    """Part the steps so that the columns are about equally high."""
    if columns == 1:
        return [steps]
    heights = [_height(sheet, step, width, scale) + _GAP * scale for step in steps]
    cut = min(range(1, len(steps)), key=lambda at: max(sum(heights[:at]), sum(heights[at:])))
    return [steps[:cut], steps[cut:]]


def _height(sheet: Sheet, step: GuideStep, width: float, scale: float) -> float:
    return _set(sheet, step, 0, 0.0, 0.0, width, scale, draw=False) + 5 * scale


def _draw(
    sheet: Sheet, step: GuideStep, number: int, x: float, y: float, width: float, height: float, scale: float
) -> None:
    sheet.box(x, y, width, height, fill="paper", stroke="accent", thick=1.1 * scale, round_=5 * scale)
    _set(sheet, step, number, x, y, width, scale, draw=True)


def _set(
    sheet: Sheet, step: GuideStep, number: int, x: float, y: float, width: float, scale: float, *, draw: bool
) -> float:
    edge = 8 * scale
    at = y + 19 * scale
    if draw:
        taken = sheet.text(x + edge, at, f"{number}. {step.title}", 14 * scale, role="heading1", tone="accent")
        if step.law and taken + 70 * scale < width:
            sheet.text(x + width - edge, at, step.law, 8 * scale, tone="second_ink", anchor="end")
    at += 4 * scale
    room = width - 2 * edge
    if step.words:
        at = sheet.paragraph(x + edge, at, step.words, 11 * scale, room, leading=1.35, draw=draw)
    for line in step.lines:
        at = sheet.paragraph(x + edge, at, line, 8.8 * scale, room, tone="second_ink", leading=1.35, draw=draw)
    return at


def _between(sheet: Sheet, x: float, top: float, bottom: float, scale: float) -> None:
    sheet.line(((x, top), (x, bottom - 4 * scale)), "accent", 1.6 * scale)
    sheet.arrow(x, bottom, 6 * scale, "accent")
