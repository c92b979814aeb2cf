"""Open the workspace for a command: the folder, the user, and a password that never stands in an argument."""

import locale
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app.faults import UserFault

if TYPE_CHECKING:
    from app.models.workspace import Workspace

PASSWORD = "XINFANG_PASSWORD"
_LONGEST = 4_096


def read_password(from_stdin: bool) -> str:
    """Return the password from the first line of standard input or from the environment; `UserFault` for none."""
    if from_stdin:
        line = sys.stdin.buffer.readline(_LONGEST)
        password = _decoded(line).removeprefix("\ufeff").rstrip("\r\n")
    else:
        password = os.environ.get(PASSWORD, "")
    if not password:
        raise UserFault(
            "没有给出口令，", f"请设环境变量 {PASSWORD}，或加 --password-stdin 从标准输入给出。", code="usage"
        )
    return password


def folder_of(workspace: Path | None) -> Path:
    """Return the workspace folder; `UserFault` when none was named."""
    if workspace is None:
        raise UserFault(
            "没有说明是哪个工作区，", "请加 --workspace 文件夹，或设环境变量 XINFANG_WORKSPACE。", code="usage"
        )
    return workspace


@contextmanager
def opened(workspace: Path | None, user: str | None, password: str) -> "Iterator[Workspace]":
    """Open a workspace for one command and close it again.

    Takes no window lock: a window may be open on the same workspace, and both write through transactions.
    """
    from app.models.workspace import open_workspace

    folder = folder_of(workspace)
    open_ = open_workspace(folder, user or _only_user(folder), password)
    try:
        yield open_
    finally:
        open_.close()


def _only_user(folder: Path) -> str:
    from app.models.workspace import slots_of

    logins = slots_of(folder).logins()
    if len(logins) != 1:
        raise UserFault("这个工作区有几个用户，", "请加 --user 用户名，或设环境变量 XINFANG_USER。", code="usage")
    return logins[0]


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        # A Windows shell pipes in its own code page.
        return line.decode(locale.getpreferredencoding(False), errors="replace")


def case_id_of(workspace: "Workspace", number: str) -> int:
    """Return the id of the case with a number; `UserFault` (no-such-case) where there is none."""
    from app.casework.cases.lookup import case_by_number

    with workspace.reading() as session:
        return case_by_number(session, number).id or 0
