"""Commands on the pathway catalogue: search, import, export."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.access import opened, read_password
from app.cli.answer import Answer
from app.cli.exit_codes import REFUSED
from app.cli.options import JsonOption, PasswordOption, UserOption, WorkspaceOption

if TYPE_CHECKING:
    from app.law.route.pathways import PathwayEntry

group = typer.Typer(help="依法分类处理清单：查找、导入、导出。", rich_markup_mode=None, add_completion=False)


@group.command("search")
def search(
    text: Annotated[str, typer.Argument(help="诉求里的字、拼音、首字母；几个词用空格隔开。")],
    way: Annotated[str, typer.Option("--way", help="只看条例第三十一条的这一项，1 至 6。")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=5000, help="最多给出几条。")] = 20,
    workspace: WorkspaceOption = None,
    user: UserOption = None,
    password_stdin: PasswordOption = False,
    as_json: JsonOption = False,
) -> Answer:
    """在清单里查找；不说明工作区时查出厂清单。"""
    if workspace is None:
        from app.casework.office.pathway_search import search_pathways
        from app.law.route.pathways import load_pathways

        found, own = search_pathways(load_pathways().entries, text, way), False
    else:
        with opened(workspace, user, read_password(password_stdin)) as open_:
            from app.casework.office.pathways import find_pathways, is_own

            found, own = find_pathways(open_, text, way), is_own(open_)
    shown = found[:limit]
    data = {"own": own, "total": len(found), "entries": [entry.model_dump() for entry in shown]}
    lines = [line for entry in shown for line in _told(entry)]
    which = "本单位的清单" if own else "出厂清单"
    return Answer(data, [*lines, f"{which}：共{len(found)}条，列出{len(shown)}条。"])


@group.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="清单的 .xlsx 文件；格式见 pathways export。")],
    workspace: WorkspaceOption = None,
    user: UserOption = None,
    password_stdin: PasswordOption = False,
    as_json: JsonOption = False,
) -> Answer:
    """用表里的清单整体替换本单位的清单；有一处不对就一条也不导入，逐行列出问题。"""
    with opened(workspace, user, read_password(password_stdin)) as open_:
        from app.casework.office.pathways import CatalogueRefused, import_catalogue

        try:
            done = import_catalogue(open_, file)
        except CatalogueRefused as fault:
            if not as_json:
                for problem in fault.problems:
                    print(f"{problem.place}：{problem.sentence}", file=sys.stderr)
                raise
            return Answer(_refused(fault), exit_code=REFUSED)
    data = {"entries": done.entries, "replaced": done.replaced, "unread_columns": list(done.unread)}
    lines = [f"已导入 {done.entries} 条，换下原来的 {done.replaced} 条。"]
    lines += [f"没有读入的列：{'、'.join(done.unread)}"] if done.unread else []
    return Answer(data, lines)


@group.command("export")
def export(
    file: Annotated[Path, typer.Argument(help="写到哪个 .xlsx 文件；已有的会被换掉。")],
    workspace: WorkspaceOption = None,
    user: UserOption = None,
    password_stdin: PasswordOption = False,
    as_json: JsonOption = False,
) -> Answer:
    """把现在用的清单写成 .xlsx，改好后可以再导入。"""
    with opened(workspace, user, read_password(password_stdin)) as open_:
        from app.casework.office.pathways import export_catalogue

        count = export_catalogue(open_, file)
    return Answer({"entries": count, "path": str(file)}, [f"已导出 {count} 条：{file}"])


def _refused(fault: Any) -> dict[str, Any]:
    return {
        "error": {"code": fault.code, "sentence": fault.sentence, "next_step": fault.next_step},
        "problems": [problem._asdict() for problem in fault.problems],
    }


def _told(entry: "PathwayEntry") -> list[str]:
    from app.law.route.pathways import WAY_NAMES

    return [
        f"{entry.claim}（{entry.category}）",
        f"  {WAY_NAMES[entry.way]}：{entry.pathway}；{entry.organ}",
        f"  依据 {entry.basis}",
        f"  期限 {entry.period}",
        f"  告知 {entry.tell}",
        f"  〔{entry.status}〕",
    ]


GROUPS = {"pathways": group}
