"""What was typed is there again: after a kill, after Esc, after another page."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.casework.intake.drafts import list_drafts, save_draft
from app.models.workspace import open_workspace
from app.ui.base.places import OpenDesk
from app.ui.register import draft_keeper
from app.ui.register.draft_keeper import DraftKeeper

PASSWORD = "晴天好接访2026"  # of the workspace fixture
CHILD = Path(__file__).with_name("typing_child.py")
ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("place", "field", "text"),
    [
        ("N0b", "handler", "李某换成王某"),
        ("N3a", "petitioner_name", "𬱖晓龑🙂"),
        ("N4a", "summary", "说到一半，\n第二行"),
    ],
)
def test_a_killed_program_offers_the_draft_with_the_last_stroke(workspace, clock, desk_of, place, field, text):
    workspace.close()
    child = subprocess.Popen(
        [sys.executable, str(CHILD), str(workspace.folder), place, text, clock().isoformat(), PASSWORD],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    with child:
        told = child.stdout.readline()
        child.kill()
    assert told == "SAVED\n"
    again = open_workspace(workspace.folder, "li", PASSWORD, now=clock)
    try:
        desk = desk_of(again)
        desk.page.arrive()
        assert desk.page.offer is not None
        desk.enter()
        desk.arrive_at(place)
        typed = desk.question.values()[field]
        assert typed.endswith(text)
        desk.settle()
    finally:
        again.close()


def test_a_stroke_waits_300_ms_at_most_and_typing_on_does_not_put_it_off(desk):
    assert draft_keeper.SAVE_AFTER_MS <= 300
    desk.to_claims()
    desk.settle()
    saves = []
    desk.page.walk.keeper.saved.connect(saves.append)
    desk.tab_to("summary")

    def saved_thrice():
        desk.keys("字")  # asked for every 10 ms: a wait that began anew at each stroke would never end
        return len(saves) >= 3

    desk.qtbot.waitUntil(saved_thrice)


def test_saves_never_overtake_each_other(workspace, qtbot):
    typed = 0
    keeper = DraftKeeper(workspace, lambda: ("草稿", str(typed)))
    seen = []
    for typed in range(60):  # noqa: B007 - read by the keeper
        keeper.save_now()
        QTest.qWait(2)
        seen.extend(int(draft.payload) for draft in list_drafts(workspace))
    keeper.touch()
    assert keeper.settle()
    assert seen == sorted(seen)
    assert [draft.payload for draft in list_drafts(workspace)] == ["59"]


def test_escape_keeps_the_draft_and_coming_back_goes_on_where_it_stopped(desk):
    desk.to_claims()
    desk.tab_to("summary")
    desk.keys("没说完")
    desk.key(Qt.Key.Key_Escape)
    assert desk.went == [OpenDesk()]
    (draft,) = list_drafts(desk.workspace)
    assert draft.title == "走访 周桂兰 11月20日 9:30 停在：诉求"
    desk.page.arrive()
    desk.enter()
    desk.arrive_at("N4a")
    assert desk.question.values()["summary"] == "没说完"


def test_looking_at_another_page_loses_nothing(desk):
    desk.to_claims()
    desk.tab_to("summary")
    desk.keys("没说完")
    assert desk.page.leave()
    (draft,) = list_drafts(desk.workspace)
    assert json.loads(draft.payload)["kept"]["N4a"]["summary"] == "没说完"
    desk.page.arrive()
    desk.arrive_at("N4a")
    assert desk.question.values()["summary"] == "没说完"


def test_an_untouched_page_leaves_no_draft(desk):
    desk.page.arrive()
    desk.key(Qt.Key.Key_Escape)
    assert list_drafts(desk.workspace) == ()


def test_beginning_anew_keeps_the_other_draft(desk):
    desk.to_claims()
    desk.key(Qt.Key.Key_Escape)
    desk.page.arrive()
    desk.key(Qt.Key.Key_Down)
    desk.enter()
    desk.arrive_at("N0")
    desk.choose(2)
    desk.settle()
    assert len(list_drafts(desk.workspace)) == 2


def test_a_discarded_draft_can_be_had_back(desk):
    desk.to_claims()
    desk.key(Qt.Key.Key_Escape)
    before = list_drafts(desk.workspace)[0].payload
    desk.page.arrive()
    desk.key(Qt.Key.Key_Delete)
    QApplication.processEvents()
    assert list_drafts(desk.workspace) == ()
    desk.page.bar.action.click()
    QApplication.processEvents()
    assert list_drafts(desk.workspace)[0].payload == before


def test_a_draft_that_cannot_be_read_is_said_and_not_destroyed(desk):
    save_draft(desk.workspace, None, "坏的", "{")
    desk.page.arrive()
    desk.enter()
    assert desk.page.offer is not None
    assert "读不出来" in desk.page.bar.words.text()
    assert len(list_drafts(desk.workspace)) == 1


def test_twenty_thousand_characters_pasted_are_taken_whole_and_typed_on(desk):
    desk.to_claims()
    desk.tab_to("summary")
    text = "柳溪村宅基地确权登记与邻居界址不一致。" * 1_100
    desk.paste(text[:20_000])
    desk.key(Qt.Key.Key_Backspace)
    desk.keys("终")
    desk.settle()
    assert desk.question.values()["summary"] == text[:19_999] + "终"
    assert desk.question.editors["summary"].count.text().startswith("20,000")
