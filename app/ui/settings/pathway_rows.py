"""Rows and columns of the list of the catalogue's section."""

from collections.abc import Sequence

from app.casework.office.pathways import PathwayEntry, find_pathways
from app.models.workspace import Workspace
from app.ui.kit.pathway_card import status_tone
from app.ui.kit.views.paged_model import Column, Order, PagedModel

_NUMERALS = dict(zip("123456", "一二三四五六", strict=True))

ENTRY_COLUMNS: Sequence[Column] = (
    Column("category", "类别", lambda entry: entry.category, 116),
    Column("claim", "诉求类型", lambda entry: entry.claim, 260, stretch=True),
    Column("way", "条例项", lambda entry: f"（{_NUMERALS[entry.way]}）", 68),
    Column("status", "状态", lambda entry: entry.status, 172, tone=status_tone),
)


class EntryRows(PagedModel):
    """The entries that hold the words, best first, or in the order of a column."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._words = ""
        self._found: tuple[PathwayEntry, ...] = ()
        super().__init__(ENTRY_COLUMNS, self._read, lambda: len(self._found))

    def look_for(self, words: str) -> None:
        """Show what holds these words; raises UserFault when the catalogue cannot be read."""
        self._words = words
        self._found = find_pathways(self._workspace, words)
        self.reload()

    def _read(self, offset: int, limit: int, order: Order) -> Sequence[PathwayEntry]:
        found = self._found
        if order is not None:
            key, down = order
            found = tuple(sorted(found, key=lambda entry: str(getattr(entry, key)), reverse=down))
        return found[offset : offset + limit]
