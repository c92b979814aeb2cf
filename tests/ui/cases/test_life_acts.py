"""The acts of a case's life on its page: what they ask, what they say beforehand, and that each is done once."""

import json
from datetime import timedelta

import pytest
from clerk import closed
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog
from registered_cases import sent_with_its_letter, type_words

from app.casework.clocks.local_rules import load_office_rules
from app.casework.documents.issuing import issue_notice, prepare_notice
from app.casework.life.acts import act_form, perform, waive_document
from app.casework.life.claim_answers import ClaimAnswer
from app.casework.office.directory import OfficeEntry, keep_office
from app.casework.views.case_page import case_view
from app.ui.base.places import OpenCase
from app.ui.cases.acts.act_dialog import ActDialog
from app.ui.cases.acts.correct_step_dialog import WHY_NOT
from app.ui.cases.acts.life_act_dialog import LifeActDialog
from app.ui.cases.acts.more_acts import MoreActsDialog
from app.ui.cases.case_page import CasePage
from app.ui.cases.clock_dialog import ClockDialog
from app.ui.cases.fact_lines import FactLine
from app.ui.documents.notice_form import NoticeForm
from app.ui.kit.buttons import LinkButton
from app.ui.kit.chips import DateChip, StateTag
from app.ui.kit.words import Words

KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def township(make_workspace):
    return make_workspace("township", "乡镇")


@pytest.fixture
def at_township(township, dressed, shown):
    """A page in the office of a township, with its desktop's words kept."""
    from app.ui.base.desktop import Desktop

    desktop = Desktop(township)
    desktop.said = []
    desktop.say.connect(lambda tone, text: desktop.said.append((tone, text)))
    yield shown(CasePage(desktop))
    desktop.wait()


@pytest.fixture
def accepted(township):
    """Register a case that the township takes itself; three claims; its notice already waived."""
    from walking import register

    case_id = register(township, "township_accept", claims=["修路", "赔偿稻田", "公开账目"]).case_id
    settle(township, case_id)
    return case_id


def settle(workspace, case_id):
    for paper in case_view(workspace, case_id).owed:
        if paper.kind.endswith("_opinion"):  # what follows stands on it, so it is never waived
            issue_notice(workspace, prepare_notice(workspace, case_id, paper.kind, step_id=paper.step_id))
        else:
            waive_document(workspace, case_id, paper.step_id, paper.kind, "测试")


def do(workspace, case_id, act, **typed):
    form = act_form(workspace, case_id, act)
    answers = [ClaimAnswer(claim, "supported", "", "予以支持", "《条例》") for claim, _text in form.claims]
    receiver = {"service_receiver": "何秀英"} if form.rule.serves or form.rule.serves_others else {}
    return perform(workspace, case_id, act, {**form.values, **receiver, **typed}, answers)


def front(kind=QDialog):
    found = [each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()]
    assert len(found) == 1, found
    return found[0]


def words_on(widget):
    return "\n".join(each.text() for each in widget.findChildren(Words) if each.isVisibleTo(widget))


def line(page, label):
    return next(each for each in page.findChildren(FactLine) if each.fact.label == label and each.isVisibleTo(page))


def give_opinion(workspace, case_id, **typed):
    return do(workspace, case_id, "give_opinion", **{
        "facts_found": "已查明。", "review_office": "香林县人民政府", "approver": "赵国平", **typed
    })  # fmt: skip


