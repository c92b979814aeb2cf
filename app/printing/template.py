"""Documents as data: a template names its fields, its legal wording (locked) and its office wording."""

import re
import tomllib
from collections.abc import Iterable
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.faults import UserFault
from app.law.articles import Regulation, load_regulation
from app.printing.fields import FIELD_TYPES, FieldType
from app.resources import resource_path

BlockKind = Literal["addressee", "paragraph", "heading1", "heading2", "list", "joined"]

PLACEHOLDER = re.compile(r"\{\{([a-z_]+)\}\}")
_N = "[一二三四五六七八九十]+"
_CITED = re.compile(f"《信访工作条例》第{_N}条(?:第{_N}款)?(?:第（{_N}）项)?")
_QUOTED = re.compile(r"“([^”]*)”")
_MEND = "请用安装包里的原文件替换它，或改正后重新打开程序。"


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TemplateField(_Data):
    """One field of a document: `source` says where its value comes from, `at_least` from which count it is printed."""

    key: str
    label: str
    type: FieldType
    required: bool = False
    source: str = ""
    at_least: int = 1
    max_length: int = 0


class Quote(_Data):
    """Words of the Regulation as a block prints them; `ref` as in `Regulation.cite`."""

    ref: str
    words: str


class Block(_Data):
    """One block of text.

    `needs` lists fields without which the block is left out, `unless` those with which it is; a `list` block prints
    the entries of `field`, numbered; a `joined` block prints those of its `parts` whose fields are filled, as one
    sentence.
    """

    kind: BlockKind
    text: str = ""
    field: str = ""
    parts: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    locked: bool = False
    quotes: tuple[Quote, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.text, *self.parts)

    @property
    def used(self) -> tuple[str, ...]:
        """Return every field the block names."""
        named = [key for text in self.texts for key in PLACEHOLDER.findall(text)]
        return tuple(dict.fromkeys([*named, *self.needs, *self.unless, *([self.field] if self.field else [])]))


class Template(_Data):
    """One document: what it is called, which fields it needs, what it says.

    `number_word` is the kind's word in a document number (香信接〔2026〕12号 has 接); `status` is shown beside the name
    until the office confirms it; `stub` is the text of the receipt slip, empty for none.
    """

    id: str = Field(pattern="^[a-z_]+$")
    name: str
    version: int
    candidate: str
    status: str
    number_word: str
    recipients: tuple[str, ...]
    copies: int = Field(ge=1)
    proof_of_service: bool
    signature: bool
    written_notice: bool = False
    red_head: bool
    stub: str = ""
    fields: tuple[TemplateField, ...]
    blocks: tuple[Block, ...]

    @cached_property
    def by_key(self) -> dict[str, TemplateField]:
        return {field.key: field for field in self.fields}


