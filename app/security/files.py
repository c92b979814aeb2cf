"""Write a file whole or not at all: a temporary of its own beside it, on disk, then renamed; and files for us alone."""

import contextlib
import errno
import hashlib
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from app.faults import UserFault

PREFIX, SUFFIX = ".xfck-", ".part"
_PLAIN = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}

T = TypeVar("T")


def write_whole_file(path: Path, content: bytes) -> None:
    """Put `content` at `path` so that after a crash either the former or the new file is there, never a part."""
    write_whole(path, whole(content))


def write_whole(path: Path, write: Callable[[Path], T]) -> T:
    """Let `write` fill a temporary and put it at `path`; what stood there survives every failure.

    Raises `UserFault`: disk-full, target-busy (or not allowed), cannot-write. What leaves a workspace is recorded, so
    it goes through `casework.office.exits.leave`.
    """
    with faults_of_writing(path):
        temporary = begin(path)
        try:
            made = write(temporary)
            settle(temporary)
            put_in_place(temporary, path)
        except BaseException:
            discard(temporary)
            raise
    return made


def whole(content: bytes) -> Callable[[Path], None]:
    """Return a writer that puts `content` into the temporary it is given."""

    def write(temporary: Path) -> None:
        with open(temporary, "wb", opener=private) as handle:
            handle.write(content)

    return write


def begin(target: Path, mark: str = "", *, folder: bool = False) -> Path:
    """Make an empty temporary (or a `folder`) beside `target`, for this user alone, under a name nobody can plant."""
    temporary = Path(os.path.abspath(target)).parent / f"{PREFIX}{mark}-{secrets.token_hex(16)}{SUFFIX}"
    if folder:
        temporary.mkdir(mode=0o700)
    else:
        os.close(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _PLAIN, 0o600))
    return temporary


def settle(temporary: Path) -> str:
    """Bring a temporary onto the disk and return its SHA-256; a folder's is that of its files' names and digests."""
    if not temporary.is_dir():
        with open(temporary, "r+b", opener=private) as handle:
            os.fsync(handle.fileno())
            return hashlib.file_digest(handle, "sha256").hexdigest()
    found = hashlib.sha256()
    for path in sorted(each for each in temporary.rglob("*") if not each.is_dir()):
        found.update(f"{path.relative_to(temporary).as_posix()}\0{settle(path)}\n".encode())
    sync_folder(temporary)
    return found.hexdigest()


def put_in_place(temporary: Path, target: Path) -> None:
    """Rename a temporary to its place; a link that stands there is replaced, never followed."""
    os.replace(temporary, target)
    sync_folder(target.parent)


def discard(temporary: Path) -> None:
    """Take a temporary away, as far as the disk allows."""
    with contextlib.suppress(OSError):
        if temporary.is_dir() and not temporary.is_symlink():
            shutil.rmtree(temporary)
        else:
            temporary.unlink(missing_ok=True)


def private(path: str | Path, flags: int) -> int:
    """Open a file as `open(opener=...)` wants it: one that is made is for this user alone, and no link is followed."""
    return os.open(path, flags | _PLAIN, 0o600)


def keep_private(path: Path, mode: int = 0o600) -> None:
    """Take others' rights to a file or folder away where the system has such; Windows has its own."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            path.chmod(mode)


@contextlib.contextmanager
def faults_of_writing(path: Path) -> Iterator[None]:
    """Turn what the disk refuses into one sentence a clerk understands."""
    try:
        yield
    except OSError as fault:
        if fault.errno in _FULL:
            raise UserFault(
                f"磁盘空间不够，“{path.name}”没有写成。",
                "请清理磁盘或换一个盘，再试一次。原有内容没有改动。",
                code="disk-full",
            ) from fault
        if fault.errno in _REFUSED:
            raise UserFault(
                f"“{path.name}”没有写成：文件正被别的程序打开，或者这个文件夹不允许写入。",
                "请关闭打开它的程序，或换一个文件夹，再试一次。原有内容没有改动。",
                code="target-busy",
            ) from fault
        raise UserFault(
            f"“{path}”没有写成。",
            "请检查文件夹是否存在、U 盘是否还在，再试一次。原有内容没有改动。",
            code="cannot-write",
        ) from fault


def sync_folder(folder: Path) -> None:
    """Make the new name outlast a power cut; Windows writes names through its own log and opens no folders."""
    if sys.platform == "win32":
        return
    # A network share that cannot do it, or a folder that may not be read, has still the file itself.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
