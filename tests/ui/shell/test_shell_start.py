"""From nothing to the desk, by keyboard alone; login right and wrong; folders that cannot be opened."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from offices import CHEAP, PASSWORD, office_setup
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from sqlmodel import select

from app.casework.office.law_in_force import rule_pack, shipped_calendar
from app.models import workspace as store
from app.models.lock import WindowLock
from app.models.tables import FileExit, JournalText
from app.resources import RESOURCES
from app.security import keyslots
from app.ui.shell.application import Program
from app.ui.start import place
from app.ui.start.loading import Loaded
from app.ui.start.login import LoginForm, RecoverForm
from app.ui.start.recovery import RecoveryCodeStep
from app.ui.start.window import StartWindow

WAIT = 20_000


@pytest.fixture
def loaded():
    return Loaded(shipped_calendar(), rule_pack())


@pytest.fixture
def folder(tmp_path, clock):
    """A workspace that is set up and closed; its recovery code beside it."""
    opened, code = store.create_workspace(tmp_path / "工作区", office_setup(), now=clock, cost=CHEAP)
    opened.close()
    (tmp_path / "code.txt").write_text(code)
    return tmp_path / "工作区"


@pytest.fixture
def start(qtbot, dressed, clock, loaded):
    """Open start windows and close what they opened."""
    made = []

    def open_window(folder: Path) -> StartWindow:
        window = StartWindow(folder, now=clock, loaded=loaded)
        window.got = []
        window.opened.connect(lambda workspace, _loaded: window.got.append(workspace))
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=WAIT)
        made.append(window)
        return window

    yield open_window
    for window in made:
        window._workers.wait()
        for workspace in window.got:
            workspace.close()


def type_text(qtbot, text: str, *, then: Qt.Key | None = Qt.Key.Key_Return) -> None:
    """Type into whatever has focus, as a person does: Chinese comes from an input method, the rest from keys."""
    if text.isascii():
        qtbot.keyClicks(QApplication.focusWidget(), text)
    else:
        commit = QInputMethodEvent()
        commit.setCommitString(text)
        QApplication.sendEvent(QApplication.focusWidget(), commit)
    if then is not None:
        qtbot.keyClick(QApplication.focusWidget(), then)


def save_the_code(recovery: RecoveryCodeStep, folder: Path) -> None:
    """Save it where it cannot be written, then where it can."""
    recovery.save(folder / "没有这个文件夹" / "恢复码.pdf")
    assert "没有写成" in recovery.message.words.text()
    recovery.save(folder / "恢复码.pdf")
    assert (folder / "恢复码.pdf").read_bytes().startswith(b"%PDF")


def assert_recorded_without(code: str, workspace: store.Workspace) -> None:
    """Hold that the workspace says that its code was saved, and nowhere the code."""
    with workspace.reading() as session:
        assert session.exec(select(FileExit.file_name, FileExit.profile)).all() == [("恢复码.pdf", "recovery_sheet")]
        told = session.exec(select(JournalText.changes)).all()
    assert not [changes for changes in told if code in changes or code.replace("-", "") in changes]


def test_a_first_start_reaches_the_desk_by_keyboard_alone(qtbot, dressed, clock, tmp_path):
    program = Program(tmp_path / "新工作区", now=clock)
    program.begin()
    window = program.start_window
    qtbot.addWidget(window)
    window.activateWindow()
    # The answers about the office's nature come from the rule pack, read in behind the window.
    qtbot.waitUntil(lambda: window._loaded is not None, timeout=WAIT)
    first = window.setup.office.editor("name").control
    qtbot.waitUntil(lambda: QApplication.focusWidget() is first, timeout=WAIT)
    type_text(qtbot, "香林县信访局")
    type_text(qtbot, "香信")
    type_text(qtbot, "3")  # 县
    type_text(qtbot, "1")  # 党委政府信访部门
    type_text(qtbot, "990326")
    type_text(qtbot, "香林县")
    type_text(qtbot, "")
    type_text(qtbot, "")
    qtbot.waitUntil(lambda: window.setup.step == 1, timeout=WAIT)
    second = window.setup.user.editor("user_name").control
    qtbot.waitUntil(lambda: QApplication.focusWidget() is second, timeout=WAIT)
    type_text(qtbot, "李明华")
    type_text(qtbot, "li")
    type_text(qtbot, PASSWORD)
    type_text(qtbot, PASSWORD)
    type_text(qtbot, "1")  # 先由我保管
    qtbot.waitUntil(lambda: window.setup.step == 2, timeout=WAIT)
    code = window.setup.recovery.code.text()
    assert len(code) == 29
    assert not window.setup.recovery.go_on.isEnabled()
    save_the_code(window.setup.recovery, tmp_path)
    while QApplication.focusWidget() is not window.setup.recovery.kept:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.main_window is not None, timeout=WAIT)
    main = program.main_window
    qtbot.addWidget(main)
    assert main.frame.current_page() == "desk"
    office = main.desktop.workspace.office
    assert (office.name, office.short_form, office.level, office.role) == (
        "香林县信访局", "香信", "县", "petition_department",
    )  # fmt: skip
    assert main.desktop.workspace.actor.roles == {"clerk", "custodian", "admin"}
    assert_recorded_without(code, main.desktop.workspace)
    log = (tmp_path / "新工作区" / "program.log").read_text("utf-8")
    assert "start" in log
    assert "李" not in log
    main.close()
    opened = store.recover_workspace(tmp_path / "新工作区", "li", code, "另外一个新的口令", cost=CHEAP)
    opened.close()


def test_a_field_that_is_wrong_is_named_where_it_stands(qtbot, start, tmp_path):
    window = start(tmp_path / "新工作区")
    flow = window.setup
    flow.office.submitted.emit()
    assert flow.step == 0
    assert flow.office.editor("name").error()
    given = {
        "name": "香林县信访局", "short_form": "香信", "level": "县", "role": "petition_department",
        "division_code": "12", "division_name": "香林县",
    }  # fmt: skip
    for key, value in given.items():
        flow.office.editor(key).set_value(value)
    flow.office.submitted.emit()
    for key, value in {"user_name": "李明华", "login": "li", "password": "短", "again_password": "长",
                       "custodian": "other"}.items():  # fmt: skip
        flow.user.editor(key).set_value(value)
    flow.user.submitted.emit()
    assert "不一样" in flow.user.editor("again_password").error()
    flow.user.editor("again_password").set_value("短")
    flow.user.submitted.emit()
    qtbot.waitUntil(lambda: flow.step == 0, timeout=WAIT)
    assert "6 到 12 位" in flow.office.editor("division_code").error()
    flow.office.editor("division_code").set_value("990326")
    flow.office.submitted.emit()
    flow.user.submitted.emit()
    qtbot.waitUntil(lambda: bool(flow.user.editor("password").error()), timeout=WAIT)
    assert "8 个字符" in flow.user.editor("password").error()
    assert not place.was_set_up(tmp_path / "新工作区")


def test_the_recovery_sheet_holds_code_and_office(qtbot, dressed, tmp_path):
    from datetime import date

    from app.ui.start.recovery_sheet import RecoverySheet, recovery_sheet_pdf

    path = tmp_path / "恢复码.pdf"
    sheet = RecoverySheet("香林县信访局", "AAAAA-BBBBB-CCCCC-DDDDD-EEEEE", date(2026, 11, 20))
    path.write_bytes(recovery_sheet_pdf(sheet))
    shown = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True).stdout.decode()
    assert "AAAAA-BBBBB-CCCCC-DDDDD-EEEEE" in shown
    assert "香林县信访局" in shown
    assert "2026年11月20日" in shown


def test_the_recovery_sheet_comes_out_of_the_printer_that_was_chosen_or_of_none(
    qtbot, dressed, printers, in_dialog, monkeypatch
):
    from datetime import date

    from paper_pictures import assert_same_pages
    from PySide6.QtPrintSupport import QPrinter

    from app.ui.base import printing_job
    from app.ui.start.recovery import RecoveryCodeStep
    from app.ui.start.recovery_sheet import RecoverySheet, recovery_sheet_pdf

    def coarse() -> QPrinter:
        printer = new_printer()
        printer.setResolution(150)
        return printer

    new_printer = printing_job.new_printer
    monkeypatch.setattr(printing_job, "new_printer", coarse)
    step = RecoveryCodeStep()
    qtbot.addWidget(step)
    sheet = RecoverySheet("香林县信访局", "AAAAA-BBBBB-CCCCC-DDDDD-EEEEE", date(2026, 11, 20))
    step.show_code(sheet)
    step.show()
    in_dialog("archive")
    step.print_button.click()
    assert "已交给打印机" in step.message.words.text()
    (paper,) = printers.papers("archive")
    assert_same_pages(recovery_sheet_pdf(sheet), paper)
    in_dialog("archive", after=lambda: printers.remove("archive"))
    step.print_button.click()
    assert "打印机“archive”不见了" in step.message.words.text()
    assert printers.all_papers() == [paper]
    printers.clear()
    step.print_button.click()
    assert "没有可用的打印机" in step.message.words.text()


def test_a_wrong_password_is_said_under_the_field_and_the_right_one_opens(qtbot, start, folder):
    window = start(folder)
    assert isinstance(window.form, LoginForm)
    assert window.form.value("login") == "li"
    assert QApplication.focusWidget() is window.form.password.line
    type_text(qtbot, "不是这个口令")
    qtbot.waitUntil(lambda: bool(window.form.password.error()), timeout=WAIT)
    assert "口令不对" in window.form.password.error()
    assert window.form.password.value() == ""
    assert window.got == []
    type_text(qtbot, PASSWORD)
    qtbot.waitUntil(lambda: window.got != [], timeout=WAIT)
    assert window.got[0].actor.login == "li"


def test_a_forgotten_password_is_replaced_with_the_recovery_code(qtbot, start, folder):
    code = (folder.parent / "code.txt").read_text()
    window = start(folder)
    window.form.forgotten.emit()
    assert isinstance(window.form, RecoverForm)
    window.form.editor("login").set_value("li")
    type_text(qtbot, "AAAAA-BBBBB-CCCCC-DDDDD-EEEEE")
    type_text(qtbot, "新的口令很长很长")
    type_text(qtbot, "新的口令很长很长")
    qtbot.waitUntil(lambda: bool(window.form.editor("code").error()), timeout=WAIT)
    window.form.editor("code").set_value(code.lower().replace("-", " "))
    window.form.submitted.emit()
    qtbot.waitUntil(lambda: window.got != [], timeout=WAIT)
    window.got[0].close()
    store.open_workspace(folder, "li", "新的口令很长很长").close()


def test_a_second_window_says_so_and_does_not_open(qtbot, start, folder):
    held = WindowLock.take(folder / place.LOCK_FILE)
    window = start(folder)
    assert "另一个窗口" in window.form.message.words.text()
    type_text(qtbot, PASSWORD)
    qtbot.waitUntil(window.form.isEnabled, timeout=WAIT)
    assert window.got == []
    assert "另一个窗口" in window.form.message.words.text()
    held.release()
    window.form.password.set_value(PASSWORD)
    window.form.submitted.emit()
    qtbot.waitUntil(lambda: window.got != [], timeout=WAIT)


def break_slots(folder: Path) -> str:
    (folder / place.SLOTS_FILE).write_text("{", "utf-8")
    return "已损坏"


def newer_slots(folder: Path) -> str:
    path = folder / place.SLOTS_FILE
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "format": 99}), "utf-8")
    return "更新版本"


def lose_database(folder: Path) -> str:
    (folder / place.DATABASE_FILE).unlink()
    return "缺少数据文件"


def lose_slots(folder: Path) -> str:
    (folder / place.SLOTS_FILE).unlink()
    return "缺少钥匙文件"


@pytest.mark.parametrize("harm", [break_slots, newer_slots, lose_database, lose_slots])
def test_a_folder_that_cannot_be_opened_is_said_in_one_sentence(start, folder, harm):
    words = harm(folder)
    window = start(folder)
    assert words in window.form.message.words.text()


def test_a_damaged_database_is_said_on_the_login_window(qtbot, start, folder):
    path = folder / place.DATABASE_FILE
    path.write_bytes(os.urandom(path.stat().st_size))
    window = start(folder)
    type_text(qtbot, PASSWORD)
    qtbot.waitUntil(window.form.message.isVisible, timeout=WAIT)
    assert "已损坏" in window.form.message.words.text()
    assert window.form.isEnabled()


def test_another_folder_is_taken_only_when_it_holds_a_workspace(start, folder, tmp_path):
    window = start(folder)
    window.open_folder(tmp_path)
    assert "不是信访窗口的工作区" in window.form.message.words.text()
    assert window.folder == folder


def test_the_light_names_are_those_of_the_workspace():
    assert (place.DATABASE_FILE, place.SLOTS_FILE, place.LOCK_FILE) == (store.DATABASE, store.SLOTS, store.LOCK)
    assert (place.SLOTS_FORMAT, place.RECOVERY_LOGIN) == (keyslots.FORMAT, keyslots.RECOVERY)


def test_the_default_folder_can_be_overridden(monkeypatch, tmp_path):
    monkeypatch.setenv(place.VARIABLE, str(tmp_path / "别处"))
    assert place.default_folder() == tmp_path / "别处"
    monkeypatch.delenv(place.VARIABLE)
    assert place.default_folder().name == "工作区"


def test_the_login_window_is_painted_with_qt_alone(folder):
    script = """
import json, sys
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
app = QApplication([])
from pathlib import Path
from app.ui.base import theme
from app.ui.shell.application import Program
theme.apply_theme(app)
program = Program(Path(sys.argv[1]))
from PySide6.QtCore import QTimer
program.begin()
app.sendPostedEvents()
program.start_window.repaint()
heavy = ["sqlmodel", "sqlalchemy", "pydantic", "openpyxl", "reportlab"]
heavy += ["alembic", "pypinyin", "sqlcipher3", "cryptography"]
print(json.dumps([program.start_window.isVisible(), [name for name in heavy if name in sys.modules]]))
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)], capture_output=True, check=True, cwd=RESOURCES.parent, timeout=600,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert json.loads(done.stdout) == [True, []]
