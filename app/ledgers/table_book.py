"""A list that an office keeps in Excel: its columns, and writing it so that it can be read back (`table_reading`)."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from app.faults import UserFault
from app.ledgers.cells import FORMULA_STARTS, clean

REPORT_EVERY = 200
"""After so many rows somebody is told how far it is."""

Progress = Callable[[int], bool]
"""Told how many rows are done; answers False to cancel."""

_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # a spreadsheet would read _x0041_ as "A"
_INK = Font(name="宋体", size=10)
_HEAD_INK = Font(name="宋体", size=10, bold=True)
_LINE = Side(style="thin", color="FF9AA3AF")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD_FILL = PatternFill("solid", fgColor="FFE8F0FA")
_TOP = Alignment(horizontal="left", vertical="top", wrap_text=True)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)


@dataclass(frozen=True)
class TableColumn:
    """One column: its key, its header, its width and the most it may hold in characters.

    `required`: no cell of it may be empty. `optional`: the whole column may be missing. `offers` are the words to
    choose from, `example` is how a cell is written that somebody took for a number.
    """

    key: str
    header: str
    width: int
    longest: int = 200
    required: bool = False
    optional: bool = False
    offers: tuple[str, ...] = ()
    example: str = ""


@dataclass(frozen=True)
class TableShape:
    """A whole list: the title of its sheet, its columns, how many rows it may have, how it is filled in."""

    title: str
    columns: tuple[TableColumn, ...]
    limit: int
    notes: tuple[str, ...]


def write_table(
    path: Path, shape: TableShape, rows: Sequence[Mapping[str, str]], progress: Progress | None = None
) -> int:
    """Write a list as .xlsx at `path`, a temporary that nobody misses, and return the number of its rows.

    Text is written as text, whatever it begins with. `progress(count)` may answer False to cancel (`UserFault`).
    """
    book = Workbook()
    sheet: Worksheet = book.active
    sheet.title = shape.title
    for place, column in enumerate(shape.columns, start=1):
        cell = sheet.cell(1, place, column.header)
        cell.font, cell.fill, cell.border, cell.alignment = _HEAD_INK, _HEAD_FILL, _BOX, _CENTRE
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    for number, row in enumerate(rows, start=1):
        for place, column in enumerate(shape.columns, start=1):
            _put_text(sheet, number + 1, place, row[column.key])
        if progress is not None and number % REPORT_EVERY == 0 and progress(number) is False:
            raise UserFault("导出已取消，没有生成文件。", "需要时重新导出即可。", code="cancelled")
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(shape.columns))}{len(rows) + 1}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    for place, column in enumerate(shape.columns, start=1):
        _offer(sheet, get_column_letter(place), column.offers, shape.limit)
    _explain(book.create_sheet("填写说明"), shape.notes)
    book.save(path)
    return len(rows)


def _put_text(sheet: Worksheet, row: int, column: int, text: str) -> None:
    cell = sheet.cell(row, column)
    cell.font, cell.border, cell.alignment, cell.number_format = _INK, _BOX, _TOP, "@"
    text = clean(text)
    if not text:
        return
    cell.value = _LOOKS_ESCAPED.sub("_x005F_", text)
    cell.data_type = "s"  # openpyxl would take what begins with = for a formula
    cell.quotePrefix = text[0] in FORMULA_STARTS  # and so would Excel, once somebody edits the cell


def _offer(sheet: Worksheet, letter: str, words: Sequence[str], limit: int) -> None:
    """Offer the words of a column as a list to choose from; Excel takes at most 255 characters of them."""
    listed = ",".join(words)
    if not listed or len(listed) > 250 or '"' in listed:
        return
    choice = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=False)
    choice.add(f"{letter}2:{letter}{limit + 1}")
    sheet.add_data_validation(choice)


def _explain(sheet: Worksheet, notes: Sequence[str]) -> None:
    sheet.column_dimensions["A"].width = 100
    for number, line in enumerate(notes, start=1):
        _put_text(sheet, number, 1, line)
