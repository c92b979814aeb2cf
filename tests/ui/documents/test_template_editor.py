"""The office changes a document by keys: sees the page, saves, issues; what was issued stays as it is."""

import io
import json
import zipfile

import pytest
from clerk import closed
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from registered_cases import type_words

from app.casework.documents.issuing import document_bytes, issue_notice, prepare_notice
from app.casework.templates.versions import (
    current_templates,
    save_template,
    template_source,
    template_states,
    versions_of,
)
from app.models.tables import Document
from app.printing.notices.template import load_templates
from app.ui.kit.buttons import IconButton
from app.ui.settings.templates import TemplatesSection
from app.ui.templates.editor import TemplateEditor
from app.ui.templates.field_picker import FieldPicker
from app.ui.templates.versions import TemplateVersions

KEY, CONTROL, ALT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
KIND = "transfer_notice"
WAIT = 20_000


@pytest.fixture
def editor(desktop, shown, qtbot):
    made = shown(TemplateEditor(desktop, KIND), 1093, 614)
    made.ask_note = lambda: "测试"
    made.confirm = lambda *_words: True
    bugs = []
    desktop.fault_found.connect(bugs.append)
    looked(made, qtbot)
    yield made
    desktop.wait()
    QApplication.processEvents()
    assert bugs == []


def looked(editor, qtbot):
    """Wait until the page of what stands in the form is there."""

    def it_is_there():
        if editor._later.isActive():
            editor._later.stop()
            editor._look()
        asked = editor._asked
        editor.desktop.wait()
        QApplication.processEvents()  # the form may find only now that it changed
        return editor._asked == asked and not editor._later.isActive() and editor.looked is not None

    qtbot.waitUntil(it_is_there)
    return editor.looked


def saved(editor, qtbot):
    editor.bar.clear()
    qtbot.keyClick(editor, KEY.Key_S, CONTROL)
    qtbot.waitUntil(editor.bar.isVisible, timeout=WAIT)
    editor.desktop.wait()
    QApplication.processEvents()


def words(pdf):
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def card(editor, kind, part=""):
    return next(
        each for each in editor.form.cards
        if each.block.kind == kind and each.editor is not None and part in each.editor.toPlainText()
    )  # fmt: skip


def retype(box, text):
    box.setFocus()
    box.selectAll()
    type_words(box, text)


def test_a_heading_is_changed_seen_saved_and_printed_by_keys_alone(editor, qtbot, workspace, register):
    case = register("transfer_visit")
    old = issue_notice(workspace, prepare_notice(workspace, case))
    before = document_bytes(workspace, old.id)
    heading = card(editor, "heading1").editor
    retype(heading, "本单位收到的情况")
    assert "有改动未保存" in editor.state.text()
    asked = editor._asked
    qtbot.waitUntil(lambda: editor._asked > asked, timeout=WAIT)  # by itself, after a moment without keys
    assert "本单位收到的情况" in words(looked(editor, qtbot).pdf)
    assert editor.preview.page_count() > 0
    saved(editor, qtbot)
    assert "本单位第1版" in editor.bar.words.text()
    assert editor.list.in_use() == "本单位第1版"
    assert not editor.save.isEnabled()
    new = issue_notice(workspace, prepare_notice(workspace, case))
    assert "本单位收到的情况" in words(document_bytes(workspace, new.id))
    assert document_bytes(workspace, old.id) == before
    with workspace.reading() as session:
        kept = [session.get(Document, each.id).template_version for each in (old, new)]
    assert kept == [f"出厂{load_templates()[KIND].version}", "1"]


def test_only_the_latest_page_is_shown(editor, qtbot):
    box = card(editor, "heading1").editor
    for text in ("甲甲甲甲", "乙乙乙乙", "丙丙丙丙"):
        retype(box, text)
        editor._look()
    pdf = looked(editor, qtbot).pdf
    assert "丙丙丙丙" in words(pdf) and "甲甲甲甲" not in words(pdf)


def test_every_shipped_template_opens_unchanged_and_without_a_problem(editor, qtbot):
    for row in range(editor.list.count()):
        editor.list.setCurrentRow(row)
        result = looked(editor, qtbot)
        assert (result.problems, bool(result.pdf)) == ((), True), editor.kind
        assert not editor.is_changed()
        assert editor.form.template() == load_templates()[editor.kind]
        assert editor.form.strange_marks() == ()
        # Nothing is wider than the column it stands in.
        assert editor.form.minimumSizeHint().width() <= editor._scroll.viewport().width(), editor.kind


