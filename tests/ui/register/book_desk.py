"""A clerk at the sheet of 补录, with every key counted that is no character of a typed text."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from register_desk import Desk

from app.casework.intake.paper_form import Stop
from app.models.workspace import Workspace

OLD_CASE = {
    "own_number": "2026信登字045号",
    "received_on": "2026-11-02",
    "petitioner_name": "周桂兰",
    "address": "平湖镇柳溪村三组",
    "phone": "13900001234",
    "summary": "宅基地界址有争议，与邻居说不拢。",
    "claims": "重新测量界址",
    "receiving_office": "香溪县自然资源局",
    "dispatched_on": "2026-11-06",
}


class BookDesk(Desk):
    def __init__(self, workspace: Workspace, qtbot) -> None:
        super().__init__(workspace, qtbot)
        self.strokes = 0

    @property
    def book(self):
        return self.page.book

    @property
    def sheet(self):
        return self.page.book.view

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.strokes += 1
        popup = QApplication.activePopupWidget()
        if popup is not None:  # as a real window system does: what is offered while one types gets the keys first
            QTest.keyClick(popup, key, modifier)
            QApplication.processEvents()
        else:
            super().key(key, modifier)
        self._in_front()

    def keys(self, text: str) -> None:
        super().keys(text)
        self._in_front()

    def _in_front(self) -> None:
        # Off screen a list of offers that closes leaves no window active, which no real window system does.
        if QApplication.activePopupWidget() is None and not self.page.isActiveWindow():
            self.page.activateWindow()
            self.qtbot.waitUntil(self.page.isActiveWindow)

    def open_book(self) -> None:
        self.page.arrive(None)
        self.key(Qt.Key.Key_F7)
        self.page.book_button.isDown()
        self.qtbot.waitUntil(lambda: self.page._in_book)
        QApplication.processEvents()
        self.strokes = 0

    def here(self) -> str:
        stop = self.sheet.focused()
        return "" if stop is None else stop.page if stop.key == "choice" else stop.key

    def fill(self, **typed: str) -> None:
        """Go through the sheet from its first stop with Tab, typing where there is something to type.

        An answer is chosen by so many strokes of Down; registering is the caller's.
        """
        left = dict(typed)
        for _ in range(40):
            here = self.here()
            text = left.pop(here, "")
            if text.startswith("↓"):
                for _stroke in text:
                    self.key(Qt.Key.Key_Down)
            elif text:
                self.keys(text)
            if not left:
                return
            self.tab()
        raise AssertionError(f"never came to {sorted(left)}")

    def stop(self, key: str) -> Stop:
        return next(stop for stop in self.sheet.stops if key in (stop.key, stop.page))

    def value(self, key: str) -> object:
        return self.sheet.editors[self.stop(key)].value()

    def errors_of_sheet(self) -> dict[str, str]:
        return {stop.key: editor.error() for stop, editor in self.sheet.editors.items() if editor.error()}


def day(text: str) -> date:
    return date.fromisoformat(text)
