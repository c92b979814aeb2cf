"""The map itself: painted from the drawing, walked with the arrow keys along its ways."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.routemap.drawing import MapBox, MapDrawing
from app.ui.kit.views.map_painter import MapLight, MapPainter

SMALLEST, LARGEST = 0.2, 3.0


class MapCanvas(QWidget):
    """Paint a drawing at any zoom; `chosen(id)` when another place is current, `opened(id)` at Enter or a click."""

    chosen = Signal(str)
    opened = Signal(str)
    dragged = Signal(QPointF)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.drawing: MapDrawing | None = None
        self.zoom = 1.0
        self.current = ""
        self.path: list[str] = []
        self.state = ""
        self.notes: Mapping[str, Sequence[str]] = {}
        self._ways: list[tuple[str, str]] = []
        self._press: QPointF | None = None
        self._moved = False
        self.setAccessibleName("路线图，方向键沿路走，回车看条文")

    def set_drawing(self, drawing: MapDrawing) -> None:
        """Show another map, its first place current."""
        self.drawing = drawing
        self._ways = list(drawing.ways())
        self.set_current(drawing.boxes[0].id if drawing.boxes else "")
        self.set_zoom(self.zoom)

    def set_case(self, path: Sequence[str], notes: Mapping[str, Sequence[str]], state: str) -> None:
        """Light a case's way: the places in order, what is noted at them, the state now; empty for none."""
        self.path, self.notes, self.state = list(path), dict(notes), state
        self.update()

    def set_zoom(self, zoom: float) -> None:
        """Paint at this many px a unit."""
        self.zoom = min(max(zoom, SMALLEST), LARGEST)
        if self.drawing is not None:
            self.setFixedSize(self.sizeHint())
        self.update()

    def set_current(self, name: str) -> None:
        """Make a place the current one and say it to screen readers."""
        if self.drawing is None or self.drawing.box(name) is None:
            return
        changed = name != self.current
        self.current = name
        self.setAccessibleDescription(self.said(name))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.update()
        if changed:
            self.chosen.emit(name)

    def said(self, name: str) -> str:
        """Say a place and its ways in words."""
        box = self.drawing.box(name) if self.drawing else None
        if box is None or self.drawing is None:
            return ""
        titles = {other.id: other.title for other in self.drawing.boxes}
        labels = {(label.start, label.end): "".join(text.text for text in label.texts) for label in self.drawing.labels}
        onward = [
            f"{labels[way]}，到{titles[way[1]]}" if labels.get(way) else f"到{titles[way[1]]}"
            for way in self._ways
            if way[0] == name and way[1] in titles
        ]
        here = "，现在在这里" if name == self.state else "，已走过" if name in self.path else ""
        noted = "，".join(self.notes.get(name, ()))
        said = "；".join(text.text for text in box.texts[1:])
        parts = [f"{box.title}{here}", noted, said, f"去路：{'；'.join(onward)}" if onward else "没有去路"]
        return "。".join(part for part in parts if part)

    def place(self, name: str) -> QRectF:
        """Return where a place is painted, in px."""
        box = self.drawing.box(name) if self.drawing else None
        if box is None:
            return QRectF()
        return QRectF(box.x * self.zoom, box.y * self.zoom, box.width * self.zoom, box.height * self.zoom)

    def sizeHint(self) -> QSize:
        if self.drawing is None:
            return QSize(1, 1)
        return QSize(int(self.drawing.width * self.zoom) + 1, int(self.drawing.height * self.zoom) + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.drawing is None:
            return
        light = MapLight(self.path, self.state, self.notes, self.current, self.hasFocus())
        painter = QPainter(self)
        MapPainter(painter, self.drawing, light, self.zoom, event.rect()).paint()
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._walk(key)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self.current)
        elif key == Qt.Key.Key_Home and self.drawing is not None:
            self.set_current(self.drawing.boxes[0].id)
        else:
            super().keyPressEvent(event)

    def _walk(self, key: int) -> None:
        """Down goes on along a way, Up back along one; Left and Right to the next place beside."""
        here = self.drawing.box(self.current) if self.drawing else None
        if here is None or self.drawing is None:
            return
        if key == Qt.Key.Key_Down:
            ends = [end for start, end in self._ways if start == here.id]
        elif key == Qt.Key.Key_Up:
            ends = [start for start, end in self._ways if end == here.id]
        else:
            ends = self._beside(self.drawing, here, right=key == Qt.Key.Key_Right)
        boxes = [box for box in (self.drawing.box(name) for name in ends) if box is not None]
        if not boxes:
            return
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            lit = set(self.path) if here.id in self.path else set()
            boxes.sort(key=lambda box: (box.id not in lit, not (box.main and here.main), _far(here, box)))
        self.set_current(boxes[0].id)

    def _beside(self, drawing: MapDrawing, here: MapBox, *, right: bool) -> list[str]:
        """Return the places to one side, those of about the same height and near first."""
        x, y = here.centre
        side = [box for box in drawing.boxes if (box.centre[0] > x + 1 if right else box.centre[0] < x - 1)]
        side.sort(key=lambda box: abs(box.centre[1] - y) * 4 + abs(box.centre[0] - x))
        return [box.id for box in side]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        self._press, self._moved = event.globalPosition(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._press is not None and event.buttons() & Qt.MouseButton.LeftButton:
            way = event.globalPosition() - self._press
            if self._moved or way.manhattanLength() > 6:
                self._moved = True
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                self._press = event.globalPosition()
                self.dragged.emit(way)
            return
        over = self._under(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.OpenHandCursor)
        self.setToolTip("\n".join(self.notes.get(over.id, ())) if over else "")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._press is not None and not self._moved and (box := self._under(event.position())) is not None:
            self.set_current(box.id)
            self.opened.emit(box.id)
        self._press = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def _under(self, at: QPointF) -> MapBox | None:
        return self.drawing.box_at(at.x() / self.zoom, at.y() / self.zoom) if self.drawing else None

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusOutEvent(event)


def _far(one: MapBox, other: MapBox) -> float:
    return abs(one.centre[0] - other.centre[0]) + abs(one.centre[1] - other.centre[1])
