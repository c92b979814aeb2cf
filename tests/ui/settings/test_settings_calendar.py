"""放假安排: by keyboard and by file, with the clocks it moved listed, and the whole window following at once."""

from datetime import date, datetime

import openpyxl
import pytest
from clock_book import clock_book
from offices import BEIJING, StandingClock
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from registered_cases import type_words
from sqlmodel import select

from app.casework.office.law_in_force import law_in_force
from app.models.tables import CaseClock
from app.ui.base.places import OpenCase, OpenSettings
from app.ui.settings.calendar import CalendarSection
from app.ui.settings.page import SettingsPage

WAIT = 20_000
ROWS = (
    ("日期", "安排", "名称"), (datetime(2027, 1, 1), "放假", "元旦"), (datetime(2027, 1, 4), "放假", "元旦"),
    (datetime(2027, 1, 9), "上班", "元旦调休"), (datetime(2027, 5, 1), "放假", "劳动节"),
    (datetime(2027, 5, 2), "放假", "劳动节"), *((datetime(2027, 10, d), "放假", "国庆节") for d in (1, 2, 3)),
)  # fmt: skip


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock(datetime(2026, 12, 28, 9, 30, tzinfo=BEIJING))


@pytest.fixture
def running(workspace, register):
    """A case with a clock of five working days that ends in 2027."""
    case_id = register("pending_transfer", received_on="2026-12-28", petition_date="2026-12-28")
    with clock_book(workspace, case_id) as book:
        book.start("K4", date(2026, 12, 28))
    return case_id


@pytest.fixture
def section(desktop, shown) -> CalendarSection:
    page = SettingsPage(desktop)
    shown(page)
    page.arrive(OpenSettings("calendar"))
    return page.sections["calendar"]


def end_of(workspace, case_id):
    with workspace.reading() as session:
        wanted = select(CaseClock.due).where(CaseClock.case_id == case_id, CaseClock.kind == "K4")
        return session.exec(wanted).one()


def workbook(path, rows=ROWS):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_in_december_the_next_year_comes_up_and_says_what_is_missing(section, qtbot):
    assert section.year() == 2027
    assert section.status.text() == "仅法定节日"
    assert "2月5日（周五）至 2月8日（周一），4 天" in [w.text() for w in section.off.findChildren(type(section.worked))]
    assert section.years.hasFocus()
    qtbot.keyClick(section.years, Qt.Key.Key_Down)
    section.years.activated.emit(section.years.currentIndex())
    assert (section.year(), section.status.text()) == (2028, "未录入")
    assert "估算" in section.source.text()
    assert not section.confirm.isVisible()


def test_an_import_lists_the_clocks_it_moved_and_the_window_follows(
    section, qtbot, desktop, workspace, running, tmp_path
):
    told = []
    desktop.cases_changed.connect(lambda: told.append(True))
    section.choose_file = lambda _parent: workbook(tmp_path / "2027.xlsx")
    qtbot.keyClick(section.load, Qt.Key.Key_Space)
    assert not section.load.isEnabled()
    qtbot.waitUntil(lambda: not section.panel.is_running, timeout=WAIT)
    assert section.status.text() == "已确认"
    assert desktop.said[-1] == ("success", "已导入 2027 年放假安排。重算了 1 个未结期限，日期变动的 1 个（1 件）。")
    assert section.panel.model.rowCount() == 1
    row = section.panel.model.row(0)
    words = [column.text(row) for column in section.panel.model.columns]
    assert words[1:] == ["对转送、交办提出异议", "2027-01-05 → 01-06", "2027-01-05 → 01-06"]
    assert section.panel.table.view.hasFocus()
    qtbot.keyClick(section.panel.table.view, Qt.Key.Key_Return)
    assert desktop.asked == [OpenCase(running)]
    assert desktop.calendar.status(2027) == "confirmed"
    assert told
    assert end_of(workspace, running) == date(2027, 1, 6)


