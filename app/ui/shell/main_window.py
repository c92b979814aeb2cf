"""The window of a signed-in person: the frame, its pages made when first needed, the lock, the way out."""

import importlib
from contextlib import suppress

from PySide6.QtCore import QElapsedTimer, QEvent, QSettings, QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QStackedLayout, QWidget

from app.casework.office.settings import IDLE_MINUTES, parameter
from app.casework.worklist.case_list import CasePage, find
from app.faults import UserFault
from app.law.dates.calendar import WorkCalendar
from app.models.workspace import Workspace
from app.ui.base import theme
from app.ui.base.desktop import Desktop, Page, Task
from app.ui.base.places import FROM_THE_RAIL, OpenCase, OpenDesk, Place, SearchCases
from app.ui.kit.buttons import press_focused_button
from app.ui.law.law_key import LawKey
from app.ui.shell.fault_dialogs import FaultReporter
from app.ui.shell.frame import Frame
from app.ui.shell.idle import IdleWatch
from app.ui.shell.lock_screen import LockScreen
from app.ui.shell.search_popup import SearchPopup

# Page name -> module, class, the rail's word to light. A page is imported when it is first asked for.
PAGES = {
    "desk": ("app.ui.desk.page", "DeskPage", "desk"),
    "register": ("app.ui.register.page", "RegisterPage", "register"),
    "cases": ("app.ui.cases.list_page", "CasesPage", "cases"),
    "case": ("app.ui.cases.case_page", "CasePage", "cases"),
    "documents": ("app.ui.documents.page", "DocumentsPage", "documents"),
    "ledger": ("app.ui.ledger.page", "LedgerPage", "ledger"),
    "map": ("app.ui.routemap.page", "RouteMapPage", "map"),
    "settings": ("app.ui.settings.page", "SettingsPage", "settings"),
}
_SIZE = QSize(1280, 720)
# What was said about one page is no news on the next, unless it was said in leaving it (ms).
_NEWS = 1_500


