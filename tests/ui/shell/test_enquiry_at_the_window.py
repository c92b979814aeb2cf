"""Somebody at the counter says the enquiry code of a notice, and the window finds the case by it."""

from PySide6.QtCore import Qt
from sqlmodel import select
from test_shell_window import WAIT, faults, open_window, register

from app.models.tables import Case
from app.ui.base.places import OpenCase

__all__ = ["faults", "open_window"]


def test_the_enquiry_code_typed_into_the_search_box_opens_its_case(qtbot, open_window, workspace):
    register(workspace, "transfer_visit")
    case = register(workspace, "group_visit")
    with workspace.reading() as session:
        code = session.exec(select(Case.enquiry_code).where(Case.id == case.case_id)).one()
    window = open_window()
    asked = []
    window.go_to = asked.append
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    box = window.frame.search
    qtbot.keyClicks(box, code.lower())
    qtbot.waitUntil(lambda: window.popup.isVisible() and window.popup.list.count() == 1, timeout=WAIT)
    qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert asked == [OpenCase(case.case_id)]
