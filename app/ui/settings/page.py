"""设置: sections at the left, the chosen one at the right."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.ui.base import theme
from app.ui.base.desktop import Desktop, Page
from app.ui.base.places import OpenSettings, Place
from app.ui.kit.header import PageHeader
from app.ui.kit.scroll import scrolled
from app.ui.settings.about import AboutSection
from app.ui.settings.backup import BackupSection
from app.ui.settings.calendar import CalendarSection
from app.ui.settings.checks import ChecksSection
from app.ui.settings.directory import DirectorySection
from app.ui.settings.local_rules import LocalRulesSection
from app.ui.settings.office import OfficeSection
from app.ui.settings.parameters import ParametersSection
from app.ui.settings.password import PasswordSection
from app.ui.settings.pathways import PathwaysSection
from app.ui.settings.recognise import RecogniseSection
from app.ui.settings.section import SettingsSection
from app.ui.settings.templates import TemplatesSection
from app.ui.settings.users import UsersSection
from app.ui.settings.wall import WallSection

SECTIONS: tuple[tuple[str, type[SettingsSection]], ...] = (
    ("office", OfficeSection),
    ("password", PasswordSection),
    ("users", UsersSection),
    ("parameters", ParametersSection),
    ("calendar", CalendarSection),
    ("local_rules", LocalRulesSection),
    ("pathways", PathwaysSection),
    ("directory", DirectorySection),
    ("templates", TemplatesSection),
    ("wall", WallSection),
    ("backup", BackupSection),
    ("checks", ChecksSection),
    ("recognise", RecogniseSection),
    ("about", AboutSection),
)


class _Entry(QPushButton):
    """A word in the list of sections; up and down go through them."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.setProperty("role", "rail")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setAccessibleName(word)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)


class SettingsPage(Page):
    """All sections; `arrive(OpenSettings(name))` opens one. `settings_changed` when the window must look again."""

    name = "settings"
    settings_changed = Signal()

    def __init__(self, desktop: Desktop) -> None:
        super().__init__(desktop)
        self.sections: dict[str, SettingsSection] = {}
        self.entries: dict[str, QPushButton] = {}
        self._stack = QStackedWidget()
        words = QWidget()
        words.setFixedWidth(theme.px(148))
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("tight"))
        for key, kind in SECTIONS:
            section = kind(desktop)
            section.changed.connect(self.settings_changed)
            section.setMaximumWidth(theme.px(760))
            self.sections[key] = section
            holder = QWidget()
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, theme.space("near"), 0)
            row.addWidget(section, 100)
            row.addStretch(1)
            self._stack.addWidget(scrolled(holder))
            entry = _Entry(section.title)
            entry.clicked.connect(lambda _on=False, key=key: self.open_section(key))
            self.entries[key] = entry
            column.addWidget(entry)
        column.addStretch(1)
        body = QHBoxLayout()
        body.setSpacing(theme.space("far"))
        listed = scrolled(words)  # on a small screen the words are higher than the window
        listed.setFixedWidth(theme.px(164))
        body.addWidget(listed)
        body.addWidget(self._stack, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.space("wide"))
        whole.addWidget(PageHeader("设置"))
        whole.addLayout(body, 1)
        self._current = "office"

    def arrive(self, place: Place | None = None) -> None:
        """Show the section asked for, else the one shown last."""
        if isinstance(place, OpenSettings) and place.section in self.sections:
            self.open_section(place.section)
            self.sections[place.section].start()
        else:
            self.open_section(self._current)
            self.entries[self._current].setFocus()

    def leave(self) -> bool:
        """Forget typed passwords when the page is left."""
        for key in ("password", "users"):
            self.sections[key].arrive()
        return True

    def open_section(self, key: str) -> None:
        """Turn to a section."""
        self._current = key
        for known, entry in self.entries.items():
            entry.setChecked(known == key)
        self._stack.setCurrentIndex([name for name, _ in SECTIONS].index(key))
        self.sections[key].arrive()
