"""发文登记: every number of a year in its order, void ones with their reason, and whether one is missing."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from app.casework.documents.number_register import (
    NumberRow,
    NumberSeries,
    RegisterFilter,
    count_numbers,
    export_numbers,
    list_numbers,
    number_series,
    register_years,
)
from app.faults import UserFault
from app.models.workspace import Workspace
from app.ui.base import theme
from app.ui.base.desktop import Desktop, Task
from app.ui.base.file_choice import default_folder
from app.ui.base.shortcuts import Shortcut
from app.ui.documents.document_acts import ChoosePath
from app.ui.documents.more_document_acts import ask_workbook
from app.ui.kit.buttons import PlainButton
from app.ui.kit.column_memory import column_memory
from app.ui.kit.dialogs import Dialog, holding
from app.ui.kit.empty import EmptyState
from app.ui.kit.messages import MessageBar
from app.ui.kit.progress_window import PrintProgress
from app.ui.kit.views.paged_model import Column, Order, PagedModel
from app.ui.kit.views.table import ColumnMemory, DataTable
from app.ui.kit.words import Words


def _void(row: NumberRow) -> str:
    if not row.document.void:
        return ""
    told = "，".join(part for part in (f"{row.void_on:%m-%d}" if row.void_on else "", row.void_by) if part)
    return f"已作废：{row.document.void_reason}（{told}）"


def _served(row: NumberRow) -> str:
    return f"{row.document.served_on:%Y-%m-%d}" if row.document.served_on else ""


COLUMNS: Sequence[Column] = (
    Column("number", "文号", lambda row: row.document.number, 170, sortable=False),
    Column("name", "文书", lambda row: row.document.listed_name, 236, sortable=False),
    Column("issued_on", "签发日期", lambda row: f"{row.document.issued_on:%Y-%m-%d}", 100, sortable=False),
    Column("case", "信访件编号", lambda row: row.document.case_number, 180, sortable=False),
    Column("issued_by", "签发人", lambda row: row.document.issued_by, 80, sortable=False),
    Column("served_on", "送达", _served, 100, sortable=False),
    Column("void", "作废", _void, 170, sortable=False, tone=lambda row: "red", stretch=True),
)


class NumberRows(PagedModel):
    """The numbers that a filter leaves, the latest first."""

    def __init__(self, workspace: Workspace, wanted: RegisterFilter) -> None:
        self._workspace, self.wanted = workspace, wanted
        super().__init__(COLUMNS, self._read, lambda: count_numbers(workspace, self.wanted))

    def _read(self, offset: int, limit: int, _order: Order) -> Sequence[NumberRow]:
        return list_numbers(self._workspace, self.wanted, offset=offset, limit=limit)


class NumberRegisterDialog(Dialog):
    """Show the register of a year and export it; `opened(NumberRow)` when a document is to be shown.

    `choose_workbook` asks the system's own dialog and may be replaced.
    """

    opened = Signal(object)

    def __init__(self, desktop: Desktop, parent: QWidget | None = None, memory: ColumnMemory | None = None) -> None:
        super().__init__(parent)
        self.desktop = desktop
        self.choose_workbook: ChoosePath = lambda parent, proposed: ask_workbook(parent, proposed, "发文登记")
        self.progress: PrintProgress | None = None
        self.series: tuple[NumberSeries, ...] = ()
        self.setWindowTitle("发文登记")
        self.setAccessibleName("发文登记")
        self.bar = MessageBar()
        self.year = QComboBox()
        for year in register_years(desktop.workspace):
            self.year.addItem(f"{year} 年", year)
        self.year.setAccessibleName("年度")
        self.kind = QComboBox()
        self.kind.setAccessibleName("文种")
        self.kind.setMinimumWidth(theme.px(220))
        self.void_only = QCheckBox("只看作废的")
        self.said = Words("", "second", selectable=True)
        self.rows = NumberRows(desktop.workspace, RegisterFilter(desktop.workspace.today().year))
        self.table = DataTable(
            self.rows,
            name="numbers",
            accessible_name="发文登记，每行一个文号，回车看这份文书",
            unit="个",
            memory=column_memory(desktop.workspace) if memory is None else memory,
            empty=EmptyState("这一年没有这样的文号。", "换一个年度或者文种看看。", icon="documents"),
        )
        self.export = PlainButton("导出 Excel…", shortcut=Shortcut.EXPORT.value, icon="export")
        self.close_button = PlainButton("关闭")
        self._lay_out()
        self.year.currentIndexChanged.connect(self._other_year)
        self.kind.currentIndexChanged.connect(self._reload)
        self.void_only.toggled.connect(self._reload)
        self.table.opened.connect(self._open)
        self.export.clicked.connect(self._export)
        self.close_button.clicked.connect(self.reject)
        self._other_year()
        self.table.view.setFocus()

    def wanted(self) -> RegisterFilter:
        """Return the filter as it stands."""
        return RegisterFilter(self.year.currentData(), self.kind.currentData() or "", self.void_only.isChecked())

    def _lay_out(self) -> None:
        filters = QHBoxLayout()
        filters.setSpacing(theme.space("near"))
        for widget in (self.year, self.kind, self.void_only):
            filters.addWidget(widget)
        filters.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space("near"))
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.export)
        column = QVBoxLayout(self)
        edge = theme.space("far")
        column.setContentsMargins(edge, theme.space("wide"), edge, theme.space("wide"))
        column.setSpacing(theme.space("normal"))
        column.addWidget(Words("发文登记", "title"))
        column.addWidget(Words("每种文书每年从 1 号连着编；作废的文号留在这里，写明理由，不再使用。", "second"))
        column.addWidget(self.bar)
        column.addLayout(filters)
        column.addWidget(self.said)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)
        room = self.room()
        self.resize(min(round(room.width() * 0.95), theme.px(1200)), min(round(room.height() * 0.92), theme.px(900)))

    def _other_year(self) -> None:
        """List another year and go over its numbers, which takes a moment where there are many."""
        workspace, year = self.desktop.workspace, self.year.currentData()
        self.series = ()
        self.kind.blockSignals(True)
        self.kind.clear()
        self.kind.addItem("全部文种", "")
        self.kind.blockSignals(False)
        self._reload()
        self.said.setText("正在核对有没有缺号…")
        self.desktop.start(lambda _task: (year, number_series(workspace, year)), self._counted, refused=self._refuse)

    def _counted(self, found: object) -> None:
        assert isinstance(found, tuple)
        year, series = found
        if year != self.year.currentData():
            return
        self.series = series
        self.kind.blockSignals(True)
        for each in series:
            self.kind.addItem(f"{each.name}（{each.last}）", each.kind)
        self.kind.blockSignals(False)
        self._say_series()

    def _say_series(self) -> None:
        kind = self.kind.currentData()
        chosen = [each for each in self.series if kind in ("", each.kind)]
        broken = [each for each in chosen if each.missing]
        if len(chosen) == 1:
            self.said.setText(f"{chosen[0].words}。")
        elif chosen:
            void = sum(each.void for each in chosen)
            whole = f"{len(chosen)} 种文书，共 {sum(each.last for each in chosen)} 个文号"
            told = "；".join(each.words for each in broken) if broken else "都没有缺号"
            self.said.setText(f"{whole}，其中作废 {void} 个；{told}。")
        else:
            self.said.setText("")
        self.said.set_tone("red" if broken else "")

    def _reload(self) -> None:
        self.rows.wanted = self.wanted()
        self.table.reload()
        self.export.setEnabled(self.rows.rowCount() > 0)
        if self.rows.rowCount():
            self.table.view.selectRow(0)
        self._say_series()

    def _open(self, row: NumberRow) -> None:
        if row.sealed:
            self.bar.show_message("info", "这份文书和检举控告件一起密封，由保密专员打开那一件查看。")
        else:
            self.opened.emit(row)

    def _export(self) -> None:
        wanted, workspace = self.wanted(), self.desktop.workspace
        with holding(self):
            path = self.choose_workbook(self, default_folder() / f"发文登记_{wanted.year}.xlsx")
        if path is None:
            return

        def work(task: Task) -> tuple[int, Path]:
            return export_numbers(workspace, wanted, path, task.progress), path

        job = self.desktop.start(work, self._exported, refused=self._refuse)
        self.progress = progress = PrintProgress(
            self, f"正在写出“{path.name}”", job, title="导出发文登记", stop="取消", busy="正在读取文号…"
        )
        total = self.rows.rowCount()
        job.progressed.connect(lambda done: progress.show_count(done, total, "个"))
        job.ended.connect(progress.finish)
        progress.show()

    def _exported(self, written: object) -> None:
        assert isinstance(written, tuple)
        count, path = written
        self.bar.show_message("success", f"已写出 {count} 个文号：“{path}”。")

    def _refuse(self, fault: UserFault) -> None:
        self.bar.show_message("info" if fault.code == "cancelled" else "fault", str(fault))
