"""What an office may change of a template, and what it may not: held against the one that ships."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.casework.templates.length import check_length
from app.casework.templates.samples import SAMPLES, sample_values
from app.faults import UserFault
from app.printing.fonts.book import font_book
from app.printing.notices.fields import FIELD_TYPES
from app.printing.notices.notice import render_notice
from app.printing.notices.template import PLACEHOLDER, Block, Template, template_from_text

LARGEST = 200_000
MOST_BLOCKS = 200
LONGEST_TEXT = 5_000
MOST_PAGES = 30
MOST_COPIES = 20
WORD_PATTERN = re.compile(r"^[\u4e00-\u9fff]{1,6}$")
AS_IT_WAS = "现在用的模板没有改动。"

# What a claim says of itself, to whoever writes in the window.
CLAIM_LABELS = {
    "ordinal": "第几项",
    "request": "投诉请求",
    "result": "处理结果",
    "findings": "事实和理由",
    "opinion": "处理意见",
    "basis": "法律法规依据",
}

_DEEPEST = 8
_LONGEST_DOTTED = 12
_CITED = re.compile(r"《信访工作条例》第[一二三四五六七八九十]+条")
_PLACE = re.compile(r"第 (\d+) 个 blocks")
_FIXED = {
    "audience": "收件对象",
    "written_notice": "是否条例要求的书面告知",
    "signature": "是否落款盖章",
    "candidate": "序号",
    "based_on": "以哪种文书为底",
}


# What the reader of templates says to whoever writes the file, for whoever writes in the window.
_PLAIN_WORDS = (
    ("，却没有在 quotes 里列出原文", "，条文只能用锁定的法律文字引用"),
    (" 没有 text", "没有文字"),
    (" 没有 parts", "没有内容"),
)


@dataclass(frozen=True)
class Problem:
    """Why a template cannot be used: one sentence, a stable `code`, and the block (from 1) or the entry it is about."""

    sentence: str
    code: str
    block: int = 0
    field: str = ""


def read_template(text: str, name: str) -> Template:
    """Make a template of TOML text of any origin, in bounded time.

    Raises UserFault: template-too-large, broken-template (field "block/3" where it is about one block).
    """
    if len(text.encode("utf-8", "replace")) > LARGEST:
        size = len(text.encode("utf-8", "replace")) // 1000
        raise _fault(name, Problem(f"模板有 {size} kB，最多 {LARGEST // 1000} kB", "template-too-large"))
    _check_shape(text, name)
    try:
        return template_from_text(text, name)
    except UserFault as fault:
        place = _PLACE.search(fault.sentence)
        said = fault.sentence.split("用不了：", 1)[-1].rstrip("。")
        said = _PLACE.sub(r"第 \1 段", said)
        for former, plain in _PLAIN_WORDS:
            said = said.replace(former, plain)
        problem = Problem(_shortened(said), "broken-template", int(place[1]) if place else 0)
        raise _fault(name, problem) from None


def find_problems(template: Template, shipped: Template, words: Mapping[str, str]) -> tuple[Problem, ...]:
    """Return everything that keeps a template from being used; `words`: other kinds' number words with their names."""
    return tuple(
        problem
        for part in (
            _fixed(template, shipped),
            _head(template, words),
            _legal(template, shipped),
            _required(template, shipped),
            _fillable(template),
            _unquoted(template, shipped),
        )
        for problem in part
    )


def check_template(text: str, shipped: Template, words: Mapping[str, str]) -> Template:
    """Make a template that the office may use in place of `shipped`, tried on paper with sample values.

    Raises UserFault with the first problem's sentence and code; `field` is "block/3" or the entry it is about.
    """
    template = read_template(text, shipped.name)
    for problem in find_problems(template, shipped, words):
        raise _fault(template.name or shipped.name, problem)
    for sample in SAMPLES:
        draw_sample(template, sample)
    return template


