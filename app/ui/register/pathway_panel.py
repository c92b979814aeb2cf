"""Search the pathway catalogue and choose an entry, with the keyboard alone."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.casework.office.pathways import PathwayEntry, find_pathways
from app.faults import UserFault
from app.law.route.pathways import WAY_NAMES
from app.ui.base import theme
from app.ui.base.desktop import Desktop
from app.ui.base.shortcuts import Shortcut
from app.ui.kit.buttons import LinkButton
from app.ui.kit.chips import StateTag
from app.ui.kit.editors.choice import Choice, ChoiceRow
from app.ui.kit.pathway_card import PathwayCard, status_tone
from app.ui.kit.search_box import SearchBox
from app.ui.kit.words import Words

_SHOWN = 5
_TYPED_MS = 60
# Rows without a digit: the digits on this page belong to the answers below.
_NO_DIGIT = 10
_HINT = "写几个字、拼音或首字母，空格隔开；↑↓ 选，回车用这一条。"


class PathwayPanel(QWidget):
    """Words, pinyin or initials find entries; arrows move among them, Enter takes one.

    Signals: `chosen(PathwayEntry)`; `left` when Esc gives the keyboard back. To whom comes here and has typed nothing
    yet, the entries of `category` are offered, where there are any.
    """

    chosen = Signal(object)
    left = Signal()

    def __init__(self, desktop: Desktop, category: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = desktop.workspace
        self._category = category.partition("_")[0]
        self._ready = False
        self._found: Sequence[PathwayEntry] = ()
        self._current = 0
        self.rows: list[PathwayRow] = []
        self.box = _Box()
        self.box.setMaximumWidth(theme.px(560))
        self.says = Words("正在打开清单……", "small")
        self.act = LinkButton("")
        self.act.hide()
        self.act.clicked.connect(self._act)
        self._then: Callable[[], None] = lambda: None
        self.card = PathwayCard(short=True)
        self.card.hide()
        head = QHBoxLayout()
        head.setSpacing(theme.space("near"))
        head.addWidget(Words("查清单", "strong", wrap=False))
        head.addWidget(self.box, 1)
        head.addWidget(Words(Shortcut.FIND_PATHWAY.value, "small", wrap=False))
        head.addStretch(0)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.space("tight"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.space("near"))
        column.setSpacing(theme.space("near"))
        column.addLayout(head)
        column.addWidget(self.says)
        column.addWidget(self.act, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._list)
        column.addWidget(self.card)
        self.setFocusProxy(self.box)
        self._later = QTimer(self, singleShot=True, interval=_TYPED_MS)
        self._later.timeout.connect(self._search)
        self.box.textEdited.connect(lambda _text: self._later.start())
        self.box.textChanged.connect(lambda text: None if text else self._later.start())
        self.box.moved.connect(self._move)
        self.box.taken.connect(self._take)
        self.box.entered.connect(self._offer_category)
        self.box.left.connect(self._leave)
        self._key = QShortcut(QKeySequence(Shortcut.FIND_PATHWAY.value), self, self.focus_search)
        # The first search reads the catalogue and spells it: that is done while the person reads the question.
        self._opening = desktop.start(lambda _task: self._read(""), self._opened, refused=self._refused)

    def focus_search(self) -> None:
        """Give the keyboard to the line of words, its text ready to be typed over."""
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.selectAll()

    def show_chosen(self, entry: PathwayEntry) -> None:
        """Show one entry instead of the list."""
        self._show_rows(())
        self.says.setText("用的是清单里的这一条，后面按它填好，可以改。再查就换一条。")
        self.card.show_entry(entry)
        self.card.show()

    def offer_act(self, sentence: str, words: str, then: Callable[[], None]) -> None:
        """Say why the entry does not fit this page and offer what does."""
        self.says.setText(sentence)
        self.act.set_text(words)
        self._then = then
        self.act.show()
        self.act.setFocus(Qt.FocusReason.OtherFocusReason)

    def _act(self) -> None:
        self._then()

    def _read(self, words: str) -> Sequence[PathwayEntry]:
        return find_pathways(self._workspace, words)

    def _opened(self, _entries: Sequence[PathwayEntry]) -> None:
        self._ready = True
        self._search()

    def _refused(self, fault: UserFault) -> None:
        self._show_rows(())
        self.says.setText(f"清单打不开：{fault.sentence}可以直接选下面的答案。")

    def _offer_category(self) -> None:
        if not self.rows and not self.card.isVisible():
            self._search()

    def _leave(self) -> None:
        self._later.stop()
        self._show_rows(())
        self.left.emit()

    def _search(self) -> None:
        self._later.stop()
        if not self._ready:
            return  # what was typed meanwhile is looked for as soon as the catalogue is open
        words = self.box.text().strip()
        try:
            found = self._read(words) if words else self._of_category()
        except UserFault as fault:
            self._refused(fault)
            return
        self.act.hide()
        self.card.hide()
        self._show_rows(found)
        self.says.setText(self._told(words, len(found)))

    def _of_category(self) -> Sequence[PathwayEntry]:
        # Unasked, the list would push the answers off a small screen.
        if not self._category or not self.box.hasFocus():
            return ()
        return [entry for entry in self._read(self._category) if entry.category == self._category]

    def _told(self, words: str, count: int) -> str:
        if not words:
            return f"先列“{self._category}”的 {min(count, _SHOWN)} 条。{_HINT}" if count else _HINT
        if not count:
            return "清单里没有找到；少写一个词再试，或者直接选下面的答案。"
        more = f"，先列 {_SHOWN} 条，再写一个词就更少" if count > _SHOWN else ""
        return f"找到 {count} 条{more}。↑↓ 选，回车用这一条。"

    def _show_rows(self, found: Sequence[PathwayEntry]) -> None:
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._found = found
        self.rows = [PathwayRow(entry) for entry in found[:_SHOWN]]
        for place, row in enumerate(self.rows):
            row.clicked.connect(lambda _on=False, place=place: self._click(place))
            self._list.addWidget(row)
        self._current = 0
        self._light()

    def _move(self, step: int) -> None:
        if self.rows:
            self._current = min(max(self._current + step, 0), len(self.rows) - 1)
            self._light()

    def _click(self, place: int) -> None:
        self._current = place
        self._take()

    def _light(self) -> None:
        for place, row in enumerate(self.rows):
            row.set_current(place == self._current)
        name = self.rows[self._current].accessibleName() if self.rows else ""
        self.box.setAccessibleDescription(f"选中：{name}" if name else _HINT)

    def _take(self) -> None:
        if self._later.isActive():
            self._search()  # Enter may come before the words typed last were looked for
        if self.rows:
            self.chosen.emit(self.rows[self._current].entry)


class PathwayRow(ChoiceRow):
    """One entry: the claim; its way, basis, period and status while it is the current one."""

    def __init__(self, entry: PathwayEntry) -> None:
        organ = f"{WAY_NAMES[entry.way]} · {entry.organ}"
        super().__init__(Choice(entry.claim, entry.claim, organ), _NO_DIGIT, close=True)
        self.entry = entry
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the arrows work from the line of words
        self._more = Words(f"{entry.pathway}；{entry.basis}\n期限：{entry.period}", "second")
        self._status = StateTag(entry.status, status_tone(entry))
        self.words.addWidget(self._more)
        self.words.addWidget(self._status, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self._more, self._status):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleDescription(f"{organ}；{self._more.text()}；{entry.status}")
        self.set_current(False)

    def set_current(self, current: bool) -> None:
        """Light the row and open it, or close it."""
        self.setChecked(current)
        for part in (self._more, self._status):
            part.setVisible(current)
        self.updateGeometry()


class _Box(SearchBox):
    """The line of words; it keeps the keyboard while the arrows move in the list below it."""

    moved = Signal(int)
    taken = Signal()
    entered = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__("诉求里的字、拼音、首字母", "搜索依法分类处理清单")

    def event(self, event: QEvent) -> bool:
        # Esc is the page's shortcut for leaving; here it first empties the line and gives the keyboard back.
        if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressed = event.key()
        if pressed in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.moved.emit(1 if pressed == Qt.Key.Key_Down else -1)
        elif pressed in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.taken.emit()
        elif pressed == Qt.Key.Key_Escape and not self.text():
            self.left.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()
