"""Commands on the directory of offices: list, import, export."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.access import opened, read_password
from app.cli.answer import Answer
from app.cli.exit_codes import REFUSED
from app.cli.options import JsonOption, PasswordOption, UserOption, WorkspaceOption

if TYPE_CHECKING:
    from app.ledgers.directory_sheet import OfficeEntry

group = typer.Typer(help="机关名录：列出、导入、导出。", rich_markup_mode=None, add_completion=False)


@group.command("list")
def list_(
    text: Annotated[str, typer.Argument(help="单位、简称、地址、负责的诉求里的字、拼音、首字母；不写列全部。")] = "",
    in_use: Annotated[bool, typer.Option("--in-use", help="不列已停用的。")] = False,
    workspace: WorkspaceOption = None,
    user: UserOption = None,
    password_stdin: PasswordOption = False,
    as_json: JsonOption = False,
) -> Answer:
    """列出机关名录，写了文字就查找。"""
    with opened(workspace, user, read_password(password_stdin)) as open_:
        from app.casework.office.directory import find_offices

        found = find_offices(open_, text, in_use=in_use)
    lines = [line for entry in found for line in _told(entry)]
    return Answer({"offices": [asdict(entry) for entry in found]}, [*lines, f"共{len(found)}个单位。"])


@group.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="名录的 .xlsx 文件；格式见 offices export。")],
    workspace: WorkspaceOption = None,
    user: UserOption = None,
    password_stdin: PasswordOption = False,
    as_json: JsonOption = False,
) -> Answer:
    """按表新增、修改单位，表里没有的不动；有一处不对就一个也不导入，逐行列出问题。"""
    with opened(workspace, user, read_password(password_stdin)) as open_:
        from app.casework.office.directory_exchange import DirectoryRefused, import_directory

        try:
            done = import_directory(open_, file)
        except DirectoryRefused as fault:
            if not as_json:
                for problem in fault.problems:
                    print(f"{problem.place}：{problem.sentence}", file=sys.stderr)
                raise
            error = {"code": fault.code, "sentence": fault.sentence, "next_step": fault.next_step}
            problems = [problem._asdict() for problem in fault.problems]
            return Answer({"error": error, "problems": problems}, exit_code=REFUSED)
    lines = [f"新增 {done.added} 个单位，改动 {done.changed} 个，{done.same} 个没有变。"]
    lines += [f"没有读入的列：{'、'.join(done.unread)}"] if done.unread else []
    data = {"added": done.added, "changed": done.changed, "same": done.same, "unread_columns": list(done.unread)}
    return Answer(data, lines)


@group.command("export")
def export(
    file: Annotated[Path, typer.Argument(help="写到哪个 .xlsx 文件；已有的会被换掉。")],
    workspace: WorkspaceOption = None,
    user: UserOption = None,
    password_stdin: PasswordOption = False,
    as_json: JsonOption = False,
) -> Answer:
    """把名录写成 .xlsx，改好后可以再导入；名录是空的，就是一张待填的表。"""
    with opened(workspace, user, read_password(password_stdin)) as open_:
        from app.casework.office.directory_exchange import export_directory

        count = export_directory(open_, file)
    return Answer({"offices": count, "path": str(file)}, [f"已导出 {count} 个单位：{file}"])


def _told(entry: "OfficeEntry") -> list[str]:
    lines = [f"{entry.name}（{entry.level}）{'' if entry.in_use else '〔已停用〕'}"]
    above = "、".join(each for each in (entry.parent, *entry.superiors) if each)
    for label, value in (
        ("上级", above), ("地址", entry.address), ("电话", entry.phone), ("负责", "；".join(entry.duties))
    ):  # fmt: skip
        lines += [f"  {label} {value}"] if value else []
    return lines


GROUPS = {"offices": group}
