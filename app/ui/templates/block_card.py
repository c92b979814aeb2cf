"""One block of a template in the editor: what it is, its words, when it is printed, what is wrong with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.casework.templates.check import is_legal
from app.casework.templates.editing import (
    BLOCK_NAMES,
    PART_KINDS,
    TEXT_KINDS,
    FieldWords,
    cited_in,
    reparts,
    retext,
)
from app.printing.notices.template import Block
from app.ui.base import theme
from app.ui.kit.buttons import IconButton
from app.ui.kit.sign import Sign
from app.ui.kit.words import Words
from app.ui.templates.block_form import BlockForm
from app.ui.templates.block_text import BlockText

_SWITCH = ("paragraph", "heading1", "heading2")
_KEYS = {Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down"}


class BlockCard(QFrame):
    """Show one block. `edited` when its words changed, `asked(what)` with up, down, remove, add or field.

    Keys: Alt+↑ Alt+↓ move, Ctrl+Delete removes, Ctrl+Enter adds a paragraph below, Ctrl+I or F2 inserts a field.
    """

    edited = Signal()
    asked = Signal(str)
    entered = Signal()

    def __init__(self, block: Block, words: FieldWords) -> None:
        super().__init__()
        self.block = block
        self.words = FieldWords.of_claims() if block.kind == "claims" else words
        self.parts: BlockText | None = None
        self.table: BlockForm | None = None
        self._written: BlockText | None = None  # which of two texts had the cursor last
        self.legal = is_legal(block)
        self.setProperty("role", "card")
        self.editor: BlockText | None = None
        self.kind: QComboBox | None = None
        self.remark = Words("", "small", tone="red")
        self.remark.hide()
        self.condition = Words("", "small")
        self._number = Words("", "small", wrap=False)
        self.up = IconButton("chevron-up", "上移（Alt+↑）")
        self.down = IconButton("chevron-down", "下移（Alt+↓）")
        self.remove = IconButton("close", "删除这一段（Ctrl+Delete）")
        if self.legal:  # never shown before it has a parent: that would open a window of its own
            self.remove.hide()
        for button, what in ((self.up, "up"), (self.down, "down"), (self.remove, "remove")):
            button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            button.clicked.connect(lambda _on=False, what=what: self.asked.emit(what))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(12), theme.px(6), theme.px(8), theme.px(8))
        column.setSpacing(theme.space("tight"))
        column.addLayout(self._head())
        self._body(column)
        column.addWidget(self.condition)
        column.addWidget(self.remark)
        if self.table is not None:
            self.setFocusProxy(self.table.first())
        elif self.editor is None:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        else:
            self.setFocusProxy(self.editor)
        self._tell()

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(theme.space("tight"))
        head.addWidget(self._number)
        if self.legal:
            head.addWidget(Sign("lock", "second_ink", 16))
            head.addWidget(Words(f"锁定：{cited_in(self.block)}", "small"), 1)
        elif self.block.kind in _SWITCH:
            self.kind = QComboBox()
            self.kind.setAccessibleName("这一段是")
            self.kind.setMaximumWidth(theme.px(110))
            for kind in _SWITCH:
                self.kind.addItem(BLOCK_NAMES[kind], kind)
            self.kind.setCurrentIndex(_SWITCH.index(self.block.kind))
            self.kind.currentIndexChanged.connect(self._switch)
            head.addWidget(self.kind)
        else:
            head.addWidget(Words(BLOCK_NAMES[self.block.kind], "small", wrap=False))
        head.addStretch(0 if self.legal else 1)
        for button in (self.up, self.down, self.remove):
            head.addWidget(button)
        return head

    def _body(self, column: QVBoxLayout) -> None:
        block, words = self.block, self.words
        name = BLOCK_NAMES[block.kind]
        if block.kind == "claims" and not (block.locked or block.quotes):
            column.addWidget(Words(self._claims_words(), "second"))
            column.addWidget(Words("几项请求时各有标题，前面编（一）（二）：", "small"))
            self.editor = BlockText(words.shown(block.text), words, "逐项答复的标题")
            self.parts = BlockText("\n".join(map(words.shown, block.parts)), words, "每一项印什么，一行一段")
            self.parts.textChanged.connect(self._typed)
        elif self.legal:
            column.addWidget(Words(words.shown(block.text), "second"))
        elif block.kind in TEXT_KINDS:
            self.editor = BlockText(words.shown(block.text), words, f"{name}的文字")
        elif block.kind in PART_KINDS:
            self.editor = BlockText("\n".join(words.shown(part) for part in block.parts), words, f"{name}，一行一项")
            column.addWidget(Words("一行一项；用到的字段没填时，这一项不印。", "small"))
        elif block.kind == "list":
            column.addWidget(Words(f"逐条印出“{words.labels.get(block.field, block.field)}”，前面编号。", "second"))
        elif block.kind == "enclosures":
            said = f"空一行印“附件：”和“{words.labels.get(block.field, block.field)}”的名称，多件编号；没有的不印。"
            column.addWidget(Words(said, "second"))
        elif block.kind == "form":
            self.table = BlockForm(block.rows, words)
            self.table.edited.connect(self._typed)
            column.addWidget(Words("每行一格或者两格；格里的字段没填时留空给手写。", "small"))
            column.addWidget(self.table)
        if self.editor is not None:
            column.addWidget(self.editor)
            self.editor.textChanged.connect(self._typed)
        if self.parts is not None:
            column.addWidget(Words("每一项印这些，一行一段；没填的那一段不印：", "small"))
            column.addWidget(self.parts)
            for text in (self.parts,) if self.editor is None else (self.editor, self.parts):
                text.cursorPositionChanged.connect(lambda text=text: self._came_to(text))

    def _claims_words(self) -> str:
        labels = "、".join(self.block.each.values())
        results = "；".join(result.words for result in self.block.results)
        return f"逐项答复每一项请求：{labels}。结果的写法：{results}。"

    def show_place(self, number: int, total: int) -> None:
        """Show the block's number, and which ways it can go."""
        self._number.setText(f"{number}.")
        self.up.setEnabled(number > 1)
        self.down.setEnabled(number < total)
        state = "，锁定的法律文字，不能改，可以移动" if self.legal else ""
        self.setAccessibleName(f"第 {number} 段，{BLOCK_NAMES[self.block.kind]}{state}")

    def show_problem(self, sentence: str) -> None:
        """Say under the block what is wrong with it; "" takes it away."""
        self.remark.setText(sentence)
        self.remark.setVisible(bool(sentence))
        if self.editor is not None:
            theme.restyle(self.editor, tone="red" if sentence else "")

    @property
    def takes_fields(self) -> bool:
        """Tell whether a field can be put into the block."""
        return self.editor is not None or self.table is not None

    @property
    def _in_parts(self) -> bool:
        return self._written is self.parts

    def last_control(self) -> QWidget:
        """Return the control that Tab leaves the block from."""
        if self.table is not None:
            return self.table.cells[-1][-1].sign
        return self.parts or self.editor or self

    def insert(self, key: str) -> None:
        """Put a field where the cursor is or was last."""
        target = self.table or (self.parts if self.parts is not None and self._in_parts else self.editor)
        if target is not None:
            target.put(f"【{self.words.labels[key]}】")

    def _came_to(self, text: BlockText) -> None:
        self._written = text
        self.entered.emit()

    def _typed(self) -> None:
        text = self.words.read(self.editor.toPlainText()) if self.editor is not None else ""
        if self.table is not None:
            self.block = self.block.model_copy(update={"rows": self.table.rows()})
        elif self.parts is not None:
            heading = self.block.model_copy(update={"text": text.replace("\n", "")})
            self.block = reparts(heading, self.words.read(self.parts.toPlainText()).split("\n"))
        elif self.block.kind in PART_KINDS:
            self.block = reparts(self.block, text.split("\n"))
        else:
            self.block = retext(self.block, text.replace("\n", ""), self.words)
        self._tell()
        self.edited.emit()

    def _switch(self) -> None:
        if self.kind is not None:
            self.block = self.block.model_copy(update={"kind": self.kind.currentData()})
            self.edited.emit()

    def _tell(self) -> None:
        said = self.words.conditions(self.block)
        self.condition.setText(said)
        self.condition.setVisible(bool(said))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that a block without an editor has the focus."""
        super().focusInEvent(event)
        theme.restyle(self, role="bar", tone="accent")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Look as before."""
        super().focusOutEvent(event)
        theme.restyle(self, role="card", tone="")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keys of the block."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if alt and event.key() in _KEYS:
            self.asked.emit(_KEYS[Qt.Key(event.key())])
        elif control and event.key() == Qt.Key.Key_Delete and not self.legal:
            self.asked.emit("remove")
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.asked.emit("add")
        elif event.key() == Qt.Key.Key_F2 or (control and event.key() == Qt.Key.Key_I):
            self.asked.emit("field")
        else:
            super().keyPressEvent(event)
