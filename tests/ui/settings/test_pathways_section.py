"""The catalogue's section in the settings: seen, searched, exported, imported, refused by row, restored."""

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.casework.office.pathways import catalogue, import_catalogue, is_own
from app.law.dates.calendar import load_calendars
from app.law.route.pathways import load_pathways
from app.ui.base.desktop import Desktop
from app.ui.settings.pathways import PathwaysSection

WAIT = 20_000
COUNT = len(load_pathways().entries)


@pytest.fixture
def section(dressed, qtbot, workspace, tmp_path):
    desktop = Desktop(workspace, load_calendars())
    said, bugs = [], []
    desktop.say.connect(lambda tone, text: said.append((tone, text)))
    desktop.fault_found.connect(bugs.append)
    made = PathwaysSection(desktop)
    made.said = said
    made.file = tmp_path / "清单.xlsx"
    made.choose_import = made.choose_export = lambda _parent: made.file
    made.confirm = lambda *_words: True
    qtbot.addWidget(made)
    made.resize(760, 900)
    made.show()
    made.arrive()
    settle(made, qtbot)
    yield made
    desktop.wait()
    assert bugs == []


def settle(section, qtbot):
    """Wait for the piece of work, and for the catalogue that is read anew after it."""
    for _ in range(2):
        qtbot.waitUntil(lambda: section.running.job is None, timeout=WAIT)
        assert section.desktop.wait()
        QApplication.processEvents()


def press(qtbot, button):
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)


def export(qtbot, section):
    press(qtbot, section.save)
    settle(section, qtbot)
    assert section.file.exists()


def run_import(qtbot, section):
    press(qtbot, section.load)
    settle(section, qtbot)


def change(path, cell, text):
    book = openpyxl.load_workbook(path)
    book.worksheets[0][cell] = text
    book.save(path)


def test_it_says_which_catalogue_holds_and_how_much_is_unconfirmed(section):
    assert section.which.text() == f"出厂清单，共 {COUNT} 条"
    assert section.mark.text() == f"{COUNT} 条待本单位确认"
    assert not section.restore.isEnabled()
    assert section.detail.claim.text() == section.rows.row(0).claim


def test_typing_finds_and_arrows_show_the_detail(section, qtbot):
    section.start()
    qtbot.keyClicks(section.box, "gongzi")
    qtbot.keyClick(section.box, Qt.Key.Key_Return)
    found = section.rows.rowCount()
    assert 1 < found < COUNT
    qtbot.keyClick(section.table.view, Qt.Key.Key_Down)
    assert section.detail.claim.text() == section.rows.row(1).claim
    qtbot.keyClicks(section.box, "zzzzzz")
    qtbot.keyClick(section.box, Qt.Key.Key_Return)
    assert section.table.empty.isVisible()
    assert not section.detail.isVisible()


def test_the_office_exports_corrects_imports_and_goes_back(section, qtbot, workspace):
    export(qtbot, section)
    change(section.file, "J2", "本单位2026年11月确认")
    run_import(qtbot, section)
    assert is_own(workspace)
    assert section.which.text() == f"本单位的清单，共 {COUNT} 条"
    assert section.mark.text() == f"{COUNT - 1} 条待本单位确认"
    assert section.said[-1][0] == "success"
    assert section.detail.status.text() == "本单位2026年11月确认"
    press(qtbot, section.restore)
    settle(section, qtbot)
    assert not is_own(workspace)
    assert section.which.text().startswith("出厂清单")


def test_a_refused_import_is_a_table_of_rows_and_columns_and_nothing_changed(section, qtbot, workspace):
    export(qtbot, section)
    import_catalogue(workspace, section.file)
    section.arrive()
    settle(section, qtbot)
    before = catalogue(workspace)
    change(section.file, "C4", "九")
    change(section.file, "E7", None)
    run_import(qtbot, section)
    assert catalogue(workspace) == before
    assert section.problems_card.isVisible()
    cells = [[section.problems_card.rows.index(row, column).data() for column in range(3)] for row in range(2)]
    assert [cell[:2] for cell in cells] == [["4", "条例项"], ["7", "法律依据"]]
    assert "共 2 处" in section.problems_card.refusal.text()
    assert section.problems_card.table.view.hasFocus()
    section.arrive()
    assert not section.problems_card.isVisible()


def test_a_file_that_is_no_workbook_is_said_on_the_page(section, qtbot, workspace):
    section.file.write_text("类别,诉求类型", "utf-8")
    run_import(qtbot, section)
    assert section.said[-1][0] == "fault"
    assert ".xlsx" in section.said[-1][1]
    assert not is_own(workspace)
    assert section.load.isEnabled()


def test_no_to_the_question_changes_nothing(section, qtbot, workspace):
    export(qtbot, section)
    run_import(qtbot, section)
    change(section.file, "B2", "另一句")
    section.confirm = lambda *_words: False
    run_import(qtbot, section)
    press(qtbot, section.restore)
    assert catalogue(workspace)[0].claim != "另一句"
    assert is_own(workspace)
