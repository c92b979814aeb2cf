"""A dialog is let go of once it is closed, never before what goes on in it has ended."""

import importlib
import pkgutil
import threading

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget
from shiboken6 import isValid

import app.ui
from app.ui.base.job import Job, Workers
from app.ui.kit.buttons import PlainButton, PrimaryButton
from app.ui.kit.dialogs import AskDialog, Dialog, FaultDialog, ask, holding, stay_for
from app.ui.kit.editors.making import TextEditor
from app.ui.kit.progress_window import PrintProgress

KEY = Qt.Key
WAIT = 20_000


@pytest.fixture
def window(dressed, qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    return made


@pytest.fixture
def workers():
    made = Workers()
    yield made
    assert made.wait()


def gone(qtbot, *things) -> None:
    qtbot.waitUntil(lambda: not any(isValid(each) for each in things), timeout=WAIT)


def still_there(qtbot, *things) -> None:
    """Let the program go round often enough for whatever was to be deleted."""
    for _ in range(10):
        QTest.qWait(1)
    assert all(isValid(each) for each in things)


def test_closed_by_button_key_or_corner_it_is_gone_with_all_that_stands_in_it(window, qtbot):
    for close in (
        lambda dialog: dialog.secondary.click(),
        lambda dialog: qtbot.keyClick(dialog, KEY.Key_Escape),
        lambda dialog: dialog.close(),
    ):
        reason = TextEditor("reason", "理由", required=False)
        dialog = AskDialog(window, "作废", "作废后仍可查到。", "作废", fields=[reason])
        dialog.open()
        close(dialog)
        assert dialog.result() == QDialog.DialogCode.Rejected
        gone(qtbot, dialog, reason, dialog.primary)
    assert not [each for each in window.children() if isinstance(each, QDialog)]


def test_what_was_typed_can_be_read_when_the_answer_comes(window, qtbot):
    heard = []
    dialog = AskDialog(window, "更正", "写明理由。", "更正", fields=[TextEditor("reason", "理由")])
    dialog.finished.connect(lambda answer: heard.append((answer, dialog.values())))
    dialog.open()
    dialog.fields[0].set_value("听错")
    dialog.primary.click()
    assert heard == [(1, {"reason": "听错"})]
    gone(qtbot, dialog)

    def answer() -> None:
        asked = window.findChild(AskDialog)
        asked.fields[0].set_value("看错")
        asked.primary.click()

    QTimer.singleShot(0, answer)
    assert ask(window, "更正", "写明理由。", "更正", fields=[TextEditor("reason", "理由")]) == {"reason": "看错"}
    qtbot.waitUntil(lambda: window.findChild(AskDialog) is None, timeout=WAIT)


def test_it_stays_until_the_work_in_it_has_told_its_end(window, workers, qtbot):
    under = Dialog(window)
    under.open()
    over = Dialog(under)
    over.open()
    go_on, told, job = threading.Event(), [], Job()
    job.succeeded.connect(lambda result: told.append((result, isValid(over), isValid(under))))
    stay_for(job, over)
    workers.start(job, lambda _task: go_on.wait(60))
    over.reject()
    under.reject()
    still_there(qtbot, over, under)
    go_on.set()
    gone(qtbot, over, under)
    assert told == [(True, True, True)]


def test_it_stays_while_the_system_asks_something_for_it(window, qtbot):
    dialog = Dialog(window)
    dialog.open()
    with holding(dialog):
        dialog.reject()  # as the lock does
        still_there(qtbot, dialog)
    gone(qtbot, dialog)


def test_one_that_was_never_opened_does_not_go_when_work_in_it_has_ended(window, workers, qtbot):
    dialog, job = Dialog(window), Job()
    stay_for(job, dialog)
    workers.start(job, lambda _task: None)
    with qtbot.waitSignal(job.ended, timeout=WAIT):
        pass
    with holding(dialog):
        pass
    still_there(qtbot, dialog)


def test_one_that_goes_with_its_window_is_let_go_of_without_a_fault(dressed, qtbot):
    window = QWidget()
    dialog = Dialog(window)
    dialog.open()
    with holding(dialog):
        dialog.reject()
        window.deleteLater()
        gone(qtbot, dialog, window)


def test_it_stays_while_another_dialog_stands_over_it(window, qtbot):
    under = Dialog(window)
    under.open()
    over = Dialog(under)
    over.show()
    under.reject()
    still_there(qtbot, under, over)
    over.reject()
    gone(qtbot, under, over)


def test_one_that_is_opened_anew_before_it_went_stays(window, qtbot):
    dialog = Dialog(window)
    dialog.open()
    dialog.reject()
    dialog.open()
    still_there(qtbot, dialog)
    dialog.reject()
    gone(qtbot, dialog)


def test_enter_presses_the_button_that_has_focus_and_only_without_one_the_default(window, qtbot):
    dialog = Dialog(window)
    pressed = []
    default, other, plain = PrimaryButton("办"), PlainButton("取消"), QWidget()
    plain.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    default.setDefault(True)
    column = QVBoxLayout(dialog)
    for name, widget in (("default", default), ("other", other), ("", plain)):
        column.addWidget(widget)
        if name:
            widget.clicked.connect(lambda _on=False, name=name: pressed.append(name))
    dialog.open()
    for widget in (other, plain, default):
        widget.setFocus()
        qtbot.keyClick(widget, KEY.Key_Return)
    assert pressed == ["other", "default", "default"]
    dialog.reject()


def test_enter_never_stops_work_and_esc_asks_it_to_stop(window, workers, qtbot):
    job, seen = Job(), threading.Event()

    def work(task) -> None:
        while not task.cancelled:
            seen.wait(0.01)

    progress = PrintProgress(window, "正在打印", job)
    job.ended.connect(progress.finish)
    workers.start(job, work)
    progress.show()
    progress.stop.setFocus()
    qtbot.keyClick(progress.stop, KEY.Key_Return)
    assert progress.stop.isEnabled() and not job.task.cancelled
    qtbot.keyClick(progress, KEY.Key_Escape)
    assert job.task.cancelled
    gone(qtbot, progress)


def test_a_fault_told_and_left_is_gone_and_the_next_is_told_anew(window, qtbot):
    from app.ui.shell.fault_dialogs import FaultReporter

    faults = FaultReporter()
    for _ in range(2):
        faults.show(RuntimeError("测试"), window)
        dialog = faults.dialog
        assert isinstance(dialog, FaultDialog) and dialog.isVisible()
        dialog.go_on.click()
        assert faults.dialog is None
        gone(qtbot, dialog)


def test_every_dialog_of_the_program_stands_on_the_one_base():
    for found in pkgutil.walk_packages(app.ui.__path__, "app.ui."):
        importlib.import_module(found.name)

    def kinds(of: type) -> set[type]:
        return {each for direct in of.__subclasses__() for each in (direct, *kinds(direct))}

    ours = {kind for kind in kinds(QDialog) if kind.__module__.startswith("app.")}
    assert AskDialog in ours
    assert [kind for kind in ours if not issubclass(kind, Dialog)] == []
