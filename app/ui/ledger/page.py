"""Export the ledger, and see what was exported before."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.casework.ledgers.export import FullExport, export_ledger
from app.casework.worklist.case_list import CaseFilter, list_cases
from app.faults import UserFault
from app.ledgers.workbook import LedgerReport
from app.ui.base import theme
from app.ui.base.desktop import Desktop, Job, Page, Task
from app.ui.base.file_choice import default_folder
from app.ui.base.places import OpenLedger, Place
from app.ui.base.shortcuts import Shortcut
from app.ui.kit.buttons import PlainButton, PrimaryButton
from app.ui.kit.card import Card
from app.ui.kit.column_memory import column_memory
from app.ui.kit.day_box import DayBox
from app.ui.kit.dialogs import ask
from app.ui.kit.editors.field import FieldEditor
from app.ui.kit.editors.making import ChoiceEditor, TextEditor
from app.ui.kit.empty import EmptyState
from app.ui.kit.header import PageHeader
from app.ui.kit.messages import MessageBar
from app.ui.kit.scroll import ScrollColumn
from app.ui.kit.views.table import ColumnMemory, DataTable
from app.ui.kit.words import Words
from app.ui.ledger.export_outcome import ExportOutcome
from app.ui.ledger.export_rows import ExportRows
from app.ui.ledger.period import PERIODS, file_words, named, span

TITLE = "省系统对照台账"
ChoosePath = Callable[[QWidget | None, Path], Path | None]


class LedgerPage(Page):
    """Export 省系统对照台账; `arrive` takes OpenLedger, whose filter tells the days that are wanted.

    `choose_path` and `confirm_overwrite` ask in dialogs and may be replaced, as a guided tour does.
    """

    name = "ledger"

    def __init__(self, desktop: Desktop, memory: ColumnMemory | None = None) -> None:
        super().__init__(desktop)
        self.choose_path: ChoosePath = ask_workbook
        self.confirm_overwrite: Callable[[Path], bool] = self._ask_overwrite
        self._job: Job | None = None
        self._named_by_hand = False
        self._total = 0
        self.export = PrimaryButton("导出", shortcut=Shortcut.EXPORT.value, icon="export")
        self.export.clicked.connect(self._export)
        self.bar = MessageBar()
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, theme.space("near"), theme.space("wide"))
        column.setSpacing(theme.space("wide"))
        column.addWidget(self._form())
        self.outcome = ExportOutcome()
        self.outcome.stop_asked.connect(self._stop)
        self.outcome.not_opened.connect(
            lambda path: self.bar.show_message("warning", f"这台电脑打不开，请自己到“{path}”查看。")
        )
        column.addWidget(self.outcome)
        self.rows = ExportRows(desktop.workspace)
        self.table = DataTable(
            self.rows,
            name="exports",
            accessible_name="导出过的台账",
            unit="次",
            memory=column_memory(desktop.workspace) if memory is None else memory,
            empty=EmptyState("还没有导出过台账。", "选好期间，按 Ctrl+E 导出。", icon="ledger"),
        )
        self.table.setMinimumHeight(theme.px(220))
        column.addWidget(Words("导出过的台账", "section"))
        column.addWidget(self.table, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, theme.space("near"), 0, 0)
        whole.setSpacing(theme.space("normal"))
        whole.addWidget(PageHeader("台账", TITLE, primary=self.export))
        whole.addWidget(self.bar)
        whole.addWidget(ScrollColumn(content), 1)
        self.period.set_value("month")
        self._show_period()

    def arrive(self, place: Place | None = None) -> None:
        """Count anew; days of a filter become the period."""
        if isinstance(place, OpenLedger) and place.wanted is not None:
            self._take(place.wanted)
        self._show_period()
        self.rows.reload()
        self.export.setFocus()

    def days(self) -> tuple[date | None, date | None]:
        """Return the first and last day of registration that are wanted."""
        if self.period.value() == "own":
            return self.first_day.day(), self.last_day.day()
        return span(self.period.value(), self.desktop.workspace.today())

    def target(self) -> Path:
        """Return the file to write."""
        return Path(self.path.text().strip())

    def _form(self) -> Card:
        today = self.desktop.workspace.today
        card = Card("导出到 Excel")
        self.period = ChoiceEditor("period", "登记日期", options=PERIODS, segmented=True)
        self.period.edited.connect(self._show_period)
        self.first_day = DayBox("first_day", "从哪一天", today=today)
        self.last_day = DayBox("last_day", "到哪一天", today=today)
        self.own = QWidget()
        own = QHBoxLayout(self.own)
        own.setContentsMargins(0, 0, 0, 0)
        own.setSpacing(theme.space("near"))
        for widget in (self.first_day, Words("至", "second", wrap=False), self.last_day):
            own.addWidget(widget)
        own.addStretch(1)
        for box in (self.first_day, self.last_day):
            box.edited.connect(self._show_period)
        self.count = Words("", "second")
        self.path = QLineEdit()
        self.path.setAccessibleName("存到哪个文件")
        self.path.textEdited.connect(lambda _text: self._take_name())
        choose = PlainButton("选择…")
        choose.setAccessibleName("选择存到哪个文件")
        choose.clicked.connect(self._choose)
        where = QHBoxLayout()
        where.setSpacing(theme.space("near"))
        where.addWidget(self.path, 1)
        where.addWidget(choose)
        self.full = QCheckBox("全量导出（证件号码、电话、住址不遮盖）")
        self.full.setAccessibleName("全量导出，证件号码、电话、住址不遮盖")
        self.full.toggled.connect(self._show_full)
        card.add(self.period)
        card.add(self.own)
        card.add(self.count)
        card.add(Words("存到哪个文件", "label"))
        card.add(where)
        card.add(self.full)
        card.add(self._full_fields())
        return card

    def _full_fields(self) -> QWidget:
        self.conditions = QWidget()
        column = QVBoxLayout(self.conditions)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("normal"))
        column.addWidget(
            Words(
                "全量导出会记下谁、什么时候、为什么、给了谁。一般上报用遮盖的就够。检举控告件仍只显示“已密封”。",
                "small",
            )
        )
        self.purpose = TextEditor("purpose", "用途", placeholder="例如：按通知向上级报送", width=420)
        self.recipient = TextEditor("recipient", "接收人", placeholder="单位和姓名", width=420)
        self.password = TextEditor("password", "本人口令", secret=True, width=420)
        self.editors: dict[str, FieldEditor] = {}
        for editor in (self.purpose, self.recipient, self.password):
            editor.edited.connect(lambda editor=editor: editor.set_error(None))
            editor.submitted.connect(self._export)
            self.editors[editor.key] = editor
            column.addWidget(editor)
        self.conditions.hide()
        return self.conditions

    def _take(self, wanted: CaseFilter) -> None:
        today = self.desktop.workspace.today()
        if wanted.first_day is None and wanted.last_day is None:
            self.period.set_value("all")
        else:
            self.period.set_value(named(wanted.first_day, wanted.last_day, today))
            self.first_day.set_value(wanted.first_day)
            self.last_day.set_value(wanted.last_day)
        others = CaseFilter(first_day=wanted.first_day, last_day=wanted.last_day)
        if wanted != others:
            self.bar.show_message("info", "台账按登记日期导出全部事项；列表里的其他筛选条件在这里不起作用。")

    def _show_period(self) -> None:
        self.own.setVisible(self.period.value() == "own")
        for box in (self.first_day, self.last_day):
            theme.restyle(box.line, tone="red" if box.is_wrong() else "")
        first, last = self.days()
        today = self.desktop.workspace.today()
        if first and last and first > last:
            self.count.setText("开始的日子在结束的日子之后，请改正。")
            self.count.set_tone("red")
            self.export.setEnabled(False)
            return
        self._total = list_cases(self.desktop.workspace, CaseFilter(first_day=first, last_day=last), limit=1).total
        self.count.set_tone("")
        self.count.setText(
            f"共 {self._total:,} 件（含已作废、已密封的；{first or '最早'} 至 {last or today}）"
            if self._total
            else "这段时间没有登记信访事项，导出的表只有表头。"
        )
        self.export.setEnabled(self._job is None)
        if not self._named_by_hand:
            self.path.setText(str(self._proposed(first, last)))

    def _proposed(self, first: date | None, last: date | None) -> Path:
        workspace = self.desktop.workspace
        days = file_words(first, last, workspace.today())
        return default_folder() / f"{TITLE}_{workspace.office.name}_{days}.xlsx"

    def _take_name(self) -> None:
        self._named_by_hand = bool(self.path.text().strip())

    def _choose(self) -> None:
        chosen = self.choose_path(self, self.target())
        if chosen is not None:
            self.path.setText(str(chosen))
            self._named_by_hand = True

    def _show_full(self, on: bool) -> None:
        self.conditions.setVisible(on)
        if on:
            self.purpose.setFocus()

    def _export(self) -> None:
        if self._job is not None:
            return
        path = self.target()
        if not path.name or path.suffix.lower() != ".xlsx":
            self.bar.show_message("fault", "文件名要以 .xlsx 结尾，请改正“存到哪个文件”。")
            self.path.setFocus()
            return
        full = None
        if self.full.isChecked():
            full = FullExport(self.password.value(), self.purpose.value(), self.recipient.value())
        if path.exists() and not self.confirm_overwrite(path):
            return
        self.bar.clear()
        first, last = self.days()
        workspace = self.desktop.workspace

        def work(task: Task) -> LedgerReport:
            return export_ledger(workspace, path, first_day=first, last_day=last, full=full, progress=task.progress)

        self.outcome.begin(self._total)
        self.export.setEnabled(False)
        self._job = self.desktop.start(work, self._done, refused=self._refused)
        self._job.progressed.connect(self.outcome.tell)
        self._job.failed.connect(lambda _fault: self._end())

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _done(self, report: LedgerReport) -> None:
        self._end()
        self.password.set_value("")
        self.full.setChecked(False)
        self.rows.reload()
        self.outcome.show_report(report)

    def _refused(self, fault: UserFault) -> None:
        self._end()
        field = "password" if fault.code == "wrong-password" else fault.field
        editor = self.editors.get(field)
        if editor is not None:
            editor.set_error(str(fault))
            editor.setFocus()
        else:
            self.bar.show_message("info" if fault.code == "cancelled" else "fault", str(fault))

    def _end(self) -> None:
        self._job = None
        self.outcome.clear()
        self.export.setEnabled(True)

    def _ask_overwrite(self, path: Path) -> bool:
        said = f"“{path.name}”已经有了，导出会把它换成新的。"
        return ask(self, "换掉原来的文件？", said, "换成新的", "不换") is not None


def ask_workbook(parent: QWidget | None, proposed: Path) -> Path | None:
    """Let the person choose a file in the system's dialog; None at cancel."""
    options = QFileDialog.Option.DontConfirmOverwrite
    chosen, _ = QFileDialog.getSaveFileName(
        parent, "台账存到哪里", str(proposed), "Excel 工作簿 (*.xlsx)", options=options
    )
    if not chosen:
        return None
    return Path(chosen) if chosen.lower().endswith(".xlsx") else Path(f"{chosen}.xlsx")
