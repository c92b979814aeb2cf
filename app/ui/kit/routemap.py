"""The route map: the whole of it, or one column beside the question."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from app.ui.base import theme
from app.ui.kit.route_data import RouteEdge, RouteNode, path_in_words

_WRAP = int(Qt.TextFlag.TextWordWrap)  # breaks Chinese anywhere but before a comma


class _Canvas(QWidget):
    """Draw the nodes and the ways; knows where each node is."""

    def __init__(self, compact: bool) -> None:
        super().__init__()
        self.setMouseTracking(True)
        self.compact = compact
        self.nodes: list[RouteNode] = []
        self.edges: list[RouteEdge] = []
        self.path: list[str] = []
        self.current: str | None = None
        self.boxes: dict[str, QRectF] = {}

    def lay_out(self, width: int) -> None:
        self.boxes = {}
        if self.compact:
            height = self._lay_out_column(width)
        else:
            width, height = self._lay_out_grid(width)
        self.setFixedSize(QSize(width, height))
        self.update()

    def _shown(self) -> list[RouteNode]:
        """In the column: the path in its own order, then what may still come; ends only when reached."""
        known = {node.id: node for node in self.nodes}
        walked = [known[step] for step in self.path if step in known]
        ahead = sorted(self._reachable(), key=lambda node: (node.row, node.column))
        return walked + [node for node in ahead if node.kind != "end" and node not in walked]

    def _reachable(self) -> list[RouteNode]:
        start = self.current or (self.nodes[0].id if self.nodes else None)
        if not self.edges:
            return self.nodes
        seen = {start}
        waiting = [start]
        while waiting:
            here = waiting.pop()
            for edge in self.edges:
                if edge.source == here and edge.target not in seen:
                    seen.add(edge.target)
                    waiting.append(edge.target)
        return [node for node in self.nodes if node.id in seen]

    def _lay_out_column(self, width: int) -> int:
        top, left, gap = theme.px(4), theme.px(34), theme.px(6)
        room = max(theme.px(60), width - left - theme.px(8))
        for node in self._shown():
            metrics = self._metrics(node)
            words = metrics.boundingRect(0, 0, room, 10_000, _WRAP, node.title)
            height = max(theme.px(32), words.height() + theme.px(12))
            self.boxes[node.id] = QRectF(0, top, width, height)
            top += height + gap
        return top

    def _metrics(self, node: RouteNode) -> QFontMetrics:
        return QFontMetrics(theme.font(medium=node.id == self.current))

    def _lay_out_grid(self, width: int) -> tuple[int, int]:
        if not self.nodes:
            return width, 1
        columns = max(node.column for node in self.nodes) + 1
        rows = max(node.row for node in self.nodes) + 1
        step_x = max(theme.px(176), (width - theme.px(16)) // columns)
        step_y = theme.px(104)
        for node in self.nodes:
            box = QRectF(
                node.column * step_x + theme.px(12), node.row * step_y + theme.px(12), step_x - theme.px(24), 0
            )
            box.setHeight(theme.px(56))
            self.boxes[node.id] = box
        return columns * step_x, rows * step_y

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.compact:
            self._paint_column(painter)
        else:
            self._paint_grid(painter)
        painter.end()

    def _paint_column(self, painter: QPainter) -> None:
        middle = theme.px(16)
        shown = [node for node in self._shown() if node.id in self.boxes]
        for upper, lower in pairwise(shown):
            lit = upper.id in self.path and lower.id in self.path
            pen = QPen(theme.colour("accent" if lit else "hairline"), 2)
            if not lit:
                pen.setStyle(Qt.PenStyle.DotLine)
                pen.setColor(theme.colour("field_line"))
            painter.setPen(pen)
            start, end = self.boxes[upper.id].center().y(), self.boxes[lower.id].center().y()
            painter.drawLine(QPointF(middle, start), QPointF(middle, end))
        for node in shown:
            box = self.boxes[node.id]
            now, passed = node.id == self.current, node.id in self.path
            if now:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour("accent_weak"))
                painter.drawRoundedRect(box.adjusted(0, 0, -2, 0), theme.px(6), theme.px(6))
            self._paint_dot(painter, QPointF(middle, box.center().y()), now=now, passed=passed)
            painter.setFont(theme.font(medium=now))
            painter.setPen(theme.colour("accent" if now else "ink" if passed else "second_ink"))
            words = box.adjusted(theme.px(34), 0, -theme.px(8), 0)
            painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter) | _WRAP, node.title)

    def _paint_dot(self, painter: QPainter, place: QPointF, *, now: bool, passed: bool) -> None:
        radius = theme.px(8) if now else theme.px(6)
        painter.setPen(QPen(theme.colour("accent" if now or passed else "field_line"), 2))
        painter.setBrush(theme.colour("accent" if now or passed else "surface"))
        painter.drawEllipse(place, radius, radius)
        if passed and not now:  # a tick, so that passed is not told by colour alone
            unit = radius / 6
            corners = [(-2.6, 0.2), (-0.7, 2.1), (2.8, -1.9)]
            pen = QPen(theme.colour("on_accent"), 1.6 * unit)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawPolyline(QPolygonF([place + QPointF(x, y) * unit for x, y in corners]))
        elif now:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("on_accent"))
            painter.drawEllipse(place, theme.px(3), theme.px(3))

    def _paint_grid(self, painter: QPainter) -> None:
        walked = set(pairwise(self.path))
        painter.setFont(theme.font("small"))
        for lit in (False, True):  # the path on top of the other ways
            for edge in self.edges:
                if ((edge.source, edge.target) in walked) is lit and {edge.source, edge.target} <= self.boxes.keys():
                    self._paint_way(painter, edge, lit=lit)
        for node in self.nodes:
            self._paint_box(painter, node)

    def _paint_way(self, painter: QPainter, edge: RouteEdge, *, lit: bool) -> None:
        source, target = self.boxes[edge.source], self.boxes[edge.target]
        ink: QColor = theme.colour("accent" if lit else "field_line")
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink, 2 if lit else 1.25))
        way, along = _way(source, target, theme.px(8))
        painter.drawPath(way)
        end, length = way.currentPosition(), theme.px(5)
        across = QPointF(along.y(), along.x()) * 0.7
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawPolygon(QPolygonF([end, end - (along - across) * length, end - (along + across) * length]))
        if edge.label:
            self._paint_answer(
                painter, edge.label, way.pointAtPercent(0.5 if way.elementCount() == 2 else 0.3), lit=lit
            )

    def _paint_answer(self, painter: QPainter, label: str, place: QPointF, *, lit: bool) -> None:
        label = painter.fontMetrics().elidedText(label, Qt.TextElideMode.ElideRight, theme.px(120))
        words = QRectF(painter.fontMetrics().boundingRect(label)).adjusted(-4, -1, 4, 1)
        words.moveCenter(place)
        painter.setBrush(theme.colour("surface"))
        painter.drawRect(words)
        painter.setPen(theme.colour("accent" if lit else "second_ink"))
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, label)

    def _paint_box(self, painter: QPainter, node: RouteNode) -> None:
        box = self.boxes[node.id]
        now, passed = node.id == self.current, node.id in self.path
        painter.setPen(QPen(theme.colour("accent" if now or passed else "field_line"), 2 if now or passed else 1))
        painter.setBrush(theme.colour("accent" if now else "accent_weak" if passed else "surface"))
        round_ = box.height() / 2 if node.kind == "end" else theme.px(6)
        painter.drawRoundedRect(box, round_, round_)
        painter.setPen(theme.colour("on_accent" if now else "accent" if passed else "ink"))
        painter.setFont(theme.font("small", medium=now))
        words = box.adjusted(theme.px(10), theme.px(2), -theme.px(10), -theme.px(2))
        painter.drawText(words, int(Qt.AlignmentFlag.AlignCenter) | _WRAP, node.title)
        painter.setFont(theme.font("small"))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = next((node for node in self.nodes if self._holds(node.id, event.position())), None)
        self.setToolTip(self._tip(over) if over else "")
        super().mouseMoveEvent(event)

    def _holds(self, name: str, place: QPointF) -> bool:
        return name in self.boxes and self.boxes[name].contains(place)

    def _tip(self, node: RouteNode) -> str:
        answers = [edge.label for edge in self.edges if edge.source == node.id and edge.label]
        return node.title + ("\n" + "\n".join(f"· {answer}" for answer in answers) if answers else "")


def _way(source: QRectF, target: QRectF, round_: float) -> tuple[QPainterPath, QPointF]:
    """Return the line from one box to another and the direction in which it arrives.

    It leaves sideways towards another column and bends down into it, so that it crosses no box between.
    """
    middle, goal = source.center(), target.center()
    below = target.top() >= source.bottom()
    if abs(middle.x() - goal.x()) < 1:
        way = QPainterPath(QPointF(middle.x(), source.bottom() if below else source.top()))
        way.lineTo(goal.x(), target.top() if below else target.bottom())
        return way, QPointF(0, 1 if below else -1)
    right = 1 if goal.x() > middle.x() else -1
    way = QPainterPath(QPointF(source.right() if right > 0 else source.left(), middle.y()))
    if abs(middle.y() - goal.y()) < 1:
        way.lineTo(target.left() if right > 0 else target.right(), goal.y())
        return way, QPointF(right, 0)
    down = 1 if below else -1
    way.lineTo(goal.x() - right * round_, middle.y())
    way.quadTo(goal.x(), middle.y(), goal.x(), middle.y() + down * round_)
    way.lineTo(goal.x(), target.top() if below else target.bottom())
    return way, QPointF(0, down)


class RouteMapView(QScrollArea):
    """Show a route map and the path through it.

    `compact` draws one column for the side of the wizard: the path so far lit and ticked, the current step filled,
    what may still come pale; otherwise the whole map by the rows and columns of its nodes.
    """

    def __init__(
        self,
        nodes: Sequence[RouteNode] = (),
        edges: Sequence[RouteEdge] = (),
        *,
        compact: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "viewer")
        self._laying_out = False
        self._canvas = _Canvas(compact)
        self.setWidget(self._canvas)
        for ground in (self.viewport(), self._canvas):  # setWidget makes both opaque
            ground.setAutoFillBackground(False)
        if compact:
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.set_map(nodes, edges)

    def set_map(self, nodes: Sequence[RouteNode], edges: Sequence[RouteEdge]) -> None:
        """Show another map, with no path yet."""
        self._canvas.nodes, self._canvas.edges = list(nodes), list(edges)
        self.set_path([], None)

    def set_path(self, path: Sequence[str], current: str | None) -> None:
        """Light the path (ids in the order walked; the current one may be its last) and go to the current node."""
        canvas = self._canvas
        canvas.path = list(path)
        if current is not None and current not in canvas.path:
            canvas.path.append(current)
        canvas.current = current
        self.setAccessibleName("路线图")
        self.setAccessibleDescription(path_in_words(canvas.nodes, canvas.path, current))
        self._lay_out()

    def node_box(self, name: str) -> QRectF | None:
        """Return where a node is drawn, in px of the map, or None when it is not shown."""
        return self._canvas.boxes.get(name)

    def _lay_out(self) -> None:
        canvas = self._canvas
        self._laying_out = True
        canvas.lay_out(self.viewport().width())
        self._laying_out = False
        if canvas.current in canvas.boxes:
            place = canvas.boxes[canvas.current].center()
            self.ensureVisible(int(place.x()), int(place.y()), theme.px(90), self.viewport().height() // 2 - 1)
            if canvas.compact:
                self.horizontalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The map's own size may bring or take a scroll bar, which resizes the view again: one pass is enough.
        if not self._laying_out:
            self._lay_out()
