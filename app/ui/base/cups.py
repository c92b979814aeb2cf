"""Ask CUPS, the print system of Linux, about a queue and its jobs, through the C library that Qt prints through too.

libcups keeps the server it talks to and its last error for each thread, so everything here is asked in the thread
that prints. `cups_library()` is None where there is no CUPS (Windows).
"""

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

# RFC 8011, section 5.3.7; 5 is a printer's "stopped" in section 5.4.11.
JOB_WAITING, JOB_HELD, JOB_PROCESSING, JOB_STOPPED, JOB_CANCELED, JOB_ABORTED, JOB_COMPLETED = range(3, 10)
PRINTER_STOPPED = 5

_ALL_JOBS = -1
_MINE = 1
_DEFAULT_SERVER = None
# A path that no server can listen at: a job sent there fails at once.
_NOWHERE = b"/dev/null/cups"
_LAST_SUCCESS = 0x00FF


class _Option(ctypes.Structure):
    _fields_ = (("name", ctypes.c_char_p), ("value", ctypes.c_char_p))


class _Destination(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("instance", ctypes.c_char_p),
        ("is_default", ctypes.c_int),
        ("num_options", ctypes.c_int),
        ("options", ctypes.POINTER(_Option)),
    )


class _Job(ctypes.Structure):
    _fields_ = (
        ("id", ctypes.c_int),
        ("dest", ctypes.c_char_p),
        ("title", ctypes.c_char_p),
        ("user", ctypes.c_char_p),
        ("format", ctypes.c_char_p),
        ("state", ctypes.c_int),
        ("size", ctypes.c_int),
        ("priority", ctypes.c_int),
        ("completed_time", ctypes.c_long),
        ("creation_time", ctypes.c_long),
        ("processing_time", ctypes.c_long),
    )


@dataclass(frozen=True)
class QueueJob:
    """One job of a queue: its number, its title and one of the `JOB_` states."""

    number: int
    title: str
    state: int


class Cups:
    """The few calls of libcups that tell what became of a job. A queue's name is Qt's: `queue` or `queue/instance`."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._library = library
        library.cupsGetNamedDest.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p]
        library.cupsGetNamedDest.restype = ctypes.POINTER(_Destination)
        library.cupsFreeDests.argtypes = [ctypes.c_int, ctypes.POINTER(_Destination)]
        library.cupsGetJobs.argtypes = [
            ctypes.POINTER(ctypes.POINTER(_Job)), ctypes.c_char_p, ctypes.c_int, ctypes.c_int,
        ]  # fmt: skip
        library.cupsFreeJobs.argtypes = [ctypes.c_int, ctypes.POINTER(_Job)]
        library.cupsCancelJob.argtypes = [ctypes.c_char_p, ctypes.c_int]
        library.cupsSetServer.argtypes = [ctypes.c_char_p]
        library.cupsLastError.restype = ctypes.c_int

    def options(self, queue: str) -> dict[str, str] | None:
        """Return what the server says of a queue, by IPP attribute; None where it has no such queue."""
        name, _, instance = queue.partition("/")
        found = self._library.cupsGetNamedDest(None, name.encode(), instance.encode() or None)
        if not found:
            return None
        try:
            given = found.contents
            options = (given.options[place] for place in range(given.num_options))
            return {_text(each.name): _text(each.value) for each in options}
        finally:
            self._library.cupsFreeDests(1, found)

    def jobs(self, queue: str) -> list[QueueJob]:
        """Return this user's jobs in a queue, also those that have ended, as far as the server keeps them."""
        jobs = ctypes.POINTER(_Job)()
        count = self._library.cupsGetJobs(ctypes.byref(jobs), queue.partition("/")[0].encode(), _MINE, _ALL_JOBS)
        if count <= 0:
            return []
        try:
            return [QueueJob(each.id, _text(each.title), each.state) for each in jobs[:count]]
        finally:
            self._library.cupsFreeJobs(count, jobs)

    def cancel(self, queue: str, number: int) -> None:
        """Take a job out of its queue; one that has ended stays as it is."""
        self._library.cupsCancelJob(queue.partition("/")[0].encode(), number)

    def failed(self) -> bool:
        """Say whether this thread's last request to CUPS, such as handing over a job, came to nothing."""
        return not 0 <= self._library.cupsLastError() <= _LAST_SUCCESS

    @contextmanager
    def nowhere(self) -> Iterator[None]:
        """Let no request of this thread reach a server meanwhile: Qt hands a job over even when it is to be dropped."""
        self._library.cupsSetServer(_NOWHERE)
        try:
            yield
        finally:
            self._library.cupsSetServer(_DEFAULT_SERVER)


@cache
def cups_library() -> Cups | None:
    """Return CUPS where Qt prints through it, else None."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        return Cups(ctypes.CDLL("libcups.so.2"))
    except OSError:
        return None


def _text(value: bytes | None) -> str:
    return (value or b"").decode("utf-8", "replace")
