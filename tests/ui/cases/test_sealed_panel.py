"""A sealed case on screen: for the custodian alone, with their own password, for a short while."""

import json

import pytest
from clerk import closed
from offices import PASSWORD
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from registered_cases import type_words

from app.casework.cases.sealed import open_sealed
from app.ui.base.places import OpenCase
from app.ui.cases.acts.act_dialog import ActDialog
from app.ui.cases.case_page import CasePage
from app.ui.cases.sealed_panel import SealedPanel
from app.ui.kit.words import Words

KEY = Qt.Key
SECRETS = ("周明远", "鱼塘", "白石乡")


@pytest.fixture
def page(desktop, shown, register):
    made = shown(CasePage(desktop))
    made.arrive(OpenCase(register("accusation_discipline")))
    return made


def everything_said(widget):
    said = []
    for each in widget.findChildren(Words):
        said += [each.text(), each.accessibleName()]
    return json.dumps(said, ensure_ascii=False)


def give_password(qtbot, page, password):
    qtbot.keyClick(page.acts.buttons[0], KEY.Key_Space)
    dialog = next(each for each in QApplication.topLevelWidgets() if isinstance(each, ActDialog) and each.isVisible())
    type_words(dialog.fields[0].line, password)
    qtbot.keyClick(dialog.fields[0].line, KEY.Key_Return)
    return dialog


def test_the_page_tells_nothing_before_it_is_opened(page):
    said = everything_said(page)
    assert "检举控告件（已密封）" in said
    assert not [secret for secret in SECRETS if secret in said]


def test_a_wrong_password_opens_nothing(page, qtbot):
    dialog = give_password(qtbot, page, "不是这个口令")
    assert dialog.isVisible()
    assert "口令不对" in dialog.fault.text()
    assert page.sealed is None
    dialog.reject()


def test_the_custodian_reads_it_and_leaving_wipes_it(page, qtbot):
    dialog = give_password(qtbot, page, PASSWORD)
    assert closed(dialog)
    panel = page.sealed
    assert [secret for secret in SECRETS if secret in everything_said(panel)] == list(SECRETS)
    selectable = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    assert not [each for each in panel.findChildren(Words) if each.textInteractionFlags() & selectable]
    assert page.leave()
    assert page.sealed is None
    assert not [secret for secret in SECRETS if secret in everything_said(page)]


def test_hiding_the_page_as_the_lock_does_closes_it(page, qtbot):
    give_password(qtbot, page, PASSWORD)
    assert page.sealed is not None
    page.hide()
    assert page.sealed is None


def test_it_closes_by_itself_when_nobody_moves(workspace, register, shown, desktop, qtbot):
    panel = shown(SealedPanel(open_sealed(workspace, register("accusation_discipline"), PASSWORD), idle_seconds=0))
    qtbot.waitUntil(lambda: not panel.facts)
    assert not [secret for secret in SECRETS if secret in everything_said(panel)]


def test_every_opening_is_told_in_the_story(page, qtbot):
    give_password(qtbot, page, PASSWORD)
    assert "保密专员打开密封内容" in everything_said(page)


def test_who_is_no_custodian_is_offered_nothing(page, workspace):
    workspace.actor = type(workspace.actor)(
        workspace.actor.id, workspace.actor.login, workspace.actor.name, frozenset({"clerk"})
    )
    page.refresh()
    assert page.acts.buttons == []
