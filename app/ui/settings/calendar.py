"""放假安排: a year's days off and worked weekend days; import, edit a day, confirm, go back to the shipped one."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QWidget

from app.casework.clocks.calendars import (
    CalendarChange,
    confirm_calendar,
    edit_calendar,
    import_calendar,
    own_years,
    restore_shipped,
    unconfirm_calendar,
)
from app.casework.office.law_in_force import shipped_calendar
from app.faults import UserFault
from app.law.dates.calendar import CalendarYear
from app.law.dates.calendar_edit import with_day_off, with_workday, without_day, year_to_edit
from app.ui.base import theme
from app.ui.base.desktop import Desktop
from app.ui.kit.buttons import PlainButton, PrimaryButton
from app.ui.kit.card import Card
from app.ui.kit.chips import StateTag
from app.ui.kit.column_form import button_row
from app.ui.kit.dialogs import ask
from app.ui.kit.editors.field import FieldEditor
from app.ui.kit.editors.making import ChoiceEditor, DateEditor, TextEditor
from app.ui.kit.views.facts import FactGrid
from app.ui.kit.words import Words
from app.ui.settings.recompute_panel import RecomputePanel
from app.ui.settings.section import SettingsSection
from app.ui.settings.year_words import STATUS, off_facts, worked_text

ChooseFile = Callable[[QWidget | None], Path | None]
_KINDS = (("off", "放假"), ("worked", "调休上班"), ("none", "取消安排"))


class CalendarSection(SettingsSection):
    """One year at a time. `choose_file` asks the system's dialog and may be replaced."""

    title = "放假安排"
    lead = "末日遇节假日的提醒和工作日按这里计算。导入或逐日录入当年的安排并确认，未结的期限随即重算并列出。"

    def __init__(self, desktop: Desktop) -> None:
        super().__init__(desktop)
        self.choose_file: ChooseFile = ask_calendar_file
        self.panel = RecomputePanel(desktop)
        self.panel.ended.connect(self._enable)
        self.column.addWidget(self.panel)
        self.column.addWidget(self._year_card())
        self.column.addWidget(self._day_card())
        self.column.addStretch(1)

    def _year_card(self) -> Card:
        self.years = QComboBox()
        self.years.setAccessibleName("年份")
        self.years.activated.connect(lambda _place: self._turn())
        self.status = StateTag()
        self.load = PrimaryButton("导入文件…")
        self.load.clicked.connect(self._import)
        head = QHBoxLayout()
        head.setSpacing(theme.space("near"))
        for part in (self.years, self.status):
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(self.load)
        self.source = Words("", "second", selectable=True)
        self.off = FactGrid()
        self.worked = Words("", selectable=True)
        self.confirm = PlainButton("标为已确认")
        self.confirm.clicked.connect(self._confirm)
        self.restore = PlainButton("恢复出厂")
        self.restore.clicked.connect(self._restore)
        self.form = Words(
            "可以导入：每行一天的 CSV 或 .xlsx（日期，放假或上班，名称），例如“2027-02-05,放假,春节”；"
            "或本程序的 CN-年份.toml。",
            "small",
        )
        card = Card()
        card.add(head)
        card.add(self.source)
        card.add(Words("放假", "label"))
        card.add(self.off)
        card.add(Words("周六、周日调休上班", "label"))
        card.add(self.worked)
        card.add(button_row((), left=(self.confirm, self.restore)))
        card.add(self.form)
        return card

    def _day_card(self) -> Card:
        self.day = DateEditor("day", "日期", today=self._day_of_year)
        self.kind = ChoiceEditor("kind", "这一天", options=_KINDS, segmented=True)
        self.kind.set_value("off")
        self.kind.edited.connect(self._show_name)
        self.name = TextEditor("name", "名称", placeholder="例如 春节", width=240)
        self.put = PlainButton("改这一天")
        self.put.clicked.connect(self._put)
        self.editors: list[FieldEditor] = [self.day, self.kind, self.name]
        card = Card("改一天")
        for editor in self.editors:
            editor.edited.connect(lambda editor=editor: editor.set_error(None))
            editor.submitted.connect(self._put)
            card.add(editor)
        card.add(button_row((self.put,)))
        return card

    def year(self) -> int:
        """Return the year that is shown."""
        return int(self.years.currentData() or self.desktop.workspace.today().year)

    def show_year(self, year: int) -> None:
        """Turn to a year."""
        place = self.years.findData(year)
        if place >= 0:
            self.years.setCurrentIndex(place)
        self._show()

    def arrive(self) -> None:
        """Show the year that was shown last, at first the one that is wanted next."""
        if not self.panel.is_running:
            self.panel.clear()
        today = self.desktop.workspace.today()
        wanted = self.years.currentData() or today.year + (today.month >= 10)
        self._list_years(wanted)
        self.show_year(wanted)

    def start(self) -> None:
        """Put the cursor on the year."""
        self.years.setFocus()

    def _list_years(self, wanted: int) -> None:
        calendar, today = self.desktop.calendar, self.desktop.workspace.today()
        known = {*calendar.years, today.year, today.year + 1, today.year + 2, wanted}
        with QSignalBlocker(self.years):
            self.years.clear()
            for year in range(min(known), max(known) + 1):
                self.years.addItem(f"{year} 年", year)

    def _turn(self) -> None:
        self.panel.clear()
        self._show()

    def _show(self) -> None:
        year, calendar = self.year(), self.desktop.calendar
        held, own = calendar.years.get(year), year in own_years(self.desktop.workspace)
        word, tone = STATUS[calendar.status(year)]
        self.status.set_state(word, tone)
        self.source.setText(
            held.source
            if held
            else f"本机没有录入 {year} 年的放假安排：只按日期固定的法定节日推算，涉及这一年的日期标为“估算”。"
        )
        shown = held or year_to_edit(calendar, year)
        self.off.set_facts(off_facts(shown))
        self.worked.setText(worked_text(shown))
        self.confirm.set_text("标为已确认" if held is None or held.status == "provisional" else "改回未确认")
        self.confirm.setVisible(held is not None)
        self.restore.set_text("恢复出厂" if year in shipped_calendar().years else "删去这一年的安排")
        self.restore.setVisible(own)
        self.day.set_value(None)
        for editor in self.editors:
            editor.set_error(None)
        self._enable()

    def _day_of_year(self) -> date:
        # A day without its year is one of the year that is shown.
        today = self.desktop.workspace.today()
        return today if today.year == self.year() else date(self.year(), 1, 1)

    def _show_name(self) -> None:
        self.name.setVisible(self.kind.value() == "off")

    def _enable(self) -> None:
        for button in (self.load, self.confirm, self.restore, self.put):
            button.setEnabled(not self.panel.is_running)
        self.years.setEnabled(not self.panel.is_running)

    def _change(
        self, work: Callable[[Callable[[int], bool]], CalendarChange], done: str, *, go_there: bool = True
    ) -> None:
        def told(change: CalendarChange) -> None:
            self._list_years(change.year)
            self.show_year(change.year)
            self.changed.emit()
            self.desktop.cases_changed.emit()
            self.panel.tell(done.format(change.year), change.clocks, change.remarks, go_there=go_there)
            if not go_there:
                self.day.setFocus()

        self.panel.start(work, told)
        self._enable()

    def _import(self) -> None:
        path = self.choose_file(self)
        if path is not None:
            workspace = self.desktop.workspace
            self._change(lambda progress: import_calendar(workspace, path, progress), "已导入 {} 年放假安排。")

    def _confirm(self) -> None:
        workspace, year = self.desktop.workspace, self.year()
        if self.desktop.calendar.status(year) == "confirmed":
            self._change(lambda progress: unconfirm_calendar(workspace, year, progress), "{} 年已改回未确认。")
        else:
            self._change(lambda progress: confirm_calendar(workspace, year, progress), "{} 年已标为已确认。")

    def _restore(self) -> None:
        workspace, year = self.desktop.workspace, self.year()
        shipped = year in shipped_calendar().years
        said = f"本单位录入的安排不再使用，未结的期限{'按出厂的安排' if shipped else '按估算'}重算。流水里仍然查得到。"
        title, word = (f"{year} 年恢复出厂的安排？", "恢复") if shipped else (f"删去 {year} 年的安排？", "删去")
        if ask(self, title, said, word) is not None:
            done = "{} 年已恢复出厂的安排。" if shipped else "{} 年的安排已删去。"
            self._change(lambda progress: restore_shipped(workspace, year, progress), done)

    def _put(self) -> None:
        try:
            edited = self._edited()
        except UserFault as fault:
            self.refuse(fault, self.editors)
            return
        workspace = self.desktop.workspace
        self._change(
            lambda progress: edit_calendar(workspace, edited, progress), "已改 {} 年放假安排。", go_there=False
        )

    def _edited(self) -> CalendarYear:
        year = year_to_edit(self.desktop.calendar, self.year())
        try:
            day = date.fromisoformat(self.day.value())
        except ValueError:
            raise UserFault("日期不对，", "例如 2027-02-05。", code="bad-day", field="day") from None
        if self.kind.value() == "off":
            return with_day_off(year, day, self.name.value())
        return with_workday(year, day) if self.kind.value() == "worked" else without_day(year, day)


def ask_calendar_file(parent: QWidget | None) -> Path | None:
    """Let the person choose a file in the system's dialog; None at cancel."""
    chosen, _ = QFileDialog.getOpenFileName(
        parent, "导入放假安排", "", "放假安排 (*.csv *.xlsx *.toml *.txt);;所有文件 (*)"
    )
    return Path(chosen) if chosen else None
