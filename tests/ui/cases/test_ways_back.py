"""On the case page, by keys: papers made outside, the last act taken back, a voided case that goes on."""

from datetime import datetime

import pytest
from clerk import closed
from offices import BEIJING, CHEAP, MORNING, PASSWORD
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from registered_cases import type_words

from app.casework.documents.issuing import issue_notice, prepare_notice, record_print
from app.casework.life.acts import act_form, perform, waive_document
from app.casework.life.claim_answers import ClaimAnswer
from app.casework.life.correct_case import void_case
from app.casework.life.undo import undo_ahead
from app.casework.office.accounts import add_user
from app.casework.views.case_page import case_view
from app.models.workspace import open_workspace
from app.ui.base.desktop import Desktop
from app.ui.base.places import OpenCase
from app.ui.cases.acts.act_dialog import ActDialog
from app.ui.cases.acts.more_acts import MoreActsDialog
from app.ui.cases.acts.outside_paper_dialog import OutsidePaperDialog
from app.ui.cases.acts.undo_dialog import undo_dialog
from app.ui.cases.case_page import CasePage
from app.ui.documents.document_dialog import DocumentDialog
from app.ui.kit.buttons import LinkButton
from app.ui.kit.chips import DateChip
from app.ui.kit.words import Words

KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
OPINION = {"facts_found": "已查明。", "review_office": "香林县人民政府", "approver": "赵国平"}


@pytest.fixture
def township(make_workspace):
    return make_workspace("township", "乡镇")


@pytest.fixture
def page(township, dressed, shown):
    desktop = Desktop(township)
    desktop.said = []
    desktop.say.connect(lambda tone, text: desktop.said.append((tone, text)))
    yield shown(CasePage(desktop))
    desktop.wait()


@pytest.fixture
def answered(township, clock):
    """A case received in August whose opinion of 20 October is entered five weeks later; the opinion is owed."""
    from walking import register

    clock.moment = datetime(2026, 8, 26, 9, 30, tzinfo=BEIJING)
    case_id = register(
        township, "township_accept", received_on="2026-08-25", petition_date="2026-08-25", accepted_on="2026-08-26"
    ).case_id
    for paper in case_view(township, case_id).owed:
        waive_document(township, case_id, paper.step_id, paper.kind, "已当面告知")
    clock.moment = datetime(2026, 11, 27, 9, 30, tzinfo=BEIJING)
    do(township, case_id, "give_opinion", opinion_on="2026-10-20", **OPINION)
    return case_id


@pytest.fixture
def scan(tmp_path):
    path = tmp_path / "处理意见书扫描.png"
    image = QImage(300, 400, QImage.Format.Format_RGB32)
    image.fill(0xFFEEEEEE)
    assert image.save(str(path))
    return path


def do(workspace, case_id, act, **typed):
    form = act_form(workspace, case_id, act)
    return perform(workspace, case_id, act, {**form.values, **typed}, _answers(form))


def _answers(form):
    return [ClaimAnswer(claim, "supported", "", "予以支持", "《条例》") for claim, _text in form.claims]


def front(kind=QDialog):
    found = [each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()]
    assert len(found) == 1, found
    return found[0]


def words_on(widget):
    return "\n".join(each.text() for each in widget.findChildren(Words) if each.isVisibleTo(widget))


def link(page, words):
    return next(
        each for each in page.findChildren(LinkButton) if each.accessibleName() == words and each.isVisibleTo(page)
    )


def choose_in_more(page, qtbot, words):
    """Open 更多办理 by its key, find a line by typing, and open it by Enter."""
    qtbot.keyClick(page, KEY.Key_M, CONTROL)
    qtbot.waitUntil(
        lambda: any(isinstance(each, MoreActsDialog) and each.isVisible() for each in QApplication.topLevelWidgets())
    )
    dialog = front(MoreActsDialog)
    type_words(dialog.search, words)
    assert dialog.current().title.startswith(words)
    qtbot.keyClick(dialog.search, KEY.Key_Return)


def more_line(page, words):
    return next(each for each in page.acts.entries() if each.title.startswith(words))


