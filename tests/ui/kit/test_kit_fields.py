"""Promises of the fields: raw values out, all keys, faults and warnings under the field."""

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from app.ui.kit.editors.date_text import read_date
from app.ui.kit.editors.making import KINDS, ListEditor, editor_for

SUNDAY = date(2026, 11, 22)


@pytest.fixture()
def field(dressed, qtbot):
    def make(kind, **more):
        editor = editor_for(kind, "key", "登记项", **more)
        qtbot.addWidget(editor)
        with qtbot.waitActive(editor):
            editor.show()
            editor.activateWindow()
        editor.setFocus()
        assert QApplication.focusWidget() is not None
        return editor

    return make


def type_(qtbot, text):
    qtbot.keyClicks(QApplication.focusWidget(), text)


def press(qtbot, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_an_editor_that_starts_empty_and_is_named(field, kind):
    editor = field(kind, options=[("a", "甲"), ("b", "乙")])
    assert editor.is_empty()
    assert "登记项" in editor.control.accessibleName()


RAW = {
    "text": "𬱖晓龑 😀", "longtext": "第一行\n第二行", "date": "2026-11-22", "int": "400", "choice": "b",
    "yesno": False, "names": ["张秀兰", "𠮷野"], "claims": ["重新测量"], "office": "城关镇人民政府",
    "phone": "0917-3212345",
    "id_number": "11010519491231002X", "case_ref": "香信〔2026〕0173 号",
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_put_in_comes_out_unchanged_and_silently(field, qtbot, kind):
    editor = field(kind, options=[("a", "甲"), ("b", "乙")])
    with qtbot.assertNotEmitted(editor.edited):
        editor.set_value(RAW[kind])
    assert editor.value() == RAW[kind]
    editor.set_value(None)
    assert editor.is_empty()


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="wizardry"):
        editor_for("wizardry", "key", "登记项")


def test_typing_tells_of_each_change(field, qtbot):
    editor = field("text")
    heard = []
    editor.edited.connect(lambda: heard.append(editor.value()))
    type_(qtbot, "abc")
    assert heard == ["a", "ab", "abc"]


def test_a_fault_stands_under_the_field_and_is_heard(field):
    editor = field("text", help="照证件填写")
    editor.set_error("请填写姓名。")
    assert editor._error.isVisible()
    assert editor.control.accessibleDescription() == "请填写姓名。"
    assert editor.control.property("tone") == "red"
    editor.set_error(None)
    assert not editor._error.isVisible()
    assert editor.control.accessibleDescription() == "照证件填写"


def test_a_warning_stays_beside_a_fault(field):
    editor = field("id_number")
    editor.set_warning("校验码不符。")
    editor.set_error("太长。")
    assert editor._warning.isVisible() and editor._error.isVisible()
    assert editor.control.property("tone") == "red"
    editor.set_error(None)
    assert editor.control.property("tone") == "amber"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-11-22", SUNDAY), ("2026/11/22", SUNDAY), ("2026.11.22", SUNDAY), ("20261122", SUNDAY),
        ("2026年11月22日", SUNDAY), ("11-22", SUNDAY), ("11月22日", SUNDAY), ("２０２６－１１－２２", SUNDAY),
        ("今天", SUNDAY), ("昨天", date(2026, 11, 21)), ("2026-02-30", None), ("11", None), ("", None), ("明年", None),
    ],
)  # fmt: skip
def test_a_date_is_read_as_clerks_type_it(typed, meant):
    assert read_date(typed, SUNDAY) == meant


def test_a_typed_date_shows_its_weekday_and_an_impossible_one_is_passed_on_as_typed(field, qtbot):
    editor = field("date", today=lambda: SUNDAY)
    type_(qtbot, "11-22")
    assert (editor.value(), editor.weekday.text()) == ("2026-11-22", "星期日")
    editor.set_value("2026-02-30")
    assert (editor.value(), editor.weekday.text()) == ("2026-02-30", "")


