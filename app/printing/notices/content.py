"""Fill a template: from blocks and values to the paragraphs, tables and lines to sign that will be printed."""

from dataclasses import dataclass
from typing import Literal

from app.faults import UserFault
from app.law.text.articles import chinese_number
from app.printing.notices.fields import (
    Values,
    claim_values,
    entries,
    is_empty,
    is_unanswered,
    paragraphs_of,
    type_of,
    written,
)
from app.printing.notices.template import PLACEHOLDER, Block, FormCell, Template
from app.printing.page.setting import Span, plain_text

# Between these, room to write a date by hand.
SIGN_DATE = ("年", "月", "日")


@dataclass(frozen=True, slots=True)
class MissingField:
    """A required field that has no value."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph to print."""

    kind: Literal["addressee", "paragraph", "heading1", "heading2", "note", "copied"]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a form: its label, the paragraphs in it, the lines it has at least, the lines to sign at its foot."""

    label: str
    paragraphs: tuple[tuple[Span, ...], ...]
    lines: int
    sign: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of a form; `first` of its table."""

    cells: tuple[Cell, ...]
    first: bool


@dataclass(frozen=True, slots=True)
class SignLine:
    """A line to sign on: who signs, then room for the name and the date."""

    label: str


@dataclass(frozen=True, slots=True)
class Enclosure:
    """One thing that goes with the document: what stands before its name on the first line, and its name."""

    lead: str
    name: str


Piece = Paragraph | FormRow | SignLine | Enclosure


def missing_fields(template: Template, values: Values) -> list[MissingField]:
    """Return the required fields that have no value, in the order of the template, then claims without an answer."""
    missing = [
        MissingField(field.key, field.label)
        for field in template.fields
        if field.required and is_unanswered(field.key, values.get(field.key), field.at_least)
    ]
    for group in template.one_of:
        fields = [template.by_key[key] for key in group]
        if all(is_empty(values.get(field.key), field.at_least) for field in fields):
            missing.append(MissingField(group[0], "或者".join(dict.fromkeys(field.label for field in fields))))
    for block in template.blocks:
        for claim in claim_values(values.get(block.field)) if block.kind == "claims" else []:
            empty = [label for key, label in block.each.items() if is_empty(claim[key])]
            if empty:
                missing.append(MissingField(block.field, f"第{claim['ordinal']}项请求的{'、'.join(empty)}"))
    return missing


def check_values(template: Template, values: Values) -> None:
    """Raise UserFault before anything is drawn: code "missing-field" or "field-too-long"."""
    missing = missing_fields(template, values)
    if missing:
        named = "、".join(field.label for field in missing)
        raise UserFault(
            f"《{template.name}》还缺：{named}。", "请补填后再生成文书。", code="missing-field", field=missing[0].key
        )
    for field in template.fields:
        length = len(written(field.key, values[field.key])) if not is_empty(values.get(field.key)) else 0
        if field.max_length and length > field.max_length:
            raise UserFault(
                f"“{field.label}”有 {length} 字，文书里最多 {field.max_length} 字。",
                "请改短后再生成文书，登记的全文不受影响。",
                code="field-too-long",
                field=field.key,
            )


def pieces(template: Template, values: Values) -> list[Piece]:
    """Return what the document is made of; level-1 headings are numbered as they are printed."""
    # How many are made is the template's to say, so that an office changes it in one place.
    values = {**values, "copies": template.copies}
    result: list[Piece] = []
    headings = 0
    for block in template.blocks:
        if not _printed(block, template, values):
            continue
        if block.kind == "heading1":
            headings += 1
            result.append(Paragraph("heading1", (Span(f"{chinese_number(headings)}、{block.text}"),)))
        elif block.kind == "list":
            result += _numbered(entries(values.get(block.field)))
        elif block.kind == "enclosures":
            result += _enclosures(values.get(block.field))
        elif block.kind == "joined":
            result += _joined(block, template, values)
        elif block.kind == "claims":
            result += _claims(block, values)
        elif block.kind == "form":
            result += _form(block, template, values)
        elif block.kind == "sign":
            result += [SignLine(fill(part, values)) for part in block.parts if not _lacks(part, template, values)]
        else:
            result += [Paragraph(block.kind, spans) for spans in _filled(block.text, values)]
    return result


def title_pieces(template: Template, values: Values) -> tuple[str, ...]:
    """Return the title in the pieces that are not broken, empty where office and name are the title."""
    for title in template.titles:
        if not any(_lacks(piece, template, values) for piece in title):
            return tuple(" ".join(fill(piece, values).split()) for piece in title)
    return ()


def texts_of(piece: Piece) -> list[str]:
    """Return every text of a piece as it is printed, in the order of reading."""
    if isinstance(piece, Paragraph):
        return [plain_text(piece.spans)]
    if isinstance(piece, SignLine):
        return [piece.label, *SIGN_DATE]
    if isinstance(piece, Enclosure):
        return [piece.lead + piece.name]
    return [
        text
        for cell in piece.cells
        for text in (cell.label, *(plain_text(spans) for spans in cell.paragraphs), *cell.sign)
    ]


