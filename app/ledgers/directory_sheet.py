"""The directory of offices (机关单位名录) as a workbook: one office a row, everything by its name."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from app.law.forms.fields import clean_text
from app.law.forms.same_office import office_key
from app.ledgers.codes import load_codes
from app.ledgers.table_book import Progress, TableColumn, TableShape, write_table
from app.ledgers.table_reading import Problem, TableReading, TableRefused
from app.ledgers.workbook_file import SheetReading, open_sheet

SHEET = "机关单位名录"
LIMIT = 5_000
"""The most offices one workbook may have."""

_YES, _NO = ("是", "在用", "有", "yes", "true", "1"), ("否", "停用", "不在用", "无", "no", "false", "0")
_BETWEEN = re.compile(r"[\n；;]+")
_BETWEEN_NAMES = re.compile(r"[\n；;、，,]+")
_POSTCODE = re.compile(r"[0-9]{6}")


@dataclass(frozen=True)
class OfficeEntry:
    """One office as a person reads and writes it; other offices stand in it by their full names.

    `uid` says which one it is whatever it is called; empty for one that is not kept yet.
    """

    name: str
    level: str
    short_names: tuple[str, ...] = ()
    parent: str = ""
    superiors: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    address: str = ""
    phone: str = ""
    postcode: str = ""
    reconsideration: str = ""
    court: str = ""
    discipline: str = ""
    in_use: bool = True
    uid: str = ""


COLUMNS = (
    TableColumn("name", "单位全称", 34, 100, required=True),
    TableColumn("short_names", "简称", 18, 300),
    TableColumn("level", "级别", 9, 20, required=True),
    TableColumn("parent", "上级单位", 28, 100),
    TableColumn("superiors", "其他上级单位", 28, 1_000),
    TableColumn("duties", "负责的诉求", 34, 8_000),
    TableColumn("address", "地址", 34),
    TableColumn("phone", "电话", 18, 50, example="数字格式会丢掉开头的 0"),
    TableColumn("postcode", "邮编", 9, 6, example="数字格式会丢掉开头的 0"),
    TableColumn("reconsideration", "行政复议机关", 28, 100),
    TableColumn("court", "人民法院", 28, 100),
    TableColumn("discipline", "纪检监察机关", 28, 100),
    TableColumn("in_use", "在用", 7, 10, offers=("是", "否")),
    TableColumn("uid", "标识", 38, 50, optional=True),
)
HEADERS = {column.key: column.header for column in COLUMNS}
LONGEST = {column.key: column.longest for column in COLUMNS}
LONGEST_SHORT_NAME = 50
ONE_OFFICE = ("parent", "reconsideration", "court", "discipline")
"""Where an entry names another office; its `superiors` name several."""
SEVERAL = ("short_names", "superiors", "duties")
"""Where an entry has several texts."""


@cache
def levels() -> Mapping[str, str]:
    """Return the levels an office may have, by what is kept, with what is said."""
    return load_codes("office_level").labels


@cache
def shape() -> TableShape:
    """Return the directory as a list kept in Excel."""
    words = tuple(levels())
    columns = tuple(replace(each, offers=words) if each.key == "level" else each for each in COLUMNS)
    notes = (
        f"每行一个机关、单位，最多 {LIMIT:,} 个；只写单位，不写个人。",
        "表头在第 1 行，列名不要改，不要合并单元格，不要用公式。",
        "导入时逐行检查：有一处不对，就一个也不导入，并列出行、列和原因。表里没有写到的单位留着不动，不会删除。",
        f"单位全称、级别必填，其余可以空着；空着的格子导入后就是空的。级别可以是：{'、'.join(words)}。",
        "上级单位、行政复议机关、人民法院、纪检监察机关写全称，要在这张表或者名录里有。",
        "复查、复核找上一级：有两个以上上级都可以复查的，一个写在上级单位，别的写在其他上级单位。",
        "简称、其他上级单位、负责的诉求有几项的，一行写一项，或者用分号隔开。"
        "负责的诉求写内容分类，或者依法分类处理清单里的诉求类型。",
        "在用写“否”的，不再作为候选，已经办的件不变。标识是程序认单位用的：改名时不要动它，新增的单位空着。",
    )
    return TableShape(SHEET, columns, LIMIT, notes)


class DirectoryRefused(TableRefused):
    """Nothing was imported; `problems` says what is wrong, in the order of the rows."""

    said = "一个也没有导入，名录没有改动；请在表里改正后再导入。"
    word = "directory-refused"


def write_directory(path: Path, entries: Sequence[OfficeEntry], progress: Progress | None = None) -> int:
    """Write the directory as .xlsx at `path`, a temporary that nobody misses, and return the number of offices."""
    return write_table(path, shape(), [_written(entry) for entry in entries], progress)


def read_directory(
    path: Path, matters: Collection[str], kept: Collection[str], progress: Progress | None = None
) -> tuple[dict[int, OfficeEntry], tuple[str, ...]]:
    """Return the offices of a workbook by their rows, and the headers that nobody asked for.

    `matters` are the kinds of claim an office may answer for, `kept` the names of offices that need not be in it.
    Raises DirectoryRefused for what stands in the rows, UserFault (see `open_sheet`) for the file, cancelled.
    """
    with open_sheet(path, SHEET) as sheet:
        rows, unread = _Reading(sheet, matters, kept, progress).read()
    return dict(rows), unread


def fault_of(key: str, text: str, matters: Collection[str]) -> str:
    """Say what is wrong with one text of an entry, one of several where there are several; empty for nothing."""
    if key == "level" and text not in levels():
        return f"没有“{text[:20]}”这一级，可以是：{'、'.join(levels())}。"
    if key == "postcode" and not _POSTCODE.fullmatch(text):
        return f"“{text[:20]}”不是邮编，邮编是 6 位数字。"
    if key == "duties" and text not in matters:
        return f"“{text[:20]}”不在内容分类里，也不是依法分类处理清单里的诉求类型。"
    longest = LONGEST_SHORT_NAME if key == "short_names" else 100 if key == "superiors" else LONGEST[key]
    return f"有 {len(text):,} 个字，最多 {longest:,} 个。" if len(text) > longest else ""


def no_such_office(name: str) -> str:
    """Say that an office that another one names is not there."""
    return f"名录和表里都没有“{name[:40]}”，请写全称，或者先加这个单位。"


def _written(entry: OfficeEntry) -> dict[str, str]:
    row = {}
    for column in COLUMNS:
        value = getattr(entry, column.key)
        row[column.key] = "\n".join(value) if isinstance(value, tuple) else value
    return row | {"in_use": "是" if entry.in_use else "否"}


class _Reading(TableReading[tuple[int, OfficeEntry]]):
    refused = DirectoryRefused
    cancelled = "导入已取消，名录没有改动。"
    nothing = "表里没有一个单位。"
    too_many = "一张表最多 {:,} 个单位，从这一行起超出了。"

    def __init__(
        self, sheet: SheetReading, matters: Collection[str], kept: Collection[str], progress: Progress | None
    ) -> None:
        super().__init__(sheet, shape(), progress)
        self._matters = matters
        self._first_seen: dict[tuple[str, str], int] = {}
        self._names = {office_key(name) for name in kept}
        self._named: list[tuple[int, str, str]] = []

    def judge(self, number: int, column: TableColumn, text: str) -> tuple[str, str] | None:
        if column.key == "level":
            text = next((key for key, label in levels().items() if text == label), text)
        elif column.key == "in_use":
            known = {**dict.fromkeys(_YES, "是"), **dict.fromkeys(_NO, "否")}.get(text.lower(), "")
            return (known, "") if known else ("", "只能是“是”或“否”。")
        elif column.key == "name":
            self._names.add(office_key(text))
        for each in _several(column.key, text) or (text,):
            if column.key in (*ONE_OFFICE, "superiors"):
                self._named.append((number, column.header, each))
            if fault := fault_of(column.key, each, self._matters):
                return "", fault
        return text if column.key in SEVERAL else _line(text), ""

    def left_over(self) -> list[Problem]:
        return [
            Problem(number, header, no_such_office(name))
            for number, header, name in self._named
            if office_key(name) not in self._names
        ]

    def row(self, number: int, texts: dict[str, str]) -> tuple[int, OfficeEntry] | Problem:
        values: dict[str, Any] = {**texts, "in_use": texts.get("in_use", "是") == "是"}
        entry = OfficeEntry(**values | {key: _several(key, texts.get(key, "")) for key in SEVERAL})
        for key, same in (("name", office_key(entry.name)), ("uid", entry.uid)):
            before = self._first_seen.setdefault((key, same), number) if same else number
            if before != number:
                return Problem(number, HEADERS[key], f"与第 {before} 行重复。")
        return number, entry


def _several(key: str, text: str) -> tuple[str, ...]:
    if key not in SEVERAL:
        return ()
    between = _BETWEEN if key == "duties" else _BETWEEN_NAMES
    return tuple(dict.fromkeys(each for part in between.split(text) if (each := _line(part))))


def _line(text: str) -> str:
    return clean_text(text, one_line=True).strip()
