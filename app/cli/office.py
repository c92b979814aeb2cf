"""Commands that set up an office: a real one, or one to practise with."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from app.cli.access import folder_of, read_password
from app.cli.answer import Answer
from app.cli.options import JsonOption, PasswordOption, WorkspaceOption
from app.faults import UserFault

_FIELDS = (
    "name", "short_form", "level", "role", "division_code", "division_name", "login", "user_name", "phone", "address",
)  # fmt: skip
_LEVELS = ("省", "市", "县", "乡镇", "村")
DEMO_FOLDER = "示范工作区"


def init(
    source: Annotated[Path | None, typer.Option("--from", help="单位设置的 JSON 文件；选项优先于文件。")] = None,
    name: Annotated[str, typer.Option("--name", help="单位名称。")] = "",
    short_form: Annotated[str, typer.Option("--short-form", help="文号简称，如 香信。")] = "",
    level: Annotated[str, typer.Option("--level", help="单位级别：省、市、县、乡镇、村。")] = "",
    role: Annotated[
        str, typer.Option("--role", help="单位性质：petition_department、township、department、review_body。")
    ] = "",
    division_code: Annotated[str, typer.Option("--division-code", help="行政区划代码，6 至 12 位。")] = "",
    division_name: Annotated[str, typer.Option("--division-name", help="行政区划名称。")] = "",
    login: Annotated[
        str, typer.Option("--user", envvar="XINFANG_USER", show_envvar=True, help="第一个用户的用户名。")
    ] = "",
    user_name: Annotated[str, typer.Option("--user-name", help="第一个用户的姓名。")] = "",
    phone: Annotated[str, typer.Option("--phone", help="告知书上的查询电话。")] = "",
    address: Annotated[str, typer.Option("--address", help="接待地址。")] = "",
    workspace: WorkspaceOption = None,
    password_stdin: PasswordOption = False,
    as_json: JsonOption = False,
) -> Answer:
    """新建工作区。恢复码只在这里显示一次：请打印、封存，程序里没有第二份。"""
    given = {
        "name": name, "short_form": short_form, "level": level, "role": role, "division_code": division_code,
        "division_name": division_name, "login": login, "user_name": user_name, "phone": phone, "address": address,
    }  # fmt: skip
    values = (_read_setup(source) if source is not None else {}) | {k: v for k, v in given.items() if v}
    folder = folder_of(workspace)
    password = read_password(password_stdin)
    _check_words(values)

    from app.models.workspace import OfficeSetup, create_workspace

    setup = OfficeSetup(
        name=values.get("name", ""), short_form=values.get("short_form", ""), level=values["level"],
        role=values["role"], division_code=values.get("division_code", ""),
        division_name=values.get("division_name", ""), login=values.get("login", ""),
        user_name=values.get("user_name", ""), password=password, phone=values.get("phone", ""),
        address=values.get("address", ""),
    )  # fmt: skip
    made, recovery_code = create_workspace(folder, setup)
    made.close()
    data = {
        "workspace": folder.resolve(),
        "office": values["name"],
        "user": values["login"],
        "recovery_code": recovery_code,
    }
    lines = [
        f"已新建工作区：{folder.resolve()}",
        f"单位：{values['name']}，用户：{values['login']}",
        f"恢复码：{recovery_code}",
        "恢复码只显示这一次。请抄写或打印后封存；忘了口令时，只有它能打开工作区。",
    ]
    return Answer(data, lines)


def demo(
    out: Annotated[Path, typer.Option("--out", help="放示范工作区（和导览成果）的文件夹。")],
    role: Annotated[
        str, typer.Option("--role", help="petition_department、township 或 review_body。")
    ] = "petition_department",
    tour: Annotated[bool, typer.Option("--tour", help="驱动真的窗口走一遍：登记、告知书、台账、图片。")] = False,
    as_json: JsonOption = False,
) -> Answer:
    """建一个示范单位：虚构的人和事，两个月的来访来信，供练习和演示。"""
    if tour:
        return _tour(out)
    from app.casework.demo.demo_office import make_demo_office
    from app.models.workspace import local_now

    office = make_demo_office(out / DEMO_FOLDER, local_now, role=role)
    login, folder = office.workspace.actor.login, office.workspace.folder
    from app.casework.worklist.case_list import list_cases

    cases = list_cases(office.workspace, limit=1).total
    office.workspace.close()
    data = {
        "workspace": folder.resolve(),
        "user": login,
        "password": office.password,
        "recovery_code": office.recovery_code,
        "cases": cases,
    }
    lines = [
        f"示范工作区：{folder.resolve()}，{cases} 件，人和事都是虚构的",
        f"用户 {login}，口令 {office.password}，恢复码 {office.recovery_code}",
        "口令是公开的，请不要在示范工作区里登记真的信访事项。",
    ]
    return Answer(data, lines)


def _tour(out: Path) -> Answer:
    # The tour drives real windows. It stands beside this layer, so it is fetched by name, and only when asked for.
    from importlib import import_module

    out.mkdir(parents=True, exist_ok=True)
    code = int(import_module("app.ui.shell.tour").run_tour(out))
    made = sorted(str(p.relative_to(out)) for p in out.rglob("*") if p.is_file())
    return Answer({"out": out.resolve(), "files": made}, [f"导览成果在：{out.resolve()}"], code)


def _read_setup(source: Path) -> dict[str, str]:
    from app.cli.facts import read_facts

    raw: dict[str, Any] = read_facts(source)
    unknown = sorted(set(raw) - set(_FIELDS))
    if "password" in raw:
        raise UserFault(
            "口令不能写在文件里，", "请删去，改用环境变量或 --password-stdin。", code="usage", field="password"
        )
    if unknown:
        raise UserFault(
            f"单位设置里不认识“{unknown[0]}”，", f"可用的是：{'、'.join(_FIELDS)}。", code="bad-value", field=unknown[0]
        )
    wrong = next((key for key, value in raw.items() if not isinstance(value, str)), None)
    if wrong is not None:
        raise UserFault(
            f"“{wrong}”应是文字，现在是 {json.dumps(raw[wrong], ensure_ascii=False)[:40]}，", "请加上引号。",
            code="bad-value", field=wrong,
        )  # fmt: skip
    return raw


def _check_words(values: dict[str, str]) -> None:
    """Refuse a level or a role that the program does not know; the rest is checked with the set-up itself."""
    from app.law.route.loading import read_rule_pack

    roles = tuple(entry.role for entry in read_rule_pack().roles)
    for key, label, known in (("level", "单位级别", _LEVELS), ("role", "单位性质", roles)):
        if values.get(key, "") not in known:
            raise UserFault(f"“{label}”没有填或不认识，", f"可以是：{'、'.join(known)}。", code="bad-value", field=key)


COMMANDS: dict[str, Callable[..., Answer]] = {"init": init, "demo": demo}
