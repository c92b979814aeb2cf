"""Windows under test are drawn off screen, in the program's own look."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_collection_modifyitems(items):
    # The offscreen platform has no window manager and says so at each window; that is no fault of ours.
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture()
def dressed(qapp):
    """Give the application in its theme at 字号 标准."""
    from app.ui.base import theme

    theme.apply_theme(qapp)
    yield qapp
    theme.apply_theme(qapp)


@pytest.fixture
def in_dialog(qapp):
    """Choose a queue in the printer's own dialog as soon as it opens, with what happens before and after choosing."""
    from PySide6.QtCore import QTimer
    from PySide6.QtPrintSupport import QPrintDialog
    from PySide6.QtWidgets import QComboBox, QDialogButtonBox

    timers = []

    def choose(queue, *, before=lambda: None, after=lambda: None):
        timer = QTimer()
        timers.append(timer)

        def look():
            dialog = qapp.activeModalWidget()
            if not isinstance(dialog, QPrintDialog):
                return
            timer.stop()
            try:
                before()
                dialog.findChild(QComboBox, "printers").setCurrentText(queue)
                assert dialog.findChild(QComboBox, "printers").currentText() == queue
                after()
                dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok).click()
            finally:
                if dialog.isVisible():
                    dialog.reject()  # one that stays open would hold up the test for ever

        timer.timeout.connect(look)
        timer.start(10)

    yield choose
    for timer in timers:
        timer.stop()
