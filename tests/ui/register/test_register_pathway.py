"""The pathway catalogue in the wizard: found by words or initials, it lights the answer and fills the next page."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from sqlmodel import select

from app.casework.intake.drafts import list_drafts
from app.casework.office.pathways import find_pathways
from app.law.route.walk import Outcome
from app.models.tables import Case
from app.ui.base.places import Register
from app.ui.register.pathway_panel import PathwayPanel


def panel_of(desk) -> PathwayPanel:
    found = desk.question.findChild(PathwayPanel)
    assert found is not None, f"no catalogue at {desk.place}"
    return found


def to_pathways(desk) -> PathwayPanel:
    desk.to_claims()
    desk.fill_claims("老板欠我半年工资。", "要求发工资")
    for _ in range(3):
        desk.choose(1)
    desk.arrive_at("N10")
    desk.settle()
    return panel_of(desk)


def search(desk, words: str) -> PathwayPanel:
    panel = panel_of(desk)
    desk.key(Qt.Key.Key_F3)
    assert QApplication.focusWidget() is panel.box
    desk.keys(words)
    panel._search()
    return panel


@pytest.mark.parametrize("words", ["拖欠工资 单位", "tuoqiangongzi danwei", "tqgz dw"])
def test_an_entry_is_found_lights_its_answer_fills_the_next_page_and_is_registered(desk, words):
    to_pathways(desk)
    panel = search(desk, words)
    entry = panel.rows[0].entry
    assert entry.claim == "单位拖欠工资、克扣工资"
    desk.enter()
    desk.arrive_at("N10")
    assert desk.question.choice() == "2"
    lit = QApplication.focusWidget()
    assert lit.isChecked()
    assert lit.visibleRegion().boundingRect().height() == lit.height()
    assert panel.card.isVisible()
    assert entry.status in panel.card.accessibleName()
    desk.enter()
    desk.arrive_at("N11")
    values = desk.question.values()
    assert (values["pathway_organ"], values["pathway_basis"]) == (entry.organ, entry.basis)
    assert (values["pathway_period"], values["pathway_materials"]) == (entry.period, entry.materials)
    assert "待本单位确认" in desk.question.reminder.text()
    assert entry.tell in desk.question.reminder.text()
    desk.tab_to("pathway_organ")
    desk.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    desk.keys("香溪县劳动人事争议仲裁委员会")
    desk.enter()
    assert isinstance(desk.route.current, Outcome), desk.errors()
    desk.enter()
    with desk.workspace.reading() as session:
        case = session.exec(select(Case)).one()
        assert (case.way, case.notice_kind) == ("2", "pathway_notice")
    assert desk.page.done is not None


def test_a_township_takes_an_entry_too(desk_of, make_workspace):
    desk = desk_of(make_workspace("township"))
    to_pathways(desk)
    search(desk, "gsrd")
    desk.enter()
    assert desk.question.choice() == "4"
    desk.enter()
    desk.arrive_at("N11")
    assert desk.question.values()["pathway_organ"] == "统筹地区社会保险行政部门"


def test_arrows_move_in_the_list_and_escape_gives_the_keyboard_back(desk):
    panel = to_pathways(desk)
    search(desk, "工资")
    assert [row.isChecked() for row in panel.rows[:2]] == [True, False]
    desk.key(Qt.Key.Key_Down)
    assert [row.isChecked() for row in panel.rows[:2]] == [False, True]
    assert panel.rows[1].accessibleName() in panel.box.accessibleDescription()
    desk.key(Qt.Key.Key_Escape)
    assert panel.box.text() == ""
    desk.key(Qt.Key.Key_Escape)
    assert desk.question.answers.isAncestorOf(QApplication.focusWidget())
    desk.arrive_at("N10")
    assert desk.went == []


def test_enter_without_a_find_answers_nothing(desk):
    to_pathways(desk)
    panel = search(desk, "清单里没有的事")
    assert panel.rows == []
    assert "没有找到" in panel.says.text()
    desk.enter()
    desk.arrive_at("N10")
    assert desk.question.choice() is None


def test_another_entry_replaces_what_the_first_one_filled_in(desk):
    to_pathways(desk)
    search(desk, "tqgz dw")
    desk.enter()
    desk.enter()
    desk.arrive_at("N11")
    desk.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    desk.arrive_at("N10")
    desk.settle()
    panel = search(desk, "劳动能力鉴定")
    entry = panel.rows[0].entry
    desk.enter()
    assert desk.question.choice() == "4"
    desk.enter()
    desk.arrive_at("N11")
    assert desk.question.values()["pathway_organ"] == entry.organ == "省级劳动能力鉴定委员会"


def test_another_answer_than_the_entry_is_for_takes_its_words_back(desk):
    to_pathways(desk)
    search(desk, "tqgz dw")
    desk.enter()
    desk.choose(4)
    desk.arrive_at("N11")
    assert desk.route.facts["way"] == "4"
    assert desk.question.values()["pathway_organ"] == ""
    assert not desk.question.reminder.isVisible()


def test_what_the_catalogue_filled_in_survives_in_the_draft(desk):
    to_pathways(desk)
    search(desk, "tqgz dw")
    desk.enter()
    desk.settle()
    (draft,) = list_drafts(desk.workspace)
    desk.page.walk.close()
    desk.page.arrive(Register(draft))
    desk.arrive_at("N10")
    assert desk.question.choice() == "2"
    desk.enter()
    desk.arrive_at("N11")
    assert "劳动人事争议仲裁委员会" in desk.question.values()["pathway_organ"]


def test_an_entry_of_the_courts_leads_back_to_the_page_that_asks_for_it(desk):
    to_pathways(desk)
    panel = search(desk, "再审")
    assert panel.rows[0].entry.way == "1"
    desk.enter()
    desk.arrive_at("N10")
    assert "诉访分离" in panel.says.text()
    assert QApplication.focusWidget() is panel.act
    desk.key(Qt.Key.Key_Space)
    desk.arrive_at("N9")
    assert desk.question.choice() == "yes"
    desk.enter()
    desk.arrive_at("N9a")


def test_nothing_of_the_catalogue_is_asked_elsewhere(desk):
    desk.to_claims()
    assert desk.question.findChild(PathwayPanel) is None


def test_who_asks_without_a_word_is_offered_the_entries_of_the_case_category(desk):
    desk.to_claims()
    desk.tab_to("content_category")
    desk.keys("交通运输_出租车管理")
    desk.fill_claims("出租车拒载。", "要求处理")
    for _ in range(3):
        desk.choose(1)
    desk.arrive_at("N10")
    desk.settle()
    assert panel_of(desk).rows == []  # nobody asked yet: the answers keep their place
    desk.key(Qt.Key.Key_F3)
    shown = [row.entry for row in panel_of(desk).rows]
    assert shown
    assert {entry.category for entry in shown} == {"交通运输"}
    assert set(shown) <= set(find_pathways(desk.workspace, ""))
