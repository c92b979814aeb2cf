"""Work off the window's thread: one named piece, its progress, its one ending."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from app.faults import UserFault


class Job(QObject):
    """One piece of work off the window's thread.

    `progressed(rows)` while it runs; then exactly one of `succeeded(result)`, `refused(UserFault)`,
    `failed(exception)`, and `ended` after it. After `cancel()` the work hears False from its progress callback and
    stops on its own.
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
        except BaseException as fault:
            self._job.failed.emit(fault)
        else:
            self._job.succeeded.emit(result)
        self._job.ended.emit()


def run_job(pool: QThreadPool, job: Job, work: Callable[[Job], Any]) -> None:
    """Start `work(job)` on the pool; connect the job's signals first, for it may end at once."""
    pool.start(_Runner(job, work))
