"""The list of issued documents keeps what its page promises."""

import pytest
from PySide6.QtCore import Qt

from app.casework.documents.issuing import document_bytes, issue_notice, prepare_notice
from app.ui.base.places import OpenCase, OpenCases
from app.ui.documents.document_dialog import DocumentDialog
from app.ui.documents.page import DocumentsPage
from app.ui.documents.verify_dialog import VerifyDialog

KEY = Qt.Key


@pytest.fixture
def issued(workspace, register):
    return [
        issue_notice(workspace, prepare_notice(workspace, register(name)))
        for name in ("transfer_visit", "litigation_visit_guide", "group_visit")
    ]


@pytest.fixture
def page(desktop, shown, paper):
    made = shown(DocumentsPage(desktop))
    made.acts.choose_printer = paper
    return made


def numbers(page):
    return [page.rows.row(place).number for place in range(page.rows.rowCount())]


def test_the_latest_stands_first_with_its_stored_page_beside(page, issued, qtbot):
    page.arrive()
    assert numbers(page) == [each.number for each in reversed(issued)]
    assert page.document.number == issued[-1].number
    assert page.preview.page_count() == issued[-1].pages
    qtbot.keyClick(page.table.view, KEY.Key_Down)
    qtbot.waitUntil(lambda: page.document.number == issued[1].number)
    assert issued[1].number in page.title.text()


def test_kind_number_and_day_narrow_the_list(page, issued, qtbot):
    page.arrive()
    page.filters.kind.setCurrentIndex(page.filters.kind.findData("litigation_guide_notice"))
    assert numbers(page) == [issued[1].number]
    page.filters.kind.setCurrentIndex(0)
    qtbot.keyClicks(page.filters.text, issued[0].case_number[-4:])
    assert numbers(page) == [issued[0].number]
    page.filters.text.clear()
    qtbot.keyClicks(page.filters.first_day.line, "2026-11-21")
    assert numbers(page) == []
    assert page.empty.isVisible()
    qtbot.keyClick(page.empty.button, KEY.Key_Space)
    assert len(numbers(page)) == 3


def test_ctrl_p_prints_again_and_the_list_says_how_often(page, issued, qtbot):
    page.arrive()
    qtbot.keyClick(page, KEY.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.document.prints == 1, timeout=20_000)
    assert page.print.text().startswith("打印副本")
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    qtbot.keyClick(page, KEY.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.document.prints == 2, timeout=20_000)
    assert page.rows.index(0, 3).data() == "印 2 次"
    assert "副本 1 次" in page.detail.text()


def test_a_stopped_print_is_not_recorded(page, issued, qtbot, desktop):
    page.arrive()
    page.print.click()
    page.acts.progress.reject()
    qtbot.waitUntil(lambda: bool(desktop.said), timeout=20_000)
    tone, said = desktop.said[-1]
    assert (tone, page.document.prints) == ("fault", 0) if "已停止" in said else ("success", 1)


def test_saving_writes_the_stored_bytes(page, issued, workspace, tmp_path):
    page.acts.choose_path = lambda _parent, proposed: tmp_path / proposed.name
    page.arrive()
    page.save.click()
    (written,) = tmp_path.glob("*.pdf")
    assert written.read_bytes() == document_bytes(workspace, issued[-1].id)


def test_enter_enlarges_and_the_case_is_one_step_away(page, issued, qtbot, desktop):
    page.arrive()
    qtbot.keyClick(page.table.view, KEY.Key_Return)
    dialog = page.findChild(DocumentDialog)
    assert dialog.preview.page_count() == issued[-1].pages
    dialog.reject()
    page.case.click()
    assert desktop.asked == [OpenCase(issued[-1].case_id)]


def test_an_empty_list_says_where_documents_come_from(page, desktop, qtbot):
    page.arrive()
    assert page.empty.isVisible()
    assert not page.print.isEnabled()
    qtbot.keyClick(page.empty.button, KEY.Key_Space)
    assert desktop.asked == [OpenCases()]


def test_a_paper_is_verified_by_its_code_and_a_wrong_one_is_not(desktop, shown, issued, qtbot):
    dialog = shown(VerifyDialog(desktop), 600, 320)
    shown_documents = []
    dialog.wanted.connect(shown_documents.append)
    qtbot.keyClick(dialog.code.line, KEY.Key_Return)
    assert "还没有输入" in dialog.code.error()
    qtbot.keyClicks(dialog.code.line, issued[1].check_code.lower().replace("-", ""))
    qtbot.keyClick(dialog.code.line, KEY.Key_Return)
    assert issued[1].number in dialog.answer.text()
    assert dialog.found.genuine
    dialog.code.line.selectAll()
    qtbot.keyClicks(dialog.code.line, "AAAA-BBBB-CCCC-DDDD")
    assert dialog.answer.text() == ""
    qtbot.keyClick(dialog.code.line, KEY.Key_Return)
    assert "查无此文书" in dialog.answer.text()
    dialog.code.line.selectAll()
    qtbot.keyClicks(dialog.code.line, issued[0].check_code)
    qtbot.keyClick(dialog.code.line, KEY.Key_Return)
    qtbot.keyClick(dialog.show_stored, KEY.Key_Space)
    assert [each.number for each in shown_documents] == [issued[0].number]
