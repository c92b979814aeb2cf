"""One of our icons as a sign on a page, drawn sharp on any screen."""

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.base import theme


class Sign(QWidget):
    """Draw an icon, `length` px square at 字号 标准; decoration only, for its meaning always stands in words beside.

    `top` px of room above set it level with the first line of a text.
    """

    def __init__(
        self, icon: str = "", token: str = "ink", length: int = 18, *, top: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._length, self._top = theme.px(length), theme.px(top)
        self._drawing: QSvgRenderer | None = None
        self.setFixedSize(self._length, self._length + self._top)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if icon:
            self.set_icon(icon, token)

    def set_icon(self, icon: str, token: str) -> None:
        """Draw another icon."""
        self._drawing = QSvgRenderer(QByteArray(theme.icon_svg(icon, token).encode()))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._drawing is None:
            return
        painter = QPainter(self)
        self._drawing.render(painter, QRectF(0, self._top, self._length, self._length))
        painter.end()
