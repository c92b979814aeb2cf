"""The machine's part of one sheet of 补录: from the first key to the next empty sheet, 30 of them in an office at work.

Aim: at most 2 s a sheet.
"""

import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from app.models.workspace import Workspace
from app.ui.base import theme

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "ui" / "register"))

from book_desk import OLD_CASE, BookDesk

SHEETS = 30
AIM_S = 2.0


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_sheets_of_the_paper_book(
    workspace: Workspace, qapp: QApplication, qtbot: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    theme.apply_theme(qapp)
    desk = BookDesk(workspace, qtbot)
    desk.open_book()
    took = []
    for place in range(SHEETS):
        typed = {**OLD_CASE, "own_number": f"2026信登字{place:03d}号", "N12": "↓"}
        if not place:
            typed["purpose"] = "↓"
        desk.strokes = 0
        began = time.perf_counter()
        desk.fill(**typed)
        desk.enter()
        took.append(time.perf_counter() - began)
        assert desk.here() == "own_number"
    assert desk.book.entered == SHEETS
    desk.settle()
    with capsys.disabled():
        print(
            f"\none sheet of the paper book: median {median(took):.2f} s, slowest {max(took):.2f} s, "
            f"{desk.strokes} keys beside the text"
        )
    assert median(took) < AIM_S
