"""A selection of documents goes out as one job, and what is recorded is what lies in the tray."""

import io

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from app.casework.documents.issuing import document_bytes, document_view, issue_notice, prepare_notice
from app.casework.documents.listing import DocumentFilter, list_documents
from app.casework.documents.voiding import void_document
from app.faults import UserFault
from app.ui.base import printing_job
from app.ui.documents import batch_print
from app.ui.documents.page import LARGEST_SELECTION, DocumentsPage

KEY = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def issue(workspace, register):
    """Issue notices of as many cases; return them, the first issued first."""

    def several(count: int, name: str = "transfer_visit"):
        return [issue_notice(workspace, prepare_notice(workspace, register(name))) for _ in range(count)]

    return several


@pytest.fixture
def page(desktop, shown, paper):
    made = shown(DocumentsPage(desktop))
    made.acts.choose_printer = paper
    made.batch.choose_printer = paper
    made.results = []
    made.batch.ended.connect(made.results.append)
    return made


def select_all(page, qtbot):
    page.arrive()
    qtbot.keyClick(page.table.view, KEY.Key_A, CTRL)


def begin(page, qtbot):
    """Press Ctrl+P, then Enter on what is asked."""
    qtbot.keyClick(page, KEY.Key_P, CTRL)
    qtbot.waitUntil(lambda: page.batch.question is not None)
    qtbot.waitUntil(page.batch.question.isVisible)
    return page.batch.question


def go(page, qtbot, question):
    before = len(page.results)
    qtbot.keyClick(question.primary, KEY.Key_Space)
    qtbot.waitUntil(lambda: len(page.results) > before, timeout=120_000)
    return page.results[-1]


def pages_of(pdf: bytes) -> int:
    return len(PdfReader(io.BytesIO(pdf)).pages)


def prints(workspace, documents):
    return [document_view(workspace, each.id).prints for each in documents]


def test_twelve_notices_are_one_job_with_their_copies_and_proofs_in_order(page, issue, workspace, paper, qtbot):
    documents = issue(12)
    select_all(page, qtbot)
    assert "已选 12 份" in page.selected.text()
    assert page.print.text().startswith("批量打印 12 份")
    result = go(page, qtbot, begin(page, qtbot))
    assert (result.printed, result.copies, result.left) == (12, 0, ())
    (file,) = paper.files
    each = pages_of(document_bytes(workspace, documents[0].id))
    # two copies by the template, and one proof of service
    assert pages_of(file.read_bytes()) == 12 * (2 * each + 1)
    assert prints(workspace, documents) == [1] * 12
    assert "12 份" in page.desktop.said[-1][1]


def ink_at_the_number(pdf: bytes, page: int) -> bytes:
    """Return the raster of the part of a page where its number and QR code stand."""
    from PySide6.QtCore import QBuffer, QByteArray, QSize
    from PySide6.QtPdf import QPdfDocument

    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    image = document.render(page, QSize(596, 842)).convertToFormat(document.render(page, QSize(1, 1)).format())
    document.close()
    return bytes(image.constBits())


def test_each_paper_of_the_job_is_the_stored_document_in_the_order_of_the_list(page, issue, workspace, paper, qtbot):
    documents = issue(3)
    select_all(page, qtbot)
    question = begin(page, qtbot)
    question.copies.set_value("one")
    question.with_proof.set_value("without")
    assert go(page, qtbot, question).printed == 3
    job = paper.files[0].read_bytes()
    each = pages_of(document_bytes(workspace, documents[0].id))
    assert pages_of(job) == 3 * each
    for place, document in enumerate(reversed(documents)):
        printed = ink_at_the_number(job, place * each)
        own = [ink_at_the_number(document_bytes(workspace, other.id), 0) for other in documents]
        unlike = [sum(abs(a - b) for a, b in zip(printed, one, strict=True)) for one in own]
        assert min(range(3), key=unlike.__getitem__) == documents.index(document)


def test_stopping_in_the_middle_keeps_what_lies_in_the_tray_and_names_the_rest(
    page, issue, workspace, paper, qtbot, monkeypatch
):
    documents = issue(6)
    whole = printing_job.print_batch

    def stop_after_two(items, printer, progress):
        def counted(done):
            if done == 2:
                page.batch.progress._job.cancel()
            return progress(done)

        return whole(items, printer, counted)

    monkeypatch.setattr(batch_print, "print_batch", stop_after_two)
    select_all(page, qtbot)
    result = go(page, qtbot, begin(page, qtbot))
    assert result.printed == 2
    assert [each.number for each in result.left] == [each.number for each in reversed(documents[:4])]
    assert prints(workspace, documents) == [0, 0, 0, 0, 1, 1]
    each = pages_of(document_bytes(workspace, documents[0].id))
    assert pages_of(paper.files[0].read_bytes()) == 2 * (2 * each + 1)
    assert documents[0].number in page.desktop.said[-1][1]
    # the rest goes out when it is asked for, and nothing goes out twice
    monkeypatch.setattr(batch_print, "print_batch", whole)
    rest = page.batch.rest
    qtbot.waitUntil(rest.isVisible)
    qtbot.keyClick(rest.primary, KEY.Key_Space)
    qtbot.waitUntil(lambda: len(page.results) == 2, timeout=60_000)
    assert prints(workspace, documents) == [1] * 6


