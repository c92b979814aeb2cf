"""How much a document would print, known before anything is drawn."""

from collections.abc import Callable, Mapping
from typing import Any

from app.faults import UserFault
from app.printing.notices.fields import CLAIM_TYPES, claim_values, entries, is_empty, written
from app.printing.notices.template import PLACEHOLDER, Block, Template

MOST_CHARACTERS = 60_000
"""About a hundred full pages of GB/T 9704-2012; nothing a window issues comes near it."""


def check_length(template: Template, values: Mapping[str, Any]) -> None:
    """Raise UserFault(code="document-too-long") when the filled template is longer than a document may be."""
    known: dict[str, int] = {}

    def size(key: str) -> int:
        if key not in known:
            value = values.get(key)
            known[key] = 0 if is_empty(value) else len(written(key, value))
        return known[key]

    total = sum(_text_size(piece, size) for title in template.titles for piece in title)
    total += _text_size(template.stub, size)
    for block in template.blocks:
        total += _claims_size(block, values) if block.kind == "claims" else _block_size(block, values, size)
        if total > MOST_CHARACTERS:
            raise UserFault(
                f"《{template.name}》的内容超过 {MOST_CHARACTERS:,} 字，文书没有生成。",
                "请把长材料作为附件，文书里写要点。",
                code="document-too-long",
            )


def _block_size(block: Block, values: Mapping[str, Any], size: Callable[[str], int]) -> int:
    fields = [block.field, *(cell.field for row in block.rows for cell in row)]
    printed = sum(len(entry) for key in fields if key for entry in entries(values.get(key)))
    return printed + sum(_text_size(text, size) for text in block.texts)


def _text_size(text: str, size: Callable[[str], int]) -> int:
    return len(text) + sum(size(key) for key in PLACEHOLDER.findall(text))


def _claims_size(block: Block, values: Mapping[str, Any]) -> int:
    answers = claim_values(values.get(block.field))
    own = sum(len(text) for text in block.texts)
    used = [key for text in block.texts for key in PLACEHOLDER.findall(text) if key in CLAIM_TYPES]
    return sum(own + sum(len(str(answer[key])) for key in used) for answer in answers)
