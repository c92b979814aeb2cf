"""The list beside the law: what is cited in front, the articles by chapter, or what a search found."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from app.law.text.articles import Citation, Regulation
from app.ui.base import theme

_REF = Qt.ItemDataRole.UserRole
_ITEM_MARK = re.compile(r"^（[一二三四五六七八九十]+）")  # the place says it already
_BEFORE = 6
_SNIPPET = 60


class PlaceList(QListWidget):
    """Rows of places; `lit(ref)` follows the arrows, headings between them are passed over."""

    lit = Signal(str)

    def __init__(self, regulation: Regulation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._regulation = regulation
        self.setProperty("role", "popup")
        self.setAccessibleName("条文目录")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.currentItemChanged.connect(self._light)

    def show_contents(self, cited: Sequence[str]) -> None:
        """List what is cited, then all articles by chapter; light the first that is cited."""
        self._begin()
        if cited:
            self._heading("这里引用的")
            for ref in cited:
                self._place(self._regulation.cite(ref), "")
        for chapter in self._regulation.chapters:
            self._heading(chapter.heading)
            for article in chapter.articles:
                self._place(self._regulation.cite(str(article.number)), "")
        self._end(bool(cited))

    def show_found(self, found: Sequence[Citation], words: Sequence[str]) -> None:
        """List what a search found, each with the words around the first hit."""
        self._begin()
        for citation in found:
            self._place(citation, next((word for word in words if word in citation.text), ""))
        self._end(bool(found))

    def light(self, ref: str) -> None:
        """Light a place, without asking whether it is listed twice."""
        for row in range(self.count()):
            if self.item(row).data(_REF) == ref:
                self.setCurrentRow(row)
                self.scrollToItem(self.item(row), QAbstractItemView.ScrollHint.PositionAtCenter)
                return

    def refs(self) -> tuple[str, ...]:
        """Return the places in order, headings left out."""
        found = (self.item(row).data(_REF) for row in range(self.count()))
        return tuple(ref for ref in found if ref)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Enter and Esc to the window."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _begin(self) -> None:
        self.blockSignals(True)
        self.clear()

    def _end(self, light: bool) -> None:
        self.blockSignals(False)
        rows = (row for row in range(self.count()) if self.item(row).data(_REF))
        first = next(rows, None)
        if first is not None and light:
            self.setCurrentRow(first)
        self.scrollToTop()

    def _heading(self, text: str) -> None:
        item = QListWidgetItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setFont(theme.font("small", medium=True))
        item.setForeground(theme.colour("second_ink"))
        item.setSizeHint(QSize(0, theme.px(34)))
        item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        self.addItem(item)

    def _place(self, citation: Citation, hit: str) -> None:
        words = _ITEM_MARK.sub("", citation.text.removeprefix(citation.place).strip())
        item = QListWidgetItem(f"{citation.place}　{_around(words, hit)}")
        item.setData(_REF, citation.ref)
        item.setToolTip(citation.place)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{citation.place} {words[:_SNIPPET]}")
        self.addItem(item)

    def _light(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(_REF):
            self.lit.emit(item.data(_REF))


def _around(text: str, hit: str) -> str:
    start = max(0, text.find(hit) - _BEFORE) if hit else 0
    line = text[start : start + _SNIPPET].replace("\n", " ")
    return f"…{line}" if start else line
