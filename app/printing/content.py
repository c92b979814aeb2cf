"""Fill a template: from blocks and values to the paragraphs that will be printed."""

from dataclasses import dataclass
from typing import Literal

from app.faults import UserFault
from app.law.articles import chinese_number
from app.printing.fields import FIELD_TYPES, Values, entries, is_empty, paragraphs_of, written
from app.printing.setting import Span
from app.printing.template import PLACEHOLDER, Block, Template


@dataclass(frozen=True, slots=True)
class MissingField:
    """A required field that has no value."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph to print."""

    kind: Literal["addressee", "paragraph", "heading1", "heading2"]
    spans: tuple[Span, ...]


def missing_fields(template: Template, values: Values) -> list[MissingField]:
    """Return the required fields that have no value, in the order of the template."""
    return [
        MissingField(field.key, field.label)
        for field in template.fields
        if field.required and is_empty(values.get(field.key), field.at_least)
    ]


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


def paragraphs(template: Template, values: Values) -> list[Paragraph]:
    """Return the paragraphs of the document; level-1 headings are numbered as they are printed."""
    result: list[Paragraph] = []
    headings = 0
    for block in template.blocks:
        if any(is_empty(values.get(key), template.by_key[key].at_least) for key in block.needs):
            continue
        if any(not is_empty(values.get(key), template.by_key[key].at_least) for key in block.unless):
            continue
        if block.kind == "heading1":
            headings += 1
            result.append(Paragraph("heading1", (Span(f"{chinese_number(headings)}、{block.text}"),)))
        elif block.kind == "list":
            result += _list(block, values)
        elif block.kind == "joined":
            result += _joined(block, template, values)
        else:
            result += [Paragraph(block.kind, spans) for spans in _filled(block.text, values)]
    return result


def fill(text: str, values: Values) -> str:
    """Put values into the placeholders of one text; a value is never searched for placeholders again."""
    return PLACEHOLDER.sub(lambda found: written(found[1], values[found[1]]), text)


def _list(block: Block, values: Values) -> list[Paragraph]:
    items = entries(values.get(block.field))
    return [Paragraph("paragraph", (Span(f"{n}．{' '.join(paragraphs_of(item))}"),)) for n, item in enumerate(items, 1)]


def _joined(block: Block, template: Template, values: Values) -> list[Paragraph]:
    spans: list[Span] = []
    for part in block.parts:
        keys = PLACEHOLDER.findall(part)
        if any(is_empty(values.get(key), template.by_key[key].at_least) for key in keys):
            continue
        if spans:
            spans.append(Span("；"))
        spans += [span for filled in _filled(part, values) for span in filled]
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
    kind = FIELD_TYPES[key]
    value = written(key, values[key])
    if kind == "longtext":
        *before, last = paragraphs_of(value)
        return before, [Span(last)]
    if kind == "names":
        spans: list[Span] = []
        for name in entries(values[key]):
            spans += [Span("、"), Span(name, name=True)] if spans else [Span(name, name=True)]
        return [], spans
    return [], [Span(" ".join(paragraphs_of(value)), name=kind in ("name", "office"))]
