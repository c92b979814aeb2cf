"""The command that shows the register of numbers: each kind's numbers of a year, void ones and gaps among them."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from app.cli.access import opened, read_password
from app.cli.answer import Answer, indented
from app.cli.exit_codes import FAULTS_FOUND, OK
from app.cli.options import JsonOption, PasswordOption, UserOption, WorkspaceOption
from app.faults import UserFault


def numbers(
    year: Annotated[int | None, typer.Option("--year", help="哪一年；不写是今年。")] = None,
    kind: Annotated[str, typer.Option("--kind", help="文书代码（见 templates list）；不写是全部。")] = "",
    void_only: Annotated[bool, typer.Option("--void", help="只列作废的。")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="把登记簿写成 .xlsx 文件。")] = None,
    workspace: WorkspaceOption = None,
    user: UserOption = None,
    password_stdin: PasswordOption = False,
    as_json: JsonOption = False,
) -> Answer:
    """发文登记：每种文书一年的文号是不是连续，作废了哪些；--out 写出 Excel。有缺号时退出码是 6。"""
    if out is not None and out.suffix.lower() != ".xlsx":
        raise UserFault("登记簿的文件名应以 .xlsx 结尾，", "请改正文件名。", code="usage", field="out")
    if out is not None and not out.parent.is_dir():
        raise UserFault(f"没有文件夹“{out.parent}”，", "请先建好文件夹，或换一个位置。", code="no-such-folder")
    with opened(workspace, user, read_password(password_stdin)) as open_:
        from app.casework.documents.number_register import RegisterFilter, export_numbers, list_numbers, number_series

        wanted = RegisterFilter(year if year is not None else open_.today().year, kind, void_only)
        series = [each for each in number_series(open_, wanted.year) if kind in ("", each.kind)]
        void = list_numbers(open_, RegisterFilter(wanted.year, kind, True), limit=1_000)
        written = export_numbers(open_, wanted, out) if out is not None else 0
    data = {
        "year": wanted.year,
        "series": [
            {"kind": s.kind, "name": s.name, "last": s.last, "void": s.void, "missing": list(s.missing)}
            for s in series
        ],
        "void": [
            {
                "number": row.document.number, "name": row.document.name, "reason": row.document.void_reason,
                "on": row.void_on, "by": row.void_by,
            }
            for row in void
        ],
        "file": out, "written": written,
    }  # fmt: skip
    lines = [f"{wanted.year} 年"] if series else [f"{wanted.year} 年没有文号。"]
    if not void_only:
        lines += indented(each.words for each in series)
    for row in void:
        paper = row.document
        said = f"{paper.number} {paper.listed_name}，{row.void_on} {row.void_by}：{paper.void_reason}"
        lines.append(f"已作废：{said}")
    if out is not None:
        lines.append(f"已写出 {written} 个文号：{out}")
    return Answer(data, lines, FAULTS_FOUND if any(each.missing for each in series) else OK)


COMMANDS: dict[str, Callable[..., Answer]] = {"numbers": numbers}
