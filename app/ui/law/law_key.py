"""F1 anywhere: the Regulation, opened at what is cited on whatever is in front."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from app.law.text.articles import Regulation, load_regulation
from app.ui.base import theme
from app.ui.base.shortcuts import Shortcut
from app.ui.kit.views.article import ArticleView
from app.ui.law.window import LawWindow


class LawKey(QObject):
    """Open the law window at F1, over the window or dialog that has the keyboard.

    `cited()` tells what the page in front cites; a dialog is asked itself, else by the articles it shows. `allowed()`
    is asked first. It listens at the native windows, as `IdleWatch` does, so that a dialog needs no shortcut of its
    own and no event of any widget passes through Python.
    """

    def __init__(self, window: QWidget, cited: Callable[[], tuple[str, ...]], allowed: Callable[[], bool]) -> None:
        super().__init__(window)
        self._window, self._cited, self._allowed = window, cited, allowed
        self._regulation: Regulation | None = None
        self.law: LawWindow | None = None
        theme.application().focusWindowChanged.connect(self.watch)

    def watch(self, window: QWindow | None) -> None:
        """Hear the keys of this native window too."""
        if window is not None:
            window.installEventFilter(self)  # one filter of an object per window, however often it is given

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take F1 out of what the windows get, and nothing else."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if QKeySequence(event.keyCombination()) != QKeySequence(Shortcut.LAW.value) or not self._allowed():
            return False
        if not event.isAutoRepeat():
            self.open_law()
        return True

    def open_law(self) -> None:
        """Bring the Regulation up at the places in front; in the law window itself, go to its search box."""
        front = QApplication.activeModalWidget() or QApplication.activeWindow() or self._window
        if isinstance(front, LawWindow):
            front.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            front.search.selectAll()
            return
        regulation = self._law()
        refs = cited_by(front, regulation) if isinstance(front, QDialog) else self._cited()
        over = front if isinstance(front, QDialog) else self._window
        if self.law is not None and isValid(self.law) and self.law.parentWidget() is not over:
            self.law.reject()
        if self.law is None or not isValid(self.law):
            # Over a dialog that must be answered first, only a window of its own can be worked in.
            self.law = LawWindow(regulation, over)
            self.law.finished.connect(self._forget)
        self.law.show_places(refs)
        self.law.show()
        self.law.raise_()
        self.law.activateWindow()

    def _forget(self) -> None:
        law, self.law = self.law, None
        if law is not None and isValid(law) and (over := law.parentWidget()) is not None and over.isVisible():
            over.activateWindow()  # the keyboard goes back to where it came from

    def _law(self) -> Regulation:
        if self._regulation is None:
            self._regulation = load_regulation()
        return self._regulation


def cited_by(widget: QWidget, regulation: Regulation) -> tuple[str, ...]:
    """Return the refs of a dialog: what it says itself (`cited()`), else those of the articles that it shows."""
    own = getattr(widget, "cited", None)
    if callable(own):
        return tuple(own())
    labels = (label for view in widget.findChildren(ArticleView) if view.isVisibleTo(widget) for label in view.labels())
    return tuple(dict.fromkeys(regulation.places[label] for label in labels if label in regulation.places))
