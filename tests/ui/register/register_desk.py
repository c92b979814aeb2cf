"""A real page over a real workspace, worked with the keyboard alone."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from app.law.dates.calendar import load_calendars
from app.law.route.walk import Outcome
from app.models.workspace import Workspace
from app.ui.base.desktop import Desktop
from app.ui.base.places import Place
from app.ui.register.page import RegisterPage


def no_button_is_down() -> bool:
    return not any(isinstance(w, QAbstractButton) and w.isDown() for w in QApplication.allWidgets())


class Desk:
    """A clerk at the keyboard: every stroke goes to whatever has the focus."""

    def __init__(self, workspace: Workspace, qtbot) -> None:
        self.workspace = workspace
        self.qtbot = qtbot
        self.desktop = Desktop(workspace, load_calendars())
        self.went: list[Place] = []
        self.said: list[tuple[str, str]] = []
        self.bugs: list[object] = []
        self.desktop.go.connect(self.went.append)
        self.desktop.say.connect(lambda tone, text: self.said.append((tone, text)))
        self.desktop.fault_found.connect(self.bugs.append)
        self.page = self.open_page()

    def open_page(self, **more) -> RegisterPage:
        page = RegisterPage(self.desktop, **more)
        self.qtbot.addWidget(page)
        page.resize(1170, 690)
        page.show()
        page.activateWindow()
        self.qtbot.waitUntil(page.isActiveWindow)
        return page

    @property
    def route(self):
        return self.page.walk.route

    @property
    def place(self) -> str:
        return self.route.place if self.route is not None else ""

    @property
    def question(self):
        return self.page.walk.question

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        holder = QApplication.focusWidget()
        assert holder is not None, "nothing has the keyboard"
        QTest.keyClick(holder, key, modifier)
        QApplication.processEvents()
        QApplication.processEvents()
        if key == Qt.Key.Key_F6 or modifier == Qt.KeyboardModifier.AltModifier:
            # A button pressed by its shortcut is drawn pressed for 100 ms before it acts.
            self.qtbot.waitUntil(no_button_is_down)

    def keys(self, text: str) -> None:
        """Type: plain characters as strokes, all others as an input method commits them."""
        for character in text:
            holder = QApplication.focusWidget()
            assert holder is not None, "nothing has the keyboard"
            if character == "\n":
                QTest.keyClick(holder, Qt.Key.Key_Return)
            elif character.isascii():
                QTest.keyClicks(holder, character)
            else:
                committed = QInputMethodEvent()
                committed.setCommitString(character)
                QApplication.sendEvent(holder, committed)
        QApplication.processEvents()

    def tab(self, times: int = 1) -> None:
        for _ in range(times):
            self.key(Qt.Key.Key_Tab)

    def enter(self) -> None:
        self.key(Qt.Key.Key_Return)

    def choose(self, number: int) -> None:
        """Press a digit and Enter."""
        self.key(Qt.Key(Qt.Key.Key_0 + number))
        self.enter()

    def tab_to(self, key: str) -> None:
        """Tab until a field of the page has the keyboard."""
        editor = self.question.editors[key]
        for _ in range(40):
            holder = QApplication.focusWidget()
            if holder is not None and (holder is editor or editor.isAncestorOf(holder)):
                return
            self.tab()
        raise AssertionError(f"Tab never reaches {key}")

    def paste(self, text: str) -> None:
        QApplication.clipboard().setText(text)
        self.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    def arrive_at(self, place: str) -> None:
        assert self.place == place, f"at {self.place}: {self.errors()}"

    def errors(self) -> dict[str, str]:
        if self.question is None:
            return {}
        return {key: editor.error() for key, editor in self.question.editors.items() if editor.error()}

    def to_petitioner(self, people: str = "1") -> None:
        """Walk from the first page to the petitioner's: a visit today, nothing urgent."""
        self.page.arrive(None)
        self.choose(1)
        self.arrive_at("N0b")
        self.enter()
        self.arrive_at("N1")
        self.choose(1)
        self.arrive_at("N2")
        self.keys(people)
        self.enter()

    def to_claims(self, name: str = "周桂兰") -> None:
        self.to_petitioner()
        self.arrive_at("N3")
        self.choose(1)
        self.arrive_at("N3a")
        self.fill_petitioner(name)
        self.enter()
        self.arrive_at("N4")
        self.choose(1)
        self.arrive_at("N4a")

    def fill_petitioner(self, name: str) -> None:
        self.tab_to("petitioner_name")
        self.keys(name)
        self.tab_to("address")
        self.keys("平湖镇柳溪村三组")

    def fill_claims(self, summary: str = "宅基地界址有争议，要求重新测量。", claim: str = "重新测量界址") -> None:
        self.tab_to("summary")
        self.keys(summary)
        self.tab_to("claims")
        self.keys(claim)
        self.tab_to("purpose")
        self.key(Qt.Key.Key_Down)
        self.key(Qt.Key.Key_Return)

    def to_end_of_transfer(self) -> None:
        """Walk a transfer visit of either role to its end."""
        self.to_claims()
        self.fill_claims()
        self.arrive_at("N5")
        self.choose(1)
        self.arrive_at("N6")
        self.choose(1)
        self.arrive_at("N9")
        self.choose(1)
        self.arrive_at("N10")
        self.choose(1)
        self.choose(1 if self.place == "N12" else 2)
        self.arrive_at("N12f")
        self.keys("香溪县自然资源局")
        self.enter()
        self.arrive_at("N12i")
        self.choose(1)
        self.arrive_at("N12d")
        self.choose(1)
        self.arrive_at("N12e")
        self.enter()
        assert isinstance(self.route.current, Outcome)

    def settle(self) -> None:
        assert self.page.walk.keeper.settle()
        self.desktop.wait()
        QApplication.processEvents()
