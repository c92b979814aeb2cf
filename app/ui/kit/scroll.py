"""A column that may be higher than the window."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from app.ui.base import theme
from app.ui.base.viewports import viewport_of


class ScrollColumn(QScrollArea):
    """Scroll its content up and down only, and keep in sight whatever takes focus."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)
        for ground in (viewport_of(self), content):  # setWidget makes both opaque
            ground.setAutoFillBackground(False)
        theme.application().focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        self.follow(now)

    def follow(self, now: QWidget | None) -> None:
        """Scroll so that a widget of the content is in sight."""
        if now is not None and self.widget() is not None and self.widget().isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, 16)


def scrolled(content: QWidget) -> ScrollColumn:
    """Wrap a widget so that nothing of it is lost on a small screen."""
    return ScrollColumn(content)
