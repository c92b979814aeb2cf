"""Somebody at the keyboard of the real window: what they see in front, and the keys they press."""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from app.casework.documents.issuing import document_bytes
from app.casework.office.law_in_force import shipped_calendar
from app.law.route.engine import Frame
from app.ui.base import theme
from app.ui.base.places import OpenCase
from app.ui.cases.acts.life_act_dialog import LifeActDialog
from app.ui.cases.acts.more_acts import MoreActsDialog
from app.ui.documents.notice_dialog import NoticeDialog
from app.ui.kit.chips import DateChip
from app.ui.kit.editors.field import FieldEditor
from app.ui.kit.editors.making import ChoiceEditor, ListEditor, LongTextEditor
from app.ui.shell.fault_dialogs import FaultReporter
from app.ui.shell.main_window import MainWindow

KEY = Qt.Key
PLAIN, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
WAIT = 10_000


def type_words(widget: QWidget, words: str) -> None:
    """Type Chinese the way an input method hands it over."""
    event = QInputMethodEvent("", [])
    event.setCommitString(words)
    QApplication.sendEvent(widget, event)


def closed(dialog: QDialog) -> bool:
    """Say whether a dialog is closed; what is closed is soon gone altogether."""
    return not isValid(dialog) or not dialog.isVisible()


