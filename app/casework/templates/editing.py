"""Changing a template by hand: fields by their meaning, a text's conditions and the list of fields kept right."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from app.casework.templates.check import CLAIM_LABELS
from app.law.text.articles import load_regulation
from app.printing.notices.fields import CLAIM_TYPES
from app.printing.notices.template import PLACEHOLDER, Block, Template, TemplateField, load_templates

BLOCK_NAMES = {
    "addressee": "称呼",
    "paragraph": "正文",
    "heading1": "一级标题",
    "heading2": "二级标题",
    "list": "逐项列出",
    "joined": "一句并列",
    "claims": "逐项答复",
    "form": "表格",
    "sign": "签名行",
    "note": "附注",
    "copied": "抄送",
    "enclosures": "附件",
}
TEXT_KINDS = ("addressee", "paragraph", "heading1", "heading2", "note", "copied")
PART_KINDS = ("joined", "sign")
BREAK = "／"

_TOKEN = re.compile(r"【([^【】\n]+)】")


@cache
def vocabulary() -> dict[str, TemplateField]:
    """Return every field that some shipped template prints, by key, with its meaning."""
    found: dict[str, TemplateField] = {}
    for template in load_templates().values():
        for field in template.fields:
            found.setdefault(field.key, field.model_copy(update={"required": False}))
    return found


class FieldWords:
    """The fields a template may use, each under one meaning of its own; texts are shown with 【meaning】 in them."""

    def __init__(self, template: Template) -> None:
        self._name({field.key: field for field in template.fields}, vocabulary())

    @classmethod
    def of_claims(cls) -> "FieldWords":
        """Return the words for what an answer to claims may print of each claim."""
        words = cls.__new__(cls)
        types = CLAIM_TYPES.items()
        words._name({key: TemplateField(key=key, label=CLAIM_LABELS[key], type=type_) for key, type_ in types}, {})
        return words

    def _name(self, own: Mapping[str, TemplateField], others: Mapping[str, TemplateField]) -> None:
        self.fields = {**own, **{key: field for key, field in others.items() if key not in own}}
        self.own = frozenset(own)
        self.labels: dict[str, str] = {}
        self._keys: dict[str, str] = {}
        for key, field in self.fields.items():
            for label in (field.label, f"{field.label}（{field.source}）", f"{field.label}（{key}）"):
                if label not in self._keys:
                    self.labels[key] = label
                    self._keys[label] = key
                    break

    def shown(self, text: str) -> str:
        """Return a text with its fields by meaning."""

        def token(found: re.Match[str]) -> str:
            return f"【{self.labels[found[1]]}】" if found[1] in self.labels else found[0]

        return PLACEHOLDER.sub(token, text)

    def read(self, shown: str) -> str:
        """Return a shown text with its fields by key."""

        def placeholder(found: re.Match[str]) -> str:
            return f"{{{{{self._keys[found[1]]}}}}}" if found[1] in self._keys else found[0]

        return _TOKEN.sub(placeholder, shown)

    def is_field(self, token: str) -> bool:
        """Tell whether what stands between 【】 is a field."""
        return token in self._keys

    def conditions(self, block: Block) -> str:
        """Return in words when a block is printed, empty for always."""
        said = [f"填了“{self.labels.get(key, key)}”才印" for key in block.needs]
        said += [f"填了“{self.labels.get(key, key)}”就不印" for key in block.unless]
        for match in block.when:
            label = self.labels.get(match.field, match.field)
            if match.one_of:
                said.append(f"“{label}”是{'或者'.join(match.one_of)}时才印")
            if match.none_of:
                said.append(f"“{label}”是{'或者'.join(match.none_of)}时不印")
        return "；".join(said)


def retext(block: Block, text: str, words: FieldWords) -> Block:
    """Return a block with another text; a field that may be empty becomes a condition, one taken out no longer is."""
    gone = {*PLACEHOLDER.findall(block.text)} - {*PLACEHOLDER.findall(text)}
    needs = [key for key in block.needs if key not in gone]
    matched = {match.field for match in block.when if match.one_of}
    for key in dict.fromkeys(PLACEHOLDER.findall(text)):
        field = words.fields.get(key)
        if field and (not field.required or field.at_least > 1) and key not in {*needs, *matched, block.field}:
            needs.append(key)
    return block.model_copy(update={"text": text, "needs": tuple(needs)})


def reparts(block: Block, parts: Iterable[str]) -> Block:
    """Return a block with other parts; one whose fields are empty is left out by itself."""
    return block.model_copy(update={"parts": tuple(part for part in parts if part.strip())})


def renamed(template: Template, name: str) -> Template:
    """Return a template under another name, also where its titles and its receipt say the former one."""
    former = template.name
    changes: dict[str, object] = {"name": name}
    if former and name.strip():
        changes["stub"] = template.stub.replace(f"《{former}》", f"《{name}》")
        changes["titles"] = tuple(
            tuple(name if piece == former else piece for piece in title) for title in template.titles
        )
    return template.model_copy(update=changes)


def with_fields(template: Template, blocks: Iterable[Block], words: FieldWords) -> Template:
    """Return a template of these blocks that lists exactly the fields it uses, and those it must have."""
    blocks = tuple(blocks)
    texts = [template.stub, *(piece for title in template.titles for piece in title)]
    used = {key for block in blocks for key in block.used}
    used |= {key for text in texts for key in PLACEHOLDER.findall(text)}
    used |= {key for group in template.one_of for key in group}
    # Nobody owes a kind of the office's own: it asks only for what it prints.
    asked = ("office_name", "issued_on") if template.based_on else tuple(f.key for f in template.fields if f.required)
    kept = [field for field in template.fields if field.key in asked or field.key in used]
    listed = {field.key for field in kept}
    kept += [field for key, field in words.fields.items() if key in used and key not in listed]
    return template.model_copy(update={"blocks": blocks, "fields": tuple(kept)})


def shown_titles(template: Template, words: FieldWords) -> str:
    """Return the titles one a line, their pieces divided by ／."""
    return "\n".join(BREAK.join(words.shown(piece) for piece in title) for title in template.titles)


def read_titles(shown: str, words: FieldWords) -> tuple[tuple[str, ...], ...]:
    """Return the titles of what `shown_titles` shows."""
    lines = [line.strip() for line in shown.splitlines() if line.strip()]
    return tuple(tuple(words.read(piece.strip()) for piece in line.split(BREAK) if piece.strip()) for line in lines)


def cited_in(block: Block) -> str:
    """Return the places of the Regulation that a block of legal wording stands on, in words."""
    refs = [*(quote.ref for quote in block.quotes), *(result.ref for result in block.results)]
    return "、".join(dict.fromkeys(load_regulation().cite(ref).place for ref in refs))