def draw_sample(template: Template, sample: str = "typical") -> bytes:
    """Return the PDF of a template filled with sample values; raise UserFault(code="cannot-render")."""
    values = sample_values(template, sample)
    try:
        check_length(template, values)
        book = font_book()
        book.check([template.name, template.stub, *(text for block in template.blocks for text in block.texts)])
        drawn = render_notice(template, values, number=None, check_text=None, check_code=None)
    except UserFault as fault:
        said = f"填上样例（{SAMPLES[sample]}）印不出来：{fault.sentence.rstrip('。')}"
        raise _fault(template.name, Problem(said, "cannot-render")) from None
    if drawn.pages > MOST_PAGES:
        raise _fault(template.name, Problem(f"填上样例有 {drawn.pages} 页，最多 {MOST_PAGES} 页", "cannot-render"))
    return drawn.pdf


@dataclass(frozen=True)
class Looked:
    """A draft as the editor sees it: its page, empty where it cannot be drawn, and all that keeps it from use."""

    pdf: bytes
    problems: tuple[Problem, ...]


def look_at(text: str, shipped: Template, words: Mapping[str, str], sample: str = "typical") -> Looked:
    """Return a draft's page with sample values and its problems; never raises for what is in the text."""
    try:
        template = read_template(text, shipped.name)
    except UserFault as fault:
        return Looked(b"", (_problem(fault),))
    problems = find_problems(template, shipped, words)
    if any(problem.code == "broken-template" for problem in problems):
        return Looked(b"", problems)
    try:
        return Looked(draw_sample(template, sample), problems)
    except UserFault as fault:
        return Looked(b"", (*problems, _problem(fault)))


def _problem(fault: UserFault) -> Problem:
    sentence = fault.sentence.split("》：", 1)[-1].rstrip("。")
    block = int(fault.field.removeprefix("block/")) if fault.field.startswith("block/") else 0
    return Problem(sentence, fault.code, block, "" if block else fault.field)


def is_legal(block: Block) -> bool:
    """Tell whether a block stands for the words of the Regulation, so that no office may change it."""
    return block.locked or bool(block.quotes or block.results)


def _fault(name: str, problem: Problem) -> UserFault:
    field = f"block/{problem.block}" if problem.block else problem.field
    return UserFault(f"《{_shortened(name, 40)}》：{problem.sentence}。", AS_IT_WAS, code=problem.code, field=field)


def _shortened(text: str, length: int = 160) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"


def _check_shape(text: str, name: str) -> None:
    """Refuse what would take the reader of TOML or the checks long: endless dotted keys, many blocks, vast texts."""

    def refuse(said: str) -> UserFault:
        return _fault(name, Problem(said, "broken-template"))

    run = 0
    for part in text.split("."):
        run = run + 1 if len(part) < 40 and "\n" not in part else 0
        if run > _LONGEST_DOTTED and not re.search(r"[^\w\s\"'-]", part):
            raise refuse("写法有误：用点连起来的名称太长")
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError):
        return  # named by the reader of templates itself
    copies = data.get("copies", 1)
    if not isinstance(copies, int) or not 1 <= copies <= MOST_COPIES:
        raise _fault(name, Problem(f"份数应是 1 到 {MOST_COPIES} 的整数", "bad-value", field="copies"))
    blocks = data.get("blocks")
    if isinstance(blocks, list) and len(blocks) > MOST_BLOCKS:
        raise refuse(f"有 {len(blocks):,} 段，最多 {MOST_BLOCKS} 段")
    for depth, value in _walk(data):
        if depth > _DEEPEST:
            raise refuse("写法有误：一层套一层太多")
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            raise refuse(f"有一处文字 {len(value):,} 字，最多 {LONGEST_TEXT:,} 字")
        if isinstance(value, str) and any(character < " " and character not in "\n\t" for character in value):
            raise refuse("文字里有不能印的控制字符")


def _walk(data: Any) -> Iterator[tuple[int, Any]]:
    waiting = [(0, data)]
    while waiting:
        depth, value = waiting.pop()
        yield depth, value
        if depth <= _DEEPEST and isinstance(value, dict | list):
            inner = value.values() if isinstance(value, dict) else value
            waiting += [(depth + 1, each) for each in inner]


