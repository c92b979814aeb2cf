"""See to it that a job reaches the queue of the printer that was chosen, or none, and learn what became of it.

What Qt does by itself: a name the system no longer has leaves the printer as it was, which is the system's default
printer; and on Linux it never looks at the answer of CUPS, so that a job which was refused looks like one that went
out, and a job which was stopped is handed over all the same. So the queue is asked before the job and after it.

What is known where:

- Everywhere, by Qt: whether the printer is there, before and after; whether its driver reports an error.
- Linux (CUPS): also whether the queue rejects jobs or is paused, whether it took this very job, and whether it gave
  the job up within `PATIENCE_S`. A job that fails later, or that the queue keeps and tries again, counts as handed
  over; so does every job of a server that keeps no list of its jobs, once it was taken.
- Windows: a paused queue takes the job and keeps it until somebody resumes it; Qt tells that apart neither from a
  printer that is low on toner nor from one that is switched off, so it is not refused. Whether a spooled job came out
  is not known at all.

Nowhere does a program learn whether paper lies in the tray: the clerk looks.
"""

import time

from PySide6.QtGui import QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from app.faults import UserFault
from app.ui.base.cups import (
    JOB_ABORTED,
    JOB_CANCELED,
    JOB_COMPLETED,
    JOB_STOPPED,
    JOB_WAITING,
    PRINTER_STOPPED,
    QueueJob,
    cups_library,
)

# How long to look after a job that was taken: a queue without a fitting filter or device gives up within a second.
PATIENCE_S = 3.0
_LOOK_EVERY_S = 0.1
_NOTHING = "这次什么也没有印，没有记作已打印。"


def queue_of(printer: QPrinter) -> str | None:
    """Return the name of the queue a printer stands for, "" where Qt lost it; None for a printer into a file."""
    if printer.outputFileName():
        return None
    return printer.printerName() if printer.outputFormat() == QPrinter.OutputFormat.NativeFormat else ""


def queue_fault(queue: str) -> UserFault | None:
    """Say why a queue can take no job now: gone, rejecting or paused; None where it can, as far as is known."""
    if not queue:
        return UserFault("所选的打印机不见了，", f"请接好打印机，或者换一台再打印；{_NOTHING}", code="printer")
    cups = cups_library()
    there = queue in QPrinterInfo.availablePrinterNames()
    told = cups.options(queue) if cups and there else {}
    if not there or told is None:
        return UserFault(f"打印机“{queue}”不见了，", f"请接好打印机，或者换一台再打印；{_NOTHING}", code="printer")
    if told.get("printer-is-accepting-jobs") == "false":
        return UserFault(
            f"打印机“{queue}”现在不接收打印任务，",
            f"请在系统的打印机设置里让它恢复接收，或者换一台再打印；{_NOTHING}",
            code="printer",
        )
    return _paused(queue) if _is_paused(told) else None


class HandOver:
    """One job on its way to the queue of the printer that was chosen; use it in the thread that prints.

    Raises `UserFault` (code `printer`) at once when that queue can take no job.
    """

    def __init__(self, printer: QPrinter) -> None:
        self._printer = printer
        self._queue = queue_of(printer)
        self._newest = 0
        if self._queue is None:
            return
        fault = queue_fault(self._queue)
        if fault is not None:
            raise fault
        cups = cups_library()
        if cups:
            self._newest = max((job.number for job in cups.jobs(self._queue)), default=0)

    def end(self, painter: QPainter) -> None:
        """End the job and hand it over."""
        if painter.isActive():
            painter.end()

    def drop(self, painter: QPainter) -> None:
        """End the job so that nothing of it goes out."""
        if not painter.isActive():
            return
        self._printer.abort()
        cups = cups_library()
        if cups and self._queue is not None:
            with cups.nowhere():
                painter.end()
        else:
            painter.end()

    def fault(self) -> UserFault | None:
        """Say why the job that was handed over just now came to nothing; None where it did not, as far as is known.

        Waits up to `PATIENCE_S`. A job that a queue took and cannot print is taken out of it, so that it does not
        come out later without a record.
        """
        if self._queue is None:
            return None
        cups = cups_library()
        if not cups:
            return _vanished(self._queue)
        if cups.failed():
            return queue_fault(self._queue) or _given_back(self._queue)
        end = time.monotonic() + PATIENCE_S
        while (job := self._job()) is not None and job.state != JOB_COMPLETED:
            if job.state in (JOB_CANCELED, JOB_ABORTED):
                return _given_back(self._queue)
            stuck = job.state == JOB_WAITING and _is_paused(cups.options(self._queue) or {})
            if job.state == JOB_STOPPED or stuck:
                cups.cancel(self._queue, job.number)
                return _paused(self._queue) if stuck else _given_back(self._queue)
            if time.monotonic() > end:
                return None
            time.sleep(_LOOK_EVERY_S)
        # A queue that was taken away has taken its jobs with it.
        return _vanished(self._queue) if job is None else None

    def _job(self) -> QueueJob | None:
        """Return the job that was handed over, the newest since it began; by its title, where the server shows it."""
        cups = cups_library()
        assert cups is not None
        assert self._queue is not None
        since = [job for job in cups.jobs(self._queue) if job.number > self._newest]
        ours = [job for job in since if job.title == self._printer.docName()]
        return max(ours or since, key=lambda job: job.number, default=None)


def _vanished(queue: str) -> UserFault | None:
    if queue in QPrinterInfo.availablePrinterNames():
        return None
    return UserFault(
        f"打印机“{queue}”在打印途中不见了，",
        "请接好打印机，先看一眼出纸口，以纸为准；这次没有记作已打印。",
        code="printer",
    )


def _is_paused(told: dict[str, str]) -> bool:
    return told.get("printer-state") == str(PRINTER_STOPPED)


def _paused(queue: str) -> UserFault:
    return UserFault(
        f"打印机“{queue}”已暂停打印，",
        f"请在系统的打印机设置里让它恢复，或者换一台再打印；{_NOTHING}",
        code="printer",
    )


def _given_back(queue: str) -> UserFault:
    return UserFault(
        f"打印机“{queue}”退回了这次打印，",
        "请先看一眼出纸口，检查打印机的电源、纸张和连接后再打印；这次没有记作已打印。",
        code="printer",
    )