def test_a_field_is_put_in_by_its_meaning_and_becomes_a_condition(editor, qtbot):
    qtbot.keyClick(card(editor, "paragraph").editor, KEY.Key_Return, CONTROL)
    new = editor.form.cards[2]
    assert new.editor.hasFocus() and new.block.text == ""
    type_words(new.editor, "代理人：")
    chosen = []

    def pick(fields):
        picker = FieldPicker(fields, editor)
        type_words(picker.box, "代理人")
        qtbot.keyClick(picker.box, KEY.Key_Return)
        chosen.append(picker.key)
        return picker.key

    editor.form.pick_field = pick
    qtbot.keyClick(new.editor, KEY.Key_I, CONTROL)
    assert chosen == ["agent_name"]
    assert new.editor.toPlainText().startswith("代理人：【")
    assert new.block.text == "代理人：{{agent_name}}"
    assert new.block.needs == ("agent_name",)
    assert "才印" in new.condition.text()
    assert "李建国" in words(looked(editor, qtbot).pdf)
    assert editor.looked.problems == ()
    new.editor.setPlainText("没有字段")
    assert new.block.needs == () and "agent_name" not in editor.form.template().by_key
    qtbot.keyClick(new.editor, KEY.Key_F2)
    assert new.block.needs == ("agent_name",)


def test_blocks_are_moved_added_and_taken_out_by_keys(editor, qtbot):
    first = card(editor, "heading1")
    place = editor.form.cards.index(first)
    qtbot.keyClick(first.editor, KEY.Key_Down, ALT)
    assert editor.form.cards.index(first) == place + 1
    qtbot.keyClick(first.editor, KEY.Key_Up, ALT)
    assert editor.form.cards.index(first) == place
    assert not editor.is_changed()
    total = len(editor.form.cards)
    qtbot.keyClick(first.editor, KEY.Key_Delete, CONTROL)
    assert len(editor.form.cards) == total - 1
    assert editor.form.cards[place].isAncestorOf(editor.focusWidget()) or editor.form.cards[place].hasFocus()


def test_locked_wording_can_be_moved_but_neither_written_in_nor_taken_out(editor, qtbot):
    law = next(each for each in editor.form.cards if each.legal)
    place, total = editor.form.cards.index(law), len(editor.form.cards)
    assert law.editor is None and not law.remove.isVisible()
    assert "锁定的法律文字" in law.accessibleName()
    law.setFocus()
    qtbot.keyClick(law, KEY.Key_Delete, CONTROL)
    qtbot.keyClicks(law, "abc")
    assert len(editor.form.cards) == total and law.block == editor.form.template().blocks[place]
    qtbot.keyClick(law, KEY.Key_Up, ALT)
    assert editor.form.cards.index(law) == place - 1
    assert looked(editor, qtbot).problems == ()
    saved(editor, qtbot)
    assert editor.list.in_use() == "本单位第1版"


REFUSED = {
    "a required field taken out": ("paragraph", "【事项摘要】", "见登记。", "事项摘要"),
    "a field that is none": ("heading1", "", "{{secret_score}}", "secret_score"),
    "code instead of a field": ("paragraph", "收到", "{{office_name.__class__}}", "字段写法有误"),
    "an article in the office's words": (
        "paragraph", "【处理程序】", "按《信访工作条例》第九十九条，【处理程序】", "第九十九条"
    ),
    "half a field": ("paragraph", "【处理程序】", "【处理程", "不完整"),
    "a character nobody has": ("heading1", "", "情况\U000e5000", "缺字"),
    "an empty paragraph": ("paragraph", "【处理程序】", "", "没有文字"),
}  # fmt: skip


