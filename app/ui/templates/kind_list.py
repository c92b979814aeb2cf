"""Lists whose items have two lines: what it is and, smaller below it, how it stands."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.casework.templates.versions import TemplateState
from app.ui.base import theme
from app.ui.kit.item_option import told

_KIND = Qt.ItemDataRole.UserRole
SECOND = Qt.ItemDataRole.UserRole + 1
"""Where an item keeps its second line."""


class TwoLines(QStyledItemDelegate):
    """Draw an item's words and its second line."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, theme.px(46))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        drawn = told(option)
        painter.save()
        lit = bool(drawn.state & QStyle.StateFlag.State_Selected)
        if lit:
            painter.fillRect(drawn.rect, theme.colour("accent_weak"))
            painter.fillRect(
                QRect(drawn.rect).adjusted(0, 0, theme.px(3) - drawn.rect.width(), 0), theme.colour("accent")
            )
        edge, half = theme.px(8), drawn.rect.height() // 2
        if index.row():
            painter.setPen(theme.colour("hairline"))
            painter.drawLine(drawn.rect.topLeft(), drawn.rect.topRight())
        first = QRect(drawn.rect).adjusted(edge, theme.px(3), -edge, -half)
        second = QRect(drawn.rect).adjusted(edge, half, -edge, -theme.px(3))
        own = str(index.data(SECOND)).startswith("本单位")
        for box, text, size, token in (
            (first, str(index.data()), "base", "ink"),
            (second, str(index.data(SECOND)), "small", "green" if own else "second_ink"),
        ):
            painter.setFont(theme.font(size))
            painter.setPen(theme.colour(token))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()


class KindList(QListWidget):
    """Show the kinds; `kind` and `in_use` of the one that is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("文书")
        self.setItemDelegate(TwoLines(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_states(self, states: Sequence[TemplateState], kind: str) -> None:
        """Show these, the one of `kind` chosen, else the first; without a signal."""
        self.blockSignals(True)
        self.clear()
        for state in states:
            item = QListWidgetItem(state.name)
            item.setData(_KIND, state.kind)
            item.setData(SECOND, state.words)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{state.name}，{state.words}")
            item.setToolTip(f"{state.name}，{state.words}")
            self.addItem(item)
        kinds = [state.kind for state in states]
        self.setCurrentRow(kinds.index(kind) if kind in kinds else 0)
        self.blockSignals(False)

    def kind(self) -> str:
        """Return the kind that is chosen."""
        return str(self.currentItem().data(_KIND)) if self.currentItem() else ""

    def in_use(self) -> str:
        """Return which template the chosen kind uses, in words."""
        return str(self.currentItem().data(SECOND)) if self.currentItem() else ""