def test_fields_come_and_go_and_what_must_be_filled_in_is_not_called_optional(at_township, accepted, township):
    give_opinion(township, accepted)
    settle(township, accepted)
    at_township.arrive(OpenCase(accepted))
    assert at_township.acts.buttons[0].text() == "送达处理意见书…"
    at_township.acts.do("serve_opinion")
    dialog = front(LifeActDialog)
    editors = dialog.fields.editors
    assert editors["post_number"].isHidden()
    editors["service_way"].set_value("post")
    editors["service_way"].edited.emit()
    assert not editors["post_number"].isHidden()
    assert "（选填）" in words_on(editors["service_note"])
    assert "（选填）" not in words_on(editors["service_receiver"])
    assert "到2026年12月" not in dialog.ahead.accessibleName()
    editors["service_receiver"].set_value("何秀英")
    editors["service_receiver"].edited.emit()
    dialog.fields.edited.emit(True)
    assert "“信访人请求复查”到2026年12月21日" in dialog.ahead.accessibleName()  # 20 December is a Sunday
    editors["service_result"].set_value("refused")
    editors["service_result"].edited.emit()
    assert "（选填）" not in words_on(editors["service_note"])
    assert "到2026年12月" not in dialog.ahead.accessibleName()
    dialog.primary.click()
    assert "送达的经过" in editors["service_note"].error()
    assert dialog.isVisible()
    type_words(editors["service_note"].paper, "本人当面拒收。")
    dialog.primary.click()
    assert closed(dialog)
    assert "信访人拒绝签收，不当作送达，复查期限没有起算" in at_township.view.sentence
    assert "K6" not in {clock.kind for clock in at_township.view.clocks}


def test_an_act_is_done_once_however_often_it_is_pressed(at_township, accepted, qtbot):
    at_township.arrive(OpenCase(accepted))
    at_township.acts.do("record_inquiry")
    at_township.acts.do("record_inquiry")
    dialog = front(LifeActDialog)
    type_words(dialog.fields.editors["inquiry_note"].paper, "到现场查看。")
    for _ in range(3):
        qtbot.keyClick(dialog.fields.editors["inquiry_note"].paper, KEY.Key_Return, CONTROL)
    dialog.primary.click()
    dialog.primary.click()
    qtbot.waitUntil(lambda: closed(dialog))
    QApplication.processEvents()  # what the other presses have left in the queue
    assert [step.act for step in at_township.view.steps].count("record_inquiry") == 1


def test_enter_in_a_line_goes_on_and_escape_leaves_without_doing_anything(at_township, accepted, qtbot):
    at_township.arrive(OpenCase(accepted))
    at_township.acts.do("start_handling")
    dialog = front(LifeActDialog)
    qtbot.keyClick(dialog, KEY.Key_Escape)
    assert closed(dialog)
    assert at_township.view.state == "S06"
    at_township.acts.do("start_handling")
    dialog = front(LifeActDialog)
    qtbot.keyClick(dialog.fields.editors["handler"].line, KEY.Key_Return)
    qtbot.waitUntil(lambda: closed(dialog))
    assert at_township.view.state == "S10"


def test_every_claim_is_answered_by_name_with_the_words_of_article_32(at_township, accepted, qtbot, township):
    at_township.arrive(OpenCase(accepted))
    at_township.acts.do("give_opinion")
    dialog = front(LifeActDialog)
    for key, words in (("facts_found", "已查明。"), ("review_office", "香林县人民政府"), ("approver", "赵国平")):
        dialog.fields.editors[key].set_value(words)
    first, second, third = dialog.claims.blocks
    assert "（二）请求事由合理但缺乏法律依据的，应当作出解释说明；" in first.law.text()
    for block in (first, third):
        qtbot.keyClick(block.result.segments.buttons[0], KEY.Key_1)
        block.opinion.set_value("予以支持。")
        block.basis.set_value("《农村公路管理办法》")
    assert first.law.text() == "（一）请求事实清楚，符合法律、法规、规章或者其他有关规定的，予以支持；"
    dialog.primary.click()
    assert "诉求2还没有写明" in second.result.error()
    assert dialog.isVisible()
    qtbot.keyClick(second.result.segments.buttons[0], KEY.Key_2)
    second.opinion.set_value("稻田补偿依据不足，已当面解释。")
    dialog.primary.click()
    assert "诉求2还没有写法律法规依据" in second.basis.error()
    second.basis.set_value("《土地管理法》")
    dialog.primary.click()
    assert closed(dialog)
    view = at_township.view
    assert view.state == "S12"
    assert "香林县人民政府复查" in view.remedy
    assert view.sentence.startswith("已出处理意见，待出：信访处理意见书，复查期限没有起算")
    paper = view.owed[0]
    draft = prepare_notice(township, accepted, paper.kind, step_id=paper.step_id)
    form = NoticeForm(at_township.desktop, draft)
    assert not {"facts_found", "claim_answers", "review_office", "opinion_on"} & form.editors.keys()
    assert [answer.result for answer in draft.values["claim_answers"]] == ["支持", "解释说明", "支持"]