@pytest.mark.parametrize("why", REFUSED)
def test_what_cannot_be_used_is_said_at_its_place_and_not_saved(editor, qtbot, workspace, why):
    kind, part, text, said = REFUSED[why]
    before = template_source(workspace, KIND)
    box = card(editor, kind, part)
    box.editor.setPlainText(text)
    looked(editor, qtbot)
    shown = [box.remark.text(), editor.form.general.text()]
    assert any(said in each for each in shown), shown
    saved(editor, qtbot)
    assert said in editor.bar.words.text()
    assert editor.bar.words.text().count("。") <= 3
    assert template_source(workspace, KIND) == before
    assert {state.version for state in template_states(workspace)} == {0}
    assert editor.is_changed()


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [("number_word", "接", "已经用在"), ("name", "", "名称"), ("copies", "0", "份数"), ("copies", "99", "份数"),
     ("number_word", "A1", "汉字"), ("recipients", "；", "收件人"), ("stub", "{{remedy}}", "回执")],
)  # fmt: skip
def test_a_wrong_entry_is_named_and_not_saved(editor, qtbot, workspace, key, typed, said):
    field = getattr(editor.form, key)
    field.line.selectAll()
    field.line.insert(typed) if typed else field.line.clear()
    field.edited.emit()
    looked(editor, qtbot)
    assert said in field.error() + editor.form.general.text()
    saved(editor, qtbot)
    assert said in editor.bar.words.text()
    assert versions_of(workspace, KIND)[0].version == 0


def test_a_new_name_is_followed_by_title_and_receipt(editor, qtbot, workspace):
    editor.open_kind("handling_opinion")
    retype(editor.form.name.line, "信访事项答复意见书")
    qtbot.keyClick(editor.form.name.line, KEY.Key_End)
    editor.form.name.edited.emit()
    template = editor.form.template()
    assert template.name == "信访事项答复意见书"
    assert "《信访事项答复意见书》" in template.stub
    assert all("信访事项答复意见书" in title for title in template.titles)
    editor.form.red_head.setChecked(True)
    editor.form.confirmed.setChecked(True)
    saved(editor, qtbot)
    kept = current_templates(workspace)["handling_opinion"]
    assert (kept.name, kept.red_head, kept.status) == ("信访事项答复意见书", True, "")


def test_the_rows_and_cells_of_a_form_are_changed_by_keys_seen_and_saved(editor, qtbot, workspace):
    editor.open_kind("proof_of_service")
    assert editor.isActiveWindow()  # nothing of the form was ever a window of its own
    form = next(each for each in editor.form.cards if each.table is not None)
    before = form.block.rows
    assert form.table.rows() == before and not editor.is_changed()
    first = form.table.cells[0][0]
    retype(first.label, "收件人")
    form.table.cells[1][0].lines.setCurrentIndex(2)
    retype(form.table.cells[1][0].sign, "签收：／日期：")
    plus = next(b for b in form.findChildren(IconButton) if b.accessibleName() == "表格第 1 行，下面加一行")
    plus.setFocus()
    qtbot.keyClick(plus, KEY.Key_Space)
    added = form.table.cells[1][0]
    retype(added.label, "承办人")
    editor.form.pick_field = lambda _words: "handler"
    added.text.setFocus()
    qtbot.keyClick(added.text, KEY.Key_I, CONTROL)
    result = looked(editor, qtbot)
    assert result.problems == ()
    assert "收件人" in words(result.pdf) and "承办人" in words(result.pdf)
    saved(editor, qtbot)
    rows = current_templates(workspace)["proof_of_service"].blocks[0].rows
    assert (rows[0][0].label, rows[0][0].text) == ("收件人", "{{petitioner_name}}")
    assert (rows[1][0].label, rows[1][0].text) == ("承办人", "{{handler}}")
    assert (rows[2][0].lines, rows[2][0].sign) == (3, ("签收：", "日期："))
    assert len(rows) == len(before) + 1
    editor.form.cards[0].table.cells[0][0].label.clear()
    assert any("没有名称" in problem.sentence for problem in looked(editor, qtbot).problems)


def test_an_answer_to_claims_is_worded_but_never_loses_what_it_must_say(editor, qtbot, workspace):
    editor.open_kind("handling_opinion")
    claims = next(each for each in editor.form.cards if each.block.kind == "claims")
    retype(claims.editor, "对第【第几项】项请求的答复")
    assert looked(editor, qtbot).problems == ()
    saved(editor, qtbot)
    kept = next(b for b in current_templates(workspace)["handling_opinion"].blocks if b.kind == "claims")
    assert kept.text == "对第{{ordinal}}项请求的答复" and kept.results
    claims = next(each for each in editor.form.cards if each.block.kind == "claims")
    claims.parts.setPlainText("投诉请求：【投诉请求】")
    assert any("处理意见" in problem.sentence for problem in looked(editor, qtbot).problems)


