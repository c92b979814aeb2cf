"""Every template with every kind of case says what its file says: the whole matrix, read back by other programs.

The text expected comes from `expected_text`, which reads the TOML by itself. Besides the cases of `document_samples`,
each optional field is left out in turn, and everything is filled at once. One template is one test: its documents are
read by one process of each tool.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from document_samples import CASES, GROUP, ORDINARY, TURNS, TYPICAL, sample, typical
from expected_text import Marks, chinese, load, pages_say
from pdf_tools import merged, page_texts, run_tool

from app.faults import UserFault
from app.law.text.articles import chinese_number
from app.printing.notices.notice import render_notice
from app.printing.notices.template import Template, load_templates
from app.resources import resource_path

TEMPLATES = load_templates()
FILES = load(resource_path("notices"))
CODE = "7K3D-9Q2M-XA4B-55TZ"
CHECK = f"XFCK1:990326-20261110-0012:12:{CODE}"
DRAFT = "预览未签发"
every_template = pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda template: template.id)


@dataclass(frozen=True)
class Made:
    """One rendered document: what it is called in a failure, the bytes, and what was asked for."""

    label: str
    pdf: bytes
    pages: int
    values: dict[str, object]
    marks: Marks


def variants(template: Template) -> dict[str, dict[str, object]]:
    """Return the values of every case of one template by what is special in them."""
    found = {case: sample(case, template) for case in CASES}
    found |= {f"turn {index}": sample(f"turn {index}", template) for index in range(len(TURNS.get(template.id, ())))}
    grouped = {key for group in template.one_of for key in group}
    optional = [field.key for field in template.fields if not field.required and field.key not in grouped]
    found |= {f"without {key}": typical(template) | {key: None} for key in optional}
    return found | {"everything": TYPICAL | ORDINARY, "everything of a group": TYPICAL | ORDINARY | GROUP}


def make(template: Template, label: str, values: dict[str, object], *, red: bool = False, draft: bool = False) -> Made:
    marks = Marks(None if draft else f"香信{template.number_word}〔2026〕12号", CODE, red)
    rendered = render_notice(
        template, values, number=marks.number, check_text=CHECK, check_code=CODE, red_head=marks.red_head
    )
    return Made(label, rendered.pdf, rendered.pages, values, marks)


@every_template
def test_what_is_printed_is_what_the_file_says(template: Template, tmp_path: Path) -> None:
    documents = [make(template, label, values) for label, values in variants(template).items()]
    documents += [
        make(template, f"{case} with a red head", sample(case, template), red=True) for case in ("typical", "longest")
    ]
    documents += [
        make(template, "preview", typical(template), draft=True),
        make(template, "preview with a red head", typical(template), draft=True, red=True),
    ]
    path = merged([each.pdf for each in documents], tmp_path)
    texts = page_texts(path)
    assert len(texts) == sum(each.pages for each in documents)
    for made in documents:
        own, texts = texts[: made.pages], texts[made.pages :]
        found = "".join(without_furniture(made, number, text) for number, text in enumerate(own, 1))
        body, slip = pages_say(FILES[template.id], made.values, made.marks)
        assert found in (body, body + slip), made.label
        assert not re.search(r"None|\{\{|\}\}|nan|：；|：。|，，|。。|；。", found), made.label
    assert all(row.split()[-5:-2] == ["yes", "yes", "yes"] for row in run_tool("pdffonts", path).splitlines()[2:])
    assert "No syntax or stream encoding errors" in run_tool("qpdf", "--check", path)


def without_furniture(made: Made, number: int, text: str) -> str:
    """Take the mark of a preview and the page number from a page's text, where they must be."""
    if made.marks.number is None:
        assert text.startswith(DRAFT), made.label
        text = text.removeprefix(DRAFT)
    if made.pages > 1 and not (made.marks.red_head and number == 1):
        assert text.endswith(f"—{number}—"), made.label
        text = text.removesuffix(f"—{number}—")
    return text


@every_template
def test_each_required_field_left_out_is_named(template: Template) -> None:
    for field in FILES[template.id]["fields"]:
        for empty in (None, "", " \n", []) if field.get("required") else ():
            with pytest.raises(UserFault) as caught:
                make(template, field["key"], typical(template) | {field["key"]: empty})
            assert (caught.value.code, caught.value.field) == ("missing-field", field["key"])
            assert caught.value.sentence == f"《{FILES[template.id]['name']}》还缺：{field['label']}。"


def test_both_ways_of_writing_numbers_agree() -> None:
    assert [chinese(number) for number in range(1, 100)] == [chinese_number(number) for number in range(1, 100)]


def test_the_expectation_notices_a_fault() -> None:
    """A sentence left out, one too many, a wrong value and a wrong order are each seen."""
    template = TEMPLATES["handling_opinion"]
    values = typical(template)
    marks = Marks("香信处〔2026〕12号", CODE, False)
    said = pages_say(FILES[template.id], values, marks)
    blocks = FILES[template.id]["blocks"]
    for changed in (blocks[:-1], [*blocks, blocks[-1]], [*blocks[1:], blocks[0]]):
        assert pages_say(FILES[template.id] | {"blocks": changed}, values, marks) != said
    assert pages_say(FILES[template.id], values | {"source_office": ""}, marks) != said
