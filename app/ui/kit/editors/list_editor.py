"""Several names, or several claims: one a row."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QCompleter, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.ui.base import theme
from app.ui.kit.buttons import IconButton, LinkButton
from app.ui.kit.editors.field import FieldEditor
from app.ui.kit.editors.text_editors import choosing
from app.ui.kit.words import Words


class _RowLine(QLineEdit):
    """One row; tells the list of Enter, of a deletion in an empty row, of up and down, of many lines pasted."""

    entered = Signal()
    emptied = Signal()
    moved = Signal(int)
    pasted = Signal(list)

    def __init__(self, text: str, number: Words, holder: QWidget) -> None:
        super().__init__(text)
        self.number, self.holder = number, holder

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressed = event.key()
        if event.matches(QKeySequence.StandardKey.Paste):
            lines = [line.strip() for line in QApplication.clipboard().text().splitlines() if line.strip()]
            if len(lines) > 1:
                self.pasted.emit(lines)
                return
        if pressed in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if choosing(self):
                event.ignore()  # the list of suggestions takes it
            else:
                self.entered.emit()
        elif pressed in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and not self.text():
            self.emptied.emit()
        elif pressed in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(1 if pressed == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)


class ListEditor(FieldEditor):
    """One row each. Enter adds a row below (in an empty last row it submits), Backspace or Delete in an empty row
    removes it, up and down move, several lines pasted become several rows. `suggestions` are offered in each row.
    Value: list of the rows that hold something (list[str]).
    """

    def __init__(
        self,
        key: str,
        label: str,
        *,
        noun: str = "一行",
        required: bool = True,
        help: str = "",
        suggestions: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(key, label, required=required, help=help, parent=parent)
        self._noun = noun
        self._suggestions = QStringListModel(list(suggestions), self) if suggestions else None
        self.lines: list[_RowLine] = []
        self.count = Words("", "small", wrap=False)
        self._head.addWidget(self.count)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("tight"))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.space("tight"))
        column.addLayout(self._rows)
        self.add_button = LinkButton(f"再加{noun}", icon="plus")
        self.add_button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._place(body)
        self.add_button.clicked.connect(lambda: self._add(len(self.lines), "", focus=True))
        self._add(0, "", focus=False)

    def value(self) -> list[str]:
        return [line.text().strip() for line in self.lines if line.text().strip()]

    def set_value(self, raw: object) -> None:
        rows: Sequence[str]
        if isinstance(raw, str):
            rows = [line for line in raw.splitlines() if line.strip()]
        else:
            rows = [str(row) for row in raw] if isinstance(raw, Iterable) else []
        while self.lines:
            self._drop(self.lines[-1])
        for place, row in enumerate(rows or [""]):
            self._add(place, row, focus=False)

    def _add(self, place: int, text: str, *, focus: bool) -> None:
        row, number = QWidget(), Words("", "small", wrap=False)
        line = _RowLine(text, number, row)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.space("tight"))
        number.setFixedWidth(theme.px(22))
        remove = IconButton("close", f"删除这{self._noun[-1]}")
        remove.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        for part, stretch in ((number, 0), (line, 1), (remove, 0)):
            layout.addWidget(part, stretch)
        self.lines.insert(place, line)
        self._rows.insertWidget(place, row)
        # A row made later would come last of the whole window by Tab; its place is after the one above it.
        QWidget.setTabOrder(self.lines[place - 1] if place else self.add_button, line)
        if self._suggestions is not None:
            self._suggest(line, self._suggestions)
        line.textEdited.connect(self._typed)
        line.entered.connect(lambda: self._entered(line))
        line.emptied.connect(lambda: self._remove(line))
        line.moved.connect(lambda step: self._move(line, step))
        line.pasted.connect(lambda texts: self._paste(line, texts))
        remove.clicked.connect(lambda: self._remove(line))
        self._renumber()
        if focus:
            row.show()
            line.setFocus()

    def _suggest(self, line: _RowLine, words: QStringListModel) -> None:
        completer = QCompleter(words, line)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.popup().setProperty("role", "popup")
        completer.activated.connect(lambda _text: self._typed())
        line.setCompleter(completer)

    def _typed(self) -> None:
        self._renumber()
        self.edited.emit()

    def _entered(self, line: _RowLine) -> None:
        place = self.lines.index(line)
        if not line.text().strip():
            if place == len(self.lines) - 1:
                self.submitted.emit()
            return
        self._add(place + 1, "", focus=True)

    def _remove(self, line: _RowLine) -> None:
        if len(self.lines) == 1:
            line.clear()
        else:
            place = self.lines.index(line)
            self.lines[place - 1 if place else 1].setFocus()
            self._drop(line)
        self._renumber()
        self.edited.emit()

    def _drop(self, line: _RowLine) -> None:
        self.lines.remove(line)
        self._rows.removeWidget(line.holder)
        line.holder.hide()
        line.holder.deleteLater()

    def _move(self, line: _RowLine, step: int) -> None:
        place = self.lines.index(line) + step
        if 0 <= place < len(self.lines):
            self.lines[place].setFocus()

    def _paste(self, line: _RowLine, texts: list[str]) -> None:
        place = self.lines.index(line)
        line.insert(texts[0])
        for step, text in enumerate(texts[1:], start=1):
            self._add(place + step, text, focus=step == len(texts) - 1)
        self._typed()

    def _renumber(self) -> None:
        for place, line in enumerate(self.lines, start=1):
            line.number.setText(f"{place}.")
            line.setAccessibleName(f"{self.label}，第 {place} 行")
        # type: None takes the proxy away, which the stub leaves out
        self.setFocusProxy(self.lines[0] if self.lines else None)  # type: ignore[arg-type]
        filled = len(self.value())
        self.count.setText(f"共 {filled} 项" if filled else "")

    def _mark(self) -> None:
        super()._mark()
        for line in self.lines:
            theme.restyle(line, tone="red" if self.error() else "amber" if self.warning() else "")
