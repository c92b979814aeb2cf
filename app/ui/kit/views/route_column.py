"""The route map as one column beside the question."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from app.routemap.column import SIZE, draw_column, path_in_words
from app.routemap.drawing import MapDrawing
from app.routemap.graph import MapGraph
from app.ui.base import theme
from app.ui.base.viewports import viewport_of
from app.ui.kit.views.map_painter import MapLight, MapPainter


class _Canvas(QWidget):
    """Hold the drawing of the column and paint it."""

    def __init__(self) -> None:
        super().__init__()
        self.setMouseTracking(True)
        self.drawing: MapDrawing | None = None
        self.light = MapLight()
        self.zoom = 1.0
        self.tips: dict[str, str] = {}

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.drawing is None:
            return
        painter = QPainter(self)
        MapPainter(painter, self.drawing, self.light, self.zoom, event.rect()).paint()
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x, y = event.position().x() / self.zoom, event.position().y() / self.zoom
        over = self.drawing.box_at(x, y) if self.drawing is not None else None
        self.setToolTip(self.tips[over.id] if over is not None else "")
        super().mouseMoveEvent(event)


class RouteColumn(QScrollArea):
    """Show one way over a map: the path so far lit and ticked, the place now filled, what may still come pale."""

    def __init__(self, graph: MapGraph | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "viewer")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("路线图")
        self._graph: MapGraph | None = None
        self._laying_out = False
        self._canvas = _Canvas()
        self.setWidget(self._canvas)
        for ground in (viewport_of(self), self._canvas):  # setWidget makes both opaque
            ground.setAutoFillBackground(False)
        if graph is not None:
            self.set_map(graph)

    def set_map(self, graph: MapGraph) -> None:
        """Show the intake of another map, with no path yet."""
        self._graph = graph
        self._canvas.tips = {
            place.id: "\n".join([place.title, *(f"· {answer}" for answer in place.answers)]) for place in graph.intake
        }
        self.set_path([], None)

    def set_path(self, path: Sequence[str], current: str | None) -> None:
        """Light the path (ids in the order walked; the current one may be its last) and go to the current place."""
        now = current or ""
        self._canvas.light = MapLight([*path, now] if now and now not in path else list(path), now)
        if self._graph is not None:
            self.setAccessibleDescription(path_in_words(self._graph, path, now))
        self._lay_out()

    def place(self, name: str) -> QRectF:
        """Return where a place is painted, in px of the column; empty when it is not shown."""
        canvas = self._canvas
        box = canvas.drawing.box(name) if canvas.drawing is not None else None
        if box is None:
            return QRectF()
        return QRectF(box.x * canvas.zoom, box.y * canvas.zoom, box.width * canvas.zoom, box.height * canvas.zoom)

    def _lay_out(self) -> None:
        if self._graph is None:
            return
        canvas, width = self._canvas, self.viewport().width()
        canvas.zoom = theme.size("base") / SIZE
        canvas.drawing = draw_column(self._graph, canvas.light.path, canvas.light.now, width / canvas.zoom)
        self._laying_out = True
        canvas.setFixedSize(QSize(width, round(canvas.drawing.height * canvas.zoom)))
        self._laying_out = False
        canvas.update()
        now = self.place(canvas.light.now)
        if not now.isEmpty():
            self.ensureVisible(0, int(now.center().y()), 0, self.viewport().height() // 2 - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The column's own height may bring or take a scroll bar, which resizes the view again: one pass is enough.
        if not self._laying_out:
            self._lay_out()
