"""Rows of a small table in a text file or a workbook, whoever made it: at most three cells a row, with its place."""

import csv
import io
import unicodedata
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from app.faults import UserFault

LARGEST = 1_000_000
_LARGEST_UNPACKED = 20_000_000
_MOST_ROWS = 1_000
_COLUMNS = 3
_FIRST_SERIAL, _LAST_SERIAL = 36_526, 73_050  # Excel's day numbers of 2000 to 2099
_NEXT = "请核对是不是选错了文件。"


@dataclass(frozen=True, slots=True)
class DayRow:
    """One row that is not empty: where it stands (第 12 行) and its first three cells as text."""

    place: str
    cells: tuple[str, str, str]


def read_rows(path: Path) -> Iterator[DayRow]:
    """Yield the rows of a CSV or .xlsx that hold anything; raises UserFault(code="broken-calendar") with the place."""
    try:
        if path.stat().st_size > LARGEST:
            raise _fault(path, "太大了，不像一年的放假安排。", _NEXT)
        table = _workbook_rows(path) if path.suffix.lower() == ".xlsx" else _text_rows(path)
        for number, cells in table:
            if number > _MOST_ROWS:
                raise _fault(path, f"超过 {_MOST_ROWS} 行，不像一年的放假安排。", _NEXT)
            texts = [_tidy(cell) for cell in cells[:_COLUMNS]]
            if any(texts):
                texts += [""] * (_COLUMNS - len(texts))
                yield DayRow(f"第 {number} 行", (texts[0], texts[1], texts[2]))
    except OSError:
        raise _fault(path, "打不开。", "请核对文件是否还在、是否正被别的程序占用。") from None


def shown(text: str) -> str:
    """Return what a cell holds, short and on one line, to be quoted in a sentence."""
    plain = "".join(c for c in text if unicodedata.category(c)[0] != "C")
    return plain if len(plain) <= 20 else plain[:20] + "…"


def _text_rows(path: Path) -> Iterator[tuple[int, list[object]]]:
    text = _decoded(path)
    head = text[:2_000]
    mark = "\t" if "\t" in head and "," not in head else ","
    if mark not in head and "，" in head:
        text = text.replace("，", ",")
    reader = csv.reader(io.StringIO(text, newline=None), delimiter=mark)
    number = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise _fault(path, f"第 {number + 1} 行写法有误。", "请用 Excel 打开核对后另存为 CSV。") from None
        number = reader.line_num
        yield number, list(cells)


def _decoded(path: Path) -> str:
    raw = path.read_bytes()
    marked = raw.startswith((b"\xff\xfe", b"\xfe\xff"))  # a text file of Excel's: 制表符分隔的 Unicode 文本
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _fault(path, "不是 UTF-8 或 GBK 的文本。", "请用 Excel 打开后另存为 CSV 或 .xlsx。")


def _workbook_rows(path: Path) -> Iterator[tuple[int, list[object]]]:
    broken = _fault(path, "不是能读的 .xlsx 工作簿。", "请用 Excel 或 WPS 打开，另存为 .xlsx（不加密码）再导入。")
    try:
        with zipfile.ZipFile(path) as parts:
            if sum(part.file_size for part in parts.infolist()) > _LARGEST_UNPACKED:
                raise _fault(path, "展开后太大了，不像一年的放假安排。", _NEXT)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl does not know of a workbook, we do not need
            rows = _cells(path)
    except (PermissionError, UserFault):
        raise
    except Exception:  # a workbook is another program's: whatever is wrong inside is one sentence
        raise broken from None
    if not rows:
        raise _fault(path, "里没有工作表。", _NEXT)
    yield from enumerate(rows, start=1)


def _cells(path: Path) -> list[list[object]]:
    import openpyxl

    # Opened here, so that it is closed too when openpyxl gives up half-way.
    with path.open("rb") as file:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        if not book.worksheets:
            return []
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a file says of its own size is not to be trusted
        rows = sheet.iter_rows(max_row=_MOST_ROWS + 1, max_col=_COLUMNS, values_only=True)
        return [list(row) for row in rows]


def _tidy(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int | float) and _FIRST_SERIAL <= cell <= _LAST_SERIAL:
        return date.fromordinal(date(1899, 12, 30).toordinal() + int(cell)).isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return unicodedata.normalize("NFKC", str(cell)[:200]).strip()


def _fault(path: Path, said: str, next_step: str) -> UserFault:
    return UserFault(f"“{path.name}”{said}", next_step, code="broken-calendar", field="path")
