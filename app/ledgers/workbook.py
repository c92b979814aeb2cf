"""Write a ledger: rows streamed as sheet XML into a workbook that openpyxl made."""

import io
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

from app.faults import UserFault
from app.ledgers.drawing import RowDrawing
from app.ledgers.profile import LedgerProfile
from app.ledgers.row import LedgerRow
from app.ledgers.sheet import LedgerHeading, LedgerSheet
from app.security.files import PREFIX, private

#: A sheet ends at row 1,048,576; the rest is left to whoever appends to the workbook.
MAX_ROWS = 1_048_000
_REPORT_EVERY = 500
_SHEET = "xl/worksheets/sheet1.xml"
_CORE = "docProps/core.xml"
_ZIP64_FROM = 2_000_000_000


@dataclass(frozen=True)
class LedgerReport:
    """Say what was written and what its reader should know; places are (sheet row, header), the first fifty."""

    rows: int
    path: Path
    cut: tuple[tuple[int, str], ...] = ()
    long: tuple[tuple[int, str], ...] = ()
    unknown_codes: tuple[str, ...] = ()

    @property
    def remarks(self) -> tuple[str, ...]:
        """Give the remarks as sentences for the screen."""
        said = [f"第{row}行“{header}”超过单元格上限，已截断，全文见本机。" for row, header in self.cut]
        said += [f"第{row}行“{header}”字数过多，上级系统可能截断。" for row, header in self.long]
        said += [f"“{code}”不在码表里，已照原样写出。" for code in self.unknown_codes]
        return tuple(said)


def write_ledger(
    path: Path,
    profile: LedgerProfile,
    rows: Iterable[LedgerRow],
    *,
    title: str,
    office_name: str,
    exported_on: date,
    period: str,
    masked: bool = True,
    progress: Callable[[int], bool] | None = None,
) -> LedgerReport:
    """Write `rows` as one .xlsx at `path`, a temporary that nobody misses where this fails.

    `progress` is told the number of rows every five hundred rows and at the end; False cancels. The same rows on the
    same day give the same bytes. Raises `UserFault`: cancelled, too-many-rows.
    """
    sheet = LedgerSheet(profile, LedgerHeading(title, office_name, period, exported_on, masked))
    drawing = RowDrawing(profile, sheet.letters, sheet.styles, masked=masked)
    # Without a name, beside the target: a machine's own folder for temporaries may be smaller than its disks.
    with tempfile.TemporaryFile(dir=path.parent, prefix=PREFIX) as spool:
        count = _spool_rows(spool, drawing, rows, progress)
        with open(path, "wb", opener=private) as out:
            _assemble(out, sheet, spool, count, exported_on)
    return LedgerReport(count, path, tuple(drawing.cut), tuple(drawing.long), tuple(drawing.unknown_codes))


def _spool_rows(
    spool: IO[bytes], drawing: RowDrawing, rows: Iterable[LedgerRow], progress: Callable[[int], bool] | None
) -> int:
    """Write the XML of all rows and return their number: the sheet names its size before its first row."""
    count = 0
    waiting: list[str] = []
    for count, row in enumerate(rows, start=1):
        if count > MAX_ROWS:
            raise UserFault(
                f"台账超过 {MAX_ROWS:,} 行，一张工作表放不下。", "请按年度或按月份分几次导出。", code="too-many-rows"
            )
        waiting.append(drawing.row(row, count + 1))
        if count % _REPORT_EVERY == 0:
            spool.write("".join(waiting).encode("utf-8"))
            waiting.clear()
            _tell(progress, count)
    spool.write("".join(waiting).encode("utf-8"))
    _tell(progress, count)
    return count


def _tell(progress: Callable[[int], bool] | None, count: int) -> None:
    if progress is not None and progress(count) is False:
        raise UserFault("导出已取消，没有生成文件。", "需要时重新导出即可。", code="cancelled")


def _assemble(out: IO[bytes], sheet: LedgerSheet, spool: IO[bytes], rows: int, exported_on: date) -> None:
    """Copy openpyxl's workbook part by part and put the spooled rows into its sheet."""
    length = spool.tell()
    spool.seek(0)
    with (
        zipfile.ZipFile(io.BytesIO(sheet.parts(rows))) as source,
        # level 1 is three times faster than the usual 6 and the file a fifth larger
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            # open() by name stamps every part with the same day, writestr() would stamp the moment
            with target.open(name, "w", force_zip64=name == _SHEET and length > _ZIP64_FROM) as part:
                if name == _SHEET:
                    head, tail = _split_sheet(data, f"A1:{sheet.letters[-1]}{rows + 1}")
                    part.write(head)
                    shutil.copyfileobj(spool, part, 1 << 20)
                    part.write(tail)
                else:
                    part.write(_dated(data, exported_on) if name == _CORE else data)


def _split_sheet(data: bytes, area: str) -> tuple[bytes, bytes]:
    data, changed = re.subn(rb'<dimension ref="[^"]*"\s*/>', b'<dimension ref="' + area.encode() + b'"/>', data)
    head, end, tail = data.partition(b"</sheetData>")
    if changed != 1 or not end:
        raise RuntimeError("openpyxl wrote a sheet of another shape")
    return head, end + tail.replace(b"_x000a_", b"&#10;")  # the print footer's line end, as spreadsheets write it


def _dated(core: bytes, day: date) -> bytes:
    """Put the export's day where openpyxl wrote the moment of saving: the same ledger gives the same bytes."""
    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + f"{day.isoformat()}T00:00:00Z".encode(), core)
