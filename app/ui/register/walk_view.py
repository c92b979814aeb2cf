"""Three columns: the way so far, the question, what follows from it."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.routemap.graph import MapGraph
from app.ui.base import theme
from app.ui.kit.card import Card
from app.ui.kit.scroll import ScrollColumn
from app.ui.kit.views.route_column import RouteColumn
from app.ui.kit.words import Words
from app.ui.register.side_panel import SidePanel

_MAP_WIDTH = 200
_SIDE_WIDTH = 296
_WITH_MAP = 1_000


class WalkView(QWidget):
    """Hold map, page and side; below a width of `_WITH_MAP` the map becomes one line above the question."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.map = RouteColumn()
        self._map_card = Card("路线图")
        self._map_card.add(self.map, 1)
        self._map_card.setFixedWidth(theme.px(_MAP_WIDTH))
        self.strip = Words("", "second")
        self.strip.setAccessibleName("路线图：走到哪一步")
        self.middle: QWidget | None = None
        self._host = QWidget()
        self._host_column = QVBoxLayout(self._host)
        self._host_column.setContentsMargins(0, 0, 0, 0)
        self.scroll = ScrollColumn(self._host)
        self.side = SidePanel()
        self._side_scroll = ScrollColumn(self.side)
        self._side_scroll.setFixedWidth(theme.px(_SIDE_WIDTH))
        self._side_scroll.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        columns = QHBoxLayout()
        columns.setSpacing(theme.space("wide"))
        columns.addWidget(self._map_card)
        columns.addWidget(self.scroll, 1)
        columns.addWidget(self._side_scroll)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.space("near"))
        whole.addWidget(self.strip)
        whole.addLayout(columns, 1)
        self.strip.hide()
        self._titles: dict[str, str] = {}

    def set_map(self, graph: MapGraph) -> None:
        """Take the map of the office's role."""
        self._titles = {place.id: place.title for place in graph.intake}
        self.map.set_map(graph)

    def show_path(self, walked: Sequence[str], current: str) -> None:
        """Light the way so far."""
        self.map.set_path([*walked, current], current)
        words = [self._titles.get(step, step) for step in walked]
        self.strip.setText(" › ".join([*words, f"【{self._titles.get(current, current)}】"]))

    def show_middle(self, widget: QWidget) -> None:
        """Put another page in the middle, from its top; the former one is deleted."""
        self.clear_middle()
        self.middle = widget
        self._host_column.addWidget(widget)
        widget.show()
        self.scroll.verticalScrollBar().setValue(0)

    def clear_middle(self) -> None:
        """Take the page away."""
        if self.middle is not None:
            self._host_column.removeWidget(self.middle)
            self.middle.hide()
            self.middle.setParent(None)
            self.middle.deleteLater()
            self.middle = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() >= theme.px(_WITH_MAP)
        self._map_card.setVisible(room)
        self.strip.setVisible(not room)

    def follow_focus(self) -> None:
        """Bring what has the keyboard into sight once a change above it has been laid out."""
        QTimer.singleShot(0, self, lambda: self.scroll.follow(QApplication.focusWidget()))
