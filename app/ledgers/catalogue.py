"""The pathway catalogue as a workbook: its columns, the words in them, and writing it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from app.faults import UserFault
from app.law.route.pathways import WAY_NAMES, WAYS, PathwayEntry
from app.ledgers.cells import FORMULA_STARTS, clean

SHEET = "依法分类处理清单"
LIMIT = 5_000
"""The most entries one catalogue may have."""

_REPORT_EVERY = 200
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # a spreadsheet would read _x0041_ as "A"
_INK = Font(name="宋体", size=10)
_HEAD_INK = Font(name="宋体", size=10, bold=True)
_LINE = Side(style="thin", color="FF9AA3AF")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD_FILL = PatternFill("solid", fgColor="FFE8F0FA")
_TOP = Alignment(horizontal="left", vertical="top", wrap_text=True)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)


@dataclass(frozen=True)
class CatalogueColumn:
    """One column: the field of the entry, its header, its width in characters."""

    key: str
    header: str
    width: int

    @property
    def required(self) -> bool:
        """Say whether a cell of it may be empty."""
        return self.key not in {"materials", "status", "keywords"}

    @property
    def longest(self) -> int:
        """Return how many characters a cell of it may hold."""
        rules = PathwayEntry.model_fields[self.key].metadata
        return next((int(rule.max_length) for rule in rules if hasattr(rule, "max_length")), 10)


COLUMNS = (
    CatalogueColumn("category", "类别", 14),
    CatalogueColumn("claim", "诉求类型", 30),
    CatalogueColumn("way", "条例项", 9),
    CatalogueColumn("pathway", "法定途径", 22),
    CatalogueColumn("basis", "法律依据", 36),
    CatalogueColumn("organ", "责任机关", 28),
    CatalogueColumn("period", "期限", 30),
    CatalogueColumn("tell", "告知语", 44),
    CatalogueColumn("materials", "所需材料", 30),
    CatalogueColumn("status", "状态", 20),
    CatalogueColumn("keywords", "检索词", 24),
)

_NUMERALS = dict(zip(WAYS, "一二三四五六", strict=True))
WAY_WORDS = {way: f"（{numeral}）" for way, numeral in _NUMERALS.items()}
_NOT_IN_A_WAY = str.maketrans("", "", "（）()第项 　")


def way_of(text: str) -> str | None:
    """Read an item of Article 31 as people write it: 4, （四）, 第四项, 第（四）项; None for anything else."""
    bare = text.translate(_NOT_IN_A_WAY)
    return next((way for way in WAYS if bare in (way, _NUMERALS[way])), None)


def write_catalogue(
    path: Path,
    entries: Sequence[PathwayEntry],
    categories: Sequence[str],
    progress: Callable[[int], bool] | None = None,
) -> int:
    """Write a catalogue as .xlsx at `path`, a temporary that nobody misses, and return the number of entries.

    Text is written as text, whatever it begins with. `progress(count)` may answer False to cancel (`UserFault`).
    """
    book = Workbook()
    sheet: Worksheet = book.active
    sheet.title = SHEET
    for place, column in enumerate(COLUMNS, start=1):
        cell = sheet.cell(1, place, column.header)
        cell.font, cell.fill, cell.border, cell.alignment = _HEAD_INK, _HEAD_FILL, _BOX, _CENTRE
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    for number, entry in enumerate(entries, start=1):
        for place, column in enumerate(COLUMNS, start=1):
            text = WAY_WORDS[entry.way] if column.key == "way" else str(getattr(entry, column.key))
            _put_text(sheet, number + 1, place, text)
        if progress is not None and number % _REPORT_EVERY == 0 and progress(number) is False:
            raise UserFault("导出已取消，没有生成文件。", "需要时重新导出即可。", code="cancelled")
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{len(entries) + 1}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    _offer(sheet, "way", tuple(WAY_WORDS.values()))
    _offer(sheet, "category", categories)
    _explain(book.create_sheet("填写说明"))
    book.save(path)
    return len(entries)


def _put_text(sheet: Worksheet, row: int, column: int, text: str) -> None:
    cell = sheet.cell(row, column)
    cell.font, cell.border, cell.alignment, cell.number_format = _INK, _BOX, _TOP, "@"
    text = clean(text)
    if not text:
        return
    cell.value = _LOOKS_ESCAPED.sub("_x005F_", text)
    cell.data_type = "s"  # openpyxl would take what begins with = for a formula
    cell.quotePrefix = text[0] in FORMULA_STARTS  # and so would Excel, once somebody edits the cell


def _offer(sheet: Worksheet, key: str, words: Sequence[str]) -> None:
    """Offer the words of a column as a list to choose from; Excel takes at most 255 characters of them."""
    listed = ",".join(words)
    if len(listed) > 250 or '"' in listed:
        return
    letter = get_column_letter([column.key for column in COLUMNS].index(key) + 1)
    choice = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=False)
    choice.add(f"{letter}2:{letter}{LIMIT + 1}")
    sheet.add_data_validation(choice)


def _explain(sheet: Worksheet) -> None:
    lines = [
        f"每行一条，最多 {LIMIT:,} 条；表头在第 1 行，列名不要改，不要合并单元格，不要用公式。",
        "导入时逐行检查：有一处不对，就一条也不导入，并列出行、列和原因。导入后整体替换本单位原有的清单。",
        "所需材料、状态、检索词可以空着，其余必填。检索词之间用空格分开。",
        "状态空着，按“待本单位确认”处理；核对无误的，写上确认的单位和日期，例如“本单位2026年11月确认”。",
        "法律依据写法律全称加书名号；拿不准条款号的，只写法律名称。",
        "条例项是《信访工作条例》第三十一条的项：" + "；".join(WAY_NAMES[way] for way in WAYS) + "。",
    ]
    sheet.column_dimensions["A"].width = 100
    for number, line in enumerate(lines, start=1):
        _put_text(sheet, number, 1, line)
