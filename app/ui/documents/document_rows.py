"""Rows and columns of the list of issued documents."""

from collections.abc import Callable, Sequence

from app.casework.cases.document_rows import DocumentView
from app.casework.documents.listing import DocumentFilter, count_documents, list_documents
from app.models.workspace import Workspace
from app.ui.documents.document_facts import made_words, state_tone, state_words
from app.ui.kit.views.paged_model import Column, Order, PagedModel


def _name(row: DocumentView) -> str:
    return f"{row.listed_name}（作废：{row.void_reason}）" if row.void else row.listed_name


COLUMNS: Sequence[Column] = (
    Column("number", "文号", lambda row: row.number, 158, sortable=False),
    Column("name", "文书", _name, 150, sortable=False, stretch=True),
    Column("issued_on", "签发日期", lambda row: f"{row.issued_on:%Y-%m-%d}", 100, sortable=False),
    Column(
        "state", "状态", state_words, 96, sortable=False, tone=state_tone,
        tip=lambda row: f"已作废：{row.void_reason}" if row.void else made_words(row),
    ),
)  # fmt: skip


class DocumentRows(PagedModel):
    """The documents that a filter leaves, the latest first."""

    def __init__(self, workspace: Workspace, wanted: Callable[[], DocumentFilter]) -> None:
        self._workspace, self._wanted = workspace, wanted
        super().__init__(COLUMNS, self._read, lambda: count_documents(workspace, wanted()))

    def _read(self, offset: int, limit: int, _order: Order) -> Sequence[DocumentView]:
        return list_documents(self._workspace, self._wanted(), offset=offset, limit=limit)


def runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Return sorted row numbers as runs (first, last): one selection range each, however many rows."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
