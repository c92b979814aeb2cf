"""The list of cases: filters, search, and rows that come as one scrolls."""

from PySide6.QtWidgets import QVBoxLayout

from app.casework.cases.rows import CaseRow
from app.casework.worklist.case_list import CaseFilter
from app.ui.base import theme
from app.ui.base.desktop import Desktop, Page
from app.ui.base.places import OpenCase, OpenCases, OpenLedger, Place, Register, SearchCases
from app.ui.base.shortcuts import Shortcut
from app.ui.cases.case_rows import CaseRows
from app.ui.cases.filter_row import FilterRow
from app.ui.kit.buttons import PlainButton, PrimaryButton
from app.ui.kit.column_memory import column_memory
from app.ui.kit.empty import EmptyState
from app.ui.kit.header import PageHeader
from app.ui.kit.views.table import ColumnMemory, DataTable


class CasesPage(Page):
    """Show all cases; `arrive` takes OpenCases or SearchCases; without a filter the list is as it was left."""

    name = "cases"

    def __init__(self, desktop: Desktop, memory: ColumnMemory | None = None) -> None:
        super().__init__(desktop)
        self.export = PlainButton("导出台账", shortcut=Shortcut.EXPORT.value, icon="export")
        self.export.clicked.connect(lambda: desktop.go.emit(OpenLedger(self.filters.wanted())))
        self.register = PrimaryButton("来访登记", icon="plus")
        self.register.setToolTip(f"登记一件（{Shortcut.REGISTER.value}）")
        self.register.clicked.connect(lambda: desktop.go.emit(Register()))
        self.filters: FilterRow = FilterRow(desktop)
        self.empty = EmptyState("还没有登记信访事项。", "按 F2 登记第一件。", action="来访登记", icon="cases")
        self.empty.acted.connect(self._leave_emptiness)
        self.rows = CaseRows(desktop.workspace, self.filters.wanted)
        self.table = DataTable(
            self.rows,
            name="cases",
            accessible_name="信访事项列表，回车打开",
            memory=column_memory(desktop.workspace) if memory is None else memory,
            empty=self.empty,
        )
        self.table.opened.connect(self._open)
        self.rows.modelReset.connect(self._counted)
        self.filters.changed.connect(self._refilter)
        desktop.cases_changed.connect(self._refresh_if_seen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.space("near"), 0, 0)
        column.setSpacing(theme.space("normal"))
        column.addWidget(PageHeader("信访事项", actions=(self.export,), primary=self.register))
        column.addWidget(self.filters)
        column.addWidget(self.table, 1)
        self._counted()

    def arrive(self, place: Place | None = None) -> None:
        """Show the list anew and put the keyboard on its rows."""
        if isinstance(place, OpenCases) and place.wanted is not None:
            self.filters.show_filter(place.wanted)
        elif isinstance(place, SearchCases):
            self.filters.show_filter(CaseFilter(text=place.words.strip()))
        else:
            self.table.reload()
        self.take_focus()

    def take_focus(self) -> None:
        """Put the keyboard on the rows, on the first one when none is chosen."""
        if self.rows.rowCount() and not self.table.view.currentIndex().isValid():
            self.table.view.selectRow(0)
        (self.table.view if self.rows.rowCount() else self.empty.button).setFocus()

    def _refilter(self) -> None:
        self.rows.reload()

    def _refresh_if_seen(self) -> None:
        if self.isVisible():
            self.table.reload()

    def _open(self, row: CaseRow) -> None:
        self.desktop.go.emit(OpenCase(row.id))

    def _counted(self) -> None:
        self.table.count.setText(self.rows.total_words())
        if self.rows.rowCount():
            return
        narrowed = self.filters.narrows
        text = self.filters.wanted().text
        self.empty.sentence.setText(
            f"没有找到“{text}”。" if text else "没有符合条件的信访事项。" if narrowed else "还没有登记信访事项。"
        )
        hint = "可以用姓名、拼音、拼音首字母、编号、电话、证件号或概况里的字词查找。" if text else "请放宽筛选条件。"
        self.empty.next_step.setText(hint if narrowed else "按 F2 登记第一件。")
        self.empty.button.set_text("清除筛选" if narrowed else "来访登记")

    def _leave_emptiness(self) -> None:
        if self.filters.narrows:
            self.filters.show_filter(CaseFilter())
            self.take_focus()
        else:
            self.desktop.go.emit(Register())