def test_a_line_of_a_step_is_corrected_with_its_reason_and_moves_its_clock(
    at_township, accepted, qtbot, township, clock
):
    give_opinion(township, accepted)
    settle(township, accepted)
    clock.moment += timedelta(days=3)
    do(township, accepted, "serve_opinion")
    settle(township, accepted)
    at_township.arrive(OpenCase(accepted))
    qtbot.keyClick(line(at_township, "结果"), KEY.Key_F4)
    assert at_township.desktop.said[-1] == ("info", WHY_NOT)
    assert line(at_township, "结果").accessibleDescription() == WHY_NOT
    # The opinion's own day comes first: nobody receives a paper before it was written.
    qtbot.keyClick(line(at_township, "送达日期"), KEY.Key_F4)
    dialog = front(ActDialog)
    value, reason = dialog.fields
    value.set_value("2026-11-19")
    reason.set_value("回执上是19日")
    dialog.primary.click()
    assert "不能早于" in value.error()
    dialog.reject()
    qtbot.keyClick(line(at_township, "处理意见日期"), KEY.Key_F4)
    dialog = front(ActDialog)
    dialog.fields[0].set_value("2026-11-18")
    dialog.primary.click()
    assert "更正的理由" in dialog.fields[1].error()
    dialog.fields[1].set_value("落款是18日")
    dialog.primary.click()
    assert closed(dialog)
    qtbot.keyClick(line(at_township, "送达日期"), KEY.Key_F4)
    dialog = front(ActDialog)
    dialog.fields[0].set_value("2026-11-21")
    dialog.fields[1].set_value("回执上是21日")
    dialog.primary.click()
    review = next(clock for clock in at_township.view.clocks if clock.kind == "K6")
    assert (f"{review.start}", f"{review.due}") == ("2026-11-21", "2026-12-21")
    assert "送达日期：2026-11-23 → 2026-11-21" in words_on(at_township)


def test_a_paper_that_is_owed_comes_first_and_is_left_out_only_with_a_reason(desktop, register, shown, qtbot):
    page = shown(CasePage(desktop))
    case_id = register("transfer_visit")
    sent_with_its_letter(desktop.workspace, case_id)
    page.arrive(OpenCase(case_id))
    assert page.acts.buttons[0].text() == "出《转送告知书》…"
    leave = next(b for b in page.findChildren(LinkButton) if b.text().startswith("不出"))
    qtbot.keyClick(leave, KEY.Key_Space)
    dialog = front(ActDialog)
    dialog.primary.click()
    assert dialog.fields[0].error()
    dialog.fields[0].set_value("已经当面告知。")
    dialog.primary.click()
    assert page.view.owed == ()
    assert "待出" not in page.view.sentence
    assert "已经当面告知。" in words_on(page)
    assert page.acts.buttons[0].text() == "对方已签收…"