def test_an_owed_paper_that_was_made_outside_is_entered_by_keys_with_its_scan(page, answered, township, scan, qtbot):
    page.arrive(OpenCase(answered))
    qtbot.keyClick(link(page, "已在程序外出具：信访处理意见书"), KEY.Key_Space)
    dialog = front(OutsidePaperDialog)
    assert "没有凭证的不计按期、不起算复查复核期限" in words_on(dialog)
    assert dialog.kind.value() == "0"
    assert dialog.on.is_empty()
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClicks(QApplication.focusWidget(), "2026-10-20")
    dialog.scan.choose_file = lambda _parent, _title, _types: scan
    qtbot.keyClick(dialog.scan.pick, KEY.Key_Space)
    assert "处理意见书扫描.png" in words_on(dialog)
    type_words(dialog.own_number.line, "香信处〔2026〕7号")
    with qtbot.waitSignal(dialog.entered, timeout=20_000):
        qtbot.keyClick(dialog.own_number.line, KEY.Key_Return)
    view = case_view(township, answered)
    assert next((d.number, d.listed_name) for d in view.documents) == ("香信处〔2026〕7号", "信访处理意见书（补录）")
    assert view.owed == ()
    assert page.desktop.said[-1] == ("success", "已补录《信访处理意见书》香信处〔2026〕7号。")
    assert "信访处理意见书（补录）" in words_on(page)
    assert "在程序外出具" in words_on(page)
    names = {each.accessibleName() for each in page.findChildren(LinkButton) if each.isVisibleTo(page)}
    assert "查看：信访处理意见书（补录） 香信处〔2026〕7号" in names
    assert not any(name.startswith(("打印", "另存：信访")) for name in names)
    assert "打印文书" not in [button.text() for button in page.acts.buttons]
    qtbot.keyClick(link(page, "查看：信访处理意见书（补录） 香信处〔2026〕7号"), KEY.Key_Space)
    looked = front(DocumentDialog)
    assert "在程序外出具的，这里没有它的原件" in words_on(looked)
    assert not looked.print.isVisible()
    assert not looked.save.isVisible()
    qtbot.keyClick(looked.outside.scans[0], KEY.Key_Space)
    assert "处理意见书扫描.png" in looked.more_acts.asking.windowTitle()
    qtbot.keyClick(looked.more_acts.asking, KEY.Key_Escape)


def test_without_a_scan_a_reason_is_asked_under_its_field_and_the_clock_says_it_is_unproven(
    page, answered, township, qtbot
):
    page.arrive(OpenCase(answered))
    choose_in_more(page, qtbot, "补录程序外")
    dialog = front(OutsidePaperDialog)
    dialog.kind.set_value("0")
    type_words(dialog.on.line, "2026-10-20")
    qtbot.keyClick(dialog.primary, KEY.Key_Space)
    qtbot.waitUntil(lambda: dialog.no_scan_reason.error() != "", timeout=20_000)
    assert "请选扫描件，或者写明理由" in dialog.no_scan_reason.error()
    assert dialog.isVisible()
    QApplication.sendEvent(dialog.no_scan_reason.line, QInputMethodEvent("yuanjian", []))
    qtbot.keyClick(dialog.no_scan_reason.line, KEY.Key_Backspace)
    assert dialog.isVisible()
    composed = QInputMethodEvent()
    composed.setCommitString("原件已随案卷移交")
    QApplication.sendEvent(dialog.no_scan_reason.line, composed)
    assert dialog.no_scan_reason.error() == ""
    with qtbot.waitSignal(dialog.entered, timeout=20_000):
        qtbot.keyClick(dialog.no_scan_reason.line, KEY.Key_Return)
    assert page.desktop.said[-1][0] == "warning"
    assert "没有凭证的不计按期" in page.desktop.said[-1][1]
    assert "信访处理意见书（补录·无凭证）" in words_on(page)
    chips = [chip.accessibleName() for chip in page.findChildren(DateChip)]
    assert any("补录·无凭证，不计按期" in name for name in chips)
    assert "2026-10-20　出具处理意见书（2026-11-27补录）" in words_on(page)


