"""路线图: the whole map of the office's role, and one case's way over it."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSplitter, QVBoxLayout, QWidget

from app.casework.office.law_in_force import clock_rules, life_pack, rule_pack
from app.casework.templates.names import document_names
from app.casework.views.case_map import case_map
from app.casework.views.case_path import CasePath, case_path
from app.casework.views.route_maps import SOURCE, guide_map, office_map, poster, svg_of
from app.law.text.articles import load_regulation
from app.routemap.graph import map_graph
from app.routemap.places import place_facts
from app.ui.base import theme
from app.ui.base.desktop import Desktop, Page
from app.ui.base.places import OpenCase, OpenMap, Place
from app.ui.base.shortcuts import Shortcut
from app.ui.kit.buttons import IconButton, PlainButton, PrimaryButton
from app.ui.kit.card import Card
from app.ui.kit.header import PageHeader
from app.ui.routemap.map_acts import MapActs
from app.ui.routemap.place_panel import PlacePanel
from app.ui.routemap.view import MapView

_PANEL = 300

# The words of a menu, each with what it does.
Entries = tuple[tuple[str, Callable[[], None]], ...]


class RouteMapPage(Page):
    """Show the map; `arrive(OpenMap(case_id))` lights that case's way, without one it is the plain map."""

    name = "map"
    wide = True

    def __init__(self, desktop: Desktop) -> None:
        super().__init__(desktop)
        self.path: CasePath | None = None
        self.acts = MapActs(desktop, self)
        self.view = MapView()
        self._names: Mapping[str, str] = {}
        self._name_documents()
        self.panel = PlacePanel(load_regulation())
        self.print_case = PrimaryButton("打印本件路线图", shortcut=Shortcut.PRINT.value, icon="print")
        self.print_case.clicked.connect(self._print_case)
        self.whole = PlainButton("不看本件，看全图")
        self.whole.clicked.connect(lambda: self.arrive(OpenMap()))
        self.to_case = PlainButton("回到本件")
        self.to_case.clicked.connect(lambda: self.path and desktop.go.emit(OpenCase(self.path.case_id)))
        self.print_menu = self._menu("打印", "print", self._printing())
        self.save_menu = self._menu("另存", "export", self._saving())
        self.smaller = IconButton("zoom-out", "缩小")
        self.larger = IconButton("zoom-in", "放大")
        self.smaller.clicked.connect(lambda: self.view.zoom_by(-1))
        self.larger.clicked.connect(lambda: self.view.zoom_by(1))
        self.fit = PlainButton("看全图", shortcut=Shortcut.ZOOM_FIT.value)
        self.fit.clicked.connect(self.view.fit)
        self.smaller.setToolTip(f"缩小（{Shortcut.ZOOM_OUT.value}）")
        self.larger.setToolTip(f"放大（{Shortcut.ZOOM_IN.value}）")
        # Ctrl+= is the key of Ctrl++ without Shift.
        for keys, steps in ((Shortcut.ZOOM_IN.value, 1), ("Ctrl+=", 1), (Shortcut.ZOOM_OUT.value, -1)):
            QShortcut(QKeySequence(keys), self, lambda steps=steps: self.view.zoom_by(steps))
        self.header = PageHeader("路线图", SOURCE)
        self.header.set_actions((self.save_menu, self.print_menu), self.print_case)
        tools = QHBoxLayout()
        tools.setSpacing(theme.space("tight"))
        # What is about one case stands below the map: five buttons in the head are wider than a small screen.
        for tool in (self.smaller, self.larger, self.fit, self.whole, self.to_case):
            tools.addWidget(tool)
        tools.addStretch(1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("tight"))
        column.addWidget(self.view, 1)
        column.addLayout(tools)
        side = Card()
        side.add(self.panel, 1)
        side.setMinimumWidth(theme.px(240))
        self.parts = QSplitter(Qt.Orientation.Horizontal)
        self.parts.setChildrenCollapsible(False)
        self.parts.addWidget(left)
        self.parts.addWidget(side)
        self.parts.setStretchFactor(0, 1)
        self.parts.setStretchFactor(1, 0)
        self.parts.setSizes([10_000, theme.px(_PANEL)])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.space("normal"))
        whole.addWidget(self.header)
        whole.addWidget(self.parts, 1)
        self.setFocusProxy(self.view)
        self.view.canvas.chosen.connect(self.show_place)
        self.view.canvas.opened.connect(self.open_place)
        self.panel.go.connect(self._follow)
        self.show_place(self.view.canvas.current)

    def arrive(self, place: Place | None = None) -> None:
        """Show the plain map, or a case's way over it."""
        canvas = self.view.canvas
        self._name_documents()
        self.path = None
        if isinstance(place, OpenMap) and (case_id := place.case_id) is not None:
            self.path = self.desktop.attempt(lambda: case_path(self.desktop.workspace, case_id))
        lit = self.path
        role = self._graph.role_name
        if lit is None:
            canvas.set_case((), {}, "")
            self.header.set_title(f"路线图　{role}", f"方向键沿着路走，回车或点一格看条文。{SOURCE}")
        else:
            canvas.set_case(lit.places, lit.notes, lit.state)
            sealed = "密封件只显示状态和日期。" if lit.sealed else "亮的是本件走过的路，琥珀色的一格是现在。"
            self.header.set_title(f"路线图　{lit.number}", sealed)
        self.print_case.setVisible(lit is not None and not lit.sealed)
        self.whole.setVisible(lit is not None)
        self.to_case.setVisible(lit is not None)
        if lit is not None:
            canvas.set_current(lit.state)
        self.show_place(canvas.current)
        # The size is known when the page has come up.
        QTimer.singleShot(0, self.view.fit if lit is None else lambda: self.view.read_at(lit.state))
        canvas.setFocus()

    def show_place(self, name: str) -> None:
        """Describe a place beside the map."""
        facts = place_facts(name, self._graph, rule_pack(), life_pack(), clock_rules(), self._names)
        self.panel.show_place(facts, self.path.notes.get(name, ()) if self.path else ())

    def cited(self) -> tuple[str, ...]:
        """Return the places of the Regulation that the current place stands on."""
        return self.panel.refs

    def open_place(self, name: str) -> None:
        """Describe a place and come near it."""
        self.show_place(name)
        self.view.read_at(name)

    def _name_documents(self) -> None:
        """Draw the map anew when the office calls its documents something else than it did."""
        names = document_names(self.desktop.workspace)
        if names == self._names:
            return
        self._names, role = names, self.desktop.workspace.office.role
        self._graph = map_graph(rule_pack(), life_pack(), clock_rules(), role, names)
        self.view.set_drawing(office_map(role, self.desktop.workspace))

    def _follow(self, name: str) -> None:
        self.view.canvas.set_current(name)
        self.view.read_at(name)
        self.view.canvas.setFocus()

    def _menu(self, word: str, icon: str, entries: Entries) -> PlainButton:
        button = PlainButton(word, icon=icon)
        menu = QMenu(button)
        for text, act in entries:
            menu.addAction(text, act)
        button.setMenu(menu)
        return button

    def _printing(self) -> Entries:
        workspace, acts = self.desktop.workspace, self.acts
        return (
            ("挂图 A3", lambda: acts.print("路线图挂图", lambda: poster(workspace, "A3"), "A3", landscape=True)),
            ("挂图 A2", lambda: acts.print("路线图挂图", lambda: poster(workspace, "A2"), "A2", landscape=True)),
            ("挂图 A2，用两张 A3 拼", lambda: acts.print("路线图挂图", lambda: poster(workspace, "A3x2"), "A3")),
            ("导引图 A4", lambda: acts.print("导引图", lambda: guide_map(workspace, "A4"), "A4")),
            ("导引图 A3", lambda: acts.print("导引图", lambda: guide_map(workspace, "A3"), "A3")),
        )

    def _saving(self) -> Entries:
        workspace, acts = self.desktop.workspace, self.acts
        role = workspace.office.role
        return (
            ("挂图 PDF（A3）…", lambda: acts.save("路线图挂图_A3", lambda: poster(workspace, "A3"))),
            ("挂图 PDF（A2）…", lambda: acts.save("路线图挂图_A2", lambda: poster(workspace, "A2"))),
            ("挂图 PDF（两张 A3 拼 A2）…", lambda: acts.save("路线图挂图_两张A3", lambda: poster(workspace, "A3x2"))),
            ("全图 SVG…", lambda: acts.save("路线图", lambda: svg_of(role, workspace).encode("utf-8"), "svg")),
            ("导引图 PDF（A4）…", lambda: acts.save("导引图_A4", lambda: guide_map(workspace, "A4"))),
            ("导引图 PDF（A3）…", lambda: acts.save("导引图_A3", lambda: guide_map(workspace, "A3"))),
        )

    def _print_case(self) -> None:
        if self.path is not None:
            case_id = self.path.case_id
            self.acts.print("本件路线图", lambda: case_map(self.desktop.workspace, case_id), "A4")
