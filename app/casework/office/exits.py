"""The one way out: every file that leaves the workspace is whole on disk, then recorded, then gets its name."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from sqlmodel import Session

from app.faults import UserFault
from app.models.lock import under_way
from app.models.tables import FileExit, FileExitEnd
from app.models.unfinished import EXITS_LOCK, FAILED, WRITTEN
from app.models.workspace import Workspace
from app.resources import resource_path
from app.security.files import begin, discard, faults_of_writing, put_in_place, settle

# What may leave; beside these there are the ledgers, each by the name of its profile.
KINDS = {
    "attachment": "附件",
    "backup": "备份",
    "catalogue": "依法分类处理清单",
    "directory": "机关单位名录",
    "document": "签发的文书",
    "local_rules": "本地规则示例",
    "map": "路线图",
    "numbers": "发文登记",
    "preview": "文书预览",
    "recovery_sheet": "恢复码",
    "reminders": "短信提醒名单",
    "template_set": "整套文书模板",
    "volume": "案卷",
    "wall_notice": "信访公示",
    "word_draft": "Word 草稿",
}

T = TypeVar("T")


def leave(
    workspace: Workspace,
    act: str,
    path: Path,
    write: Callable[[Path], T],
    *,
    what: str,
    about: str = "",
    row_count: int | Callable[[T], int] = 1,
    is_full: bool = True,
    purpose: str = "",
    recipient: str = "",
    also: Callable[[Session], object] | None = None,
    folder: bool = False,
) -> T:
    """Let `write` fill a temporary beside `path`, record under `act` what it is, then give it its name.

    `write` gets the temporary's path (`whole(content)` for bytes; an empty folder of its own with `folder`), may raise
    to give up, and what it returns is returned. `also` writes in the record's own transaction. Raises `UserFault`;
    what stood at `path` is untouched then, nothing else is left, and a record that was made already says that the
    file was not written. After a crash `clear_unfinished` does the same.
    """
    label = _label(what)
    with under_way(workspace.folder / EXITS_LOCK):
        with faults_of_writing(path):
            temporary = begin(path, workspace.mark, folder=folder)
        try:
            with faults_of_writing(path):
                made = write(temporary)
                digest = settle(temporary)
            record = FileExit(
                at=workspace.moment(),
                user_id=workspace.actor.id,
                profile=what,
                period=about,
                is_full=is_full,
                purpose=purpose,
                recipient=recipient,
                row_count=row_count(made) if callable(row_count) else row_count,
                file_name=path.name,
                sha256=digest,
                temporary=str(temporary),
            )
            with workspace.act(act) as session:
                session.add(record)
                if also is not None:
                    also(session)
                session.flush()
                exit_id = record.id or 0
        except BaseException:
            discard(temporary)
            raise
        try:
            with faults_of_writing(path):
                put_in_place(temporary, path)
        except UserFault as fault:
            discard(temporary)
            _end(workspace, exit_id, FAILED)
            said = f"{fault.next_step}流水里记明这份{label}没有写成。"
            raise UserFault(fault.sentence, said, code=fault.code) from fault
        _end(workspace, exit_id, WRITTEN)
    return made


def _label(what: str) -> str:
    if what not in KINDS and not resource_path("ledgers", f"{what}.toml").is_file():
        raise RuntimeError(f"nothing leaves as {what!r}: name it in KINDS")
    return KINDS.get(what, "台账")


def _end(workspace: Workspace, exit_id: int, outcome: str) -> None:
    # The file is there or it is not, whatever becomes of this line; the next start adds one that is missing.
    with suppress(UserFault), workspace.act("end_file_exit") as session:
        session.add(FileExitEnd(exit_id=exit_id, at=workspace.moment(), outcome=outcome))
