"""Open somebody's .xlsx and read one sheet row by row; whatever is wrong with the file becomes one sentence."""

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from openpyxl import load_workbook

from app.faults import UserFault

#: What a workbook may weigh: packed on the disk, unpacked in memory (a bomb of a few KB unpacks to gigabytes).
PACKED_BYTES = 32 * 1024 * 1024
UNPACKED_BYTES = 160 * 1024 * 1024
PARTS = 2_000
#: No column beyond this one is looked at.
COLUMNS = 100

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # an encrypted .xlsx is wrapped in the container of the old .xls
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z0-9:$]{2,40})[\"']")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # how spreadsheets write a character that XML cannot hold
_CHUNK = 1 << 20
_OVERLAP = 256
_TO_XLSX = "请用 Excel 或 WPS 打开它，另存为“Excel 工作簿 (*.xlsx)”后再选。"


@dataclass(frozen=True, slots=True)
class ReadCell:
    """One cell as it was found; `kind`: text, number, date, yes_no, formula, error or empty."""

    kind: str
    value: Any = None


EMPTY = ReadCell("empty")
_KINDS = {"s": "text", "inlineStr": "text", "str": "text", "n": "number", "d": "date", "b": "yes_no", "e": "error"}


class SheetReading:
    """One open sheet: `merged` areas such as A1:C1, and `rows()` with the numbers that Excel shows."""

    def __init__(self, path: Path, sheet: Any, merged: tuple[str, ...]) -> None:
        self._path, self._sheet, self.merged = path, sheet, merged

    def rows(self) -> Iterator[tuple[int, tuple[ReadCell, ...]]]:
        """Yield (row number, cells) of every row that has cells, which may all be empty."""
        with _explained(self._path):
            # What the file claims about its own size is not to be trusted: read until the rows end.
            self._sheet.reset_dimensions()
            found = iter(self._sheet.iter_rows())
        number = 0
        while True:
            with _explained(self._path):
                row = next(found, None)
            if row is None:
                return
            number += 1
            if row:
                yield number, tuple(_read(cell) for cell in row[:COLUMNS])


@contextmanager
def open_sheet(path: Path, title: str) -> Iterator[SheetReading]:
    """Open the sheet `title` of a workbook, or its first sheet where there is none of that name.

    Raises UserFault: cannot-read (missing, in use), not-a-workbook, encrypted, too-large.
    """
    with _opened(path) as file:
        _check_container(path, file)
        with _explained(path), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about parts of the workbook that nobody here reads
            book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
        try:
            with _explained(path):
                sheets = {sheet.title: sheet for sheet in book.worksheets}
                sheet = sheets.get(title) or next(iter(sheets.values()))
                merged = _merged_areas(file, str(sheet._worksheet_path))
            yield SheetReading(path, sheet, merged)
        finally:
            book.close()


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    try:
        file = open(path, "rb")  # noqa: SIM115 - closed below; only the opening is judged here
    except OSError as fault:
        raise UserFault(
            f"打不开“{path.name}”：文件不在，或者正被别的程序占用。", "请检查后再选。", code="cannot-read"
        ) from fault
    with file:
        yield file


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except UserFault:
        raise
    except Exception as fault:  # a hostile file may raise anything the readers below it know
        raise _not_a_workbook(path) from fault


def _not_a_workbook(path: Path) -> UserFault:
    return UserFault(f"“{path.name}”不是完好的 Excel 工作簿（.xlsx）。", _TO_XLSX, code="not-a-workbook")


def _check_container(path: Path, file: IO[bytes]) -> None:
    """Judge the file by what its directory says before anything of it is unpacked."""
    with _explained(path):
        size = file.seek(0, 2)
        file.seek(0)
        head = file.read(1 << 16)
        if head.startswith(_OLE):
            file.seek(0)
            raise _old_or_encrypted(path, encrypted=_ENCRYPTED in file.read(min(size, 4 << 20)))
        if size > PACKED_BYTES:
            raise _too_large(path)
        with zipfile.ZipFile(file) as package:
            parts = package.infolist()
            # Python unpacks no more of a part than its directory entry says, so these sums can be relied on.
            if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED_BYTES:
                raise _too_large(path)
            if any(part.flag_bits & 1 for part in parts):
                raise _old_or_encrypted(path, encrypted=True)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with package.open(part) as stream:
                        # No office program writes one; entities inside could swell to any size.
                        if b"<!DOCTYPE" in stream.read(4096):
                            raise _not_a_workbook(path)
        file.seek(0)


def _old_or_encrypted(path: Path, *, encrypted: bool) -> UserFault:
    if encrypted:
        return UserFault(
            f"“{path.name}”设了打开密码。", "请在 Excel 或 WPS 里取消密码、另存一份后再选。", code="encrypted"
        )
    return UserFault(f"“{path.name}”是旧格式（.xls）。", _TO_XLSX, code="not-a-workbook")


def _too_large(path: Path) -> UserFault:
    return UserFault(f"“{path.name}”太大，没有读取。", "请只保留要导入的那一张表，另存一份后再选。", code="too-large")


def _merged_areas(file: IO[bytes], part: str) -> tuple[str, ...]:
    found: list[str] = []
    with zipfile.ZipFile(file) as package, package.open(part.lstrip("/")) as stream:
        kept = b""
        while block := stream.read(_CHUNK):
            text = kept + block
            found.extend(area.decode("ascii").replace("$", "") for area in _MERGED.findall(text))
            kept = text[-_OVERLAP:]
    return tuple(dict.fromkeys(found))


def _read(cell: Any) -> ReadCell:
    value = cell.value
    if value is None:
        return EMPTY
    kind = getattr(cell, "data_type", "s")
    if kind == "f":
        return ReadCell("formula")
    if kind == "n" and not isinstance(value, (int, float)):
        return ReadCell("date", value)
    if isinstance(value, str) and kind != "e":
        return ReadCell("text", _ESCAPED.sub(_character, value)) if value.strip() else EMPTY
    return ReadCell(_KINDS.get(kind, "text"), value)


def _character(escaped: re.Match[str]) -> str:
    return chr(int(escaped[1], 16))
