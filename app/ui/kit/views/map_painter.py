"""The one painter of route maps in the window: the whole map, and one way as beads on a string."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen, QPolygonF

from app.routemap.drawing import BEAD, MapBox, MapDrawing, MapLine, MapText
from app.ui.base import theme

_LOOKS = {
    "choice": ("surface", "field_line", 7.0),
    "form": ("surface", "field_line", 1.0),
    "outcome": ("green_weak", "green", 14.0),
    "state": ("accent_weak", "accent_line", 7.0),
    "closed": ("hairline", "second_ink", 7.0),
}
_ARROW = 7.0
_NOTE, _NOTE_SEEN, _NOTE_LARGEST = 12, 10, 32
_BEAD, _BEAD_NOW, _EYE = 6.0, 8.0, 3.0
_TICK = ((-2.6, 0.2), (-0.7, 2.1), (2.8, -1.9))


@dataclass(frozen=True, slots=True)
class MapLight:
    """What is lit: places passed in their order, the one that is `now`, words noted at places, where the keys are.

    `cursor` is the place the keys are at, empty for none; `keyed` says that the map has the keyboard.
    """

    path: Sequence[str] = ()
    now: str = ""
    notes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    cursor: str = ""
    keyed: bool = False


class MapPainter:
    """Paint a drawing at a zoom (px a unit), as far as it is in sight."""

    def __init__(self, painter: QPainter, drawing: MapDrawing, light: MapLight, zoom: float, area: QRect) -> None:
        """Take what to paint and `area`, the part of the widget that is painted, in px."""
        self._painter, self._drawing, self._light, self._zoom = painter, drawing, light, zoom
        self._walked = set(pairwise(light.path))
        self._shown = QRectF(
            area.x() / zoom, area.y() / zoom, area.width() / zoom, area.height() / zoom
        ).adjusted(-60, -60, 60, 60)  # fmt: skip

    def paint(self) -> None:
        """Paint panels, ways, words on ways, boxes and notes, the later over the former."""
        painter, drawing, light = self._painter, self._drawing, self._light
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.scale(self._zoom, self._zoom)
        for panel in drawing.panels:
            painter.setPen(QPen(theme.colour("hairline"), 1))
            painter.setBrush(theme.colour("surface"))
            painter.drawRoundedRect(QRectF(panel.x, panel.y, panel.width, panel.height), 8, 8)
            self._texts((panel.heading, *panel.texts))
        way, place = (self._string, self._bead) if drawing.beads else (self._arrow, self._box)
        for lit in (False, True):
            for line in sorted(drawing.lines, key=lambda line: line.main):
                if ((line.start, line.end) in self._walked) is lit:
                    way(line, lit=lit)
        for label in drawing.labels:
            room = QRectF(label.x, label.y, label.width, label.height)
            if room.intersects(self._shown):
                painter.fillRect(room, theme.colour("surface"))
                self._texts(label.texts)
        for box in drawing.boxes:
            if QRectF(box.x, box.y, box.width, box.height).intersects(self._shown):
                place(box)
        for box in drawing.boxes:
            if box.id in light.notes:
                self._note(box)

    def _arrow(self, line: MapLine, *, lit: bool) -> None:
        painter = self._painter
        strong = lit or (line.main and not self._light.path)
        ink = theme.colour("accent" if strong else "accent_line" if line.main else "field_line")
        pen = QPen(ink, 3.4 if strong else 2.0 if line.main else 1.1)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        x, y = line.points[-1]
        length = _ARROW * (1.5 if strong else 1.0)
        painter.drawPolyline(QPolygonF([*(QPointF(*p) for p in line.points[:-1]), QPointF(x, y - length / 2)]))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawPolygon(
            QPolygonF([QPointF(x, y), QPointF(x - length / 2, y - length), QPointF(x + length / 2, y - length)])
        )

    def _string(self, line: MapLine, *, lit: bool) -> None:
        pen = QPen(theme.colour("accent" if lit else "field_line"), 2)
        pen.setStyle(Qt.PenStyle.SolidLine if lit else Qt.PenStyle.DotLine)
        self._painter.setPen(pen)
        self._painter.drawPolyline(QPolygonF([QPointF(*point) for point in line.points]))

    def _box(self, box: MapBox) -> None:
        painter, light = self._painter, self._light
        fill, ink, round_ = _LOOKS[box.kind]
        width = 1.2
        if box.id == light.now:
            fill, ink, width = "amber_weak", "amber", 3.5
        elif box.id in light.path:
            fill, ink, width = "accent_weak", "accent", 2.4
        elif box.main and not light.path:
            ink, width = "accent", 2.4
        painter.setPen(QPen(theme.colour(ink), width))
        painter.setBrush(theme.colour(fill))
        room = QRectF(box.x, box.y, box.width, box.height)
        painter.drawRoundedRect(room, round_, round_)
        self._texts(box.texts)
        if box.id == light.cursor:
            pen = QPen(theme.colour("accent_strong"), 2.0)
            pen.setStyle(Qt.PenStyle.SolidLine if light.keyed else Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(room.adjusted(-5, -5, 5, 5), round_ + 4, round_ + 4)

    def _bead(self, box: MapBox) -> None:
        painter = self._painter
        now, passed = box.id == self._light.now, box.id in self._light.path
        if now:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_weak"))
            painter.drawRoundedRect(QRectF(box.x, box.y, box.width - 2, box.height), 6, 6)
        middle, radius = QPointF(box.x + BEAD, box.centre[1]), _BEAD_NOW if now else _BEAD
        painter.setPen(QPen(theme.colour("accent" if now or passed else "field_line"), 2))
        painter.setBrush(theme.colour("accent" if now or passed else "surface"))
        painter.drawEllipse(middle, radius, radius)
        if now:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("on_accent"))
            painter.drawEllipse(middle, _EYE, _EYE)
        elif passed:  # a tick, so that passed is not told by colour alone
            pen = QPen(theme.colour("on_accent"), 1.6)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawPolyline(QPolygonF([middle + QPointF(x, y) for x, y in _TICK]))
        self._texts(box.texts)

    def _note(self, box: MapBox) -> None:
        """Stick the day and the number of documents to the upper corner of a box."""
        painter, noted = self._painter, self._light.notes[box.id]
        now = box.id == self._light.now
        papers = sum("（" in line for line in noted)
        words = noted[0] + (f" · 文书{papers}份" if papers else "")
        if now:
            words = f"现在 · {words}"
        # Where the map is small, the days are still to be read.
        size = round(min(_NOTE_LARGEST, max(_NOTE, _NOTE_SEEN / self._zoom)))
        painter.setFont(self._font(size, strong=True))
        across, height = painter.fontMetrics().horizontalAdvance(words) + size, size * 1.5
        room = QRectF(box.x + box.width - across + 8, box.y - height * (0.7 if size == _NOTE else 1.0), across, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("amber" if now else "accent"))
        painter.drawRoundedRect(room, height / 2, height / 2)
        painter.setPen(theme.colour("on_accent"))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)

    def _texts(self, texts: Sequence[MapText]) -> None:
        painter = self._painter
        for text in texts:
            if not self._shown.top() <= text.y <= self._shown.bottom():
                continue
            painter.setFont(self._font(round(text.size), strong=text.strong))
            painter.setPen(theme.colour(text.tone))
            across = painter.fontMetrics().horizontalAdvance(text.text)
            left = text.x - (across / 2 if text.anchor == "middle" else across if text.anchor == "end" else 0)
            painter.drawText(QPointF(left, text.y), text.text)

    def _font(self, size: int, *, strong: bool) -> QFont:
        made = theme.font("base", medium=strong)
        made.setPixelSize(size)
        if not self._drawing.beads:
            # Lengths must grow evenly with the zoom; a column has the size of the window's other text and its shapes.
            made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return made
