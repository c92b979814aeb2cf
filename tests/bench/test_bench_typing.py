"""Typing in a text of 20,000 characters and pasting them, beside the bare Qt editor.

Aim: neither takes more than 5 times what it takes in a window that holds nothing but the editor.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from app.models.workspace import Workspace
from app.ui.base import theme

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "ui" / "register"))

from register_desk import Desk

TEXT = ("柳溪村宅基地确权登记与邻居界址不一致。" * 1_100)[:20_000]
ROUNDS = 40
AIM = 5


def seconds_of(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def strokes(desk: Desk, editor: QPlainTextEdit) -> tuple[float, float]:
    """Return what a stroke takes on our page and in a bare editor: turn about, so that a busy moment hits both."""

    def ours() -> None:
        desk.key(Qt.Key.Key_Backspace)
        desk.keys("。")

    def bare() -> None:
        QTest.keyClick(editor, Qt.Key.Key_Backspace)
        QApplication.processEvents()
        commit(editor, "。")
        QApplication.processEvents()

    took: list[tuple[float, float]] = []
    for _ in range(ROUNDS):
        took.append((seconds_of(ours) / 2, seconds_of(bare) / 2))
        QTest.qWait(10)
    return median(first for first, _ in took), median(second for _, second in took)


def commit(editor: QPlainTextEdit, text: str) -> None:
    """Put text in as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(editor, event)


def pasted_into(editor: QPlainTextEdit) -> float:
    QApplication.clipboard().setText(TEXT)

    def paste() -> None:
        editor.paste()
        QApplication.processEvents()

    return seconds_of(paste)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_typing_in_a_long_text(
    workspace: Workspace, qapp: QApplication, qtbot: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    theme.apply_theme(qapp)
    editor = QPlainTextEdit()
    editor.resize(700, 300)
    editor.show()
    desk = Desk(workspace, qtbot)
    desk.to_claims()
    desk.tab_to("summary")
    pasted, bare_paste = seconds_of(lambda: desk.paste(TEXT)), pasted_into(editor)
    stroke, bare_stroke = strokes(desk, editor)
    desk.settle()
    editor.close()
    with capsys.disabled():
        print(
            f"\n20,000 characters: a stroke {stroke * 1e3:.1f} ms, bare editor {bare_stroke * 1e3:.1f} ms, "
            f"{stroke / bare_stroke:.1f} times; pasting them {pasted * 1e3:.0f} ms, bare editor "
            f"{bare_paste * 1e3:.0f} ms, {pasted / bare_paste:.1f} times"
        )
    assert stroke < AIM * bare_stroke
    assert pasted < AIM * bare_paste