@pytest.mark.parametrize(
    ("day", "number", "editor"),
    [("2026-11-28", "", "on"), ("2026-08-24", "", "on"), ("十月", "", "on"), ("2026-10-20", "号" * 61, "own_number")],
)
def test_what_is_refused_stands_under_its_field_and_nothing_is_kept(
    page, answered, township, qtbot, day, number, editor
):
    page.arrive(OpenCase(answered))
    page.acts.enter_outside(page.view.owed[0])
    dialog = front(OutsidePaperDialog)
    dialog.on.set_value(day)
    dialog.own_number.set_value(number)
    dialog.no_scan_reason.set_value("原件已移交")
    qtbot.keyClick(dialog.primary, KEY.Key_Space)
    field = next(each for each in dialog.fields if each.key == editor)
    qtbot.waitUntil(lambda: field.error() != "", timeout=20_000)
    assert dialog.isVisible()
    assert dialog.progress is None
    assert case_view(township, answered).documents == page.view.documents
    dialog.reject()


def test_a_file_that_is_no_scan_is_refused_above_the_buttons_and_the_dialog_stays(
    page, answered, township, qtbot, tmp_path
):
    (tmp_path / "程序.pdf").write_bytes(b"MZ" + b"0" * 100)
    page.arrive(OpenCase(answered))
    page.acts.enter_outside(page.view.owed[0])
    dialog = front(OutsidePaperDialog)
    dialog.on.set_value("2026-10-20")
    dialog.scan.choose_file = lambda _parent, _title, _types: tmp_path / "程序.pdf"
    qtbot.keyClick(dialog.scan.pick, KEY.Key_Space)
    qtbot.keyClick(dialog.primary, KEY.Key_Space)
    qtbot.waitUntil(dialog.fault.isVisible, timeout=20_000)
    assert "程序.pdf" in dialog.fault.text()
    qtbot.keyClick(dialog.scan.drop, KEY.Key_Space)
    assert dialog.scan.value() is None
    assert dialog.focusWidget() is dialog.scan.pick
    dialog.reject()


def test_every_kind_but_an_accusations_is_offered_and_the_owed_ones_stand_first(page, answered):
    page.arrive(OpenCase(answered))
    page.acts.back.enter_paper(page.view)
    dialog = front(OutsidePaperDialog)
    names = [name for _kind, _step, name in dialog._kinds]
    assert names[0] == "信访处理意见书（待出，由“出具处理意见书”要求）"
    assert "转送告知书" in "".join(names)
    assert not any("检举" in name for name in names)
    assert len({kind for kind, _step, _name in dialog._kinds}) == len(names)
    assert dialog.kind.is_empty()
    dialog.reject()


def test_the_last_step_is_taken_back_by_keys_with_what_it_carries_said_beforehand(page, answered, township, qtbot):
    made = issue_notice(township, prepare_notice(township, answered, "handling_opinion"))
    record_print(township, made.id)
    page.arrive(OpenCase(answered))
    choose_in_more(page, qtbot, "撤销这一步")
    dialog = front(ActDialog)
    said = words_on(dialog)
    assert "2026-10-20 出具处理意见书" in said
    assert made.number in said
    assert "这一件回到“" in said
    assert not dialog.primary.isDefault()
    type_words(dialog.fields[0].paper, "办错了件")
    qtbot.keyClick(dialog.primary, KEY.Key_Space)
    check = next(each for each in dialog.fields if each.key == "papers_here")
    assert made.number in check.error()
    assert "give_opinion" in {step.act for step in case_view(township, answered).steps}
    qtbot.keyClick(check.box, KEY.Key_Space)
    qtbot.keyClick(dialog.primary, KEY.Key_Space)
    assert closed(dialog)
    assert page.desktop.said[-1] == ("success", "已撤销“出具处理意见书”。")
    view = case_view(township, answered)
    assert "give_opinion" not in {step.act for step in view.steps}
    assert view.documents[0].void
    assert "已作废：撤销“出具处理意见书”" in words_on(page)


