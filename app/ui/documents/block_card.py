"""One block of a template in the editor: what it is, its words, when it is printed, what is wrong with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout

from app.casework.template_check import is_legal
from app.casework.template_editing import (
    BLOCK_NAMES,
    PART_KINDS,
    TEXT_KINDS,
    FieldWords,
    cell_labels,
    cited_in,
    relabelled,
    reparts,
    retext,
)
from app.printing.template import Block
from app.ui import theme
from app.ui.documents.block_text import BlockText
from app.ui.kit.buttons import IconButton
from app.ui.kit.sign import Sign
from app.ui.kit.words import Words

_SWITCH = ("paragraph", "heading1", "heading2")
_KEYS = {Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down"}


class BlockCard(QFrame):
    """Show one block. `edited` when its words changed, `asked(what)` with up, down, remove, add or field.

    Keys: Alt+↑ Alt+↓ move, Ctrl+Delete removes, Ctrl+Enter adds a paragraph below, Ctrl+I or F2 inserts a field.
    """

    edited = Signal()
    asked = Signal(str)

    def __init__(self, block: Block, words: FieldWords) -> None:
        super().__init__()
        self.block, self._words = block, words
        self.legal = is_legal(block)
        self.setProperty("role", "card")
        self.editor: BlockText | None = None
        self.trouble = ""
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
        if self.editor is None:
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
        block, words = self.block, self._words
        name = BLOCK_NAMES[block.kind]
        if self.legal:
            shown = self._claims_words() if block.kind == "claims" else words.shown(block.text)
            column.addWidget(Words(shown, "second"))
        elif block.kind in TEXT_KINDS:
            self.editor = BlockText(words.shown(block.text), words, f"{name}的文字")
        elif block.kind in PART_KINDS:
            self.editor = BlockText("\n".join(words.shown(part) for part in block.parts), words, f"{name}，一行一项")
            column.addWidget(Words("一行一项；用到的字段没填时，这一项不印。", "small"))
        elif block.kind == "list":
            column.addWidget(Words(f"逐条印出“{words.labels.get(block.field, block.field)}”，前面编号。", "second"))
        elif block.kind == "form":
            self.editor = BlockText("\n".join(cell_labels(block)), words, "表格各格的名称，一行一格")
            said = "一行是一格的名称，从左到右、从上到下；格数和格里的字段不能在这里改。"
            column.addWidget(Words(said, "small"))
        if self.editor is not None:
            column.addWidget(self.editor)
            self.editor.textChanged.connect(self._typed)

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

    def insert(self, key: str) -> None:
        """Put a field where the cursor is; the names of a form's cells take none."""
        if self.editor is not None and self.block.kind != "form":
            self.editor.put(f"【{self._words.labels[key]}】")

    def _typed(self) -> None:
        if self.editor is None:
            return
        text = self._words.read(self.editor.toPlainText())
        if self.block.kind == "form":
            self._label(self.editor.toPlainText().split("\n"))
        elif self.block.kind in PART_KINDS:
            self.block = reparts(self.block, text.split("\n"))
        else:
            self.block = retext(self.block, text.replace("\n", ""), self._words)
        self._tell()
        self.edited.emit()

    def _label(self, labels: list[str]) -> None:
        wanted = len(cell_labels(self.block))
        wrong = len(labels) != wanted or not all(label.strip() for label in labels)
        self.trouble = f"表格有 {wanted} 格，这里应当有 {wanted} 行，每行一个名称" if wrong else ""
        if not wrong and any(mark in label for label in labels for mark in "【】{}"):
            wrong, self.trouble = True, "格的名称里不能放字段"
        if not wrong:
            self.block = relabelled(self.block, [label.strip() for label in labels])

    def _switch(self) -> None:
        if self.kind is not None:
            self.block = self.block.model_copy(update={"kind": self.kind.currentData()})
            self.edited.emit()

    def _tell(self) -> None:
        said = self._words.conditions(self.block)
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
