"""机关名录: the offices that receivers, papers and reviews take their words from; also what each answers for."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.casework.office.directory import DirectoryIndex, OfficeEntry, levels, matters, open_directory, set_in_use
from app.casework.office.directory_exchange import (
    DirectoryRefused,
    ImportedOffices,
    export_directory,
    import_directory,
)
from app.faults import UserFault
from app.ui.base import theme
from app.ui.base.desktop import Desktop, Job, Task
from app.ui.kit.buttons import PlainButton, PrimaryButton
from app.ui.kit.card import Card
from app.ui.kit.chips import StateTag
from app.ui.kit.empty import EmptyState
from app.ui.kit.search_box import SearchBox
from app.ui.kit.views.facts import FactGrid
from app.ui.kit.views.table import DataTable
from app.ui.kit.words import Words
from app.ui.settings.directory_dialog import OfficeDialog
from app.ui.settings.directory_list import OfficeRows
from app.ui.settings.section import SettingsSection
from app.ui.settings.workbook_parts import ProblemsCard, RunningRow, ask_where, ask_workbook

_TYPED_MS = 100
_Held = tuple[DirectoryIndex, tuple[str, ...]]  # the directory, and what an office may answer for
ChooseFile = Callable[[QWidget | None], Path | None]


class DirectorySection(SettingsSection):
    """The directory. `choose_import` and `choose_export` ask in the system's dialogs; replaceable."""

    title = "机关名录"
    lead = "登记、转送、告知复查时，单位、地址、电话从这里取。只写机关、单位，不写个人；停用的不再列出，不会删除。"

    def __init__(self, desktop: Desktop) -> None:
        super().__init__(desktop)
        self.choose_import: ChooseFile = partial(ask_workbook, title="导入哪份名录")
        self.choose_export: ChooseFile = partial(ask_where, title="名录导出到哪里", proposed="机关单位名录.xlsx")
        self._matters: tuple[str, ...] = ()
        self._wanted = ""
        self.column.addWidget(self._acts_card())
        self.problems_card = ProblemsCard("directory_problems")
        self.column.addWidget(self.problems_card)
        self.column.addWidget(self._list_card())
        self.column.addWidget(self._detail_card())
        self.column.addStretch(1)

    def _acts_card(self) -> Card:
        self.which = Words("", "strong")
        self.load = PlainButton("导入 Excel…")
        self.load.clicked.connect(self._import)
        self.save = PlainButton("导出 Excel…", icon="export")
        self.save.clicked.connect(self._export)
        self.add = PrimaryButton("添加单位…", icon="plus")
        self.add.clicked.connect(lambda: self._open(None))
        self.running = RunningRow()
        head = QHBoxLayout()
        head.setSpacing(theme.space("near"))
        head.addWidget(self.which, 1)
        for button in (self.save, self.load, self.add):
            head.addWidget(button)
        card = Card()
        card.add(head)
        card.add(self.running)
        return card

    def _list_card(self) -> Card:
        self.box = SearchBox("单位、简称、地址、负责的诉求，或拼音、首字母", "搜索名录")
        self._later = QTimer(self, singleShot=True, interval=_TYPED_MS)
        self._later.timeout.connect(self._look)
        self.box.textChanged.connect(lambda _text: self._later.start())
        self.box.returnPressed.connect(self._look)
        self.rows = OfficeRows()
        self.table = DataTable(
            self.rows, name="directory", accessible_name="机关名录", unit="个单位",
            empty=EmptyState("没有单位。", "添加一个，或者导出空表填好再导入；在找的，少写一个词再试。", icon="search"),
        )  # fmt: skip
        self.table.setMinimumHeight(theme.px(250))
        self.table.selected.connect(self._show_entry)
        self.table.opened.connect(self._open)
        card = Card()
        card.add(self.box)
        card.add(self.table)
        return card

    def _detail_card(self) -> Card:
        self.name = Words("", "strong", selectable=True)
        self.state = StateTag("")
        self.facts = FactGrid()
        self.change = PlainButton("修改…", icon="pen")
        self.change.clicked.connect(lambda: self._open(self.table.current_row()))
        self.use = PlainButton("停用")
        self.use.clicked.connect(self._use)
        head = QHBoxLayout()
        head.setSpacing(theme.space("near"))
        words = QVBoxLayout()
        words.addWidget(self.name)
        head.addLayout(words, 1)
        head.addWidget(self.state)
        head.addWidget(self.use)
        head.addWidget(self.change)
        self.detail = Card()
        self.detail.add(head)
        self.detail.add(self.facts)
        self.detail.hide()
        return self.detail

    def arrive(self) -> None:
        """Show the directory; what was refused before is put away."""
        if self.running.job is None:
            self.problems_card.put_away()
            self._read()

    def start(self) -> None:
        """Put the cursor into the search."""
        self.box.setFocus()

    def _read(self, wanted: str = "") -> None:
        """Open the directory off the window's thread; `wanted` is the office to stand on then."""
        workspace = self.desktop.workspace
        self._wanted = wanted

        def work(_task: Task) -> _Held:
            return open_directory(workspace), matters(workspace)

        self.desktop.start(work, self._show)

    def _show(self, held: _Held) -> None:
        index, self._matters = held
        stopped = sum(not entry.in_use for entry in index.entries)
        self.which.setText(f"共 {len(index.entries):,} 个单位" + (f"，其中 {stopped:,} 个已停用" if stopped else ""))
        wanted = self._wanted or getattr(self.table.current_row(), "uid", "")
        self.rows.show_directory(index, self.box.text())
        self._stand_on(self.rows.place_of(wanted))

    def _look(self) -> None:
        self._later.stop()
        self.rows.look_for(self.box.text())
        self._stand_on(0)

    def _stand_on(self, place: int) -> None:
        self.detail.setVisible(self.rows.rowCount() > 0)
        if self.rows.rowCount():
            self.table.view.selectRow(place)
            self._show_entry(self.rows.row(place))

    def _show_entry(self, entry: OfficeEntry) -> None:
        self.name.setText(entry.name)
        self.state.set_state("在用" if entry.in_use else "已停用", "green" if entry.in_use else "amber")
        self.use.set_text("停用" if entry.in_use else "恢复使用")
        self.use.setAccessibleName(f"{self.use.text()}：{entry.name}")
        self.facts.set_facts([(label, value) for label, value in _facts(entry) if value])

    def _open(self, entry: OfficeEntry | None) -> None:
        names = [each.name for each in self.rows.entries if each.in_use]
        dialog = OfficeDialog(self.desktop, entry, names, self._matters, self)
        dialog.kept.connect(self._kept)
        dialog.open()

    def _kept(self, entry: OfficeEntry) -> None:
        self.desktop.say.emit("success", f"已保存“{entry.name}”。")
        self._read(entry.uid)
        self.table.setFocus()

    def _use(self) -> None:
        entry, workspace = self.table.current_row(), self.desktop.workspace
        if entry is None:
            return
        self.use.setEnabled(False)

        def done(now: OfficeEntry) -> None:
            self.use.setEnabled(True)
            said = "恢复使用" if now.in_use else "停用，不再作为候选；已经办的件不变"
            self.desktop.say.emit("success", f"“{now.name}”已{said}。")
            self._read(now.uid)

        def refused(fault: UserFault) -> None:
            self.use.setEnabled(True)
            self.desktop.say.emit("fault", str(fault))

        self.desktop.start(lambda _task: set_in_use(workspace, entry.uid, not entry.in_use), done, refused=refused)

    def _import(self) -> None:
        path = self.choose_import(self)
        if path is None or self.running.job is not None:
            return
        workspace = self.desktop.workspace

        def work(task: Task) -> ImportedOffices:
            return import_directory(workspace, path, task.progress)

        self.problems_card.put_away()
        self._begin(self.desktop.start(work, self._imported, refused=self._refused), "已读 {:,} 行")

    def _imported(self, done: ImportedOffices) -> None:
        self._end()
        self._read()
        more = f"没有读入的列：{'、'.join(done.unread[:8])}。" if done.unread else ""
        told = f"新增 {done.added:,} 个，改动 {done.changed:,} 个，{done.same:,} 个没有变。"
        self.desktop.say.emit("success", f"名录已导入：{told}{more}")

    def _export(self) -> None:
        path = self.choose_export(self)
        if path is None or self.running.job is not None:
            return
        workspace = self.desktop.workspace

        def exported(count: int) -> None:
            self._end()
            self.desktop.say.emit("success", f"已导出 {count:,} 个单位：{path}")

        def work(task: Task) -> int:
            return export_directory(workspace, path, task.progress)

        self._begin(self.desktop.start(work, exported, refused=self._refused), "已写 {:,} 个")

    def _refused(self, fault: UserFault) -> None:
        self._end()
        if isinstance(fault, DirectoryRefused):
            self.desktop.say.emit("fault", "名录没有导入，问题逐行列在下面；原来的名录没有改动。")
            self.problems_card.show_refusal(fault)
        else:
            self.desktop.say.emit("info" if fault.code == "cancelled" else "fault", str(fault))

    def _begin(self, job: Job, words: str) -> None:
        self.running.begin(job, words)
        job.failed.connect(lambda _bug: self._end())
        self.load.setEnabled(False)
        self.save.setEnabled(False)

    def _end(self) -> None:
        self.running.end()
        self.load.setEnabled(True)
        self.save.setEnabled(True)


def _facts(entry: OfficeEntry) -> list[tuple[str, str]]:
    return [
        ("简称", "、".join(entry.short_names)),
        ("级别", levels().get(entry.level, entry.level)),
        ("上级单位", "、".join(each for each in (entry.parent, *entry.superiors) if each)),
        ("地址", entry.address + (f"（邮编 {entry.postcode}）" if entry.postcode else "")),
        ("电话", entry.phone),
        ("负责的诉求", "；".join(entry.duties)),
        ("行政复议机关", entry.reconsideration),
        ("人民法院", entry.court),
        ("纪检监察机关", entry.discipline),
    ]