def test_where_nothing_was_done_yet_the_line_says_why_it_cannot_be_taken_back(page, township):
    from walking import register

    case_id = register(township, "township_accept").case_id
    page.arrive(OpenCase(case_id))
    line = more_line(page, "撤销这一步")
    assert not line.possible
    assert "登记以后还没有办过事" in line.note


def test_a_request_of_the_petitioner_asks_for_the_case_it_belongs_to(page, answered, township, qtbot):
    issue_notice(township, prepare_notice(township, answered, "handling_opinion"))
    do(township, answered, "serve_opinion", served_on="2026-11-27", service_receiver="何秀英")
    do(township, answered, "review_requested", review_requested_on="2026-11-27", review_office="香林县人民政府")
    assert undo_ahead(township, answered).asks_target
    page.arrive(OpenCase(answered))
    choose_in_more(page, qtbot, "撤销这一步")
    dialog = front(ActDialog)
    target = next(each for each in dialog.fields if each.key == "move_to")
    type_words(dialog.fields[0].paper, "记错了件")
    type_words(target.line, "没有这个编号")
    qtbot.keyClick(target.line, KEY.Key_Return)
    assert "找不到编号为“没有这个编号”的信访事项" in dialog.fault.text()
    target.set_value("")
    type_words(target.line, page.view.row.number)
    qtbot.keyClick(target.line, KEY.Key_Return)
    assert "这就是现在这一件" in target.error()
    assert undo_ahead(township, answered).asks_target
    dialog.reject()


def test_a_voided_case_goes_on_with_a_reason(page, answered, township, qtbot):
    void_case(township, answered, "登重了")
    page.arrive(OpenCase(answered))
    assert page.acts.buttons[0].text() == "重新办理…"
    assert [each.title for each in page.acts.entries()] == ["重新办理…"]
    qtbot.keyClick(page.acts.buttons[0], KEY.Key_Space)
    dialog = front(ActDialog)
    qtbot.keyClick(dialog.primary, KEY.Key_Space)
    assert dialog.isVisible()
    assert case_view(township, answered).row.voided
    type_words(dialog.fields[0].paper, "没有登重")
    qtbot.keyClick(dialog.primary, KEY.Key_Space)
    assert closed(dialog)
    assert not case_view(township, answered).row.voided
    assert "重新办理…" not in [button.text() for button in page.acts.buttons]


def test_what_two_decided_is_only_proposed_by_one_and_the_page_says_who_is_missing(desktop, register, shown, qtbot):
    workspace = desktop.workspace
    case_id = register("pending_transfer")
    do(workspace, case_id, "propose_closed", proposal_note="已复核。")
    add_user(workspace, "wang", "王守一", ("clerk",), PASSWORD, cost=CHEAP)
    wang = open_workspace(workspace.folder, "wang", PASSWORD, now=MORNING)
    do(
        wang, case_id, "confirm_closed", final_office="某市人民政府", final_opinion_on="2026-08-03",
        final_opinion_number="市信复核〔2026〕2号", closing_reason="同一事实和理由。",
    )  # fmt: skip
    page = shown(CasePage(desktop))
    page.arrive(OpenCase(case_id))
    choose_in_more(page, qtbot, "撤销这一步")
    dialog = front(ActDialog)
    assert "由另一位工作人员用自己的用户登录" in words_on(dialog)
    assert dialog.primary.text() == "提出撤销"
    type_words(dialog.fields[0].paper, "有新的事实")
    state = page.view.state
    qtbot.keyClick(dialog.primary, KEY.Key_Space)
    assert closed(dialog)
    assert "等另一位工作人员确认" in desktop.said[-1][1]
    assert page.view.state == state
    assert "提出撤销的人不能自己确认" in more_line(page, "撤销这一步").note
    other = undo_dialog(desktop, case_id, undo_ahead(wang, case_id), page)
    assert "已经提出撤销，这里确认后生效" in words_on(other)
    assert other.primary.text() == "撤销这一步"
    other.deleteLater()
    wang.close()
