"""Templates are data that is checked before it is used."""

from pathlib import Path

import pytest

from app.faults import UserFault
from app.law.articles import load_regulation
from app.printing.fields import FIELD_TYPES
from app.printing.template import load_template, load_templates
from app.resources import resource_path

SHIPPED = sorted(resource_path("notices").glob("*.toml"))


def broken(tmp_path: Path, old: str, new: str, name: str = "transfer_notice") -> UserFault:
    """Load a copy of a shipped template with one thing changed; return the fault it raises."""
    text = resource_path("notices", f"{name}.toml").read_text("utf-8")
    assert old in text
    copy = tmp_path / "copy.toml"
    copy.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(UserFault) as caught:
        load_template(copy)
    assert caught.value.code == "broken-template"
    assert "copy.toml" in caught.value.sentence
    return caught.value


def test_the_four_notices_are_there() -> None:
    words = {template.id: template.number_word for template in load_templates().values()}
    assert words == {
        "receipt_notice": "接",
        "transfer_notice": "转",
        "litigation_guide_notice": "引",
        "pathway_notice": "分",
    }


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_template_loads_and_is_named_after_its_file(path: Path) -> None:
    template = load_template(path)
    assert template.id == path.stem
    assert template.status == "候选名称，待本单位确认"
    assert template.proof_of_service and template.signature and template.copies >= 2


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_field_listed_is_used_and_known(path: Path) -> None:
    template = load_template(path)
    used = {key for block in template.blocks for key in block.used} | {"office_name", "issued_on"}
    assert {field.key for field in template.fields} == used
    assert used <= set(FIELD_TYPES)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_notice_tells_what_when_where_and_how_to_ask(path: Path) -> None:
    required = {field.key for field in load_template(path).fields if field.required}
    assert {"petitioner_name", "received_on", "case_number", "office_phone", "enquiry", "summary_short"} <= required


def test_quotes_are_verbatim_in_the_article_they_name() -> None:
    regulation = load_regulation()
    quotes = [quote for each in load_templates().values() for block in each.blocks for quote in block.quotes]
    assert len(quotes) >= 5
    for quote in quotes:
        assert quote.words in regulation.cite(quote.ref).text.replace("\n", "")


def test_the_abolished_regulation_is_never_cited() -> None:
    for path in SHIPPED:
        assert "信访条例" not in path.read_text("utf-8").replace("《信访工作条例》", "")


def test_a_changed_word_of_the_law_is_refused(tmp_path: Path) -> None:
    assert "原文" in broken(tmp_path, '"23/3", words = "对党委', '"23/3", words = "对各级党委').sentence


def test_a_quote_printed_otherwise_than_listed_is_refused(tmp_path: Path) -> None:
    assert "正文里没有" in broken(tmp_path, "“对党委和政府", "“对党委、政府").sentence


def test_an_article_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    assert "99/1" in broken(tmp_path, 'ref = "23/3"', 'ref = "99/1"').sentence


def test_a_citation_of_another_article_than_quoted_is_refused(tmp_path: Path) -> None:
    assert "第二十四条" in broken(tmp_path, "第二十三条第三款规定", "第二十四条第一款规定").sentence


def test_locked_text_without_a_quote_is_refused(tmp_path: Path) -> None:
    assert "quotes" in broken(tmp_path, 'text = "{{procedure}}"', 'text = "{{procedure}}"\nlocked = true').sentence


def test_an_unknown_field_in_a_block_is_refused(tmp_path: Path) -> None:
    fault = broken(tmp_path, 'text = "{{procedure}}"', 'text = "{{secret_score}}"')
    assert "secret_score" in fault.sentence
    assert "第" in fault.sentence


def test_an_unknown_field_in_the_list_is_refused(tmp_path: Path) -> None:
    assert "bank_account" in broken(tmp_path, 'key = "handler"', 'key = "bank_account"').sentence


def test_a_wrong_type_is_refused(tmp_path: Path) -> None:
    assert "date" in broken(tmp_path, 'type = "date"', 'type = "text"').sentence


@pytest.mark.parametrize("text", ["{{procedure", "{procedure}", "{{procedure.upper}}", "{{ procedure }}", "}}"])
def test_broken_placeholders_are_refused(tmp_path: Path, text: str) -> None:
    assert "字段名" in broken(tmp_path, 'text = "{{procedure}}"', f'text = "{text}"').sentence


def test_an_optional_field_must_be_declared_as_needed(tmp_path: Path) -> None:
    assert "needs" in broken(tmp_path, 'text = "{{procedure}}"', 'text = "{{remedy}}"').sentence


def test_broken_toml_names_the_line(tmp_path: Path) -> None:
    assert "line" in broken(tmp_path, "copies = 2", "copies = = 2").sentence


def test_a_misspelt_key_is_refused(tmp_path: Path) -> None:
    assert "coppies" in broken(tmp_path, "copies = 2", "coppies = 2").sentence


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserFault) as caught:
        load_template(tmp_path / "gone.toml")
    assert "gone.toml" in caught.value.sentence
