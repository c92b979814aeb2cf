"""A case led through its life in the real window, by keys alone."""

from datetime import datetime, timedelta

from clerk import KEY, WAIT, sit_down
from offices import BEIJING, CHEAP, PASSWORD
from walking import register

from app.casework.documents.issuing import document_bytes
from app.casework.office.accounts import add_user
from app.casework.views.case_page import case_view
from app.ui.cases.acts.life_act_dialog import LifeActDialog
from app.ui.documents.document_dialog import DocumentDialog

__all__ = ["sit_down"]


def test_a_township_objects_is_refused_and_takes_the_case(sit_down, make_workspace, clock):
    workspace = make_workspace("township")
    case = register(workspace, "township_objection", received_on="2026-11-16", petition_date="2026-11-10").case_id
    clerk = sit_down(workspace)
    clerk.open(case)
    assert clerk.view.sentence.startswith("异议中，可以提出异议，还剩")
    clerk.primary("送出异议书")
    dialog = clerk.act(objection_reason="取土场的复垦由市级交通建设单位承担。")
    clerk.closed(dialog)
    assert clerk.view.sentence.startswith("异议中，待出：信访事项异议书")
    clerk.primary("出《信访事项异议书》")
    objection = clerk.issue("信访事项异议书")
    assert [document.number for document in clerk.view.documents] == [objection]
    stopped = {clock.kind: clock.stopped_on for clock in clerk.view.clocks}
    assert stopped["K4"] == workspace.today()
    assert stopped["K3"] is None

    clock.moment += timedelta(days=4)
    clerk.open(case)
    more = clerk.find("没有被同意")
    assert [entry.title for entry in more.shown()] == ["异议没有被同意…"]
    clerk.press(KEY.Key_Return)
    dialog = clerk.act(decided_on="11-23", objection_answer="复垦的日常督促属于乡镇。")
    clerk.closed(dialog)
    assert clerk.view.state == "S05"
    more = clerk.find("改为提出异议")
    assert "异议已经核实过" in more.current().reason
    clerk.press(KEY.Key_Return)
    assert more.isVisible()
    clerk.press(KEY.Key_Escape)
    clerk.press(KEY.Key_Escape)
    clerk.closed(more)

    clerk.page.acts.focus_likeliest()
    clerk.primary("受理，告知信访人")
    dialog = clerk.front(LifeActDialog)
    assert "办结" in dialog.ahead.accessibleName()
    clerk.closed(clerk.act(handler="郑禾"))
    assert clerk.view.state == "S06"
    clerk.primary("出《")
    clerk.issue("受理告知书")
    running = {clock.kind for clock in clerk.view.clocks if clock.stopped_on is None}
    assert running == {"K3", "K5"}  # the notice lies here: nobody has been told yet
    told = [entry.what for entry in clerk.view.timeline]
    assert told == ["登记", "送出异议书", "签发文书", "异议没有被同意", "受理，告知信访人", "签发文书"]


def test_an_extension_after_the_end_is_said_before_recorded_as_late_and_overdue(sit_down, make_workspace, clock):
    workspace = make_workspace("township")
    case = register(workspace, "township_accept").case_id
    clock.moment = datetime(2026, 12, 25, 9, 0, tzinfo=BEIJING)
    clerk = sit_down(workspace)
    clerk.open(case)
    clerk.find("延长办理期限")
    clerk.press(KEY.Key_Return)
    dialog = clerk.front(LifeActDialog)
    assert "60日已于2026年12月15日（周二）届满" in dialog.late.text()
    assert "按超期统计" in dialog.late.text()
    clerk.closed(clerk.act(approver="赵国平", extension_reason="需要重新测量路基。"))
    handling = next(each for each in clerk.view.clocks if each.kind == "K5")
    assert (handling.extension_days, handling.late_extension) == (30, True)
    assert f"{handling.due}" == "2026-12-15"
    assert "办结已超期10天（延期批准在届满之后）" in clerk.view.sentence
    again = clerk.find("延长办理期限")
    assert "到“已受理”、“办理中”时才能办" in again.current().note
    again.reject()


def test_an_extension_in_time_says_the_new_last_day_and_nothing_in_amber(sit_down, make_workspace):
    workspace = make_workspace("township")
    case = register(workspace, "township_accept").case_id
    clerk = sit_down(workspace)
    clerk.open(case)
    clerk.find("延长办理期限")
    clerk.press(KEY.Key_Return)
    dialog = clerk.front(LifeActDialog)
    assert dialog.late.text() == ""
    assert "到2027年1月14日" in dialog.ahead.accessibleName()
    dialog.reject()


def test_one_proposes_not_to_accept_and_only_another_confirms_with_the_paper(sit_down, workspace, reopen):
    add_user(workspace, "zhang", "张海燕", ("clerk",), PASSWORD, cost=CHEAP)
    case = register(workspace, "pending_transfer").case_id
    clerk = sit_down(workspace)
    clerk.open(case)
    clerk.find("提出不予受理")
    clerk.press(KEY.Key_Return)
    clerk.closed(clerk.act(lower_office="香林县城市管理局", proposal_note="11月3日已受理同一事项。"))
    assert "等第二人确认" in clerk.view.sentence
    more = clerk.find("确认不予受理")
    assert [entry.possible for entry in more.shown()] == [False]
    assert "提出的人不能自己确认" in more.current().note
    assert not more.open_button.isEnabled()
    clerk.press(KEY.Key_Return)
    assert more.isVisible()
    more.reject()
    clerk.window.close()

    second = sit_down(reopen(workspace, "zhang"))
    second.open(case)
    second.find("确认不予受理")
    second.press(KEY.Key_Return)
    dialog = second.act(lower_accepted_on="11-3", lower_due_on="2027-01-02", decline_reason="事由和请求都相同。")
    second.qtbot.waitUntil(lambda: dialog.showing_page, timeout=WAIT)
    assert dialog.primary.text() == "确认并签发告知书"
    assert dialog.preview.page_count() > 0
    assert second.view.documents == ()
    second.qtbot.waitUntil(dialog.primary.hasFocus)
    second.press(KEY.Key_Return)
    second.closed(dialog)
    paper = second.front(DocumentDialog)
    assert "不予受理告知书" in paper.windowTitle()
    assert paper.print.hasFocus()
    paper.reject()
    view = case_view(second.window.desktop.workspace, case)
    assert view.state == "X1"
    assert [document.kind for document in view.documents] == ["decline_notice"]
    assert document_bytes(second.window.desktop.workspace, view.documents[0].id).startswith(b"%PDF")
    assert not [clock for clock in view.clocks if clock.stopped_on is None]