def test_whose_duty_a_clock_is_stands_in_words(desktop, register, shown, workspace, clock):
    case_id = register("transfer_visit")
    settle(workspace, case_id)
    do(workspace, case_id, "receiver_signed", receiver_received_on="2026-11-16")
    page = shown(CasePage(desktop))
    page.arrive(OpenCase(case_id))
    said = "已接收待告知（香林县住房和城乡建设局），对方可以提出异议，还剩3天，对方书面告知还剩11天"
    assert page.view.sentence == said
    chips = [chip.accessibleName() for chip in page.findChildren(DateChip)]
    assert [name.partition("·")[0] for name in chips] == ["承办单位", "承办单位", "本单位"]
    assert "香林县住房和城乡建设局" in chips[0]
    clock.moment += timedelta(days=30)
    do(workspace, case_id, "receiver_accepted", accepted_on="2026-12-18", told_on="2026-12-18")
    page.refresh()
    told = next(each for each in page.view.clocks if each.kind == "K3")
    assert told.overdue_days == 17
    chips = [chip.accessibleName() for chip in page.findChildren(DateChip) if chip.isVisibleTo(page)]
    assert any("已书面告知，超期17天" in name for name in chips)


def test_the_office_s_own_stricter_day_stands_beside_the_regulation_s(desktop, register, shown, workspace, tmp_path):
    rules = tmp_path / "本地规则.toml"
    rules.write_text(
        'name = "香林县规定"\n[[clocks]]\nkind = "K1"\ndays = 10\nbasis = "香信联发〔2026〕1号"\n'
        '[[clocks]]\nkind = "K5"\ndays = 45\nextension_max_days = 15\nbasis = "香信联发〔2026〕2号"\n',
        encoding="utf-8",
    )
    load_office_rules(workspace, rules)
    case_id = register("pending_transfer")
    settle(workspace, case_id)
    page = shown(CasePage(desktop))
    page.arrive(OpenCase(case_id))
    assert page.view.sentence.endswith("转送、交办还剩6天（本地规则），条例期限还剩11天")
    chip = next(each for each in page.findChildren(DateChip) if each.isVisibleTo(page))
    assert "本地规则 11-26" in chip.accessibleName()
    page.explain(page.view.clocks[0])
    dialog = front(ClockDialog)
    assert "2026-11-26（星期四），提醒按这一天，超期仍按条例末日" in words_on(dialog)
    dialog.accept()
    page.acts.do("accept_own")
    dialog = front(LifeActDialog)
    assert "“办结”到2027年1月19日（周二），本地规则到1月4日" in dialog.ahead.accessibleName()
    dialog.reject()


def test_a_duty_past_its_day_is_said_to_be_late_before_it_is_done(desktop, register, shown, workspace, clock):
    case_id = register("pending_transfer")
    clock.moment += timedelta(days=20)
    page = shown(CasePage(desktop))
    page.arrive(OpenCase(case_id))
    page.acts.do("dispatch")
    dialog = front(LifeActDialog)
    assert "“信访部门转送、交办”已于2026年12月1日（周二）届满，照实记录为超期9天。" in dialog.late.text()
    # Typing an earlier day does not make it earlier: what counts is the day of the letter.
    dialog.fields.editors["dispatched_on"].set_value("2026-11-30")
    dialog.fields.editors["dispatched_on"].edited.emit()
    dialog.fields.edited.emit(True)
    assert "照实记录为超期9天。" in dialog.late.text()
    dialog.reject()


def test_the_list_finds_by_pinyin_groups_what_can_be_done_first_and_says_why_the_rest_not(
    desktop, register, shown, qtbot
):
    page = shown(CasePage(desktop))
    page.arrive(OpenCase(register("transfer_visit")))
    qtbot.keyClick(page, KEY.Key_M, CONTROL)
    qtbot.waitUntil(
        lambda: any(isinstance(w, MoreActsDialog) and w.isVisible() for w in QApplication.topLevelWidgets())
    )
    dialog = front(MoreActsDialog)
    entries = dialog.shown()
    able = [entry.possible for entry in entries]
    assert able == sorted(able, reverse=True)
    assert len(entries) == len(page.view.offers) + len(page.view.owed) + 6
    assert all(entry.note for entry in entries if not entry.possible)
    qtbot.keyClicks(dialog.search, "duban")
    assert "督办…" in [entry.title for entry in dialog.shown()]
    dialog.search.setText("没有这样的事")
    assert dialog.shown() == []
    assert "换几个字" in dialog.count.text()
    dialog.search.clear()
    before = dialog.current()
    qtbot.keyClick(dialog.search, KEY.Key_Down)
    assert dialog.current() is not before
    dialog.reject()


