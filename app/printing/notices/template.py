"""Documents as data: a template names its fields, its legal wording (locked) and its office wording."""

import re
import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.faults import UserFault
from app.law.text.articles import Citation, Regulation, load_regulation
from app.printing.notices.fields import CLAIM_TYPES, FIELD_TYPES, FieldType
from app.resources import resource_path

BlockKind = Literal[
    "addressee", "paragraph", "heading1", "heading2", "list", "joined", "claims", "form", "sign", "note", "copied",
    "enclosures",
]  # fmt: skip
Audience = Literal["petitioner", "office", "file"]

PLACEHOLDER = re.compile(r"\{\{([a-z_]+)\}\}")
_N = "[一二三四五六七八九十]+"
_CITED = re.compile(f"《信访工作条例》第{_N}条(?:第{_N}款)?(?:第（{_N}）项)?")
_QUOTED = re.compile(r"“([^”]*)”")
_LINE = re.compile(r"at line (\d+), column (\d+)")
_WRONG = {
    "extra_forbidden": "没有这一项，请核对写法",
    "missing": "缺少这一项",
    "date": "应是 2026-11-22 这样的日期",
}
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


class Match(_Data):
    """A condition on what a field says: one of some words, or none of them (an empty field is none of them)."""

    field: str
    one_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()

    def holds(self, written: str) -> bool:
        return (not self.one_of or written in self.one_of) and written not in self.none_of


class ResultWords(_Data):
    """What a claim's result is called on paper; `ref` is the item of the Regulation that `words` stand for."""

    result: str
    words: str
    ref: str


class FormCell(_Data):
    """A labelled cell of a form, at least `lines` high; where its field is empty there is room to write by hand.

    `field` prints the entries of a list. `sign` are lines at the foot of the cell for a signature and a date. A row of
    nothing but `optional` cells is left out where they are empty.
    """

    label: str
    text: str = ""
    field: str = ""
    optional: bool = False
    lines: int = Field(default=1, ge=1, le=12)
    sign: tuple[str, ...] = ()


class Block(_Data):
    """One block of text.

    `needs` lists fields without which the block is left out, `unless` those with which it is, `when` what fields must
    say. A `list` block prints the entries of `field`, numbered; a `joined` block prints those of its `parts` whose
    fields are filled, as one sentence. A `claims` block prints its `parts` for each claim of `field`, below `text` as
    a heading where there is more than one; `each` are the words a claim cannot be answered without, by their label.
    A `form` block is a table of `rows`; a `sign` block has a line to sign on for each of its `parts`; a `note` stands
    in small type beside the check code of a document that bears no seal, a `copied` block at the foot of the last page.
    An `enclosures` block names the entries of `field` as what is enclosed (GB/T 9704-2012, 7.3.6).
    """

    kind: BlockKind
    text: str = ""
    field: str = ""
    parts: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    when: tuple[Match, ...] = ()
    results: tuple[ResultWords, ...] = ()
    each: dict[str, str] = {}
    rows: tuple[tuple[FormCell, ...], ...] = ()
    locked: bool = False
    quotes: tuple[Quote, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.text, *self.parts, *(cell.text for row in self.rows for cell in row))

    @property
    def used(self) -> tuple[str, ...]:
        """Return every field the block names; what a claim says of itself is no field of the document."""
        texts = () if self.kind == "claims" else self.texts
        named = [key for text in texts for key in PLACEHOLDER.findall(text)]
        conditions = [*self.needs, *self.unless, *(match.field for match in self.when)]
        fields = [field for field in (self.field, *(cell.field for row in self.rows for cell in row)) if field]
        return tuple(dict.fromkeys([*named, *conditions, *fields]))