def fill(text: str, values: Values) -> str:
    """Put values into the placeholders of one text; a value is never searched for placeholders again."""
    return PLACEHOLDER.sub(lambda found: written(found[1], values[found[1]]), text)


def _printed(block: Block, template: Template, values: Values) -> bool:
    def empty(key: str) -> bool:
        return is_empty(values.get(key), template.by_key[key].at_least)

    if any(empty(key) for key in block.needs) or any(not empty(key) for key in block.unless):
        return False
    return all(
        match.holds("" if empty(match.field) else written(match.field, values[match.field])) for match in block.when
    )


def _lacks(text: str, template: Template, values: Values) -> bool:
    """Tell whether a text names a field that is empty."""
    return any(is_empty(values.get(key), template.by_key[key].at_least) for key in PLACEHOLDER.findall(text))


def _numbered(items: list[str]) -> list[Paragraph]:
    return [Paragraph("paragraph", (Span(f"{n}．{' '.join(paragraphs_of(item))}"),)) for n, item in enumerate(items, 1)]


def _enclosures(value: object) -> list[Enclosure]:
    """Return what is enclosed, numbered where it is more than one; no mark stands after a name (7.3.6)."""
    lines = [line.rstrip("。；;，,、. ") for entry in entries(value) for line in paragraphs_of(entry)]
    names = [line for line in lines if line]
    numbers = [f"{number}．" if len(names) > 1 else "" for number in range(1, len(names) + 1)]
    leads = [("" if place else "附件：") + number for place, number in enumerate(numbers)]
    return [Enclosure(lead, name) for lead, name in zip(leads, names, strict=True)]


def _claims(block: Block, values: Values) -> list[Paragraph]:
    """Return each claim's answer; a single one needs no heading of its own."""
    claims = claim_values(values.get(block.field))
    words = {each.result: each.words for each in block.results}
    result: list[Paragraph] = []
    for claim in claims:
        claim["result"] = words.get(str(claim["result"]), claim["result"])
        if len(claims) > 1:
            result += [Paragraph("heading2", spans) for spans in _filled(f"（{{{{ordinal}}}}）{block.text}", claim)]
        for part in block.parts:
            if not any(is_empty(claim[key]) for key in PLACEHOLDER.findall(part)):
                result += [Paragraph("paragraph", spans) for spans in _filled(part, claim)]
    return result


def _form(block: Block, template: Template, values: Values) -> list[FormRow]:
    def cell(each: FormCell) -> Cell:
        if each.field:
            paragraphs = [paragraph.spans for paragraph in _numbered(entries(values.get(each.field)))]
        else:
            paragraphs = [] if _lacks(each.text, template, values) else _filled(each.text, values)
        return Cell(each.label, tuple(paragraphs), each.lines, each.sign)

    rows = [(tuple(cell(each) for each in row), all(each.optional for each in row)) for row in block.rows]
    kept = [cells for cells, optional in rows if not optional or any(each.paragraphs for each in cells)]
    return [FormRow(cells, first=index == 0) for index, cells in enumerate(kept)]


def _joined(block: Block, template: Template, values: Values) -> list[Paragraph]:
    spans: list[Span] = []
    for part in block.parts:
        if _lacks(part, template, values):
            continue
        if spans:
            spans.append(Span("；"))
        filled = [span for paragraph in _filled(part, values) for span in paragraph]
        # What was typed may have ended in a mark of its own.
        last = filled[-1]
        spans += [*filled[:-1], Span(last.text.rstrip("。；;"), last.name)]
    return [Paragraph("paragraph", (*spans, Span("。")))] if spans else []


def _filled(text: str, values: Values) -> list[tuple[Span, ...]]:
    """Fill one text; a value of several paragraphs makes as many."""
    result: list[list[Span]] = [[]]
    at = 0
    for found in PLACEHOLDER.finditer(text):
        result[-1].append(Span(text[at : found.start()]))
        key, at = found[1], found.end()
        before, last = _value_spans(key, values)
        for paragraph in before:
            result[-1].append(Span(paragraph))
            result.append([])
        result[-1] += last
    result[-1].append(Span(text[at:]))
    return [tuple(span for span in spans if span.text) for spans in result if any(span.text for span in spans)]


def _value_spans(key: str, values: Values) -> tuple[list[str], list[Span]]:
    """Return the paragraphs a value ends in the middle of a text, and the spans that go on from there."""
    kind = type_of(key)
    value = written(key, values[key])
    if kind == "longtext":
        *before, last = paragraphs_of(value)
        return before, [Span(last)]
    if kind == "names":
        spans: list[Span] = []
        # One text may hold several names, a line each.
        for name in (line for entry in entries(values[key]) for line in paragraphs_of(entry)):
            spans += [Span("、"), Span(name, name=True)] if spans else [Span(name, name=True)]
        return [], spans
    return [], [Span(" ".join(paragraphs_of(value)), name=kind in ("name", "office"))]
