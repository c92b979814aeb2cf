"""Whatever is opened over the window and left again leaves nothing behind, however often."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from coming_and_going import VISITS, Round, living, visit
from PySide6.QtWidgets import QApplication

from app.casework.documents.attachments import attachments_of
from app.faults import UserFault
from app.ui.base import theme
from app.ui.cases.acts.split_dialog import SplitDialog
from app.ui.documents.attachment_dialog import AttachmentDialog
from app.ui.documents.document_dialog import DocumentDialog
from app.ui.documents.notice_dialog import NoticeDialog
from app.ui.documents.reminder_dialog import ReminderDialog


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Round]:
    theme.apply_theme(qapp)
    made = Round(tmp_path_factory.mktemp("来去"))
    yield made
    made.close()


@pytest.mark.parametrize("name", VISITS)
def test_opened_and_left_again_it_leaves_nothing_behind(at: Round, name: str) -> None:
    for _ in range(2):  # what is made once and kept, such as a page, is made here
        visit(at, name)
    once = living(at)
    for _ in range(3):
        visit(at, name)
    assert living(at) == once


def test_what_a_visit_opens_is_really_seen(at: Round) -> None:
    """A visit that opened nothing would prove nothing."""
    pages = {"a page after an act", "desk, lists, ledger, map and settings", "every section of the settings"}
    quiet = {*pages, "a menu", "a registering", "a question"}
    for name in VISITS.keys() - quiet:
        VISITS[name](at)
        assert any(each.isVisible() for each in QApplication.topLevelWidgets() if each is not at.window), name
        at.go_away()


def test_a_dialog_that_is_refused_leaves_nothing_behind_either(at: Round) -> None:
    desktop, page = at.window.desktop, at.page
    document, kept = page.view.documents[0], attachments_of(at.workspace, at.case)[0]
    refused = (
        lambda: NoticeDialog(desktop, at.sealed, parent=page),
        lambda: DocumentDialog(desktop, replace(document, id=-1), page),
        lambda: SplitDialog(desktop, at.sealed, page),
        lambda: AttachmentDialog(replace(kept, kind="pdf"), b"%PDF-1.4 broken", page),
        lambda: AttachmentDialog(replace(kept, kind="png"), b"broken", page),
        lambda: ReminderDialog(desktop, replace(document, id=-1), page),
    )
    before = living(at)
    for make in refused:
        with pytest.raises(UserFault):
            make()
    assert living(at) == before
