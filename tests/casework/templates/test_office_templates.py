"""An office changes its documents: kept by version, never the law, never what was issued before."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader
from walking import example, intake

from app.casework.documents.issuing import document_bytes, issue_notice, prepare_notice, preview_notice
from app.casework.documents.listing import document_kinds
from app.casework.intake.register import register_case
from app.casework.office.checks import check_workspace
from app.casework.templates.check import check_template, draw_sample, find_problems
from app.casework.templates.exchange import MANIFEST, export_templates, import_templates
from app.casework.templates.samples import SAMPLES, sample_values
from app.casework.templates.versions import (
    current_template,
    current_templates,
    return_to_version,
    save_template,
    template_source,
    template_states,
    versions_of,
)
from app.casework.templates.writing import template_as_text
from app.faults import UserFault
from app.models.tables import Document
from app.models.workspace import Workspace
from app.printing.notices.content import missing_fields
from app.printing.notices.fields import FIELD_TYPES
from app.printing.notices.template import load_templates, template_from_text

KIND = "transfer_notice"
SHIPPED = load_templates()
TEXT = template_as_text(SHIPPED[KIND])
HEADING = 'kind = "heading1"\ntext = "'


def changed(*pairs: tuple[str, str], text: str = TEXT) -> str:
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def first_heading(text: str = TEXT) -> str:
    return text.split(HEADING, 1)[1].split('"', 1)[0]


NEW = changed((f"{HEADING}{first_heading()}", f"{HEADING}本单位收到的情况"))


@pytest.fixture
def draft(workspace: Workspace) -> Callable[[], object]:
    facts = example("transfer_visit")
    case = register_case(workspace, intake(facts, str(facts["office_role"]), workspace.today())).case_id
    return lambda: prepare_notice(workspace, case)


def words(pdf: bytes) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def version_printed(workspace: Workspace, document_id: int) -> str:
    with workspace.reading() as session:
        found = session.get(Document, document_id)
        assert found is not None
        return found.template_version


@pytest.mark.parametrize("kind", SHIPPED)
def test_a_shipped_template_goes_through_text_and_every_check_unchanged(kind: str) -> None:
    template = SHIPPED[kind]
    text = template_as_text(template)
    assert template_from_text(text, kind) == template
    others = {each.number_word: each.name for each in SHIPPED.values() if each.id != kind}
    assert find_problems(template, template, others) == ()
    assert check_template(text, template, others) == template


def test_there_is_a_sample_value_for_every_field_and_every_document_is_whole_with_them() -> None:
    left_out = {"political_legal_office", "final_requested_on", "final_accepted_on"}
    assert set(sample_values(SHIPPED[KIND])) | left_out == set(FIELD_TYPES)
    for template in SHIPPED.values():
        for sample in SAMPLES:
            assert missing_fields(template, sample_values(template, sample)) == []


def test_a_new_version_is_printed_from_then_on_and_what_was_issued_stays(workspace, draft) -> None:
    old = issue_notice(workspace, draft())
    before = document_bytes(workspace, old.id)
    assert save_template(workspace, KIND, NEW, "换标题") == 1
    assert "本单位收到的情况" in words(preview_notice(workspace, draft()))
    new = issue_notice(workspace, draft())
    assert "本单位收到的情况" in words(document_bytes(workspace, new.id))
    assert document_bytes(workspace, old.id) == before
    assert "本单位收到的情况" not in words(before)
    assert version_printed(workspace, old.id) == f"出厂{SHIPPED[KIND].version}"
    assert version_printed(workspace, new.id) == "1"
    assert check_workspace(workspace).sound


def test_a_new_name_is_the_one_lists_and_papers_use(workspace, draft) -> None:
    save_template(workspace, KIND, changed(('name = "', 'name = "香山县')))
    name = current_templates(workspace)[KIND].name
    assert name.startswith("香山县")
    assert dict(document_kinds(workspace))[KIND] == name
    assert issue_notice(workspace, draft()).name == name


def test_the_number_word_of_the_office_is_in_the_number(workspace, draft) -> None:
    save_template(workspace, KIND, changed(('number_word = "转"', 'number_word = "转告"')))
    assert issue_notice(workspace, draft()).number == "香信转告〔2026〕1号"


def test_versions_are_kept_and_can_be_taken_back_to_any_earlier_one(workspace) -> None:
    save_template(workspace, KIND, NEW, "一")
    second = changed(("本单位收到的情况", "第二种标题"), text=NEW)
    assert save_template(workspace, KIND, second, "二") == 2
    assert [(each.version, each.current, each.note) for each in versions_of(workspace, KIND)] == [
        (2, True, "二"), (1, False, "一"), (0, False, ""),
    ]  # fmt: skip
    assert return_to_version(workspace, KIND, 1) == 1
    assert template_source(workspace, KIND) == NEW
    assert template_source(workspace, KIND, 2) == second
    assert save_template(workspace, KIND, second) == 3
    assert return_to_version(workspace, KIND, 0) == 0
    assert template_source(workspace, KIND) == TEXT
    assert [each.withdrawn for each in versions_of(workspace, KIND)] == [True, True, True, False]
    assert current_template(workspace, KIND)[1] == f"出厂{SHIPPED[KIND].version}"
    assert check_workspace(workspace).sound


def test_the_states_say_which_kinds_are_the_offices_own(workspace) -> None:
    save_template(workspace, KIND, NEW)
    told = {state.kind: state.words for state in template_states(workspace)}
    assert told[KIND] == "本单位第1版"
    assert set(told.values()) == {"本单位第1版", "出厂"}


def required_field_dropped() -> str:
    return changed(('label = "转送去向"\ntype = "office"\nrequired = true', 'label = "转送去向"\ntype = "office"'))


REFUSED = {
    "required field made optional": (required_field_dropped(), "missing-required", "转送去向"),
    "required field not printed": (
        TEXT.replace("{{summary_short}}", "见登记"), "missing-required", "事项摘要",
    ),
    "required field printed only sometimes": (
        "".join(
            part + ('needs = ["handler"]\n' if "{{summary_short}}" in part else "")
            for part in TEXT.replace("\n\n", "\n\n\0").split("\0")
        ).replace("\n\nneeds", "\nneeds"),
        "missing-required",
        "事项摘要",
    ),
    "law changed": (changed(("locked = true\n", "")), "locked-wording", "锁定"),
    "law reworded": (changed(("对党委和政府", "对党委、政府")), "broken-template", "第"),
    "unknown article": (changed(('ref = "23/3"', 'ref = "99/1"')), "broken-template", "99/1"),
    "article in the office's words": (
        changed((f"{HEADING}{first_heading()}", f"{HEADING}《信访工作条例》第九十九条")),
        "broken-template",
        "第九十九条",
    ),
    "unknown field": (changed(("{{summary_short}}", "{{secret_score}}")), "broken-template", "secret_score"),
    "another kind's number word": (changed(('number_word = "转"', 'number_word = "接"')), "number-word", "接收"),
    "no number word": (changed(('number_word = "转"', 'number_word = "12"')), "number-word", "汉字"),
    "another kind": (changed(('id = "transfer_notice"', 'id = "receipt_notice"')), "changed-fixed", "文书代码"),
    "no written notice any more": (
        changed(("written_notice = true", "written_notice = false")), "changed-fixed", "书面告知",
    ),
    "a character nobody has": (
        changed((f"{HEADING}{first_heading()}", f"{HEADING}情况\U000e5000")), "cannot-render", "缺字",
    ),
    "field in a heading": (
        changed((f"{HEADING}{first_heading()}", f"{HEADING}{{{{case_number}}}}")), "broken-template", "一级标题",
    ),
    "optional field in the receipt": (changed(("stub = \"", 'stub = "{{remedy}}')), "broken-template", ""),
    "too large": (TEXT + "# " + "字" * 70_000, "template-too-large", "200 kB"),
    "many blocks": (TEXT + '[[blocks]]\nkind = "paragraph"\ntext = "某"\n' * 4_000, "broken-template", "200 段"),
    "vast text": (TEXT + '[[blocks]]\nkind = "note"\ntext = "' + "字" * 50_000 + '"\n', "broken-template", "50,000"),
    "many pages": (
        TEXT + ('[[blocks]]\nkind = "paragraph"\ntext = "' + "字" * 4_900 + '"\n') * 10, "cannot-render", "页",
    ),
    "broken syntax": (TEXT + "= =", "broken-template", "写法有误"),
    "endless nesting": (TEXT + "a = " + "[" * 50_000, "broken-template", "写法有误"),
    "endless dotted key": (TEXT + "a" + ".a" * 20_000 + " = 1", "broken-template", "写法有误"),
    "a number of many digits": (TEXT + "a = " + "9" * 50_000, "broken-template", "写法有误"),
    "nothing": ("", "broken-template", "缺少"),
    "unchanged": (TEXT, "unchanged", "没有改动"),
}  # fmt: skip


@pytest.mark.parametrize("why", REFUSED)
def test_a_template_that_cannot_be_used_is_refused_with_one_sentence(workspace, why) -> None:
    text, code, said = REFUSED[why]
    with pytest.raises(UserFault) as caught:
        save_template(workspace, KIND, text)
    fault = caught.value
    assert (fault.code, said in fault.sentence) == (code, True), fault.sentence
    assert len(str(fault)) < 260
    assert "\n" not in str(fault)
    assert [each.version for each in versions_of(workspace, KIND)] == [0]
    assert template_source(workspace, KIND) == TEXT


def test_locked_wording_may_stand_elsewhere_but_not_be_left_out(workspace) -> None:
    template = SHIPPED[KIND]
    law = next(block for block in template.blocks if block.locked)
    rest = tuple(block for block in template.blocks if block != law)
    moved = template.model_copy(update={"blocks": (*rest, law)})
    assert save_template(workspace, KIND, template_as_text(moved)) == 1
    with pytest.raises(UserFault) as caught:
        save_template(workspace, KIND, template_as_text(template.model_copy(update={"blocks": rest})))
    assert caught.value.code in ("locked-wording", "broken-template")


def test_going_back_never_gives_two_kinds_one_number_word(workspace) -> None:
    save_template(workspace, KIND, changed(('number_word = "转"', 'number_word = "转告"')))
    other = template_as_text(SHIPPED["receipt_notice"]).replace('number_word = "接"', 'number_word = "转"')
    save_template(workspace, "receipt_notice", other)
    with pytest.raises(UserFault) as caught:
        return_to_version(workspace, KIND, 0)
    assert caught.value.code == "number-word"
    assert current_templates(workspace)[KIND].number_word == "转告"


def test_a_stored_version_that_cannot_be_read_any_more_gives_way_and_says_so(workspace) -> None:
    from app.models.tables import TemplateText

    with workspace.act("test") as session:
        session.add(
            TemplateText(kind=KIND, version=1, document="kaputt", at=workspace.moment(), user_id=workspace.actor.id)
        )
    assert current_template(workspace, KIND)[1] == f"出厂{SHIPPED[KIND].version}"
    (first, shipped) = versions_of(workspace, KIND)
    assert first.broken and not first.current and shipped.current


# --- the whole set as one file -------------------------------------------------------------------------------------


def test_a_set_goes_from_one_office_to_another(workspace, make_workspace, tmp_path: Path) -> None:
    save_template(workspace, KIND, NEW)
    file = tmp_path / "模板.zip"
    assert export_templates(workspace, file) == len(SHIPPED)
    once = file.read_bytes()
    export_templates(workspace, file)
    assert file.read_bytes() == once
    other = make_workspace(folder="另一个")
    done = import_templates(other, file, "县里发的")
    assert (done.changed, done.unchanged) == ((SHIPPED[KIND].name,), len(SHIPPED) - 1)
    assert template_source(other, KIND) == NEW
    assert [each.note for each in versions_of(other, KIND)] == ["县里发的", ""]
    assert import_templates(other, file).changed == ()


def test_two_kinds_may_trade_their_number_words_in_a_set(workspace, tmp_path: Path) -> None:
    texts = {
        KIND: changed(('number_word = "转"', 'number_word = "接"')),
        "receipt_notice": template_as_text(SHIPPED["receipt_notice"]).replace('word = "接"', 'word = "转"'),
    }
    import_templates(workspace, packed(tmp_path, texts))
    assert current_templates(workspace)[KIND].number_word == "接"


def packed(folder: Path, texts: dict[str, str | bytes], **manifest: object) -> Path:
    path = folder / "set.zip"
    head = {"format": "xinfang-window-templates", "format_version": 1, "kinds": list(texts)} | manifest
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, json.dumps(head))
        for kind, text in texts.items():
            archive.writestr(kind if "." in kind else f"{kind}.toml", text)
    return path


HOSTILE = {
    "a path out": {"../../evil.toml": NEW},
    "an absolute path": {"/etc/evil.toml": NEW},
    "a foreign file": {"run.exe": NEW},
    "a bomb": {KIND: b"#" + b"0" * 40_000_000},
    "wrong encoding": {KIND: NEW.encode("gbk")},
    "half an emoji": {KIND: b"\xed\xa0\x80"},
    "unknown kind": {"no_such_notice": NEW},
    "one good and one bad": {KIND: NEW, "receipt_notice": "id = 1"},
    "many files": {f"kind_{'x' * n}": "" for n in range(1, 300)},
}


@pytest.mark.parametrize("why", HOSTILE)
def test_a_hostile_set_is_refused_whole(workspace, tmp_path: Path, why: str) -> None:
    path = packed(tmp_path, HOSTILE[why])
    with pytest.raises(UserFault) as caught:
        import_templates(workspace, path)
    assert len(str(caught.value)) < 400
    assert {state.version for state in template_states(workspace)} == {0}
    assert sorted(each.name for each in tmp_path.rglob("*evil*")) == []


@pytest.mark.parametrize(
    "manifest",
    [{"format": "other"}, {"format_version": 2}, {"kinds": []}, {"kinds": [KIND, "x"]}, {"kinds": 3}, {"kinds": [[1]]}],
)
def test_a_set_whose_list_is_wrong_is_refused(workspace, tmp_path: Path, manifest: dict[str, object]) -> None:
    with pytest.raises(UserFault) as caught:
        import_templates(workspace, packed(tmp_path, {KIND: NEW}, **manifest))
    assert caught.value.code == "bad-template-set"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"%PDF-1.7", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_set_is_refused(workspace, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    with pytest.raises(UserFault) as caught:
        import_templates(workspace, path)
    assert caught.value.code == "bad-template-set"


def test_a_damaged_or_twice_named_set_is_refused(workspace, tmp_path: Path) -> None:
    path = packed(tmp_path, {KIND: NEW})
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 3] ^= 0xFF
    path.write_bytes(raw)
    with pytest.raises(UserFault):
        import_templates(workspace, path)
    with pytest.warns(UserWarning), zipfile.ZipFile(path, "w") as archive:
        for _ in range(2):
            archive.writestr(f"{KIND}.toml", NEW)
    with pytest.raises(UserFault) as caught:
        import_templates(workspace, path)
    assert "两个" in caught.value.sentence


def test_the_sample_page_is_a_page() -> None:
    assert words(draw_sample(SHIPPED[KIND])).find("王桂兰") >= 0