def _fixed(template: Template, shipped: Template) -> Iterator[Problem]:
    if template.id != shipped.id:
        yield Problem(f"文书代码应是 {shipped.id}", "changed-fixed", field="id")
    for key, label in _FIXED.items():
        if getattr(template, key) != getattr(shipped, key):
            yield Problem(f"“{label}”由出厂模板决定，不能改", "changed-fixed", field=key)
    if not {frozenset(group) for group in shipped.one_of} <= {frozenset(group) for group in template.one_of}:
        yield Problem("至少填一项的字段组不能去掉", "missing-required", field="one_of")


def _head(template: Template, words: Mapping[str, str]) -> Iterator[Problem]:
    for key, label, text, most in (("name", "名称", template.name, 40), ("status", "名称说明", template.status, 40)):
        if len(text) > most or "{" in text or (key == "name" and not text.strip()):
            yield Problem(f"{label}应是 1 到 {most} 个字", "bad-value", field=key)
    if not WORD_PATTERN.match(template.number_word):
        yield Problem("文号用字应是 1 到 6 个汉字", "number-word", field="number_word")
    if name := words.get(template.number_word):
        said = f"文号用字“{template.number_word}”已经用在《{name}》上，两种文书会编出同一个文号"
        yield Problem(said, "number-word", field="number_word")
    if template.valid_from and template.valid_to and template.valid_to < template.valid_from:
        yield Problem("有效期的末日早于首日", "bad-value", field="valid_to")
    if any(len(each) > 30 for each in template.recipients) or not 1 <= len(template.recipients) <= 10:
        yield Problem("收件人应有 1 到 10 个，每个最多 30 字", "bad-value", field="recipients")


def _legal(template: Template, shipped: Template) -> Iterator[Problem]:
    kept = Counter(_law_of(block) for block in template.blocks)
    for place, block in enumerate(shipped.blocks, start=1):
        if not is_legal(block):
            continue
        written = _law_of(block)
        if not kept[written]:
            words = block.text[:16] or f"第 {place} 段"
            yield Problem(f"锁定的法律文字“{words}…”被改动或去掉了", "locked-wording")
        kept[written] -= 1
    answers = {_law_of(block): block for block in shipped.blocks if block.kind == "claims"}
    for place, block in enumerate(template.blocks, start=1):
        if (former := answers.get(_law_of(block))) is not None:
            yield from _answered(place, block, former)


def _law_of(block: Block) -> str:
    """Return what no office may change of a block: all of it, of an answer to claims all but how it is worded."""
    own = {"text": "", "parts": ()} if block.kind == "claims" and not block.locked and not block.quotes else {}
    return block.model_copy(update=own).model_dump_json()


def _answered(place: int, block: Block, former: Block) -> Iterator[Problem]:
    """Name what an answer to claims would not print any more; a part is left out where one of its fields is empty."""
    parts = [set(PLACEHOLDER.findall(part)) for part in block.parts]
    named = {key for part in former.parts for key in PLACEHOLDER.findall(part)}
    for key, label in block.each.items():
        if not any(key in part and part <= {*block.each, "ordinal"} for part in parts):
            said = f"第 {place} 段少了“{label}”，或者和可以不填的内容写在同一行"
            yield Problem(said, "missing-required", place)
    for key in sorted(named - set().union(*parts) - set(block.each)):
        yield Problem(f"第 {place} 段少了“{CLAIM_LABELS[key]}”", "missing-required", place)


def _required(template: Template, shipped: Template) -> Iterator[Problem]:
    ours, theirs = _printings(template), _printings(shipped)
    in_titles = {key for title in template.titles for piece in title for key in PLACEHOLDER.findall(piece)}
    for field in shipped.fields:
        if not field.required:
            continue
        own = template.by_key.get(field.key)
        if own is None or not own.required or own.at_least > field.at_least:
            yield Problem(f"缺少必填字段“{field.label}”", "missing-required", field=field.key)
            continue
        printed = ours.get(field.key, [])
        if not all(any(each <= there for each in printed) for there in theirs.get(field.key, [])):
            how = "只在有的情况下才印出来" if printed or field.key in in_titles else "没有印在文书里"
            yield Problem(f"必填字段“{field.label}”{how}", "missing-required", field=field.key)


