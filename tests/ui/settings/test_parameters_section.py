"""The format of document numbers shows what it prints while it is typed, and what is wrong with it."""

from PySide6.QtCore import Qt
from registered_cases import type_words

from app.casework.office.settings import NUMBER_FORMAT, parameter
from app.ui.settings.parameters import ParametersSection


def test_a_number_format_is_seen_as_it_prints_and_a_bad_one_is_said_at_once(desktop, shown, qtbot, workspace):
    section = shown(ParametersSection(desktop))
    section.arrive()
    editor = next(each for each in section.editors if each.key == NUMBER_FORMAT)
    sample = section.samples[NUMBER_FORMAT]
    assert sample.text() == "印成：香信受〔2026〕1号、香信转〔2026〕12号"
    editor.line.selectAll()
    type_words(editor.line, "{简称}{文种}[{年}]{序号}")
    assert sample.text() == "印成：香信受[2026]1、香信转[2026]12"
    assert editor.error() == ""
    for _ in range(4):
        qtbot.keyClick(editor.line, Qt.Key.Key_Backspace)
    assert "{序号}" in editor.error()
    assert not sample.isVisible()
    qtbot.keyClick(section.save, Qt.Key.Key_Space)
    assert parameter(workspace, NUMBER_FORMAT) == "{简称}{文种}〔{年}〕{序号}号"
