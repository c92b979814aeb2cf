"""Fields for words and numbers that are typed."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QStringListModel, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QPlainTextEdit, QWidget

from app.ui.base import theme
from app.ui.kit.buttons import LinkButton
from app.ui.kit.editors.field import FieldEditor
from app.ui.kit.words import Words


class TextEditor(FieldEditor):
    """One line of text; `suggestions` are offered as one types, anything else may be typed too. Value: str."""

    def __init__(
        self,
        key: str,
        label: str,
        *,
        required: bool = True,
        help: str = "",
        placeholder: str = "",
        suggestions: Sequence[str] = (),
        width: int = 0,
        secret: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(key, label, required=required, help=help, parent=parent)
        self.line = QLineEdit()
        self.line.setPlaceholderText(placeholder)
        if width:
            self.line.setMaximumWidth(theme.px(width))
        if secret:
            self.line.setEchoMode(QLineEdit.EchoMode.Password)
        if suggestions:
            self.set_suggestions(suggestions)
        self._place(self.line)
        self.line.textEdited.connect(self.edited)
        self.line.returnPressed.connect(self._entered)

    def set_suggestions(self, suggestions: Sequence[str]) -> None:
        """Offer these as one types; any part of them may be typed."""
        if (known := self.line.completer()) is not None:  # the list that drops down is made once and stays
            known.setModel(QStringListModel(list(suggestions), known))
            return
        completer = QCompleter(list(suggestions), self.line)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.popup().setProperty("role", "popup")
        completer.activated.connect(lambda _text: self.edited.emit())
        self.line.setCompleter(completer)

    def _entered(self) -> None:
        if not choosing(self.line):
            self.submitted.emit()

    def offer(self, lead: str, words: Sequence[str]) -> None:
        """Offer a few texts under the line, each a button that writes it there."""
        self._column.insertWidget(2, Words(lead, "help"))
        before: QWidget = self.line
        for place, word in enumerate(words):
            button = LinkButton(word)
            button.setAccessibleName(f"{self.label}填“{word}”")
            button.clicked.connect(lambda _on=False, word=word: self._take(word))
            self._column.insertWidget(3 + place, button, 0, Qt.AlignmentFlag.AlignLeft)
            QWidget.setTabOrder(before, button)  # one made later would come last of the whole window
            before = button

    def _take(self, word: str) -> None:
        self.line.setText(word)
        self.line.setFocus()
        self.edited.emit()

    def value(self) -> str:
        return self.line.text()

    def set_value(self, raw: object) -> None:
        self.line.setText("" if raw is None else str(raw))

    def show_beginning(self) -> None:
        """Show the first words of a text that is longer than the line."""
        self.line.home(False)


def choosing(line: QLineEdit) -> bool:
    """Say whether Enter takes a suggestion that is lit now, and so is no end of the typing."""
    completer = line.completer()
    popup = completer.popup() if completer is not None else None
    return popup is not None and popup.isVisible() and popup.currentIndex().isValid()


class IntEditor(TextEditor):
    """A number as typed, with its unit beside it by `unit`; full-width digits become plain. Value: str."""

    def __init__(
        self,
        key: str,
        label: str,
        *,
        required: bool = True,
        help: str = "",
        unit: str = "",
        parent: QWidget | None = None,
    ) -> None:
        name = f"{label}（{unit}）" if unit else label
        super().__init__(key, name, required=required, help=help, width=140, parent=parent)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)

    def value(self) -> str:
        return self.line.text().translate(str.maketrans("０１２３４５６７８９", "0123456789"))


class _Paper(QPlainTextEdit):
    """A text box in which Tab leaves (Ctrl+Tab types one), so that the keyboard is never caught."""

    def __init__(self, editor: FieldEditor) -> None:
        super().__init__()
        self._editor = editor
        self.setTabChangesFocus(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._editor.submitted.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.ensureCursorVisible()


class LongTextEditor(FieldEditor):
    """Several lines of text with a character count; Ctrl+Enter submits. Value: str.

    `limit` only colours the count (amber past it): a long account is never cut off while it is typed.
    """

    def __init__(
        self,
        key: str,
        label: str,
        *,
        required: bool = True,
        help: str = "",
        limit: int = 0,
        lines: int = 5,
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(key, label, required=required, help=help, parent=parent)
        self._limit = limit
        self.paper = _Paper(self)
        self.paper.setPlaceholderText(placeholder)
        line = self.paper.fontMetrics().lineSpacing()
        self.paper.setMinimumHeight(line * max(lines, 2) + theme.px(22))
        self.count = Words("", "small", wrap=False)
        self._head.addWidget(self.count)
        self._place(self.paper)
        self.paper.textChanged.connect(self._typed)
        self._show_count()

    def value(self) -> str:
        return self.paper.toPlainText()

    def set_value(self, raw: object) -> None:
        with QSignalBlocker(self.paper):
            self.paper.setPlainText("" if raw is None else str(raw))
        self._show_count()

    def _typed(self) -> None:
        self._show_count()
        self.edited.emit()

    def _show_count(self) -> None:
        # Counted as the reader counts: a rare character of the supplementary planes is one, not two.
        length = len(self.value())
        self.count.setText(f"{length:,} / {self._limit:,} 字" if self._limit else f"{length:,} 字")
        self.count.set_tone("amber" if self._limit and length > self._limit else "")
