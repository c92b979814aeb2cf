"""Templates are data that is checked before it is used."""

import re
from pathlib import Path

import pytest
from document_samples import typical

from app.faults import UserFault
from app.law.text.articles import load_regulation
from app.printing.notices.fields import FIELD_TYPES
from app.printing.notices.notice import render_notice
from app.printing.notices.template import PLACEHOLDER, load_template, load_templates
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


def test_every_kind_has_its_own_word_in_the_number() -> None:
    words = {template.number_word: template.id for template in load_templates().values()}
    assert len(words) == len(SHIPPED) == 43
    assert (words["接"], words["转"], words["引"], words["分"]) == (
        "receipt_notice", "transfer_notice", "litigation_guide_notice", "pathway_notice",
    )  # fmt: skip


def test_the_written_notices_of_articles_22_and_23_are_these() -> None:
    written = {template.id for template in load_templates().values() if template.written_notice}
    assert written == {
        "receipt_notice", "transfer_notice", "assignment_notice", "litigation_guide_notice", "pathway_notice",
        "acceptance_notice", "guidance_notice", "decline_notice", "closed_notice", "merge_notice",
        "answer_notice",
    }  # fmt: skip


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_template_loads_and_is_named_after_its_file(path: Path) -> None:
    template = load_template(path)
    assert template.id == path.stem
    assert template.status == "候选名称，待本单位确认"
    if template.audience == "petitioner":
        assert template.proof_of_service and template.signature and template.copies >= 2 and template.stub
    if template.audience == "office":
        assert template.signature and template.copies >= 2
    assert bool(template.stub) == template.proof_of_service


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_field_listed_is_used_and_known(path: Path) -> None:
    template = load_template(path)
    titles = {key for title in template.titles for piece in title for key in PLACEHOLDER.findall(piece)}
    grouped = {key for group in template.one_of for key in group}
    used = {key for block in template.blocks for key in block.used} | {"office_name", "issued_on"} | titles | grouped
    assert {field.key for field in template.fields} == used
    assert used <= set(FIELD_TYPES)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_written_notice_tells_what_when_where_and_how_to_ask(path: Path) -> None:
    template = load_template(path)
    required = {field.key for field in template.fields if field.required}
    assert "case_number" in required
    if template.written_notice:
        assert {"petitioner_name", "received_on", "office_phone", "enquiry", "summary_short"} <= required
    if template.audience == "petitioner" and template.id != "handling_opinion":
        assert {"petitioner_name", "office_phone"} <= required


CITES = {
    "answer_notice": {"35", "36/1"},
    "decline_notice": {"19/3"},
    "closed_notice": {"36/3"},
    "extension_notice": {"34"},
    "handling_opinion": {"32", "35"},
    "review_opinion": {"35", "36/1"},
    "final_opinion": {"36/1", "36/2"},
    "help_notice": {"37/2"},
    "supervision_letter": {"40/1"},
    "recommendation_letter": {"40/1", "40/2", "40/3", "40/4"},
    "step_aside_record": {"28/3"},
    "urgent_report": {"25/1", "25/2"},
    "transfer_letter": {"23/3", "23/4"},
    "assignment_letter": {"22/1/3", "23/3", "23/4"},
    "assignment_notice": {"22/1/3", "23/3", "23/4"},
    "accusation_notice": {"22/2", "23/4", "30/1", "30/3"},
    "accusation_letter": {"22/2", "30/1", "30/2", "30/3"},
    "proof_of_service": {"35", "36/1"},
    "joint_meeting_letter": {"24/1"},
    "suggestion_reply": {"29/1"},
    "duty_answer": {"31/1/5"},
    "conciliation_agreement": {"33"},
    "settlement_agreement": {"33"},
    "representatives_letter": {"20/3"},
    "oral_record": {"19/1"},
}


@pytest.mark.parametrize(("kind", "refs"), CITES.items(), ids=CITES)
def test_a_document_quotes_the_articles_it_stands_on(kind: str, refs: set[str]) -> None:
    assert refs == {quote.ref for block in load_templates()[kind].blocks for quote in block.quotes}


WHOLE = {"decline_notice": "19/3", "closed_notice": "36/3", "extension_notice": "34", "joint_meeting_letter": "24/1"}


@pytest.mark.parametrize(("kind", "ref"), WHOLE.items(), ids=WHOLE)
def test_the_paragraph_that_decides_is_quoted_whole(kind: str, ref: str) -> None:
    text = load_regulation().cite(ref).text.replace("\n", "").removeprefix("第三十四条 ")
    assert any(quote.words == text for block in load_templates()[kind].blocks for quote in block.quotes)


