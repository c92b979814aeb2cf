"""Everything that can be done with a case, in one list that is searched by typing; what cannot be done says why."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.casework.life.acts import Offer
from app.models.pinyin import name_keys
from app.ui.base import theme
from app.ui.kit.buttons import PlainButton, PrimaryButton
from app.ui.kit.dialogs import Dialog
from app.ui.kit.item_option import told
from app.ui.kit.search_box import SearchBox
from app.ui.kit.words import Words

GROUPS = {
    "papers": "待出的文书",
    "transfer": "转送、交办",
    "receiver": "承办单位的情况",
    "objection": "异议",
    "handling": "办理、答复",
    "review": "复查、复核",
    "supervision": "催办、督办、三项建议",
    "closing": "办结、归档",
    "mark": "旁记",
    "record": "这一件的登记",
}
_ENTRY = Qt.ItemDataRole.UserRole
_WIDE, _EDGE = 720, 12
_SCROLL_BAR = 14


@dataclass(frozen=True)
class Entry:
    """One line of the list: an act or something about the record; `run` does it, `reason` says why it cannot be."""

    title: str
    group: str
    help: str
    reason: str
    run: Callable[[], None]

    @property
    def possible(self) -> bool:
        """Say whether it can be done now."""
        return not self.reason

    @property
    def note(self) -> str:
        """Return what stands under the title: what it is for, or why it cannot be done."""
        return self.help if self.possible else self.reason


def entries_of(offers: Iterable[Offer], run: Callable[[str], None]) -> list[Entry]:
    """Return the acts of a case's life as lines, in their order."""
    return [Entry(each.title, each.group, each.help, each.reason, partial(run, each.act)) for each in offers]


