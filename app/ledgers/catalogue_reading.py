"""Read a pathway catalogue from a workbook: all of it, or a list of what is wrong by row and column."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from app.faults import UserFault
from app.law.route.pathways import PathwayEntry
from app.ledgers.catalogue import COLUMNS, LIMIT, SHEET, CatalogueColumn, way_of
from app.ledgers.cells import clean
from app.ledgers.workbook_file import ReadCell, SheetReading, open_sheet

_REPORT_EVERY = 200
_PROBLEMS = 1_000
"""After so many a file is not looked at further: nobody mends more at one go."""


class Problem(NamedTuple):
    """One thing that is wrong: the row as Excel numbers it, the header of the column, what it is in a sentence."""

    row: int
    column: str
    sentence: str

    @property
    def place(self) -> str:
        """Return where it is, in words."""
        return f"第 {self.row} 行" + (f"“{self.column}”" if self.column else "")


class CatalogueRefused(UserFault):
    """Nothing was imported; `problems` says what is wrong, in the order of the rows."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        first = problems[0]
        count = f"（共 {len(problems):,} 处问题）" if len(problems) > 1 else ""
        super().__init__(
            f"{first.place}：{first.sentence}{count}",
            "一条也没有导入，原来的清单没有改动；请在表里改正后再导入。",
            code="catalogue-refused",
        )
        self.problems = tuple(problems)


@dataclass(frozen=True)
class ReadCatalogue:
    """What a workbook held: its entries in order, and the headers of columns that nobody asked for."""

    entries: tuple[PathwayEntry, ...]
    unread: tuple[str, ...] = ()


def read_catalogue(
    path: Path, categories: Sequence[str], progress: Callable[[int], bool] | None = None
) -> ReadCatalogue:
    """Read a catalogue; `progress(rows)` may answer False to cancel.

    Raises CatalogueRefused for what stands in the rows, UserFault (see `open_sheet`) for the file, cancelled.
    """
    with open_sheet(path, SHEET) as sheet:
        return _Reading(sheet, frozenset(categories), progress).read()


class _Reading:
    def __init__(self, sheet: SheetReading, categories: frozenset[str], progress: Callable[[int], bool] | None) -> None:
        self._sheet, self._categories, self._progress = sheet, categories, progress
        self._problems: list[Problem] = []
        self._rows = 0
        self._first_seen: dict[tuple[str, ...], int] = {}

    def read(self) -> ReadCatalogue:
        if self._sheet.merged:
            self._refuse_merged()
        rows = self._sheet.rows()
        first, header = next(rows, (1, ()))
        places, unread = self._header(header if first == 1 else ())
        entries: list[PathwayEntry] = []
        for number, cells in rows:
            if number % _REPORT_EVERY == 0 and self._progress is not None and self._progress(number) is False:
                raise UserFault("导入已取消，原来的清单没有改动。", "需要时重新导入即可。", code="cancelled")
            taken = {key: cells[place] for key, place in places.items() if place < len(cells)}
            if all(cell.kind == "empty" for cell in taken.values()):
                continue
            self._rows += 1
            if self._rows > LIMIT:
                sentence = f"一份清单最多 {LIMIT:,} 条，从这一行起超出了。"
                raise CatalogueRefused([Problem(number, "", sentence)])
            entry = self._entry(number, taken)
            if entry is not None:
                entries.append(entry)
            if len(self._problems) >= _PROBLEMS:
                break
        if self._problems:
            raise CatalogueRefused(self._problems)
        if not entries:
            raise CatalogueRefused([Problem(2, "", "表里没有一条内容。")])
        return ReadCatalogue(tuple(entries), unread)

    def _refuse_merged(self) -> None:
        problems = []
        for area in self._sheet.merged:
            row = int("".join(filter(str.isdigit, area.partition(":")[0])) or 1)
            where = "表头" if row == 1 else "表格"
            problems.append(Problem(row, "", f"{where}有合并的单元格 {area}，请取消合并。"))
        raise CatalogueRefused(sorted(problems))

    def _header(self, cells: Sequence[ReadCell]) -> tuple[dict[str, int], tuple[str, ...]]:
        wanted = {column.header: column.key for column in COLUMNS}
        places: dict[str, int] = {}
        unread: list[str] = []
        problems: list[Problem] = []
        for place, cell in enumerate(cells):
            header = "".join(str(cell.value).split()).strip("*＊") if cell.kind == "text" else ""
            key = wanted.get(header)
            if key is None:
                unread.extend([header] if header else [])
            elif key in places:
                problems.append(Problem(1, header, "这一列出现了两次。"))
            else:
                places[key] = place
        missing = [column.header for column in COLUMNS if column.key not in places]
        problems += [Problem(1, header, "缺少这一列；表头要在第 1 行，列名照导出的表写。") for header in missing]
        if problems:
            raise CatalogueRefused(problems)
        return places, tuple(unread)

    def _entry(self, number: int, cells: dict[str, ReadCell]) -> PathwayEntry | None:
        texts: dict[str, str] = {}
        found: list[Problem] = []
        for column in COLUMNS:
            text, fault = self._text(column, cells.get(column.key, ReadCell("empty")))
            if fault:
                found.append(Problem(number, column.header, fault))
            elif text:
                texts[column.key] = text
        if not found:
            same = tuple(texts[key] for key in ("category", "claim", "way", "pathway"))
            before = self._first_seen.setdefault(same, number)
            if before != number:
                found.append(Problem(number, "诉求类型", f"与第 {before} 行重复（类别、诉求、条例项、途径都相同）。"))
        self._problems.extend(found)
        return None if found else PathwayEntry.model_validate(texts)

    def _text(self, column: CatalogueColumn, cell: ReadCell) -> tuple[str, str]:
        """Return the text of a cell, or what is wrong with it."""
        text, fault = _as_text(column, cell)
        if fault:
            return "", fault
        if not text:
            return "", f"请填写{column.header}。" if column.required else ""
        if column.key == "way":
            way = way_of(text)
            return (way, "") if way else ("", f"“{text[:20]}”不对，只能是（一）到（六）。")
        if column.key == "category" and text not in self._categories:
            return "", f"没有“{text[:20]}”这个类别；可用的见导出的表。"
        if len(text) > column.longest:
            return "", f"有 {len(text):,} 个字，最多 {column.longest:,} 个。"
        return text, ""


def _as_text(column: CatalogueColumn, cell: ReadCell) -> tuple[str, str]:
    if cell.kind == "empty":
        return "", ""
    if cell.kind == "formula":
        return "", "是公式，请改成文字。"
    if cell.kind == "error":
        return "", "是出错的公式，请改成文字。"
    if cell.kind == "number" and column.key == "way" and float(cell.value).is_integer():
        return str(int(cell.value)), ""
    if cell.kind in ("number", "date", "yes_no"):
        said = {"number": "数字", "date": "日期", "yes_no": "是非值"}[cell.kind]
        return "", f"是{said}，应是文字" + ("，例如“60日内”。" if column.key == "period" else "。")
    return clean(str(cell.value)).strip(), ""
