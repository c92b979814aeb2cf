"""The pathway catalogue (依法分类处理清单库): kind of claim, statutory pathway, basis, organ, period, what to tell."""

from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.law.text.data_files import read_toml, validated
from app.resources import resource_path

Way = Literal["1", "2", "3", "4", "5", "6"]
WAYS: tuple[Way, ...] = get_args(Way)
PETITION_WAY: Way = "6"

WAY_NAMES = {
    "1": "第（一）项 政法机关的法律程序",
    "2": "第（二）项 仲裁",
    "3": "第（三）项 申诉、复审",
    "4": "第（四）项 行政程序",
    "5": "第（五）项 履行法定职责",
    "6": "第（六）项 信访程序",
}
"""The items of Article 31 in short, for a list; the Regulation itself is quoted elsewhere."""

UNCONFIRMED = "待本单位确认"
SHIPPED = f"出厂参考，{UNCONFIRMED}"


class PathwayEntry(BaseModel):
    """One entry of a catalogue. `way` is the item of Article 31 of the Regulation; `keywords` stand between blanks.

    The lengths are those of the pages that take them over as suggestions.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    category: str = Field(min_length=1, max_length=100)
    claim: str = Field(min_length=1, max_length=200)
    way: Way
    pathway: str = Field(min_length=1, max_length=100)
    basis: str = Field(min_length=1, max_length=300)
    organ: str = Field(min_length=1, max_length=100)
    period: str = Field(min_length=1, max_length=200)
    tell: str = Field(min_length=1, max_length=500)
    materials: str = Field(default="", max_length=2_000)
    status: str = Field(default=UNCONFIRMED, min_length=1, max_length=50)
    keywords: str = Field(default="", max_length=300)

    @property
    def confirmed(self) -> bool:
        """Say whether the office has confirmed this entry."""
        return UNCONFIRMED not in self.status


class PathwayCatalogue(BaseModel):
    """A catalogue as the shipped file holds it: its version, the categories it may use, its entries."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: str = Field(min_length=1)
    categories: tuple[str, ...] = Field(min_length=1)
    entries: tuple[PathwayEntry, ...] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _ways_are_items_of_article_31(cls, data: Any) -> Any:
        # Said here, because the general sentence for a wrong choice does not name the entry.
        for place, entry in enumerate(data.get("entries", ()) if isinstance(data, dict) else (), start=1):
            way = entry.get("way") if isinstance(entry, dict) else None
            if way is not None and way not in WAYS:
                raise ValueError(f"第 {place} 条的条例项是“{way}”，只能是 1 到 6")
        return data

    @model_validator(mode="after")
    def _categories_are_known(self) -> "PathwayCatalogue":
        for place, entry in enumerate(self.entries, start=1):
            if entry.category not in self.categories:
                raise ValueError(f"第 {place} 条的类别“{entry.category}”不在类别里")
        return self


def load_pathways(path: Path | None = None) -> PathwayCatalogue:
    """Load a catalogue (default: the shipped one); one that is broken raises UserFault(code="broken-rules")."""
    path = path or resource_path("law", "pathways.toml")
    return validated(PathwayCatalogue, read_toml(path), path)
