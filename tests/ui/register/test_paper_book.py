"""补录: old cases of the paper book, a sheet each, by the keyboard alone."""

import pytest
from book_desk import OLD_CASE, BookDesk, day
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from sqlmodel import select

from app.casework.cases.days import entered_later
from app.casework.intake.drafts import list_drafts
from app.casework.worklist.case_list import list_cases
from app.models.tables import Case, CaseClock, Claim, Petitioner
from app.ui.base.places import OpenDesk, Register

MOST_KEYS = 15
# What the first sheet asks beside the texts: the purpose, and who has the power.
FIRST = {**OLD_CASE, "purpose": "↓", "N12": "↓"}
LATER = {**OLD_CASE, "own_number": "2026信登字046号", "petitioner_name": "龙春生", "N12": "↓↓"}


@pytest.fixture
def desk(dressed, qtbot, workspace):
    made = BookDesk(workspace, qtbot)
    yield made
    made.settle()
    assert made.book.keeper.settle()
    assert made.bugs == []


def test_an_old_case_takes_at_most_15_keys_to_the_next_empty_sheet(desk):
    desk.open_book()
    for typed in (FIRST, LATER):
        desk.strokes = 0
        desk.fill(**typed)
        desk.enter()
        assert desk.strokes <= MOST_KEYS, desk.strokes
        assert desk.here() == "own_number"
        assert desk.value("own_number") == ""
        assert desk.errors_of_sheet() == {}
    with desk.workspace.reading() as session:
        first, second = session.exec(select(Case).order_by(Case.id)).all()
        person = session.exec(select(Petitioner).where(Petitioner.case_id == first.id)).one()
        claim = session.exec(select(Claim.text).where(Claim.case_id == first.id)).one()
        clock = session.exec(select(CaseClock).where(CaseClock.case_id == first.id)).one()
    assert (first.own_number, first.state, first.kind, first.channel) == ("2026信登字045号", "S03", "appeal", "visit")
    assert first.received_on == first.petition_date == first.registered_on == day("2026-11-02")
    # Sent by its letter, which is entered as a paper made outside: until then nothing proves the day.
    assert (first.dispatched_on, clock.stopped_on) == (day("2026-11-06"), None)
    assert (person.name, person.address, person.phone) == ("周桂兰", "平湖镇柳溪村三组", "13900001234")
    assert (claim, first.destination, first.purpose) == ("重新测量界址", "香溪县自然资源局", "求决")
    assert entered_later(first)
    assert (second.own_number, second.power) == ("2026信登字046号", "lower")
    assert list_drafts(desk.workspace) == ()


@pytest.mark.parametrize("role", ["township", "review_body"])
def test_every_kind_of_office_enters_one_within_the_keys(dressed, qtbot, make_workspace, role):
    desk = BookDesk(make_workspace(role), qtbot)
    desk.open_book()
    typed = {key: text for key, text in FIRST.items() if key not in ("N12", "receiving_office", "dispatched_on")}
    desk.fill(**typed, N12T="↓", accepted_on="2026-11-03")
    desk.enter()
    assert desk.strokes <= MOST_KEYS
    with desk.workspace.reading() as session:
        case = session.exec(select(Case)).one()
    assert (case.accepted_on, case.hands) == (day("2026-11-03"), "own")
    desk.settle()
    assert desk.book.keeper.settle()
    assert desk.bugs == []


def test_channel_kind_and_source_stay_and_of_the_person_nothing(desk):
    desk.open_book()
    desk.sheet.focus(desk.stop("N0"))
    desk.key(Qt.Key.Key_Down)  # 来信
    desk.sheet.focus(desk.stop("desk_kind"))
    desk.key(Qt.Key.Key_Down)
    desk.sheet.focus(desk.stop("desk_name"))
    desk.keys("柳溪村接访点")
    desk.sheet.focus(desk.stop("handler"))
    desk.keys("王某")
    desk.sheet.focus(desk.stop("gender"))
    desk.key(Qt.Key.Key_Down)
    desk.sheet.focus(desk.stop("id_number"))
    desk.keys("990326197001010028")
    desk.sheet.focus(desk.stop("people_count"))
    desk.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    desk.keys("3")
    desk.sheet.focus_first()
    desk.fill(**FIRST)
    desk.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert list_cases(desk.workspace).total == 1
    kept = {key: desk.value(key) for key in ("N0", "N6", "desk_kind", "desk_name", "handler", "purpose")}
    assert kept == {
        "N0": "letter", "N6": "appeal", "desk_kind": "village", "desk_name": "柳溪村接访点", "handler": "王某",
        "purpose": "求决",
    }  # fmt: skip
    person = ("petitioner_name", "address", "phone", "id_number", "gender", "summary", "received_on", "registered_on")
    assert {key: desk.value(key) for key in person} == dict.fromkeys(person, "")
    assert (desk.value("claims"), desk.value("people_count"), desk.value("petitioner_type")) == ([], "1", "person")
    assert desk.value("N12") == ""
    everything = [editor.value() for editor in desk.sheet.editors.values()]
    assert not {"周桂兰", "平湖镇柳溪村三组", "13900001234"} & {value for value in everything if isinstance(value, str)}