def test_a_printer_that_vanishes_midway_is_named_and_only_whole_papers_count(
    page, issue, workspace, qtbot, monkeypatch
):
    documents = issue(4)
    begun = printing_job._begin_page
    asked = []

    def vanish(painter, printer):
        asked.append(None)
        if len(asked) > 7:
            raise printing_job._printer_fault(printer)
        begun(painter, printer)

    monkeypatch.setattr(printing_job, "_begin_page", vanish)
    select_all(page, qtbot)
    result = go(page, qtbot, begin(page, qtbot))
    each = pages_of(document_bytes(workspace, documents[0].id))
    expected = 7 // (2 * each + 1)
    assert result.printed == expected
    assert result.why.code == "printer"
    assert len(result.left) == 4 - expected
    assert sum(prints(workspace, documents)) == expected
    page.batch.rest.reject()


def test_what_was_printed_before_goes_out_again_only_when_that_is_chosen(page, issue, workspace, qtbot):
    documents = issue(3)
    page.arrive()
    qtbot.keyClick(page, KEY.Key_P, CTRL)
    qtbot.waitUntil(lambda: document_view(workspace, documents[2].id).prints == 1, timeout=20_000)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    select_all(page, qtbot)
    question = begin(page, qtbot)
    assert "1 份以前印过" in question.again.label
    assert [each.number for each in question.chosen()] == [documents[1].number, documents[0].number]
    assert go(page, qtbot, question).printed == 2
    assert prints(workspace, documents) == [1, 1, 1]
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    select_all(page, qtbot)
    result = go(page, qtbot, begin(page, qtbot))
    assert (result.printed, result.copies) == (3, 3)


def test_void_documents_stay_in_the_list_and_are_never_printed(page, issue, workspace, paper, qtbot):
    documents = issue(3)
    void_document(workspace, documents[1].id, "姓名打错")
    page.arrive()
    assert page.rows.index(1, 3).data() == "已作废"
    assert "姓名打错" in page.rows.index(1, 1).data()
    qtbot.keyClick(page.table.view, KEY.Key_Down)
    qtbot.waitUntil(lambda: page.document.number == documents[1].number)
    assert "已作废：姓名打错" in page.void.text()
    assert not page.print.isEnabled()
    assert not page.save.isEnabled()
    select_all(page, qtbot)
    question = begin(page, qtbot)
    assert "1 份已经作废" in question.text.text()
    assert go(page, qtbot, question).printed == 2
    assert prints(workspace, documents) == [1, 0, 1]


def test_a_damaged_document_is_left_out_and_named(page, issue, workspace, qtbot):
    documents = issue(2)
    with workspace.store.connection() as connection:
        for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").all():
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        spoilt = "UPDATE document_bytes SET content = ? WHERE document_id = ?"
        connection.exec_driver_sql(spoilt, (b"%PDF torn", documents[0].id))
        connection.commit()
    select_all(page, qtbot)
    result = go(page, qtbot, begin(page, qtbot))
    assert result.printed == 1
    tone, said = page.desktop.said[-1]
    assert tone == "warning"
    assert f"{documents[0].number} 的存档内容已损坏" in said


def test_shift_and_arrows_select_and_the_states_narrow_the_list(page, issue, workspace, qtbot):
    documents = issue(4)
    void_document(workspace, documents[0].id, "重复")
    page.arrive()
    for _ in range(2):
        qtbot.keyClick(page.table.view, KEY.Key_Down, SHIFT)
    assert [each.number for each in page.chosen()] == [each.number for each in reversed(documents[1:])]
    for state, count in (("void", 1), ("unprinted", 3), ("unserved", 3), ("", 4)):
        page.filters.state.setCurrentIndex(page.filters.state.findData(state))
        assert page.rows.rowCount() == count
        assert len(list_documents(workspace, DocumentFilter(state=state))) == count


def test_a_selection_never_grows_past_its_limit(page, issue, qtbot, monkeypatch):
    from app.ui.documents import page as module

    issue(4)
    monkeypatch.setattr(module, "LARGEST_SELECTION", 2)
    select_all(page, qtbot)
    assert len(page.chosen()) == 2
    assert "一次最多 2 份" in page.selected.text()
    page.table.view.selectRow(0)
    qtbot.keyClick(page.table.view, KEY.Key_PageDown, SHIFT)
    assert len(page.chosen()) == 2
    assert LARGEST_SELECTION == 200


