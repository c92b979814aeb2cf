"""The desk by keys: the most urgent line first, Enter opens it, Space goes on with it, a tile lists them all."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from registered_cases import sent_with_its_letter

from app.ui.base.places import DoAct, OpenCase, OpenCases, OpenSettings, WriteNotice
from app.ui.cases.list_page import CasesPage
from app.ui.desk.page import DeskPage


@pytest.fixture
def page(desktop, shown):
    return shown(DeskPage(desktop))


def test_the_keyboard_stands_on_the_most_urgent_line(qtbot, desktop, register, clock, page):
    late = register("pending_transfer")
    clock.moment += timedelta(days=30)
    page.arrive()
    line = QApplication.focusWidget()
    assert line is page.cards["overdue"].lines[0]
    assert line.row.id == late
    assert "空格" in line.accessibleDescription()
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert desktop.asked == [OpenCase(late)]


def test_space_asks_for_the_act_and_for_a_paper_that_is_owed(qtbot, desktop, register, clock, page):
    late = register("pending_transfer")
    clock.moment += timedelta(days=30)
    page.arrive()
    qtbot.keyClick(page.cards["overdue"].lines[0], Qt.Key.Key_Space)
    assert desktop.asked == [DoAct(late, "dispatch")]
    qtbot.keyClick(page.cards["paper"].lines[0], Qt.Key.Key_Space)
    assert desktop.asked[1] == WriteNotice(late)


def test_the_arrows_walk_all_lines_in_the_order_of_their_urgency(qtbot, register, clock, page):
    for _ in range(2):
        register("pending_transfer")
    clock.moment += timedelta(days=30)
    page.arrive()
    lines = page.lines
    assert [line.parentWidget() for line in lines[:2]] == [page.cards["overdue"]] * 2
    for line in lines[1:]:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
        assert QApplication.focusWidget() is line
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert QApplication.focusWidget() is lines[-1]
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    assert QApplication.focusWidget() is lines[-2]


def test_the_counts_that_matter_are_seen_without_scrolling(register, clock, page):
    for _ in range(12):
        register("pending_transfer")
    clock.moment += timedelta(days=30)
    page.arrive()
    assert page.tiles["overdue"].number.text() == "12"
    assert page.cards["overdue"].all.isVisible()
    for key in ("overdue", "due", "service", "lack"):
        bottom = page.tiles[key].mapTo(page, page.tiles[key].rect().bottomLeft()).y()
        assert page.tiles[key].isVisible() and bottom < page.height() / 2


@pytest.mark.parametrize("key", ["overdue", "due", "service", "lack", "watch_overdue", "paper", "second", "today"])
def test_a_tile_opens_the_list_with_its_filter_and_says_so(qtbot, desktop, register, page, shown, key):
    register("pending_transfer")
    page.arrive()
    tile = page.tiles[key]
    tile.setFocus()
    qtbot.keyClick(tile, Qt.Key.Key_Return)
    (place,) = desktop.asked
    assert isinstance(place, OpenCases) and place.wanted is not None
    cases = shown(CasesPage(desktop, memory=None))
    cases.arrive(place)
    assert cases.filters.wanted() == place.wanted
    assert cases.filters.part.isVisible() == bool(place.wanted.part)
    if place.wanted.part:
        assert "只看" in cases.filters.part.text()
        cases.filters.part.click()
        assert cases.filters.wanted().part == ""


def test_empty_parts_fold_into_one_line(register, page, workspace):
    sent_with_its_letter(workspace, register("transfer_visit"))
    page.arrive()
    assert [card for card in page.cards.values() if card.isVisible()] == [page.cards["paper"], page.latest]
    assert "已超期" in page.nothing.words.text()


def test_missing_holidays_lead_to_the_settings(qtbot, desktop, page):
    page.arrive()
    assert page.note.isVisible()
    qtbot.mouseClick(page.note.action, Qt.MouseButton.LeftButton)
    assert desktop.asked == [OpenSettings("calendar")]


def test_a_sealed_case_says_its_number_and_nothing_else(register, clock, page):
    register("accusation_discipline", dispatch_now=False, dispatched_on=None)
    clock.moment += timedelta(days=30)
    page.arrive()
    line = page.cards["overdue"].lines[0]
    assert line.accessibleName().startswith("检举控告件（已密封）")
    assert line.accessibleDescription().startswith("信访部门转送、交办，回车打开")
