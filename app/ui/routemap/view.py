"""The map in a frame that zooms and pans."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea

from app.routemap.drawing import MapDrawing
from app.ui.base import theme
from app.ui.base.viewports import viewport_of
from app.ui.routemap.canvas import MapCanvas

_STEP = 1.25
_READABLE = 0.75


class MapView(QScrollArea):
    """Hold the canvas; the whole map fits until somebody zooms."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "viewer")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.canvas = MapCanvas()
        self.setWidget(self.canvas)
        for ground in (viewport_of(self), self.canvas):
            ground.setAutoFillBackground(False)
        self.setFocusProxy(self.canvas)
        self.fitted = True
        self.canvas.chosen.connect(self.show_place)
        self.canvas.dragged.connect(self._pan)

    def set_drawing(self, drawing: MapDrawing) -> None:
        """Show another map as a whole."""
        self.canvas.set_drawing(drawing)
        self.fit()

    def fit(self) -> None:
        """Make the whole map visible."""
        drawing = self.canvas.drawing
        if drawing is None:
            return
        self.fitted = True
        room = self.viewport().size()
        self.canvas.set_zoom(min((room.width() - 2) / drawing.width, (room.height() - 2) / drawing.height))

    def zoom_by(self, steps: int, at: QPointF | None = None) -> None:
        """Zoom in or out about a point of the viewport, else about the current place."""
        canvas = self.canvas
        if canvas.drawing is None:
            return
        if at is None:
            middle = canvas.place(canvas.current).center()
            at = QPointF(canvas.mapTo(self.viewport(), middle.toPoint()))
            if not self.viewport().rect().contains(at.toPoint()):
                at = QPointF(self.viewport().rect().center())
        here = canvas.mapFrom(self.viewport(), at.toPoint())
        before = canvas.zoom
        self.fitted = False
        canvas.set_zoom(before * _STEP**steps)
        grown = canvas.zoom / before
        self.horizontalScrollBar().setValue(int(here.x() * grown - at.x()))
        self.verticalScrollBar().setValue(int(here.y() * grown - at.y()))

    def read_at(self, name: str) -> None:
        """Come near enough to read, with a place in the middle."""
        if self.canvas.zoom < _READABLE:
            self.fitted = False
            self.canvas.set_zoom(_READABLE)
        room = self.canvas.place(name)
        size = self.viewport().size()
        self.horizontalScrollBar().setValue(int(room.center().x() - size.width() / 2))
        self.verticalScrollBar().setValue(int(room.center().y() - size.height() / 2))

    def show_place(self, name: str) -> None:
        """Bring a place into sight."""
        room = self.canvas.place(name).center().toPoint()
        margin = theme.px(110)
        self.ensureVisible(room.x(), room.y(), margin, margin)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1, event.position())
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.fitted:
            self.fit()

    def _pan(self, way: QPointF) -> None:
        self.horizontalScrollBar().setValue(int(self.horizontalScrollBar().value() - way.x()))
        self.verticalScrollBar().setValue(int(self.verticalScrollBar().value() - way.y()))
