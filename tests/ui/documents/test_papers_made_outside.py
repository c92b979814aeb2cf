"""Papers made outside the program among the issued ones: told apart, without a page of ours, never printed or saved."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from app.casework.documents.issuing import document_view, issue_notice, prepare_notice
from app.casework.documents.outside import OutsidePaper, enter_outside_paper
from app.casework.documents.seal_return import files_beside
from app.ui.documents.document_dialog import DocumentDialog
from app.ui.documents.number_register import NumberRegisterDialog
from app.ui.documents.page import DocumentsPage
from app.ui.documents.service_dialog import ServiceDialog
from app.ui.kit.words import Words

KEY = Qt.Key


@pytest.fixture
def scan(tmp_path):
    path = tmp_path / "告知书扫描.png"
    image = QImage(300, 400, QImage.Format.Format_RGB32)
    image.fill(0xFFEEEEEE)
    assert image.save(str(path))
    return path


@pytest.fixture
def issued(workspace, register):
    return issue_notice(workspace, prepare_notice(workspace, register("transfer_visit")))


@pytest.fixture
def proven(workspace, issued, scan):
    return enter_outside_paper(
        workspace, issued.case_id, OutsidePaper("guidance_notice", date(2026, 11, 20), scan=scan)
    )


@pytest.fixture
def unproven(workspace, issued, proven):
    paper = OutsidePaper("transfer_letter", date(2026, 11, 20), "香信转〔2026〕3号", no_scan_reason="原件已移交")
    return enter_outside_paper(workspace, issued.case_id, paper)


@pytest.fixture
def page(desktop, shown, paper, unproven):
    made = shown(DocumentsPage(desktop))
    made.acts.choose_printer = paper
    made.arrive()
    return made


def words_on(widget):
    return "\n".join(each.text() for each in widget.findChildren(Words) if each.isVisibleTo(widget))


def menu_words(page) -> list[str]:
    menu = page.more_acts.menu(page.document, page)
    said = [action.text() for action in menu.actions() if not action.isSeparator()]
    menu.deleteLater()
    return said


def go_down(page, qtbot, number: str) -> None:
    qtbot.keyClick(page.table.view, KEY.Key_Down)
    qtbot.waitUntil(lambda: page.document is not None and page.document.number == number)


def test_the_list_tells_them_apart_and_one_without_proof_says_so(page, proven):
    named = [page.rows.index(row, 1).data() for row in range(3)]
    assert named[0].endswith("（补录·无凭证）")
    assert named[1].endswith("（补录）")
    assert "补录" not in named[2]
    assert [page.rows.index(row, 3).data() for row in range(3)] == ["补录·无凭证", "补录", "未打印"]


def test_its_place_says_why_there_is_no_page_and_offers_its_scan_by_keys(page, proven, unproven, issued, qtbot):
    assert page.document.id == unproven.id
    assert "香信转〔2026〕3号 是在程序外出具的，这里没有它的原件" in words_on(page)
    assert "没有存它的扫描件" in words_on(page)
    assert not page.preview.isVisible()
    assert not page.print.isEnabled()
    assert not page.save.isEnabled()
    assert "核验码" not in page.detail.text()
    go_down(page, qtbot, proven.number)
    assert "没有存它的扫描件" not in words_on(page)
    (button,) = page.outside.scans
    qtbot.keyClick(button, KEY.Key_Space)
    assert "告知书扫描.png" in page.more_acts.asking.windowTitle()
    qtbot.keyClick(page.more_acts.asking, KEY.Key_Escape)
    go_down(page, qtbot, issued.number)
    assert page.preview.isVisible()
    assert not page.outside.isVisible()
    assert page.print.isEnabled()
    assert page.save.isEnabled()
    assert not [tone for tone, _said in page.desktop.said if tone == "fault"]


def test_nothing_of_it_is_offered_for_sealing_but_its_service_is(page, issued, qtbot):
    said = menu_words(page)
    assert "登记送达…" in said
    assert "添加回证扫描件…" in said
    assert not any("签章" in word or "盖章" in word for word in said)
    go_down(page, qtbot, page.rows.row(1).number)
    go_down(page, qtbot, issued.number)
    assert "导出去签章…" in menu_words(page)


def test_a_scan_that_is_found_later_proves_it_at_once(page, unproven, workspace, scan, qtbot):
    page.more_acts.choose_file = lambda _parent, _title, _types: scan
    with qtbot.waitSignal(page.more_acts.changed, timeout=20_000):
        page.more_acts.add_service_scan(page.document)
    assert files_beside(workspace, unproven.id)
    qtbot.waitUntil(lambda: len(page.outside.scans) == 1)
    assert page.title.text().startswith(f"{unproven.name}（补录）")


def test_a_selection_prints_only_what_was_issued_here(page, issued, paper, qtbot, workspace):
    page.batch.choose_printer = paper
    page.select_shown()
    qtbot.keyClick(page, KEY.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.batch.question is not None)
    dialog = page.batch.question
    assert "其中 2 份是在程序外出具后补录的，这里没有原件，不印" in dialog.text.text()
    assert [each.id for each in dialog.chosen()] == [issued.id]
    with qtbot.waitSignal(page.batch.ended, timeout=30_000):
        qtbot.keyClick(dialog.primary, KEY.Key_Space)
    assert document_view(workspace, issued.id).prints == 1
    page.batch.print([each for each in page.chosen() if each.outside])
    assert page.batch.question is None
    assert page.desktop.said[-1] == (
        "fault", "选中的文书都是在程序外出具后补录的，这里没有原件，不能打印；请看扫描件。"
    )  # fmt: skip


def test_enlarged_by_enter_it_bears_its_word_and_cannot_be_printed(page, unproven, qtbot):
    qtbot.keyClick(page.table.view, KEY.Key_Return)
    qtbot.waitUntil(lambda: any(each.isVisible() for each in page.findChildren(DocumentDialog)))
    (dialog,) = page.findChildren(DocumentDialog)
    assert dialog.windowTitle() == f"{unproven.listed_name} {unproven.number}"
    assert "这里没有它的原件" in words_on(dialog)
    assert dialog.focusWidget() is dialog.more
    assert not dialog.print.isVisible()
    assert not dialog.save.isVisible()
    dialog.reject()


def test_its_service_and_the_register_of_numbers_bear_its_word(page, desktop, shown, unproven):
    served = shown(ServiceDialog(desktop, [unproven]), 940, 560)
    assert f"{unproven.listed_name}　2026-11-20 出具" in words_on(served)
    register = shown(NumberRegisterDialog(desktop), 1100, 560)
    rows = {register.rows.index(row, 0).data(): register.rows.index(row, 1).data() for row in range(3)}
    assert rows[unproven.number] == unproven.listed_name
    register.reject()
