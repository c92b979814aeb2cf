"""What pages look like, to compare a document with the paper that came out of a printer."""

from PySide6.QtCore import QBuffer, QByteArray, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument


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


def assert_same_pages(stored: bytes, printed: bytes, most: float = 5.5) -> None:
    """Compare page by page: another raster of the same page passes, one that is drawn a pixel (0.7 mm) off does not."""
    before, after = pictures(stored), pictures(printed)
    assert len(before) == len(after)
    for one, other in zip(before, after, strict=True):
        difference = unlike(one, other)
        assert difference < most
        assert difference + 1 < min(unlike(one, moved(other, 1)), unlike(one, moved(other, -1)))
