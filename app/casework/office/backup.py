"""Make a backup: one folder with the whole workspace, proven and recorded before it bears its name."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlmodel import col

from app.casework.office.checks import PARTS, check_store
from app.casework.office.exits import leave
from app.faults import UserFault
from app.models.backup_copy import BACKUP_LOCK, copy_workspace, room_explained, unused
from app.models.journal import last_entry
from app.models.lock import WindowLock
from app.models.store import Store
from app.models.tables import Case, FileExit, FileExitEnd, User
from app.models.unfinished import WRITTEN
from app.models.workspace import DATABASE, SLOTS, Workspace
from app.security.files import PREFIX, SUFFIX, discard
from app.security.keyslots import read_key_slots

BACKUP = "backup"
WORD = "信访窗口备份"
_COPIED = 50  # percent: copying and proving take about as long


@dataclass(frozen=True)
class BackupMade:
    """A backup as it was proven: its folder, what it holds, and the digest of its database."""

    folder: Path
    cases: int
    entries: int
    size: int
    sha256: str


@dataclass(frozen=True)
class LastBackup:
    """When the latest backup was made, by whom, and the name of its folder."""

    at: str
    by: str
    folder_name: str


def make_backup(workspace: Workspace, folder: Path, progress: Callable[[int], bool] | None = None) -> BackupMade:
    """Make a new folder in `folder` that holds the whole workspace and opens with anybody's own password.

    Others may go on registering: what was acknowledged before the call is in it. `progress(percent)` returning False
    stops. Raises `UserFault` and leaves nothing behind when the place will not do, or the copy does not prove sound.
    """
    target = unused(_checked_target(workspace, folder))

    def tell(percent: int) -> None:
        if progress is not None and not progress(percent):
            raise UserFault("已停止备份，", "没有留下任何文件。", code="cancelled")

    def write(partial: Path) -> BackupMade:
        with room_explained(folder):
            last = copy_workspace(
                workspace.store, workspace.folder / SLOTS, partial, lambda pages, of: tell(_COPIED * pages // of)
            )
        return _proven(workspace, partial, last, target, tell)

    try:
        with _one_at_a_time(workspace):
            _clear_what_was_killed(workspace, folder)
            return leave(
                workspace, "make_backup", target, write, what=BACKUP, about="整个工作区", purpose="备份",
                recipient="本单位", row_count=lambda made: made.cases, folder=True,
            )  # fmt: skip
    except UserFault as fault:
        if fault.code not in ("disk", "disk-full", "damaged", "target-busy", "cannot-write"):
            raise
        next_step = fault.next_step or "请换一个磁盘或文件夹再备份一次；没有留下文件。"
        raise UserFault(f"备份没有做成：{fault.sentence}", next_step, code=fault.code, field="folder") from fault


def last_backup(workspace: Workspace) -> LastBackup | None:
    """Return the latest backup that was made, or None."""
    query = (
        select(col(FileExit.at), col(User.name), col(FileExit.file_name))
        .join(User, col(User.id) == col(FileExit.user_id))
        .join(FileExitEnd, col(FileExitEnd.exit_id) == col(FileExit.id))
        .where(col(FileExit.profile) == BACKUP, col(FileExitEnd.outcome) == WRITTEN)
        .order_by(col(FileExit.id).desc())
        .limit(1)
    )
    with workspace.reading() as session:
        row = session.execute(query).first()
    return LastBackup(*row) if row else None


def _checked_target(workspace: Workspace, folder: Path) -> Path:
    if not folder.is_dir():
        raise UserFault(f"“{folder}”不是文件夹，", "请选一个已有的文件夹。", code="no-such-folder", field="folder")
    if folder.resolve().is_relative_to(workspace.folder.resolve()):
        raise UserFault(
            "备份不能放在工作区自己的文件夹里，",
            "请选 U 盘、移动硬盘或另一个文件夹。",
            code="bad-value",
            field="folder",
        )
    return folder / f"{WORD}-{workspace.office.short_form}-{workspace.now():%Y%m%d-%H%M%S}"


def _clear_what_was_killed(workspace: Workspace, folder: Path) -> None:
    """Take away what a killed backup left here, also where it is not on record; only backups leave as folders."""
    with suppress(OSError):
        for left in folder.glob(f"{PREFIX}{workspace.mark}-*{SUFFIX}"):
            if left.is_dir() and not left.is_symlink():
                discard(left)


@contextmanager
def _one_at_a_time(workspace: Workspace) -> Iterator[None]:
    try:
        lock = WindowLock.take(workspace.folder / BACKUP_LOCK)
    except UserFault as fault:
        if fault.code != "in-use":
            raise
        raise UserFault("这个工作区正在备份，", "请等那一次做完再备份。", code="in-use") from fault
    try:
        yield
    finally:
        lock.release()


def _proven(
    workspace: Workspace, partial: Path, last: tuple[int, str], target: Path, tell: Callable[[int], None]
) -> BackupMade:
    """Open the copy with the key and check all there is to check; what is not sound or not the same is refused."""
    read_key_slots(partial / SLOTS)
    percents = iter(range(_COPIED, 100, (100 - _COPIED) // PARTS))
    with closing(Store(partial / DATABASE, workspace.store.key, at_rest=True)) as copy:
        report = check_store(copy, next_part=lambda: tell(next(percents)))
        if not report.sound:
            raise UserFault(
                f"核对备份时查出 {len(report.faults)} 处不符（{report.faults[0]}）。",
                "请保留以前的备份，到 设置 › 检查工作区 核对工作区本身；没有留下文件。",
                code="damaged",
            )
        with copy.connection() as connection:
            if last_entry(connection) != last:
                raise UserFault("备份的最后一条流水与工作区的不同。", code="damaged")
            cases = connection.execute(select(func.count()).select_from(Case)).scalar_one()
    with open(partial / DATABASE, "rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
    return BackupMade(target, cases, report.entries, (partial / DATABASE).stat().st_size, digest)
