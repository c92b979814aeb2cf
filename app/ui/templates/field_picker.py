"""The fields a template may use, found by their meaning."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.casework.templates.editing import FieldWords
from app.ui.base import theme
from app.ui.kit.dialogs import Dialog
from app.ui.kit.search_box import SearchBox
from app.ui.kit.words import Words
from app.ui.templates.kind_list import SECOND, TwoLines


class FieldPicker(Dialog):
    """Choose a field: type part of its meaning, arrows, Enter. `key` is the one chosen, "" for none."""

    def __init__(self, words: FieldWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = ""
        self.setWindowTitle("插入字段")
        self.setAccessibleName("插入字段")
        self.box = SearchBox("输入字段含义或代码的一部分")
        self.list = QListWidget()
        self.list.setAccessibleName("字段")
        self.list.setItemDelegate(TwoLines(self.list))
        for key, label in words.labels.items():
            field = words.fields[key]
            marks = "必填" if field.required else "选填"
            place = "本文书" if key in words.own else "其他文书的字段"
            item = QListWidgetItem(label)
            item.setData(Qt.ItemDataRole.UserRole, key)
            item.setData(SECOND, f"{marks}，{place}，来自{field.source or '登记'}　{key}")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{label}，{marks}，{place}")
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        column = QVBoxLayout(self)
        edge = theme.space("wide")
        column.setContentsMargins(edge, edge, edge, edge)
        column.addWidget(Words("插入字段", "section"))
        column.addWidget(self.box)
        column.addWidget(self.list, 1)
        hint = QLabel("↑↓ 选择，回车插入，Esc 取消。选填字段没填时，用到它的那一段不印。")
        hint.setProperty("role", "small")
        hint.setWordWrap(True)
        column.addWidget(hint)
        self.resize(theme.px(560), theme.px(460))
        self.box.textChanged.connect(self._filter)
        self.box.installEventFilter(self)
        self.list.itemActivated.connect(lambda _item: self._take())
        self.box.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let arrows and Enter in the search act on the list."""
        if watched is self.box and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._step(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take()
                return True
        return super().eventFilter(watched, event)

    def _filter(self, text: str) -> None:
        wanted = text.strip().casefold()
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setHidden(wanted not in f"{item.text()} {item.data(Qt.ItemDataRole.UserRole)}".casefold())
        shown = [row for row in range(self.list.count()) if not self.list.item(row).isHidden()]
        self.list.setCurrentRow(shown[0] if shown else -1)

    def _step(self, step: int) -> None:
        row = self.list.currentRow() + step
        while 0 <= row < self.list.count() and self.list.item(row).isHidden():
            row += step
        if 0 <= row < self.list.count():
            self.list.setCurrentRow(row)

    def _take(self) -> None:
        item = self.list.currentItem()
        if item is not None and not item.isHidden():
            self.key = str(item.data(Qt.ItemDataRole.UserRole))
            self.accept()
