"""The rows and cells of a form as they are edited: what each cell is called, prints, and leaves room for."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.casework.templates.editing import BREAK, FieldWords
from app.printing.notices.template import FormCell
from app.ui.base import theme
from app.ui.kit.buttons import IconButton, LinkButton
from app.ui.kit.words import Words
from app.ui.templates.block_text import BlockText

Rows = tuple[tuple[FormCell, ...], ...]
SIGN_HERE = "签名：　　　　　　　　年　　月　　日"


class CellEditor(QWidget):
    """Edit one cell; `edited` at each change."""

    edited = Signal()

    def __init__(self, cell: FormCell, words: FieldWords, place: str) -> None:
        super().__init__()
        self._cell, self._words = cell, words
        self.label = QLineEdit(cell.label)
        self.label.setAccessibleName(f"{place}，名称")
        self.label.setPlaceholderText("名称")
        self.label.setFixedWidth(theme.px(104))
        self.text = BlockText(words.shown(cell.text), words, f"{place}，内容")
        self.text.setPlaceholderText("空着，留给手写")
        self.listed = QComboBox()
        self.listed.setAccessibleName(f"{place}，印什么")
        self.listed.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.listed.setMinimumContentsLength(4)
        self.listed.addItem("印文字", "")
        for key, field in words.fields.items():
            if field.type in ("list", "names"):
                self.listed.addItem(f"逐条印“{words.labels[key]}”", key)
        self.listed.setCurrentIndex(max(0, self.listed.findData(cell.field)))
        self.lines = QComboBox()
        for number in range(1, 13):
            self.lines.addItem(f"{number} 行", number)
        self.lines.setCurrentIndex(cell.lines - 1)
        self.lines.setAccessibleName(f"{place}，至少几行高")
        self.lines.setToolTip("至少几行高")
        self.sign = QLineEdit(BREAK.join(cell.sign))
        self.sign.setAccessibleName(f"{place}，签名行")
        self.sign.setPlaceholderText("没有签名行")
        self.sign.setToolTip(f"格底靠右的签名行，几行用 {BREAK} 隔开")
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(theme.space("tight"))
        first.addWidget(self.label, 0, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self.text, 1)
        second.addWidget(self.listed, 2)
        second.addWidget(self.lines)
        second.addWidget(self.sign, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("tight"))
        column.addLayout(first)
        column.addLayout(second)
        self.text.setEnabled(not cell.field)
        self.label.textChanged.connect(self.edited)
        self.text.textChanged.connect(self.edited)
        self.listed.currentIndexChanged.connect(self._list_chosen)
        self.lines.currentIndexChanged.connect(self.edited)
        self.sign.textChanged.connect(self.edited)
        for control in (self.listed, self.lines):  # the wheel turns the page, not a choice passed on the way
            control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            control.installEventFilter(self)

    def cell(self) -> FormCell:
        """Return the cell as it stands here."""
        listed = str(self.listed.currentData())
        text = "" if listed else self._words.read(self.text.toPlainText().strip())
        sign = tuple(line for line in self.sign.text().split(BREAK) if line.strip())
        return self._cell.model_copy(
            update={
                "label": self.label.text().strip(),
                "text": text,
                "field": listed,
                "lines": int(self.lines.currentData()),
                "sign": sign,
            }
        )  # fmt: skip

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the wheel pass a choice that has no focus."""
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _list_chosen(self) -> None:
        self.text.setEnabled(not self.listed.currentData())
        self.edited.emit()


class BlockForm(QWidget):
    """Edit the rows of a form: one or two cells each. `edited` at each change; `rows()` as they stand.

    Every row has 加一格／去掉右格, 上移, 下移, 删除 and 下面加一行, reached by Tab like the cells.
    """

    edited = Signal()

    def __init__(self, rows: Rows, words: FieldWords) -> None:
        super().__init__()
        self._words = words
        self.cells: list[list[CellEditor]] = []
        self._last: BlockText | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space("near"))
        self._show(rows)

    def rows(self) -> Rows:
        """Return the rows as they stand in the editors."""
        return tuple(tuple(editor.cell() for editor in row) for row in self.cells)

    def first(self) -> QWidget:
        """Return where the cursor goes when one comes to the form."""
        return self.cells[0][0].label

    def put(self, words: str) -> None:
        """Put words into the cell that had the cursor last, else into the first."""
        (self._last or self.cells[0][0].text).put(words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Remember which cell had the cursor last: a field goes there."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, BlockText):
            self._last = watched
        return super().eventFilter(watched, event)

    def _show(self, rows: Rows) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.cells, self._last = [], None
        for number, row in enumerate(rows):
            self._column.addWidget(self._row(number, row, len(rows)))

    def _row(self, number: int, row: tuple[FormCell, ...], total: int) -> QFrame:
        frame = QFrame()
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("tight"))
        head = QHBoxLayout()
        head.setSpacing(theme.space("tight"))
        head.addWidget(Words(f"第 {number + 1} 行", "small", wrap=False))
        head.addStretch(1)
        name = f"表格第 {number + 1} 行"
        share = LinkButton("加右格" if len(row) == 1 else "去掉右格")
        share.setAccessibleName(f"{name}，{share.text()}")
        share.clicked.connect(lambda: self._change(lambda rows: _shared(rows, number), number))
        optional = QCheckBox("空着不印")
        optional.setChecked(all(cell.optional for cell in row))
        optional.setAccessibleName(f"{name}，空着就不印这一行")
        optional.toggled.connect(lambda on: self._change(lambda rows: _left_out(rows, number, on), number))
        head.addWidget(optional)
        head.addWidget(share)
        more: list[tuple[str, str, Callable[[list[tuple[FormCell, ...]]], None], int, bool]] = [
            ("plus", "下面加一行", lambda rows: rows.insert(number + 1, (FormCell(label="名称"),)), number + 1, True),
            ("chevron-up", "上移", lambda rows: rows.insert(number - 1, rows.pop(number)), number - 1, number > 0),
            ("chevron-down", "下移", lambda rows: rows.insert(number + 1, rows.pop(number)), number + 1,
             number < total - 1),
            ("close", "删除", lambda rows: rows.__delitem__(number), max(0, number - 1), total > 1),
        ]  # fmt: skip
        for icon, what, change, then, possible in more:
            button = IconButton(icon, f"{name}，{what}")
            button.setEnabled(possible)
            button.clicked.connect(lambda _on=False, change=change, then=then: self._change(change, then))
            head.addWidget(button)
        column.addLayout(head)
        editors = []
        for side, cell in enumerate(row):
            place = f"{name}" + ("" if len(row) == 1 else "左格" if side == 0 else "右格")
            editor = CellEditor(cell, self._words, place)
            editor.edited.connect(self.edited)
            editor.text.installEventFilter(self)
            column.addWidget(editor)
            editors.append(editor)
        self.cells.append(editors)
        return frame

    def _change(self, change: Callable[[list[tuple[FormCell, ...]]], None], then: int) -> None:
        rows = list(self.rows())
        change(rows)
        self._show(tuple(rows))
        self.cells[then][0].label.setFocus()
        self.edited.emit()


def _shared(rows: list[tuple[FormCell, ...]], number: int) -> None:
    rows[number] = (*rows[number], FormCell(label="名称")) if len(rows[number]) == 1 else rows[number][:1]


def _left_out(rows: list[tuple[FormCell, ...]], number: int, on: bool) -> None:
    rows[number] = tuple(cell.model_copy(update={"optional": on}) for cell in rows[number])
