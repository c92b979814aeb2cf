"""A document as a Word draft, for offices that finish the wording in WPS or Word; it is never an issued document."""

import io
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from app.printing.content import Cell, FormRow, Paragraph, SignLine, check_values, pieces, title_pieces
from app.printing.fields import Values, written, written_date
from app.printing.setting import plain_text
from app.printing.template import Template

# The faces by their names on an office's PC (GB/T 9704-2012); Word takes what stands nearest where one is missing.
_BODY, _TITLE, _HEADING, _SUBHEADING = "仿宋", "方正小标宋简体", "黑体", "楷体"
_SIZE, _TITLE_SIZE, _LINE = 16, 22, 29
_FACES = {"heading1": _HEADING, "heading2": _SUBHEADING}
DRAFT_WORDS = "（草稿，未编号、未签发）"


def docx_draft(template: Template, values: Values) -> bytes:
    """Return the document as .docx; raises UserFault as `render_notice` does where a field is missing."""
    check_values(template, values)
    document: Any = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.left_margin, section.right_margin, section.bottom_margin = (
        Mm(37),
        Mm(28),
        Mm(26),
        Mm(35),
    )
    office = " ".join(written("office_name", values["office_name"]).split())
    title = title_pieces(template, values)
    for text in ("".join(title),) if title else (office, template.name):
        _line(document, text, _TITLE, _TITLE_SIZE, WD_ALIGN_PARAGRAPH.CENTER)
    _line(document, DRAFT_WORDS, _BODY, _SIZE, WD_ALIGN_PARAGRAPH.CENTER)
    rows: list[FormRow] = []
    content = pieces(template, values)
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
            _line(document, f"{piece.label}：　　　　　　　　　　　　年　　月　　日", _BODY, _SIZE)
        else:
            _paragraph(document, piece)
    if rows:
        _table(document, rows)
    if template.signature:
        for text in (office, written_date("issued_on", values["issued_on"])):
            _line(document, text, _BODY, _SIZE, WD_ALIGN_PARAGRAPH.RIGHT)
    for piece in after:
        _paragraph(document, piece)
    document.core_properties.title = template.name
    document.core_properties.author = office
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _paragraph(document: Any, piece: Paragraph) -> None:
    paragraph = _line(
        document, plain_text(piece.spans), _FACES.get(piece.kind, _BODY), _SIZE, WD_ALIGN_PARAGRAPH.JUSTIFY
    )
    if piece.kind not in ("addressee", "note", "copied"):
        paragraph.paragraph_format.first_line_indent = Pt(2 * _SIZE)


def _line(document: Any, text: str, face: str, size: int, alignment: Any = None) -> Any:
    paragraph = document.add_paragraph()
    if alignment is not None:
        paragraph.alignment = alignment
    paragraph.paragraph_format.line_spacing = Pt(_LINE if size == _SIZE else 36)
    paragraph.paragraph_format.space_after = Pt(0)
    _run(paragraph, text, face, size)
    return paragraph


def _run(paragraph: Any, text: str, face: str, size: int) -> None:
    run = paragraph.add_run(text)
    run.font.name, run.font.size = face, Pt(size)
    run._element.rPr.rFonts.set(qn("w:eastAsia"), face)


def _table(document: Any, rows: list[FormRow]) -> None:
    widest = max(len(row.cells) for row in rows)
    table = document.add_table(rows=0, cols=2 * widest)
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    for row in rows:
        cells = table.add_row().cells
        for place, cell in enumerate(row.cells):
            last = place == len(row.cells) - 1
            text = cells[2 * place + 1].merge(cells[-1]) if last else cells[2 * place + 1]
            _fill(cells[2 * place], [cell.label], _HEADING)
            _fill(text, _cell_lines(cell), _BODY)


def _cell_lines(cell: Cell) -> list[str]:
    lines = [plain_text(spans) for spans in cell.paragraphs]
    return [*lines, *[""] * max(0, cell.lines - len(lines)), *cell.sign]


def _fill(cell: Any, lines: list[str], face: str) -> None:
    for place, line in enumerate(lines or [""]):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        _run(paragraph, line, face, 12)
