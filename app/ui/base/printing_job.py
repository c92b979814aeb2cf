"""Hand a stored document to a printer: the very bytes, drawn by QtPdf at the printer's own resolution, in bands."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QRect, QRectF, QSize
from PySide6.QtGui import QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from app.faults import UserFault
from app.ui.base.print_queue import HandOver

# A page at 600 dpi is 140 MB as one image; a band of it is one eighth.
BAND_BYTES = 17_000_000
_BYTES_A_PIXEL = 4
_POINTS_AN_INCH = 72
_one_at_a_time = threading.Lock()


def has_printer() -> bool:
    """Say whether this machine has a printer to offer."""
    return bool(QPrinterInfo.availablePrinterNames())


def no_printer() -> UserFault:
    """Return what to say when there is none."""
    return UserFault(
        "这台电脑没有可用的打印机，",
        "请接好打印机并在系统里添加后再打印；或者点“另存”存成 PDF，拿到别的电脑打印。",
        code="no-printer",
    )


def new_printer() -> QPrinter:
    """Return an A4 printer at its high resolution, whose paper is ours to the edge: the PDF has its own margins."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    return printer


def print_pdf(pdf: bytes, printer: QPrinter, progress: Callable[[int], bool]) -> int:
    """Print a PDF and return how many pages went out. Call it off the window's thread.

    `progress(percent)` returning False stops: nothing is handed to the printer, a file that was being written is
    removed, and `UserFault` (code `cancelled`) says so. Other codes: `broken-pdf`, `printer`.
    """
    return print_sheets((pdf,), printer, progress)


def print_sheets(sheets: Sequence[bytes], printer: QPrinter, progress: Callable[[int], bool]) -> int:
    """Print what belongs together, such as copies and a proof of service, as one job; else as `print_pdf`."""
    with _one_at_a_time:
        handover = HandOver(printer)
        printer.setFullPage(True)
        painter = QPainter()
        printed = 0
        try:
            for place, pdf in enumerate(sheets):
                with _opened(pdf) as document:
                    _begin_page(painter, printer)
                    for part in _draw_document(document, painter, printer):
                        if not progress(round((place + part) / len(sheets) * 100)):
                            raise UserFault("已停止打印，", "没有记作已打印；需要时再点一次“打印”。", code="cancelled")
                    printed += len(_pages_of(printer, document.pageCount()))
        except BaseException:
            _withdraw(handover, painter, printer)
            raise
        handover.end(painter)
        if (fault := _lost(printer, handover)) is not None:
            raise fault
        return printed


@dataclass(frozen=True)
class BatchPrinted:
    """How many of the batch's items went out whole, from its beginning; `fault` says why the rest did not."""

    whole: int
    fault: UserFault | None = None


def print_batch(items: Sequence[Sequence[bytes]], printer: QPrinter, progress: Callable[[int], bool]) -> BatchPrinted:
    """Print many documents as one job, each with its copies and proof. Call it off the window's thread.

    `progress(items done)` returning False stops after the item in hand, so that no torn paper is left and what is
    counted as printed lies in the tray. A printer that fails in the middle ends the job; the items before it count.
    """
    with _one_at_a_time:
        try:
            handover = HandOver(printer)
        except UserFault as closed:
            return BatchPrinted(0, closed)
        printer.setFullPage(True)
        printer.setFromTo(0, 0)
        painter = QPainter()
        whole, fault = 0, None
        try:
            for sheets in items:
                for pdf in sheets:
                    with _opened(pdf) as document:
                        _begin_page(painter, printer)
                        for _part in _draw_document(document, painter, printer):
                            if printer.printerState() == QPrinter.PrinterState.Error:
                                raise _printer_fault(printer)
                whole += 1
                if not progress(whole) and whole < len(items):
                    fault = UserFault("已停止打印，", "没有印的没有记作已打印。", code="cancelled")
                    break
        except UserFault as broken:
            fault = broken
        except BaseException:
            _withdraw(handover, painter, printer)
            raise
        if not whole:
            _withdraw(handover, painter, printer)
            return BatchPrinted(0, fault)
        handover.end(painter)
        # A job may be refused as a whole at its end.
        lost = _lost(printer, handover) if fault is None or fault.code != "printer" else handover.fault()
        return BatchPrinted(0, lost) if lost is not None else BatchPrinted(whole, fault)


@contextmanager
def _opened(pdf: bytes) -> Iterator[QPdfDocument]:
    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    try:
        if document.status() != QPdfDocument.Status.Ready or document.pageCount() == 0:
            raise UserFault(
                "这份文书的文件打不开，不是完整的 PDF，", "请不要打印，联系技术人员核验工作区。", code="broken-pdf"
            )
        yield document
    finally:
        document.close()


