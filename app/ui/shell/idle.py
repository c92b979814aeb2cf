"""Notice that nobody is at the desk."""

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow

from app.ui.base import theme

_ACTIVITY = {
    QEvent.Type.KeyPress,
    QEvent.Type.InputMethod,
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
}
# Restarting a timer at every move of the mouse would be work for nothing.
_GRAIN = 250


class IdleWatch(QObject):
    """Emit `idle` when no key and no mouse moved in any window of the program for the given time.

    It watches the native windows, not every widget: an event filter on the application would put Python in the way
    of every repaint.
    """

    idle = Signal()

    def __init__(self, milliseconds: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.idle.emit)
        self._since = QElapsedTimer()
        theme.application().focusWindowChanged.connect(self.watch)
        self.set_time(milliseconds)

    def set_time(self, milliseconds: int) -> None:
        """Wait this long from now on."""
        self._timer.setInterval(milliseconds)
        self.restart()

    def restart(self) -> None:
        """Begin to wait anew."""
        self._timer.start()
        self._since.start()

    def remaining(self) -> int:
        """Return how many milliseconds are left until nobody is taken to be there."""
        return self._timer.remainingTime()

    def stop(self) -> None:
        """Wait no more."""
        self._timer.stop()

    def watch(self, window: QWindow | None) -> None:
        """Count activity in this window too."""
        if window is not None:
            window.installEventFilter(self)  # Qt keeps one filter of an object per window, however often it is given

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take note of activity; never hold an event back."""
        if event.type() in _ACTIVITY and self._timer.isActive() and self._since.elapsed() > _GRAIN:
            self.restart()
        return False
