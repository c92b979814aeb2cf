"""A mixed petition becomes two cases: from the wizard, and later from the case."""

import pytest
from clerk import closed
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlmodel import col, select
from walking import register

from app.casework.intake.drafts import list_drafts
from app.casework.intake.splitting import movable_claims
from app.casework.life.correct_case import void_case
from app.faults import UserFault
from app.models.tables import Case, Claim
from app.ui.base.places import RegisterSplit
from app.ui.cases.acts.split_dialog import SplitDialog

KEY = Qt.Key


def to_end(desk) -> None:
    """From the three kinds on: an appeal that is transferred to an office of this level."""
    desk.arrive_at("N6")
    desk.choose(1)
    desk.arrive_at("N9")
    desk.choose(1)
    desk.arrive_at("N10")
    desk.choose(1)
    desk.arrive_at("N12")
    desk.choose(1)
    desk.arrive_at("N12f")
    desk.keys("香林县住房和城乡建设局")
    desk.enter()
    desk.choose(1)
    desk.choose(1)
    desk.arrive_at("N12e")
    desk.enter()


def say_mixed(desk, words: str) -> None:
    desk.arrive_at("N6")
    desk.tab_to("mixed")
    desk.key(KEY.Key_1)
    desk.tab_to("other_claims")
    desk.keys(words)


def walk_in_advance(desk) -> None:
    """Confirm every page that is filled in advance, up to the claims."""
    for place in ("N0", "N0b", "N1", "N2", "N3", "N3a", "N4"):
        desk.arrive_at(place)
        if place in ("N1", "N4"):
            desk.choose(1)
        else:
            desk.enter()
    desk.arrive_at("N4a")


def test_the_other_claim_is_kept_out_and_registered_next_with_a_link(desk):
    workspace = desk.workspace
    desk.to_claims()
    desk.fill_claims()
    desk.arrive_at("N5")
    desk.choose(1)
    say_mixed(desk, "建议公开维修基金收支")
    desk.question.focus_first()
    to_end(desk)
    assert "另有诉求" in desk.route.marks
    desk.enter()
    done = desk.page.done
    assert done.other.isVisible()
    assert done.again.isHidden()
    drafts = list_drafts(workspace)
    assert [draft.title for draft in drafts] == [f"另一类诉求 周桂兰 拆自 {done.made.number}"]
    with workspace.reading() as session:
        assert list(session.exec(select(Claim.text)).all()) == ["重新测量界址"]
    # The notice comes first; the other button is one Tab away.
    desk.tab()
    assert done.other.hasFocus()
    desk.enter()
    walk_in_advance(desk)
    assert desk.question.editors["claims"].value() == ["建议公开维修基金收支"]
    assert desk.question.editors["summary"].is_empty()
    desk.tab_to("summary")
    desk.keys("建议每半年公布一次。")
    desk.tab_to("purpose")
    desk.key(KEY.Key_Down)
    desk.enter()
    desk.arrive_at("N5")
    desk.enter()
    to_end(desk)
    desk.enter()
    assert desk.page.done is not None, desk.page.bar.words.text()
    with workspace.reading() as session:
        first, second = session.exec(select(Case).order_by(col(Case.id))).all()
    assert second.split_from_id == first.id
    assert second.received_on == first.received_on
    assert list_drafts(workspace) == ()


def test_an_accusation_leaves_the_other_claim_as_a_draft_that_leads_nowhere(desk):
    desk.to_claims()
    desk.fill_claims()
    desk.choose(1)
    say_mixed(desk, "请修路")
    desk.question.focus_first()
    desk.choose(3)
    desk.arrive_at("N8")
    desk.choose(1)
    desk.keys("香林县纪委监委")
    desk.enter()
    desk.choose(2)
    desk.enter()
    done = desk.page.done
    assert done.made.sealed
    assert done.other.isVisible()
    (draft,) = list_drafts(desk.workspace)
    assert draft.title == "另一类诉求"
    assert done.made.number not in draft.payload
    assert "周桂兰" not in draft.payload.encode().decode("unicode_escape")


@pytest.fixture
def split(desk, qtbot):
    """Open the dialog of a case and hand what it asks for to the page, as the window does."""

    def open_(case_id: int) -> SplitDialog:
        dialog = SplitDialog(desk.desktop, case_id, desk.page)
        dialog.open()
        qtbot.waitUntil(dialog.isActiveWindow, timeout=20_000)
        return dialog

    return open_


def test_claims_are_chosen_by_keys_and_the_old_case_remembers_where_they_went(desk, split):
    first = register(desk.workspace, "transfer_visit")
    dialog = split(first.case_id)
    assert dialog.rows[0].box.hasFocus()
    QTest.keyClick(QApplication.focusWidget(), KEY.Key_Return)
    assert "请先选中" in dialog.fault.text()
    for key in (KEY.Key_Space, KEY.Key_Down, KEY.Key_Space, KEY.Key_Return):
        QTest.keyClick(QApplication.focusWidget(), key)
    assert "至少要留一条" in dialog.fault.text()
    QTest.keyClick(QApplication.focusWidget(), KEY.Key_1)
    QTest.keyClick(QApplication.focusWidget(), KEY.Key_Return)
    assert closed(dialog)
    place = desk.went[-1]
    moving = movable_claims(desk.workspace, first.case_id)[1]
    assert place == RegisterSplit(first.case_id, (moving.id,))
    desk.page.activateWindow()
    desk.qtbot.waitUntil(desk.page.isActiveWindow)
    desk.page.arrive(place)
    walk_in_advance(desk)
    assert desk.question.editors["claims"].value() == ["答复维修资金由谁承担"]
    desk.tab_to("summary")
    desk.keys("问维修资金由谁承担。")
    desk.tab_to("purpose")
    desk.key(KEY.Key_Down)
    desk.enter()
    desk.arrive_at("N5")
    desk.enter()
    to_end(desk)
    desk.enter()
    with desk.workspace.reading() as session:
        second = session.exec(select(Case).where(Case.split_from_id == first.case_id)).one()
        moved = session.get(Claim, moving.id)
    assert moved is not None
    assert moved.moved_to_case_id == second.id
    with pytest.raises(UserFault):
        split(first.case_id)


def test_a_link_that_can_no_longer_be_made_holds_the_registration_up_only_until_one_says_so(desk):
    first = register(desk.workspace, "transfer_visit")
    moving = movable_claims(desk.workspace, first.case_id)[1]
    desk.page.arrive(RegisterSplit(first.case_id, (moving.id,)))
    walk_in_advance(desk)
    desk.tab_to("summary")
    desk.keys("问维修资金由谁承担。")
    desk.tab_to("purpose")
    desk.key(KEY.Key_Down)
    desk.enter()
    desk.enter()
    to_end(desk)
    void_case(desk.workspace, first.case_id, "重复登记")
    desk.enter()
    assert desk.page.done is None
    assert "已经作废" in desk.page.bar.words.text()
    desk.page.bar.action.click()
    assert desk.page.done is not None
    with desk.workspace.reading() as session:
        cases = session.exec(select(Case).order_by(col(Case.id))).all()
    assert [case.split_from_id for case in cases] == [None, None]
