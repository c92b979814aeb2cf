"""Copy a workspace as it is at one moment: its database under the same key, and its key slots.

`make_backup` of casework is the copy a person asks for; the one before a migration is made here.
"""

import itertools
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, nullcontext
from datetime import datetime
from pathlib import Path

from app.faults import UserFault
from app.models.damage import page_faults, structure_faults
from app.models.journal import last_entry
from app.models.store import Store
from app.security.files import private, settle, sync_folder

PART = ".part"
BEFORE_UPGRADE = "升级前备份"
BACKUP_LOCK = "backup.lock"
_KEPT_BEFORE_UPGRADE = 3
_BEFORE_UPGRADE = re.compile(r"\w+-(\d{8}-\d{6}(-\d+)?)")
_ROOM = 1 << 20  # for the key slots and what the file system itself needs


def copy_workspace(
    store: Store,
    slots: Path,
    folder: Path,
    progress: Callable[[int, int], None] | None = None,
    *,
    writers_wait: bool = False,
) -> tuple[int, str]:
    """Write database and key slots, as they are at one moment, into the `new_folder`; return the last journal entry.

    `progress(pages, of pages)` stops it by raising. `writers_wait` says that the caller holds the write lock already.
    Raises `UserFault`: `disk` or `disk-full` when the folder cannot take them, else what is wrong with the workspace.
    """
    with room_explained(folder.parent), ExitStack() as moment:
        with nullcontext() if writers_wait else store.connection(write=True):
            # Keys change under the write lock together with their rows: while it is held the two agree.
            keys = slots.read_bytes()
            snapshot = moment.enter_context(store.connection())
            last = last_entry(snapshot)  # the first look fixes what the snapshot sees
        _refuse_without_room(folder, store.size(snapshot) + len(keys) + _ROOM)
        _write_own(folder / store.path.name, b"")
        store.backup_to(folder / store.path.name, snapshot, progress)
        _write_own(folder / slots.name, keys)
        settle(folder)
    return last


@contextmanager
def new_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """Give an empty folder in `parent`, named so that nobody guesses it, for its owner alone; the work renames it.

    Where the work fails it is taken away, and what a killed one left under this prefix is taken away before: the
    caller sees to it that one is made at a time.
    """
    with room_explained(parent):
        for left in parent.iterdir():
            if left.name.startswith(prefix) and left.name.endswith(PART) and not left.is_symlink():
                shutil.rmtree(left, ignore_errors=True)
        partial = Path(tempfile.mkdtemp(prefix=prefix, suffix=PART, dir=parent))
    try:
        yield partial
    finally:
        shutil.rmtree(partial, ignore_errors=True)  # it is not there any more once it was renamed


def unused(folder: Path) -> Path:
    """Return `folder`, or with a number after it when that name is taken."""
    names = (folder if n == 1 else folder.with_name(f"{folder.name}-{n}") for n in itertools.count(1))
    return next(each for each in names if not each.exists())


@contextmanager
def room_explained(folder: Path) -> Iterator[None]:
    """Say of whatever a disk refuses that it did not go into `folder`."""
    refused = f"写不进“{folder}”（磁盘已满、只读，或者 U 盘已经拔出）。"
    try:
        yield
    except OSError as fault:
        raise UserFault(refused, code="disk") from fault
    except UserFault as fault:
        if fault.code != "disk":
            raise
        raise UserFault(refused, code="disk") from fault


def copy_before_upgrade(store: Store, slots: Path, version: str, now: datetime) -> Path:
    """Copy a workspace that is about to be migrated, prove the copy, and keep the latest three; return its folder.

    The caller holds the write lock, so that nothing is written between the copy and the migration. Raises `UserFault`
    when the copy cannot be made; then the migration must not begin.
    """
    parent = slots.parent / BEFORE_UPGRADE
    try:
        with room_explained(parent):
            parent.mkdir(mode=0o700, exist_ok=True)
            with new_folder(parent, ".") as partial:
                last = copy_workspace(store, slots, partial, writers_wait=True)
                _prove(Store(partial / store.path.name, store.key, at_rest=True), last)
                made = unused(parent / f"{version}-{now:%Y%m%d-%H%M%S}")
                partial.rename(made)
            sync_folder(parent)
    except UserFault as fault:
        raise UserFault(
            f"这个工作区要先备份再升级，备份没有做成：{fault.sentence}",
            "请清理磁盘或检查文件夹权限后再打开；工作区没有升级，内容没有改动。",
            code=fault.code,
        ) from fault
    _keep_the_latest(parent)
    return made


def _prove(copy: Store, last: tuple[int, str]) -> None:
    """Raise unless the copy opens with the key, each page and the structure hold, and its history ends at `last`."""
    with closing(copy), copy.connection() as connection:
        faults = (*page_faults(connection), *structure_faults(connection))
        if last_entry(connection) != last:
            faults = (*faults, "流水：最后一条与工作区的不同")
    if faults:
        raise UserFault(f"核对备份时发现{faults[0]}。", code="damaged")


def _keep_the_latest(parent: Path) -> None:
    made = [(match[1], each) for each in parent.iterdir() if (match := _BEFORE_UPGRADE.fullmatch(each.name))]
    for _, each in sorted(made)[:-_KEPT_BEFORE_UPGRADE]:
        shutil.rmtree(each, ignore_errors=True)


def _refuse_without_room(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise UserFault(
            f"“{folder.parent}”所在的磁盘空间不够：需要 {-(-needed >> 20)} MB，只剩 {free >> 20} MB。",
            code="disk-full",
        )



def _write_own(path: Path, content: bytes) -> None:
    # Exclusively and readable by its owner alone: SQLite opens the empty file it finds and keeps its rights.
    with open(path, "xb", opener=private) as handle:
        handle.write(content)
