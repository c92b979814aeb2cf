"""Label and value pairs, to be read and copied."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.ui.base import theme
from app.ui.kit.words import Words


class FactGrid(QWidget):
    """Show facts in one or two columns of pairs; values wrap and can be copied, an empty one shows 未填写."""

    def __init__(
        self, facts: Sequence[tuple[str, str]] = (), *, columns: int = 1, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._columns = max(1, columns)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.space("wide"))
        self._grid.setVerticalSpacing(theme.space("near"))
        for column in range(self._columns):
            self._grid.setColumnStretch(column * 2 + 1, 1)
        self.set_facts(facts)

    def set_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show these (label, value) pairs instead."""
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for place, (name, value) in enumerate(facts):
            row, column = divmod(place, self._columns)
            label = Words(name, "second", wrap=False)
            words = Words(value or "未填写", "" if value else "second", selectable=True)
            words.setAccessibleName(f"{name}：{value or '未填写'}")
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(label, row, column * 2, top)
            self._grid.addWidget(words, row, column * 2 + 1, top)
