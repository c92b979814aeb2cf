"""A whole window over a real workspace, and somebody at its keyboard."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from registered_cases import register

from app.casework.office.law_in_force import shipped_calendar
from app.ui.shell.fault_dialogs import FaultReporter
from app.ui.shell.main_window import MainWindow

__all__ = ["register"]

WAIT = 20_000


@pytest.fixture
def open_window(qtbot, dressed, workspace) -> Iterator[Callable[[], MainWindow]]:
    faults = FaultReporter()
    made: list[MainWindow] = []

    def show() -> MainWindow:
        window = MainWindow(workspace, shipped_calendar(), faults)
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
    faults.uninstall()


@pytest.fixture
def press(qtbot) -> Callable[..., None]:
    """Press a key the way the system hands it over: to the native window that has the keyboard."""

    def key(code: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        front = QApplication.activeWindow()
        assert front is not None
        QTest.keyClick(front.windowHandle(), code, modifier)
        QApplication.processEvents()

    return key
