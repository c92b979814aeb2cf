"""The fields of one page: short ones side by side where there is room, long ones across."""

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.law.forms.fields import Field
from app.ui.base import theme
from app.ui.kit.editors.making import FieldEditor

_LONG_KINDS = {"longtext", "names", "claims", "office"}
_LONG_TEXT = 200
_TWO_COLUMNS = 520


def wants_whole_line(field: Field) -> bool:
    """Say whether an answer of this kind and length needs the whole width."""
    if field.kind in _LONG_KINDS or sum(len(option.label) for option in field.options) > 14:
        return True
    return field.kind == "text" and (field.max_length or _LONG_TEXT) >= _LONG_TEXT


class FieldGrid(QWidget):
    """Hold editors in reading order; `show_only` says which are asked for now."""

    def __init__(self, editors: Sequence[tuple[FieldEditor, bool]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editors = list(editors)
        self._shown: set[str] | None = None
        self._columns = 0
        self._cells: list[tuple[QVBoxLayout, FieldEditor]] = []
        self._lines: list[QHBoxLayout] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.px(14))
        for editor, _whole in self._editors:
            editor.setParent(self)
            editor.hide()

    def show_only(self, keys: set[str]) -> None:
        """Show the editors with these keys and close the gaps of the others."""
        if keys != self._shown:
            self._shown = keys
            self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._wanted_columns() != self._columns:
            self._lay_out()

    def _wanted_columns(self) -> int:
        return 2 if self.width() >= theme.px(_TWO_COLUMNS) else 1

    def _lay_out(self) -> None:
        self._take_apart()
        self._columns = self._wanted_columns()
        line: list[FieldEditor] = []
        for editor, whole in self._editors:
            shown = self._shown is None or editor.key in self._shown
            editor.setVisible(shown)
            if not shown:
                continue
            if whole:
                self._add_line(line)
                self._add_line([editor], whole=True)
                line = []
            else:
                line.append(editor)
                if len(line) == self._columns:
                    self._add_line(line)
                    line = []
        self._add_line(line)

    def _add_line(self, editors: list[FieldEditor], *, whole: bool = False) -> None:
        if not editors:
            return
        line = QHBoxLayout()
        line.setSpacing(theme.space("wide"))
        for editor in editors:
            # A shorter neighbour keeps its height: remarks below one field do not stretch the other.
            cell = QVBoxLayout()
            cell.addWidget(editor)
            cell.addStretch(1)
            line.addLayout(cell, 1)
            self._cells.append((cell, editor))
        for _gap in range(0 if whole else self._columns - len(editors)):
            line.addStretch(1)
        self._lines.append(line)
        self._rows.addLayout(line)

    def _take_apart(self) -> None:
        # removeWidget destroys the layout's item; one left alive by takeAt would keep the editor's old height for good.
        for cell, editor in self._cells:
            cell.removeWidget(editor)
        for line in self._lines:
            self._rows.removeItem(line)
            line.deleteLater()
        self._cells.clear()
        self._lines.clear()
