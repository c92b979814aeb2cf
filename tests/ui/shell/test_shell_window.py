"""The window of a signed-in person: desk, search, lock, settings, bugs, leaving."""

import sys
from datetime import timedelta

import pytest
from offices import PASSWORD
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from walking import register

from app.casework.documents.issuing import issue_notice, prepare_notice
from app.casework.intake.drafts import list_drafts, save_draft
from app.casework.office.accounts import list_users
from app.casework.office.law_in_force import shipped_calendar
from app.casework.office.settings import IDLE_MINUTES, parameter
from app.ui.base.places import FROM_THE_RAIL, OpenCase, OpenDesk, OpenSettings, Place, Register, SearchCases
from app.ui.shell.application import Program
from app.ui.shell.fault_dialogs import FaultReporter, describe_fault
from app.ui.shell.main_window import PAGES, MainWindow
from app.ui.start.login import RecoverForm
from app.ui.start.window import StartWindow

WAIT = 20_000


@pytest.fixture
def faults():
    reporter = FaultReporter()
    yield reporter
    reporter.uninstall()
    if reporter.dialog is not None:
        reporter.dialog.done(0)


@pytest.fixture
def open_window(qtbot, dressed, workspace, faults):
    made = []

    def show(**more) -> MainWindow:
        window = MainWindow(workspace, shipped_calendar(), faults, **more)
        made.append(window)
        qtbot.addWidget(window)
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=WAIT)
        return window

    yield show
    for window in made:
        window.close()


def test_a_new_office_is_told_what_to_do_first(open_window):
    window = open_window()
    desk = window.page("desk")
    assert desk.empty.isVisible()
    assert not desk.lists.isVisible()
    assert "F2" in desk.empty.next_step.text()
    assert "2026年11月20日，星期五" in desk.header.subtitle.text()


def test_the_desk_shows_what_is_late_and_enter_opens_it(qtbot, open_window, workspace, clock):
    case = register(workspace, "pending_transfer")
    register(workspace, "accusation_discipline")
    clock.moment += timedelta(days=40)
    window = open_window()
    desk = window.page("desk")
    assert desk.tiles["overdue"].number.text() == "1"
    assert [line.row.id for line in desk.cards["overdue"].lines] == [case.case_id]
    assert "已超" in desk.cards["overdue"].lines[0].accessibleName()
    assert len(desk.latest.lines) == 2
    sealed = next(line for line in desk.latest.lines if line.row.sealed)
    assert sealed.accessibleName().endswith("已密封")
    asked = []
    window.desktop.go.disconnect(window.go_to)
    window.desktop.go.connect(asked.append)
    assert QApplication.focusWidget() is desk.cards["overdue"].lines[0]
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert asked == [OpenCase(case.case_id)]


def test_a_draft_is_offered_again_and_can_be_thrown_away(qtbot, open_window, workspace, monkeypatch):
    save_draft(workspace, None, "王某，来访", "{}")
    window = open_window()
    desk = window.page("desk")
    line = desk.drafts.lines[0]
    assert "王某，来访" in line.words.text()
    asked = []
    window.desktop.go.disconnect(window.go_to)
    window.desktop.go.connect(asked.append)
    line.go_on.click()
    assert asked == [Register(list_drafts(workspace)[0])]
    monkeypatch.setattr(QDialog, "exec", lambda _dialog: QDialog.DialogCode.Accepted)
    line.discard.click()
    assert list_drafts(workspace) == ()
    assert not desk.drafts.isVisible()


def test_the_search_box_shows_the_number_of_the_paper_book_that_it_found_by(qtbot, open_window, workspace):
    register(workspace, "transfer_visit")
    case = register(workspace, "transfer_visit", own_number="2026-045")
    window = open_window()
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(window.frame.search, "2026045")
    qtbot.waitUntil(window.popup.isVisible, timeout=WAIT)
    (item,) = [window.popup.list.item(place) for place in range(window.popup.list.count())]
    told = item.data(Qt.ItemDataRole.AccessibleTextRole)
    assert told.split("，")[1:3] == [case.number, "2026-045"]


def test_the_search_box_finds_as_one_types_and_enter_opens(qtbot, open_window, workspace):
    case = register(workspace, "transfer_visit")
    window = open_window()
    asked = []
    window.go_to = asked.append
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    box = window.frame.search
    assert QApplication.focusWidget() is box
    qtbot.keyClicks(box, case.number[-4:])
    qtbot.waitUntil(window.popup.isVisible, timeout=WAIT)
    assert window.popup.list.count() == 1
    qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert asked == [OpenCase(case.case_id)]
    assert not window.popup.isVisible()
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert asked[1:] == [SearchCases(case.number[-4:])]


def kinds_of(kind: type[Place]) -> set[type[Place]]:
    return {kind} | {deeper for each in kind.__subclasses__() for deeper in kinds_of(each)}


