"""The volume of a case (案卷): cover, table of contents, documents and scans as one PDF with numbered pages."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import RectangleObject

from app.faults import UserFault
from app.printing.page import MM
from app.printing.sheet import Sheet

_A4 = (210 * MM, 297 * MM)
_LINES_A_PAGE = 26
_ROW = 22.0
_EDGE = 28 * MM
_TOP = 37 * MM


@dataclass(frozen=True)
class VolumePart:
    """One thing in the volume: `content` is a PDF, a JPEG or a PNG; a note stands for a file that is kept apart."""

    title: str
    number: str
    day: str
    kind: Literal["pdf", "image", "note"]
    content: bytes = b""
    note: str = ""


@dataclass(frozen=True)
class VolumeCover:
    """What the cover says; `lines` are (label, words)."""

    office: str
    title: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Volume:
    """The finished volume, how many pages it has after cover and contents, and which parts could not be taken in."""

    pdf: bytes
    pages: int
    left_out: tuple[str, ...]


def build_volume(
    cover: VolumeCover, parts: Sequence[VolumePart], progress: Callable[[int], bool] | None = None
) -> Volume:
    """Bind the parts in their order; pages are numbered from the first part on, every part has a bookmark.

    A part that cannot be read is replaced by a sheet that says so and is named in `left_out`. `progress(parts)`
    returning False cancels with UserFault(code="cancelled").
    """
    writer = PdfWriter()
    left_out: list[str] = []
    first_pages: list[int] = []
    page_number = 1
    body: list[tuple[VolumePart, PdfReader]] = []
    for done, part in enumerate(parts, start=1):
        reader, readable = _pages_of(part)
        if not readable:
            left_out.append(part.title)
        first_pages.append(page_number)
        page_number += len(reader.pages)
        body.append((part, reader))
        if progress is not None and not progress(done):
            raise UserFault("已取消，没有生成案卷。", "", code="cancelled")
    total = page_number - 1
    front = _front(cover, parts, first_pages, total)
    front_pages = len(front.pages)
    for page in front.pages:
        writer.add_page(page)
    writer.add_outline_item(title="封面", page_number=0)
    writer.add_outline_item(title="卷内目录", page_number=1)
    at = 1
    for part, reader in body:
        writer.add_outline_item(title=part.title, page_number=_append(writer, reader, at))
        at += len(reader.pages)
    writer.add_metadata({"/Title": cover.title, "/Author": cover.office, "/Creator": "信访窗口"})
    writer.compress_identical_objects()
    buffer = io.BytesIO()
    writer.write(buffer)
    assert len(writer.pages) == front_pages + total
    return Volume(buffer.getvalue(), total, tuple(left_out))


def _append(writer: PdfWriter, reader: PdfReader, first: int) -> int:
    """Add the pages of a part, each with its number at the outer lower corner; return the place of the first."""
    place = len(writer.pages)
    for offset, page in enumerate(reader.pages):
        added = writer.add_page(page)
        added.transfer_rotation_to_content()
        added.pop("/AA", None)  # what a page would do by itself when opened
        box = added.mediabox
        stamp = _number_page(first + offset, float(box.width), float(box.height))
        added.merge_translated_page(stamp, float(box.left), float(box.bottom), over=True)
    return place


def _pages_of(part: VolumePart) -> tuple[PdfReader, bool]:
    if part.kind == "note":
        return _read(_note(part.title, part.note)), True
    if part.kind == "image":
        try:
            return _read(_image(part)), True
        except (OSError, ValueError, SyntaxError):
            return _unreadable(part)
    try:
        reader = _read(part.content)
        if reader.is_encrypted or not reader.pages:
            return _unreadable(part)
        for page in reader.pages:  # a page that breaks must break here, not halfway through the volume
            page.mediabox  # noqa: B018
        return reader, True
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        return _unreadable(part)


def _unreadable(part: VolumePart) -> tuple[PdfReader, bool]:
    note = "这份材料的文件打不开或者加了密，没有装入本卷；原件在本件的附件里，请另行打印。"
    return _read(_note(part.title, note)), False


def _read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def _image(part: VolumePart) -> bytes:
    sheet = _sheet(part.title)
    sheet.picture(part.content, _EDGE, 20 * MM, _A4[0] - 2 * 20 * MM, _A4[1] - 2 * 25 * MM)
    return sheet.pdf()


def _note(title: str, note: str) -> bytes:
    sheet = _sheet(title)
    below = sheet.paragraph(_EDGE, _TOP, title, 18, _A4[0] - 2 * _EDGE, role="heading1")
    sheet.paragraph(_EDGE, below + 20, note, 14, _A4[0] - 2 * _EDGE)
    return sheet.pdf()


def _number_page(number: int, width: float, height: float) -> PageObject:
    sheet = _sheet("页码")
    # Odd pages lie right, even ones left, as a bound volume is leafed through.
    x, anchor = (width - 20 * MM, "end") if number % 2 else (20 * MM, "start")
    sheet.text(x, _A4[1] - 12 * MM, str(number), 12, anchor=anchor)
    page = _read(sheet.pdf()).pages[0]
    page.mediabox = RectangleObject((0, 0, width, height))
    return page


def _front(cover: VolumeCover, parts: Sequence[VolumePart], first_pages: Sequence[int], total: int) -> PdfReader:
    sheet = _sheet(cover.title)
    middle = _A4[0] / 2
    sheet.text(middle, 70 * MM, cover.office, 20, anchor="middle", role="title")
    sheet.text(middle, 92 * MM, "信访事项案卷", 30, anchor="middle", role="title")
    at = 125 * MM
    for label, words in (*cover.lines, ("页数", f"{total} 页")):
        sheet.text(_EDGE, at, label, 14, role="heading1")
        at = max(at + 26, sheet.paragraph(_EDGE + 32 * MM, at - 14, words, 14, _A4[0] - 2 * _EDGE - 32 * MM) + 14)
    for begin in range(0, max(1, len(parts)), _LINES_A_PAGE):
        sheet.next_page()
        _contents(sheet, parts, first_pages, begin)
    return _read(sheet.pdf())


def _contents(sheet: Sheet, parts: Sequence[VolumePart], first_pages: Sequence[int], begin: int) -> None:
    places = (-8, 6, 92, 130)
    columns = tuple((_EDGE + x * MM, word) for x, word in zip(places, ("序号", "题名", "文号", "日期"), strict=True))
    right = _A4[0] - _EDGE + 8 * MM
    sheet.text(_A4[0] / 2, _TOP, "卷内目录", 22, anchor="middle", role="title")
    at = _TOP + 40
    for x, word in columns:
        sheet.text(x, at, word, 11, role="heading1")
    sheet.text(right, at, "页号", 11, anchor="end", role="heading1")
    sheet.line(((columns[0][0], at + 6), (right, at + 6)), "ink", 0.8)
    for place in range(begin, min(begin + _LINES_A_PAGE, len(parts))):
        at += _ROW
        part = parts[place]
        words = (str(place + 1), _short(part.title, 22), _short(part.number, 15), part.day)
        for (x, _), word in zip(columns, words, strict=True):
            sheet.text(x, at, word, 10.5)
        sheet.text(right, at, str(first_pages[place]), 10.5, anchor="end")


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _sheet(title: str) -> Sheet:
    return Sheet("A4", title=title, office="")
