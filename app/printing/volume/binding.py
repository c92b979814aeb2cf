"""The volume of a case (案卷): cover, table of contents, documents and scans as one PDF with numbered pages."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.constants import PageLabelStyle
from pypdf.errors import PyPdfError
from pypdf.generic import IndirectObject

from app.faults import UserFault
from app.printing.page.measures import MM
from app.printing.page.sheet import Sheet
from app.printing.volume.bound_page import bound_pages
from app.printing.volume.bound_picture import bound_picture

_A4 = (210 * MM, 297 * MM)
_LINES_A_PAGE = 26
_ROW = 22.0
_EDGE = 28 * MM
_TOP = 37 * MM


@dataclass(frozen=True)
class VolumePart:
    """One thing in the volume: `content` is a PDF, a JPEG or a PNG; a note stands for a file that is kept apart.

    `mark` is set over each of its pages; `beneath` hangs it under the part before it, as a proof under its document.
    """

    title: str
    number: str
    day: str
    kind: Literal["pdf", "image", "note"]
    content: bytes = b""
    note: str = ""
    mark: str = ""
    beneath: bool = False


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

    A part that cannot be read is replaced by a sheet that says so and is named in `left_out`. `progress(parts)`, called
    page by page, returning False cancels with UserFault(code="cancelled").
    """
    bound = 0

    def go_on() -> None:
        if progress is not None and not progress(bound):
            raise UserFault("已取消，没有生成案卷。", "", code="cancelled")

    left_out: list[str] = []
    first_pages: list[int] = []
    page_number = 1
    body: list[tuple[VolumePart, PdfReader]] = []
    for part in parts:
        reader, readable = _pages_of(part, go_on)
        if not readable:
            left_out.append(part.title)
        first_pages.append(page_number)
        page_number += len(reader.pages)
        body.append((part, reader))
        bound += 1
        go_on()
    total = page_number - 1
    writer = PdfWriter()
    front = _front(cover, parts, first_pages, total)
    front_pages = len(front.pages)
    for page in front.pages:
        writer.add_page(page)
    writer.add_outline_item(title="封面", page_number=0)
    writer.add_outline_item(title="卷内目录", page_number=1)
    above: IndirectObject | None = None
    numbers = _numbers(total)
    for (part, reader), first in zip(body, first_pages, strict=True):
        place = len(writer.pages)
        over = _mark(part.mark) if part.mark else None
        for number, page in enumerate(reader.pages, start=first):
            go_on()
            _set_over(writer.add_page(page), number, numbers.pages[number - 1], over)
        mark = writer.add_outline_item(title=part.title, page_number=place, parent=above if part.beneath else None)
        above = above if part.beneath else mark
    writer.set_page_label(0, front_pages - 1, style=PageLabelStyle.LOWERCASE_ROMAN)
    if total:
        writer.set_page_label(front_pages, front_pages + total - 1, style=PageLabelStyle.DECIMAL)
    writer.page_mode = "/UseOutlines"
    writer.add_metadata({"/Title": cover.title, "/Author": cover.office, "/Creator": "信访窗口"})
    writer.compress_identical_objects()
    buffer = io.BytesIO()
    writer.write(buffer)
    assert len(writer.pages) == front_pages + total
    return Volume(buffer.getvalue(), total, tuple(left_out))


def _pages_of(part: VolumePart, go_on: Callable[[], None]) -> tuple[PdfReader, bool]:
    try:
        if part.kind == "note":
            return _read(_note(part.title, part.note)), True
        if part.kind == "image":
            return _read(_image(part)), True
        return _read(bound_pages(part.content, go_on)), True
    except (
        PyPdfError,
        OSError,
        ValueError,
        SyntaxError,
        LookupError,
        TypeError,
        AttributeError,
        ArithmeticError,
        RecursionError,
        NotImplementedError,
        AssertionError,
    ):  # whatever a broken file leads its readers to
        return _unreadable(part)


def _numbers(total: int) -> PdfReader:
    """Return the page numbers, an A4 sheet each in one file, so that all of them share one subset of a font."""
    sheet = _sheet("页码")
    for number in range(1, total + 1):
        if number > 1:
            sheet.next_page()
        # Odd pages lie right, even ones left, as a bound volume is leafed through.
        x, anchor = (_A4[0] - 20 * MM, "end") if number % 2 else (20 * MM, "start")
        sheet.text(x, _A4[1] - 12 * MM, str(number), 12, anchor=anchor)
    return _read(sheet.pdf())


def _mark(words: str) -> PageObject:
    """Return a sheet with words in a frame at its upper edge: a void paper must not pass for one in force."""
    sheet = _sheet("标记")
    said = _short(words, 36)
    half = len(said) * 6.5 + 12
    sheet.box(_A4[0] / 2 - half, 7 * MM, 2 * half, 24, fill="surface", stroke="red", thick=1.2)
    sheet.text(_A4[0] / 2, 7 * MM + 16.5, said, 13, anchor="middle", role="heading1", tone="red")
    return _read(sheet.pdf()).pages[0]


def _set_over(page: PageObject, number: int, stamp: PageObject, mark: PageObject | None) -> None:
    """Set the number at the outer lower corner and the mark at the upper edge, whatever the size of the page."""
    box = page.mediabox
    left, bottom = float(box.left), float(box.bottom)
    wider, higher = float(box.width) - _A4[0], float(box.height) - _A4[1]
    page.merge_translated_page(stamp, left + (wider if number % 2 else 0.0), bottom)
    if mark is not None:
        page.merge_translated_page(mark, left + wider / 2, bottom + higher)


def _unreadable(part: VolumePart) -> tuple[PdfReader, bool]:
    note = "这份材料没有装入本卷：文件打不开（损坏、加了密码或者图片过大）；原件在本件的附件里，请另行打印。"
    return _read(_note(part.title, note)), False


def _read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def _image(part: VolumePart) -> bytes:
    picture = bound_picture(part.content)
    sheet = Sheet("A4", landscape=picture.wide, title=part.title, office="")
    sheet.picture(picture.content, 20 * MM, 20 * MM, sheet.width - 2 * 20 * MM, sheet.height - 2 * 20 * MM)
    return sheet.pdf()


def _note(title: str, note: str) -> bytes:
    sheet = _sheet(title)
    below = sheet.paragraph(_EDGE, _TOP, title, 18, _A4[0] - 2 * _EDGE, role="heading1")
    sheet.paragraph(_EDGE, below + 20, note, 14, _A4[0] - 2 * _EDGE)
    return sheet.pdf()


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
    places = (-8, 6, 86, 130)
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
        title = f"　{part.title}" if part.beneath else part.title
        words = (str(place + 1), _short(title, 20), _short(part.number, 15), part.day)
        for (x, _), word in zip(columns, words, strict=True):
            sheet.text(x, at, word, 10.5)
        sheet.text(right, at, str(first_pages[place]), 10.5, anchor="end")


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _sheet(title: str) -> Sheet:
    return Sheet("A4", title=title, office="")
