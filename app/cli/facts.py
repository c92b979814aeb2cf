"""Read a file of facts: what a case is registered from, or a route is walked with."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.faults import UserFault

_LARGEST = 4 * 1024 * 1024
_NEXT = "格式见 register --example 名称。"


def read_facts(source: Path) -> dict[str, Any]:
    """Return the facts of a JSON file ("-": standard input), without the notes whose names begin with "_".

    Raises `UserFault` (code `no-such-file`, `broken-file` or `bad-value`) and names the fact it is about.
    """
    facts = read_object(source)
    for key, value in facts.items():
        _check(key, value)
    return {key: value for key, value in facts.items() if not key.startswith("_")}


def read_object(source: Path) -> dict[str, Any]:
    """Return the JSON object of a file ("-": standard input); raise `UserFault` (no-such-file or broken-file)."""
    return _object(_bytes(source), "标准输入" if str(source) == "-" else f"文件“{source.name}”")


def _bytes(source: Path) -> bytes:
    try:
        if str(source) == "-":
            content = sys.stdin.buffer.read(_LARGEST + 1)
        else:
            with open(source, "rb") as handle:
                content = handle.read(_LARGEST + 1)
    except OSError as fault:
        raise UserFault(f"读不到文件“{source}”，", "请核对路径和权限。", code="no-such-file") from fault
    if len(content) > _LARGEST:
        raise UserFault("文件超过 4 MB，不像一件信访事项，", "请核对是不是选错了文件。", code="broken-file")
    return content


def _object(content: bytes, name: str) -> dict[str, Any]:
    try:
        facts = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once)
    except UnicodeDecodeError as fault:
        raise UserFault(f"{name}不是 UTF-8 编码，", "请另存为 UTF-8 再试。", code="broken-file") from fault
    except json.JSONDecodeError as fault:
        raise UserFault(
            f"{name}不是正确的 JSON：第 {fault.lineno} 行第 {fault.colno} 列附近，", _NEXT, code="broken-file"
        ) from fault
    except (ValueError, RecursionError) as fault:  # a number of thousands of digits, a nesting without end
        raise UserFault(f"{name}里有读不了的内容，", _NEXT, code="broken-file") from fault
    if not isinstance(facts, dict):
        raise UserFault(f"{name}应是一个 JSON 对象，", _NEXT, code="broken-file")
    return facts


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # Of two values for one fact, JSON silently keeps the last; which was meant is for a person to say.
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise UserFault(f"“{key}”写了两次，", "请只留一个。", code="bad-value", field=key)
        found[key] = value
    return found


def _check(key: str, value: object) -> None:
    if key.startswith("_"):
        return
    plain = value is None or isinstance(value, str | bool | int)
    listed = isinstance(value, list) and all(isinstance(item, str) for item in value)
    if not (plain or listed):
        raise UserFault(
            f"“{key}”的值应是文字、整数、true/false 或文字的列表，", "请改正后再试。", code="bad-value", field=key
        )


def unused_facts(facts: Mapping[str, Any], used: Mapping[str, Any], places: Mapping[str, Any]) -> tuple[str, ...]:
    """Name the facts that the route did not ask for, so that a misplaced one does not vanish unseen."""
    return tuple(k for k, v in facts.items() if v is not None and k not in used and k not in places)