def test_every_place_has_its_page_and_every_word_of_the_rail_its_place(open_window):
    assert {kind.page for kind in kinds_of(Place) - {Place}} == PAGES.keys()
    assert FROM_THE_RAIL.keys() == open_window().frame.rail_buttons.keys() | {"register"}
    assert all(place.page == name for name, place in FROM_THE_RAIL.items())


def test_a_key_in_the_window_puts_the_lock_off(qtbot, open_window):
    window = open_window(idle_milliseconds=600_000)
    left = window.idle.remaining
    qtbot.waitUntil(lambda: left() < 599_000)  # longer than the grain in which keys are counted
    before = left()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
    assert left() > before
    assert not window.locked


def test_nobody_at_the_desk_locks_it_and_only_the_password_opens(qtbot, open_window, workspace):
    window = open_window(idle_milliseconds=600_000)
    dialog = QDialog(window)
    dialog.show()
    window.idle.set_time(300)
    qtbot.waitUntil(lambda: window.locked, timeout=WAIT)
    assert not dialog.isVisible()
    assert not window.frame.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.locked
    lock = window.lock_screen
    lock.password.set_value("不是这个口令")
    lock.go_on.click()
    qtbot.waitUntil(lambda: bool(lock.password.error()), timeout=WAIT)
    assert window.locked
    lock.password.set_value(PASSWORD)
    lock.go_on.click()
    qtbot.waitUntil(lambda: not window.locked, timeout=WAIT)
    assert lock.password.value() == ""
    assert window.frame.isVisible()


def test_ctrl_l_locks_and_somebody_else_can_sign_in(qtbot, open_window, workspace):
    window = open_window()
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.locked
    with qtbot.waitSignal(window.signed_out, timeout=WAIT):
        window.lock_screen.sign_out_requested.emit()
    assert not window.isVisible()


def test_signing_out_comes_back_to_the_login(qtbot, dressed, workspace, clock):
    workspace.close()
    program = Program(workspace.folder, now=clock)
    program.begin()
    start = program.start_window
    qtbot.waitUntil(lambda: start._loaded is not None, timeout=WAIT)
    start.form.editor("password").set_value(PASSWORD)
    start.form.submitted.emit()
    qtbot.waitUntil(lambda: program.main_window is not None, timeout=WAIT)
    program.main_window.sign_out()
    qtbot.waitUntil(lambda: program.start_window is not None, timeout=WAIT)
    qtbot.addWidget(program.start_window)
    # The lock of the workspace was given back, so that the next person is not refused.
    assert program.start_window.form.message.isHidden()
    assert program.start_window.form.value("login") == "li"


def test_a_bug_is_told_once_without_a_word_of_the_case(qtbot, open_window, faults):
    window = open_window()
    written = []
    faults.log = lambda kind, place: written.append((kind, place))

    def deep(name: str) -> None:
        raise KeyError(f"{name} 13800000000")

    try:
        deep("王秘密")
    except KeyError as cause:
        try:
            raise RuntimeError("王秘密的事") from cause
        except RuntimeError as bug:
            window.desktop.fault_found.emit(bug)
            window.desktop.fault_found.emit(bug)
    details = faults.dialog.details.toPlainText()
    assert "RuntimeError" in details
    assert "KeyError" in details
    assert "test_shell_window.py" in details
    assert "deep" in details
    assert "王秘密" not in details
    assert "13800000000" not in details
    assert [kind for kind, _ in written] == ["RuntimeError", "RuntimeError"]
    faults.dialog.copy.click()
    assert QGuiApplication.clipboard().text() == details
    faults.dialog.go_on.click()
    assert faults.dialog is None
    assert window.isEnabled()


def test_what_nobody_caught_reaches_the_dialog_and_the_hooks_go_back(qtbot, dressed, faults):
    former = sys.excepthook
    faults.install()
    try:
        1 / 0  # noqa: B018
    except ZeroDivisionError as bug:
        sys.excepthook(type(bug), bug, bug.__traceback__)
        assert "ZeroDivisionError" in describe_fault(bug)
    qtbot.waitUntil(lambda: faults.dialog is not None, timeout=WAIT)
    faults.uninstall()
    assert sys.excepthook is former


def settings_of(window, section):
    window.go_to(OpenSettings(section))
    return window.page("settings").sections[section]


def test_a_parameter_out_of_bounds_is_named_and_a_right_one_counts_at_once(open_window, workspace):
    window = open_window()
    section = settings_of(window, "parameters")
    by_key = {editor.key: editor for editor in section.editors}
    assert by_key["group_visit_min"].warning() == "待本单位确认"
    by_key[IDLE_MINUTES].set_value("0")
    section.save.click()
    assert "1 到 240" in by_key[IDLE_MINUTES].error()
    by_key[IDLE_MINUTES].set_value("3")
    section.save.click()
    assert parameter(workspace, IDLE_MINUTES) == "3"
    assert window.idle._timer.interval() == 3 * 60_000
    assert by_key["group_visit_min"].warning() == ""