def test_marks_stand_as_tags_and_the_page_cites_its_law(desktop, register, shown, workspace):
    case_id = register("transfer_visit")
    settle(workspace, case_id)
    do(workspace, case_id, "supervise", supervised_office="香林县住房和城乡建设局", supervision_cause="delay",
       supervision_facts="没有回音。", supervision_demand="书面说明。")  # fmt: skip
    page = shown(CasePage(desktop))
    page.arrive(OpenCase(case_id))
    assert "督办" in [tag.text() for tag in page.findChildren(StateTag)]
    assert page.cited()[0] == "40/1"
    assert set(page.view.basis) <= set(page.cited())


def test_the_custodian_of_a_sealed_case_sees_its_acts_and_fills_in_a_day(desktop, register, shown):
    page = shown(CasePage(desktop))
    page.arrive(OpenCase(register("accusation_discipline")))
    titles = ["检举控告件办结…", "密封转送…", "密封件归档…", "检举控告转送函送达…", "检举控告转送告知书送达…"]
    assert [entry.title for entry in page.acts.entries()] == titles
    page.acts.do("conclude_sealed")
    dialog = front(LifeActDialog)
    assert list(dialog.fields.editors) == ["concluded_on"]
    said = json.dumps([words_on(dialog), dialog.ahead.accessibleName()], ensure_ascii=False)
    assert not [secret for secret in ("周明远", "鱼塘", "白石乡") if secret in said]
    dialog.primary.click()
    assert page.view.state == "S20"
    assert not [secret for secret in ("周明远", "鱼塘", "白石乡") if secret in words_on(page)]


def above(workspace, *names):
    """Put this office under others in the directory."""
    for name in names:
        keep_office(workspace, OfficeEntry(name, "县"))
    keep_office(workspace, OfficeEntry(workspace.office.name, "乡镇", parent=names[0], superiors=names[1:]))


def test_the_one_superior_of_the_directory_stands_in_the_form_and_may_be_changed(
    township, accepted, at_township, shown
):
    above(township, "香林县人民政府")
    view, form = case_view(township, accepted), act_form(township, accepted, "give_opinion")
    dialog = shown(LifeActDialog(at_township.desktop, view, form))
    office = dialog.fields.editors["review_office"]
    assert office.value() == "香林县人民政府"
    assert "请求香林县人民政府复查" in words_on(dialog.ahead)
    office.set_value("另一个机关")
    assert office.value() == "另一个机关"


def test_of_several_superiors_all_are_offered_and_one_is_taken_by_keys(
    township, accepted, at_township, shown, qtbot
):
    above(township, "香林县人民政府", "香山市水利局")
    view, form = case_view(township, accepted), act_form(township, accepted, "give_opinion")
    dialog = shown(LifeActDialog(at_township.desktop, view, form))
    office = dialog.fields.editors["review_office"]
    assert office.value() == ""
    assert "按实际选" in words_on(office)
    offered = {button.text(): button for button in office.findChildren(LinkButton)}
    assert list(offered) == ["香林县人民政府", "香山市水利局"]
    office.line.setFocus()
    for _ in range(2):
        qtbot.keyClick(QApplication.focusWidget(), KEY.Key_Tab)
    assert offered["香山市水利局"].hasFocus()
    qtbot.keyClick(offered["香山市水利局"], KEY.Key_Space)
    assert office.value() == "香山市水利局"
    assert office.line.hasFocus()
    qtbot.waitUntil(lambda: "请求香山市水利局复查" in words_on(dialog.ahead))
