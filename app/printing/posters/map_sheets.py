"""Print the route map as a wall poster: vector, its text selectable, from the very drawing the window shows."""

from dataclasses import dataclass
from typing import Literal

from app.printing.fonts.book import FontBook
from app.printing.page.map_look import ARROW, BOX_LOOK, LINE_LOOK
from app.printing.page.measures import MM
from app.printing.page.sheet import Sheet
from app.routemap.drawing import BoxKind, MapBox, MapDrawing, MapLine, MapText

PosterSize = Literal["A2", "A3", "A3x2"]
TITLE = "信访事项办理路线图"
_MARGIN = 12 * MM
_LEGEND: tuple[tuple[BoxKind, str], ...] = (
    ("choice", "问一句，按回答走"),
    ("form", "填写"),
    ("outcome", "登记的去向：文书、期限"),
    ("state", "事项的状态"),
    ("closed", "已结"),
)


@dataclass(frozen=True, slots=True)
class PosterFacts:
    """What stands around the map: the office, the versions of the rules, where they come from."""

    office: str
    versions: str
    source: str


def render_poster(
    drawing: MapDrawing, facts: PosterFacts, size: PosterSize = "A3", book: FontBook | None = None
) -> bytes:
    """Print a drawing as a landscape poster; A3x2 is the A2 poster on two upright sheets of A3, to be joined.

    Raises UserFault(code="missing-glyph") before anything is drawn.
    """
    title = f"{TITLE}（{drawing.role_name}）"
    if size == "A3x2":
        sheet = Sheet("A3", title=title, office=facts.office, book=book)
    else:
        sheet = Sheet(size, landscape=True, title=title, office=facts.office, book=book)
    sheet.book.check([facts.office, facts.versions, facts.source, *texts_of(drawing)])
    halves = 2 if size == "A3x2" else 1
    whole = sheet.width * halves
    for half in range(halves):
        sheet.canvas.saveState()
        sheet.canvas.translate(-sheet.width * half, 0)
        _whole(sheet, drawing, facts, whole)
        sheet.canvas.restoreState()
        if half + 1 < halves:
            sheet.next_page()
    return sheet.pdf()


def _whole(sheet: Sheet, drawing: MapDrawing, facts: PosterFacts, width: float) -> None:
    unit = width / (594 * MM)  # 1 on A2
    top, foot = (_MARGIN + 62) * unit, (_MARGIN + 22) * unit
    _head(sheet, drawing, facts, width, unit)
    room = width - 2 * _MARGIN * unit, sheet.height - top - foot
    scale = min(room[0] / drawing.width, room[1] / drawing.height)
    paint_map(sheet, drawing, (width - drawing.width * scale) / 2, top, scale)
    base = sheet.height - _MARGIN * unit
    sheet.text(_MARGIN * unit, base, facts.source, 10.5 * unit, tone="second_ink")
    sheet.text(width - _MARGIN * unit, base, facts.versions, 10.5 * unit, tone="second_ink", anchor="end")


def paint_map(sheet: Sheet, drawing: MapDrawing, left: float, top: float, scale: float) -> None:
    """Paint a drawing with its upper left corner at (left, top), one unit `scale` pt long."""
    canvas = sheet.canvas
    canvas.saveState()
    # Units grow downwards from the sheet's top; the sheet turns them over itself.
    canvas.translate(left, sheet.height - top - sheet.height * scale)
    canvas.scale(scale, scale)
    for panel in drawing.panels:
        sheet.box(panel.x, panel.y, panel.width, panel.height, fill="paper", round_=8)
        for text in (panel.heading, *panel.texts):
            _text(sheet, text)
    for line in sorted(drawing.lines, key=lambda line: line.main):
        _line(sheet, line)
    for label in drawing.labels:
        sheet.box(label.x, label.y, label.width, label.height, fill="paper")
        for text in label.texts:
            _text(sheet, text)
    for box in drawing.boxes:
        _box(sheet, box)
    canvas.restoreState()


def texts_of(drawing: MapDrawing) -> list[str]:
    """Return every text of a drawing."""
    groups = [
        *((panel.heading, *panel.texts) for panel in drawing.panels),
        *(box.texts for box in drawing.boxes),
        *(label.texts for label in drawing.labels),
    ]
    return [text.text for group in groups for text in group]


def _text(sheet: Sheet, text: MapText) -> None:
    role = "heading1" if text.strong else "plain"
    sheet.text(text.x, text.y, text.text, text.size, role=role, tone=text.tone, anchor=text.anchor)  # type: ignore[arg-type]


def _line(sheet: Sheet, line: MapLine) -> None:
    tone, thick = LINE_LOOK[line.main]
    x, y = line.points[-1]
    length = ARROW * (1.6 if line.main else 1.0)
    # The stroke ends inside the arrow, so that its point stays sharp.
    sheet.line((*line.points[:-1], (x, y - length / 2)), tone, thick)
    sheet.arrow(x, y, length, tone)


def _box(sheet: Sheet, box: MapBox) -> None:
    look = BOX_LOOK[box.kind]
    stroke, thick = ("accent", 2.4) if box.main else (look.line, look.width)
    sheet.box(box.x, box.y, box.width, box.height, fill=look.fill, stroke=stroke, thick=thick, round_=look.round)
    for text in box.texts:
        _text(sheet, text)


def _head(sheet: Sheet, drawing: MapDrawing, facts: PosterFacts, width: float, unit: float) -> None:
    left, base = _MARGIN * unit, _MARGIN * unit + 30 * unit
    across = sheet.text(left, base, TITLE, 34 * unit, role="title")
    sheet.text(left + across + 18 * unit, base, drawing.role_name, 20 * unit, role="heading1", tone="accent")
    sheet.text(width - left, base, facts.office, 20 * unit, role="heading1", anchor="end")
    x, y = left, base + 12 * unit
    for kind, words in _LEGEND:
        look = BOX_LOOK[kind]
        sheet.box(
            x, y, 22 * unit, 12 * unit, fill=look.fill, stroke=look.line, thick=unit, round_=min(6.0, look.round) * unit
        )
        x += 27 * unit
        x += sheet.text(x, y + 10 * unit, words, 10.5 * unit, tone="second_ink") + 16 * unit
    sheet.line(((x, y + 6 * unit), (x + 24 * unit, y + 6 * unit)), "accent", 3.4 * unit)
    x += 29 * unit
    x += sheet.text(x, y + 10 * unit, "最常走的路", 10.5 * unit, tone="second_ink") + 16 * unit
    sheet.text(
        x, y + 10 * unit, "→ 登记后成为什么状态　↑ 回到前面的状态　条文号见每一格", 10.5 * unit, tone="second_ink"
    )