def test_the_list_of_reminders_holds_the_selection_and_says_who_is_left_out(
    page, issue, register, workspace, qtbot, tmp_path
):
    issue(1)
    page.more_acts.choose_workbook = lambda _parent, _proposed: tmp_path / "短信.xlsx"
    give_phone(workspace, issue(2)[0].case_id, "0990-5550001")
    select_all(page, qtbot)
    qtbot.keyClick(page.reminders, KEY.Key_Space)
    sheet = load_workbook(tmp_path / "短信.xlsx").active
    assert sheet.max_row == 3
    tone, said = page.desktop.said[-1]
    assert tone == "warning"
    assert "已写出 2 条" in said
    assert "1 份没有列入" in said
    assert "不代替书面告知" in said


def give_phone(workspace, case_id, phone):
    from app.casework.life.correct_case import correct_case
    from app.casework.views.case_page import case_view

    person = case_view(workspace, case_id).people[0]
    correct_case(workspace, case_id, next(f.target for f in person if f.label == "电话"), phone, "当面核对")


def test_the_menu_is_reached_by_keys_and_a_void_document_offers_less(page, issue, workspace, qtbot):
    (document,) = issue(1)
    page.arrive()
    qtbot.keyClick(page.more, KEY.Key_Space)
    menu = page.findChild(QMenu)
    assert [each.text() for each in menu.actions() if each.text()] == [
        "登记送达…", "短信提醒…", "导出去签章…", "取回盖章件…", "添加回证扫描件…", "作废…",
    ]  # fmt: skip
    qtbot.keyClick(menu, KEY.Key_Up)
    qtbot.keyClick(menu, KEY.Key_Return)
    dialog = page.more_acts.asking
    assert "作废" in dialog.windowTitle()
    qtbot.keyClick(dialog.primary, KEY.Key_Space)
    assert "请填写作废理由" in dialog.fields[0].error()
    dialog.fields[0].set_value("姓名打错")
    qtbot.keyClick(dialog.primary, KEY.Key_Space)
    assert document_view(workspace, document.id).void_reason == "姓名打错"
    qtbot.waitUntil(page.void.isVisible)
    assert page.rows.index(0, 3).data() == "已作废"


def test_an_empty_job_prints_nothing(qapp, paper):
    printed = printing_job.print_batch([], paper(None), lambda _done: True)
    assert (printed.whole, printed.fault) == (0, None)


def test_what_was_printed_and_could_not_be_recorded_is_said(page, issue, workspace, qtbot, monkeypatch):
    documents = issue(2)

    def full(*_):
        raise UserFault("磁盘已满，这一步没有保存。", "请清理。", code="disk")

    monkeypatch.setattr(batch_print, "record_prints", full)
    select_all(page, qtbot)
    result = go(page, qtbot, begin(page, qtbot))
    assert (result.printed, result.left) == (2, ())
    tone, said = page.desktop.said[-1]
    assert tone == "warning"
    assert "印出的 2 份没有记上打印记录" in said
    assert prints(workspace, documents) == [0, 0]


def test_a_job_whose_file_is_not_whole_has_printed_nothing(page, issue, workspace, qtbot, paper, tmp_path):
    documents = issue(3)

    def on_a_stick(_parent):
        printer = paper(None)
        (tmp_path / "U盘").mkdir()
        printer.setOutputFileName(str(tmp_path / "U盘" / "a.pdf"))
        return printer

    def pulled_out(done):
        if done == 2:
            (tmp_path / "U盘" / "a.pdf").unlink()

    page.batch.choose_printer = on_a_stick
    select_all(page, qtbot)
    question = begin(page, qtbot)
    start = page.desktop.start

    def watched(work, done, **more):
        job = start(work, done, **more)
        job.progressed.connect(pulled_out, Qt.ConnectionType.DirectConnection)
        return job

    page.desktop.start = watched
    result = go(page, qtbot, question)
    assert (result.printed, len(result.left), result.why.code) == (0, 3, "printer")
    assert "没有写完整" in result.why.sentence
    assert prints(workspace, documents) == [0, 0, 0]
    page.batch.rest.reject()


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_printer_that_never_takes_the_job_has_printed_nothing(qapp, tmp_path, page, issue, workspace, qtbot):
    documents = issue(2)

    def nowhere(_parent):
        printer = printing_job.new_printer()
        printer.setOutputFileName(str(tmp_path / "没有这个文件夹" / "a.pdf"))
        return printer

    page.batch.choose_printer = nowhere
    select_all(page, qtbot)
    result = go(page, qtbot, begin(page, qtbot))
    assert result.printed == 0
    assert prints(workspace, documents) == [0, 0]
    page.batch.rest.reject()


def test_without_a_printer_nothing_begins(page, issue, qtbot):
    issue(2)

    def none(_parent):
        raise UserFault("没有打印机，", "请接好。", code="no-printer")

    page.batch.choose_printer = none
    select_all(page, qtbot)
    question = begin(page, qtbot)
    qtbot.keyClick(question.primary, KEY.Key_Space)
    qtbot.waitUntil(lambda: bool(page.desktop.said))
    assert page.desktop.said[-1][0] == "fault"
    assert page.results == []
