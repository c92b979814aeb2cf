"""Filled examples of every route, for the command line, the demonstration and the tests."""

import json
from pathlib import Path

from app.faults import UserFault
from app.resources import resource_path


def example_names(folder: Path | None = None) -> tuple[str, ...]:
    """Return the names of the examples in order."""
    return tuple(sorted(path.stem for path in _folder(folder).glob("*.json")))


def load_example(name: str, folder: Path | None = None) -> dict[str, object]:
    """Return the facts of an example; "_note" says in Chinese what it shows, "office_role" whose route it walks.

    Raises UserFault with code unknown-example or broken-example.
    """
    if name not in example_names(folder):
        raise UserFault(
            f"没有“{name}”这个示例。", f"可用的是：{'、'.join(example_names(folder))}。", code="unknown-example"
        )
    try:
        facts = json.loads((_folder(folder) / f"{name}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        facts = None
    if not isinstance(facts, dict):
        raise UserFault(f"示例文件 {name}.json 读不出来。", "请用安装包里的原文件替换它。", code="broken-example")
    return facts


def _folder(folder: Path | None) -> Path:
    return folder or resource_path("law", "examples")
