"""Write a file whole or not at all."""

import contextlib
import os
import sys
from pathlib import Path

from app.faults import UserFault


def write_whole_file(path: Path, content: bytes) -> None:
    """Put `content` at `path` so that after a crash either the former or the new file is there, never a part.

    Raises `UserFault` (code `disk`) when the disk is full, the folder cannot be written or the file is in use.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with open(temporary, "wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(temporary, path)
        sync_folder(path.parent)
    except OSError as fault:
        temporary.unlink(missing_ok=True)
        raise UserFault(
            f"写不进文件“{path}”：磁盘可能已满、文件夹不可写，或文件正被别的程序打开。",
            "请处理后再试；原有内容没有改动。",
            code="disk",
        ) from fault


def sync_folder(folder: Path) -> None:
    """Make the new name outlast a power cut; Windows writes names through its own log and opens no folders."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        # A network share that cannot do it has still the file itself.
        with contextlib.suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)
