"""Rows and columns of the list of the directory's section."""

from collections.abc import Sequence

from app.casework.office.directory import DirectoryIndex, OfficeEntry
from app.ui.kit.views.paged_model import Column, Order, PagedModel

COLUMNS: Sequence[Column] = (
    Column("name", "单位全称", lambda entry: entry.name, 230, stretch=True),
    Column("level", "级别", lambda entry: entry.level, 56),
    Column("parent", "上级单位", lambda entry: entry.parent, 180),
    Column("phone", "电话", lambda entry: entry.phone, 110),
    Column(
        "in_use", "状态", lambda entry: "在用" if entry.in_use else "已停用", 68,
        tone=lambda entry: "" if entry.in_use else "amber",
    ),
)  # fmt: skip


class OfficeRows(PagedModel):
    """The offices that hold the words, best first, or in the order of a column."""

    def __init__(self) -> None:
        self._index = DirectoryIndex(())
        self._found: tuple[OfficeEntry, ...] = ()
        super().__init__(COLUMNS, self._read, lambda: len(self._found))

    @property
    def entries(self) -> tuple[OfficeEntry, ...]:
        """Return the whole directory."""
        return self._index.entries

    def show_directory(self, index: DirectoryIndex, words: str) -> None:
        """Search this from now on."""
        self._index = index
        self.look_for(words)

    def look_for(self, words: str) -> None:
        """Show what holds these words."""
        self._found = self._index.search(words)
        self.reload()

    def place_of(self, uid: str) -> int:
        """Return the row in which an office is shown now, the first where it is not."""
        return next((place for place, entry in enumerate(self._ordered(self.order)) if entry.uid == uid), 0)

    def _read(self, offset: int, limit: int, order: Order) -> Sequence[OfficeEntry]:
        return self._ordered(order)[offset : offset + limit]

    def _ordered(self, order: Order) -> Sequence[OfficeEntry]:
        if order is None:
            return self._found
        key, down = order
        return sorted(self._found, key=lambda entry: str(getattr(entry, key)), reverse=down)
