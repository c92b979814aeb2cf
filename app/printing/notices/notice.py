"""Render one notice: check everything first, then draw the page of GB/T 9704-2012."""

import hashlib
import io
from dataclasses import dataclass

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from app.printing.fonts.book import FontBook, font_book
from app.printing.notices.content import (
    MissingField,
    Paragraph,
    check_values,
    fill,
    missing_fields,
    pieces,
    texts_of,
    title_pieces,
)
from app.printing.notices.fields import Values, date_of, is_empty, written, written_date
from app.printing.notices.forms import rule
from app.printing.notices.rows import TITLE_GAP, RowMaker, Seal
from app.printing.notices.template import Template
from app.printing.page import measures
from app.printing.page.archive_form import Properties, write_archive_form
from app.printing.page.flow import fill_pages, sink_foot, used_height
from app.printing.page.furniture import Furniture

__all__ = ["MissingField", "RenderedNotice", "missing_fields", "render_notice"]

# Binary streams instead of ASCII ones: a fifth smaller and quicker to write.
rl_config.useA85 = 0

NUMBER_LATER = "（签发时编号）"


@dataclass(frozen=True, slots=True)
class RenderedNotice:
    """A finished document: the bytes to store, print and copy, their SHA-256 in hex, and how many pages."""

    pdf: bytes
    sha256: str
    pages: int


def render_notice(
    template: Template,
    values: Values,
    *,
    number: str | None,
    check_text: str | None,
    check_code: str | None,
    red_head: bool | None = None,
    book: FontBook | None = None,
) -> RenderedNotice:
    """Render a notice as PDF/A-2b; the same input gives the same bytes.

    `number` None is a preview: marked 预览 未签发, without QR code. `check_text` (ASCII) goes into the QR code,
    `check_code` is printed below it. `red_head` None is as the template says.
    Raises UserFault before anything is drawn: missing-field, field-too-long, bad-field, missing-glyph, bad-check-text.
    """
    book = book or font_book()
    check_values(template, values)
    content = pieces(template, values)
    title = title_pieces(template, values)
    office = " ".join(written("office_name", values["office_name"]).split())
    issued = written_date("issued_on", values["issued_on"]) if template.signature else ""
    numbered = f"编号：{NUMBER_LATER if number is None else number}"
    stub = fill(template.stub, values)
    printed = [text for each in content for text in texts_of(each)]
    book.check([office, template.name, numbered, stub, check_code or "", *title, *printed])

    red = template.red_head if red_head is None else red_head
    draft = number is None
    furniture = Furniture(book, office, template.name, numbered, stub)
    maker = RowMaker(book)
    # A letter bears its number alone.
    head = maker.red_number(numbered.removeprefix("编号：")) if red else []
    own = [[template.name]] if red else [[office], [template.name]]
    rows = [*head, *maker.title([title] if title else own, after=measures.LINE if red else TITLE_GAP)]
    rows += [] if red else maker.number(numbered)
    notes, copied = (
        [each for each in content if isinstance(each, Paragraph) and each.kind == kind] for kind in ("note", "copied")
    )
    rows += maker.body([each for each in content if each not in notes and each not in copied])
    seal = Seal(office, issued, None if draft else check_text, None if draft else check_code)
    rows = maker.signed(rows, seal) if template.signature else maker.checked(rows, seal, notes)
    rows = maker.copied(rows, copied, ruled=not red)

    drop = furniture.red_head_height(office) if red else 0.0
    pages = fill_pages(rows, measures.BLOCK_HEIGHT - drop, measures.BLOCK_HEIGHT)
    room = measures.BLOCK_HEIGHT - (drop if len(pages) == 1 else 0.0)
    pages[-1] = sink_foot(pages[-1], room, furniture.stub_height + 6.0 if stub else 0.0)
    buffer = io.BytesIO()
    canvas = Canvas(
        buffer,
        pagesize=(measures.WIDTH, measures.HEIGHT),
        pageCompression=1,
        invariant=1,
        initialFontName=book.first("body").name,
        lang="zh-CN",
    )
    for index, placed in enumerate(pages):
        top = measures.TOP - (drop if index == 0 else 0.0)
        if draft:
            furniture.draft_mark(canvas)
        if red and index == 0:
            furniture.red_head(canvas)
        for each in placed:
            each.row.draw(canvas, top - each.offset)
        # A table that goes on over the page is closed here and opened there.
        if placed and placed[-1].row.ruled:
            rule(canvas, top - used_height(placed))
        if placed and placed[0].row.ruled:
            rule(canvas, top)
        last = index == len(pages) - 1
        if last and stub:
            furniture.stub(canvas, top - used_height(placed))
        if len(pages) > 1 and not (red and index == 0):
            furniture.page_number(canvas, index + 1)
        canvas.showPage()
    made_on = None if is_empty(values.get("issued_on")) else date_of("issued_on", values["issued_on"])
    write_archive_form(canvas, Properties(template.name, office, numbered, made_on))
    pdf = buffer.getvalue()
    return RenderedNotice(pdf, hashlib.sha256(pdf).hexdigest(), len(pages))