def _printings(template: Template) -> dict[str, list[frozenset[str]]]:
    """Return for each field on which conditions each of its places is printed; no condition is always."""
    optional = {field.key for field in template.fields if not field.required or field.at_least > 1}
    found: dict[str, list[frozenset[str]]] = {}

    def put(text: str, field: str, base: frozenset[str], by_itself: bool) -> None:
        named = PLACEHOLDER.findall(text)
        # A part whose fields are not all filled is left out.
        more = {f"needs {key}" for key in named if key in optional} if by_itself else set()
        for key in [*named, *([field] if field else [])]:
            found.setdefault(key, []).append(base | more)

    for block in template.blocks:
        base = frozenset(
            [
                *(f"needs {key}" for key in block.needs if key in optional),
                *(f"unless {key}" for key in block.unless),
                *(match.model_dump_json() for match in block.when),
            ]
        )
        if block.kind == "claims":
            put("", block.field, base, by_itself=False)
            continue
        put(block.text, block.field, base, by_itself=False)
        for part in block.parts:
            put(part, "", base, by_itself=True)
        for cell in (cell for row in block.rows for cell in row):
            put(cell.text, cell.field, base, by_itself=True)
    return found


def _fillable(template: Template) -> Iterator[Problem]:
    """Name what would be printed as it stands in the file, or have no value to print."""
    always = {field.key for field in template.fields if field.required and field.at_least == 1}
    if any(key not in always for key in PLACEHOLDER.findall(template.stub)):
        yield Problem("回执里只能用必填字段", "broken-template", field="stub")
    for place, block in enumerate(template.blocks, start=1):
        if block.kind == "heading1" and "{" in block.text:
            yield Problem(f"第 {place} 段是一级标题，不能放字段", "broken-template", place)
        if block.kind not in ("claims", "form", "joined", "sign"):
            there = {*always, *block.needs, *(match.field for match in block.when if match.one_of)}
            for key in PLACEHOLDER.findall(block.text):
                if key not in there:
                    label = template.by_key[key].label
                    yield Problem(f"第 {place} 段用到选填字段“{label}”，没填时这一段应当不印", "broken-template", place)
        for cell in (cell for row in block.rows for cell in row):
            if not cell.label.strip() or len(cell.label) > 20:
                yield Problem(f"第 {place} 段有一格没有名称，或者名称超过 20 字", "broken-template", place)
            if len(cell.sign) > 4:
                yield Problem(f"第 {place} 段有一格签名行多于 4 行", "broken-template", place)
            if cell.field and FIELD_TYPES.get(cell.field) not in ("list", "names"):
                yield Problem(f"第 {place} 段有一格逐条印出的不是列表字段", "broken-template", place)
            if "{" in cell.label + "".join(cell.sign):
                yield Problem(f"第 {place} 段的格名和签名行里不能放字段", "broken-template", place)


def _unquoted(template: Template, shipped: Template) -> Iterator[Problem]:
    """The reader of templates holds the text of each block against the Regulation; this is for all other texts."""
    known = {text for block in shipped.blocks for text in block.texts}
    for place, block in enumerate(template.blocks, start=1):
        for text in block.texts[1:]:
            if text not in known and (cited := _CITED.search(text)):
                yield Problem(f"第 {place} 段写了“{cited[0]}”，条文只能用锁定的法律文字引用", "broken-template", place)
    for field, text in (
        ("name", template.name), ("stub", template.stub), ("titles", " ".join("".join(t) for t in template.titles)),
    ):  # fmt: skip
        if _CITED.search(text):
            yield Problem("名称、标题和回执里不引用条文", "broken-template", field=field)
