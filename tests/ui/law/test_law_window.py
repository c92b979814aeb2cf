"""The Regulation one key away, wherever one is."""

import pytest
from clerk import closed
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from shiboken6 import isValid

from app.law.text.articles import load_regulation
from app.ui.base.places import OpenCase
from app.ui.cases.clock_dialog import ClockDialog
from app.ui.kit.chips import DateChip
from app.ui.law.article_text import ArticleText
from app.ui.law.window import LawWindow, quotation

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
WAIT = 20_000


@pytest.fixture
def law(qtbot, dressed):
    window = LawWindow(load_regulation())
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT)
    yield window
    if isValid(window):
        window.deleteLater()


def the_law(window, qtbot) -> LawWindow:
    qtbot.waitUntil(lambda: window.law_key.law is not None and window.law_key.law.isActiveWindow(), timeout=WAIT)
    return window.law_key.law


def keys(text: str) -> None:
    for character in text:
        QTest.keyClicks(QApplication.focusWidget(), character)


def test_all_fifty_articles_stand_by_chapter_with_version_and_source(law):
    law.show_places(())
    refs = law.list.refs()
    assert list(refs) == [str(number) for number in range(1, 51)]
    headings = [law.list.item(row).text() for row in range(law.list.count()) if not law.list.item(row).data(256)]
    assert headings == [chapter.heading for chapter in load_regulation().chapters]
    assert "2022年2月25日中共中央、国务院发布，2022年5月1日起施行" in law.version.text()
    assert "2022-05-01" in law.version.text()
    assert law.source.text() == load_regulation().source
    assert law.search.hasFocus()
    for ref in refs:
        law.list.light(ref)
        assert law.text.toPlainText() == load_regulation().cite(ref).article_text


@pytest.mark.parametrize("typed", ["22", "第22条", "二十二", "第二十二条"])
def test_a_number_leads_to_its_article_while_one_types(law, typed):
    law.show_places(())
    law.search.setText("")
    if typed.isascii():
        keys(typed)
    else:
        law.search.setText(typed)
    assert law.place.text() == "第二十二条"
    assert law.text.toPlainText().startswith("第二十二条 各级党委和政府信访部门")
    assert law.text.marked() == ()


def test_words_are_found_marked_and_walked_through_from_the_search_box(law):
    law.show_places(())
    law.search.setText("不予受理")
    assert law.list.refs() == ("19/3", "44/1/2")
    assert law.found.text() == "找到 2 处"
    assert "不予受理" in law.list.currentItem().text()
    assert law.place.text() == "第十九条第三款"
    assert law.text.marked() == (load_regulation().cite("19/3").text, "不予受理")
    QTest.keyClick(law.search, KEY.Key_Down)
    assert law.place.text().startswith("第四十四条")
    law.search.setText("外星人")
    assert "没有找到" in law.found.text()
    QTest.keyClick(law.search, KEY.Key_Escape)
    assert law.search.text() == ""
    assert len(law.list.refs()) == 50
    QTest.keyClick(law.search, KEY.Key_Escape)
    assert closed(law)


def test_a_place_is_copied_with_its_citation_by_keys(law):
    law.show_places(("34", "31/1/6"))
    assert law.list.hasFocus()
    QTest.keyClick(law.list, KEY.Key_C, CTRL)
    regulation = load_regulation()
    assert QApplication.clipboard().text() == quotation(regulation, regulation.cite("34"))
    QTest.keyClick(law.list, KEY.Key_Down)
    QTest.keyClick(law.list, KEY.Key_C, CTRL)
    copied = QApplication.clipboard().text()
    assert copied.startswith("《信访工作条例》第三十一条第（六）项：\n（六）不属于以上情形的")
    assert copied.endswith("（2022年2月25日中共中央、国务院发布，2022年5月1日起施行）")
    assert "已复制" in law.said.text()
    # What is marked in the text is copied as it is.
    QTest.keyClick(law.list, KEY.Key_Return)
    assert law.text.hasFocus()
    law.text.selectAll()
    QTest.keyClick(law.text, KEY.Key_C, CTRL)
    assert QApplication.clipboard().text() == law.text.toPlainText()