class MainWindow(QWidget):
    """Hold the frame and the lock; `closed` at the end, `signed_out` when somebody else wants to work.

    It owns the workspace from now on and closes it. `idle_milliseconds` overrides the office's parameter, for tests.
    """

    closed = Signal()
    signed_out = Signal()

    def __init__(
        self,
        workspace: Workspace,
        calendar: WorkCalendar,
        faults: FaultReporter,
        *,
        idle_milliseconds: int | None = None,
    ) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self.setWindowTitle(f"信访窗口 — {workspace.office.name}")
        self.setWindowIcon(theme.icon("window", "accent"))
        self._idle_milliseconds = idle_milliseconds
        self._faults = faults
        self._said = QElapsedTimer()
        self._open = True
        self._leaving = False
        self.memory = QSettings(str(workspace.folder / "window.ini"), QSettings.Format.IniFormat)
        self.desktop = Desktop(workspace, calendar, self)
        self.frame = Frame(office=workspace.office.name, user=workspace.actor.name)
        self.lock_screen = LockScreen(self.desktop)
        self._layers = QStackedLayout(self)
        self._layers.setContentsMargins(0, 0, 0, 0)
        self._layers.addWidget(self.frame)
        self._layers.addWidget(self.lock_screen)
        self._pages: dict[str, Page] = {}
        self.popup = SearchPopup(self.frame.search, self._find, self.frame)
        self.popup.case_chosen.connect(lambda case_id: self.go_to(OpenCase(case_id)))
        self.popup.all_wanted.connect(lambda text: self.go_to(SearchCases(text)))
        self.frame.page_requested.connect(lambda name: self.go_to(FROM_THE_RAIL[name]))
        self.frame.lock_requested.connect(self.lock)
        self.desktop.go.connect(self.go_to)
        self.desktop.say.connect(self._say)
        self.desktop.fault_found.connect(lambda exception: faults.show(exception, self))
        self.lock_screen.unlocked.connect(self._unlock)
        self.lock_screen.sign_out_requested.connect(self.sign_out)
        self.law_key = LawKey(self, self._cited, lambda: self._open and not self.locked)
        self.frame.law_requested.connect(self.law_key.open_law)
        self.idle = IdleWatch(self._idle_time(), self)
        self.idle.idle.connect(self.lock)
        self._size()
        self.go_to(OpenDesk())
        QTimer.singleShot(300, self._prefetch)

    @property
    def locked(self) -> bool:
        """Say whether the lock is in front."""
        return self._layers.currentWidget() is self.lock_screen

    def go_to(self, place: Place) -> None:
        """Bring the page of a place up with what was asked for, unless the page in front must not be left."""
        name = place.page
        front = self._pages.get(self.frame.current_page())
        page = self._page(name)
        if front is not None and front is not page and not front.leave():
            return
        if front is not page and self._said.hasExpired(_NEWS):
            self.frame.message.clear()
        self.frame.show_page(name, rail=PAGES[name][2])
        try:
            page.arrive(place)
        except UserFault as fault:
            self.desktop.say.emit("fault", str(fault))

    def page(self, name: str) -> Page:
        """Return a page, made when it is first asked for."""
        return self._page(name)

    def lock(self) -> None:
        """Cover everything; open dialogs are closed, for they would stay in front of the lock."""
        if self.locked or not self._open:
            return
        self.idle.stop()
        self.popup.hide()
        for other in QApplication.topLevelWidgets():
            if other is not self and other.isVisible():
                other.reject() if isinstance(other, QDialog) else other.close()
        self._layers.setCurrentWidget(self.lock_screen)
        _forget_texts()
        self.lock_screen.start()

    def sign_out(self) -> None:
        """Close this person's work and ask for another person's login."""
        self._leaving = True
        if self.close():
            self.signed_out.emit()
        self._leaving = False

    def _unlock(self) -> None:
        self._layers.setCurrentWidget(self.frame)
        self.idle.set_time(self._idle_time())
        if (page := self._pages.get(self.frame.current_page())) is not None:
            page.setFocus()

    def _page(self, name: str) -> Page:
        if name not in self._pages:
            module, kind, _rail = PAGES[name]
            page = getattr(importlib.import_module(module), kind)(self.desktop)
            if hasattr(page, "settings_changed"):
                page.settings_changed.connect(self._settings_changed)
            self._pages[name] = page
            self.frame.add_page(name, page, wide=getattr(page, "wide", False))
        return self._pages[name]

    def _cited(self) -> tuple[str, ...]:
        front = self._pages.get(self.frame.current_page())
        return front.cited() if front is not None else ()

    def _find(self, text: str, limit: int) -> CasePage | None:
        return self.desktop.attempt(lambda: find(self.desktop.workspace, text, limit))

    def _say(self, tone: str, text: str) -> None:
        self.frame.show_message(tone, text)
        self._said.start()

    def _settings_changed(self) -> None:
        self.frame.set_office(self.desktop.workspace.office.name)
        self.idle.set_time(self._idle_time())
        self.memory.setValue("text_scale", parameter(self.desktop.workspace, "text_scale"))

    def _idle_time(self) -> int:
        if self._idle_milliseconds is not None:
            return self._idle_milliseconds
        return int(parameter(self.desktop.workspace, IDLE_MINUTES)) * 60_000

    def _prefetch(self) -> None:
        def read_in(_task: Task) -> None:
            for module, _kind, _rail in PAGES.values():
                # A page that cannot be read in says so when it is asked for.
                with suppress(ImportError):
                    importlib.import_module(module)

        if self._open:
            self.desktop.start(read_in, lambda _none: None)
            theme.load_rare_font()

    def _size(self) -> None:
        kept = self.memory.value("window_size")
        room = self.screen().availableSize()
        self.resize((kept if isinstance(kept, QSize) else _SIZE).boundedTo(room))
        if not isinstance(kept, QSize) and 1000 <= room.width() <= 1440:
            self.setWindowState(self.windowState() | self.windowState().WindowMaximized)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the button that has focus, as people expect of it."""
        press_focused_button(self, event)
        if not event.isAccepted():
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Count work, and hear F1, in this window's own native window."""
        if event.type() == QEvent.Type.ActivationChange:
            self.idle.watch(self.windowHandle())
            self.law_key.watch(self.windowHandle())
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save what is typed, finish what runs, close the workspace."""
        front = self._pages.get(self.frame.current_page())
        if front is not None and not front.leave():
            event.ignore()
            return
        if self._open:
            self._open = False
            self.idle.stop()
            if not self.isMaximized():
                self.memory.setValue("window_size", self.size())
            self.memory.sync()
            self.desktop.wait()
            self.desktop.workspace.close()
            _forget_texts()
            if not self._leaving:
                self.closed.emit()
        event.accept()


def _forget_texts() -> None:
    """Let printing forget the words it has set; it is read in after the window is up."""
    from app.printing.fonts.book import forget_texts

    forget_texts()
