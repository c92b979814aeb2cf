"""On real print queues: a job goes to the printer that was chosen or to none, and only what a queue took is recorded.

The queues are those of a CUPS server of the tests' own (`tests/print_system.py`); what comes out is read back.
"""

import io

import pytest
from paper_pictures import assert_same_pages
from pypdf import PdfWriter
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinterInfo

from app.casework.documents.issuing import document_bytes, document_view, issue_notice, prepare_notice
from app.faults import UserFault
from app.ui.base import print_queue
from app.ui.base.cups import JOB_CANCELED, JOB_COMPLETED, cups_library
from app.ui.base.printing_job import has_printer, new_printer, print_batch, print_sheets
from app.ui.documents.document_acts import ask_printer
from app.ui.documents.page import DocumentsPage

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
WAIT = 60_000


def coarse(printer):
    """Return the printer at a resolution that is quick to draw."""
    if printer is not None:
        printer.setResolution(150)
    return printer


def printer_of(queue: str):
    printer = new_printer()
    printer.setPrinterName(queue)
    assert printer.printerName() == queue
    printer.setDocName("告知书 香信转〔2026〕1号")
    return coarse(printer)


@pytest.fixture
def issued(workspace, register):
    return [issue_notice(workspace, prepare_notice(workspace, register("transfer_visit"))) for _ in range(2)]


@pytest.fixture
def pdf(workspace, issued):
    return document_bytes(workspace, issued[0].id)


@pytest.fixture
def page(desktop, shown, printers, issued):
    made = shown(DocumentsPage(desktop))
    made.acts.choose_printer = lambda parent: coarse(ask_printer(parent, made.acts.copies))
    made.batch.choose_printer = lambda parent: coarse(ask_printer(parent))
    made.arrive(None)
    return made


def print_one(page, qtbot):
    """Press Ctrl+P on one document; return when the outcome is said."""
    qtbot.keyClick(page, KEY.Key_P, CTRL)
    qtbot.waitUntil(lambda: bool(page.desktop.said), timeout=WAIT)


def print_all(page, qtbot):
    """Press Ctrl+P on the whole selection and Enter on the question; return when the outcome is said."""
    qtbot.keyClick(page.table.view, KEY.Key_A, CTRL)
    qtbot.keyClick(page, KEY.Key_P, CTRL)
    qtbot.waitUntil(lambda: page.batch.question is not None and page.batch.question.isVisible(), timeout=WAIT)
    qtbot.keyClick(page.batch.question.primary, KEY.Key_Space)
    qtbot.waitUntil(lambda: bool(page.desktop.said), timeout=WAIT)
    if page.batch.rest is not None:
        page.batch.rest.reject()


def said(page) -> str:
    return "".join(text for _tone, text in page.desktop.said)


def recorded(workspace, issued) -> int:
    return sum(document_view(workspace, each.id).prints for each in issued)


# what comes out


def test_the_document_comes_out_of_the_queue_that_was_chosen(page, workspace, issued, printers, in_dialog, qtbot):
    sheets = page.acts.paper_of(page.document.id).sheets  # its copies and the proof of service
    assert sheets[0] == document_bytes(workspace, page.document.id)
    in_dialog("archive")
    print_one(page, qtbot)
    assert page.desktop.said[-1][0] == "success"
    assert printers.papers("desk") == []
    (paper,) = printers.papers("archive")
    assert_same_pages(merged(sheets), paper)
    assert recorded(workspace, issued) == 1


def merged(pdfs) -> bytes:
    writer = PdfWriter()
    for each in pdfs:
        writer.append(io.BytesIO(each))
    whole = io.BytesIO()
    writer.write(whole)
    return whole.getvalue()


def test_a_batch_comes_out_of_the_queue_that_was_chosen_as_one_job(
    page, workspace, issued, printers, in_dialog, qtbot
):
    in_dialog("archive")
    print_all(page, qtbot)
    assert page.desktop.said[-1][0] == "success"
    assert (len(printers.papers("archive")), len(printers.papers("desk"))) == (1, 0)
    assert recorded(workspace, issued) == 2


# while the dialog is open


@pytest.mark.parametrize("print_them", [print_one, print_all], ids=["one", "batch"])
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    ("trouble", "words"),
    [("remove", "打印机“archive”不见了"), ("reject", "“archive”现在不接收打印任务"), ("pause", "“archive”已暂停打印")],
    ids=["remove", "reject", "pause"],
)
def test_a_printer_lost_while_its_dialog_is_open_prints_nothing_anywhere(
    page, workspace, issued, printers, in_dialog, qtbot, print_them, when, trouble, words
):
    in_dialog("archive", **{when: lambda: getattr(printers, trouble)("archive")})
    print_them(page, qtbot)
    assert page.desktop.said[-1][0] == "fault"
    assert words in said(page)
    assert "没有记作已打印" in said(page)
    assert [cups_library().jobs(queue) for queue in ("desk", "archive")] == [[], []]
    assert printers.all_papers() == []
    assert recorded(workspace, issued) == 0


def test_a_queue_that_rejects_or_waits_does_not_hinder_another(page, workspace, issued, printers, in_dialog, qtbot):
    printers.reject("desk")
    in_dialog("archive")
    print_one(page, qtbot)
    assert page.desktop.said[-1][0] == "success"
    assert len(printers.papers("archive")) == 1


# while the pages are drawn