class Template(_Data):
    """One document: what it is called, which fields it needs, what it says.

    `number_word` is the kind's word in a document number (香信接〔2026〕12号 has 接); `status` is shown beside the name
    until the office confirms it; `stub` is the text of the receipt slip, empty for none. `written_notice`: the paper
    is the written notice that articles 22 and 23 ask for. `titles` are the titles it may bear, each in pieces that are
    not broken while they fit a line: the first whose fields are filled, and office and name where there is none.
    `one_of` are groups of fields of which one must be filled. `valid_from` and `valid_to` are the first and the last
    day on which it is issued. `based_on` is the shipped kind that an office made a kind of its own from.
    `for_accusations`: a paper of accusations alone, prepared and issued by the custodian from the opened case.
    """

    id: str = Field(pattern="^[a-z_]+$")
    name: str
    version: int
    candidate: str
    status: str
    number_word: str
    recipients: tuple[str, ...]
    copies: int = Field(ge=1)
    audience: Audience
    written_notice: bool
    proof_of_service: bool
    signature: bool
    red_head: bool
    titles: tuple[tuple[str, ...], ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    stub: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    based_on: str = ""
    for_accusations: bool = False
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
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise _broken(path.name, "文件读不出来") from None
    return template_from_text(text, path.name, regulation)


def template_from_text(text: str, name: str, regulation: Regulation | None = None) -> Template:
    """Check a template's TOML text and make the template of it; `name` is what a fault calls it.

    Raises UserFault(code="broken-template") as `load_template` does.
    """
    try:
        template = Template.model_validate(tomllib.loads(text))
    except ValidationError as fault:
        # A misspelt key is both unknown and missing: naming the unknown one helps.
        first = min(fault.errors(), key=lambda error: error["type"] != "extra_forbidden")
        kind = "date" if first["type"].startswith("date") else first["type"]
        what = _WRONG.get(kind, first["msg"])
        raise _broken(name, f"{'.'.join(map(str, first['loc']))} 有误：{what}") from None
    except ValueError as fault:  # also a number of more digits than can be read
        place = _LINE.search(str(fault))
        where = f"第 {place[1]} 行第 {place[2]} 列写法有误" if place else "写法有误：没有写完，缺少结尾的引号或者括号"
        raise _broken(name, where) from None
    except RecursionError:
        raise _broken(name, "写法有误：一层套一层太多") from None
    _check_fields(name, template)
    for number, block in enumerate(template.blocks, start=1):
        _check_block(name, template, number, block)
        _check_law(name, number, block, regulation or load_regulation())
    _check_texts(name, template, "stub", [template.stub])
    _check_texts(name, template, "titles", [piece for title in template.titles for piece in title])
    for key in (key for group in template.one_of for key in group):
        _check_listed(name, template, "one_of", key)
    return template


@lru_cache(maxsize=4)
def load_templates(folder: Path | None = None) -> dict[str, Template]:
    """Load every template of a folder, by id; read once for a folder as long as the program runs."""
    folder = folder or resource_path("notices")
    regulation = load_regulation()
    templates = [load_template(path, regulation) for path in sorted(folder.glob("*.toml"))]
    return {template.id: template for template in templates}


def _check_fields(name: str, template: Template) -> None:
    for field in template.fields:
        if field.key not in FIELD_TYPES:
            raise _broken(name, f"fields 里的字段“{field.key}”不存在")
        if field.type != FIELD_TYPES[field.key]:
            raise _broken(name, f"字段“{field.key}”的类型应为 {FIELD_TYPES[field.key]}")
    if len(template.by_key) != len(template.fields):
        raise _broken(name, "fields 里有重复的字段")
    if "office_name" not in template.by_key or "issued_on" not in template.by_key:
        raise _broken(name, "fields 里缺少落款要用的 office_name 或 issued_on")


def _check_block(name: str, template: Template, number: int, block: Block) -> None:
    place = f"第 {number} 个 blocks"
    wanted: dict[str, tuple[FieldType, ...]] = {
        "list": ("list", "names"),
        "enclosures": ("list", "names"),
        "claims": ("claims",),
    }
    if block.kind in wanted and FIELD_TYPES.get(block.field) not in wanted[block.kind]:
        raise _broken(name, f"{place} 的 field 不是{'逐项答复的' if block.kind == 'claims' else '列表'}字段")
    if block.kind in ("joined", "sign", "claims") and not block.parts:
        raise _broken(name, f"{place} 没有 parts")
    if block.kind == "form" and not all(1 <= len(row) <= 2 for row in block.rows or ((),)):
        raise _broken(name, f"{place} 的 rows 每行应有一格或者两格")
    if block.kind not in ("list", "enclosures", "joined", "sign", "form") and not block.text:
        raise _broken(name, f"{place} 没有 text")
    if block.kind == "note" and template.signature:
        raise _broken(name, f"{place} 是附注，只用在不盖章的文书里")
    if block.kind == "claims":
        _check_claim_keys(name, place, block)
    else:
        _check_texts(name, template, place, block.texts)
    for key in block.used:
        _check_listed(name, template, place, key)
    # A part, a cell or a line without its value is left out or left blank by itself.
    if block.kind in ("joined", "form", "sign"):
        return
    guarded = {*block.needs, *block.unless, block.field, *(match.field for match in block.when)}
    for key in block.used:
        field = template.by_key[key]
        if (not field.required or field.at_least > 1) and key not in guarded:
            raise _broken(name, f"{place} 用到选填字段“{key}”，却没有写进 needs")


def _check_claim_keys(name: str, place: str, block: Block) -> None:
    for key in (*(key for text in block.texts for key in PLACEHOLDER.findall(text)), *block.each):
        if key not in CLAIM_TYPES:
            raise _broken(name, f"{place} 用到的“{key}”不是逐项答复里的内容")


def _check_texts(name: str, template: Template, place: str, texts: Iterable[str]) -> None:
    for text in texts:
        if "{" in (left := PLACEHOLDER.sub("", text)) or "}" in left:
            raise _broken(name, f"{place} 里的字段写法有误，应为 {{{{字段名}}}}")
        for key in PLACEHOLDER.findall(text):
            _check_listed(name, template, place, key)


def _check_listed(name: str, template: Template, place: str, key: str) -> None:
    if key not in template.by_key:
        raise _broken(name, f"{place} 用到的字段“{key}”没有在 fields 里列出")


def _check_law(name: str, number: int, block: Block, regulation: Regulation) -> None:
    """Hold the block against the Regulation: quotes verbatim, citations that exist, nothing quoted that is not law."""
    place = f"第 {number} 个 blocks"
    labels: set[str] = set()
    for result in block.results:
        _cite(name, place, regulation, result.ref)
    for quote in block.quotes:
        cited = _cite(name, place, regulation, quote.ref)
        if quote.words not in cited.text.replace("\n", ""):
            raise _broken(name, f"{place} 引用的文字与{cited.label}原文不一致")
        if quote.words not in block.text:
            raise _broken(name, f"{place} 的正文里没有 quotes 所列的文字")
        labels.add(cited.label)
    for label in _CITED.findall(block.text):
        if label not in labels:
            raise _broken(name, f"{place} 写了“{label}”，却没有在 quotes 里列出原文")
    if block.locked:
        if not block.quotes:
            raise _broken(name, f"{place} 是锁定的法律文字，却没有 quotes")
        for words in _QUOTED.findall(block.text):
            if words not in {quote.words for quote in block.quotes}:
                raise _broken(name, f"{place} 引号里的文字不在 quotes 里")


def _cite(name: str, place: str, regulation: Regulation, ref: str) -> Citation:
    try:
        return regulation.cite(ref)
    except UserFault:
        raise _broken(name, f"{place} 引用的条文“{ref}”不存在") from None


def _broken(name: str, what: str) -> UserFault:
    return UserFault(f"文书模板 {name} 用不了：{what}。", _MEND, code="broken-template", field=name)