def test_nothing_is_said_of_what_follows_when_nobody_asks_for_review() -> None:
    for path in SHIPPED:
        text = path.read_text("utf-8")
        assert not re.search("逾期|视为|自动放弃|丧失|不再享有|生效", text), path.stem


def test_only_the_papers_of_another_office_speak_of_your_unit() -> None:
    for template in load_templates().values():
        texts = "".join(text for block in template.blocks for text in block.texts)
        if template.audience != "office":
            assert "你单位" not in texts and "贵单位" not in texts
        if template.audience != "petitioner":
            assert "您" not in texts


def test_a_paper_for_the_petitioner_carries_nobody_elses_data() -> None:
    others = {"other_party", "service_witness", "conflict_note", "former_handler", "petitioner_id_number"}
    for template in load_templates().values():
        if template.audience == "petitioner":
            assert not others & set(template.by_key), template.id


CONTENT = {
    "summary", "summary_short", "claims", "claim_answers", "petitioner_names", "petitioner_address", "petitioner_phone",
    "petitioner_id_number", "location", "category_label", "purpose_label", "people_count", "channel_label",
}  # fmt: skip


def test_the_papers_of_an_accusation_have_no_field_for_its_content() -> None:
    templates = load_templates()
    letter, notice = templates["accusation_letter"].by_key, templates["accusation_notice"].by_key
    assert not CONTENT & {*letter, *notice}
    assert "petitioner_name" not in letter and "destination" not in notice
    assert (templates["accusation_letter"].red_head, templates["accusation_letter"].proof_of_service) == (True, True)


def test_an_assignment_is_told_on_a_paper_of_its_own() -> None:
    texts = {
        kind: "".join(
            text for block in load_templates()[kind].blocks if not block.locked for text in (*block.texts, block.text)
        )
        for kind in ("transfer_notice", "assignment_notice")
    }
    assert "交办" not in texts["transfer_notice"] and "转送" not in texts["assignment_notice"]


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
    assert "第 9 行" in broken(tmp_path, "copies = 2", "copies = = 2").sentence


def test_a_misspelt_key_is_refused(tmp_path: Path) -> None:
    assert "coppies" in broken(tmp_path, "copies = 2", "coppies = 2").sentence


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserFault) as caught:
        load_template(tmp_path / "gone.toml")
    assert "gone.toml" in caught.value.sentence


def test_a_claim_key_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    assert "secret" in broken(tmp_path, "{{findings}}", "{{secret}}", "handling_opinion").sentence


def test_a_result_that_names_no_item_of_the_law_is_refused(tmp_path: Path) -> None:
    assert "32/1/9" in broken(tmp_path, 'ref = "32/1/1"', 'ref = "32/1/9"', "handling_opinion").sentence


def test_a_form_row_of_three_cells_is_refused(tmp_path: Path) -> None:
    cell = '{ label = "送达地点" }'
    assert "两格" in broken(tmp_path, f"[{cell}]", f"[{cell}, {cell}, {cell}]", "proof_of_service").sentence


def test_an_unknown_field_in_a_form_is_refused(tmp_path: Path) -> None:
    assert "secret" in broken(tmp_path, "{{service_way}}", "{{secret}}", "proof_of_service").sentence


def test_an_unknown_field_in_a_title_is_refused(tmp_path: Path) -> None:
    fault = broken(tmp_path, "关于{{petitioner_name}}反映", "关于{{secret}}反映", "handling_opinion")
    assert "titles" in fault.sentence and "secret" in fault.sentence


def test_a_condition_on_an_unlisted_field_is_refused(tmp_path: Path) -> None:
    old = 'when = [{ field = "adoption"'
    assert "secret" in broken(tmp_path, old, old.replace("adoption", "secret"), "suggestion_reply").sentence


def test_a_note_beside_a_seal_is_refused(tmp_path: Path) -> None:
    assert "附注" in broken(tmp_path, "signature = false", "signature = true", "proof_of_service").sentence


PAGES = {"accusation_notice": 1, "accusation_letter": 1, "proof_of_service": 1, "assignment_notice": 2,
         "litigation_guide_notice": 2}  # fmt: skip


@pytest.mark.parametrize(("kind", "pages"), PAGES.items(), ids=PAGES)
def test_an_ordinary_paper_takes_no_more_pages_than_it_needs(kind: str, pages: int) -> None:
    template = load_templates()[kind]
    rendered = render_notice(
        template, typical(template), number=f"香信{template.number_word}〔2026〕12号",
        check_text="XFCK1:990326-20261110-0012:12:7K3D-9Q2M-XA4B-55TZ", check_code="7K3D-9Q2M-XA4B-55TZ",
    )  # fmt: skip
    assert rendered.pages == pages