def load_template(path: Path, regulation: Regulation | None = None) -> Template:
    """Load and check one template file.

    Raises UserFault(code="broken-template") that names the file and the place: unreadable, unknown key or field,
    broken placeholder, an article that does not exist, or words that are not verbatim in the Regulation.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        template = Template.model_validate(data)
    except (OSError, UnicodeDecodeError):
        raise _broken(path, "文件读不出来") from None
    except tomllib.TOMLDecodeError as fault:
        raise _broken(path, f"写法有误：{fault}") from None
    except ValidationError as fault:
        # A misspelt key is both unknown and missing: naming the unknown one helps.
        first = min(fault.errors(), key=lambda error: error["type"] != "extra_forbidden")
        what = {"extra_forbidden": "没有这一项，请核对写法", "missing": "缺少这一项"}.get(first["type"], first["msg"])
        raise _broken(path, f"{'.'.join(map(str, first['loc']))} 有误：{what}") from None
    _check_fields(path, template)
    for number, block in enumerate(template.blocks, start=1):
        _check_block(path, template, number, block)
        _check_law(path, number, block, regulation or load_regulation())
    _check_texts(path, template, "stub", [template.stub])
    return template


@lru_cache(maxsize=4)
def load_templates(folder: Path | None = None) -> dict[str, Template]:
    """Load every template of a folder, by id; read once for a folder as long as the program runs."""
    folder = folder or resource_path("notices")
    regulation = load_regulation()
    templates = [load_template(path, regulation) for path in sorted(folder.glob("*.toml"))]
    return {template.id: template for template in templates}


def _check_fields(path: Path, template: Template) -> None:
    for field in template.fields:
        if field.key not in FIELD_TYPES:
            raise _broken(path, f"fields 里的字段“{field.key}”不存在")
        if field.type != FIELD_TYPES[field.key]:
            raise _broken(path, f"字段“{field.key}”的类型应为 {FIELD_TYPES[field.key]}")
    if len(template.by_key) != len(template.fields):
        raise _broken(path, "fields 里有重复的字段")
    if "office_name" not in template.by_key or (template.signature and "issued_on" not in template.by_key):
        raise _broken(path, "fields 里缺少落款要用的 office_name 或 issued_on")


def _check_block(path: Path, template: Template, number: int, block: Block) -> None:
    place = f"第 {number} 个 blocks"
    if block.kind == "list" and (not block.field or FIELD_TYPES.get(block.field) not in ("list", "names")):
        raise _broken(path, f"{place} 的 field 不是列表字段")
    if block.kind == "joined" and not block.parts:
        raise _broken(path, f"{place} 没有 parts")
    if block.kind not in ("list", "joined") and not block.text:
        raise _broken(path, f"{place} 没有 text")
    _check_texts(path, template, place, block.texts)
    for key in block.used:
        if key not in template.by_key:
            raise _broken(path, f"{place} 用到的字段“{key}”没有在 fields 里列出")
    if block.kind == "joined":
        return
    for key in block.used:
        field = template.by_key[key]
        if (not field.required or field.at_least > 1) and key not in (*block.needs, *block.unless, block.field):
            raise _broken(path, f"{place} 用到选填字段“{key}”，却没有写进 needs")


def _check_texts(path: Path, template: Template, place: str, texts: Iterable[str]) -> None:
    for text in texts:
        if "{" in (left := PLACEHOLDER.sub("", text)) or "}" in left:
            raise _broken(path, f"{place} 里的字段写法有误，应为 {{{{字段名}}}}")
        for key in PLACEHOLDER.findall(text):
            if key not in template.by_key:
                raise _broken(path, f"{place} 用到的字段“{key}”没有在 fields 里列出")


def _check_law(path: Path, number: int, block: Block, regulation: Regulation) -> None:
    """Hold the block against the Regulation: quotes verbatim, citations that exist, nothing quoted that is not law."""
    place = f"第 {number} 个 blocks"
    labels: set[str] = set()
    for quote in block.quotes:
        try:
            cited = regulation.cite(quote.ref)
        except UserFault:
            raise _broken(path, f"{place} 引用的条文“{quote.ref}”不存在") from None
        if quote.words not in cited.text.replace("\n", ""):
            raise _broken(path, f"{place} 引用的文字与{cited.label}原文不一致")
        if quote.words not in block.text:
            raise _broken(path, f"{place} 的正文里没有 quotes 所列的文字")
        labels.add(cited.label)
    for label in _CITED.findall(block.text):
        if label not in labels:
            raise _broken(path, f"{place} 写了“{label}”，却没有在 quotes 里列出原文")
    if block.locked:
        if not block.quotes:
            raise _broken(path, f"{place} 是锁定的法律文字，却没有 quotes")
        for words in _QUOTED.findall(block.text):
            if words not in {quote.words for quote in block.quotes}:
                raise _broken(path, f"{place} 引号里的文字不在 quotes 里")


def _broken(path: Path, what: str) -> UserFault:
    return UserFault(f"文书模板 {path.name} 用不了：{what}。", _MEND, code="broken-template", field=path.name)
