"""The ledger's page keeps what it promises."""

from datetime import date

import openpyxl
import pytest
from offices import PASSWORD
from PySide6.QtCore import Qt
from registered_cases import type_words

from app.casework.office.exports import list_exports
from app.casework.worklist.case_list import CaseFilter
from app.ui.base.places import OpenLedger
from app.ui.ledger.page import LedgerPage
from app.ui.ledger.period import file_words, named, span

KEY = Qt.Key
TODAY = date(2026, 11, 20)


@pytest.fixture
def page(desktop, shown, tmp_path):
    made = shown(LedgerPage(desktop))
    made.tmp = tmp_path / "台账.xlsx"
    return made


def to_file(page, path):
    page.path.setText(str(path))
    page.path.textEdited.emit(str(path))


def everything_in(path):
    sheet = openpyxl.load_workbook(path).active
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)


def test_ctrl_e_exports_this_month_masked(page, register, qtbot, workspace):
    register("transfer_visit")
    register("accusation_discipline")
    page.arrive()
    assert page.count.text().startswith("共 2 件")
    to_file(page, page.tmp)
    qtbot.keyClick(page, KEY.Key_E, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(page.outcome.written.isVisible, timeout=20_000)
    written = everything_in(page.tmp)
    assert "欧阳𬱖" in written
    assert "13900001234" not in written
    assert "鱼塘" not in written
    assert str(page.tmp) in page.outcome.said.text()
    (row,) = list_exports(workspace)
    assert (row.file_name, row.row_count, row.is_full) == ("台账.xlsx", 2, False)
    assert page.rows.index(0, 4).data() == "遮盖"
    assert page.outcome.open_folder.hasFocus()


def test_the_proposed_name_says_office_and_days(page, qtbot):
    page.arrive()
    assert page.target().name == f"省系统对照台账_{page.desktop.workspace.office.name}_20261101-20261120.xlsx"
    qtbot.keyClick(page.period.segments.buttons[0], KEY.Key_Right)
    assert page.target().name.endswith("_20261001-20261120.xlsx")
    to_file(page, "/somewhere/mine.xlsx")
    qtbot.keyClick(page.period.segments.buttons[1], KEY.Key_Right)
    assert page.target().name == "mine.xlsx"


def test_a_full_export_asks_purpose_recipient_and_the_right_password_under_their_fields(
    page, register, qtbot, workspace
):
    register("transfer_visit")
    page.arrive()
    to_file(page, page.tmp)
    qtbot.keyClick(page.full, KEY.Key_Space)
    assert page.conditions.isVisible()
    qtbot.keyClick(page.export, KEY.Key_Space)
    qtbot.waitUntil(lambda: bool(page.purpose.error()))
    type_words(page.purpose.line, "向上级报送")
    qtbot.keyClick(page.purpose.line, KEY.Key_Return)
    qtbot.waitUntil(lambda: bool(page.recipient.error()))
    type_words(page.recipient.line, "市信访局")
    qtbot.keyClicks(page.password.line, "wrong-one")
    qtbot.keyClick(page.password.line, KEY.Key_Return)
    qtbot.waitUntil(lambda: bool(page.password.error()))
    assert not page.tmp.exists()
    page.password.line.selectAll()
    type_words(page.password.line, PASSWORD)
    qtbot.keyClick(page.password.line, KEY.Key_Return)
    qtbot.waitUntil(page.outcome.written.isVisible, timeout=20_000)
    assert "13900001234" in everything_in(page.tmp)
    (row,) = list_exports(workspace)
    assert (row.is_full, row.purpose, row.recipient) == (True, "向上级报送", "市信访局")
    assert page.password.value() == ""


def test_stopping_leaves_no_file_and_no_record(page, register, qtbot, workspace):
    register("transfer_visit")
    page.arrive()
    to_file(page, page.tmp)
    page._export()
    page.outcome.stop.click()
    qtbot.waitUntil(lambda: page._job is None, timeout=20_000)
    assert page.bar.isVisible()
    assert "已取消" in page.bar.words.text()
    assert not page.tmp.exists()
    assert list_exports(workspace) == ()


def test_a_folder_that_is_not_there_is_said_with_the_next_step(page, register, qtbot, tmp_path):
    register("transfer_visit")
    page.arrive()
    to_file(page, tmp_path / "没有" / "台账.xlsx")
    page._export()
    qtbot.waitUntil(page.bar.isVisible, timeout=20_000)
    assert "没有写成。请检查文件夹是否存在、U 盘是否还在，再试一次" in page.bar.words.text()
    assert page.export.isEnabled()


def test_a_file_that_is_there_is_only_replaced_when_the_person_says_so(page, register, qtbot):
    register("transfer_visit")
    page.arrive()
    page.tmp.write_bytes(b"mine")
    to_file(page, page.tmp)
    page.confirm_overwrite = lambda _path: False
    page._export()
    assert page.tmp.read_bytes() == b"mine"
    page.confirm_overwrite = lambda _path: True
    page._export()
    qtbot.waitUntil(page.outcome.written.isVisible, timeout=20_000)
    assert "欧阳𬱖" in everything_in(page.tmp)


def test_days_of_a_filter_become_the_period_and_other_filters_are_said_not_to_count(page, register):
    page.arrive(OpenLedger(CaseFilter(first_day=date(2026, 11, 3), last_day=date(2026, 11, 9), mine=True)))
    assert page.period.value() == "own"
    assert page.days() == (date(2026, 11, 3), date(2026, 11, 9))
    assert page.own.isVisible()
    assert "其他筛选条件" in page.bar.words.text()


def test_days_the_wrong_way_round_are_marked(page):
    page.arrive(OpenLedger(CaseFilter(first_day=date(2026, 11, 9), last_day=date(2026, 11, 3))))
    assert "请改正" in page.count.text()
    assert not page.export.isEnabled()


@pytest.mark.parametrize(
    ("period", "first", "words"),
    [
        ("month", date(2026, 11, 1), "20261101-20261120"),
        ("quarter", date(2026, 10, 1), "20261001-20261120"),
        ("year", date(2026, 1, 1), "20260101-20261120"),
        ("all", None, "截至20261120"),
    ],
)
def test_periods_begin_on_their_first_day(period, first, words):
    assert span(period, TODAY)[0] == first
    assert file_words(*span(period, TODAY), TODAY) == words
    assert named(*span(period, TODAY), TODAY) == period
