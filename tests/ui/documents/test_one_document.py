"""Everything one does with a single issued document through its windows, by keys."""

import io
import shutil
import subprocess

import pytest
from clerk import closed
from docx import Document as WordDocument
from pypdf import PdfReader, PdfWriter
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from shiboken6 import isValid

from app.casework.documents.attachments import attachment_bytes, attachments_of
from app.casework.documents.issuing import document_bytes, document_view, issue_notice, prepare_notice
from app.casework.documents.reminders import reminder_of
from app.casework.documents.seal_return import files_beside
from app.casework.documents.voiding import void_document
from app.casework.life.correct_case import correct_case
from app.casework.views.case_page import case_view
from app.ui.documents.document_dialog import DocumentDialog
from app.ui.documents.notice_dialog import NoticeDialog
from app.ui.documents.page import DocumentsPage
from app.ui.documents.reminder_dialog import ReminderDialog
from app.ui.documents.verify_dialog import VerifyDialog

KEY = Qt.Key


@pytest.fixture
def document(workspace, register):
    return issue_notice(workspace, prepare_notice(workspace, register("transfer_visit")))


@pytest.fixture
def page(desktop, shown, paper, document):
    made = shown(DocumentsPage(desktop))
    made.acts.choose_printer = paper
    made.arrive()
    return made


def choose(page, qtbot, words: str) -> None:
    """Open the menu by keys and choose an act by walking down to it."""
    qtbot.keyClick(page.more, KEY.Key_Space)
    menu = page.more_acts_menu = page.findChildren(type(page.more_acts.menu(page.document, page)))[0]
    while menu.activeAction() is None or not menu.activeAction().text().startswith(words):
        qtbot.keyClick(menu, KEY.Key_Down)
    qtbot.keyClick(menu, KEY.Key_Return)


def rewritten(pdf: bytes) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    writer.add_metadata({"/Producer": "另一个程序"})
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


# Printing


def test_the_printer_is_offered_the_copies_and_the_proof_comes_last(page, document, workspace, paper, qtbot):
    offered = []

    def two(parent):
        printer = paper(parent)
        printer.setCopyCount(page.acts.copies)
        offered.append(page.acts.copies)
        return printer

    page.acts.choose_printer = two
    qtbot.keyClick(page, KEY.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: document_view(workspace, document.id).prints == 1, timeout=30_000)
    each = len(PdfReader(io.BytesIO(document_bytes(workspace, document.id))).pages)
    assert offered == [2]
    assert len(PdfReader(str(paper.files[0])).pages) == 2 * each + 1
    assert "2 份，附送达回证 1 份" in page.desktop.said[-1][1]


# Reminding


def picture_of(widget, path):
    assert widget.grab().save(str(path))
    return path


def test_a_phone_reads_the_message_from_the_picture_of_the_dialog(desktop, shown, document, workspace, tmp_path):
    dialog = shown(ReminderDialog(desktop, document), 860, 460)
    assert "不代替书面告知" in dialog.text.text()
    if shutil.which("zbarimg") is None:
        pytest.skip("zbarimg reads the code")
    read = subprocess.run(
        ["zbarimg", "--quiet", "--raw", str(picture_of(dialog, tmp_path / "短信.png"))],
        capture_output=True, check=True,
    )  # fmt: skip
    assert read.stdout.decode().strip() == reminder_of(workspace, document.id).code_text


def test_without_a_mobile_number_one_sentence_says_so(page, document, workspace, qtbot):
    person = case_view(workspace, document.case_id).people[0]
    correct_case(
        workspace, document.case_id, next(f.target for f in person if f.label == "电话"), "0990-5550001", "座机"
    )
    choose(page, qtbot, "短信提醒")
    assert page.more_acts.asking is None
    tone, said = page.desktop.said[-1]
    assert tone == "fault"
    assert "没有手机号码" in said


def test_the_message_is_copied_by_keys(page, qtbot):
    choose(page, qtbot, "短信提醒")
    dialog = page.more_acts.asking
    qtbot.keyClick(dialog.copy, KEY.Key_Space)
    assert dialog.copy.text() == "已复制"
    qtbot.keyClick(dialog, KEY.Key_Escape)
    assert page.more_acts.asking is None


# Sealed elsewhere


