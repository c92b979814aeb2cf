"""The preview of a document: the very bytes that are printed and stored, drawn page by page."""

from collections import OrderedDict

from PySide6.QtCore import QBuffer, QByteArray, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QPainter, QPaintEvent, QPen, QResizeEvent, QShortcut
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.faults import UserFault
from app.ui.base import theme
from app.ui.base.shortcuts import Shortcut
from app.ui.kit.buttons import IconButton, LinkButton
from app.ui.kit.words import Words

_STEPS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)
_PX_PER_POINT = 96 / 72
_IMAGES_KEPT = 6


class _Pages(QWidget):
    """Draw the pages that are in sight, each rendered once at the screen's own resolution."""

    def __init__(self, document: QPdfDocument) -> None:
        super().__init__()
        self._document = document
        self._images: OrderedDict[tuple[int, int, int], QImage] = OrderedDict()
        self.boxes: list[QRectF] = []

    def forget(self) -> None:
        self._images.clear()

    def lay_out(self, zoom: float, room: int) -> None:
        gap = theme.space("wide")
        sizes = [
            self._document.pagePointSize(page) * _PX_PER_POINT * zoom for page in range(self._document.pageCount())
        ]
        width = max([room, *(round(size.width()) + 2 * gap for size in sizes)])
        top, self.boxes = gap, []
        for size in sizes:
            self.boxes.append(QRectF(round((width - size.width()) / 2), top, round(size.width()), round(size.height())))
            top += round(size.height()) + gap
        self.setFixedSize(QSize(width, top))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for page, box in enumerate(self.boxes):
            if box.intersects(QRectF(event.rect())):
                painter.fillRect(box, Qt.GlobalColor.white)
                painter.drawImage(box.topLeft(), self._image(page, box))
                painter.setPen(QPen(theme.colour("field_line"), 1))
                painter.drawRect(box.adjusted(-1, -1, 0, 0))

    def _image(self, page: int, box: QRectF) -> QImage:
        ratio = self.devicePixelRatioF()
        size = QSize(round(box.width() * ratio), round(box.height() * ratio))
        key = (page, size.width(), size.height())
        if key not in self._images:
            image = self._document.render(page, size)
            image.setDevicePixelRatio(ratio)
            self._images[key] = image
            if len(self._images) > _IMAGES_KEPT:
                self._images.popitem(last=False)
        self._images.move_to_end(key)
        return self._images[key]


class PdfPreview(QWidget):
    """Show PDF bytes. Ctrl++ and Ctrl+- zoom, Ctrl+0 fits the width, PageUp and PageDown turn.

    Signal `page_changed(int)` with the page in sight, counted from 1.
    """

    page_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self._zoom: float | None = None  # None: fit the width
        self._pages = _Pages(self._document)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(self._pages)
        self._scroll.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._scroll.setProperty("role", "viewer")
        self._scroll.setAccessibleName("文书预览")
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.count = Words("", "second", wrap=False)
        self.scale = Words("", "second", wrap=False)
        smaller = IconButton("zoom-out", "缩小", shortcut=Shortcut.ZOOM_OUT.value)
        larger = IconButton("zoom-in", "放大", shortcut=Shortcut.ZOOM_IN.value)
        fit = LinkButton("适合宽度")
        fit.setToolTip(f"适合宽度（{Shortcut.ZOOM_FIT.value}）")
        QShortcut(QKeySequence("Ctrl+="), self, self.zoom_in)
        QShortcut(QKeySequence(Shortcut.ZOOM_FIT.value), self, self.fit_width)
        smaller.clicked.connect(self.zoom_out)
        larger.clicked.connect(self.zoom_in)
        fit.clicked.connect(self.fit_width)
        tools = QHBoxLayout()
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(theme.space("tight"))
        tools.addWidget(self.count)
        tools.addStretch(1)
        for tool in (smaller, self.scale, larger, fit):
            tools.addWidget(tool)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("tight"))
        column.addLayout(tools)
        column.addWidget(self._scroll, 1)
        self.setFocusProxy(self._scroll)
        self._scroll.verticalScrollBar().valueChanged.connect(self._show_place)

    def show_pdf(self, pdf: bytes) -> None:
        """Show these bytes from the first page. Raises UserFault (code `broken-pdf`) when they are no PDF."""
        self._document.close()
        self._pages.forget()
        self._buffer.close()
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QBuffer.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        if self._document.status() != QPdfDocument.Status.Ready or self._document.pageCount() == 0:
            self._lay_out()
            raise UserFault(
                "这份文书的文件打不开，不是完整的 PDF。",
                "请从“文书”中重新打开，或联系技术人员核验工作区。",
                code="broken-pdf",
            )
        self._lay_out()
        self._scroll.verticalScrollBar().setValue(0)
        self._show_place()

    def page_count(self) -> int:
        """Return how many pages there are; 0 before a document is shown."""
        return self._document.pageCount()

    def place(self) -> int:
        """Return how far down it is scrolled, in px."""
        return self._scroll.verticalScrollBar().value()

    def go_to(self, place: int) -> None:
        """Scroll to a place that `place` gave."""
        self._scroll.verticalScrollBar().setValue(place)

    def zoom(self) -> float:
        """Return the zoom: 1.0 is the size on paper at 96 px an inch."""
        if self._zoom is not None or not self.page_count():
            return self._zoom or 1.0
        widest = max(self._document.pagePointSize(page).width() for page in range(self.page_count()))
        room = self._scroll.viewport().width() - 2 * theme.space("wide")
        return min(2.0, max(0.3, room / (widest * _PX_PER_POINT)))

    def zoom_in(self) -> None:
        """Go one step larger."""
        self._set_zoom(next((step for step in _STEPS if step > self.zoom() + 0.01), _STEPS[-1]))

    def zoom_out(self) -> None:
        """Go one step smaller."""
        self._set_zoom(next((step for step in reversed(_STEPS) if step < self.zoom() - 0.01), _STEPS[0]))

    def fit_width(self) -> None:
        """Fit the page into the width, and keep it fitted."""
        self._set_zoom(None)

    def _set_zoom(self, zoom: float | None) -> None:
        bar = self._scroll.verticalScrollBar()
        place = bar.value() / max(1, self._pages.height())
        self._zoom = zoom
        self._lay_out()
        bar.setValue(round(place * self._pages.height()))

    def _lay_out(self) -> None:
        self._pages.lay_out(self.zoom(), self._scroll.viewport().width())
        self.scale.setText(f"{round(self.zoom() * 100)}%" if self.page_count() else "")
        self._show_place()

    def _show_place(self) -> None:
        total = self.page_count()
        middle = self._scroll.verticalScrollBar().value() + self._scroll.viewport().height() / 2
        page = next((n for n, box in enumerate(self._pages.boxes, start=1) if box.bottom() >= middle), total)
        self.count.setText(f"第 {page} 页，共 {total} 页" if total else "没有可预览的文书")
        self.page_changed.emit(page)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()
