"""What every page shares: the open workspace, where to go next, what to say, and work off the window's thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal
from PySide6.QtWidgets import QWidget

from app.faults import UserFault
from app.law.calendar import WorkCalendar
from app.models.workspace import Workspace

T = TypeVar("T")


class Job(QObject):
    """One piece of work off the window's thread.

    `progressed(rows)` while it runs; then exactly one of `succeeded(result)`, `refused(UserFault)`,
    `failed(exception)`. After `cancel()` the work hears False from its progress callback and stops on its own.
    """

    progressed = Signal(int)
    succeeded = Signal(object)
    refused = Signal(object)
    failed = Signal(object)
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop; it leaves nothing half-written."""
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        """Say whether somebody asked the work to stop."""
        return self._cancelled.is_set()

    def progress(self, count: int) -> bool:
        """Report progress from the worker; return whether to go on."""
        self.progressed.emit(count)
        return not self._cancelled.is_set()


class _Runner(QRunnable):
    def __init__(self, job: Job, work: Callable[[Job], Any]) -> None:
        super().__init__()
        self._job = job
        self._work = work

    def run(self) -> None:
        try:
            result = self._work(self._job)
        except UserFault as fault:
            self._job.refused.emit(fault)
        except BaseException as fault:  # noqa: BLE001 - shown by the window's thread in the one dialog for bugs
            self._job.failed.emit(fault)
        else:
            self._job.succeeded.emit(result)
        self._job.ended.emit()


class Desktop(QObject):
    """The running program as pages see it; pages never know each other."""

    # say(tone, text) with tone info, success, warning or fault; go(page, payload) asks the frame for a page.
    say = Signal(str, str)
    go = Signal(str, object)
    cases_changed = Signal()
    fault_found = Signal(object)

    def __init__(self, workspace: Workspace, calendar: WorkCalendar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.calendar = calendar
        self._pool = QThreadPool(self)
        self._jobs: set[Job] = set()

    def attempt(self, work: Callable[[], T], refused: Callable[[UserFault], None] | None = None) -> T | None:
        """Run an act now; a refusal is said where it belongs (`refused`) or on the message bar, and gives None."""
        try:
            return work()
        except UserFault as fault:
            if refused is not None:
                refused(fault)
            else:
                self.say.emit("fault", str(fault))
            return None

    def start(self, work: Callable[[Job], T], done: Callable[[T], None], owner: QWidget | None = None) -> Job:
        """Run `work(job)` off the window's thread and `done(result)` on it; return the job to watch or cancel."""
        job = Job()
        self._jobs.add(job)
        job.succeeded.connect(done)
        job.refused.connect(lambda fault: self.say.emit("fault", str(fault)))
        job.failed.connect(self.fault_found.emit)
        job.ended.connect(lambda: self._jobs.discard(job))
        self._pool.start(_Runner(job, work))
        return job

    def wait(self, milliseconds: int = 30_000) -> bool:
        """Wait for all background work, as before closing."""
        return self._pool.waitForDone(milliseconds)


class Page(QWidget):
    """One page of the frame: `name` is its place in the rail, `arrive` is called whenever it comes up."""

    name = ""

    def __init__(self, desktop: Desktop) -> None:
        super().__init__()
        self.desktop = desktop

    def arrive(self, payload: object = None) -> None:
        """Show what is true now; `payload` says what was asked for, such as a case id."""

    def leave(self) -> bool:
        """Say whether the page may be left now; it saves what was typed first."""
        return True
