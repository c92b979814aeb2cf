"""A template puts values into places and does nothing else, whatever is written into it or into a value."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from app.casework.templates.check import check_template, draw_sample, read_template
from app.casework.templates.length import MOST_CHARACTERS, check_length
from app.casework.templates.samples import sample_values
from app.casework.templates.writing import template_as_text
from app.faults import UserFault
from app.printing.notices.content import fill, pieces, texts_of
from app.printing.notices.notice import render_notice
from app.printing.notices.template import Block, Template, load_templates

TEMPLATE = load_templates()["transfer_notice"]
WORDS = {each.number_word: each.name for each in load_templates().values() if each.id != TEMPLATE.id}

# Every one of them would do something in some template language.
REFUSED = (
    "{{office_name.__class__}}", "{{ office_name }}", "{office_name!r}", "{{{{", "}}}}", "{{office_name|upper}}",
    "{{office_name[0]}}", "{{office_name()}}", "{{self}}", "{{7*7}}", "{{__import__('os').system('id')}}",
    "{% for x in range(10**9) %}x{% endfor %}", "{% include '/etc/passwd' %}", "{# 注释 #}", "{0}", "{0.__globals__}",
    "{office_name:>1000000000}", "{{office_name:>1000000000}}", "{{{office_name}}}", "{{office_name}}}",
    "${office_name}", "#{office_name}", "{{Office_name}}", "{{office\u200bname}}", "{{summary_short}}{{{{x}}}}",
    "{{config.items()}}", "\\N{DOLLAR SIGN}", "{{''.__class__.__mro__}}", "{{office_name\n}}", "{{cycler}}",
    "{{ }}", "{{}}",
)  # fmt: skip
PLAIN = (
    "%(office_name)s", "%s", "%n", "$office_name", "`id`", "$(id)", "<%= office_name %>", "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0", "<b>粗</b>", "&lt;b&gt;", "//include(/etc/passwd)", "\\input(/etc/passwd)",
)  # fmt: skip


def with_text(text: str) -> Template:
    return TEMPLATE.model_copy(update={"blocks": (*TEMPLATE.blocks, Block(kind="paragraph", text=text))})


def printed(pdf: bytes) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


@pytest.mark.parametrize("text", REFUSED)
@pytest.mark.parametrize("where", ["block", "stub", "title", "part", "cell"])
def test_what_looks_like_more_than_a_field_is_refused(text: str, where: str) -> None:
    if where == "block":
        template = with_text(text)
    elif where == "stub":
        template = TEMPLATE.model_copy(update={"stub": text})
    elif where == "title":
        template = TEMPLATE.model_copy(update={"titles": ((text,),)})
    else:
        block = {
            "part": {"kind": "joined", "parts": [text]},
            "cell": {"kind": "form", "rows": [[{"label": "格", "text": text}]]},
        }[where]
        template = TEMPLATE.model_copy(update={"blocks": (*TEMPLATE.blocks, Block.model_validate(block))})
    with pytest.raises(UserFault) as caught:
        check_template(template_as_text(template), TEMPLATE, WORDS)
    assert caught.value.code == "broken-template"
    assert len(str(caught.value)) < 260


@pytest.mark.parametrize("text", PLAIN)
def test_other_languages_are_printed_as_the_plain_text_they_are(text: str) -> None:
    template = check_template(template_as_text(with_text(f"始{text}终")), TEMPLATE, WORDS)
    assert f"始{''.join(text.split())}终" in printed(draw_sample(template))


@pytest.mark.parametrize("text", [*REFUSED, *PLAIN, "{{office_phone}}", "{{handler}}"])
def test_a_value_is_never_searched_for_fields(text: str) -> None:
    values = sample_values(TEMPLATE) | {"summary_short": f"始{text}终"}
    body = "".join("".join(texts_of(piece)) for piece in pieces(TEMPLATE, values))
    # Invisible characters are never printed.
    assert "".join(f"始{text}终".replace("\u200b", "").split()) in "".join(body.split())
    assert fill("{{summary_short}}", values) == f"始{text}终"


@given(st.text(max_size=60))
@settings(max_examples=60)
def test_any_text_is_a_field_that_is_known_plain_text_or_refused(text: str) -> None:
    try:
        template = read_template(template_as_text(with_text(text or "空")), "甲")
    except UserFault:
        return
    except UnicodeEncodeError:
        pytest.fail("a text that cannot be encoded is not refused in words")
    block = template.blocks[-1]
    assert set(block.used) <= set(template.by_key)
    if "{" not in text:
        values = sample_values(TEMPLATE)
        assert fill(block.text, values) == (text or "空")


@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
@settings(max_examples=100)
def test_any_bytes_are_refused_with_a_sentence(raw: bytes) -> None:
    with pytest.raises(UserFault):
        read_template(raw.decode("utf-8", "replace"), "甲")


def test_a_value_of_a_megabyte_is_refused_in_one_sentence() -> None:
    values = sample_values(TEMPLATE) | {"procedure": "字" * 1_000_000}
    with pytest.raises(UserFault) as caught:
        check_length(TEMPLATE, values)
    assert caught.value.code == "document-too-long"


def test_a_field_named_many_times_counts_as_often_as_it_is_printed() -> None:
    many = with_text("{{procedure}}" * 300)
    values = sample_values(TEMPLATE) | {"procedure": "字" * (MOST_CHARACTERS // 200)}
    check_length(TEMPLATE, values)
    with pytest.raises(UserFault):
        check_length(many, values)


def test_ten_thousand_blocks_are_refused_before_any_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    from app.casework.templates import check as template_check

    monkeypatch.setattr(template_check, "render_notice", lambda *_a, **_k: pytest.fail("drawn"))
    rows = ", ".join(['{kind = "note", text = "x"}'] * 7_000)
    tables = '[[blocks]]\nkind = "note"\ntext = "x"\n' * 5_000
    for text in (f"blocks = [{rows}]", tables, template_as_text(TEMPLATE) + tables, tables * 2):
        with pytest.raises(UserFault) as caught:
            check_template(text, TEMPLATE, WORDS)
        assert caught.value.code in ("broken-template", "template-too-large")


def test_syntax_made_to_be_slow_is_refused() -> None:
    """What it costs is measured in tests/bench; a plain reader takes seconds to minutes."""
    texts = ["a" + ".a" * 60_000 + " = 1", "[" + "a" + ".a" * 60_000 + "]", "a = " + "[" * 90_000, "“" * 60_000]
    spaced = ["a" + " . a" * 40_000 + " = 1", "'a'" + ".'a'" * 40_000 + "=1"]
    locked = '[[blocks]]\nkind = "note"\nlocked = true\ntext = "' + "“" * 60_000 + '"\n'
    for text in (*texts, *spaced, locked):
        with pytest.raises(UserFault):
            read_template(text, "甲")


def test_no_template_reaches_a_file(tmp_path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("不可外传", "utf-8")
    template = with_text(f'始{secret}终 file://{secret} <img src="{secret}"/> <a href="file://{secret}">看</a>')
    pdf = render_notice(template, sample_values(TEMPLATE), number=None, check_text=None, check_code=None).pdf
    assert "不可外传" not in printed(pdf)
    assert "/EmbeddedFile" not in pdf.decode("latin-1") and "/URI" not in pdf.decode("latin-1")
    assert "/JavaScript" not in pdf.decode("latin-1")
