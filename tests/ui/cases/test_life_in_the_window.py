"""A case led through its life in the real window, by keys alone."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from offices import BEIJING, CHEAP, PASSWORD
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from registered_cases import type_words
from walking import register

from app.casework.accounts import add_user
from app.casework.case_view import case_view
from app.casework.law_in_force import shipped_calendar
from app.casework.notices import document_bytes
from app.ui.cases.life_act_dialog import LifeActDialog
from app.ui.cases.more_acts import MoreActsDialog
from app.ui.documents.document_dialog import DocumentDialog
from app.ui.documents.notice_dialog import NoticeDialog
from app.ui.fault_dialogs import FaultReporter
from app.ui.main_window import MainWindow

KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
WAIT = 10_000


class Clerk:
    """Somebody at the keyboard of one window: what they see in front, and the keys they press."""

    def __init__(self, qtbot, window: MainWindow) -> None:
        self.qtbot, self.window = qtbot, window

    @property
    def page(self):
        return self.window.page("case")

    @property
    def view(self):
        return self.page.view

    def open(self, case_id: int) -> None:
        self.window.go_to("case", case_id)
        self.qtbot.waitUntil(self.page.acts.buttons[0].hasFocus, timeout=WAIT)

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(QApplication.focusWidget(), key, modifier)

    def front(self, kind):
        """Wait for a dialog to stand in front and return it."""
        self.qtbot.waitUntil(lambda: self._open(kind) is not None, timeout=WAIT)
        dialog = self._open(kind)
        dialog.activateWindow()
        self.qtbot.waitUntil(dialog.isActiveWindow, timeout=WAIT)
        return dialog

    def closed(self, dialog) -> None:
        self.qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=WAIT)
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow, timeout=WAIT)

    def primary(self, word: str) -> None:
        """Press the act that has the keyboard, which must be this one."""
        assert QApplication.focusWidget().text().startswith(word)
        self.press(KEY.Key_Return)

    def find(self, words: str) -> MoreActsDialog:
        """Open 更多办理 by its key and type into it."""
        self.press(KEY.Key_M, CONTROL)
        dialog = self.front(MoreActsDialog)
        type_words(dialog.search, words)
        return dialog

    def act(self, **typed: str) -> LifeActDialog:
        """Fill the act in front, as it asks, and submit it from the last field."""
        dialog = self.front(LifeActDialog)
        for key, words in typed.items():
            editor = dialog.fields.editors[key]
            control = editor.control
            control.setFocus()
            self.press(KEY.Key_A, CONTROL)
            self.press(KEY.Key_Delete)
            type_words(QApplication.focusWidget(), words)
        self.press(KEY.Key_Return, CONTROL if hasattr(dialog.fields.editors[key], "paper") else KEY_PLAIN)
        return dialog

    def issue(self, name: str) -> str:
        """Issue the paper in front and close it; return its number."""
        dialog = self.front(NoticeDialog)
        assert name in dialog.windowTitle()
        self.qtbot.waitUntil(lambda: dialog.preview.page_count() > 0, timeout=WAIT)
        self.qtbot.waitUntil(dialog.issue.hasFocus, timeout=WAIT)
        self.press(KEY.Key_Return)
        number = dialog.document.number
        self.qtbot.keyClick(dialog, KEY.Key_Escape)
        self.closed(dialog)
        return number

    @staticmethod
    def _open(kind):
        found = [each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()]
        return found[-1] if found else None


KEY_PLAIN = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def sit_down(qtbot, dressed) -> Callable[..., Clerk]:
    reporter, made = FaultReporter(), []

    def show(workspace) -> Clerk:
        window = MainWindow(workspace, shipped_calendar(), reporter)
        made.append(window)
        qtbot.addWidget(window)
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=WAIT)
        return Clerk(qtbot, window)

    yield show
    for window in made:
        window.close()
    reporter.uninstall()


def words_in(dialog: QDialog) -> str:
    return "\n".join(each.text() for each in dialog.findChildren(QLabel) if each.isVisibleTo(dialog))


def test_a_township_objects_is_refused_and_takes_the_case(sit_down, make_workspace, clock):
    workspace = make_workspace("township")
    case = register(workspace, "township_objection", received_on="2026-11-16", petition_date="2026-11-10").case_id
    clerk = sit_down(workspace)
    clerk.open(case)
    assert clerk.view.sentence.startswith("异议中，提出异议还剩")
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
    assert running == {"K5"}
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
