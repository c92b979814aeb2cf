"""Service is put on record from the list of documents, one or many, by keys."""

from datetime import date, timedelta

import pytest
from clerk import closed
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.casework.documents.issuing import document_view, issue_notice, prepare_notice
from app.casework.documents.voiding import void_document
from app.casework.views.case_page import case_view
from app.ui.documents.page import DocumentsPage
from app.ui.documents.service_dialog import ServiceDialog

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def documents(workspace, register):
    return [issue_notice(workspace, prepare_notice(workspace, register("transfer_visit"))) for _ in range(3)]


def served(workspace, documents):
    return [document_view(workspace, each.id).served_on for each in documents]


def record(dialog, qtbot):
    """Press the button and wait until the dialog has gone, or takes words again."""
    over, said = [], []
    dialog.finished.connect(over.append)
    dialog.bar.show_message = lambda tone, text: said.append(text)
    qtbot.keyClick(dialog.record, KEY.Key_Space)
    qtbot.waitUntil(lambda: bool(over or said), timeout=20_000)
    return said


def test_post_numbers_are_typed_one_after_another(desktop, shown, workspace, documents, qtbot):
    dialog = shown(ServiceDialog(desktop, documents), 940, 600)
    dialog.way.set_value("post")
    dialog.way.edited.emit()
    dialog.rows[0].post.setFocus()
    for place in range(3):
        field = QApplication.focusWidget()
        assert field is dialog.rows[place].post
        qtbot.keyClicks(field, f"XA{place}")
        qtbot.keyClick(field, KEY.Key_Return)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.record)
    assert served(workspace, documents) == [None] * 3  # the last Enter goes to the button and does not press it
    assert dialog.record.text() == "登记送达 3 份"
    record(dialog, qtbot)
    assert served(workspace, documents) == [workspace.today()] * 3
    assert any("XA2" in str(entry) for entry in case_view(workspace, documents[2].case_id).timeline)
    owed = [paper.kind for paper in case_view(workspace, documents[2].case_id).owed]
    assert owed == ["transfer_letter"]
    assert desktop.said[-1] == ("success", "已登记 3 份文书的送达。")


def test_the_same_post_number_twice_is_asked_about(desktop, shown, workspace, documents, qtbot):
    dialog = shown(ServiceDialog(desktop, documents), 940, 600)
    dialog.way.set_value("post")
    dialog.way.edited.emit()
    for row in dialog.rows[:2]:
        row.post.setText("XA1")
    qtbot.keyClick(dialog.record, KEY.Key_Space)
    assert documents[0].number in dialog.rows[1].said.text()
    assert served(workspace, documents) == [None] * 3


def test_what_cannot_be_recorded_stays_with_its_reason_and_the_rest_stands(
    desktop, shown, workspace, documents, qtbot, clock, register
):
    void_document(workspace, documents[0].id, "重复")
    clock.moment += timedelta(days=3)
    late = issue_notice(workspace, prepare_notice(workspace, register("transfer_visit")))
    listed = [document_view(workspace, each.id) for each in (*documents, late)]
    dialog = shown(ServiceDialog(desktop, listed), 940, 600)
    assert "作废" in dialog.rows[0].said.text()
    assert not dialog.rows[0].receiver.isEnabled()
    dialog.day.set_value("2026-11-21")
    qtbot.keyClick(dialog.own, KEY.Key_Space)
    (said,) = record(dialog, qtbot)
    assert dialog.isVisible()
    assert served(workspace, listed) == [None, date(2026, 11, 21), date(2026, 11, 21), None]
    assert "早于" in dialog.rows[3].said.text()
    assert "还有 1 份没有登记" in said
    dialog.day.set_value("2026-11-23")
    record(dialog, qtbot)
    assert served(workspace, [late]) == [date(2026, 11, 23)]
    assert closed(dialog)


def test_a_refusal_wants_its_story_and_serves_nothing(desktop, shown, workspace, documents, qtbot):
    dialog = shown(ServiceDialog(desktop, documents[:1]), 940, 600)
    dialog.outcome.set_value("refused")
    dialog.outcome.edited.emit()
    qtbot.keyClick(dialog.record, KEY.Key_Space)
    assert "拒绝签收的经过" in dialog.note.error()
    dialog.note.set_value("当面送，不肯签字，邻居在场。")
    record(dialog, qtbot)
    assert served(workspace, documents[:1]) == [None]
    assert closed(dialog)


def test_the_page_serves_what_is_selected(desktop, shown, workspace, documents, qtbot):
    page = shown(DocumentsPage(desktop))
    page.arrive()
    qtbot.keyClick(page.table.view, KEY.Key_A, CTRL)
    qtbot.keyClick(page.serve, KEY.Key_Space)
    dialog = page.more_acts.asking
    assert len(dialog.rows) == 3
    record(dialog, qtbot)
    # three numbered proofs of service stand above them now
    qtbot.waitUntil(lambda: page.rows.rowCount() == 6)
    assert [page.rows.index(row, 3).data() for row in range(3, 6)] == ["11-20 送达"] * 3
    assert served(workspace, documents) == [workspace.today()] * 3
