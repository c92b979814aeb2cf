"""Beside the map: one place in full, its articles word for word."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.law.text.articles import Regulation
from app.routemap.places import PlaceFacts
from app.ui.base import theme
from app.ui.kit.scroll import ScrollColumn
from app.ui.kit.views.article import ArticleView
from app.ui.kit.words import Words


class _WayLink(QPushButton):
    """A way out of a place, its words wrapped."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setProperty("role", "fold")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(text)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        words = Words(text, tone="accent")
        words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._whole = column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(4), theme.px(2), 0, theme.px(2))
        column.addWidget(words)

    def sizeHint(self) -> QSize:
        return self._whole.totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._whole.totalMinimumSize()


class PlacePanel(QWidget):
    """Show a place: what it asks, where it leads, papers, clocks, articles; `go(id)` when a way is chosen."""

    go = Signal(str)

    def __init__(self, regulation: Regulation) -> None:
        super().__init__()
        self._regulation = regulation
        self.setAccessibleName("这一格的说明")
        self.title = Words("", "section")
        self.articles = ArticleView(unfolded=1)
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(0, 0, theme.space("near"), 0)
        self._column.setSpacing(theme.space("near"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.space("near"))
        whole.addWidget(self.title)
        self._scroll = ScrollColumn(self._content)
        whole.addWidget(self._scroll, 1)
        self.shown = ""
        self.refs: tuple[str, ...] = ()

    def show_place(self, facts: PlaceFacts, noted: Sequence[str] = ()) -> None:
        """Show a place, with what is noted of the case there."""
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.shown, self.refs = facts.id, facts.refs
        self.title.setText(facts.title)
        self._add(Words(facts.kind, "second"))
        for line in noted:
            self._add(Words(f"本件：{line}", "strong", tone="accent"))
        if facts.words:
            self._add(Words(facts.words, selectable=True))
        if facts.help:
            self._add(Words(facts.help, "second", selectable=True))
        self._lines("文书", facts.papers)
        self._lines("期限", facts.clocks)
        if facts.ways:
            self._add(Words("去路", "strong"))
            for way in facts.ways:
                link = _WayLink(f"{way.label} → {way.title}" if way.label else f"→ {way.title}")
                link.clicked.connect(lambda _on=False, end=way.end: self.go.emit(end))
                self._add(link)
        self.articles = ArticleView(
            [(cited.label, cited.text) for cited in map(self._regulation.cite, facts.refs)], unfolded=2
        )
        self._add(self.articles)
        self._column.addStretch(1)
        self._scroll.verticalScrollBar().setValue(0)

    def _lines(self, heading: str, lines: Sequence[str]) -> None:
        if any(lines):
            self._add(Words(heading, "strong"))
            for line in lines:
                self._add(Words(line, selectable=True))

    def _add(self, widget: QWidget) -> None:
        self._column.addWidget(widget)
        widget.show()
