"""The register of numbers is read, narrowed and exported by keys."""

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt

from app.casework.documents.issuing import issue_notice, prepare_notice
from app.casework.documents.voiding import void_document
from app.ui.documents.number_register import NumberRegisterDialog
from app.ui.documents.page import DocumentsPage

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def documents(workspace, register):
    names = ("transfer_visit", "litigation_visit_guide", "transfer_visit")
    made = [issue_notice(workspace, prepare_notice(workspace, register(name))) for name in names]
    void_document(workspace, made[0].id, "姓名打错")
    return made


@pytest.fixture
def dialog(desktop, shown, documents, qtbot):
    made = shown(NumberRegisterDialog(desktop), 1200, 700)
    qtbot.waitUntil(lambda: "缺号" in made.said.text() and "正在" not in made.said.text())
    return made


def column(dialog, place):
    return [dialog.rows.index(row, place).data() for row in range(dialog.rows.rowCount())]


def test_every_number_of_the_year_is_there_and_the_void_one_says_why(dialog, documents):
    assert column(dialog, 0) == [each.number for each in reversed(documents)]
    assert "已作废：姓名打错" in column(dialog, 6)[2]
    assert dialog.said.text() == "2 种文书，共 3 个文号，其中作废 1 个；都没有缺号。"


def test_kind_and_void_narrow_it(dialog, documents):
    dialog.kind.setCurrentIndex(dialog.kind.findData("transfer_notice"))
    assert column(dialog, 0) == [documents[2].number, documents[0].number]
    assert "1—2 号，其中作废 1 个" in dialog.said.text()
    dialog.void_only.click()
    assert column(dialog, 0) == [documents[0].number]


def test_ctrl_e_exports_what_is_listed(dialog, documents, qtbot, tmp_path):
    dialog.choose_workbook = lambda _parent, proposed: tmp_path / proposed.name
    qtbot.keyClick(dialog, KEY.Key_E, CTRL)
    qtbot.waitUntil(lambda: "已写出 3 个文号" in dialog.bar.words.text(), timeout=20_000)
    sheet = load_workbook(tmp_path / "发文登记_2026.xlsx")["发文登记"]
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == [each.number for each in documents]


def test_enter_opens_the_document_from_the_page_s_register(desktop, shown, documents, qtbot):
    page = shown(DocumentsPage(desktop))
    page.arrive()
    qtbot.keyClick(page.register, KEY.Key_Space)
    dialog = page.window().findChild(NumberRegisterDialog)
    qtbot.waitUntil(dialog.isVisible)
    opened = []
    dialog.opened.connect(opened.append)
    qtbot.keyClick(dialog.table.view, KEY.Key_Return)
    assert opened[0].document.number == documents[-1].number
