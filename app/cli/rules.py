"""Commands on the rules as a whole: prove them, draw them."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from app.cli.answer import Answer
from app.cli.exit_codes import FAULTS_FOUND
from app.cli.options import JsonOption
from app.faults import UserFault

if TYPE_CHECKING:
    from app.law.life.coverage import Coverage
    from app.law.life.models import LifePack
    from app.law.route.loading import RulePack

group = typer.Typer(help="规则：证明规则完整，画出路线图。", rich_markup_mode=None, add_completion=False)
_EVERY = 2_000
_LOOP, _BEHIND = "绕回原处", "从任何起点都走不到"


@group.command("check")
def check(
    pack: Annotated[
        Path | None, typer.Option("--pack", help="规则文件，登记路线的或者登记以后的；不写则查自带的。")
    ] = None,
    paths: Annotated[bool, typer.Option("--paths", help="逐条走完每种单位的全部路径并计数，要几分钟。")] = False,
    as_json: JsonOption = False,
) -> Answer:
    """证明规则：处处走得到，没有死路，去向都有依据、文书、期限或理由，条文都存在。有问题退出码是 6。"""
    from app.law.dates.clocks import load_clock_rules
    from app.law.text.articles import load_regulation

    regulation, clocks = load_regulation(), load_clock_rules()
    try:
        intake, life = _read(pack)
    except UserFault as fault:
        if fault.code != "broken-rules":
            raise
        return _refused([fault.sentence], pack)
    problems = _problems(intake, life, regulation, clocks)
    if problems:
        return _refused(problems, pack)
    from app.law.life.coverage import coverage

    reached = coverage(intake, life, regulation, clocks)
    counted = {role.role: _count(intake, role.role, role.name) for role in intake.roles} if paths else None
    data: dict[str, Any] = {
        "sound": True,
        "problems": [],
        "packs": [f"{intake.id} {intake.version}", f"{life.id} {life.version}"],
        "coverage": {
            "nodes": reached.nodes, "outcomes": reached.outcomes, "states": reached.states, "acts": reached.acts,
            "articles": reached.articles, "articles_cited": len(reached.cited),
            "articles_not_cited": list(reached.not_cited), "clocks_used": list(reached.clocks),
            "clocks_not_used": list(reached.clocks_not_used),
        },
        "paths": counted,
    }  # fmt: skip
    return Answer(data, _told(reached, intake, life, counted))


@group.command("graph")
def graph(
    out: Annotated[Path, typer.Argument(help="写到哪里：.svg 或者 .pdf。")],
    role: Annotated[str, typer.Option("--role", help="单位性质。")] = "petition_department",
    size: Annotated[str, typer.Option("--size", help="PDF 的纸：A3、A2，或 A3x2（A2 用两张 A3 拼）。")] = "A3",
    office: Annotated[str, typer.Option("--office", help="印在挂图上的单位名称。")] = "",
    as_json: JsonOption = False,
) -> Answer:
    """把路线图写成 SVG 或者 PDF，与窗口里的是同一张图。"""
    from app.casework.views.route_maps import office_map, poster_of, svg_of
    from app.security.files import write_whole_file

    kind = out.suffix.lower()
    if kind not in (".svg", ".pdf"):
        raise UserFault(f"不知道“{out.name}”要写成什么，", "文件名请以 .svg 或 .pdf 结尾。", code="usage")
    wanted: dict[str, Literal["A2", "A3", "A3x2"]] = {"A2": "A2", "A3": "A3", "A3X2": "A3x2"}
    if size.upper() not in wanted:
        raise UserFault(f"没有“{size}”这种纸，", "可以是 A3、A2、A3x2。", code="usage")
    drawing = office_map(role)
    content = svg_of(role).encode("utf-8") if kind == ".svg" else poster_of(role, wanted[size.upper()], office)
    write_whole_file(out, content)
    ways = len(set(drawing.ways()))
    data = {"file": out, "role": role, "places": len(drawing.boxes), "ways": ways, "bytes": len(content)}
    return Answer(data, [f"已写到 {out}：{drawing.role_name}，{len(drawing.boxes)} 格，{ways} 条路。"])


GROUPS = {"rules": group}


def _read(path: Path | None) -> "tuple[RulePack, LifePack]":
    """Read both packs; `path` takes the place of the one whose shape it has."""
    from app.law.life.loading import read_life_pack
    from app.law.route.loading import read_rule_pack
    from app.law.text.data_files import read_toml

    if path is None:
        return read_rule_pack(), read_life_pack()
    if not path.is_file():
        raise UserFault(f"没有“{path.name}”这个文件，", "请核对路径。", code="unreadable")
    # What has acts is about the life of a case.
    if "acts" in read_toml(path):
        return read_rule_pack(), read_life_pack(path)
    return read_rule_pack(path), read_life_pack()


def _problems(intake: "RulePack", life: "LifePack", regulation: Any, clocks: Any) -> list[str]:
    from app.law.life.check import check_life_pack
    from app.law.route.check import check_rule_pack

    found = list(check_rule_pack(intake, regulation, clocks))
    if any(_LOOP in problem for problem in found):
        # What lies behind a loop cannot be reached either: the loop is the fault to mend.
        found = [problem for problem in found if _BEHIND not in problem]
    # The life is proven against a sound intake: a broken one would only repeat itself in every state.
    return found or list(check_life_pack(life, intake, regulation, clocks))


def _refused(problems: list[str], pack: Path | None) -> Answer:
    where = pack.name if pack is not None else "自带的规则"
    lines = [*problems, f"{where}有 {len(problems)} 处问题，不能使用。"]
    return Answer({"sound": False, "problems": problems, "coverage": None, "paths": None}, lines, FAULTS_FOUND)


def _count(intake: "RulePack", role: str, name: str) -> int:
    from app.law.route.paths import enumerate_paths

    count = 0
    for count, _path in enumerate(enumerate_paths(intake, role), start=1):
        if count % _EVERY == 0:
            print(f"\r{name}：已走 {count} 条…", end="", file=sys.stderr, flush=True)
    print(f"\r{name}：共 {count} 条路径。   ", file=sys.stderr, flush=True)
    return count


def _told(reached: "Coverage", intake: "RulePack", life: "LifePack", counted: dict[str, int] | None) -> list[str]:
    missing = f"；没有引用的：{'、'.join(map(str, reached.not_cited))}" if reached.not_cited else ""
    idle = f"；没有用到的：{'、'.join(reached.clocks_not_used)}" if reached.clocks_not_used else ""
    lines = [
        f"规则完整：{intake.name}（{intake.id} {intake.version}），{life.name}（{life.id} {life.version}）。",
        f"登记路线：{reached.nodes} 页，{reached.outcomes} 个去向。",
        f"登记以后：{reached.states} 个状态，{reached.acts} 件事。",
        f"条文：引用 {len(reached.cited)} 条，共 {reached.articles} 条{missing}。",
        f"期限：用到 {len(reached.clocks)} 种（{'、'.join(reached.clocks)}）{idle}。",
    ]
    if counted is not None:
        names = {role.role: role.name for role in intake.roles}
        lines += [f"路径：{names[role]} {count} 条。" for role, count in counted.items()]
    else:
        lines.append("加 --paths 逐条走完并数出路径。")
    return lines
