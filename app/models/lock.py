"""One window on one workspace, held by a lock of the operating system that a crash cannot leave behind."""

import contextlib
import sys
from pathlib import Path
from typing import IO

from app.faults import UserFault


class WindowLock:
    """A held lock on a file beside the database."""

    def __init__(self, handle: IO[bytes]) -> None:
        self._handle = handle

    @classmethod
    def take(cls, path: Path) -> "WindowLock":
        """Take the lock or raise `UserFault` (code `in-use`) when another window holds it."""
        try:
            handle = open(path, "a+b")  # noqa: SIM115 - held open for as long as the window lives
        except OSError as fault:
            raise UserFault(f"写不进文件夹“{path.parent}”，", "请检查文件夹权限和磁盘后再试。", code="disk") from fault
        try:
            _lock(handle)
        except OSError as fault:
            handle.close()
            raise UserFault(
                "这个工作区已经在另一个窗口里打开，",
                "请切换到那个窗口；若它没有响应，关闭它之后再打开。",
                code="in-use",
            ) from fault
        return cls(handle)

    def release(self) -> None:
        """Give the lock back."""
        with contextlib.suppress(OSError):
            _unlock(self._handle)
        self._handle.close()


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: IO[bytes]) -> None:
        handle.seek(0)
        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)

    def _unlock(handle: IO[bytes]) -> None:
        handle.seek(0)
        msvcrt.locking(handle.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(handle: IO[bytes]) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(handle: IO[bytes]) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
