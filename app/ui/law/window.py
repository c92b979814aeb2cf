"""《信访工作条例》on the screen: every article by chapter, a search, and a copy with its citation."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from app.law.text.articles import Citation, Regulation
from app.ui.base import theme
from app.ui.kit.buttons import PlainButton, PrimaryButton
from app.ui.kit.dialogs import Dialog
from app.ui.kit.search_box import SearchBox
from app.ui.kit.words import Words
from app.ui.law.article_text import ArticleText
from app.ui.law.place_list import PlaceList

_SIZE = (960, 620)
_LIST = 320
_MOVING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class LawWindow(Dialog):
    """Show the Regulation beside the work; it blocks nothing. `show_places` opens it at what is cited in front.

    Up and down choose a place from the search box and the list alike, Ctrl+C copies the place that is lit, Esc empties
    the search and then closes.
    """

    def __init__(self, regulation: Regulation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"《{regulation.title}》")
        self.setAccessibleName(f"《{regulation.title}》全文")
        self.regulation = regulation
        self._cited: tuple[str, ...] = ()
        self._lit: Citation | None = None
        self.search = SearchBox("条号或文字：22、第二十二条、不予受理", "在条例里查找")
        self.list = PlaceList(regulation)
        self.found = Words("", "small")
        self.place = Words("", "section", wrap=False, selectable=True)
        self.text = ArticleText()
        self.said = Words("", "second")
        self.copy = PlainButton("复制", icon="copy")
        self.close_button = PrimaryButton("关闭")
        self._lay_out()
        self.search.textChanged.connect(self._find)
        self.list.lit.connect(self._show)
        self.copy.clicked.connect(self.copy_place)
        self.close_button.clicked.connect(self.reject)
        for widget in (self.search, self.list, self.text):
            widget.installEventFilter(self)
        self.resize(theme.px(_SIZE[0]), theme.px(_SIZE[1]))

    def show_places(self, refs: tuple[str, ...]) -> None:
        """Open at these places; without any, at the beginning with the keyboard in the search box."""
        self._cited = refs
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self._show_contents()
        (self.list if refs else self.search).setFocus(Qt.FocusReason.OtherFocusReason)

    def copy_place(self) -> None:
        """Put the place that is lit on the clipboard, with its citation."""
        if self._lit is not None:
            QApplication.clipboard().setText(quotation(self.regulation, self._lit))
            self.said.setText(f"已复制{self._lit.place}和出处。")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows choose while one types, Ctrl+C copy where nothing is marked, Esc close an empty search."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.matches(QKeySequence.StandardKey.Copy) and not self._marked(watched):
            self.copy_place()
            return True
        if watched is self.search and event.key() in _MOVING:
            QApplication.sendEvent(self.list, event)
            return True
        if event.key() == Qt.Key.Key_Escape and not (watched is self.search and self.search.text()):
            self.reject()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter reads on in the text; it never closes the window."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not isinstance(self.focusWidget(), PlainButton):
            (self.close_button if self.close_button.hasFocus() else self.text).setFocus()
            if self.close_button.hasFocus():
                self.reject()
        else:
            super().keyPressEvent(event)

    def _marked(self, watched: QObject) -> bool:
        if watched is self.search:
            return self.search.hasSelectedText()
        return watched is self.text and self.text.textCursor().hasSelection()

    def _find(self, words: str) -> None:
        if not words.strip():
            self._show_contents()
            return
        found = self.regulation.search(words)
        self.list.show_found(found, words.split())
        self.found.setText(f"找到 {len(found)} 处" if found else f"没有找到“{words.strip()}”。换个说法，或写条号。")
        if not found and self._lit is not None:
            self._show(self._lit.ref)

    def _show_contents(self) -> None:
        self.list.show_contents(self._cited)
        self.found.setText(f"共 {len(self.regulation.articles)} 条")
        if not self._cited:
            self.list.light(self._lit.ref if self._lit is not None else "1")

    def _show(self, ref: str) -> None:
        self._lit = self.regulation.cite(ref)
        named = self.regulation.place(self.search.text()) is not None
        hits = self.text.show_citation(self._lit, () if named else self.search.text().split())
        self.place.setText(self._lit.place)
        self.said.setText(self.regulation.chapter(ref).heading + (f"　标出 {hits} 处" if hits else ""))
        self.copy.set_text(f"复制{self._lit.place}")

    def _lay_out(self) -> None:
        law = self.regulation
        left, right = QVBoxLayout(), QVBoxLayout()
        for side in (left, right):
            side.setSpacing(theme.space("near"))
        self.search.setMaximumWidth(theme.px(_LIST))
        self.list.setFixedWidth(theme.px(_LIST))
        left.addWidget(self.search)
        left.addWidget(self.found)
        left.addWidget(self.list, 1)
        right.addWidget(self.place)
        right.addWidget(self.said)
        right.addWidget(self.text, 1)
        columns = QHBoxLayout()
        columns.setSpacing(theme.space("wide"))
        columns.addLayout(left)
        columns.addLayout(right, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space("near"))
        buttons.addWidget(Words("↑↓ 选条　回车 到正文　Ctrl+C 复制　Esc 关闭", "small", wrap=False))
        buttons.addStretch(1)
        buttons.addWidget(self.copy)
        buttons.addWidget(self.close_button)
        edge = theme.space("wide")
        column = QVBoxLayout(self)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(theme.space("near"))
        self.version = Words(f"{law.published}　文本版本 {law.version}", "second")
        self.source = Words(law.source, "small")
        column.addWidget(Words(f"《{law.title}》", "section"))
        column.addWidget(self.version)
        column.addWidget(self.source)
        column.addLayout(columns, 1)
        column.addLayout(buttons)
        for former, following in ((self.search, self.list), (self.list, self.text), (self.text, self.copy)):
            QWidget.setTabOrder(former, following)
        QWidget.setTabOrder(self.copy, self.close_button)


def quotation(regulation: Regulation, citation: Citation) -> str:
    """Return a place word for word with where it stands, to be pasted into a document."""
    words = citation.text.removeprefix(citation.place).strip()
    return f"{citation.label}：\n{words}\n（{regulation.published}）"
