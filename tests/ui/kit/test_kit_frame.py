"""Promises of the frame: every page by key, the search at hand, pictures for both screens."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from app.ui.base.pictures import take_picture
from app.ui.base.shortcuts import Shortcut
from app.ui.kit.buttons import PlainButton, PrimaryButton
from app.ui.kit.header import PageHeader
from app.ui.shell.frame import RAIL, Frame


@pytest.fixture()
def frame(dressed, qtbot):
    made = Frame(office="香山县信访局", user="王敏")
    qtbot.addWidget(made)
    for name, *_ in RAIL:
        made.add_page(name, QWidget())
    made.resize(1366, 768)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.show_page("desk")
    return made


@pytest.mark.parametrize(("number", "name"), [(int(entry[3].value[-1]), entry[0]) for entry in RAIL])
def test_each_page_is_asked_for_by_its_number(frame, qtbot, number, name):
    with qtbot.waitSignal(frame.page_requested) as asked:
        qtbot.keyClick(frame, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
    assert asked.args == [name]


def test_f2_starts_a_registration_from_anywhere(frame, qtbot):
    frame.search.setFocus()
    with qtbot.waitSignal(frame.page_requested) as asked:
        qtbot.keyClick(frame.search, Qt.Key.Key_F2)
    assert asked.args == ["register"]


def test_search_is_reached_typed_and_sent_by_key(frame, qtbot):
    qtbot.keyClick(frame, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is frame.search
    with qtbot.waitSignal(frame.search_changed) as typed:
        qtbot.keyClicks(frame.search, "z")
    with qtbot.waitSignal(frame.search_submitted) as sent:
        qtbot.keyClick(frame.search, Qt.Key.Key_Return)
    assert (typed.args, sent.args) == (["z"], ["z"])
    qtbot.keyClick(frame.search, Qt.Key.Key_Escape)
    assert frame.search.text() == ""


def test_the_window_locks_by_key(frame, qtbot):
    with qtbot.waitSignal(frame.lock_requested):
        qtbot.keyClick(frame, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)


def test_the_rail_lights_the_page_that_is_shown_not_the_one_asked_for(frame, qtbot):
    qtbot.mouseClick(frame.rail_buttons["cases"], Qt.MouseButton.LeftButton)
    assert [name for name, button in frame.rail_buttons.items() if button.isChecked()] == ["desk"]
    frame.show_page("cases")
    assert [name for name, button in frame.rail_buttons.items() if button.isChecked()] == ["cases"]


def test_no_shortcut_is_given_twice():
    assert len({keys.value for keys in Shortcut}) == len(Shortcut.__members__)


def test_every_button_of_the_frame_has_a_name(frame):
    nameless = [button for button in frame.findChildren(QAbstractButton) if not button.accessibleName()]
    assert [
        type(button).__name__ for button in nameless if button.metaObject().className() != "QLineEditIconButton"
    ] == []


def test_a_message_offers_its_action_once(frame, qtbot):
    undone = []
    frame.show_message("success", "已登记。", action="撤销", then=lambda: undone.append(True))
    assert frame.message.isVisible()
    frame.message.action.click()
    assert undone == [True]
    assert not frame.message.isVisible()


def test_content_is_never_wider_than_1200_px(frame):
    frame.resize(1920, 1080)
    QApplication.processEvents()
    assert frame.page("desk").width() == 1200


@pytest.mark.parametrize("ratio", [1.0, 1.25])
def test_the_frame_fits_a_small_screen_and_has_its_picture_taken(frame, tmp_path, ratio):
    header = PageHeader("信访事项", "共 173 件", actions=(PlainButton("导出"),), primary=PrimaryButton("来访登记"))
    frame.add_page("desk", header)
    frame.show_page("desk")
    assert frame.minimumSizeHint().width() <= 1366 / ratio
    assert frame.minimumSizeHint().height() <= 768 / ratio
    path = take_picture(frame, tmp_path / "desk.png", ratio=ratio)
    image = QImage(str(path))
    assert abs(image.width() - 1366) <= 1 and abs(image.height() - 768) <= 1
    colours = {image.pixelColor(x, y).name() for x in range(0, 1366, 3) for y in range(0, 768, 3)}
    assert {"#f6f7f9", "#ffffff", "#1f5fa8"} <= colours
