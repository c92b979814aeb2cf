"""Print and save what the route map makes: posters, guide maps, one case's map."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMarginsF, QObject
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget

from app.casework.office.exits import leave
from app.faults import UserFault
from app.security.files import whole
from app.ui.base.desktop import Desktop, Task
from app.ui.base.file_choice import default_folder
from app.ui.base.printer_dialog import chosen_printer
from app.ui.base.printing_job import new_printer, print_pdf
from app.ui.kit.progress_window import PrintProgress

Make = Callable[[], bytes]
_PAPERS = {
    "A2": QPageSize.PageSizeId.A2,
    "A3": QPageSize.PageSizeId.A3,
    "A4": QPageSize.PageSizeId.A4,
}


class MapActs(QObject):
    """Make a PDF off the window's thread, then print it or write it where the person chooses.

    `choose_printer` and `choose_path` ask the system's own dialogs and may be replaced.
    """

    def __init__(self, desktop: Desktop, parent: QWidget) -> None:
        super().__init__(parent)
        self._desktop, self._window = desktop, parent
        self.choose_printer: Callable[[QWidget | None, str, bool], QPrinter | None] = ask_printer
        self.choose_path: Callable[[QWidget | None, Path, str], Path | None] = ask_path
        self.progress: PrintProgress | None = None

    def print(self, name: str, make: Make, paper: str, *, landscape: bool = False) -> None:
        """Ask for a printer and print."""
        if self.progress is not None:
            self._desktop.say.emit("fault", "上一份还在打印，请等它完成或停止后再打印。")
            return
        printer = self._desktop.attempt(lambda: self.choose_printer(self._window, paper, landscape))
        if printer is None:
            return
        printer.setDocName(name)

        def work(task: Task) -> int | UserFault:
            try:
                return print_pdf(make(), printer, task.progress)
            except UserFault as fault:
                return fault

        job = self._desktop.start(work, lambda result: self._printed(name, result))
        self.progress = PrintProgress(self._window, f"正在打印《{name}》", job)
        job.progressed.connect(self.progress.show_percent)
        self.progress.show()

    def save(self, name: str, make: Make, kind: str = "pdf", what: str = "map") -> None:
        """Ask where to and let it leave as `what`; it is an ordinary file, outside the encrypted workspace."""
        path = self.choose_path(self._window, default_folder() / f"{name}.{kind}", kind)
        if path is None:
            return

        def work(_task: Task) -> Path:
            leave(self._desktop.workspace, f"export_{what}", path, whole(make()), what=what, about=name)
            return path

        self._desktop.start(work, lambda done: self._desktop.say.emit("success", f"已存为“{done}”。"))

    def _printed(self, name: str, result: object) -> None:
        if self.progress is not None:
            self.progress.finish()
            self.progress = None
        if isinstance(result, UserFault):
            self._desktop.say.emit("fault", str(result))
        else:
            self._desktop.say.emit("success", f"《{name}》已交给打印机。")


def ask_printer(parent: QWidget | None, paper: str, landscape: bool) -> QPrinter | None:
    """Let the person choose a printer for a size of paper; None at cancel, `UserFault` when none can take it."""
    printer = new_printer()
    way = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(QPageSize(_PAPERS[paper]), way, QMarginsF(0, 0, 0, 0)))
    printer.setFullPage(True)
    return chosen_printer(printer, parent, "打印路线图")


def ask_path(parent: QWidget | None, proposed: Path, kind: str) -> Path | None:
    """Let the person choose a file; None at cancel."""
    chosen, _ = QFileDialog.getSaveFileName(parent, "另存", str(proposed), f"{kind.upper()} 文件 (*.{kind})")
    if not chosen:
        return None
    return Path(chosen) if chosen.lower().endswith(f".{kind}") else Path(f"{chosen}.{kind}")
