"""Rows that come page by page, so that no list is ever loaded whole."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from app.ui.base import theme

PAGE = 256
PAGES_KEPT = 12
_ROOT = QModelIndex()

Order = tuple[str, bool] | None  # (column key, descending)


@dataclass(frozen=True)
class Column:
    """One column: `text(row)` gives its words, `tone(row)` a colour token or "", `width` px at 字号 标准."""

    key: str
    title: str
    text: Callable[[Any], str]
    width: int = 120
    right: bool = False
    sortable: bool = True
    tone: Callable[[Any], str] | None = None
    tip: Callable[[Any], str] | None = None
    stretch: bool = False  # takes the room that is left; otherwise the last column does


class PagedModel(QAbstractTableModel):
    """A table model over `fetch(offset, limit, order) -> rows` and `count() -> int`.

    `order` is (column key, descending) or None. At most 12 pages of 256 rows are in memory. A row is any object
    the columns can read. `reload` asks again, for example after an act or another filter.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        fetch: Callable[[int, int, Order], Sequence[Any]],
        count: Callable[[], int],
        *,
        order: Order = None,
    ) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.order = order
        self._fetch, self._count = fetch, count
        self._pages: OrderedDict[int, Sequence[Any]] = OrderedDict()
        self._total = count()

    def reload(self) -> None:
        """Forget what was read and ask again."""
        self.beginResetModel()
        self._pages.clear()
        self._total = self._count()
        self.endResetModel()

    def row(self, number: int) -> Any | None:
        """Return a row, reading its page when it is not in memory; None when it has gone in the meantime."""
        if not 0 <= number < self._total:
            return None
        page, place = divmod(number, PAGE)
        if page in self._pages:
            self._pages.move_to_end(page)
        else:
            self._pages[page] = self._fetch(page * PAGE, PAGE, self.order)
            if len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
        rows = self._pages[page]
        return rows[place] if place < len(rows) else None

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.ForegroundRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return None
        row = self.row(index.row())
        if row is None:
            return None
        if role == Qt.ItemDataRole.ForegroundRole:
            tone = column.tone(row) if column.tone else ""
            return theme.colour(tone) if tone else None
        text = column.text(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title}：{text}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip(row) if column.tip else text
        return text.replace("\n", " ")

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = self.columns[section].right
            return (
                Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            ) | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Ask for another order; the source sorts, not the window."""
        if 0 <= column < len(self.columns) and self.columns[column].sortable:
            self.order = (self.columns[column].key, order == Qt.SortOrder.DescendingOrder)
        elif column < 0:
            self.order = None
        else:
            return
        self.reload()