def test_each_article_stands_at_its_own_place_however_long_the_one_before_it_was(dressed, qtbot):
    regulation = load_regulation()
    text = ArticleText()
    qtbot.addWidget(text)
    text.resize(500, 160)  # so low that a long article needs the scroll bar and a short one none
    text.show()
    qtbot.waitExposed(text)
    places = [ref for ref in regulation.places.values() if "/" in ref]
    last = max(places, key=lambda ref: len(regulation.cite(ref).article_text.partition(regulation.cite(ref).text)[0]))
    short = min(map(str, regulation.articles), key=lambda ref: len(regulation.cite(ref).article_text))
    for ref in (last, short, last, short):  # Qt says so, and fails this, where a cursor is sent beyond the text
        citation = regulation.cite(ref)
        text.show_citation(citation, ())
        QApplication.processEvents()
        start = max(0, citation.article_text.find(citation.text)) if "/" in ref else 0
        assert text.textCursor().position() == start
        assert text.viewport().rect().contains(text.cursorRect().center())
    assert text.verticalScrollBar().value() == 0


def test_tab_passes_every_control_and_all_have_names(law):
    law.show_places(())
    seen = []
    for _ in range(5):
        holder = QApplication.focusWidget()
        seen.append(holder)
        assert holder.accessibleName(), holder
        QTest.keyClick(holder, KEY.Key_Tab)
    assert seen == [law.search, law.list, law.text, law.copy, law.close_button]
    assert QApplication.focusWidget() is law.search


def test_f1_in_the_wizard_opens_the_law_of_the_page_in_front_and_esc_gives_the_page_back(open_window, press, qtbot):
    window = open_window()
    press(KEY.Key_F2)
    walk = window.page("register").walk
    qtbot.waitUntil(lambda: walk.question is not None, timeout=WAIT)
    press(KEY.Key_1)
    press(KEY.Key_F1)
    law = the_law(window, qtbot)
    assert law.list.refs()[: len(walk.cited)] == walk.cited == ("17/1", "22/1")
    assert load_regulation().cite(walk.cited[0]).place == law.place.text()
    press(KEY.Key_F1)  # in the law itself: to its search box
    assert law.search.hasFocus()
    press(KEY.Key_Escape)
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT)
    assert window.law_key.law is None
    assert walk.route.place == "N0"
    press(KEY.Key_Return)
    qtbot.waitUntil(lambda: walk.route.place == "N0b", timeout=WAIT)
    press(KEY.Key_F1)
    assert the_law(window, qtbot).list.refs()[: len(walk.cited)] == walk.cited


def test_f1_on_the_case_page_cites_the_way_and_the_clocks_and_in_a_dialog_the_article_shown(
    open_window, press, qtbot, register
):
    case_id = register("pending_transfer")
    window = open_window()
    window.go_to(OpenCase(case_id))
    page = window.page("case")
    press(KEY.Key_F1)
    law = the_law(window, qtbot)
    cited = page.cited()
    assert law.list.refs()[: len(cited)] == cited
    assert "22/1" in cited
    law.reject()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT)
    chip = next(each for each in page.findChildren(DateChip) if each.isVisibleTo(page))
    chip.setFocus()
    press(KEY.Key_Space)
    dialog = next(each for each in QApplication.topLevelWidgets() if isinstance(each, ClockDialog) and each.isVisible())
    qtbot.waitUntil(dialog.isActiveWindow, timeout=WAIT)
    press(KEY.Key_F1)
    law = the_law(window, qtbot)
    assert law.parentWidget() is dialog
    basis = page.view.clocks[0].basis
    assert [load_regulation().cite(ref).label for ref in law.list.refs()[: len(basis)]] == [
        load_regulation().cite(ref).label for ref in basis
    ]
    assert dialog.isVisible()
    press(KEY.Key_Escape)
    qtbot.waitUntil(dialog.isActiveWindow, timeout=WAIT)
    assert dialog.isVisible()
    dialog.accept()


def test_where_nothing_is_cited_f1_opens_the_whole_and_the_lock_lets_nothing_through(open_window, press, qtbot):
    window = open_window()
    press(KEY.Key_F1)
    law = the_law(window, qtbot)
    assert len(law.list.refs()) == 50
    assert law.search.hasFocus()
    window.lock()
    assert not any(isinstance(each, LawWindow) and each.isVisible() for each in QApplication.topLevelWidgets())
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT)
    press(KEY.Key_F1)
    assert not any(isinstance(each, QDialog) and each.isVisible() for each in QApplication.topLevelWidgets())


def test_the_bar_on_top_offers_it_to_the_mouse(open_window, qtbot):
    window = open_window()
    qtbot.mouseClick(window.frame.law, Qt.MouseButton.LeftButton)
    assert the_law(window, qtbot).isVisible()
