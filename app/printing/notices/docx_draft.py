"""A document as a Word draft, for offices that finish the wording in WPS or Word; it is never an issued document."""

import io
import re
from typing import Any

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from app.printing.notices.content import (
    Cell,
    Enclosure,
    FormRow,
    Paragraph,
    SignLine,
    check_values,
    pieces,
    title_pieces,
)
from app.printing.notices.fields import Values, written, written_date
from app.printing.notices.template import Template
from app.printing.page.setting import plain_text

# The faces by their names on an office's PC (GB/T 9704-2012); Word takes what stands nearest where one is missing.
_BODY, _TITLE, _HEADING, _SUBHEADING, _PAGE_NUMBER = "仿宋", "方正小标宋简体", "黑体", "楷体", "宋体"
_SIZE, _TITLE_SIZE, _LINE, _TITLE_LINE = 16, 22, 29, 36
# 28 characters of 16 pt are wider than the block: each stands 5/20 pt closer to the next.
_CLOSER = "-5"
_COPIED_SIZE, _NUMBER_SIZE = 14, 14
_CELL_SIZE, _CELL_LINE, _CELL_PAD = 12, 18, 3
_BLOCK = 156 * 72 / 25.4
# A line holds 20 characters of the title; what is longer is broken between its pieces.
_TITLE_CELLS = 20
_FACES = {"heading1": _HEADING, "heading2": _SUBHEADING}
_LABEL_WIDTH = 82
# A cell of more lines than this may be cut by a page.
_WHOLE = 12
DRAFT_WORDS = "（草稿，未编号、未签发）"
_SIGNS = re.compile(r"(\t|(?<=[0-9A-Za-z])-(?=[0-9A-Za-z]))")


def docx_draft(template: Template, values: Values) -> bytes:
    """Return the document as .docx; raises UserFault as `render_notice` does where a field is missing."""
    check_values(template, values)
    document: Any = Document()
    _page(document)
    office = " ".join(written("office_name", values["office_name"]).split())
    title = title_pieces(template, values)
    for text in _title_lines(title) if title else (office, template.name):
        _line(document, text, _TITLE, _TITLE_SIZE, WD_ALIGN_PARAGRAPH.CENTER)
    _line(document, DRAFT_WORDS, _BODY, _SIZE, WD_ALIGN_PARAGRAPH.CENTER).paragraph_format.space_after = Pt(10)
    rows: list[FormRow] = []
    content = pieces(template, values)
    enclosed = False
    after = [each for each in content if isinstance(each, Paragraph) and each.kind in ("note", "copied")]
    for piece in content:
        if piece in after:
            continue
        if isinstance(piece, FormRow):
            rows.append(piece)
            continue
        if rows:
            _table(document, rows)
            rows = []
        if isinstance(piece, SignLine):
            signed = _line(document, f"{piece.label}\t年　　月　　日", _BODY, _SIZE)
            signed.paragraph_format.tab_stops.add_tab_stop(Pt(_BLOCK - 1), WD_TAB_ALIGNMENT.RIGHT)
        elif isinstance(piece, Enclosure):
            _enclosure(document, piece, first=not enclosed)
            enclosed = True
        else:
            _paragraph(document, piece)
    if rows:
        _table(document, rows)
    if template.signature:
        _signature(document, office, written_date("issued_on", values["issued_on"]))
    for piece in after:
        _paragraph(document, piece)
    document.core_properties.title = template.name
    document.core_properties.author = office
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _page(document: Any) -> None:
    """Set the page and the page numbers (GB/T 9704-2012, 5.2 and 7.5)."""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _BODY, Pt(_SIZE)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _BODY)
    # Word would set a quarter of a character between Chinese and digits.
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):
        _child(normal.element.get_or_add_pPr(), name, {"w:val": "0"})
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.left_margin, section.right_margin, section.bottom_margin = (
        Mm(37),
        Mm(28),
        Mm(26),
        Mm(35),
    )
    section.footer_distance = Mm(25)
    document.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _page_number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)


def _page_number(footer: Any, alignment: Any) -> None:
    """Put — 1 — into a footer: odd pages at the right, even pages at the left, one character in."""
    paragraph = footer.paragraphs[0]
    paragraph.alignment = alignment
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(_NUMBER_SIZE)
    _run(paragraph, "— ", _PAGE_NUMBER, _NUMBER_SIZE)
    field = _run(paragraph, "", _PAGE_NUMBER, _NUMBER_SIZE)
    for kind in ("begin", "", "end"):
        if kind:
            _child(field._element, "w:fldChar", {"w:fldCharType": kind})
        else:
            _child(field._element, "w:instrText", {}).text = "PAGE"
    _run(paragraph, " —", _PAGE_NUMBER, _NUMBER_SIZE)


def _title_lines(title: tuple[str, ...]) -> list[str]:
    lines = [title[0]]
    for piece in title[1:]:
        if len(lines[-1] + piece) <= _TITLE_CELLS:
            lines[-1] += piece
        else:
            lines.append(piece)
    return lines