def test_a_document_goes_out_to_be_sealed_and_comes_back_beside_the_original(
    page, document, workspace, qtbot, tmp_path
):
    original = document_bytes(workspace, document.id)
    page.more_acts.choose_path = lambda _parent, proposed: tmp_path / proposed.name
    choose(page, qtbot, "导出去签章")
    (exported,) = tmp_path.glob("待签章_*.pdf")
    assert exported.read_bytes() == original
    page.more_acts.choose_file = lambda *_: exported
    choose(page, qtbot, "取回盖章件")
    qtbot.waitUntil(lambda: any("还没有盖章" in said for _, said in page.desktop.said), timeout=20_000)
    exported.write_bytes(rewritten(original))
    choose(page, qtbot, "取回盖章件")
    qtbot.waitUntil(lambda: bool(files_beside(workspace, document.id)), timeout=20_000)
    (kept,) = files_beside(workspace, document.id)
    assert (kept.about, attachment_bytes(workspace, kept.id)) == ("sealed_copy", rewritten(original))
    assert document_bytes(workspace, document.id) == original
    qtbot.waitUntil(lambda: "取回盖章件" in page.desktop.said[-1][1])


def test_the_scan_of_the_proof_lies_beside_its_document(page, document, workspace, qtbot, tmp_path, shown, desktop):
    scan = tmp_path / "回证.png"
    scan.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 5_000_000)
    page.more_acts.choose_file = lambda *_: scan
    choose(page, qtbot, "添加回证扫描件")
    qtbot.waitUntil(lambda: bool(attachments_of(workspace, document.case_id)), timeout=20_000)
    dialog = shown(DocumentDialog(desktop, document_view(workspace, document.id)))
    assert "送达回证扫描件 1 个" in dialog.state.text()


# In the window of the document itself


def test_what_prints_when_its_window_is_closed_is_still_recorded(desktop, shown, document, workspace, paper, qtbot):
    dialog = shown(DocumentDialog(desktop, document))

    def choose(parent):
        dialog.reject()  # the window is locked while the printer is being chosen
        for _ in range(5):
            QTest.qWait(1)
        return paper(parent)

    dialog.acts.choose_printer = choose
    heard = []
    dialog.changed.connect(lambda: heard.append(document_view(workspace, document.id).prints))
    dialog.print.click()
    assert closed(dialog)
    qtbot.waitUntil(lambda: heard == [1], timeout=60_000)
    qtbot.waitUntil(lambda: not isValid(dialog), timeout=20_000)


def test_the_window_of_a_void_document_shows_it_and_prints_nothing(desktop, shown, document, workspace):
    void_document(workspace, document.id, "姓名打错")
    dialog = shown(DocumentDialog(desktop, document_view(workspace, document.id)))
    assert dialog.void.text() == "已作废：姓名打错"
    assert not dialog.print.isEnabled()
    assert not dialog.save.isEnabled()
    assert [a.text() for a in dialog.more_acts.menu(dialog.document, dialog).actions()] == ["添加回证扫描件…"]


# Verifying a file


@pytest.fixture
def verify(desktop, shown, qtbot, tmp_path):
    dialog = shown(VerifyDialog(desktop), 600, 340)

    def of(content: bytes):
        path = tmp_path / "拿来的.pdf"
        path.write_bytes(content)
        dialog.choose_file = lambda *_: path
        dialog.found = None
        dialog.answer.setText("")
        qtbot.keyClick(dialog.file, KEY.Key_Space)
        qtbot.waitUntil(lambda: dialog.file.isEnabled() and "正在" not in dialog.answer.text(), timeout=20_000)
        return dialog

    return of


def test_a_file_is_genuine_altered_unknown_or_void(verify, document, workspace, qtbot):
    pdf = document_bytes(workspace, document.id)
    dialog = verify(pdf)
    assert dialog.found.genuine
    assert document.number in dialog.answer.text()
    dialog = verify(rewritten(pdf))
    assert dialog.found.verdict == "altered"
    assert dialog.show_stored.isVisible()
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    buffer = io.BytesIO()
    writer.write(buffer)
    dialog = verify(buffer.getvalue())
    assert dialog.found.verdict == "unknown"
    assert not dialog.show_stored.isVisible()
    dialog = verify(b"MZ")
    assert "不是 PDF" in dialog.answer.text()
    void_document(workspace, document.id, "姓名打错")
    dialog = verify(pdf)
    assert "已经作废（姓名打错）" in dialog.answer.text()
    assert not dialog.found.genuine
    qtbot.keyClicks(dialog.code.line, document.check_code)
    qtbot.keyClick(dialog.code.line, KEY.Key_Return)
    assert "已经作废" in dialog.answer.text()


# Word


def test_a_notice_is_saved_as_a_word_draft_before_it_is_issued(desktop, shown, register, qtbot, tmp_path):
    dialog = shown(NoticeDialog(desktop, register("transfer_visit")))
    dialog.choose_draft = lambda _parent, proposed: tmp_path / proposed.name
    qtbot.keyClick(dialog.word, KEY.Key_Space)
    (path,) = tmp_path.glob("*.docx")
    words = "\n".join(each.text for each in WordDocument(str(path)).paragraphs)
    assert "草稿，未编号、未签发" in words
    assert dialog.prepared.values["petitioner_name"] in words
    assert dialog.document is None
    dialog.issue.click()
    assert not dialog.word.isVisible()
