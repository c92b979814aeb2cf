"""核对: in large type, only what the petitioner said, for them to read over before it is registered."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.casework.intake.recap import Line
from app.ui.base import theme
from app.ui.base.shortcuts import Shortcut
from app.ui.kit.buttons import PlainButton, PrimaryButton
from app.ui.kit.card import HairLine
from app.ui.kit.scroll import ScrollColumn
from app.ui.kit.words import Words

_READING_PX = 24
_WIDEST = 1_040


class ReviewSheet(QWidget):
    """The sheet itself: one thing said under another."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setSpacing(theme.space("normal"))
        self.scroll = ScrollColumn(self._body)
        self.scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.scroll.setAccessibleName("请核对您说的内容，上下键翻看")
        self.scroll.setMaximumWidth(theme.px(_WIDEST))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space("far"), theme.space("near"), theme.space("far"), 0)
        row.addStretch(0)
        row.addWidget(self.scroll, 1)
        row.addStretch(0)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these instead; none says that nothing was said yet."""
        self.wipe()
        for line in lines:
            self._column.addWidget(_reading(line.label, "second", _READING_PX - 6))
            said = _reading(line.text, "", _READING_PX)
            said.setAccessibleName(f"{line.label}：{line.text}")
            self._column.addWidget(said)
            self._column.addWidget(HairLine())
        if not lines:
            self._column.addWidget(_reading("还没有记下您说的内容。", "second", _READING_PX))
        self._column.addStretch(1)

    def wipe(self) -> None:
        """Take every word off the sheet."""
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                if isinstance(widget, Words):
                    widget.setText("")
                    widget.setAccessibleName("")
                widget.hide()
                widget.deleteLater()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("surface"))
        painter.end()


class ReviewView(QWidget):
    """Cover the whole window with the sheet; on a PC with two screens it can be shown on the other one too.

    Signal `closed`. The owner gives the lines and says when to open and close.
    """

    closed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.sheet = ReviewSheet()
        self.second_sheet: ReviewSheet | None = None
        self._lines: Sequence[Line] = ()
        self.back = PrimaryButton("核对完了")
        self.back.setText("核对完了  F6")
        self.other = PlainButton("放到对面的屏幕", icon="window")
        self.back.clicked.connect(self.close_review)
        self.other.clicked.connect(self._toggle_second)
        head = QHBoxLayout()
        head.setContentsMargins(theme.space("far"), theme.space("wide"), theme.space("far"), 0)
        head.setSpacing(theme.space("near"))
        head.addWidget(_reading("请您看一看，记得对不对", "", _READING_PX, medium=True), 1)
        head.addWidget(self.other)
        head.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("near"))
        column.addLayout(head)
        column.addWidget(self.sheet, 1)
        escape = QShortcut(QKeySequence(Shortcut.LEAVE.value), self, self.close_review)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.setAccessibleName("核对")
        window.installEventFilter(self)
        self.hide()

    def open_review(self, lines: Sequence[Line]) -> None:
        """Cover the window and show these."""
        self.show_lines(lines)
        self.other.setVisible(len(QGuiApplication.screens()) > 1)
        self.setGeometry(self.parentWidget().rect())
        self.show()
        self.raise_()
        self.sheet.scroll.setFocus()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these on every sheet that is open."""
        self._lines = lines
        self.sheet.show_lines(lines)
        if self.second_sheet is not None:
            self.second_sheet.show_lines(lines)

    def close_review(self) -> None:
        """Uncover the window; nothing that was said stays on the sheet."""
        if self.isHidden():
            return
        self.hide()
        self._lines = ()
        self.sheet.wipe()
        self._drop_second()
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parentWidget() and event.type() == QEvent.Type.Resize:
            self.setGeometry(self.parentWidget().rect())
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("surface"))
        painter.end()

    def _toggle_second(self) -> None:
        if self.second_sheet is not None:
            self._drop_second()
            return
        here = self.window().screen()
        other = next((screen for screen in QGuiApplication.screens() if screen is not here), None)
        if other is None:
            return
        self.second_sheet = ReviewSheet()
        self.second_sheet.setWindowTitle("核对")
        self.second_sheet.setGeometry(other.geometry())
        self.second_sheet.show_lines(self._lines)
        self.second_sheet.showFullScreen()
        self.other.set_text("从对面的屏幕收回")

    def _drop_second(self) -> None:
        if self.second_sheet is not None:
            self.second_sheet.wipe()
            self.second_sheet.close()
            self.second_sheet.deleteLater()
            self.second_sheet = None
            self.other.set_text("放到对面的屏幕")


def _reading(text: str, role: str, pixels: int, *, medium: bool = False) -> Words:
    words = Words(text, role)
    font = theme.font(medium=medium)
    font.setPixelSize(theme.px(pixels))
    words.setFont(font)
    return words
