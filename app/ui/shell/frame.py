"""The frame around every page: the rail, the bar on top, the place for messages and for the page."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.ui.base import theme
from app.ui.base.shortcuts import Shortcut
from app.ui.kit.buttons import PlainButton
from app.ui.kit.messages import MessageBar
from app.ui.kit.search_box import SearchBox
from app.ui.kit.sign import Sign
from app.ui.kit.words import Words

# (page name, word, icon, shortcut)
RAIL = (
    ("desk", "工作台", "desk", Shortcut.DESK),
    ("register", "来访登记", "register", Shortcut.REGISTER_PAGE),
    ("cases", "信访事项", "cases", Shortcut.CASES),
    ("documents", "文书", "documents", Shortcut.DOCUMENTS),
    ("ledger", "台账", "ledger", Shortcut.LEDGER),
    ("map", "路线图", "route", Shortcut.MAP),
    ("settings", "设置", "settings", Shortcut.SETTINGS),
)


class Frame(QWidget):
    """Hold the pages. It turns no page by itself: it asks, by `page_requested(name)`, and shows by `show_page`.

    Signals: `page_requested(str)` from the rail, Ctrl+1..7 and F2; `search_changed(str)` while typing;
    `search_submitted(str)` at Enter; `lock_requested`; `law_requested`. Other pages than those of the rail may be
    added too, such as one case; the rail then keeps the lit word that `show_page(..., rail=...)` names.
    """

    page_requested = Signal(str)
    search_changed = Signal(str)
    search_submitted = Signal(str)
    lock_requested = Signal()
    law_requested = Signal()

    def __init__(self, *, office: str = "", user: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._pages: dict[str, QWidget] = {}
        self._holders: dict[str, QWidget] = {}
        self.rail_buttons: dict[str, QPushButton] = {}
        self.message = MessageBar()
        self._stack = QStackedWidget()
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self._top(office, user))
        slot = QHBoxLayout()
        edge = theme.space("far")
        slot.setContentsMargins(edge, 0, edge, 0)
        slot.addStretch(0)
        self.message.setMaximumWidth(theme.size("content"))
        slot.addWidget(self.message, 1)
        slot.addStretch(0)
        self._slot = QWidget()
        self._slot.setLayout(slot)
        right.addSpacing(theme.space("near"))
        right.addWidget(self._slot)
        right.addWidget(self._stack, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._rail())
        whole.addLayout(right, 1)
        for keys, act in (
            (Shortcut.SEARCH, self.focus_search),
            (Shortcut.LOCK, self.lock_requested.emit),
            (Shortcut.REGISTER, lambda: self.page_requested.emit("register")),
        ):
            QShortcut(QKeySequence(keys.value), self, act)

    def add_page(self, name: str, widget: QWidget, *, wide: bool = False) -> None:
        """Add a page; a page of the same name is replaced. Content is centred, at most 1,200 px, unless `wide`."""
        if name in self._holders:
            old = self._holders.pop(name)
            self._stack.removeWidget(old)
            old.deleteLater()
        holder = QWidget()
        row = QHBoxLayout(holder)
        edge = theme.space("far")
        row.setContentsMargins(edge, theme.space("near"), edge, theme.space("wide"))
        row.addStretch(0)
        if not wide:
            widget.setMaximumWidth(theme.size("content"))
        row.addWidget(widget, 1)
        row.addStretch(0)
        self._stack.addWidget(holder)
        self._pages[name], self._holders[name] = widget, holder

    def show_page(self, name: str, *, rail: str | None = None) -> None:
        """Bring a page to the front and light its word in the rail (`rail`, else the page's own name)."""
        self._stack.setCurrentWidget(self._holders[name])
        for known, button in self.rail_buttons.items():
            button.setChecked(known == (rail or name))
        self._light_icons()

    def page(self, name: str) -> QWidget:
        """Return the page that was added under this name."""
        return self._pages[name]

    def current_page(self) -> str:
        """Return the name of the page in front, or an empty text."""
        front = self._stack.currentWidget()
        return next((name for name, holder in self._holders.items() if holder is front), "")

    def set_office(self, office: str) -> None:
        """Show the office's name."""
        self._office.setText(office)

    def show_message(
        self, kind: str, text: str, *, action: str = "", then: Callable[[], object] | None = None
    ) -> None:
        """Show a message about the page (`info`, `success`, `warning`, `fault`); see MessageBar.show_message."""
        self.message.show_message(kind, text, action=action, then=then)

    def focus_search(self) -> None:
        """Go to the search box and mark what is in it."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _rail(self) -> QFrame:
        rail = QFrame()
        rail.setProperty("role", "rail")
        rail.setFixedWidth(theme.size("rail"))
        column = QVBoxLayout(rail)
        column.setContentsMargins(theme.px(10), theme.px(14), theme.px(10), theme.px(14))
        column.setSpacing(theme.space("tight"))
        brand = QHBoxLayout()
        brand.setContentsMargins(theme.px(10), 0, 0, theme.space("wide"))
        brand.setSpacing(theme.px(8))
        mark = Sign("window", "accent", 24)
        brand.addWidget(mark)
        brand.addWidget(Words("信访窗口", "section", wrap=False))
        brand.addStretch(1)
        column.addLayout(brand)
        for name, word, icon, keys in RAIL:
            if name == "settings":
                column.addStretch(1)
            button = QPushButton(word)
            button.setProperty("role", "rail")
            button.setProperty("icon_name", icon)
            button.setCheckable(True)
            button.setIconSize(QSize(theme.size("icon"), theme.size("icon")))
            button.setShortcut(QKeySequence(keys.value))
            button.setToolTip(f"{word}（{keys.value}）")
            button.setAccessibleName(word)
            button.setAccessibleDescription(f"快捷键 {keys.value}")
            button.clicked.connect(lambda _on=False, name=name: self._ask(name))
            self.rail_buttons[name] = button
            column.addWidget(button)
        self._light_icons()
        return rail

    def _ask(self, name: str) -> None:
        # A click must not light the word before the page is really shown: the owner may refuse to leave a page.
        lit = self.current_page()
        if lit in self.rail_buttons:
            for known, button in self.rail_buttons.items():
                button.setChecked(known == lit)
        else:
            self.rail_buttons[name].setChecked(False)
        self.page_requested.emit(name)

    def _light_icons(self) -> None:
        for button in self.rail_buttons.values():
            token = "accent" if button.isChecked() else "second_ink"
            button.setIcon(theme.icon(button.property("icon_name"), token))

    def _top(self, office: str, user: str) -> QFrame:
        top = QFrame()
        top.setProperty("role", "top")
        top.setFixedHeight(theme.size("top_bar"))
        self.search = SearchBox()
        self.search.textChanged.connect(self.search_changed)
        self.search.returnPressed.connect(lambda: self.search_submitted.emit(self.search.text()))
        self._office = Words(office, "second", wrap=False)
        self._user = Words(user, "strong", wrap=False)
        person = Sign("user", "second_ink", 18)
        self.lock = PlainButton("锁定", icon="lock")
        self.lock.setToolTip(f"锁定（{Shortcut.LOCK.value}）")
        self.lock.clicked.connect(self.lock_requested)
        self.law = PlainButton("条例", icon="article")
        self.law.setToolTip(f"《信访工作条例》（{Shortcut.LAW.value}）")
        self.law.setAccessibleDescription(f"快捷键 {Shortcut.LAW.value}")
        self.law.clicked.connect(self.law_requested)
        row = QHBoxLayout(top)
        row.setContentsMargins(theme.space("far"), 0, theme.space("far"), 0)
        row.setSpacing(theme.space("near"))
        row.addWidget(self.search, 3)
        row.addStretch(2)
        row.addWidget(self._office)
        row.addSpacing(theme.space("near"))
        row.addWidget(person)
        row.addWidget(self._user)
        row.addSpacing(theme.space("near"))
        row.addWidget(self.law)
        row.addWidget(self.lock)
        return top