def test_days_of_validity_are_kept_and_a_wrong_one_is_named(editor, qtbot, workspace):
    editor.form.valid_from.line.setText("2027-13-01")
    editor.form.valid_from.edited.emit()
    saved(editor, qtbot)
    assert "不是日期" in editor.bar.words.text()
    editor.form.valid_from.set_value("2027-01-01")
    editor.form.valid_from.edited.emit()
    saved(editor, qtbot)
    assert str(current_templates(workspace)[KIND].valid_from) == "2027-01-01"
    assert "2027-01-01 起用" in editor.list.in_use()


def test_a_kind_of_ones_own_is_made_from_the_one_that_is_chosen(desktop, shown, qtbot, workspace):
    section = shown(TemplatesSection(desktop), 760, 640)
    section.arrive()
    section.ask_kind = lambda _base: {"name": "本室试用告知书", "number_word": "试"}
    section.new.click()
    assert section.editor.kind == "own_ben_shi_shi_yong_gao_zhi_shu"
    assert looked(section.editor, qtbot).problems == ()
    section.editor.reject()


def test_versions_are_seen_and_taken_back(editor, qtbot, workspace, desktop, shown):
    source = template_source(workspace, KIND)
    save_template(workspace, KIND, source.replace("copies = 2", "copies = 3"), "三份")
    save_template(workspace, KIND, source.replace("copies = 2", "copies = 4"), "四份")
    dialog = shown(TemplateVersions(desktop, KIND, "转送告知书"), 800, 560)
    dialog.confirm = lambda *_words: True
    assert not dialog.back.isEnabled()
    qtbot.keyClick(dialog.list, KEY.Key_Down)
    qtbot.waitUntil(lambda: dialog.preview.page_count() > 0, timeout=WAIT)
    assert "第1版" in dialog.list.currentItem().text()
    dialog.back.click()
    assert current_templates(workspace)[KIND].copies == 3
    editor._templates_changed()
    assert editor.list.in_use() == "本单位第1版"
    editor.restore.click()
    assert template_source(workspace, KIND) == source
    assert editor.list.in_use() == "出厂" and not editor.restore.isEnabled()
    assert len(versions_of(workspace, KIND)) == 3


def test_what_is_not_saved_is_not_lost_without_a_question(editor, qtbot):
    card(editor, "heading1").editor.setPlainText("改过的标题")
    asked = []
    editor.confirm = lambda *words: bool(asked.append(words))
    row = editor.list.currentRow()
    editor.list.setCurrentRow(row + 1)
    qtbot.waitUntil(lambda: editor.list.currentRow() == row)
    assert (len(asked), editor.kind) == (1, KIND)
    editor.reject()
    assert editor.isVisible() and len(asked) == 2
    editor.confirm = lambda *_words: True
    editor.reject()
    assert closed(editor)


def test_the_sample_of_required_fields_alone_can_be_seen(editor, qtbot):
    editor.sample.setCurrentIndex(1)
    pdf = looked(editor, qtbot).pdf
    assert pdf and "陈志明" not in words(pdf)


def test_the_set_goes_out_and_comes_in_from_the_settings(desktop, shown, qtbot, workspace, tmp_path, make_workspace):
    section = shown(TemplatesSection(desktop), 760, 640)
    section.arrive()
    file = tmp_path / "模板.zip"
    section.files.choose_export = section.files.choose_import = lambda _parent: file
    section.files.confirm = lambda *_words: True
    section.export.click()
    qtbot.waitUntil(lambda: not section.files.busy, timeout=WAIT)
    assert f"{len(load_templates())} 种" in desktop.said[-1][1]
    changed = file.with_name("改.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"copies = 2", b"copies = 3"))
        assert len(json.loads(old.read("manifest.json"))["kinds"]) == len(load_templates())
    file = changed
    section.load.click()
    qtbot.waitUntil(lambda: not section.files.busy, timeout=WAIT)
    assert desktop.said[-1][0] == "success", desktop.said[-1]
    assert current_templates(workspace)[KIND].copies == 3
    assert "其余用出厂模板" in section.which.text() and "，0 种" not in section.which.text()
    file.write_bytes(b"no zip")
    section.load.click()
    qtbot.waitUntil(lambda: not section.files.busy, timeout=WAIT)
    assert desktop.said[-1][0] == "fault" and "不能导入" in desktop.said[-1][1]
    qtbot.keyClick(section.list, KEY.Key_End)
    section.edit.click()
    assert section.editor.kind == section.list.kind()
    looked(section.editor, qtbot)
    section.editor.reject()
