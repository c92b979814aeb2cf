"""依法分类处理清单: see the catalogue, import and export it as Excel, go back to the shipped one."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.casework.office.pathways import (
    CatalogueRefused,
    Imported,
    PathwayEntry,
    catalogue,
    export_catalogue,
    import_catalogue,
    is_own,
    restore_shipped,
)
from app.faults import UserFault
from app.ui.base import theme
from app.ui.base.desktop import Desktop, Job, Task
from app.ui.kit.buttons import PlainButton, PrimaryButton
from app.ui.kit.card import Card
from app.ui.kit.chips import StateTag
from app.ui.kit.dialogs import ask
from app.ui.kit.empty import EmptyState
from app.ui.kit.pathway_card import PathwayCard
from app.ui.kit.search_box import SearchBox
from app.ui.kit.views.table import DataTable
from app.ui.kit.words import Words
from app.ui.settings.pathway_rows import EntryRows
from app.ui.settings.section import SettingsSection
from app.ui.settings.workbook_parts import ProblemsCard, RunningRow, ask_where, ask_workbook

_TYPED_MS = 100
_Held = tuple[bool, tuple[PathwayEntry, ...]]  # whether it is the office's own, and its entries
ChooseFile = Callable[[QWidget | None], Path | None]


class PathwaysSection(SettingsSection):
    """The catalogue that holds now. `choose_import`, `choose_export` and `confirm` ask in dialogs; replaceable."""

    title = "依法分类处理清单"
    lead = "登记到“六条途径”一页时，在这份清单里查。出厂清单是参考，待本单位确认；导出改好再导入，就用本单位的。"

    def __init__(self, desktop: Desktop) -> None:
        super().__init__(desktop)
        self.choose_import: ChooseFile = partial(ask_workbook, title="导入哪份清单")
        self.choose_export: ChooseFile = partial(ask_where, title="清单导出到哪里", proposed="依法分类处理清单.xlsx")
        self.confirm: Callable[[str, str, str], bool] = self._ask
        self._own = False
        self.column.addWidget(self._acts_card())
        self.problems_card = ProblemsCard("catalogue_problems")
        self.column.addWidget(self.problems_card)
        self.column.addWidget(self._list_card())
        self.detail = PathwayCard()
        self.column.addWidget(self.detail)
        self.column.addStretch(1)

    def _acts_card(self) -> Card:
        self.which = Words("", "strong")
        self.mark = StateTag("")
        self.load = PrimaryButton("导入 Excel…")
        self.load.clicked.connect(self._import)
        self.save = PlainButton("导出 Excel…", icon="export")
        self.save.clicked.connect(self._export)
        self.restore = PlainButton("恢复出厂", icon="refresh")
        self.restore.clicked.connect(self._restore)
        self.running = RunningRow()
        head = QHBoxLayout()
        head.setSpacing(theme.space("near"))
        held = QVBoxLayout()
        held.setSpacing(theme.space("tight"))
        held.addWidget(self.which)
        held.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignLeft)
        head.addLayout(held, 1)
        for button in (self.restore, self.save, self.load):
            head.addWidget(button)
        card = Card()
        card.add(head)
        card.add(self.running)
        return card

    def _list_card(self) -> Card:
        self.box = SearchBox("诉求、机关、法律名称，或拼音、首字母", "搜索清单")
        self._later = QTimer(self, singleShot=True, interval=_TYPED_MS)
        self._later.timeout.connect(self._look)
        self.box.textChanged.connect(lambda _text: self._later.start())
        self.box.returnPressed.connect(self._look)
        self.rows = EntryRows(self.desktop.workspace)
        self.table = DataTable(
            self.rows, name="pathways", accessible_name="依法分类处理清单", unit="条",
            empty=EmptyState("没有找到。", "少写一个词再试。", icon="search"),
        )  # fmt: skip
        self.table.setMinimumHeight(theme.px(250))
        self.table.selected.connect(self._show_entry)
        card = Card()
        card.add(self.box)
        card.add(self.table)
        return card

    def arrive(self) -> None:
        """Show the catalogue that holds; what was refused before is put away."""
        if self.running.job is None:
            self.problems_card.put_away()
            self._read()

    def start(self) -> None:
        """Put the cursor into the search."""
        self.box.setFocus()

    def _read(self) -> None:
        """Open the catalogue off the window's thread: one of 5,000 entries is a second's work the first time."""
        workspace = self.desktop.workspace

        def work(_task: Task) -> _Held:
            return is_own(workspace), catalogue(workspace)

        self.desktop.start(work, self._show)

    def _show(self, held: _Held) -> None:
        own, entries = held
        open_ = sum(not entry.confirmed for entry in entries)
        self.which.setText(f"{'本单位的清单' if own else '出厂清单'}，共 {len(entries):,} 条")
        self.mark.set_state(f"{open_:,} 条待本单位确认" if open_ else "已全部确认", "amber" if open_ else "green")
        self._own = own
        self.restore.setEnabled(own and self.running.job is None)
        self._look()

    def _look(self) -> None:
        self._later.stop()
        self.desktop.attempt(lambda: self.rows.look_for(self.box.text()))
        self.detail.setVisible(self.rows.rowCount() > 0)
        if self.rows.rowCount():
            self.table.view.selectRow(0)
            self._show_entry(self.rows.row(0))

    def _show_entry(self, entry: PathwayEntry) -> None:
        self.detail.show_entry(entry)

    def _import(self) -> None:
        path = self.choose_import(self)
        if path is None or self.running.job is not None:
            return
        workspace = self.desktop.workspace
        if self._own and not self.confirm(
            "换掉本单位的清单？", "导入成功后，新表整体替换本单位现在的清单；表里有一处不对，就什么也不改。", "导入"
        ):
            return

        def work(task: Task) -> Imported:
            return import_catalogue(workspace, path, task.progress)

        self.problems_card.put_away()
        self._begin(self.desktop.start(work, self._imported, refused=self._refused), "已读 {:,} 行")

    def _imported(self, done: Imported) -> None:
        self._end()
        self._read()
        more = f"没有读入的列：{'、'.join(done.unread[:8])}。" if done.unread else ""
        self.desktop.say.emit("success", f"已导入 {done.entries:,} 条，登记时就用这份清单。{more}")
        self.changed.emit()

    def _export(self) -> None:
        path = self.choose_export(self)
        if path is None or self.running.job is not None:
            return
        workspace = self.desktop.workspace

        def work(task: Task) -> int:
            return export_catalogue(workspace, path, task.progress)

        def exported(count: int) -> None:
            self._end()
            self.desktop.say.emit("success", f"已导出 {count:,} 条：{path}")

        self._begin(self.desktop.start(work, exported, refused=self._refused), "已写 {:,} 条")

    def _restore(self) -> None:
        if not self.confirm("恢复出厂清单？", "本单位的清单不再使用，请先导出一份留底。", "恢复出厂"):
            return
        workspace = self.desktop.workspace

        def restored(count: int) -> None:
            self._end()
            self._read()
            self.desktop.say.emit("success", f"已恢复出厂清单，本单位的 {count:,} 条不再使用。")
            self.changed.emit()

        self.problems_card.put_away()
        self._begin(self.desktop.start(lambda _task: restore_shipped(workspace), restored, refused=self._refused), "")

    def _refused(self, fault: UserFault) -> None:
        self._end()
        if isinstance(fault, CatalogueRefused):
            self.desktop.say.emit("fault", "清单没有导入，问题逐行列在下面；原来的清单没有改动。")
            self.problems_card.show_refusal(fault)
        else:
            self.desktop.say.emit("info" if fault.code == "cancelled" else "fault", str(fault))

    def _begin(self, job: Job, words: str) -> None:
        self.running.begin(job, words)
        job.failed.connect(lambda _bug: self._end())
        for button in (self.load, self.save, self.restore):
            button.setEnabled(False)

    def _end(self) -> None:
        self.running.end()
        self.load.setEnabled(True)
        self.save.setEnabled(True)
        self.restore.setEnabled(self._own)

    def _ask(self, title: str, text: str, yes: str) -> bool:
        return ask(self, title, text, yes, "不改") is not None