def test_an_accusation_is_sealed_and_nothing_of_it_stays(desk):
    desk.open_book()
    desk.fill(**{key: text for key, text in FIRST.items() if key not in ("N12", "receiving_office", "dispatched_on")})
    desk.sheet.focus(desk.stop("N6"))
    desk.key(Qt.Key.Key_Down)
    desk.key(Qt.Key.Key_Down)
    assert desk.value("N6") == "accusation"
    desk.sheet.focus_first()
    desk.fill(N8="↓", receiving_office="香溪县纪委监委")
    desk.sheet.focus(desk.stop("N8c"))
    desk.key(Qt.Key.Key_Down)
    desk.key(Qt.Key.Key_Down)
    desk.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.errors_of_sheet() == {}
    (row,) = list_cases(desk.workspace).rows
    assert row.sealed
    assert "密封" in desk.page.bar.words.text()
    assert "045" not in desk.page.bar.words.text()
    assert (desk.value("N6"), desk.value("purpose"), desk.value("handler")) == ("appeal", "", "")
    assert list_drafts(desk.workspace) == ()


def test_what_is_missing_is_gone_to_and_nothing_is_registered(desk):
    desk.open_book()
    desk.fill(**{**FIRST, "own_number": "1"} | {"dispatched_on": "2026-11-01"})
    desk.enter()
    assert set(desk.errors_of_sheet()) == {"dispatched_on"}
    assert desk.here() == "dispatched_on"
    assert list_cases(desk.workspace).total == 0
    desk.keys("2026-11-06")
    desk.sheet.focus(desk.stop("petitioner_name"))
    desk.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    desk.key(Qt.Key.Key_Delete)
    desk.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.here() == "petitioner_name"
    assert "petitioner_name" in desk.errors_of_sheet()
    assert list_cases(desk.workspace).total == 0


def test_enter_goes_on_like_tab_and_registers_after_the_last(desk):
    desk.open_book()
    for key, text in FIRST.items():
        if key in ("summary", "claims"):
            desk.sheet.focus(desk.stop(key))
            desk.keys(text)
    desk.sheet.focus_first()
    for key in ("own_number", "received_on"):
        assert desk.here() == key
        desk.keys(OLD_CASE[key])
        desk.enter()
    assert (desk.here(), desk.value("registered_on")) == ("registered_on", OLD_CASE["received_on"])
    desk.enter()
    assert desk.here() == "petitioner_name"
    assert list_cases(desk.workspace).total == 0


def test_a_day_of_registering_that_was_typed_is_let_alone(desk):
    desk.open_book()
    desk.fill(received_on="2026-11-02", registered_on="2026-11-04")
    desk.sheet.focus(desk.stop("received_on"))
    desk.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    desk.keys("2026-11-03")
    desk.tab()
    assert desk.value("registered_on") == "2026-11-04"


def test_words_that_an_input_method_still_holds_are_neither_lost_nor_sent(desk):
    desk.open_book()
    desk.fill(petitioner_name="周")
    holder = QApplication.focusWidget()
    QApplication.sendEvent(holder, QInputMethodEvent("gui lan", []))
    QApplication.processEvents()
    assert desk.here() == "petitioner_name"
    assert desk.value("petitioner_name") == "周"
    desk.keys("桂兰")
    desk.tab()
    assert desk.value("petitioner_name") == "周桂兰"
    assert list_cases(desk.workspace).total == 0


def test_a_sheet_that_is_left_is_a_draft_and_goes_on_page_by_page(desk):
    desk.open_book()
    desk.fill(**{key: FIRST[key] for key in ("own_number", "received_on", "petitioner_name", "summary")})
    desk.key(Qt.Key.Key_Escape)
    assert desk.went[-1] == OpenDesk()
    (draft,) = list_drafts(desk.workspace)
    assert draft.title == "补录 2026信登字045号 周桂兰"
    assert not any(editor.value() for stop, editor in desk.sheet.editors.items() if stop.key == "petitioner_name")
    desk.page.arrive(Register(draft))
    desk.arrive_at("N0")
    assert desk.question.choice() == "visit"
    desk.enter()
    assert desk.question.values()["own_number"] == "2026信登字045号"
    assert desk.question.values()["received_on"] == "2026-11-02"


def test_f7_leads_there_and_back(desk):
    desk.to_petitioner()
    desk.choose(1)
    desk.fill_petitioner("周桂兰")
    desk.key(Qt.Key.Key_F7)
    desk.qtbot.waitUntil(lambda: desk.page._in_book)
    (draft,) = list_drafts(desk.workspace)
    assert "周桂兰" in draft.title
    desk.key(Qt.Key.Key_F7)
    desk.qtbot.waitUntil(lambda: not desk.page._in_book)
    assert desk.page.offer is not None
    desk.enter()
    desk.arrive_at("N3a")
    assert desk.question.values()["petitioner_name"] == "周桂兰"


def test_a_number_that_was_entered_before_is_said_and_not_refused(desk):
    desk.open_book()
    for _ in range(2):
        desk.fill(**(FIRST if not desk.book.entered else {**OLD_CASE, "N12": "↓"}))
        warned = desk.sheet.editors[desk.stop("own_number")].warning()
        number = "".join(row.number for row in list_cases(desk.workspace).rows)
        desk.enter()
        assert (warned == "") == (number == "")
        assert number in warned
    assert list_cases(desk.workspace).total == 2
