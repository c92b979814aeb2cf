"""The page of one case keeps what it promises."""

import pytest
from clerk import closed
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog
from registered_cases import sent_with_its_letter, type_words

from app.casework.views.case_page import case_view
from app.law.text.articles import load_regulation
from app.ui.base.places import OpenCase, OpenCases, RegisterAgain, WriteNotice
from app.ui.cases.acts.more_acts import MoreActsDialog
from app.ui.cases.case_page import CasePage
from app.ui.cases.clock_dialog import ClockDialog
from app.ui.cases.fact_lines import FactLine, LongWords
from app.ui.documents.notice_dialog import NoticeDialog
from app.ui.kit.chips import DateChip
from app.ui.kit.words import Words

KEY = Qt.Key


@pytest.fixture
def page(desktop, shown):
    return shown(CasePage(desktop))


def dialog_of(kind=QDialog):
    found = [each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()]
    assert len(found) == 1, found
    return found[0]


def words_on(page):
    return "\n".join(each.text() for each in page.findChildren(Words) if each.isVisibleTo(page))


def button(page, word):
    return next(each for each in page.acts.buttons if each.text().startswith(word))


def choose(page, qtbot, words):
    """Find something in 更多办理 by typing, and do it."""
    qtbot.keyClick(button(page, "更多办理"), KEY.Key_Space)
    dialog = dialog_of(MoreActsDialog)
    type_words(dialog.search, words)
    qtbot.keyClick(dialog.search, KEY.Key_Return)
    assert closed(dialog)


def line(page, label):
    return next(each for each in page.findChildren(FactLine) if each.fact.label == label and each.isVisibleTo(page))


def test_the_sentence_stands_on_top_and_the_likeliest_act_has_the_keyboard(page, register):
    page.arrive(OpenCase(register("transfer_visit")))
    assert page.header.title.text() == page.view.sentence
    assert page.acts.buttons[0].text() == "出《转送告知书》…"
    assert page.acts.buttons[0].hasFocus()
    assert "欧阳𬱖" in words_on(page)
    assert "尽快维修桂花巷18号公房屋顶" in words_on(page)


def test_a_case_without_notice_says_why_and_offers_none(page, register):
    case_id = register("anonymous_letter")
    sent_with_its_letter(page.desktop.workspace, case_id)
    page.arrive(OpenCase(case_id))
    assert not [each for each in page.acts.entries() if each.title.startswith("出《")]
    assert "免除书面告知" in words_on(page)
    page.acts.write_notice()
    assert page.desktop.said[-1][0] == "fault"
    assert "不出告知书" in page.desktop.said[-1][1]


def test_a_case_entered_later_says_so_in_its_head_and_among_its_facts(page, register):
    later = {"registered_on": "2026-10-13", "own_number": "2026信登字045号"}
    page.arrive(OpenCase(register("transfer_visit", **later)))
    assert page.header.subtitle.text().endswith("补录")
    facts = {each.fact.label: each.fact.value for each in page.findChildren(FactLine)}
    assert facts["登记日期"] == "2026-10-13"
    assert facts["补录"] == "2026-11-20 录入"
    assert facts["纸质登记簿编号"] == "2026信登字045号"
    page.arrive(OpenCase(register("transfer_visit")))
    assert "补录" not in words_on(page)


def test_of_an_accusation_its_head_says_that_it_was_entered_later_and_no_more(page, register):
    page.arrive(OpenCase(register("accusation_discipline", registered_on="2026-10-23", own_number="密登字77号")))
    assert page.header.subtitle.text().endswith("补录")
    assert "密登字77号" not in words_on(page)


def test_the_notice_can_be_asked_for_on_arrival(page, register):
    page.arrive(WriteNotice(register("transfer_visit")))
    dialog = dialog_of(NoticeDialog)
    assert "转送告知书" in dialog.windowTitle()
    dialog.reject()


def test_a_chip_opens_why_this_day_with_the_article_in_its_own_words(page, register, qtbot):
    page.arrive(OpenCase(register("pending_transfer")))
    chip = next(each for each in page.findChildren(DateChip) if each.isVisibleTo(page))
    qtbot.keyClick(chip, KEY.Key_Space)
    dialog = dialog_of(ClockDialog)
    clock = page.view.clocks[0]
    said = "\n".join(each.text() for each in dialog.findChildren(Words))
    assert clock.timeline in said
    for ref in clock.basis:
        assert load_regulation().cite(ref).text in said
    assert f"{clock.last_safe:%Y-%m-%d}" in said
    dialog.accept()


