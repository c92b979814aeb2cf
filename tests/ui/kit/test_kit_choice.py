"""Promises of the answers: everything by key, numbers, arrows and Enter."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.ui.kit.editors.choice import Choice, ChoiceList

ANSWERS = [Choice("visit", "走访", "当面提出"), Choice("letter", "来信"), Choice("phone", "电话")]


@pytest.fixture()
def answers(dressed, qtbot):
    made = ChoiceList(ANSWERS)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.setFocus()
    assert QApplication.focusWidget() is not None
    return made


def press(qtbot, key):
    qtbot.keyClick(QApplication.focusWidget(), key)


def test_a_number_chooses_and_enter_goes_on(answers, qtbot):
    with qtbot.waitSignal(answers.chosen) as chosen:
        press(qtbot, Qt.Key.Key_2)
    assert chosen.args == ["letter"]
    with qtbot.waitSignal(answers.activated) as gone:
        press(qtbot, Qt.Key.Key_Return)
    assert gone.args == ["letter"]


def test_a_number_beyond_the_answers_chooses_nothing(answers, qtbot):
    with qtbot.assertNotEmitted(answers.chosen):
        press(qtbot, Qt.Key.Key_9)
    assert answers.key() is None


def test_arrows_move_and_stop_at_the_ends(answers, qtbot):
    seen = []
    for _ in range(4):
        press(qtbot, Qt.Key.Key_Down)
        seen.append(answers.key())
    press(qtbot, Qt.Key.Key_Up)
    assert seen == ["visit", "letter", "phone", "phone"]
    assert answers.key() == "letter"


def test_enter_without_an_answer_does_not_go_on(answers, qtbot):
    with qtbot.assertNotEmitted(answers.activated):
        press(qtbot, Qt.Key.Key_Return)


@pytest.mark.parametrize("goes_on", [False, True])
def test_a_click_chooses_and_goes_on_only_where_it_is_wanted(answers, qtbot, goes_on):
    answers.click_goes_on = goes_on
    gone = []
    answers.activated.connect(gone.append)
    qtbot.mouseClick(answers._rows[2], Qt.MouseButton.LeftButton)
    assert answers.key() == "phone"
    assert gone == (["phone"] if goes_on else [])


def test_restoring_an_answer_is_silent(answers, qtbot):
    with qtbot.assertNotEmitted(answers.chosen):
        answers.set_key("phone")
    assert answers.key() == "phone"


def test_tab_stops_once_in_a_list_of_answers(answers):
    answers.set_key("letter")
    stops = [row.key for row in answers._rows if row.focusPolicy() == Qt.FocusPolicy.StrongFocus]
    assert stops == ["letter"]


def test_a_screen_reader_hears_number_answer_and_hint(answers):
    first = answers._rows[0]
    assert first.accessibleName() == "1，走访"
    assert first.accessibleDescription() == "当面提出"


def test_a_long_answer_is_never_cut(dressed, qtbot):
    made = ChoiceList([Choice("long", "应当通过审判机关诉讼程序处理的事项" * 6, "说明" * 60)])
    qtbot.addWidget(made)
    made.resize(420, 600)
    made.show()
    QApplication.processEvents()
    row = made._rows[0]
    for words in (part for part in row.children() if hasattr(part, "wordWrap") and part.wordWrap()):
        assert words.height() >= words.heightForWidth(words.width())
