"""Code tables: the words a column may hold, and what other systems call them."""

import tomllib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from app.faults import UserFault
from app.resources import resource_path


class Code(BaseModel):
    """Name one entry: our key, the word that is printed, and the words of other systems."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str = Field(min_length=1)
    label: str = Field(min_length=1)
    parent: str = ""
    other: dict[str, str] = Field(default_factory=dict)


class CodeTable(BaseModel):
    """Hold one code table; a `placeholder` is ours until the office has confirmed or replaced it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str = Field(min_length=1)
    title: str = Field(min_length=1)
    status: Literal["confirmed", "placeholder"]
    note: str = ""
    codes: tuple[Code, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _keys_are_unique_and_parents_exist(self) -> "CodeTable":
        keys = [code.key for code in self.codes]
        if twice := sorted({key for key in keys if keys.count(key) > 1}):
            raise ValueError(f"重复的码：{'、'.join(twice)}")
        if orphans := [code.key for code in self.codes if code.parent and code.parent not in keys]:
            raise ValueError(f"找不到上级的码：{'、'.join(orphans)}")
        return self

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Give the printed word of every key."""
        return MappingProxyType({code.key: code.label for code in self.codes})

    def children(self, parent: str = "") -> tuple[Code, ...]:
        """List the entries below `parent`, or the first level."""
        return tuple(code for code in self.codes if code.parent == parent)


def load_codes(name: str, folder: Path | None = None) -> CodeTable:
    """Load the code table `<name>.toml`; a missing or broken one raises `UserFault` (broken-codes)."""
    path = (folder or resource_path("codes")) / f"{name}.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return CodeTable(**data.get("table", {}), codes=data.get("codes", ()))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError, TypeError, AttributeError) as error:
        raise UserFault(
            f"码表文件 {path.name} 读不出来或内容不完整。",
            "请用安装包里的原文件替换它，或请信息员对照其他码表改正后重试。",
            code="broken-codes",
            field=name,
        ) from error
