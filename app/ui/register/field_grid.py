"""The fields of one page: short ones side by side where there is room, long ones across."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from app.law.fields import Field
from app.ui import theme
from app.ui.kit.fields import FieldEditor

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
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.space("wide"))
        self._grid.setVerticalSpacing(theme.px(14))
        self._grid.setColumnStretch(0, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
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
        while self._grid.takeAt(0) is not None:
            pass
        self._columns = self._wanted_columns()
        self._grid.setColumnStretch(1, 1 if self._columns == 2 else 0)
        row = column = 0
        for editor, whole in self._editors:
            shown = self._shown is None or editor.key in self._shown
            if not shown:
                editor.hide()
                continue
            across = whole or self._columns == 1
            if across and column:
                row, column = row + 1, 0
            span = self._columns if across else 1
            self._grid.addWidget(editor, row, column, 1, span, Qt.AlignmentFlag.AlignTop)
            editor.show()
            column += span
            if column >= self._columns:
                row, column = row + 1, 0
        self.updateGeometry()
