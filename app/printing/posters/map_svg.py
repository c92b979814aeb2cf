"""Write the route map as SVG: vector, with its text as text."""

from xml.sax.saxutils import escape, quoteattr

from app.printing.page.map_look import ARROW, BOX_LOOK, LINE_LOOK, TONES
from app.routemap.drawing import MapBox, MapDrawing, MapLine, MapText

_FONTS = "'Noto Sans SC','Microsoft YaHei','PingFang SC',SimHei,sans-serif"


def map_svg(drawing: MapDrawing, title: str) -> str:
    """Return the drawing as an SVG document of its own size; the same drawing gives the same text."""
    width, height = drawing.width, drawing.height
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" font-family={quoteattr(_FONTS)}>',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width:g}" height="{height:g}" fill="{TONES["surface"]}"/>',
    ]
    for panel in drawing.panels:
        parts.append(
            f'<rect x="{panel.x:g}" y="{panel.y:g}" width="{panel.width:g}" height="{panel.height:g}" rx="8" '
            f'fill="{TONES["paper"]}"/>'
        )
        parts += [_text(text) for text in (panel.heading, *panel.texts)]
    for line in sorted(drawing.lines, key=lambda line: line.main):
        parts.append(_line(line))
    for label in drawing.labels:
        parts.append(
            f'<rect x="{label.x:g}" y="{label.y:g}" width="{label.width:g}" height="{label.height:g}" '
            f'fill="{TONES["paper"]}"/>'
        )
        parts += [_text(text) for text in label.texts]
    for box in drawing.boxes:
        parts.append(_box(box))
    parts.append("</svg>")
    return "\n".join(parts) + "\n"


def _box(box: MapBox) -> str:
    look = BOX_LOOK[box.kind]
    stroke, width = (TONES["accent"], 2.2) if box.main else (TONES[look.line], look.width)
    shape = (
        f'<rect x="{box.x:.2f}" y="{box.y:.2f}" width="{box.width:.2f}" height="{box.height:.2f}" rx="{look.round:g}" '
        f'fill="{TONES[look.fill]}" stroke="{stroke}" stroke-width="{width:g}"/>'
    )
    return "\n".join(
        [f'<g id="{escape(box.id)}"><title>{escape(box.title)}</title>', shape, *map(_text, box.texts), "</g>"]
    )


def _line(line: MapLine) -> str:
    tone, width = LINE_LOOK[line.main]
    points = " ".join(f"{x:.2f},{y:.2f}" for x, y in line.points)
    x, y = line.points[-1]
    head = f"{x:.2f},{y:.2f} {x - ARROW / 2:.2f},{y - ARROW:.2f} {x + ARROW / 2:.2f},{y - ARROW:.2f}"
    return (
        f'<polyline points="{points}" fill="none" stroke="{TONES[tone]}" stroke-width="{width:g}" '
        f'stroke-linejoin="round"/><polygon points="{head}" fill="{TONES[tone]}"/>'
    )


def _text(text: MapText) -> str:
    weight = ' font-weight="500"' if text.strong else ""
    return (
        f'<text x="{text.x:.2f}" y="{text.y:.2f}" font-size="{text.size:g}" fill="{TONES[text.tone]}" '
        f'text-anchor="{text.anchor}"{weight}>{escape(text.text)}</text>'
    )
