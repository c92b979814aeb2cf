"""Rows and columns of the list of cases."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from app.casework.cases.rows import CaseRow
from app.casework.views import clock_view
from app.casework.worklist.case_list import DUE_SOON_DAYS, SEARCH_CAP, CaseFilter, CasePage, list_cases
from app.models.workspace import Workspace
from app.ui.base import theme
from app.ui.kit.views.paged_model import Column, Order, PagedModel


def left_words(days: int | None) -> str:
    """Say how many days are left: 还剩3天, 今天到期, 已超2天, or nothing."""
    return "" if days is None else clock_view.left_words(days)


def left_tone(days: int | None) -> str:
    """Return the colour of a date: red today and past, amber near, none otherwise."""
    if days is None or days > DUE_SOON_DAYS:
        return ""
    return "red" if days <= 0 else "amber"


def _who(row: CaseRow) -> str:
    if row.sealed:
        return ""
    return f"{row.title} 等{row.people_count}人" if row.people_count > 1 else row.title


def _limit(row: CaseRow) -> str:
    return f"{row.next_due:%m-%d}  {left_words(row.days_left)}" if row.next_due else ""


def _limit_tip(row: CaseRow) -> str:
    return f"{row.next_due:%Y-%m-%d}，{left_words(row.days_left)}" if row.next_due else "没有正在走的期限"


def _grey_when_voided(row: CaseRow) -> str:
    return "second_ink" if row.voided else ""


COLUMNS: Sequence[Column] = (
    Column("number", "编号", lambda row: row.number, 200, tone=_grey_when_voided),
    Column("title", "信访人", _who, 108, sortable=False, tone=_grey_when_voided),
    Column(
        "summary", "概况", lambda row: row.summary, 200, sortable=False, stretch=True,
        tone=lambda row: "violet" if row.sealed else _grey_when_voided(row),
    ),
    Column("kind", "类别", lambda row: "" if row.sealed else row.kind, 84, tone=_grey_when_voided),
    Column("state", "状态", lambda row: "" if row.sealed else row.state, 114, tone=_grey_when_voided),
    Column("next_due", "期限", _limit, 128, tone=lambda row: left_tone(row.days_left), tip=_limit_tip),
    Column("registered", "登记日期", lambda row: f"{row.registered_on:%Y-%m-%d}", 98, tone=_grey_when_voided),
)  # fmt: skip
_SIGNED = next(place for place, column in enumerate(COLUMNS) if column.key == "summary")


class CaseRows(PagedModel):
    """The rows that a filter leaves; the sealed ones bear the seal beside their one word."""

    def __init__(self, workspace: Workspace, wanted: Callable[[], CaseFilter]) -> None:
        self._workspace, self._wanted = workspace, wanted
        self.capped = False
        super().__init__(COLUMNS, self._read, self._count_all, order=("registered", True))

    def total_words(self) -> str:
        """Say how many rows there are; a search stops counting at a thousand."""
        total = self.rowCount()
        if self.capped:
            return f"{SEARCH_CAP:,} 件以上，只列最新的 {total:,} 件；再多输入几个字可以缩小范围"
        return f"共 {total:,} 件" if total else ""

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DecorationRole and index.column() == _SIGNED:
            row = self.row(index.row())
            return theme.icon("seal", "violet") if row is not None and row.sealed else None
        return super().data(index, role)

    def _read(self, offset: int, limit: int, order: Order) -> Sequence[CaseRow]:
        return self._page(offset, limit, order).rows

    def _count_all(self) -> int:
        page = self._page(0, 1, None)
        self.capped = page.capped
        return page.total

    def _page(self, offset: int, limit: int, order: Order) -> CasePage:
        key, down = order or ("registered", True)
        return list_cases(self._workspace, self._wanted(), offset=offset, limit=limit, order=key, descending=down)
