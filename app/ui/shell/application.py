"""The program from its first window to its last: login, desk, another login, end."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from app.faults import UserFault
from app.ui.base import theme
from app.ui.start import place
from app.ui.start.window import StartWindow

if TYPE_CHECKING:
    from app.models.workspace import Workspace
    from app.ui.shell.fault_dialogs import FaultReporter
    from app.ui.shell.main_window import MainWindow
    from app.ui.shell.program_log import ProgramLog
    from app.ui.start.loading import Loaded


# Reading in the rest takes turns with painting, so it waits until the first window stands (ms).
_AFTER_PAINT = 60


class Program(QObject):
    """Turn from the login window to the desk and back. `now` is a clock for tests."""

    def __init__(self, folder: Path | None = None, *, now: Callable[[], datetime] | None = None) -> None:
        super().__init__()
        self.folder = folder or place.default_folder()
        self._now = now
        self._loaded: Loaded | None = None
        self._faults: FaultReporter | None = None
        self._log: ProgramLog | None = None
        self.start_window: StartWindow | None = None
        self.main_window: MainWindow | None = None

    def begin(self) -> None:
        """Show the login or the set-up, then read in the rest behind it."""
        self.start_window = StartWindow(self.folder, now=self._now, loaded=self._loaded)
        self.start_window.opened.connect(self._opened)
        self.start_window.failed.connect(lambda exception: self.faults.show(exception, self.start_window))
        self.start_window.show()
        QTimer.singleShot(_AFTER_PAINT, self.start_window.load)

    @property
    def faults(self) -> FaultReporter:
        """Return the one reporter of bugs, made when it is first needed."""
        if self._faults is None:
            from app.ui.shell.fault_dialogs import FaultReporter

            self._faults = FaultReporter()
        return self._faults

    def install_hooks(self) -> None:
        """Show every uncaught exception in the one dialog for bugs from now on."""
        self.faults.install()

    def _opened(self, workspace: Workspace, loaded: Loaded) -> None:
        from app.casework.office.settings import TEXT_SCALE, parameter
        from app.ui.shell.main_window import MainWindow
        from app.ui.shell.program_log import ProgramLog

        self._loaded, self.folder = loaded, workspace.folder
        self._log = ProgramLog(workspace.folder)
        self._log.started()
        self.faults.log = self._log.fault
        scale = parameter(workspace, TEXT_SCALE)
        if scale != theme.scale_name():
            theme.apply_theme(theme.application(), scale)
        window = MainWindow(workspace, loaded.calendar, self.faults)
        window.closed.connect(self._end)
        window.signed_out.connect(self._again)
        window.memory.setValue("text_scale", scale)
        self.main_window = window
        window.show()
        if self.start_window is not None:
            self.start_window.close()
            self.start_window.deleteLater()
            self.start_window = None

    def _again(self) -> None:
        self._end()
        if self.main_window is not None:
            self.main_window.deleteLater()
            self.main_window = None
        self.begin()

    def _end(self) -> None:
        if self._log is not None:
            self._log.stopped()
            self._log = None


def remembered_scale(folder: Path) -> str:
    """Return the 字号 this workspace was last used with; the office's own setting is not readable before login."""
    if not place.was_set_up(folder):
        return "standard"
    return str(QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat).value("text_scale", "standard"))


def run(folder: Path | None = None) -> int:
    """Open the program on a workspace folder and return its exit code: 0, or 1 when its own files are broken."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("信访窗口")
    program = Program(folder)
    try:
        theme.apply_theme(app, remembered_scale(program.folder))
    except UserFault as fault:
        from PySide6.QtWidgets import QMessageBox

        QMessageBox.critical(None, "信访窗口", str(fault))
        return 1
    program.begin()
    # Not at once: the dialog for bugs is read in behind the first window.
    QTimer.singleShot(_AFTER_PAINT, program.install_hooks)
    return app.exec()
