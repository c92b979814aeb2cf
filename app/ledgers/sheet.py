"""The workbook around the rows: styles, header, widths and the page it prints on, made by openpyxl."""

import io
from dataclasses import dataclass
from datetime import date, datetime, time

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from app.ledgers.profile import LedgerColumn, LedgerProfile

_FONT = "宋体"  # every Windows office has it, and a workbook cannot carry a font of its own
_INK = Font(name=_FONT, size=10)
_HEAD_INK = Font(name=_FONT, size=10, bold=True)
_LINE = Side(style="thin", color="FF9AA3AF")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD_FILL = PatternFill("solid", fgColor="FFE8F0FA")
_PAPER_A4 = 9
_MAX_PRINT_LINE = 255  # of a print header or footer, its three parts and their codes together
_SHEET_NAME_MAX = 31
_NOT_IN_SHEET_NAMES = str.maketrans("", "", "[]:*?/\\'")


@dataclass(frozen=True)
class LedgerHeading:
    """Say what a printed ledger says about itself above and below the table."""

    title: str
    office_name: str
    period: str
    exported_on: date
    masked: bool


class LedgerSheet:
    """Hold the openpyxl workbook of one ledger, ready to take rows that are written as XML."""

    def __init__(self, profile: LedgerProfile, heading: LedgerHeading) -> None:
        self._book = Workbook()
        self._profile = profile
        self._heading = heading
        sheet = self._book.active
        sheet.title = profile.title.translate(_NOT_IN_SHEET_NAMES)[:_SHEET_NAME_MAX] or "台账"
        self._sheet: Worksheet = sheet
        self.letters = [get_column_letter(n) for n in range(1, len(profile.columns) + 1)]
        self.styles = [self._styles_of(column) for column in profile.columns]
        self._draw_header()
        self._set_up_print()
        self._set_properties()

    def _styles_of(self, column: LedgerColumn) -> tuple[int, int]:
        """Return the style numbers of a column: as it is, and with quotePrefix for text that looks like a formula."""
        numbers = []
        for quoted in (0, 1):
            cell = Cell(self._sheet)  # styled but never placed: it only registers the style
            cell.font = _INK
            cell.border = _BOX
            centred = column.type in ("date", "int", "code") and not column.wrap
            cell.alignment = Alignment(
                horizontal="center" if centred else "left", vertical="top", wrap_text=column.wrap or None
            )
            if column.type == "date":
                cell.number_format = "yyyy-mm-dd"
            elif column.type == "int":
                cell.number_format = "0"
            elif not column.advise:
                cell.number_format = "@"  # numbers in text stay text when edited; not on long text, shown as ####
            cell.quotePrefix = quoted
            numbers.append(int(cell.style_id))
        return numbers[0], numbers[1]

    def _draw_header(self) -> None:
        for letter, column in zip(self.letters, self._profile.columns, strict=True):
            cell = self._sheet[f"{letter}1"]
            cell.value = column.header
            cell.font = _HEAD_INK
            cell.fill = _HEAD_FILL
            cell.border = _BOX
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
            self._sheet.column_dimensions[letter].width = column.width
        self._sheet.row_dimensions[1].height = 44
        self._sheet.freeze_panes = "A2"

    def _set_up_print(self) -> None:
        sheet, heading = self._sheet, self._heading
        sheet.page_setup.paperSize = _PAPER_A4
        sheet.page_setup.orientation = "landscape"
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0  # as many pages down as it takes
        sheet.print_title_rows = "1:1"
        sheet.page_margins.left = sheet.page_margins.right = 0.4
        sheet.page_margins.top, sheet.page_margins.bottom = 0.75, 0.65
        sheet.page_margins.header = sheet.page_margins.footer = 0.3
        sheet.print_options.horizontalCentered = True
        _print_line(sheet.oddHeader, heading.office_name, heading.title, heading.period)
        hidden = "个人信息已遮盖" if heading.masked else "含完整个人信息，注意保管"
        note = f"导出日期：{heading.exported_on.isoformat()}　{hidden}"
        _print_line(sheet.oddFooter, note, "", "第 &P 页，共 &N 页", codes_right=True)
        if self._profile.note:
            sheet.oddFooter.left.text = f"{sheet.oddFooter.left.text}\n{_plain(self._profile.note)[:120]}"

    def _set_properties(self) -> None:
        properties, heading = self._book.properties, self._heading
        properties.title = heading.title
        properties.subject = self._profile.title
        properties.creator = properties.lastModifiedBy = heading.office_name
        properties.description = f"{heading.period} {self._profile.note}".strip()
        properties.language = "zh-CN"
        properties.created = datetime.combine(heading.exported_on, time())

    def parts(self, rows: int) -> bytes:
        """Return the workbook as .xlsx bytes with the header alone, its filter reaching over `rows` rows to come."""
        self._sheet.auto_filter.ref = f"A1:{self.letters[-1]}{rows + 1}"
        out = io.BytesIO()
        self._book.save(out)
        return out.getvalue()


def _plain(text: str) -> str:
    """Write text so that a print header shows it: there & begins a code."""
    return " ".join(text.split()).replace("&", "&&")


def _print_line(line: object, left: str, middle: str, right: str, *, codes_right: bool = False) -> None:
    room = (_MAX_PRINT_LINE - 60) // 3  # 60 for the font codes
    for name, text, as_is in (("left", left, False), ("center", middle, False), ("right", right, codes_right)):
        part = getattr(line, name)
        part.text = (text if as_is else _plain(text)[:room]) or None
        part.font = f"{_FONT},Regular" if name != "center" else f"{_FONT},Bold"
        part.size = 14 if name == "center" else 9
