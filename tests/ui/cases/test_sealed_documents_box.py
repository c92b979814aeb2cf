"""The papers of an accusation in the window: from the opened panel, by the custodian, gone when it closes."""

import pytest
from clerk import closed
from offices import PASSWORD
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter

from app.casework.cases.sealed import open_sealed
from app.casework.documents.accusation_papers import VOID_REASONS, letter_kind, notice_kind
from app.casework.documents.listing import DocumentFilter, list_documents
from app.ui.base.places import OpenCase
from app.ui.cases.case_page import CasePage
from app.ui.kit.buttons import LinkButton
from app.ui.kit.words import Words


@pytest.fixture
def page(desktop, shown, register, workspace):
    made = shown(CasePage(desktop))
    case_id = register("accusation_discipline", accused_unit="香林县白石乡人民政府")
    made.arrive(OpenCase(case_id))
    made._show_sealed(open_sealed(workspace, case_id, PASSWORD))
    return made


@pytest.fixture
def box(page):
    return page.sealed.findChild(type(page.sealed._documents))


def test_the_letter_is_looked_at_issued_and_listed_by_keys(page, box, qtbot, workspace):
    box.letter.setFocus()
    qtbot.keyClick(box.letter, Qt.Key.Key_Space)
    dialog = box.dialog
    assert dialog.isVisible() and dialog.issue.isEnabled()
    qtbot.waitUntil(lambda: dialog.preview.page_count() > 0)
    qtbot.keyClick(dialog.issue, Qt.Key.Key_Space)
    assert dialog.document.number == "香信密函〔2026〕1号"
    assert dialog.print.isVisible() and not dialog.issue.isVisible()
    dialog.reject()
    assert page.sealed is not None  # issuing does not close what is open
    assert [each.kind for each in list_documents(workspace, DocumentFilter())] == [letter_kind()]


def test_the_unit_complained_of_cannot_be_typed_as_the_receiver(box):
    box.write(letter_kind())
    dialog = box.dialog
    dialog.editors["destination"].set_value("香林县白石乡人民政府")
    dialog.editors["destination"].edited.emit()
    assert not dialog.issue.isEnabled()
    assert "就是被反映的单位" in dialog.editors["destination"].error()
    dialog.reject()


def test_closing_the_panel_closes_its_papers_and_lets_go_of_the_key(page, box):
    box.write(letter_kind())
    dialog = box.dialog
    page.leave()
    assert page.sealed is None and box._opened is None
    assert closed(dialog) and dialog.draft is None


def test_no_word_of_the_record_can_be_copied_from_the_dialog(box):
    box.write(notice_kind())
    dialog = box.dialog
    said = dialog.left.findChildren(Words)
    assert "周明远" in [words.text() for words in said]
    selectable = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    assert not [words for words in said if words.textInteractionFlags() & selectable]
    dialog.reject()


def issue(qtbot, box):
    box.write(letter_kind())
    qtbot.keyClick(box.dialog.issue, Qt.Key.Key_Space)
    return box.dialog


def test_a_paper_is_voided_by_keys_for_one_of_a_few_reasons(page, box, qtbot, workspace):
    document = issue(qtbot, box).document
    box.dialog.reject()
    void = next(each for each in box.findChildren(LinkButton) if each.accessibleName().startswith("作废"))
    qtbot.keyClick(void, Qt.Key.Key_Space)
    asking = box.asking
    qtbot.keyClick(asking.primary, Qt.Key.Key_Space)
    assert asking.isVisible() and asking.fields[0].error()  # nothing chosen yet
    asking.fields[0].set_value(VOID_REASONS[0])
    qtbot.keyClick(asking.primary, Qt.Key.Key_Space)
    assert document.number in [each.number for each in list_documents(workspace, DocumentFilter(state="void"))]
    assert page.sealed is not None
    assert not [each for each in box.findChildren(LinkButton) if each.isVisible() and "打印" in each.text()]


def printer_to(path):
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def test_the_panel_waits_while_a_paper_prints_and_then_closes(page, box, qtbot, tmp_path, workspace):
    dialog = issue(qtbot, box)
    seen, printers = [], []

    def choose(_window):
        page.sealed._left_alone()  # two minutes pass while the printer is being chosen
        seen.append(page.sealed is not None and dialog.isVisible())
        printers.append(printer_to(tmp_path / "纸.pdf"))
        return printers[0]

    dialog.acts.choose_printer = choose
    qtbot.keyClick(dialog.print, Qt.Key.Key_Space)
    assert dialog.at_work()
    page.sealed._left_alone()
    assert page.sealed is not None and page.sealed._idle.isActive()
    qtbot.waitUntil(lambda: not dialog.at_work())
    assert seen == [True] and list_documents(workspace, DocumentFilter())[0].prints == 1
    assert printers[0].docName() == "文书"  # read by everybody at the printer's queue
    page.sealed._left_alone()
    assert page.sealed is None


def test_what_prints_while_the_window_is_locked_is_still_recorded(page, box, qtbot, tmp_path, workspace):
    dialog = issue(qtbot, box)
    dialog.acts.choose_printer = lambda _window: printer_to(tmp_path / "纸.pdf")
    qtbot.keyClick(dialog.print, Qt.Key.Key_Space)
    page.leave()
    assert page.sealed is None and closed(dialog)
    qtbot.waitUntil(lambda: list_documents(workspace, DocumentFilter())[0].prints == 1)
