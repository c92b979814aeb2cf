"""A program that types into the intake page and tells when it is saved, to be killed: FOLDER PAGE TEXT."""

import os
import sys
from datetime import datetime
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.law.dates.calendar import load_calendars
from app.models.workspace import open_workspace
from app.ui.base import theme
from app.ui.base.desktop import Desktop
from app.ui.register.page import RegisterPage

WAY = ["visit", None, "no", None, "clear", None, "no"]
STOPS = {"N0b": (1, "handler"), "N3a": (5, "petitioner_name"), "N4a": (7, "summary")}


def main() -> None:
    folder, place, text = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    stamp = datetime.fromisoformat(sys.argv[4])
    workspace = open_workspace(folder, "li", sys.argv[5], now=lambda: stamp)
    app = QApplication([])
    theme.apply_theme(app)
    page = RegisterPage(Desktop(workspace, load_calendars()))
    page.show()
    QTest.qWaitForWindowActive(page, 120_000)
    page.arrive()
    steps, field = STOPS[place]
    for answer in WAY[:steps]:
        question = page.walk.question
        if answer is not None:
            question.answers.choose_number([row.key for row in question.answers._rows].index(answer) + 1)
        if page.walk.route.place == "N3a":
            _type(question, "petitioner_name", "周桂兰")
            _type(question, "address", "柳溪村")
        page.walk.answer()
    assert page.walk.route.place == place, page.walk.route.place
    saves = []
    page.walk.keeper.settle()
    page.walk.keeper.saved.connect(lambda _moment: saves.append(page.walk.question.values()))
    _type(page.walk.question, field, text)
    # The very last stroke must be in a save, not merely some stroke.
    while not saves or saves[-1] != page.walk.question.values() or page.walk.keeper._dirty:
        QTest.qWait(10)
    print("SAVED", flush=True)
    while True:
        QTest.qWait(1_000)


def _type(question, key: str, text: str) -> None:
    editor = question.editors[key]
    holder = getattr(editor, "paper", None) or editor.line
    holder.setFocus()
    for character in text:
        event = QInputMethodEvent()
        event.setCommitString(character)
        QApplication.sendEvent(holder, event)
        QTest.qWait(3)


main()
