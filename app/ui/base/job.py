"""Work off the window's thread: one named piece, its progress, its one ending.

Plain Python threads carry the work, never Qt's own: a QRunnable whose wrapper dies in a pool thread can take the
interpreter's lock with it and freeze the window. No thread here ever holds the last reference to a Qt object either:
what a piece of work captured goes back to the window's thread with its result.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any
from weakref import WeakSet

from PySide6.QtCore import QObject, Qt, Signal

from app.faults import UserFault

_PROGRESSED, _SUCCEEDED, _REFUSED, _FAILED = "progressed", "succeeded", "refused", "failed"
_tokens = itertools.count(1)


class Task:
    """What the work sees of itself, in its own thread: report progress, hear whether to go on."""

    def __init__(self, report: Callable[[int], None]) -> None:
        self._report = report
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop."""
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        """Say whether somebody asked the work to stop."""
        return self._cancelled.is_set()

    def progress(self, count: int) -> bool:
        """Report progress; return whether to go on."""
        self._report(count)
        return not self.cancelled


class Job(QObject):
    """One piece of work as the window's thread sees it.

    `progressed(count)` while it runs; then exactly one of `succeeded(result)`, `refused(UserFault)`,
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
        self.task: Task | None = None

    def cancel(self) -> None:
        """Ask the work to stop; it leaves nothing half-written."""
        if self.task is not None:
            self.task.cancel()


class Workers:
    """The threads of one owner. Jobs are started and told their news on the window's thread alone."""

    def __init__(self) -> None:
        self._inbox: deque[tuple[int, str, Any, Any]] = deque()
        self._jobs: dict[int, Job] = {}
        self._threads: set[threading.Thread] = set()
        _everybody.add(self)
        _relay()

    def start(self, job: Job, work: Callable[[Task], Any]) -> None:
        """Start `work(task)`; connect the job's signals first."""
        token, inbox = next(_tokens), self._inbox
        wake = _relay().woken.emit

        latest: list[int] = [0]
        waiting = threading.Event()

        def report(count: int) -> None:
            # One piece of news at a time, always the latest: quick work never floods the window's thread.
            latest[0] = count
            if not waiting.is_set():
                waiting.set()
                inbox.append((token, _PROGRESSED, (latest, waiting), None))
                wake()

        job.task = Task(report)
        self._jobs[token] = job
        self._threads = {thread for thread in self._threads if thread.is_alive()}
        # The work is handed over in a list, so that the thread can hand it back: a thread drops its own arguments.
        thread = threading.Thread(target=_carry_out, args=([work], job.task, token, inbox, wake), name="work")
        self._threads.add(thread)
        thread.start()

    def wait(self, milliseconds: int = 30_000) -> bool:
        """Wait for the running work; return whether all of it has ended. Its news waits for `deliver`."""
        end = time.monotonic() + milliseconds / 1000
        for thread in tuple(self._threads):
            thread.join(max(0.0, end - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def deliver(self) -> None:
        """Tell the jobs what has come in; the window's thread does it by itself whenever something does."""
        for _ in range(len(self._inbox)):  # what comes in meanwhile has its own wake-up
            token, word, payload, _work = self._inbox.popleft()
            job = self._jobs.get(token)
            if job is None:
                continue
            if word == _PROGRESSED:
                latest, waiting = payload
                waiting.clear()
                job.progressed.emit(latest[0])
                continue
            del self._jobs[token]
            getattr(job, word).emit(payload)
            job.ended.emit()


def _carry_out(held: list[Callable[[Task], Any]], task: Task, token: int, inbox: deque[Any], wake: Any) -> None:
    work = held.pop()
    try:
        result, word = work(task), _SUCCEEDED
    except UserFault as fault:
        result, word = fault, _REFUSED
    except BaseException as fault:  # shown by the window's thread in the one dialog for bugs
        result, word = fault, _FAILED
    inbox.append((token, word, result, work))
    del work, result
    wake()


class _Relay(QObject):
    woken = Signal()

    def deliver_all(self) -> None:
        for workers in tuple(_everybody):
            workers.deliver()


_everybody: WeakSet[Workers] = WeakSet()
_the_relay: _Relay | None = None


def _relay() -> _Relay:
    """Return the one object by which threads wake the window's; made on the window's thread, it lives for ever."""
    global _the_relay  # noqa: PLW0603 - one for the process, as the window's thread is one
    if _the_relay is None:
        _the_relay = _Relay()
        _the_relay.woken.connect(_the_relay.deliver_all, Qt.ConnectionType.QueuedConnection)
    return _the_relay
