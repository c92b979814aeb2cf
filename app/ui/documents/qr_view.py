"""A QR code on the screen, with sharp modules of whole pixels, black on white in every theme."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.printing.page.qr import QUIET_MODULES
from app.ui.base import theme


class QrView(QWidget):
    """Draw the dark modules as large as the room allows, the quiet zone included."""

    def __init__(self, rows: Sequence[Sequence[bool]], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        side = theme.px(300)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        modules = len(self._rows) + 2 * QUIET_MODULES
        # Whole device pixels a module: a phone reads an even grid from farther away.
        module = max(1, int(min(self.width(), self.height()) * ratio // modules)) / ratio
        side = module * modules
        left, top = round((self.width() - side) / 2 * ratio) / ratio, round((self.height() - side) / 2 * ratio) / ratio
        painter = QPainter(self)
        painter.fillRect(QRectF(left, top, side, side), Qt.GlobalColor.white)
        for y, row in enumerate(self._rows):
            for x, dark in enumerate(row):
                if dark:
                    place = QRectF(
                        left + (x + QUIET_MODULES) * module, top + (y + QUIET_MODULES) * module, module, module
                    )
                    painter.fillRect(place, Qt.GlobalColor.black)
