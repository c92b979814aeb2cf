"""Real cases for pages under test: the shipped examples walked along the route and registered."""

from collections.abc import Callable, Iterator

import pytest
from clerk import type_words
from PySide6.QtWidgets import QDialog
from shiboken6 import isValid
from walking import example, intake

from app.casework.documents.issuing import issue_notice, prepare_notice
from app.casework.intake.register import register_case
from app.law.dates.calendar import load_calendars

__all__ = ["desktop", "register", "sent_with_its_letter", "shown", "type_words"]


@pytest.fixture
def register(workspace) -> Callable[..., int]:
    """Register an example by its name, some facts changed; return the case's id."""

    def one(name: str, **changed: object) -> int:
        facts = example(name, **changed)
        return register_case(workspace, intake(facts, str(facts["office_role"]), workspace.today())).case_id

    return one


@pytest.fixture
def desktop(workspace, dressed) -> Iterator[object]:
    """Give the running program as pages see it, and wait for its work at the end."""
    from app.ui.base.desktop import Desktop

    made = Desktop(workspace, load_calendars())
    made.said = []
    made.asked = []
    made.say.connect(lambda tone, text: made.said.append((tone, text)))
    made.go.connect(made.asked.append)
    yield made
    made.wait()


@pytest.fixture
def shown(qtbot) -> Iterator[Callable[..., object]]:
    """Show a page as large as it is at 1366×768, in front, so that keys reach it."""
    dialogs: list[QDialog] = []

    def show(widget, width: int = 1170, height: int = 690):
        if isinstance(widget, QDialog):
            dialogs.append(widget)  # qtbot would close it once more, which by then may be gone
        else:
            qtbot.addWidget(widget)
        widget.resize(width, height)
        widget.show()
        qtbot.waitExposed(widget)
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)
        return widget

    yield show
    for dialog in dialogs:
        if isValid(dialog):
            dialog.deleteLater()


def sent_with_its_letter(workspace, case_id):
    """Issue the letter with which a case went out while it was registered."""
    issue_notice(workspace, prepare_notice(workspace, case_id, "transfer_letter"))
