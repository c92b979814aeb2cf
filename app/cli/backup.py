"""The command that makes a backup, for a scheduled task or by hand."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from app.cli.access import opened, read_password
from app.cli.answer import Answer
from app.cli.options import JsonOption, PasswordOption, UserOption, WorkspaceOption


def backup(
    folder: Annotated[Path, typer.Argument(help="备份放在哪个文件夹里，要先建好，不能是工作区自己的。")],
    workspace: WorkspaceOption = None,
    user: UserOption = None,
    password_stdin: PasswordOption = False,
    as_json: JsonOption = False,
) -> Answer:
    """备份整个工作区：在所给的文件夹里新建一个备份文件夹，当场打开核对。窗口开着、正在登记时也可以用。"""
    with opened(workspace, user, read_password(password_stdin)) as open_:
        from app.casework.office.backup import make_backup

        made = make_backup(open_, folder)
    data = {
        "folder": made.folder,
        "cases": made.cases,
        "entries": made.entries,
        "bytes": made.size,
        "sha256": made.sha256,
    }
    said = f"已备份并核对无误：信访件 {made.cases} 件，流水 {made.entries} 条，{made.size / (1 << 20):.1f} MB。"
    return Answer(data, [said, str(made.folder)])


COMMANDS: dict[str, Callable[..., Answer]] = {"backup": backup}