def test_a_broken_file_is_told_with_its_row_and_nothing_changes(section, qtbot, desktop, workspace, running, tmp_path):
    section.choose_file = lambda _parent: workbook(tmp_path / "坏.xlsx", [*ROWS, ("2027-02-30", "放假", "春节")])
    section.load.click()
    qtbot.waitUntil(lambda: not section.panel.is_running, timeout=WAIT)
    tone, said = desktop.said[-1]
    assert tone == "fault"
    assert "“坏.xlsx”第 10 行：2027-02-30 不是一个日期" in said
    assert section.load.isEnabled()
    assert desktop.calendar.status(2027) == "provisional"
    assert end_of(workspace, running) == date(2027, 1, 5)


def test_a_stopped_import_changes_nothing(section, qtbot, desktop, workspace, running, tmp_path):
    section.choose_file = lambda _parent: workbook(tmp_path / "2027.xlsx")
    with workspace.store.connection(write=True):  # the act waits for the other writer, and so can be stopped
        section.load.click()
        assert section.panel.running.isVisible()
        section.panel.stop.click()
    qtbot.waitUntil(lambda: not section.panel.is_running, timeout=WAIT)
    assert desktop.said[-1] == ("info", "已停止，放假安排、本地规则和期限都没有改动。")
    assert end_of(workspace, running) == date(2027, 1, 5)


def test_a_day_is_put_in_and_taken_out_by_keyboard(section, qtbot, desktop, workspace, running):
    section.day.line.setFocus()
    qtbot.keyClicks(section.day.line, "1-4")
    type_words(section.name.line, "元旦")
    qtbot.keyClick(section.name.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not section.panel.is_running, timeout=WAIT)
    assert desktop.calendar.holiday_name(date(2027, 1, 4)) == "元旦"
    assert end_of(workspace, running) == date(2027, 1, 6)
    assert section.restore.isVisible()
    assert section.day.line.hasFocus()
    qtbot.keyClicks(section.day.line, "1-4")
    section.kind.segments.setFocus()
    qtbot.keyClick(section.kind.segments.buttons[0], Qt.Key.Key_3)
    assert not section.name.isVisible()
    qtbot.keyClick(section.put, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not section.panel.is_running, timeout=WAIT)
    assert desktop.calendar.is_workday(date(2027, 1, 4))
    assert end_of(workspace, running) == date(2027, 1, 5)


@pytest.mark.parametrize(
    ("day", "kind", "name", "field", "says"),
    [
        ("2027-01-05", "worked", "", "day", "不是周六或周日"),
        ("2026-01-05", "off", "元旦", "day", "不是 2027 年"),
        ("2027-02-30", "off", "春节", "day", "日期不对"),
        ("2027-03-03", "off", " ", "name", "节名"),
        ("2027-03-03", "none", "", "day", "没有安排"),
    ],
)
def test_a_day_that_cannot_be_is_named_under_its_field(section, day, kind, name, field, says):
    section.day.set_value(day)
    section.kind.set_value(kind)
    section.name.set_value(name)
    section.put.click()
    assert says in {"day": section.day, "name": section.name}[field].error()
    assert not section.panel.is_running


def test_a_year_is_confirmed_and_goes_back_to_the_shipped_one(section, qtbot, desktop, workspace, running, monkeypatch):
    section.confirm.click()
    qtbot.waitUntil(lambda: not section.panel.is_running, timeout=WAIT)
    assert (section.status.text(), section.confirm.text()) == ("已确认", "改回未确认")
    assert not section.panel.listed.isVisible()
    monkeypatch.setattr(QDialog, "exec", lambda _dialog: QDialog.DialogCode.Accepted)
    section.restore.click()
    qtbot.waitUntil(lambda: not section.panel.is_running, timeout=WAIT)
    assert section.status.text() == "仅法定节日"
    assert not section.restore.isVisible()
    assert law_in_force(workspace).calendar.status(2027) == "provisional"


def test_every_control_has_a_name(section):
    for control in (section.years, section.load, section.confirm, section.put, section.panel.stop, section.panel.busy):
        assert control.accessibleName()