@pytest.mark.parametrize(
    ("key", "modifier"),
    [(Qt.Key.Key_F4, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)],
)
def test_the_calendar_opens_and_picks_by_key(field, qtbot, key, modifier):
    editor = field("date", today=lambda: SUNDAY)
    press(qtbot, key, modifier)
    assert editor.popup is not None and editor.popup.isVisible()
    days = editor.popup.calendar.findChild(object, "qt_calendar_calendarview")
    with qtbot.waitSignal(editor.edited):
        qtbot.keyClick(days, Qt.Key.Key_Left)
        qtbot.keyClick(days, Qt.Key.Key_Return)
    assert editor.value() == "2026-11-21"
    assert not editor.popup.isVisible()


def test_names_are_listed_without_a_mouse(field, qtbot):
    editor = field("names")
    assert isinstance(editor, ListEditor)
    type_(qtbot, "A")
    press(qtbot, Qt.Key.Key_Return)
    type_(qtbot, "B")
    press(qtbot, Qt.Key.Key_Return)
    assert editor.value() == ["A", "B"]
    press(qtbot, Qt.Key.Key_Backspace)  # the empty third row goes
    assert len(editor.lines) == 2
    press(qtbot, Qt.Key.Key_Up)
    press(qtbot, Qt.Key.Key_Return)
    type_(qtbot, "C")
    assert editor.value() == ["A", "C", "B"]


def test_enter_in_the_empty_last_row_goes_on(field, qtbot):
    editor = field("claims")
    type_(qtbot, "A")
    press(qtbot, Qt.Key.Key_Return)
    with qtbot.waitSignal(editor.submitted):
        press(qtbot, Qt.Key.Key_Return)


def test_pasted_lines_become_rows(field, qtbot):
    editor = field("names")
    QApplication.clipboard().setText("张秀兰\n李建国\n\n王敏\n")
    press(qtbot, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert editor.value() == ["张秀兰", "李建国", "王敏"]


def test_the_last_row_is_emptied_not_removed(field, qtbot):
    editor = field("names")
    press(qtbot, Qt.Key.Key_Backspace)
    assert len(editor.lines) == 1


def test_yes_and_no_are_chosen_by_number_and_arrow(field, qtbot):
    editor = field("yesno")
    press(qtbot, Qt.Key.Key_2)
    assert editor.value() is False
    press(qtbot, Qt.Key.Key_Left)
    assert editor.value() is True


def test_a_long_text_counts_characters_as_readers_do_and_cuts_nothing(field):
    editor = field("longtext", limit=4)
    editor.set_value("𬱖😀ab")
    assert editor.count.text() == "4 / 4 字"
    editor.set_value("字" * 20_000)
    assert len(editor.value()) == 20_000
    assert editor.count.property("tone") == "amber"


def test_tab_leaves_a_long_text(dressed, qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    first, second = editor_for("longtext", "a", "事由"), editor_for("text", "b", "住址")
    column = QVBoxLayout(page)
    column.addWidget(first)
    column.addWidget(second)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    first.setFocus()
    press(qtbot, Qt.Key.Key_Tab)
    assert first.value() == ""
    assert QApplication.focusWidget() is second.control


def test_many_options_drop_down_and_few_stand_side_by_side(field):
    many = field("choice", options=[(str(n), f"第{n}类") for n in range(9)])
    few = field("choice", options=["走访", "来信"])
    many.set_value("7")
    few.set_value("来信")
    assert many.box is not None and many.value() == "7"
    assert few.segments is not None and few.value() == "来信"


@pytest.mark.parametrize("kind", KINDS)
def test_every_button_in_a_field_has_a_name(field, kind):
    editor = field(kind, options=["甲", "乙"])
    assert all(button.accessibleName() for button in editor.findChildren(QPushButton))
    assert editor.rect().contains(editor.mapFromGlobal(editor.control.mapToGlobal(QPoint(1, 1))))
