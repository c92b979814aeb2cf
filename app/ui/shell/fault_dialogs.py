"""The one way a bug is told: a sentence, what is safe, details without personal data."""

import platform
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from types import TracebackType

from PySide6.QtCore import QObject, Signal, qVersion
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app import __version__
from app.faults import UserFault
from app.resources import RESOURCES
from app.ui.kit.dialogs import FaultDialog

SENTENCE = "程序出了一个没有料到的错，刚才这一步没有完成。"
SAFE = (
    "未保存的草稿都在，已登记的内容没有改动。可以继续工作；请把下面的技术信息交给技术人员，里面没有信访人的任何内容。"
)
_ROOT = RESOURCES.parent


def _chain(exception: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = exception
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)


def _frames(exception: BaseException) -> list[str]:
    # Only file, line and function: a message or a value may hold what a petitioner said.
    lines = []
    for frame in traceback.extract_tb(exception.__traceback__):
        name = frame.filename.replace("\\", "/")
        root = _ROOT.as_posix()
        short = name[len(root) + 1 :] if name.startswith(root) else "/".join(name.split("/")[-2:])
        lines.append(f"{short}:{frame.lineno} {frame.name}")
    return lines


def describe_fault(exception: BaseException) -> str:
    """Return type and frames of an exception and its causes, with versions; never messages or values."""
    lines = [
        f"信访窗口 {__version__}",
        f"Python {platform.python_version()}，Qt {qVersion()}，{platform.system()} {platform.release()}",
    ]
    for link in _chain(exception):
        kind = type(link)
        lines.append("")
        lines.append(f"{kind.__module__}.{kind.__qualname__}")
        lines.extend(f"  {frame}" for frame in _frames(link))
    return "\n".join(lines)


def fault_place(exception: BaseException) -> tuple[str, str]:
    """Return the type's name and the deepest frame, for the log."""
    frames = _frames(exception)
    return type(exception).__name__, frames[-1] if frames else "-"


class FaultReporter(QObject):
    """Catch what nobody caught, on any thread, and show it once in one dialog at a time."""

    _found = Signal(object)

    def __init__(self, log: Callable[[str, str], None] | None = None) -> None:
        super().__init__()
        self.log = log
        self.dialog: QDialog | None = None
        self._hooks: tuple[Callable[..., object], Callable[..., object]] | None = None
        self._found.connect(self.show)

    def install(self) -> None:
        """Take the place of Python's own hooks for uncaught exceptions, until `uninstall`."""
        self._hooks = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._uncaught
        threading.excepthook = lambda found: self._found.emit(found.exc_value)

    def uninstall(self) -> None:
        """Put Python's own hooks back."""
        if self._hooks is not None:
            sys.excepthook, threading.excepthook = self._hooks
            self._hooks = None

    def show(self, exception: BaseException, parent: QWidget | None = None) -> None:
        """Show the dialog for a bug; a fault that can be mended is said as what it is."""
        if self.log is not None:
            self.log(*fault_place(exception))
        if self.dialog is not None:  # a fault that repeats must not bury the screen
            return
        sentence, safe = SENTENCE, SAFE
        if isinstance(exception, UserFault):
            sentence, safe = exception.sentence, exception.next_step or SAFE
        self.dialog = FaultDialog(parent or QApplication.activeWindow(), sentence, describe_fault(exception), safe)
        self.dialog.setModal(True)
        self.dialog.finished.connect(self._closed)
        self.dialog.show()

    def _closed(self, _result: int) -> None:
        self.dialog = None

    def _uncaught(self, kind: type[BaseException], exception: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        self._found.emit(exception.with_traceback(trace))
