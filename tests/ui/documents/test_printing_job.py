"""What goes to the printer is the stored document, whole, or nothing that counts as printed."""

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter

from app.casework.documents.issuing import prepare_notice
from app.faults import UserFault
from app.printing.notices.notice import render_notice
from app.printing.notices.template import load_templates
from app.ui.base import printing_job
from app.ui.base.printing_job import has_printer, new_printer, no_printer, print_batch, print_pdf


@pytest.fixture
def pdf(workspace, register):
    # The code stands still: an office's own key is random, and with it the picture that is compared.
    draft = prepare_notice(workspace, register("transfer_visit"))
    code = "0123-4567-89AB-CDEF"
    text = f"XFCK1:990326-20261120-0001:1:{code}"
    template = load_templates()[draft.kind]
    return render_notice(template, draft.values, number="香信转〔2026〕1号", check_text=text, check_code=code).pdf


def pictures(pdf: bytes) -> list[QImage]:
    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    made = []
    for page in range(document.pageCount()):
        image = QImage(QSize(298, 421), QImage.Format.Format_RGB32)
        image.fill(0xFFFFFFFF)
        drawn = document.render(page, image.size())
        painter = QPainter(image)
        painter.drawImage(0, 0, drawn)
        painter.end()
        made.append(image.convertToFormat(QImage.Format.Format_Grayscale8))
    document.close()
    return made


def moved(image: QImage, pixels: int) -> QImage:
    """Return an image a little lower: what a page looks like when it is drawn 0.7 mm off."""
    return image.copy(0, -pixels, image.width(), image.height())


def unlike(one: QImage, other: QImage) -> float:
    a, b = bytes(one.constBits()), bytes(other.constBits())
    return sum(abs(x - y) for x, y in zip(a, b, strict=True)) / len(a)


@pytest.mark.parametrize("band_bytes", [17_000_000, 300_000])
def test_the_paper_looks_like_the_stored_document_in_one_band_or_many(qapp, pdf, paper, monkeypatch, band_bytes):
    monkeypatch.setattr(printing_job, "BAND_BYTES", band_bytes)
    told = []
    assert print_pdf(pdf, paper(None), lambda percent: told.append(percent) or True) == 2
    assert told == sorted(told)
    assert told[-1] == 100
    assert (len(told) > 20) == (band_bytes < 1_000_000)
    stored, printed = pictures(pdf), pictures(paper.files[0].read_bytes())
    assert len(stored) == len(printed) == 2
    for before, after in zip(stored, printed, strict=True):
        difference = unlike(before, after)
        assert difference < 5.5  # another raster of the same page; a page that drifts by a band's pixel is past 7
        assert difference + 1 < min(unlike(before, moved(after, 1)), unlike(before, moved(after, -1)))


def test_stopping_leaves_no_paper(qapp, pdf, paper):
    with pytest.raises(UserFault) as caught:
        print_pdf(pdf, paper(None), lambda percent: percent < 50)
    assert caught.value.code == "cancelled"
    assert not paper.files[0].exists()


def test_bytes_that_are_no_pdf_are_refused(qapp, paper):
    with pytest.raises(UserFault) as caught:
        print_pdf(b"%PDF-1.4 torn", paper(None), lambda _percent: True)
    assert caught.value.code == "broken-pdf"


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_printer_that_does_not_take_it_is_named(qapp, pdf, tmp_path):
    printer = new_printer()
    printer.setOutputFileName(str(tmp_path / "没有这个文件夹" / "paper.pdf"))
    with pytest.raises(UserFault) as caught:
        print_pdf(pdf, printer, lambda _percent: True)
    assert caught.value.code == "printer"
    assert "没有记作已打印" in caught.value.next_step


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_printer_that_the_system_no_longer_has_is_said(qapp, pdf):
    printer = new_printer()
    printer.setPrinterName("拔掉的打印机")
    with pytest.raises(UserFault, match=r"打印机不见了|没有接收") as caught:
        print_pdf(pdf, printer, lambda _percent: True)
    assert caught.value.code == "printer"


def test_a_printer_that_is_gone_when_its_job_ends_has_printed_nothing(qapp, pdf, tmp_path):
    class Unplugged(QPrinter):
        """The system's own printer as Qt tells of it once it is gone: idle, with a name that nobody has."""

        def outputFormat(self):
            return QPrinter.OutputFormat.NativeFormat

        def outputFileName(self):
            return ""

        def printerName(self):
            return "拔掉的打印机"

    printer = Unplugged(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(100)
    QPrinter.setOutputFormat(printer, QPrinter.OutputFormat.PdfFormat)
    QPrinter.setOutputFileName(printer, str(tmp_path / "a.pdf"))
    with pytest.raises(UserFault, match="打印途中不见了"):
        print_pdf(pdf, printer, lambda _percent: True)
    batch = print_batch([(pdf,), (pdf,)], printer, lambda _done: True)
    assert (batch.whole, batch.fault.code) == (0, "printer")


def test_a_file_that_was_not_written_whole_is_no_print(qapp, pdf, paper):
    printer = paper(None)

    def cut(percent):
        if percent == 100:  # what a full disk or a stick pulled out leaves of it
            paper.files[-1].unlink()
        return True

    with pytest.raises(UserFault, match="没有写完整") as caught:
        print_pdf(pdf, printer, cut)
    assert caught.value.code == "printer"


def test_without_a_printer_saving_is_the_next_step(qapp):
    assert "另存" in no_printer().next_step
    assert isinstance(has_printer(), bool)
