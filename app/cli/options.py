"""The options that commands share."""

from pathlib import Path
from typing import Annotated

import typer

WorkspaceOption = Annotated[
    Path | None,
    typer.Option("--workspace", envvar="XINFANG_WORKSPACE", show_envvar=True, help="工作区文件夹。"),
]
LawOfOption = Annotated[
    # Only where it is asked for: a date by the Regulation alone needs no password, whatever stands in the environment.
    Path | None,
    typer.Option("--workspace", help="按这个工作区的放假安排和本地规则（要口令）；不写则只按条例和出厂日历。"),
]
UserOption = Annotated[
    str | None,
    typer.Option("--user", envvar="XINFANG_USER", show_envvar=True, help="用户名；只有一个用户时可以不写。"),
]
PasswordOption = Annotated[
    bool,
    typer.Option("--password-stdin", help="从标准输入读一行作口令；不写则用环境变量 XINFANG_PASSWORD。"),
]
JsonOption = Annotated[bool, typer.Option("--json", help="在标准输出上给出一个 JSON 对象。")]
