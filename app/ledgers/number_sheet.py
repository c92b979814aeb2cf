"""The register of numbers as a workbook: one number a row, and a sheet that says which numbers each kind has."""

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from app.faults import UserFault
from app.ledgers.cells import FORMULA_STARTS, clean

SHEET, SERIES = "发文登记", "号段"
_COLUMNS = (
    ("序号", 7), ("文号", 26), ("文书", 30), ("签发日期", 13), ("信访件编号", 26), ("签发人", 12), ("送达日期", 13),
    ("作废理由", 34), ("作废日期", 13), ("作废人", 12),
)  # fmt: skip
_REPORT_EVERY = 200
_INK, _HEAD_INK = Font(name="宋体", size=10), Font(name="宋体", size=10, bold=True)
_VOID_INK = Font(name="宋体", size=10, color="FF8A2A22")
_LINE = Side(style="thin", color="FF9AA3AF")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD_FILL = PatternFill("solid", fgColor="FFE8F0FA")
_TOP = Alignment(horizontal="left", vertical="top", wrap_text=True)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)


@dataclass(frozen=True)
class NumberLine:
    """One number as the register says it; a reason means that it is void."""

    number: str
    name: str
    issued_on: date
    case_number: str
    issued_by: str
    served_on: date | None
    void_reason: str
    void_on: date | None
    void_by: str


def write_number_register(
    path: Path,
    title: str,
    lines: Iterable[NumberLine],
    series: Sequence[str],
    progress: Callable[[int], bool] | None = None,
) -> int:
    """Write the register as .xlsx at `path`, a temporary that nobody misses, and return the number of lines.

    Text is written as text, whatever it begins with. `progress(count)` may answer False to cancel (`UserFault`).
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    for place, (_, width) in enumerate(_COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "C2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    sheet.oddHeader.center.text = clean(title).replace("&", "&&")
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    head = _Pen(sheet, _HEAD_INK, _CENTRE, _HEAD_FILL)
    usual, crossed = _Pen(sheet, _INK, _TOP), _Pen(sheet, _VOID_INK, _TOP)
    sheet.append([head.cell(header) for header, _ in _COLUMNS])
    count = 0
    for count, line in enumerate(lines, start=1):
        pen = crossed if line.void_reason else usual
        values = (
            count, line.number, line.name, line.issued_on, line.case_number, line.issued_by, line.served_on,
            line.void_reason, line.void_on, line.void_by,
        )  # fmt: skip
        sheet.append([pen.cell(value) for value in values])
        if progress is not None and count % _REPORT_EVERY == 0 and progress(count) is False:
            raise UserFault("导出已取消，没有生成文件。", "需要时重新导出即可。", code="cancelled")
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(_COLUMNS))}{count + 1}"
    summary = book.create_sheet(SERIES)
    summary.column_dimensions["A"].width = 90
    summary.append([_Pen(summary, _HEAD_INK, _TOP).cell(title)])
    said = _Pen(summary, _INK, _TOP)
    for words in series:
        summary.append([said.cell(words)])
    book.save(path)
    return count


class _Pen:
    """Put values into cells of one look; the look is worked out once, because openpyxl takes long over each."""

    def __init__(self, sheet: Any, ink: Font, alignment: Alignment, fill: PatternFill | None = None) -> None:
        self._sheet = sheet
        self._looks = {
            (number_format, guarded): self._look(ink, alignment, fill, number_format, guarded)
            for number_format, guarded in (("General", False), ("yyyy-mm-dd", False), ("@", False), ("@", True))
        }

    def cell(self, value: object) -> WriteOnlyCell:
        """Return a cell that holds the value: a day as a day, a number as a number, all else as text."""
        cell = WriteOnlyCell(self._sheet)
        text = "" if value is None or isinstance(value, date | int) else clean(str(value))
        # What begins like a formula would become one once somebody edits the cell.
        guarded = bool(text) and text[0] in FORMULA_STARTS
        shape = "@" if text else "yyyy-mm-dd" if isinstance(value, date) else "General"
        cell._style = copy(self._looks[shape, guarded])
        cell.value = text or (value if isinstance(value, date | int) else None)
        if text:
            cell.data_type = "s"  # openpyxl would take what begins with = for a formula
        return cell

    def _look(
        self, ink: Font, alignment: Alignment, fill: PatternFill | None, number_format: str, guarded: bool
    ) -> Any:
        pattern = WriteOnlyCell(self._sheet)
        pattern.font, pattern.border, pattern.alignment = ink, _BOX, alignment
        pattern.number_format, pattern.quotePrefix = number_format, guarded
        if fill is not None:
            pattern.fill = fill
        return pattern._style