def test_a_user_is_added_with_a_grant_and_stopped(qtbot, open_window, workspace, monkeypatch):
    window = open_window()
    section = settings_of(window, "users")
    section.name.set_value("周保密")
    section.login.set_value("zhou")
    section.roles.boxes["custodian"].setChecked(True)
    section.password.set_value("周的初始口令")
    section.add.click()
    assert section.grant.error()
    section.grant.set_value("不是授权的口令")
    section.password.set_value("周的初始口令八字")
    section.add.click()
    qtbot.waitUntil(lambda: "授权" in section.grant.error(), timeout=WAIT)
    section.grant.set_value(PASSWORD)
    section.add.click()
    qtbot.waitUntil(lambda: len(list_users(workspace)) == 2, timeout=WAIT)
    qtbot.waitUntil(section.add.isEnabled, timeout=WAIT)
    added = list_users(workspace)[1]
    assert added.opens_sealed
    monkeypatch.setattr(QDialog, "exec", lambda _dialog: QDialog.DialogCode.Accepted)
    section._stop(added)
    assert not list_users(workspace)[1].active


def test_ones_own_password_is_changed_off_the_windows_thread(qtbot, open_window, workspace):
    window = open_window()
    section = settings_of(window, "password")
    section.old.set_value("不是这个口令")
    section.new.set_value("崭新的口令真好")
    section.again.set_value("崭新的口令真好")
    section.save.click()
    qtbot.waitUntil(section.save.isEnabled, timeout=WAIT)
    assert section.new.error() or section.old.error()
    section.old.set_value(PASSWORD)
    section.new.set_value("崭新的口令真好2026")
    section.again.set_value("崭新的口令真好2026")
    section.save.click()
    qtbot.waitUntil(lambda: section.old.value() == "", timeout=WAIT)
    assert "口令已改" in window.frame.message.words.text()


def test_a_check_says_that_all_is_well(qtbot, open_window, workspace):
    register(workspace, "transfer_visit")
    window = open_window()
    section = settings_of(window, "checks")
    section.run.click()
    qtbot.waitUntil(section.run.isEnabled, timeout=WAIT)
    assert "工作区完好" in section.result.words.text()


def test_a_sheet_of_ours_is_recognised_and_another_is_not(qtbot, open_window, workspace):
    case = register(workspace, "transfer_visit")
    document = issue_notice(workspace, prepare_notice(workspace, case.case_id))
    window = open_window()
    section = settings_of(window, "recognise")
    qtbot.keyClicks(section.code.line, document.check_code)
    qtbot.keyClick(section.code.line, Qt.Key.Key_Return)
    assert "核验无误" in section.result.words.text()
    assert section.open.isVisible()
    section.code.set_value("ABCD-EFGH")
    section.check.click()
    assert "查无此文书" in section.result.words.text()
    assert not section.open.isVisible()


def test_office_and_about_show_what_is_in_force(open_window, workspace):
    window = open_window()
    section = settings_of(window, "office")
    section.phone.set_value("0717-1111111")
    section.save.click()
    assert workspace.office.phone == "0717-1111111"
    about = settings_of(window, "about")
    words = [label.accessibleName() for label in about.rules.findChildren(type(about.rules.parent().title))]
    assert any("national-2022" in word for word in words)


@pytest.mark.parametrize("size", [(1366, 768), (1093, 614)])
def test_no_page_of_ours_is_wider_than_the_screen(open_window, workspace, size):
    for name in ("transfer_visit", "group_visit", "pending_transfer", "accusation_discipline"):
        register(workspace, name)
    window = open_window()
    window.resize(*size)
    assert (window.width(), window.height()) == size
    for place in (OpenDesk(), *map(OpenSettings, ("office", "users", "parameters", "about"))):
        window.go_to(place)
        QApplication.processEvents()
        page = window.page(place.page)
        assert page.width() >= page.minimumSizeHint().width()
        assert window.minimumSizeHint().width() <= size[0]
        assert window.minimumSizeHint().height() <= size[1]


def test_no_part_of_a_page_flashes_up_as_a_window_of_its_own(qtbot, open_window, tmp_path):
    shown = []

    class Watch(QObject):
        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                shown.append(type(watched).__name__)
            return False

    watch = Watch()
    application = QApplication.instance()
    application.installEventFilter(watch)
    try:
        window = open_window()
        for section in ("office", "password", "users", "parameters", "checks", "recognise", "about"):
            window.go_to(OpenSettings(section))
        start = StartWindow(tmp_path / "空文件夹")
        qtbot.addWidget(start)
        start.show()
        start._show(RecoverForm(("li",)), narrow=True)
    finally:
        application.removeEventFilter(watch)
    assert shown == ["MainWindow", "StartWindow"]
