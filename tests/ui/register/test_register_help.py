"""Duplicates are offered, the petitioner checks, broken data is said."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.casework.intake.drafts import list_drafts
from app.casework.worklist.case_list import CaseFilter, list_cases
from app.faults import UserFault
from app.resources import resource_path
from app.ui.kit.words import Words


def second_visit(desk) -> str:
    """Register one matter, come again with the same, and stand at the question whether it is known."""
    desk.to_end_of_transfer()
    desk.enter()
    number = desk.page.done.made.number
    desk.page.done.next.click()
    QApplication.processEvents()
    desk.to_claims()
    desk.fill_claims()
    desk.arrive_at("N5")
    desk.desktop.wait()
    QApplication.processEvents()
    return number


def test_a_known_matter_is_offered_and_chosen_by_keys(desk):
    number = second_visit(desk)
    (row,) = desk.question.candidates.rows
    assert number in row.accessibleName()
    assert "姓名相同" in row.accessibleDescription()
    desk.key(Qt.Key.Key_2)
    desk.key(Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is row
    desk.enter()
    assert desk.question.values()["related_case"] == number
    desk.enter()
    desk.arrive_at("O-merge")
    assert desk.route.facts["related_case"] == number
    desk.enter()
    merged = list_cases(desk.workspace, CaseFilter()).rows[0]
    assert merged.number == desk.page.done.made.number


def test_nothing_is_decided_by_offering(desk):
    second_visit(desk)
    assert desk.question.choice() is None
    assert desk.question.values()["related_case"] == ""


def test_a_number_typed_by_hand_must_exist(desk):
    number = second_visit(desk)
    desk.key(Qt.Key.Key_2)
    desk.enter()
    desk.keys("990326-20261120-9999")
    desk.enter()
    desk.arrive_at("N5")
    assert "找不到" in desk.errors()["related_case"]
    desk.tab_to("related_case")
    desk.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    desk.keys(number)
    desk.enter()
    desk.arrive_at("O-merge")


def reading(desk) -> str:
    review = desk.page._review
    return "\n".join(words.text() for words in review.findChildren(Words) if not words.isHidden())


def test_the_check_view_shows_what_was_said_and_nothing_the_office_judged(desk):
    desk.to_claims("𬱖晓龑")
    desk.fill_claims("第一句\n第二句")
    desk.arrive_at("N5")
    desk.key(Qt.Key.Key_F6)
    review = desk.page._review
    assert review.isVisible()
    assert review.size() == desk.page.window().size()
    read = reading(desk)
    for said in ("𬱖晓龑", "平湖镇柳溪村三组", "第一句\n第二句", "重新测量界址"):
        assert said in read
    for judged in ("李明华", "求决", "没有可能", "以前登记过"):
        assert judged not in read
    said = next(words for words in review.findChildren(Words) if words.text() == "𬱖晓龑")
    assert 22 <= said.font().pixelSize() <= 24
    desk.key(Qt.Key.Key_F6)
    assert not review.isVisible()
    assert "𬱖晓龑" not in "\n".join(words.text() for words in review.findChildren(Words))
    desk.arrive_at("N5")


def test_the_check_view_shows_a_half_typed_page_and_closes_at_escape(desk):
    desk.to_claims()
    desk.tab_to("summary")
    desk.keys("说到一半")
    desk.key(Qt.Key.Key_F6)
    assert "说到一半" in reading(desk)
    desk.key(Qt.Key.Key_Escape)
    desk.arrive_at("N4a")
    assert desk.went == []


def test_enter_in_the_check_view_registers_nothing(desk):
    desk.to_end_of_transfer()
    desk.key(Qt.Key.Key_F6)
    desk.enter()
    assert desk.page.done is None
    assert list_cases(desk.workspace, CaseFilter()).total == 0


def test_a_broken_rule_pack_is_one_sentence_on_the_page(desk, tmp_path: Path):
    broken = tmp_path / "national-2022.toml"
    text = resource_path("law", "rules", "national-2022.toml").read_text(encoding="utf-8")
    broken.write_text(text.replace('edges = "N0b"', 'edges = "N-nowhere"', 1), encoding="utf-8")
    page = desk.open_page(pack_path=broken)
    page.arrive()
    said = [words.text() for words in page.findChildren(Words) if words.isVisible()]
    assert any("national-2022.toml" in sentence for sentence in said)
    assert not page.on_button.isVisible()
    broken.write_text(text, encoding="utf-8")
    page.arrive()
    assert page.walk.route.place == "N0"


def test_a_refused_registration_keeps_the_draft_and_says_why(desk, monkeypatch):
    desk.to_end_of_transfer()

    def full(*_anything: object) -> None:
        raise UserFault("磁盘已满，这一步没有保存。", "请清理磁盘空间后再点一次。", code="disk")

    with monkeypatch.context() as patch:
        patch.setattr("app.ui.register.page.register_case", full)
        desk.enter()
    assert desk.page.done is None
    assert "磁盘已满" in desk.page.bar.words.text()
    assert len(list_drafts(desk.workspace)) == 1
    desk.enter()
    assert desk.page.done is not None


@pytest.mark.parametrize("width", [897, 1170])
def test_no_word_of_a_page_is_wider_than_the_page(desk, width):
    desk.page.resize(width, 480)
    desk.page.arrive()
    seen = 0
    while desk.place != "N4a":
        QApplication.processEvents()
        right = desk.page.walk.view.scroll.viewport().width()
        assert desk.page.walk.view.middle.width() <= right, desk.place
        for words in desk.page.walk.view.middle.findChildren(Words):
            if words.isVisible():
                assert words.width() >= words.minimumSizeHint().width(), words.text()
                seen += 1
        if desk.question.answers is not None:
            desk.choose(1)
        elif desk.place == "N3a":
            desk.fill_petitioner("周桂兰")
            desk.enter()
        else:
            desk.enter()
    assert seen > 20
