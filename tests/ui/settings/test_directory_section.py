"""The directory in the settings, by keys alone: added, searched, changed, stopped, imported, refused by row."""

import openpyxl
import pytest
from clerk import closed
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from registered_cases import type_words

from app.casework.office.directory import OfficeEntry, directory, keep_office
from app.ui.base.desktop import Desktop
from app.ui.settings.directory import DirectorySection
from app.ui.settings.directory_dialog import OfficeDialog

WAIT = 20_000
KEY = Qt.Key
GOVERNMENT = OfficeEntry("香林县人民政府", "县", short_names=("县政府",), address="香林县人民路1号")
BUREAU = OfficeEntry("香林县住房和城乡建设局", "县", parent="香林县人民政府", phone="0999-6112200")


@pytest.fixture
def section(dressed, qtbot, workspace, tmp_path):
    desktop = Desktop(workspace)
    said, bugs = [], []
    desktop.say.connect(lambda tone, text: said.append((tone, text)))
    desktop.fault_found.connect(bugs.append)
    made = DirectorySection(desktop)
    made.said = said
    made.file = tmp_path / "名录.xlsx"
    made.choose_import = made.choose_export = lambda _parent: made.file
    qtbot.addWidget(made)
    made.resize(760, 900)
    made.show()
    qtbot.waitExposed(made)
    yield made
    desktop.wait()
    assert bugs == []


def settle(section, qtbot):
    """Wait for the piece of work, and for the directory that is read anew after it."""
    for _ in range(2):
        qtbot.waitUntil(lambda: section.running.job is None, timeout=WAIT)
        assert section.desktop.wait()
        QApplication.processEvents()


def arrive(section, qtbot, *entries):
    for entry in entries:
        keep_office(section.desktop.workspace, entry)
    section.arrive()
    settle(section, qtbot)


def press(qtbot, button):
    button.setFocus()
    qtbot.keyClick(button, KEY.Key_Space)


def dialog_of(qtbot):
    found = [each for each in QApplication.topLevelWidgets() if isinstance(each, OfficeDialog) and each.isVisible()]
    assert len(found) == 1
    qtbot.waitUntil(found[0].isActiveWindow)
    return found[0]


def saved(section, qtbot, dialog):
    press(qtbot, dialog.save)
    settle(section, qtbot)


def test_an_office_is_added_without_a_mouse(section, qtbot, workspace):
    arrive(section, qtbot, GOVERNMENT)
    press(qtbot, section.add)
    dialog = dialog_of(qtbot)
    name = dialog.editors["name"]
    assert name.line.hasFocus()
    type_words(name.line, "香林县住房和城乡建设局")
    dialog.editors["level"].box.setFocus()
    qtbot.keyClick(dialog.editors["level"].box, KEY.Key_End)
    for _ in range(2):
        qtbot.keyClick(dialog.editors["level"].box, KEY.Key_Up)
    assert dialog.editors["level"].value() == "县"
    parent = dialog.editors["parent"].line
    parent.setFocus()
    type_words(parent, "人民政府")
    popup = parent.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, KEY.Key_Down)
    qtbot.keyClick(popup, KEY.Key_Return)
    assert parent.text() == GOVERNMENT.name
    assert dialog.save.isEnabled(), "Enter took a suggestion: it was not the end of the form"
    duties = dialog.editors["duties"].lines[0]
    duties.setFocus()
    type_words(duties, "城乡建")
    popup = duties.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, KEY.Key_Down)
    qtbot.keyClick(popup, KEY.Key_Return)
    assert dialog.editors["duties"].value() == ["城乡建设"]
    saved(section, qtbot, dialog)
    kept = directory(workspace)[1]
    assert (kept.name, kept.level, kept.parent, kept.duties) == (
        BUREAU.name, "县", GOVERNMENT.name, ("城乡建设",),
    )  # fmt: skip
    assert section.said[-1][0] == "success"
    assert section.table.current_row().uid == kept.uid
    assert section.which.text() == "共 2 个单位"


def test_a_refusal_stands_under_its_field_and_the_dialog_stays(section, qtbot, workspace):
    arrive(section, qtbot, GOVERNMENT)
    press(qtbot, section.add)
    dialog = dialog_of(qtbot)
    press(qtbot, dialog.save)
    assert "请填写" in dialog.editors["name"].error()
    dialog.editors["name"].set_value("香林县民政局")
    dialog.editors["level"].set_value("县")
    dialog.editors["court"].set_value("没有的法院")
    saved(section, qtbot, dialog)
    assert dialog.isVisible()
    assert "没有的法院" in dialog.editors["court"].error()
    assert dialog.editors["court"].line.hasFocus()
    dialog.editors["court"].set_value("")
    saved(section, qtbot, dialog)
    assert closed(dialog)
    assert [entry.name for entry in directory(workspace)] == [GOVERNMENT.name, "香林县民政局"]


def test_it_is_searched_changed_and_taken_out_of_use_by_keys(section, qtbot, workspace):
    arrive(section, qtbot, GOVERNMENT, BUREAU)
    section.start()
    qtbot.keyClicks(section.box, "zfhcx")
    qtbot.keyClick(section.box, KEY.Key_Return)
    assert [section.rows.row(0).name, section.rows.rowCount()] == [BUREAU.name, 1]
    section.table.view.setFocus()
    qtbot.keyClick(section.table.view, KEY.Key_Return)
    dialog = dialog_of(qtbot)
    assert dialog.editors["parent"].value() == GOVERNMENT.name
    dialog.editors["phone"].set_value("0999-6112299")
    saved(section, qtbot, dialog)
    assert directory(workspace)[1].phone == "0999-6112299"
    press(qtbot, section.use)
    settle(section, qtbot)
    assert directory(workspace)[1].in_use is False
    assert (section.state.text(), section.use.text()) == ("已停用", "恢复使用")
    press(qtbot, section.use)
    settle(section, qtbot)
    assert directory(workspace)[1].in_use is True


def test_a_refused_import_is_a_table_of_rows_and_columns_and_nothing_changed(section, qtbot, workspace):
    arrive(section, qtbot, GOVERNMENT, BUREAU)
    before = directory(workspace)
    press(qtbot, section.save)
    settle(section, qtbot)
    book = openpyxl.load_workbook(section.file)
    book.worksheets[0]["C2"], book.worksheets[0]["D3"] = "乡", "没有的政府"
    book.save(section.file)
    press(qtbot, section.load)
    settle(section, qtbot)
    assert directory(workspace) == before
    assert section.problems_card.isVisible()
    rows = section.problems_card.rows
    assert [rows.index(0, column).data() for column in range(2)] == ["2", "级别"]
    assert section.problems_card.table.view.hasFocus()
    book.worksheets[0]["C2"] = "县"
    book.worksheets[0]["D3"] = None
    book.save(section.file)
    press(qtbot, section.load)
    settle(section, qtbot)
    assert not section.problems_card.isVisible()
    assert "新增 0 个，改动 1 个，1 个没有变" in section.said[-1][1]
    assert directory(workspace)[1].parent == ""


def test_an_empty_directory_says_how_to_begin(section, qtbot):
    arrive(section, qtbot)
    assert section.which.text() == "共 0 个单位"
    assert section.table.empty.isVisible()
    assert not section.detail.isVisible()
