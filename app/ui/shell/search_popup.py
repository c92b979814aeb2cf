"""What the search box finds, listed under it as one types."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.casework.cases.rows import CaseRow
from app.casework.worklist.case_list import CasePage
from app.ui.base import theme
from app.ui.kit.item_option import told
from app.ui.kit.search_box import SearchBox
from app.ui.kit.words import Words

SHOWN = 8
_PAUSE = 120  # ms without a key before the search runs
_ROW = Qt.ItemDataRole.UserRole

Index = QModelIndex | QPersistentModelIndex


class _TwoLines(QStyledItemDelegate):
    """Name and number above, what it is about below."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(theme.px(200), theme.px(52))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: CaseRow = index.data(_ROW)
        drawn = told(option)
        state = "" if row.sealed else row.state
        painter.save()
        if drawn.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(drawn.rect, theme.colour("accent_weak"))
        elif drawn.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(drawn.rect, theme.colour("hover"))
        edge = theme.px(12)
        box = drawn.rect.adjusted(edge, theme.px(6), -edge, -theme.px(6))
        half = box.height() // 2
        top = QRect(box.left(), box.top(), box.width(), half)
        painter.setFont(theme.font(medium=True))
        painter.setPen(theme.colour("violet" if row.sealed else "ink"))
        state_width = painter.fontMetrics().horizontalAdvance(state) + edge
        left = top.adjusted(0, 0, -state_width, 0)
        words = painter.fontMetrics().elidedText(_named(row), Qt.TextElideMode.ElideRight, left.width())
        painter.drawText(left, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("second_ink"))
        painter.drawText(top, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, state)
        below = QRect(box.left(), box.top() + half, box.width(), half)
        text = "只有保密专员凭本人口令能打开" if row.sealed else row.summary or row.kind
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, below.width())
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()


def _named(row: CaseRow) -> str:
    return "　".join(part for part in (row.title, row.number, row.own_number) if part)


class SearchPopup(QFrame):
    """Run `find(text, limit)` as one types. `case_chosen(id)` by Down and Enter or by mouse; `all_wanted(text)`."""

    case_chosen = Signal(int)
    all_wanted = Signal(str)

    def __init__(self, box: SearchBox, find: Callable[[str, int], CasePage | None], parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "popup")
        self._box, self._find, self._on = box, find, parent
        self.list = QListWidget()
        self.list.setAccessibleName("搜索结果")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setItemDelegate(_TwoLines(self.list))
        self.list.itemClicked.connect(lambda item: self._choose(item.data(_ROW)))
        self.foot = Words("", "small", wrap=False)
        self.foot.setContentsMargins(theme.px(12), theme.px(4), theme.px(12), theme.px(8))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, theme.px(4), 1, 0)
        column.setSpacing(0)
        column.addWidget(self.list)
        column.addWidget(self.foot)
        self._later = QTimer(self, singleShot=True, interval=_PAUSE)
        self._later.timeout.connect(self.look)
        box.textEdited.connect(self._typed)
        box.textChanged.connect(lambda text: None if text.strip() else self.hide())
        box.installEventFilter(self)
        self.hide()

    def look(self) -> None:
        """Search now for what stands in the box."""
        text = self._box.text().strip()
        page = self._find(text, SHOWN) if text else None
        if page is None:
            self.hide()
            return
        self.list.clear()
        for row in page.rows:
            item = QListWidgetItem()
            item.setData(_ROW, row)
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole,
                f"{_named(row).replace('　', '，')}，{'' if row.sealed else row.state}",
            )
            self.list.addItem(item)
        self.list.setCurrentRow(-1)
        more = "1,000 多" if page.capped else f"{page.total:,}"
        self.foot.setText(
            f"共 {more} 件 · ↓ 选一件，回车打开 · 直接回车看全部"
            if page.rows
            else "没有找到。可以只输入姓名的一部分、拼音首字母、编号或电话。"
        )
        self.list.setFixedHeight(theme.px(52) * len(page.rows))
        self.list.setVisible(bool(page.rows))
        corner = self._box.mapTo(self._on, QPoint(0, self._box.height() + theme.px(4)))
        self.setFixedWidth(max(self._box.width(), theme.px(480)))
        self.move(corner)
        self.adjustSize()
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows and Enter in the search box move through the list."""
        if event.type() == QEvent.Type.FocusOut:
            self.hide()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        pressed = event.key()
        if pressed in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            item = self.list.currentItem() if self.isVisible() else None
            if item is not None:
                self._choose(item.data(_ROW))
                return True
            self._later.stop()
            self.hide()
            if text := self._box.text().strip():
                self.all_wanted.emit(text)
            return True
        if pressed in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            if self._later.isActive() or (not self.isVisible() and self._box.text().strip()):
                self._later.stop()
                self.look()
            if self.isVisible() and self.list.count():
                step = 1 if pressed == Qt.Key.Key_Down else -1
                self.list.setCurrentRow(min(max(self.list.currentRow() + step, -1), self.list.count() - 1))
            return True
        if pressed == Qt.Key.Key_Escape and self.isVisible():
            self.hide()
            return True
        return False

    def _typed(self, text: str) -> None:
        if text.strip():
            self._later.start()

    def _choose(self, row: CaseRow) -> None:
        self.hide()
        self.case_chosen.emit(row.id)