class Clerk:
    """A window and a pair of hands."""

    def __init__(self, qtbot, window: MainWindow) -> None:
        self.qtbot, self.window = qtbot, window

    @property
    def page(self):
        return self.window.page("case")

    @property
    def view(self):
        return self.page.view

    @property
    def workspace(self):
        return self.window.desktop.workspace

    @property
    def held(self) -> QWidget:
        """Return what has the keyboard."""
        return QApplication.focusWidget()

    # the hands

    def press(self, key, modifier=PLAIN) -> None:
        self._take(QApplication.activeModalWidget() or self.window)
        self.qtbot.keyClick(self.held, key, modifier)
        QApplication.processEvents()  # what a page has just been given shows itself only then

    def tab_to(self, editor: QWidget) -> None:
        """Go to a field by Tab alone."""
        for _ in range(60):
            holder = self.held
            if holder is editor or editor.isAncestorOf(holder):
                return
            self.press(KEY.Key_Tab)
        raise AssertionError(f"Tab never reaches {editor.accessibleName() or editor}")

    def fill(self, editor: FieldEditor, value: object) -> None:
        """Put a value into the field that has the keyboard: typed, or chosen by digit or arrows."""
        if isinstance(editor, ListEditor):
            for place, row in enumerate(value):
                if place:
                    self.press(KEY.Key_Return)
                type_words(self.held, row)
        elif isinstance(editor, ChoiceEditor) and editor.segments is not None:
            self.press(KEY(KEY.Key_1 + editor.segments._values.index(value)))
        elif isinstance(editor, ChoiceEditor):
            self.press(KEY.Key_Home)
            while editor.value() != value:
                before = editor.box.currentIndex()
                self.press(KEY.Key_Down)
                assert editor.box.currentIndex() != before, f"{editor.label} has no {value}"
        else:
            self.press(KEY.Key_A, CONTROL)
            self.press(KEY.Key_Delete)
            type_words(self.held, str(value))

    # the eye

    def front(self, kind):
        """Wait for a dialog to stand in front and return it."""
        self.qtbot.waitUntil(lambda: self._open(kind) is not None, timeout=WAIT)
        dialog = self._open(kind)
        self._take(dialog)
        return dialog

    def closed(self, dialog: QDialog) -> None:
        self.qtbot.waitUntil(lambda: closed(dialog), timeout=WAIT)
        self._take(self.window)

    def chips(self) -> dict[str, str]:
        """Return the clocks of the case in front as their chips say them, by their names."""
        said = [chip.accessibleName() for chip in self.page.findChildren(DateChip) if chip.isVisibleTo(self.page)]
        return dict(each.split("，", 1) for each in said)

    def story(self) -> list[str]:
        """Return what the timeline of the case in front tells, the first thing first."""
        return [entry.what for entry in self.view.timeline]

    def text_of(self, number: str) -> str:
        """Return what an issued paper of this case says, read back from its PDF, without any space."""
        document = next(each for each in self.view.documents if each.number == number)
        pages = pypdf.PdfReader(io.BytesIO(document_bytes(self.workspace, document.id))).pages
        return "".join("".join(page.extract_text() for page in pages).split())

    def desk(self):
        """Go to the desk by its key and return it."""
        self.press(KEY.Key_1, CONTROL)
        # A button pressed by its shortcut is drawn pressed for a moment before it acts.
        self.qtbot.waitUntil(lambda: not self.window.frame.rail_buttons["desk"].isDown(), timeout=WAIT)
        assert self.window.frame.current_page() == "desk"
        return self.window.page("desk")

    # the work

    def open(self, case_id: int) -> None:
        self.window.go_to(OpenCase(case_id))
        self.qtbot.waitUntil(self.page.acts.buttons[0].hasFocus, timeout=WAIT)

    def register(self, frames: Sequence[Frame]) -> int:
        """Walk the wizard by keys to the answers of a route and register; return the case's id."""
        self.press(KEY.Key_F2)
        page = self.window.page("register")
        for frame in frames:
            self.qtbot.waitUntil(lambda f=frame: page.walk.route and page.walk.route.place == f.node_id, timeout=WAIT)
            question = page.walk.question
            for key, editor in question.editors.items():
                raw = frame.raw.get(key)
                if raw not in (None, "", []) and not editor.isHidden() and editor.value() != raw:
                    self.tab_to(editor)
                    self.fill(editor, raw)
            if frame.choice is not None:
                self.tab_to(question.answers)
                answers = [answer.key for answer in question.node.answers]
                self.press(KEY(KEY.Key_1 + answers.index(frame.choice)))
            held = next((each for each in question.editors.values() if each.isAncestorOf(self.held)), None)
            if isinstance(held, ListEditor | LongTextEditor):
                self.tab_to(page.on_button)
            self.press(KEY.Key_Return)
        self.qtbot.waitUntil(lambda: page.walk.question is None, timeout=WAIT)
        self.press(KEY.Key_Return)
        self.qtbot.waitUntil(lambda: page.done is not None, timeout=WAIT)
        return page.done.made.case_id

    def primary(self, word: str) -> None:
        """Press the act that has the keyboard, which must be this one."""
        assert self.held.text().startswith(word), self.held.text()
        self.press(KEY.Key_Return)

    def find(self, words: str) -> MoreActsDialog:
        """Open 更多办理 by its key and type into it."""
        self.press(KEY.Key_M, CONTROL)
        dialog = self.front(MoreActsDialog)
        type_words(dialog.search, words)
        return dialog

    def act(self, *, claims: Sequence[Mapping[str, str]] = (), **typed: str) -> LifeActDialog:
        """Fill the act in front, as it asks, and submit it from the last field."""
        dialog = self.front(LifeActDialog)
        wanted = [(dialog.fields.editors[key], value) for key, value in typed.items()]
        for block, said in zip(dialog.claims.blocks if dialog.claims else (), claims, strict=True):
            wanted += [(getattr(block, part), value) for part, value in said.items()]
        for editor, value in wanted:
            self.tab_to(editor)
            self.fill(editor, value)
        held = wanted[-1][0] if wanted else None
        self.press(KEY.Key_Return, CONTROL if hasattr(held, "paper") else PLAIN)
        return dialog

    def issue(self, name: str) -> str:
        """Issue the paper in front and close it; return its number."""
        dialog = self.front(NoticeDialog)
        assert name in dialog.windowTitle(), dialog.windowTitle()
        self.qtbot.waitUntil(lambda: dialog.preview.page_count() > 0, timeout=WAIT)
        self.qtbot.waitUntil(dialog.issue.hasFocus, timeout=WAIT)
        self.press(KEY.Key_Return)
        number = dialog.document.number
        self.qtbot.keyClick(dialog, KEY.Key_Escape)
        self.closed(dialog)
        return number

    def _take(self, window: QWidget) -> None:
        """Have a window in front with the keyboard in it; without a window manager nobody else sees to that."""

        def taken() -> bool:
            if not window.isActiveWindow():
                window.activateWindow()
                return False
            return self.held is not None

        self.qtbot.waitUntil(taken, timeout=WAIT)

    @staticmethod
    def _open(kind):
        found = [each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()]
        return found[-1] if found else None


@pytest.fixture
def sit_down(qtbot, qapp) -> Iterator[Callable[..., Clerk]]:
    """Open the whole window over a workspace and sit down at it."""
    theme.apply_theme(qapp)
    reporter, made = FaultReporter(), []

    def show(workspace) -> Clerk:
        window = MainWindow(workspace, shipped_calendar(), reporter)
        made.append(window)
        qtbot.addWidget(window)
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=WAIT)
        return Clerk(qtbot, window)

    yield show
    for window in made:
        window.close()
    reporter.uninstall()