@pytest.mark.parametrize("batch", [False, True], ids=["one", "batch"])
@pytest.mark.parametrize(
    ("trouble", "words"),
    [("remove", "不见了"), ("reject", "不接收打印任务"), ("pause", "已暂停打印")],
    ids=["remove", "reject", "pause"],
)
def test_a_printer_lost_while_pages_are_drawn_has_printed_nothing(qapp, pdf, printers, batch, trouble, words):
    done = []

    def lose(count):
        if not done:
            getattr(printers, trouble)("archive")
        done.append(count)
        return True

    fault = fault_of_job([pdf], printer_of("archive"), lose, batch)
    assert fault.code == "printer"
    assert words in fault.sentence
    assert printers.all_papers() == []
    assert cups_library().jobs("desk") == []


def fault_of_job(sheets, printer, progress, batch) -> UserFault:
    if batch:
        printed = print_batch([sheets], printer, progress)
        assert printed.whole == 0
        return printed.fault
    with pytest.raises(UserFault) as caught:
        print_sheets(sheets, printer, progress)
    return caught.value


def test_what_a_paused_queue_took_is_taken_back_and_does_not_come_out_later(qapp, pdf, printers):
    def pause(percent):
        if percent == 100:
            printers.pause("archive")
        return True

    with pytest.raises(UserFault, match="已暂停打印"):
        print_sheets([pdf], printer_of("archive"), pause)
    (job,) = cups_library().jobs("archive")
    assert job.state == JOB_CANCELED
    printers.resume("archive")
    print_sheets([pdf], printer_of("archive"), lambda _percent: True)
    assert len(printers.papers("archive")) == 1


@pytest.mark.parametrize("batch", [False, True], ids=["one", "batch"])
def test_where_only_qt_can_be_asked_a_printer_that_is_gone_has_printed_nothing(
    qapp, pdf, printers, in_dialog, monkeypatch, batch
):
    """What is known on every platform: on Windows there is no CUPS to ask."""
    monkeypatch.setattr(print_queue, "cups_library", lambda: None)

    def unplug(_count):
        if "archive" in QPrinterInfo.availablePrinterNames():
            printers.remove("archive")
        return True

    printer = printer_of("archive")
    fault = fault_of_job([pdf], printer, unplug, batch)
    assert "打印途中不见了" in fault.sentence
    assert "没有记作已打印" in fault.next_step
    assert "不见了" in fault_of_job([pdf], printer, lambda _count: True, batch).sentence
    in_dialog("desk", before=lambda: printers.remove("desk"))
    with pytest.raises(UserFault, match="打印机“desk”不见了"):
        ask_printer(None)
    assert printers.all_papers() == []


# when the queue gives the job back


@pytest.mark.parametrize("batch", [False, True], ids=["one", "batch"])
@pytest.mark.parametrize(
    ("policy", "words"), [("abort-job", "退回了这次打印"), ("stop-printer", "已暂停打印")], ids=["abort", "stop"]
)
def test_a_job_that_the_queue_gives_back_has_printed_nothing(qapp, pdf, printers, batch, policy, words):
    printers.add("jammed", backend="broken", policy=policy)
    fault = fault_of_job([pdf], printer_of("jammed"), lambda _percent: True, batch)
    assert fault.code == "printer"
    assert words in fault.sentence
    assert "没有记作已打印" in fault.next_step
    assert JOB_COMPLETED not in [job.state for job in cups_library().jobs("jammed")]
    assert printers.all_papers() == []


# when the clerk stops it


def test_a_job_that_is_stopped_never_reaches_the_queue(qapp, pdf, printers):
    with pytest.raises(UserFault) as caught:
        print_sheets([pdf], printer_of("archive"), lambda percent: percent < 50)
    assert caught.value.code == "cancelled"
    assert cups_library().jobs("archive") == []
    # and the next one does, from the same thread
    assert print_sheets([pdf], printer_of("archive"), lambda _percent: True) == 2
    assert len(printers.papers("archive")) == 1


def test_a_damaged_document_among_the_sheets_keeps_the_whole_job_back(qapp, pdf, printers):
    with pytest.raises(UserFault) as caught:
        print_sheets([pdf, b"%PDF-1.4 torn"], printer_of("archive"), lambda _percent: True)
    assert caught.value.code == "broken-pdf"
    assert cups_library().jobs("archive") == []


def test_the_items_before_a_damaged_one_count_only_where_the_queue_took_them(qapp, pdf, printers):
    items = [[pdf], [b"%PDF-1.4 torn"]]
    taken = print_batch(items, printer_of("archive"), lambda _done: True)
    assert (taken.whole, taken.fault.code) == (1, "broken-pdf")
    assert len(printers.papers("archive")) == 1
    refused = print_batch(items, printer_of("archive"), lambda _done: printers.reject("archive") is None)
    assert (refused.whole, refused.fault.code) == (0, "printer")
    assert len(printers.papers("archive")) == 1


# without any


def test_without_a_queue_no_printer_is_offered(qapp, printers):
    assert has_printer()
    assert QPrinterInfo.defaultPrinterName() == "desk"
    printers.clear()
    assert not has_printer()
    with pytest.raises(UserFault) as caught:
        ask_printer(None)
    assert caught.value.code == "no-printer"


def test_a_printer_that_lost_its_queue_altogether_prints_nowhere(qapp, pdf, printers):
    printer = new_printer()
    printer.setPrinterName("")  # what Qt's dialog does with a queue that is gone
    with pytest.raises(UserFault, match="打印机不见了") as caught:
        print_sheets([pdf], printer, lambda _percent: True)
    assert caught.value.code == "printer"
    assert printers.all_papers() == []
