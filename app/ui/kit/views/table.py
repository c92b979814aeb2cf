"""The one kind of table the program has."""

from typing import Any, Protocol

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStackedLayout, QTableView, QVBoxLayout, QWidget

from app.ui.base import theme
from app.ui.kit.empty import EmptyState
from app.ui.kit.views.paged_model import PagedModel
from app.ui.kit.words import Words


class ColumnMemory(Protocol):
    """Where column widths and the order are kept; a QSettings is one."""

    def value(self, key: str, default: object = None) -> Any: ...

    def setValue(self, key: str, value: object) -> None: ...


class _View(QTableView):
    """Rows of 36 px; the whole row is lit under the mouse; Enter opens it."""

    opened = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(theme.size("row"))
        rows.setDefaultSectionSize(theme.size("row"))
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setStretchLastSection(True)
        heads.setSectionsMovable(True)
        heads.setMinimumSectionSize(theme.px(48))
        heads.setFixedHeight(theme.size("row"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self.opened.emit(index.row())


class DataTable(QWidget):
    """Show a PagedModel: sort by the heads, choose with arrows, open with Enter or a double click.

    Signals: `opened(row)` and `selected(row)` with the row object. Column widths, places and the order are kept in
    `memory` under `name`. `empty` is shown in place of the table while there are no rows. Below stands 共 N 件.
    """

    opened = Signal(object)
    selected = Signal(object)

    def __init__(
        self,
        model: PagedModel,
        *,
        name: str = "table",
        accessible_name: str = "列表",
        unit: str = "件",
        memory: ColumnMemory | None = None,
        empty: EmptyState | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.model = model
        self._memory, self._memory_key, self._unit = memory, f"columns/{name}", unit
        model.setParent(self)
        self.view = _View()
        self.view.setModel(model)
        self.view.setAccessibleName(accessible_name)
        self.empty = empty or EmptyState("这里还没有内容。")
        self.count = Words("", "small", wrap=False)
        front = QWidget()
        self._front = QStackedLayout(front)
        self._front.addWidget(self.view)
        self._front.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addWidget(front, 1)
        column.addWidget(self.count)
        self.setFocusProxy(self.view)
        self._save_later = QTimer(self, singleShot=True, interval=400)
        self._save_later.timeout.connect(self._remember)
        self._recall()
        heads = self.view.horizontalHeader()
        self.view.setSortingEnabled(False)
        heads.setSectionsClickable(True)
        heads.setSortIndicatorShown(True)
        heads.sectionClicked.connect(self._sort)
        heads.sectionResized.connect(lambda *_: self._save_later.start())
        heads.sectionMoved.connect(lambda *_: self._save_later.start())
        self.view.opened.connect(self._open)
        self.view.selectionModel().currentRowChanged.connect(self._select)
        model.modelReset.connect(self._counted)
        self._show_order()
        self._counted()

    def reload(self) -> None:
        """Ask the source again, keeping the place in the list where that is possible."""
        place = self.view.currentIndex().row()
        self.model.reload()
        if 0 <= place < self.model.rowCount():
            self.view.selectRow(place)

    def current_row(self) -> Any | None:
        """Return the row that is chosen, or None."""
        return self.model.row(self.view.currentIndex().row())

    def _sort(self, section: int) -> None:
        column = self.model.columns[section]
        if column.sortable:
            held = self.model.order
            down = bool(held and held[0] == column.key and not held[1])
            self.model.sort(section, Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder)
            self._save_later.start()
        self._show_order()

    def _show_order(self) -> None:
        key, down = self.model.order or ("", False)
        section = next((n for n, column in enumerate(self.model.columns) if column.key == key), -1)
        order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
        self.view.horizontalHeader().setSortIndicator(section, order)

    def _open(self, number: int) -> None:
        if (row := self.model.row(number)) is not None:
            self.opened.emit(row)

    def _select(self, index: QModelIndex) -> None:
        if index.isValid() and (row := self.model.row(index.row())) is not None:
            self.selected.emit(row)

    def _counted(self) -> None:
        total = self.model.rowCount()
        self._front.setCurrentWidget(self.view if total else self.empty)
        self.count.setText(f"共 {total:,} {self._unit}" if total else "")

    def _recall(self) -> None:
        for section, column in enumerate(self.model.columns):
            self.view.setColumnWidth(section, theme.px(column.width))
        heads = self.view.horizontalHeader()
        for section, column in enumerate(self.model.columns):
            if column.stretch:
                heads.setStretchLastSection(False)
                heads.setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)
        kept = self._memory.value(self._memory_key) if self._memory is not None else None
        if not isinstance(kept, dict) or kept.get("keys") != [column.key for column in self.model.columns]:
            return
        for section, width in enumerate(kept.get("widths", ())):
            self.view.setColumnWidth(section, theme.px(int(width)))
        for place, key in enumerate(kept.get("places", ())):
            heads.moveSection(heads.visualIndex(kept["keys"].index(key)), place)
        if kept.get("order"):
            key, down = kept["order"]
            direction = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
            self.model.sort(kept["keys"].index(key), direction)

    def _remember(self) -> None:
        if self._memory is None:
            return
        heads = self.view.horizontalHeader()
        keys = [column.key for column in self.model.columns]
        kept = {
            "keys": keys,
            "widths": [round(self.view.columnWidth(section) / theme.px(100) * 100) for section in range(len(keys))],
            "places": [keys[heads.logicalIndex(place)] for place in range(len(keys))],
            "order": list(self.model.order) if self.model.order else None,
        }
        self._memory.setValue(self._memory_key, kept)

    def hideEvent(self, event: QHideEvent) -> None:
        if self._save_later.isActive():
            self._save_later.stop()
            self._remember()
        super().hideEvent(event)