def _begin_page(painter: QPainter, printer: QPrinter) -> None:
    """Begin the job at its first page, and a further page after that."""
    if not (printer.newPage() if painter.isActive() else painter.begin(printer)):
        raise _printer_fault(printer)


def _draw_document(document: QPdfDocument, painter: QPainter, printer: QPrinter) -> Iterator[float]:
    """Draw all pages of one document, the first on the page that was begun; yield the part that is done, 0 to 1."""
    pages = _pages_of(printer, document.pageCount())
    for number, page in enumerate(pages):
        if number:
            _begin_page(painter, printer)
        for done in _draw_page(document, page, painter, printer):
            yield (number + done) / len(pages)


def _pages_of(printer: QPrinter, count: int) -> list[int]:
    first = max(1, printer.fromPage())
    last = min(count, printer.toPage() or count)
    return list(range(first - 1, last))


def _draw_page(document: QPdfDocument, page: int, painter: QPainter, printer: QPrinter) -> Iterator[float]:
    """Draw one page band by band; yield the part that is done, 0 to 1."""
    paper = printer.pageLayout().fullRectPixels(printer.resolution())
    points = document.pagePointSize(page)
    # Paper of another size takes the whole page, smaller, rather than cutting it.
    natural = points * (printer.resolution() / _POINTS_AN_INCH)
    scale = min(1.0, paper.width() / natural.width(), paper.height() / natural.height())
    size = QSize(round(natural.width() * scale), round(natural.height() * scale))
    left, top = max(0, (paper.width() - size.width()) // 2), max(0, (paper.height() - size.height()) // 2)
    # QtPdf draws a band with PDFium's matrix call, which cuts the page to whole points before it scales, and it takes
    # the last pixel of the clip for its length. Without these two corrections each band would shift by a pixel and
    # the page shrink by a thousandth; the paper is compared with the document in a test.
    whole = QSize(
        round(size.width() * points.width() / int(points.width())),
        round(size.height() * points.height() / int(points.height())),
    )
    rows = max(1, min(size.height(), BAND_BYTES // (size.width() * _BYTES_A_PIXEL)))
    for start in range(0, size.height(), rows):
        band = QRect(0, start, size.width(), min(rows, size.height() - start))
        options = QPdfDocumentRenderOptions()
        options.setScaledSize(whole)
        options.setScaledClipRect(band.adjusted(0, 0, 1, 1))
        image = document.render(page, band.size(), options)
        if image.isNull():
            raise UserFault("内存不够，这一页没有画完，", "请关掉别的程序后再打印。", code="printer")
        image.setDevicePixelRatio(1.0)
        painter.drawImage(QRectF(left, top + start, band.width(), band.height()), image, QRectF(image.rect()))
        yield (start + band.height()) / size.height()


def _lost(printer: QPrinter, handover: HandOver) -> UserFault | None:
    """Say why a job that was handed over whole did not come to anything; None where it did, as far as can be known."""
    if (fault := handover.fault()) is not None:
        return fault
    if printer.printerState() == QPrinter.PrinterState.Error:
        return _printer_fault(printer)
    path = printer.outputFileName()
    # Qt goes on drawing into a file that takes nothing any more, and says nothing of it.
    if path and printer.outputFormat() == QPrinter.OutputFormat.PdfFormat and not _whole_file(Path(path)):
        with suppress(OSError):
            Path(path).unlink()
        return UserFault(
            f"“{path}”没有写完整，",
            "磁盘可能满了，或者文件夹不见了；请换一个位置再打印。这次没有记作已打印。",
            code="printer",
        )
    return None


def _whole_file(path: Path) -> bool:
    try:
        with open(path, "rb") as file:
            file.seek(max(0, path.stat().st_size - 64))
            return b"%%EOF" in file.read()
    except OSError:
        return False


def _withdraw(handover: HandOver, painter: QPainter, printer: QPrinter) -> None:
    begun = painter.isActive()
    handover.drop(painter)
    # A job that never began has left an older file of that name as it was.
    if begun and printer.outputFormat() == QPrinter.OutputFormat.PdfFormat and printer.outputFileName():
        Path(printer.outputFileName()).unlink(missing_ok=True)


def _printer_fault(printer: QPrinter) -> UserFault:
    name = printer.outputFileName() or printer.printerName()
    return UserFault(
        f"打印机“{name}”没有接收这份文书，",
        "请检查打印机电源、纸张和连接后再打印；这次没有记作已打印。",
        code="printer",
    )
