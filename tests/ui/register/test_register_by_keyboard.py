"""The main job without a mouse, for both kinds of office."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from sqlmodel import select

from app.casework.intake.drafts import list_drafts
from app.casework.worklist.case_list import CaseFilter, list_cases
from app.law.route.walk import Outcome
from app.models.tables import Case, CaseClock, Claim, Petitioner
from app.ui.base.places import WriteNotice


@pytest.mark.parametrize("role", ["petition_department", "township"])
def test_a_transfer_visit_is_registered_by_keys_alone(desk_of, make_workspace, role):
    workspace = make_workspace(role)
    desk = desk_of(workspace)
    desk.to_end_of_transfer()
    assert "香溪县自然资源局" in desk.page.walk.view.middle.sentence.text()
    desk.enter()
    done = desk.page.done
    assert done is not None
    with workspace.reading() as session:
        case = session.exec(select(Case)).one()
        person = session.exec(select(Petitioner)).one()
        claims = [claim.text for claim in session.exec(select(Claim)).all()]
        clocks = [clock.kind for clock in session.exec(select(CaseClock)).all()]
    assert done.number.text() == case.number
    assert (case.state, case.destination, case.notice_kind) == ("S03", "香溪县自然资源局", "transfer_notice")
    assert (person.name, person.address, claims) == ("周桂兰", "平湖镇柳溪村三组", ["重新测量界址"])
    assert clocks == (["K1"] if role == "petition_department" else ["K2"])
    assert list_drafts(workspace) == ()
    desk.enter()
    assert desk.went[-1] == WriteNotice(case.id)


def test_back_shows_every_page_exactly_as_it_was_typed(desk):
    desk.to_claims("𬱖晓龑")
    desk.tab_to("summary")
    desk.keys("打到一半的")
    seen = {}
    while desk.route.frames:
        seen[desk.place] = (desk.question.values(), desk.question.choice())
        desk.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert seen["N4a"][0]["summary"] == "打到一半的"
    assert seen["N3a"][0]["petitioner_name"] == "𬱖晓龑"
    for _ in range(7):
        desk.enter()
        if desk.place in seen:
            assert (desk.question.values(), desk.question.choice()) == seen[desk.place]
    desk.arrive_at("N4a")


def test_enter_goes_to_the_next_required_field_before_it_complains(desk):
    desk.to_petitioner()
    desk.choose(1)
    desk.tab_to("petitioner_name")
    desk.keys("周桂兰")
    desk.enter()
    desk.arrive_at("N3a")
    assert desk.errors() == {}
    assert desk.question.editors["address"].isAncestorOf(QApplication.focusWidget())
    desk.enter()
    assert set(desk.errors()) == {"address"}
    desk.keys("平")
    assert desk.errors() == {}


def test_a_question_without_an_answer_is_asked_again(desk):
    desk.page.arrive()
    desk.enter()
    desk.arrive_at("N0")
    assert desk.question._choice_fault.isVisible()
    assert "选择" in desk.question._choice_fault.text()


def test_a_wrong_check_digit_warns_and_goes_on(desk):
    desk.to_petitioner()
    desk.choose(1)
    desk.fill_petitioner("周桂兰")
    desk.tab_to("id_number")
    desk.keys("110105194912310021")
    desk.tab()
    assert desk.question.editors["id_number"].warning()
    assert not desk.question.editors["id_number"].error()
    desk.enter()
    desk.arrive_at("N4")
    assert desk.page.bar.isVisible()
    assert desk.route.facts["id_number"] == "110105194912310021"


def test_an_impossible_date_is_named_under_its_field(desk):
    desk.page.arrive()
    desk.choose(1)
    desk.keys("2026-02-30")
    desk.enter()
    desk.arrive_at("N0b")
    assert "2026-02-30" in desk.errors()["received_on"]


def test_400_people_are_registered_with_at_most_five_representatives(desk):
    desk.to_petitioner("400")
    desk.arrive_at("N2a")
    desk.choose(1)
    desk.arrive_at("N2b")
    desk.choose(1)
    desk.arrive_at("N2b")
    assert desk.question.editors["representatives"].isAncestorOf(QApplication.focusWidget())
    desk.paste("\n".join(f"代表{place}" for place in range(1, 7)))
    desk.page.go_on()
    QApplication.processEvents()
    desk.arrive_at("N2b")
    assert "第二十条" in desk.errors()["representatives"]
    desk.question.editors["representatives"].lines[-1].setFocus()
    desk.question.editors["representatives"].lines[-1].clear()
    desk.key(Qt.Key.Key_Backspace)
    desk.page.go_on()
    QApplication.processEvents()
    desk.arrive_at("N3")
    assert desk.route.facts["people_count"] == 400
    assert len(desk.route.facts["representatives"]) == 5


def test_emoji_and_rare_names_reach_the_case_unchanged(desk):
    desk.to_claims("𬱖晓龑🙂")
    desk.fill_claims("😀要求解决")
    for number in (1, 1, 1, 1, 1):
        desk.choose(number)
    desk.keys("香溪县自然资源局")
    desk.enter()
    desk.choose(1)
    desk.choose(2)
    assert isinstance(desk.route.current, Outcome)
    desk.enter()
    row = list_cases(desk.workspace, CaseFilter()).rows[0]
    assert row.title.startswith("𬱖晓龑🙂")
    assert row.summary == "😀要求解决"


def test_another_matter_of_the_same_person_starts_with_their_facts_and_no_claims(desk):
    desk.to_end_of_transfer()
    desk.enter()
    desk.page.done.again.click()
    QApplication.processEvents()
    desk.arrive_at("N0")
    assert desk.question.choice() == "visit"
    for _ in range(2):
        desk.enter()
    desk.choose(1)
    desk.enter()
    desk.enter()
    desk.arrive_at("N3a")
    assert desk.question.values()["petitioner_name"] == "周桂兰"
    desk.enter()
    desk.choose(1)
    assert desk.question.values()["summary"] == ""


def test_the_clock_and_the_article_follow_the_answer_that_is_lit(desk):
    desk.page.arrive()
    assert "12月5日" in desk.page.walk.view.side.next.accessibleName()
    first = desk.page.walk.view.side._citations
    desk.key(Qt.Key.Key_7)
    assert desk.page.walk.view.side._citations != first


def test_a_list_grows_with_every_row_and_none_is_squeezed(desk):
    desk.to_claims()
    desk.tab_to("claims")
    for claim in ("第一项", "第二项", "第三项"):
        desk.keys(claim)
        desk.enter()
    lines = desk.question.editors["claims"].lines
    assert len(lines) == 4
    desk.qtbot.waitUntil(lambda: all(line.holder.height() >= line.sizeHint().height() for line in lines))
