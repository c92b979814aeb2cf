"""Load a life pack that can be trusted, or say in one sentence why not."""

from pathlib import Path

from app.faults import UserFault
from app.law.dates.clocks import load_clock_rules
from app.law.life.check import check_life_pack
from app.law.life.models import LifePack
from app.law.route.loading import load_rule_pack
from app.law.text.articles import load_regulation
from app.law.text.data_files import read_toml, validated
from app.resources import resource_path


def read_life_pack(path: Path | None = None) -> LifePack:
    """Read a life pack without proving it; a file of the wrong shape raises UserFault(code="broken-rules")."""
    path = path or resource_path("law", "rules", "life-2022.toml")
    return validated(LifePack, read_toml(path), path)


def load_life_pack(path: Path | None = None) -> LifePack:
    """Read and prove the life pack; anything wrong raises UserFault(code="broken-rules") naming file and fault."""
    path = path or resource_path("law", "rules", "life-2022.toml")
    pack = read_life_pack(path)
    problems = check_life_pack(pack, load_rule_pack(), load_regulation(), load_clock_rules())
    if problems:
        more = f"（另有 {len(problems) - 1} 处）" if len(problems) > 1 else ""
        raise UserFault(
            f"规则文件 {path.name} 有误：{problems[0]}{more}",
            "请改正这一处，或用安装包里的原文件替换它。",
            code="broken-rules",
        )
    return pack
