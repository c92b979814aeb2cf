"""The pathway catalogue as a workbook: its columns, the words in them, and writing it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from app.law.route.pathways import WAY_NAMES, WAYS, PathwayEntry
from app.ledgers.table_book import Progress, TableColumn, TableShape, write_table

SHEET = "依法分类处理清单"
LIMIT = 5_000
"""The most entries one catalogue may have."""

_MAY_BE_EMPTY = {"materials", "status", "keywords"}


def _longest(key: str) -> int:
    rules = PathwayEntry.model_fields[key].metadata
    return next((int(rule.max_length) for rule in rules if hasattr(rule, "max_length")), 10)


def _column(key: str, header: str, width: int, example: str = "") -> TableColumn:
    return TableColumn(key, header, width, _longest(key), required=key not in _MAY_BE_EMPTY, example=example)


COLUMNS = (
    _column("category", "类别", 14),
    _column("claim", "诉求类型", 30),
    _column("way", "条例项", 9),
    _column("pathway", "法定途径", 22),
    _column("basis", "法律依据", 36),
    _column("organ", "责任机关", 28),
    _column("period", "期限", 30, example="例如“60日内”"),
    _column("tell", "告知语", 44),
    _column("materials", "所需材料", 30),
    _column("status", "状态", 20),
    _column("keywords", "检索词", 24),
)

_NUMERALS = dict(zip(WAYS, "一二三四五六", strict=True))
WAY_WORDS = {way: f"（{numeral}）" for way, numeral in _NUMERALS.items()}
_NOT_IN_A_WAY = str.maketrans("", "", "（）()第项 　")
_NOTES = (
    f"每行一条，最多 {LIMIT:,} 条；表头在第 1 行，列名不要改，不要合并单元格，不要用公式。",
    "导入时逐行检查：有一处不对，就一条也不导入，并列出行、列和原因。导入后整体替换本单位原有的清单。",
    "所需材料、状态、检索词可以空着，其余必填。检索词之间用空格分开。",
    "状态空着，按“待本单位确认”处理；核对无误的，写上确认的单位和日期，例如“本单位2026年11月确认”。",
    "法律依据写法律全称加书名号；拿不准条款号的，只写法律名称。",
    "条例项是《信访工作条例》第三十一条的项：" + "；".join(WAY_NAMES[way] for way in WAYS) + "。",
)


def way_of(text: str) -> str | None:
    """Read an item of Article 31 as people write it: 4, （四）, 第四项, 第（四）项; None for anything else."""
    bare = text.translate(_NOT_IN_A_WAY)
    return next((way for way in WAYS if bare in (way, _NUMERALS[way])), None)


def catalogue_shape(categories: Sequence[str]) -> TableShape:
    """Return the list as a workbook; `categories` are what an entry may be filed under."""
    offers = {"way": tuple(WAY_WORDS.values()), "category": tuple(categories)}
    columns = tuple(replace(column, offers=offers.get(column.key, ())) for column in COLUMNS)
    return TableShape(SHEET, columns, LIMIT, _NOTES)


def write_catalogue(
    path: Path, entries: Sequence[PathwayEntry], categories: Sequence[str], progress: Progress | None = None
) -> int:
    """Write a catalogue as .xlsx at `path`, a temporary that nobody misses, and return the number of entries.

    Text is written as text, whatever it begins with. `progress(count)` may answer False to cancel (`UserFault`).
    """
    rows = [{**entry.model_dump(), "way": WAY_WORDS[entry.way]} for entry in entries]
    return write_table(path, catalogue_shape(categories), rows, progress)
