"""A Word draft says what the document would say, in its order, and is marked as a draft."""

import io

import pytest
from document_samples import RARE_NAME, sample, typical
from docx import Document
from docx.oxml.ns import qn
from notice_samples import sample as notice_sample

from app.faults import UserFault
from app.printing.notices.content import FormRow, Paragraph, SignLine, pieces
from app.printing.notices.docx_draft import DRAFT_WORDS, docx_draft
from app.printing.notices.fields import written
from app.printing.notices.template import load_templates
from app.printing.page.setting import plain_text

TEMPLATES = load_templates()


def values_of(kind: str) -> dict[str, object]:
    template = TEMPLATES[kind]
    try:
        return sample("typical", template)
    except KeyError:
        return notice_sample("typical", template)


def texts_in_order(content: bytes) -> list[str]:
    """Return the text of every paragraph and table cell in the order in which Word shows them."""
    body = Document(io.BytesIO(content)).element.body
    hyphen = qn("w:noBreakHyphen")
    return [
        "".join("-" if each.tag == hyphen else each.text or "" for each in p.iter(qn("w:t"), hyphen))
        for p in body.iter(qn("w:p"))
    ]


def wanted_texts(kind: str, values: dict[str, object]) -> list[str]:
    wanted: list[str] = []
    for piece in pieces(TEMPLATES[kind], values):
        match piece:
            case Paragraph():
                wanted.append(plain_text(piece.spans))
            case SignLine():
                wanted.append(piece.label)
            case FormRow():
                for cell in piece.cells:
                    wanted += [cell.label, *(plain_text(spans) for spans in cell.paragraphs), *cell.sign]
    return [text for text in wanted if text]


@pytest.mark.parametrize("kind", sorted(TEMPLATES))
def test_every_document_opens_in_word_with_all_its_words_in_order(kind: str) -> None:
    values = values_of(kind)
    found = texts_in_order(docx_draft(TEMPLATES[kind], values))
    place = 0
    for text in wanted_texts(kind, values):
        at = next((n for n in range(place, len(found)) if text in found[n]), None)
        assert at is not None, f"{text!r} is missing or out of order after {found[place : place + 3]}"
        place = at
    assert DRAFT_WORDS in found


@pytest.mark.parametrize("kind", ["transfer_notice", "handling_opinion", "proof_of_service"])
def test_the_page_is_that_of_the_standard(kind: str) -> None:
    section = Document(io.BytesIO(docx_draft(TEMPLATES[kind], values_of(kind)))).sections[0]
    lengths = (section.page_width, section.page_height, section.top_margin, section.left_margin, section.right_margin)
    assert [round(length.mm) for length in lengths] == [210, 297, 37, 28, 26]


def test_chinese_has_its_face_and_a_rare_name_is_whole() -> None:
    values = typical(TEMPLATES["transfer_notice"]) | {"petitioner_name": RARE_NAME}
    content = docx_draft(TEMPLATES["transfer_notice"], values)
    assert any(RARE_NAME in text for text in texts_in_order(content))
    faces = {fonts.get(qn("w:eastAsia")) for fonts in Document(io.BytesIO(content)).element.body.iter(qn("w:rFonts"))}
    assert {"仿宋", "黑体", "方正小标宋简体"} <= faces


def test_a_draft_carries_neither_number_nor_code_and_names_no_person_in_its_properties() -> None:
    values = typical(TEMPLATES["transfer_notice"])
    content = docx_draft(TEMPLATES["transfer_notice"], values)
    document = Document(io.BytesIO(content))
    assert document.core_properties.author == written("office_name", values["office_name"])
    assert document.core_properties.last_modified_by in ("", None)
    assert not document.inline_shapes


def test_a_missing_field_is_named() -> None:
    template = TEMPLATES["transfer_notice"]
    with pytest.raises(UserFault) as caught:
        docx_draft(template, typical(template) | {"petitioner_name": ""})
    assert caught.value.code == "missing-field"
