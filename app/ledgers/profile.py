"""A ledger is data: which columns, in which words, filled from which facts, hidden how."""

import tomllib
from collections import Counter
from dataclasses import fields
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from app.faults import UserFault
from app.ledgers.masks import MASKS
from app.ledgers.row import LedgerRow
from app.resources import resource_path

FIELD_TYPES: dict[str, object] = {field.name: field.type for field in fields(LedgerRow)}
_FITS: dict[str, set[object]] = {
    "text": {str},
    "code": {str, bool, bool | None},
    "date": {FIELD_TYPES["due_on"]},
    "int": {int},
}
#: Personal numbers are hidden by default in every ledger (最小必要); a profile that forgets to say how is broken.
_MUST_MASK = frozenset({"id_number", "phone"})


class LedgerColumn(BaseModel):
    """Describe one column. `width` is in characters of the body font; `advise` is a length worth a remark."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    header: str = Field(min_length=1)
    field: str
    fallback: str = ""
    type: Literal["text", "date", "int", "code"]
    width: float = Field(gt=0, le=255)
    wrap: bool = False
    mask: str = ""
    codes: str = ""
    advise: int = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _fits_the_record(self) -> "LedgerColumn":
        for name in filter(None, (self.field, self.fallback)):
            if name not in FIELD_TYPES:
                raise ValueError(f"“{self.header}”取自不存在的项目 {name}")
            if FIELD_TYPES[name] not in _FITS[self.type]:
                raise ValueError(f"“{self.header}”的类型 {self.type} 与项目 {name} 不符")
        if self.mask and self.mask not in MASKS:
            raise ValueError(f"“{self.header}”的遮盖方式 {self.mask} 不存在")
        if self.mask and self.type != "text":
            raise ValueError(f"“{self.header}”不是文字，不能遮盖")
        if not self.mask and _MUST_MASK & {self.field, self.fallback}:
            raise ValueError(f"“{self.header}”含个人号码，必须写明遮盖方式")
        if bool(self.codes) != (self.type == "code"):
            raise ValueError(f"“{self.header}”：类型为 code 的栏目才有码表，而且必须有")
        return self


class LedgerProfile(BaseModel):
    """Describe one ledger: its name, its columns in order and the note on how it counts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str = Field(min_length=1)
    title: str = Field(min_length=1)
    version: str
    source: str
    note: str = ""
    columns: tuple[LedgerColumn, ...] = Field(min_length=1, max_length=256)

    @model_validator(mode="after")
    def _headers_are_unique(self) -> "LedgerProfile":
        twice = [header for header, n in Counter(column.header for column in self.columns).items() if n > 1]
        if twice:
            raise ValueError(f"重复的栏名：{'、'.join(twice)}")
        return self

    @property
    def headers(self) -> tuple[str, ...]:
        """Give the header words in order."""
        return tuple(column.header for column in self.columns)


def load_profile(path: Path | None = None) -> LedgerProfile:
    """Load a ledger profile, by default 省系统对照台账; a broken file raises `UserFault` (broken-profile)."""
    path = path or resource_path("ledgers", "province.toml")
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return LedgerProfile(**data.get("profile", {}), columns=data.get("columns", ()))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, TypeError, AttributeError) as error:
        why = ""
        cause: Exception = error
    except ValidationError as error:
        said = [str(item["ctx"]["error"]) for item in error.errors() if item["type"] == "value_error" and "ctx" in item]
        where = [".".join(str(part) for part in item["loc"]) for item in error.errors()]
        why = f"（{said[0] if said else where[0]}）"
        cause = error
    raise UserFault(
        f"台账方案文件 {path.name} 读不出来或内容不完整{why}。",
        "请用安装包里的原文件替换它，或请信息员改正后重试；其他功能不受影响。",
        code="broken-profile",
    ) from cause