class _Find(SearchBox):
    """A search box whose Esc, once it is empty, closes what it stands in."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.text():
            event.ignore()
        else:
            super().keyPressEvent(event)


class MoreActsDialog(Dialog):
    """Type to find, up and down to move, Enter to do; the possible ones first, in their groups."""

    def __init__(self, entries: Sequence[Entry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = entries
        self._keys = [(_search_words(entry), entry.help.lower()) for entry in entries]
        self.chosen: Entry | None = None
        self.setWindowTitle("更多办理")
        self.setAccessibleName("更多办理：输入几个字查找，方向键移动，回车打开")
        self.search = _Find("输入几个字或者拼音首字母，如 督办、sd", "查找要办的事")
        self.search.setMaximumWidth(theme.px(_WIDE))
        self.list = QListWidget()
        self.list.setAccessibleName("能办的事在前，不能办的写明为什么")
        self.list.setUniformItemSizes(False)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setItemDelegate(_TwoLines(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.count = Words("", "small")
        self.open_button = PrimaryButton("办理")
        close = PlainButton("关闭")
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space("near"))
        buttons.addWidget(self.count, 1)
        buttons.addWidget(close)
        buttons.addWidget(self.open_button)
        column = QVBoxLayout(self)
        edge = theme.space("far")
        column.setContentsMargins(edge, theme.space("wide"), edge, theme.space("wide"))
        column.setSpacing(theme.space("normal"))
        column.addWidget(Words("更多办理", "title"))
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addLayout(buttons)
        room = self.room()
        self.resize(min(theme.px(_WIDE), round(room.width() * 0.9)), min(theme.px(720), round(room.height() * 0.9)))
        self.search.textChanged.connect(self._show)
        self.search.returnPressed.connect(self._open)
        self.list.itemClicked.connect(lambda _item: self.search.setFocus())
        self.list.itemDoubleClicked.connect(lambda _item: self._open())
        self.list.currentItemChanged.connect(lambda _now, _before: self._name_button())
        self.open_button.clicked.connect(self._open)
        close.clicked.connect(self.reject)
        self._show("")
        self.search.setFocus()

    def shown(self) -> list[Entry]:
        """Return the entries that stand in the list now, in its order."""
        return [entry for place in range(self.list.count()) if (entry := self._entry(self.list.item(place)))]

    def current(self) -> Entry | None:
        """Return the entry that is lit."""
        return self._entry(self.list.currentItem())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in the list while the keyboard stays in the search box."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._move(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self._move(6 if event.key() == Qt.Key.Key_PageDown else -6)
        else:
            super().keyPressEvent(event)

    def _show(self, text: str) -> None:
        wanted = text.strip().lower()
        pairs = list(zip(self._entries, self._keys, strict=True))
        found = [entry for entry, (keys, _help) in pairs if wanted in keys]
        if not found:  # what is only said in the help is a weaker sign
            found = [entry for entry, (_keys, help) in pairs if wanted in help]
        self.list.clear()
        for possible, words in ((True, "现在能办"), (False, "现在不能办")):
            part = [entry for entry in found if entry.possible is possible]
            for group in dict.fromkeys(entry.group for entry in part):  # the group of the likeliest comes first
                of_group = [entry for entry in part if entry.group == group]
                self._add_head(GROUPS[group] if possible else f"{words}：{GROUPS[group]}")
                for entry in of_group:
                    item = QListWidgetItem(entry.title)
                    item.setData(_ENTRY, entry)
                    said = f"{entry.title}。{'' if possible else '现在不能办：'}{entry.note}"
                    item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
                    self.list.addItem(item)
        able = sum(entry.possible for entry in found)
        self.count.setText(
            f"能办 {able} 项，不能办 {len(found) - able} 项" if found else "没有这样的事，换几个字试试。"
        )
        self._move(0)
        self.list.scrollToTop()
        self._name_button()

    def _add_head(self, name: str) -> None:
        head = QListWidgetItem(name)
        head.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.addItem(head)

    def _move(self, step: int) -> None:
        places = [place for place in range(self.list.count()) if self._entry(self.list.item(place))]
        if not places:
            return
        now = self.list.currentRow()
        at = places.index(now) + step if now in places else 0
        self.list.setCurrentRow(places[min(max(at, 0), len(places) - 1)])

    def _name_button(self) -> None:
        entry = self.current()
        self.open_button.set_text(entry.title if entry and entry.possible else "办理")
        self.open_button.setEnabled(bool(entry and entry.possible))

    def _open(self) -> None:
        entry = self.current()
        if entry is None or not entry.possible or self.chosen is not None:
            return
        self.chosen = entry
        self.accept()

    @staticmethod
    def _entry(item: QListWidgetItem | None) -> Entry | None:
        return item.data(_ENTRY) if item is not None else None


class _TwoLines(QStyledItemDelegate):
    """Draw a title and under it its note, as many lines as they take; heads smaller, impossible ones grey."""

    def __init__(self, view: QListWidget) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        entry, drawn = index.data(_ENTRY), told(option)
        # Asked of the view itself: a wrapper of its viewport may have outlived what it wrapped.
        width = self._view.maximumViewportSize().width() - theme.px(_SCROLL_BAR)
        if entry is None:
            return QSize(width, theme.px(34))
        height = theme.px(16) + drawn.fontMetrics.height()
        if entry.note:
            height += self._note_height(entry.note, drawn.font, width) + theme.px(3)
        return QSize(width, height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry, edge, drawn = index.data(_ENTRY), theme.px(_EDGE), told(option)
        painter.save()
        box = drawn.rect.adjusted(edge, 0, -edge, 0)
        if entry is None:
            painter.setFont(_small(drawn.font))
            painter.setPen(theme.colour("second_ink"))
            painter.drawText(box.adjusted(0, 0, 0, -theme.px(4)), Qt.AlignmentFlag.AlignBottom, str(index.data()))
            painter.restore()
            return
        if drawn.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(drawn.rect, theme.colour("accent_weak"))
            painter.fillRect(
                QRect(drawn.rect.topLeft(), QSize(theme.px(3), drawn.rect.height())), theme.colour("accent")
            )
        painter.setPen(theme.colour("ink" if entry.possible else "second_ink"))
        title = drawn.font
        title.setWeight(QFont.Weight.Medium if entry.possible else QFont.Weight.Normal)
        painter.setFont(title)
        line = box.adjusted(0, theme.px(8), 0, 0)
        painter.drawText(line, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, entry.title)
        if entry.note:
            painter.setFont(_small(drawn.font))
            painter.setPen(theme.colour("second_ink"))
            below = box.adjusted(0, theme.px(11) + drawn.fontMetrics.height(), 0, 0)
            painter.drawText(below, int(Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap), entry.note)
        painter.restore()

    def _note_height(self, note: str, font: QFont, width: int) -> int:
        room = QRect(0, 0, max(1, width - 2 * theme.px(_EDGE)), 10_000)
        return QFontMetrics(_small(font)).boundingRect(room, int(Qt.TextFlag.TextWordWrap), note).height()


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setWeight(QFont.Weight.Normal)
    small.setPixelSize(theme.px(13))
    return small


def _search_words(entry: Entry) -> str:
    keys = name_keys(entry.title.rstrip("…"))
    return " ".join((entry.title, GROUPS[entry.group], *keys.initials, *keys.full, *keys.tails)).lower()
