"""Commands for what an office adds to the law: calendar import and show, local-rules load and check."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.access import opened, read_password
from app.cli.answer import Answer, indented
from app.cli.options import JsonOption, LawOfOption, PasswordOption, UserOption, WorkspaceOption

if TYPE_CHECKING:
    from app.casework.clocks.recompute import Recomputed
    from app.casework.office.law_in_force import LawInForce
    from app.law.dates.local_rules import LocalRules

_LISTED = 50
_STATUS = {"confirmed": "已确认", "provisional": "仅法定节日，调休没有录入", "missing": "未录入"}


def law_for(workspace: Path | None, user: str | None, password_stdin: bool) -> "LawInForce":
    """Return the law in force in a workspace, or without one the Regulation with the shipped calendars."""
    from app.casework.office.law_in_force import LawInForce, clock_rules, law_in_force, shipped_calendar
    from app.law.dates.local_rules import LocalRules

    if workspace is None:
        return LawInForce(shipped_calendar(), clock_rules(), LocalRules())
    with opened(workspace, user, read_password(password_stdin)) as open_:
        return law_in_force(open_)


def import_(
    file: Annotated[
        Path, typer.Argument(help="一年的放假安排：CSV 或 .xlsx（日期，放假|上班，名称），或 CN-年份.toml。")
    ],
    workspace: WorkspaceOption = None,
    user: UserOption = None,
    password_stdin: PasswordOption = False,
    as_json: JsonOption = False,
) -> Answer:
    """导入一年的放假安排，重算受影响的未结期限，并逐件列出。"""
    with opened(workspace, user, read_password(password_stdin)) as open_:
        from app.casework.clocks.calendars import import_calendar

        change = import_calendar(open_, file)
    data = {
        "year": change.year, "status": change.status, "days_changed": change.days_changed,
        **_clocks_data(change.clocks), "remarks": list(change.remarks),
    }  # fmt: skip
    lines = [
        f"已导入 {change.year} 年放假安排（{_STATUS[change.status]}），与原来不同的日子 {change.days_changed} 天。",
        *_clock_lines(change.clocks),
        *change.remarks,
    ]
    return Answer(data, lines)


def show(
    year: Annotated[int, typer.Argument(min=1, max=9999, help="年份，如 2027。")],
    workspace: LawOfOption = None,
    user: UserOption = None,
    password_stdin: PasswordOption = False,
    as_json: JsonOption = False,
) -> Answer:
    """列出一年的放假日和调休上班日。"""
    calendar = law_for(workspace, user, password_stdin).calendar
    held, status = calendar.years.get(year), calendar.status(year)
    off: dict[date, str] = dict(held.days_off) if held else {}
    worked: dict[date, str] = dict(held.workdays) if held else {}
    data = {
        "year": year, "status": status, "source": held.source if held else "",
        "days_off": {d.isoformat(): name for d, name in sorted(off.items())},
        "workdays": {d.isoformat(): name for d, name in sorted(worked.items())},
    }  # fmt: skip
    lines = [f"{year} 年放假安排：{_STATUS[status]}。"]
    lines += [held.source] if held else ["涉及这一年的日期按法定固定节日估算。"]
    lines += indented(f"{d} 放假 {name}" for d, name in sorted(off.items()))
    lines += indented(f"{d} 上班 {name}" for d, name in sorted(worked.items()))
    return Answer(data, lines)


def load(
    file: Annotated[Path, typer.Argument(help="本地规则文件（.toml）。")],
    workspace: WorkspaceOption = None,
    user: UserOption = None,
    password_stdin: PasswordOption = False,
    as_json: JsonOption = False,
) -> Answer:
    """载入本单位的本地规则：只能比条例更严；重算未结期限。"""
    with opened(workspace, user, read_password(password_stdin)) as open_:
        from app.casework.clocks.local_rules import load_office_rules

        change = load_office_rules(open_, file)
    data = {**_rules_data(change.rules), **_clocks_data(change.clocks)}
    return Answer(data, [f"已载入“{change.rules.name}”。", *_rules_lines(change.rules), *_clock_lines(change.clocks)])


def check(
    file: Annotated[Path, typer.Argument(help="本地规则文件（.toml）。")],
    as_json: JsonOption = False,
) -> Answer:
    """核对一份本地规则：放宽了条例的，说明是哪一条、为什么；不需要工作区，不改动任何内容。"""
    from app.law.dates.clocks import load_clock_rules
    from app.law.dates.local_rules import load_local_rules

    rules = load_local_rules(file, load_clock_rules())
    return Answer(_rules_data(rules), [f"“{rules.name}”没有放宽条例，可以载入。", *_rules_lines(rules)])


def _rules_data(rules: "LocalRules") -> dict[str, Any]:
    return {"name": rules.name, "source": rules.source, "clocks": [c.model_dump() for c in rules.clocks]}


def _rules_lines(rules: "LocalRules") -> list[str]:
    from app.law.dates.clocks import load_clock_rules
    from app.law.dates.local_rules import length_words

    known = load_clock_rules()
    lines = []
    for local in rules.clocks:
        rule = known[local.kind]
        states = f"条例{length_words(rule, rule.days)}" if rule.days is not None else "条例没有天数"
        lines.append(f"{rule.kind} {rule.name}：{length_words(rule, local.days)}（{states}）。{local.basis}")
    return indented(lines)


def _clocks_data(clocks: "Recomputed") -> dict[str, Any]:
    moved = [
        {
            "case": m.case_number, "kind": m.kind, "sealed": m.sealed,
            "former": m.former._asdict(), "now": m.dates._asdict(),
        }
        for m in clocks.moved
    ]  # fmt: skip
    return {"recomputed": clocks.changed, "moved": moved}


def _clock_lines(clocks: "Recomputed") -> list[str]:
    if not clocks.changed:
        return ["没有未结期限受影响。"]
    cases = len({m.case_id for m in clocks.moved})
    lines = [f"重算了 {clocks.changed} 个未结期限，其中 {len(clocks.moved)} 个（{cases} 件）日期变动："]
    for m in clocks.moved[:_LISTED]:
        lines.append(f"  {m.case_number}  {m.clock}  末日 {_step(m.former.governing, m.dates.governing)}，"
                     f"最后一个稳妥的工作日 {_step(m.former.last_safe, m.dates.last_safe)}")  # fmt: skip
    if len(clocks.moved) > _LISTED:
        lines.append(f"  ……其余 {len(clocks.moved) - _LISTED} 个用 --json 列出")
    return lines


def _step(former: date, now: date) -> str:
    return str(now) if former == now else f"{former} → {now}"


def _group(help_: str, commands: dict[str, Callable[..., Answer]]) -> typer.Typer:
    group = typer.Typer(help=help_, rich_markup_mode=None, add_completion=False)
    for name, command in commands.items():
        group.command(name)(command)
    return group


GROUPS = {
    "calendar": _group("放假安排：导入一年、查看一年。", {"import": import_, "show": show}),
    "local-rules": _group("本地规则：载入、核对。", {"load": load, "check": check}),
}
