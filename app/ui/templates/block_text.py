"""The text of one block of a template: as high as its words, its fields lit, keys of the block left to the block."""

import re

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QSyntaxHighlighter, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from app.casework.templates.editing import FieldWords
from app.ui.base import theme

_TOKEN = re.compile(r"【([^【】\n]*)】?|\{+[^}]*\}*")
_BLOCK_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete, Qt.Key.Key_I)


class _Fields(QSyntaxHighlighter):
    """Blue for a field, red for what only looks like one."""

    def __init__(self, document: QTextDocument, words: FieldWords) -> None:
        super().__init__(document)
        self._words = words

    def highlightBlock(self, text: str) -> None:
        for found in _TOKEN.finditer(text):
            known = found[0].endswith("】") and self._words.is_field(found[1])
            look = QTextCharFormat()
            look.setForeground(theme.colour("accent" if known else "red"))
            look.setBackground(theme.colour("accent_weak" if known else "red_weak"))
            self.setFormat(found.start(), len(found[0]), look)


class BlockText(QPlainTextEdit):
    """Edit a text; Tab leaves, Alt with arrows, Ctrl+Enter, Ctrl+Delete, Ctrl+I and F2 go to the block."""

    def __init__(self, text: str, words: FieldWords, name: str) -> None:
        super().__init__(text)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._height = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._fields = _Fields(self.document(), words)
        self.textChanged.connect(self.fit)
        self.fit()

    def put(self, words: str) -> None:
        """Put words where the cursor is."""
        self.textCursor().insertText(words)
        self.setFocus()

    def fit(self) -> None:
        """Be as high as the words need."""
        lines = 0
        block = self.document().begin()
        while block.isValid():
            self.document().documentLayout().blockBoundingRect(block)  # lays the lines out first
            lines += max(1, block.layout().lineCount())
            block = block.next()
        # Told to the layout rather than fixed: a style sheet sets minimum heights of its own when it comes on.
        self._height = max(1, lines) * self.fontMetrics().lineSpacing() + theme.px(20)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Ask for exactly what the words need."""
        return QSize(super().sizeHint().width(), self._height)

    def minimumSizeHint(self) -> QSize:
        """Never be lower than the words."""
        return QSize(theme.px(120), self._height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew and fit."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+I and F2 from being taken as shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_blocks(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the keys of the block to it."""
        if self._is_blocks(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    @staticmethod
    def _is_blocks(event: QKeyEvent) -> bool:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        return (
            (control and event.key() in _BLOCK_KEYS)
            or (alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down))
            or event.key() == Qt.Key.Key_F2
        )