def _signature(document: Any, office: str, date: str) -> None:
    """Write the office above the middle of the date, which keeps four characters free at the right (7.3.5.1)."""
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    widths = [sum(_SIZE if ord(each) > 0x2E80 else _SIZE / 2 for each in text) for text in (office, date)]
    free = 4 * _SIZE + (widths[1] - widths[0]) / 2
    # A long office keeps one character free, and the date moves under its middle.
    shift = max(0.0, _SIZE - free)
    for text, right in ((office, free + shift), (date, 4 * _SIZE + shift)):
        paragraph = _line(document, text, _BODY, _SIZE, WD_ALIGN_PARAGRAPH.RIGHT)
        paragraph.paragraph_format.right_indent = Pt(right)
        if text == office:
            paragraph.paragraph_format.space_before = Pt(2 * _LINE)
            paragraph.paragraph_format.keep_with_next = True


def _paragraph(document: Any, piece: Paragraph) -> None:
    size = {"copied": _COPIED_SIZE, "note": _CELL_SIZE}.get(piece.kind, _SIZE)
    paragraph = _line(
        document, plain_text(piece.spans), _FACES.get(piece.kind, _BODY), size, WD_ALIGN_PARAGRAPH.JUSTIFY
    )
    if piece.kind in _FACES:
        paragraph.paragraph_format.keep_with_next = True
    if piece.kind == "copied":
        paragraph.paragraph_format.space_before = Pt(_LINE)
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(size)
    elif piece.kind not in ("addressee", "note"):
        paragraph.paragraph_format.first_line_indent = Pt(2 * _SIZE)


def _enclosure(document: Any, piece: Enclosure, *, first: bool) -> None:
    """Write one enclosure; its further lines stand below the first of its name (7.3.6)."""
    line = _line(document, piece.lead + piece.name, _BODY, _SIZE)
    # A digit is half as wide as a character.
    lead = sum(_SIZE if ord(each) > 0x2E80 else _SIZE / 2 for each in piece.lead)
    left = (2 if "附件" in piece.lead else 5) * _SIZE
    line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Pt(left + lead), Pt(-lead)
    line.paragraph_format.keep_with_next = True
    if first:
        line.paragraph_format.space_before = Pt(_LINE)


def _line(document: Any, text: str, face: str, size: int, alignment: Any = None) -> Any:
    paragraph = document.add_paragraph()
    if alignment is not None:
        paragraph.alignment = alignment
    line = {_TITLE_SIZE: _TITLE_LINE, _CELL_SIZE: _CELL_LINE}.get(size, _LINE)
    paragraph.paragraph_format.line_spacing = Pt(line)
    paragraph.paragraph_format.space_after = Pt(0)
    _run(paragraph, text, face, size)
    return paragraph


def _run(paragraph: Any, text: str, face: str, size: int) -> Any:
    """Add text in one face; a hyphen within a number does not end a line."""
    run = paragraph.add_run()
    for index, part in enumerate(_SIGNS.split(text)):
        if index % 2:
            _child(run._element, "w:tab" if part == "\t" else "w:noBreakHyphen", {})
        else:
            run.add_text(part)
    run.font.name, run.font.size = face, Pt(size)
    run._element.rPr.rFonts.set(qn("w:eastAsia"), face)
    if size == _SIZE:
        run._element.rPr.find(qn("w:sz")).addprevious(_made(run._element, "w:spacing", {"w:val": _CLOSER}))
    return run


def _child(parent: Any, name: str, attributes: dict[str, str]) -> Any:
    child = _made(parent, name, attributes)
    parent.append(child)
    return child


def _made(near: Any, name: str, attributes: dict[str, str]) -> Any:
    return near.makeelement(qn(name), {qn(key): value for key, value in attributes.items()})


def _table(document: Any, rows: list[FormRow]) -> None:
    widest = max(len(row.cells) for row in rows)
    table = document.add_table(rows=0, cols=2 * widest)
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    widths = [_LABEL_WIDTH, _BLOCK / widest - _LABEL_WIDTH] * widest
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Pt(width)
    margins = _made(table._tbl, "w:tblCellMar", {})
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)
    for side in ("w:left", "w:right"):
        _child(margins, side, {"w:w": str(_CELL_PAD * 20), "w:type": "dxa"})
    for row in rows:
        added = table.add_row()
        # A row is kept whole unless it fills the better part of a page.
        if max(len(_cell_lines(cell)) for cell in row.cells) <= _WHOLE:
            _child(added._tr.get_or_add_trPr(), "w:cantSplit", {})
        cells = added.cells
        for cell, width in zip(cells, widths, strict=True):
            cell.width = Pt(width)
        for place, cell in enumerate(row.cells):
            last = place == len(row.cells) - 1
            text = cells[2 * place + 1].merge(cells[-1]) if last else cells[2 * place + 1]
            _fill(cells[2 * place], [cell.label], _HEADING, WD_ALIGN_PARAGRAPH.CENTER)
            _fill(text, _cell_lines(cell), _BODY)
            for paragraph in text.paragraphs[len(text.paragraphs) - len(cell.sign) :]:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _cell_lines(cell: Cell) -> list[str]:
    lines = [plain_text(spans) for spans in cell.paragraphs]
    return [*lines, *[""] * max(0, cell.lines - len(lines)), *cell.sign]


def _fill(cell: Any, lines: list[str], face: str, alignment: Any = None) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for place, line in enumerate(lines or [""]):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.alignment = alignment
        paragraph.paragraph_format.line_spacing = Pt(_CELL_LINE)
        paragraph.paragraph_format.space_after = Pt(0)
        _run(paragraph, line, face, _CELL_SIZE)
