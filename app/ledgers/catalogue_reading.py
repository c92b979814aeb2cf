"""Read a pathway catalogue from a workbook: all of it, or a list of what is wrong by row and column."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.law.route.pathways import PathwayEntry
from app.ledgers.catalogue import SHEET, catalogue_shape, way_of
from app.ledgers.table_book import Progress, TableColumn
from app.ledgers.table_reading import Problem, TableReading, TableRefused
from app.ledgers.workbook_file import SheetReading, open_sheet

__all__ = ["CatalogueRefused", "Problem", "ReadCatalogue", "read_catalogue"]


class CatalogueRefused(TableRefused):
    """Nothing was imported; `problems` says what is wrong, in the order of the rows."""

    said = "一条也没有导入，原来的清单没有改动；请在表里改正后再导入。"
    word = "catalogue-refused"


@dataclass(frozen=True)
class ReadCatalogue:
    """What a workbook held: its entries in order, and the headers of columns that nobody asked for."""

    entries: tuple[PathwayEntry, ...]
    unread: tuple[str, ...] = ()


def read_catalogue(path: Path, categories: Sequence[str], progress: Progress | None = None) -> ReadCatalogue:
    """Read a catalogue; `progress(rows)` may answer False to cancel.

    Raises CatalogueRefused for what stands in the rows, UserFault (see `open_sheet`) for the file, cancelled.
    """
    with open_sheet(path, SHEET) as sheet:
        return ReadCatalogue(*_Reading(sheet, categories, progress).read())


class _Reading(TableReading[PathwayEntry]):
    refused = CatalogueRefused
    cancelled = "导入已取消，原来的清单没有改动。"
    nothing = "表里没有一条内容。"
    too_many = "一份清单最多 {:,} 条，从这一行起超出了。"

    def __init__(self, sheet: SheetReading, categories: Sequence[str], progress: Progress | None) -> None:
        super().__init__(sheet, catalogue_shape(categories), progress)
        self._categories = frozenset(categories)
        self._first_seen: dict[tuple[str, ...], int] = {}

    def judge(self, number: int, column: TableColumn, text: str) -> tuple[str, str] | None:
        if column.key == "way":
            way = way_of(text)
            return (way, "") if way else ("", f"“{text[:20]}”不对，只能是（一）到（六）。")
        if column.key == "category" and text not in self._categories:
            return "", f"没有“{text[:20]}”这个类别；可用的见导出的表。"
        return None

    def number(self, column: TableColumn, value: float) -> str | None:
        return str(int(value)) if column.key == "way" and value.is_integer() else None

    def row(self, number: int, texts: dict[str, str]) -> PathwayEntry | Problem:
        same = tuple(texts[key] for key in ("category", "claim", "way", "pathway"))
        before = self._first_seen.setdefault(same, number)
        if before != number:
            return Problem(number, "诉求类型", f"与第 {before} 行重复（类别、诉求、条例项、途径都相同）。")
        return PathwayEntry.model_validate(texts)
