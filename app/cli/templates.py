"""Commands on the documents' templates: list, show, check one, export and import the set, add a kind of one's own."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.access import opened, read_password
from app.cli.answer import Answer
from app.cli.exit_codes import FAULTS_FOUND
from app.cli.options import JsonOption, PasswordOption, UserOption, WorkspaceOption

group = typer.Typer(help="文书模板：列出、查看、检查、导出、导入。", rich_markup_mode=None, add_completion=False)


@group.command("list")
def list_(
    workspace: WorkspaceOption = None,
    user: UserOption = None,
    password_stdin: PasswordOption = False,
    as_json: JsonOption = False,
) -> Answer:
    """列出每种文书的代码、名称、文号用字和现在用的是哪一版。"""
    with opened(workspace, user, read_password(password_stdin)) as open_:
        from app.casework.templates.versions import current_templates, template_states

        states, templates = template_states(open_), current_templates(open_)
    data = [
        {"kind": s.kind, "name": s.name, "number_word": templates[s.kind].number_word, "version": s.version}
        | {"valid_from": templates[s.kind].valid_from, "valid_to": templates[s.kind].valid_to}
        for s in states
    ]
    lines = [f"{s.kind}　{s.name}　{templates[s.kind].number_word}　{s.words}" for s in states]
    own = sum(bool(s.version) for s in states)
    return Answer({"templates": data}, [*lines, f"共 {len(states)} 种，{own} 种用本单位的模板。"])


@group.command("show")
def show(
    kind: Annotated[str, typer.Argument(help="文书代码，见 templates list。")],
    version: Annotated[int | None, typer.Option("--version", help="看哪一版，0 是出厂；不写看现在用的。")] = None,
    workspace: WorkspaceOption = None,
    user: UserOption = None,
    password_stdin: PasswordOption = False,
    as_json: JsonOption = False,
) -> Answer:
    """打印一种文书的模板，可以存成文件改好后用 import 导入。"""
    with opened(workspace, user, read_password(password_stdin)) as open_:
        from app.casework.templates.versions import template_source

        text = template_source(open_, kind, version)
    return Answer({"kind": kind, "text": text}, [text.rstrip("\n")])


@group.command("check")
def check(
    file: Annotated[Path, typer.Argument(help="一种文书的模板，.toml 文件。")],
    workspace: WorkspaceOption = None,
    user: UserOption = None,
    password_stdin: PasswordOption = False,
    as_json: JsonOption = False,
) -> Answer:
    """检查一个模板能不能用，一处问题一句话；什么也不改动。不说明工作区时对照出厂模板。"""
    from app.casework.templates.exchange_file import judge_template

    if workspace is None:
        template, problems = judge_template(file)
    else:
        with opened(workspace, user, read_password(password_stdin)) as open_:
            from app.casework.templates.versions import current_templates

            template, problems = judge_template(file, current_templates(open_))
    found = [{"sentence": p.sentence, "code": p.code, "block": p.block, "field": p.field} for p in problems]
    data = {"kind": template.id, "name": template.name, "usable": not problems, "problems": found}
    if not problems:
        return Answer(data, [f"《{template.name}》可以用。"])
    lines = [*(f"{p.sentence}。" for p in problems), f"《{template.name}》有 {len(problems)} 处问题，改正后再检查。"]
    return Answer(data, lines, FAULTS_FOUND)


@group.command("export")
def export(
    file: Annotated[Path, typer.Argument(help="写到哪个 .zip 文件；已有的会被换掉。")],
    workspace: WorkspaceOption = None,
    user: UserOption = None,
    password_stdin: PasswordOption = False,
    as_json: JsonOption = False,
) -> Answer:
    """把现在用的整套模板写成一个文件。"""
    with opened(workspace, user, read_password(password_stdin)) as open_:
        from app.casework.templates.exchange import export_templates

        count = export_templates(open_, file)
    return Answer({"templates": count, "path": str(file)}, [f"已导出 {count} 种文书的模板：{file}"])


@group.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="整套模板的 .zip 文件，或者一种文书的 .toml 文件。")],
    note: Annotated[str, typer.Option("--note", help="这一版改了什么。")] = "",
    workspace: WorkspaceOption = None,
    user: UserOption = None,
    password_stdin: PasswordOption = False,
    as_json: JsonOption = False,
) -> Answer:
    """导入模板：不同的各存为新版本；有一种用不了，就一种也不导入。"""
    with opened(workspace, user, read_password(password_stdin)) as open_:
        if file.suffix.lower() == ".toml":
            from app.casework.templates.exchange_file import import_template

            name, version = import_template(open_, file, note)
            return Answer({"changed": [name], "version": version}, [f"《{name}》已存为本单位第{version}版。"])
        from app.casework.templates.exchange import import_templates

        done = import_templates(open_, file, note)
    data = {"changed": list(done.changed), "unchanged": done.unchanged}
    return Answer(data, [f"{len(done.changed)} 种有了新版本，{done.unchanged} 种与现在相同。", *done.changed])


@group.command("add")
def add(
    base: Annotated[str, typer.Argument(help="以哪种文书为底，写它的代码。")],
    name: Annotated[str, typer.Option("--name", help="新文书的名称。")],
    word: Annotated[str, typer.Option("--word", help="文号用字，与别的文书不同。")],
    workspace: WorkspaceOption = None,
    user: UserOption = None,
    password_stdin: PasswordOption = False,
    as_json: JsonOption = False,
) -> Answer:
    """以一种文书为底新建本单位自己的文书；用 notice 编号 --kind 代码 出。"""
    with opened(workspace, user, read_password(password_stdin)) as open_:
        from app.casework.templates.own_kinds import add_own_kind

        kind = add_own_kind(open_, base, name, word)
    return Answer({"kind": kind, "name": name}, [f"已新建《{name}》，代码 {kind}。"])


GROUPS = {"templates": group}
