"""An accusation leaves nothing readable: not in the draft, the journal, the rows, nor on the screen."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QWidget

from app.casework.intake.drafts import list_drafts
from app.law.route.walk import Outcome

SECRET = "某某收受好处费八万元"
ACCUSER = "检举人甲乙丙"
ORGAN = "香溪县纪委监委"
ALL = (SECRET, ACCUSER, ORGAN)


def to_sealed_end(desk) -> None:
    desk.to_claims(ACCUSER)
    desk.fill_claims(SECRET, "查处")
    desk.arrive_at("N5")
    desk.choose(1)
    desk.choose(3)
    desk.arrive_at("N8")
    desk.choose(1)
    desk.arrive_at("N8b")
    desk.keys(ORGAN)
    desk.enter()
    desk.choose(1)
    desk.arrive_at("N8d")
    desk.enter()
    assert isinstance(desk.route.current, Outcome)


def words_on(page: QWidget) -> str:
    """Everything any widget of the page holds, hidden ones too, with what is said to screen readers."""
    found = []
    for widget in [page, *page.findChildren(QWidget)]:
        found += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip(), widget.windowTitle()]
        if isinstance(widget, (QLabel, QLineEdit)):
            found.append(widget.text())
        if isinstance(widget, QPlainTextEdit):
            found.append(widget.toPlainText())
    return "\n".join(found)


def rows_of_every_table(workspace) -> str:
    """Everything the file holds: every value of every row, bytes read as text."""
    held = []
    with workspace.store.connection() as connection:
        for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").all():
            for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"').all():
                held += [value.decode(errors="replace") if isinstance(value, bytes) else str(value) for value in row]
    return "\n".join(held)


@pytest.fixture
def accusation(desk):
    to_sealed_end(desk)
    return desk


def test_the_search_for_words_would_find_them_before_sealing(accusation):
    accusation.settle()
    stored = rows_of_every_table(accusation.workspace)
    for word in ALL:
        assert word in words_on(accusation.page)
        assert word.encode("unicode_escape").decode() in stored


def test_sealing_is_explained_before_it_happens(accusation):
    assert "登记后立即密封，本人也不能再看" in words_on(accusation.page)
    assert "密封" in accusation.page.on_button.text()


def test_after_sealing_no_table_holds_a_word_of_it(accusation):
    accusation.settle()
    accusation.enter()
    assert accusation.page.done.made.sealed
    assert list_drafts(accusation.workspace) == ()
    stored = rows_of_every_table(accusation.workspace)
    for word in ALL:
        assert word not in stored
        assert word.encode("unicode_escape").decode() not in stored


def test_after_sealing_no_widget_holds_a_word_of_it(accusation):
    accusation.key(Qt.Key.Key_F6)
    accusation.key(Qt.Key.Key_F6)
    accusation.enter()
    shown = words_on(accusation.page)
    for word in ALL:
        assert word not in shown
    assert accusation.page.walk.route is None
    assert accusation.page.walk.keeper._stored is None


def test_a_sealed_case_offers_neither_notice_nor_another_of_the_same_person(accusation):
    accusation.enter()
    done = accusation.page.done
    assert done.print.isHidden()
    assert done.again.isHidden()
    assert not done.next.isHidden()


def test_going_back_from_the_end_still_has_every_word(accusation):
    accusation.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    accusation.arrive_at("N8d")
    for _ in range(2):
        accusation.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    accusation.arrive_at("N8b")
    assert accusation.question.values()["receiving_office"] == ORGAN
