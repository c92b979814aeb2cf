"""One article as it is printed, with what is cited of it shaded and what was searched for marked."""

from collections.abc import Iterator, Sequence
from typing import Protocol, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from app.law.text.articles import Citation
from app.ui.base import theme

_LINE_HEIGHT = 130
_PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value


class ArticleText(QTextEdit):
    """Read-only, plain text; it can be walked through and selected by keys."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sight = (0, 0)
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(self.textInteractionFlags() | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.document().setDocumentMargin(theme.space("normal"))

    def show_citation(self, citation: Citation, words: Sequence[str]) -> int:
        """Show the whole article; return how many hits of the words are marked in it."""
        # A shorter text takes the scroll bar away, which is a resize: the place of the former text is none in this one.
        self._sight = (0, 0)
        self.setPlainText(citation.article_text)
        self.setAccessibleName(f"{citation.place}：{citation.article_text}")
        self._space_lines()
        marks = [*self._cited(citation), *self._hits(citation.article_text, words)]
        self.setExtraSelections(marks)
        self._sight = _span(citation) if "/" in citation.ref else (0, 0)
        self._bring_into_sight()
        return len(marks) - len(self._cited(citation))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what is cited in sight; before the window was shown nothing had its height yet."""
        super().resizeEvent(event)
        self._bring_into_sight()

    def marked(self) -> tuple[str, ...]:
        """Return the pieces of text that are shaded or marked, in order."""
        return tuple(_of(mark).cursor.selectedText() for mark in self.extraSelections())

    def _bring_into_sight(self) -> None:
        # From the end first, so that the beginning comes into sight with as much of the rest as fits.
        cursor = QTextCursor(self.document())
        for place in reversed(self._sight):
            cursor.setPosition(place)
            self.setTextCursor(cursor)
            self.ensureCursorVisible()
        if self._sight == (0, 0):
            self.verticalScrollBar().setValue(0)

    def _space_lines(self) -> None:
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        lines = QTextBlockFormat()
        lines.setLineHeight(_LINE_HEIGHT, _PROPORTIONAL)
        lines.setBottomMargin(theme.space("near"))
        cursor.mergeBlockFormat(lines)

    def _cited(self, citation: Citation) -> list[QTextEdit.ExtraSelection]:
        if "/" not in citation.ref:
            return []
        start, end = _span(citation)
        return [self._mark(start, end, "accent_weak")]

    def _hits(self, text: str, words: Sequence[str]) -> list[QTextEdit.ExtraSelection]:
        return [self._mark(start, end, "amber_weak", strong=True) for start, end in _places(text, words)]

    def _mark(self, start: int, end: int, token: str, *, strong: bool = False) -> QTextEdit.ExtraSelection:
        mark, cursor = QTextEdit.ExtraSelection(), QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        look = QTextCharFormat()
        look.setBackground(theme.colour(token))
        if strong:  # underlined too: never by colour alone
            look.setForeground(theme.colour("amber"))
            look.setFontUnderline(True)
        _of(mark).cursor, _of(mark).format = cursor, look
        return mark


class _Fields(Protocol):
    """The fields of a `QTextEdit.ExtraSelection`, which the stubs of Qt leave out."""

    cursor: QTextCursor
    format: QTextCharFormat


def _of(mark: QTextEdit.ExtraSelection) -> _Fields:
    return cast(_Fields, mark)


def _span(citation: Citation) -> tuple[int, int]:
    start = citation.article_text.find(citation.text)
    return max(0, start), max(0, start) + len(citation.text)


def _places(text: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    for word in dict.fromkeys(words):
        start = text.find(word)
        while start >= 0:
            yield start, start + len(word)
            start = text.find(word, start + len(word))
