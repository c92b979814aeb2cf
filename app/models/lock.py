"""One window on one workspace, and exits under way: locks of the operating system, which no crash leaves behind."""

import contextlib
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from app.faults import UserFault
from app.security.files import private


class WindowLock:
    """A held lock on a file beside the database."""

    def __init__(self, handle: IO[bytes]) -> None:
        self._handle = handle

    @classmethod
    def take(cls, path: Path) -> "WindowLock":
        """Take the lock or raise `UserFault` (code `in-use`) when another window holds it."""
        handle = _opened(path)  # for as long as the window lives
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


@contextlib.contextmanager
def under_way(path: Path) -> Iterator[None]:
    """Hold a share of the lock at `path`, beside others; it waits for one who has it alone."""
    with _opened(path) as handle:
        try:
            _share(handle)
        except OSError as fault:
            raise UserFault("正在清理上次没有写完的文件，", "请稍等片刻再试一次。", code="busy") from fault
        yield


@contextlib.contextmanager
def nothing_under_way(path: Path) -> Iterator[bool]:
    """Hold the lock at `path` alone, without waiting; gives False when anybody has a share of it."""
    with _opened(path) as handle:
        try:
            _exclude(handle)
        except OSError:
            yield False
        else:
            yield True


def _opened(path: Path) -> IO[bytes]:
    try:
        return open(path, "a+b", opener=private)
    except OSError as fault:
        raise UserFault(f"写不进文件夹“{path.parent}”，", "请检查文件夹权限和磁盘后再试。", code="disk") from fault


# Windows has no shared locks: a share is one byte of many, all of them are the lock.
_SHARES = 1 << 20

if sys.platform == "win32":
    import msvcrt

    def _lock(handle: IO[bytes]) -> None:
        handle.seek(0)
        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)

    def _unlock(handle: IO[bytes]) -> None:
        handle.seek(0)
        msvcrt.locking(handle.fileno(), msvcrt.LK_UNLCK, 1)

    def _share(handle: IO[bytes]) -> None:
        handle.seek(random.randrange(_SHARES))
        msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)

    def _exclude(handle: IO[bytes]) -> None:
        handle.seek(0)
        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, _SHARES)

else:
    import fcntl

    def _lock(handle: IO[bytes]) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(handle: IO[bytes]) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)

    def _share(handle: IO[bytes]) -> None:
        fcntl.flock(handle, fcntl.LOCK_SH)

    def _exclude(handle: IO[bytes]) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
