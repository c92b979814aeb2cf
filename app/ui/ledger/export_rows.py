"""Rows and columns of the list of former exports."""

from collections.abc import Sequence

from app.casework.office.exports import ExportRow, count_exports, list_exports
from app.models.workspace import Workspace
from app.ui.kit.views.paged_model import Column, Order, PagedModel


def _what_for(row: ExportRow) -> str:
    return f"{row.purpose}；给 {row.recipient}" if row.is_full else ""


COLUMNS: Sequence[Column] = (
    Column("at", "时间", lambda row: row.at[:16].replace("T", " "), 140, sortable=False),
    Column("exported_by", "导出人", lambda row: row.exported_by, 84, sortable=False),
    Column("period", "登记日期", lambda row: row.period, 196, sortable=False),
    Column("rows", "件数", lambda row: f"{row.row_count:,}", 64, right=True, sortable=False),
    Column(
        "full", "内容", lambda row: "全量" if row.is_full else "遮盖", 60, sortable=False,
        tone=lambda row: "amber" if row.is_full else "",
    ),
    Column("purpose", "用途和接收人", _what_for, 140, sortable=False),
    Column("file", "文件", lambda row: row.file_name, 160, sortable=False, stretch=True),
)  # fmt: skip


class ExportRows(PagedModel):
    """Every ledger that left the workspace, the latest first."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        super().__init__(COLUMNS, self._read, lambda: count_exports(workspace))

    def _read(self, offset: int, limit: int, _order: Order) -> Sequence[ExportRow]:
        return list_exports(self._workspace, offset=offset, limit=limit)