def test_f4_on_a_fact_corrects_it_and_the_former_value_stays_in_the_story(page, register, qtbot, workspace):
    case_id = register("transfer_visit")
    page.arrive(OpenCase(case_id))
    qtbot.keyClick(line(page, "电话"), KEY.Key_F4)
    dialog = dialog_of()
    assert dialog.former.text() == "13900001234"
    dialog.value.line.selectAll()
    qtbot.keyClicks(dialog.value.line, "13900005678")
    qtbot.keyClick(dialog.value.line, KEY.Key_Return)
    qtbot.keyClick(dialog.reason.line, KEY.Key_Return)
    assert dialog.isVisible()
    assert "理由" in dialog.reason.error()
    type_words(dialog.reason.line, "本人当面核对")
    qtbot.keyClick(dialog.reason.line, KEY.Key_Return)
    assert closed(dialog)
    assert line(page, "电话").fact.value == "13900005678"
    told = case_view(workspace, case_id).timeline[-1]
    assert told.reason == "本人当面核对"
    assert "电话：13900001234 → 13900005678" in words_on(page)


def test_an_impossible_value_is_refused_under_its_field(page, register, qtbot):
    page.arrive(OpenCase(register("transfer_visit")))
    qtbot.keyClick(line(page, "收到日期"), KEY.Key_F4)
    dialog = dialog_of()
    dialog.value.line.selectAll()
    qtbot.keyClicks(dialog.value.line, "2026-02-31")
    type_words(dialog.reason.line, "听错")
    qtbot.keyClick(dialog.reason.line, KEY.Key_Return)
    assert dialog.isVisible()
    assert "日期不对" in dialog.value.error()
    dialog.reject()


def test_the_correction_lets_choose_the_fact(page, register, qtbot):
    page.arrive(OpenCase(register("transfer_visit")))
    choose(page, qtbot, "更正")
    dialog = dialog_of()
    assert not dialog.save.isEnabled()
    place = dialog.which.box.findText("性别")
    dialog.which.box.setCurrentIndex(place)
    dialog.which.box.activated.emit(place)
    assert dialog.former.text() == "女性"
    dialog.reject()


def test_a_waiting_case_is_dispatched_by_keys_and_then_owes_its_transfer_notice(page, register, qtbot, workspace):
    case_id = register("pending_transfer")
    page.arrive(OpenCase(case_id))
    qtbot.keyClick(button(page, "转送"), KEY.Key_Space)
    dialog = dialog_of()
    on, to = dialog.fields.editors["dispatched_on"], dialog.fields.editors["destination"]
    assert on.value() == "2026-11-20"
    on.line.selectAll()
    qtbot.keyClicks(on.line, "2026-11-21")
    qtbot.keyClick(to.line, KEY.Key_Return)
    qtbot.waitUntil(lambda: "转送、交办日期" in on.error())
    on.line.selectAll()
    qtbot.keyClicks(on.line, "2026-11-19")
    qtbot.keyClick(to.line, KEY.Key_Return)
    qtbot.waitUntil(lambda: closed(dialog))
    assert page.view.sentence.startswith("已转送（香林县城市管理局）")
    assert page.view.notice_kind == "transfer_notice"
    assert not [each for each in page.acts.buttons if each.text().startswith("转送")]
    assert "《转送告知书》" in page.desktop.said[-1][1]


def test_voiding_asks_a_reason_and_leaves_the_case_marked(page, register, qtbot):
    page.arrive(OpenCase(register("transfer_visit")))
    choose(page, qtbot, "作废")
    dialog = dialog_of()
    qtbot.keyClick(dialog.fields[0].paper, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.isVisible()
    assert dialog.fields[0].error()
    type_words(dialog.fields[0].paper, "同一封信登了两次")
    qtbot.keyClick(dialog.fields[0].paper, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert closed(dialog)
    assert page.header.title.text() == "已作废：同一封信登了两次"
    assert [each.text().split("  ")[0] for each in page.acts.buttons] == ["重新办理…", "更多办理…"]


def test_another_matter_of_the_same_petitioner_is_registered_from_here(page, register, qtbot, desktop):
    case_id = register("transfer_visit")
    page.arrive(OpenCase(case_id))
    page.acts.register_again()
    assert desktop.asked[-1] == RegisterAgain(case_id)


def test_a_very_long_summary_is_folded_and_comes_whole(page, register, qtbot):
    text = "新塘村道路塌方。" * 2_500
    page.arrive(OpenCase(register("transfer_visit", summary=text)))
    folded = next(each for each in page.findChildren(LongWords) if each.isVisibleTo(page))
    assert len(folded.words.text()) < 400
    qtbot.keyClick(folded.more, KEY.Key_Space)
    assert folded.whole.toPlainText() == text
    assert folded.whole.height() <= 400


def test_a_case_that_is_not_there_says_so_and_leads_back(page, desktop, qtbot):
    page.arrive(OpenCase(4711))
    assert "找不到这件信访事项" in words_on(page)
    page.back.click()
    assert desktop.asked == [OpenCases()]


def test_nothing_of_a_case_is_wider_than_a_small_window_at_125_percent(page, register):
    page.arrive(OpenCase(register("group_visit")))
    page.resize(897, 520)
    QApplication.processEvents()
    assert page.minimumSizeHint().width() <= 897
    content = page._scroll.widget()
    assert content.width() <= page._scroll.viewport().width()
    assert content.minimumSizeHint().width() <= page._scroll.viewport().width()
