"""Read the data files of the law folder; what is wrong with one is said in one Chinese sentence."""

import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from app.faults import UserFault

M = TypeVar("M", bound=BaseModel)

MEND = "请用安装包里的原文件替换它，再重新打开程序。"


def read_toml(path: Path) -> dict[str, Any]:
    """Read one TOML file; a fault is UserFault(code="broken-rules") naming the file and the line."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise UserFault(f"打不开规则文件 {path.name}。", MEND, code="broken-rules") from None
    except UnicodeDecodeError:
        raise UserFault(f"规则文件 {path.name} 不是 UTF-8 文本。", MEND, code="broken-rules") from None
    except tomllib.TOMLDecodeError as fault:
        place = re.search(r"line (\d+), column (\d+)", str(fault))
        where = f"第 {place[1]} 行第 {place[2]} 列" if place else "末尾"
        raise UserFault(f"规则文件 {path.name} 的{where}写法有误。", MEND, code="broken-rules") from None
    except RecursionError:
        raise UserFault(f"规则文件 {path.name} 嵌套太深。", MEND, code="broken-rules") from None


def validated(model: type[M], data: dict[str, Any], path: Path) -> M:
    """Turn file data into a checked model; a fault names the file and the first place that is wrong."""
    try:
        return model.model_validate(data)
    except ValidationError as fault:
        first = fault.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        where = f"“{place}”" if place else ""
        what = _reason(first["type"], first.get("ctx", {}))
        raise UserFault(f"规则文件 {path.name} {where}有误：{what}。", MEND, code="broken-rules") from None


def _reason(kind: str, context: dict[str, Any]) -> str:
    if kind == "missing":
        return "缺少这一项"
    if kind == "extra_forbidden":
        return "这一项不认识，可能写错了名字"
    if kind == "literal_error":
        return f"只能是 {context['expected'].replace(' or ', '、')}"
    if kind == "value_error":
        return str(context["error"])
    if kind.startswith("date"):
        return "不是一个日期"
    return "值的类型或大小不对"
