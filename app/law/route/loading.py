"""Load a rule pack that can be trusted, or say in one sentence why not."""

from collections.abc import Mapping
from pathlib import Path

from app.faults import UserFault
from app.law.dates.clocks import ClockRule, load_clock_rules
from app.law.route.check import check_rule_pack
from app.law.route.models import Answer, ClockUse, Edge, Mark, Node, Outcome, Role, RulePack
from app.law.text.articles import Regulation, load_regulation
from app.law.text.data_files import read_toml, validated
from app.resources import resource_path

__all__ = [
    "Answer",
    "ClockUse",
    "Edge",
    "Mark",
    "Node",
    "Outcome",
    "Role",
    "RulePack",
    "check_rule_pack",
    "load_rule_pack",
    "read_rule_pack",
]


def read_rule_pack(path: Path | None = None) -> RulePack:
    """Read a rule pack without proving it; a file of the wrong shape raises UserFault(code="broken-rules")."""
    path = path or resource_path("law", "rules", "national-2022.toml")
    return validated(RulePack, read_toml(path), path)


def load_rule_pack(
    path: Path | None = None,
    regulation: Regulation | None = None,
    clocks: Mapping[str, ClockRule] | None = None,
) -> RulePack:
    """Read and prove a rule pack; anything wrong raises UserFault(code="broken-rules") naming file and fault."""
    path = path or resource_path("law", "rules", "national-2022.toml")
    pack = read_rule_pack(path)
    problems = check_rule_pack(
        pack,
        load_regulation() if regulation is None else regulation,
        load_clock_rules() if clocks is None else clocks,
    )
    if problems:
        more = f"（另有 {len(problems) - 1} 处）" if len(problems) > 1 else ""
        raise UserFault(
            f"规则文件 {path.name} 有误：{problems[0]}{more}",
            "请改正这一处，或用安装包里的原文件替换它。",
            code="broken-rules",
        )
    return pack
