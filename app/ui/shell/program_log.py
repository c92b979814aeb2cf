"""The program's own log: starts, stops and the kinds of faults. Never a name, a number, a phone or a text.

It lies in the workspace folder as `program.log`, at most 256 KiB and one former file.
"""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from app import __version__
from app.security.files import private

LOG_FILE = "program.log"
LIMIT = 256 * 1024


class ProgramLog:
    """Write short lines about the program; a log that cannot be written is never the clerk's problem."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / LOG_FILE

    def started(self) -> None:
        """Write that the window opened, and its version."""
        self._write(f"start {__version__}")

    def stopped(self) -> None:
        """Write that the window closed."""
        self._write("stop")

    def fault(self, kind: str, place: str) -> None:
        """Write the type of an exception and the line of our code it came from; never its message."""
        self._write(f"fault {kind} {place}")

    def _write(self, line: str) -> None:
        with suppress(OSError):
            if self._path.exists() and self._path.stat().st_size > LIMIT:
                self._path.replace(self._path.with_suffix(".log.1"))
            with open(self._path, "a", encoding="utf-8", opener=private) as handle:
                handle.write(f"{datetime.now().astimezone().isoformat(timespec='seconds')} {line}\n")
