"""The form of one template: what it is called and how it is handed out, then its blocks one below the other."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.casework.templates.check import Problem
from app.casework.templates.editing import (
    FieldWords,
    read_titles,
    renamed,
    shown_titles,
    with_fields,
)
from app.printing.notices.template import Block, FormCell, Template
from app.ui.base import theme
from app.ui.kit.buttons import PlainButton
from app.ui.kit.editors.date_editor import DateEditor
from app.ui.kit.editors.making import FieldEditor, IntEditor, LongTextEditor, TextEditor
from app.ui.kit.words import Words
from app.ui.templates.block_card import BlockCard
from app.ui.templates.block_text import BlockText
from app.ui.templates.field_picker import FieldPicker

_AUDIENCES = {"petitioner": "给信访人", "office": "给机关、单位", "file": "存卷"}
CANDIDATE = "候选名称，待本单位确认"


class TemplateForm(QWidget):
    """Edit one template; `edited` at every change. `pick_field` asks for a field and may be replaced."""

    edited = Signal()

    def __init__(self, template: Template) -> None:
        super().__init__()
        self._template = template
        self.words = FieldWords(template)
        self.pick_field: Callable[[FieldWords], str] = self._ask_field
        self.cards: list[BlockCard] = []
        self.name = TextEditor("name", "名称")
        self.number_word = TextEditor("number_word", "文号用字")
        self.number_word.setToolTip("如 香信接〔2026〕12号 里的“接”")
        self.copies = IntEditor("copies", "一式几份")
        self.recipients = TextEditor("recipients", "收件人（用分号隔开）")
        self.stub = TextEditor("stub", "回执的文字", required=False)
        self.titles = LongTextEditor(
            "titles", "标题", required=False, lines=2,
            help="一行一种，字段都填了的第一种用上；／ 处可以换行。",
        )  # fmt: skip
        line = self.titles.paper.fontMetrics().lineSpacing()
        self.titles.paper.setFixedHeight(line * max(2, len(template.titles) + 1) + theme.px(20))
        self.red_head = QCheckBox("红头")
        self.proof = QCheckBox("要送达回证")
        self.confirmed = QCheckBox("名称已由本单位确认")
        self.general = Words("", "small", tone="red")
        self.general.hide()
        self.add = PlainButton("加一段", icon="plus")
        self.add_form = PlainButton("加表格")
        self.add_sign = PlainButton("加签名行")
        self.valid_from = DateEditor("valid_from", "从哪天起用", required=False)
        self.valid_to = DateEditor("valid_to", "用到哪天", required=False)
        said = _AUDIENCES[template.audience]
        signed = "落款盖章" if template.signature else "不盖章"
        self.fixed = Words(f"由出厂模板决定、不能改：{said}，{signed}。", "small")
        self.field = PlainButton("插入字段…", shortcut="Ctrl+I")
        self.field.setShortcut("")  # the key is answered by the block that has the cursor
        self._lay_out()
        self._show()
        for editor in self._editors():
            editor.edited.connect(self._changed)
        for box in (self.red_head, self.proof, self.confirmed):
            box.toggled.connect(self._changed)
        self.add.clicked.connect(lambda: self._add(len(self.cards)))
        self.add_form.clicked.connect(
            lambda: self._add(len(self.cards), Block(kind="form", rows=((FormCell(label="名称"),),)))
        )
        self.add_sign.clicked.connect(lambda: self._add(len(self.cards), Block(kind="sign", parts=("签名：",))))
        self.field.clicked.connect(self._field_at_last)
        self._last: BlockCard | None = None

    def _editors(self) -> tuple[FieldEditor, ...]:
        named = (self.name, self.number_word, self.copies, self.recipients, self.stub, self.titles)
        return (*named, self.valid_from, self.valid_to)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.space("normal"))
        grid.setVerticalSpacing(theme.space("near"))
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.name, 0, 0, top)
        grid.addWidget(self.number_word, 0, 1, top)
        grid.addWidget(self.recipients, 1, 0, top)
        grid.addWidget(self.copies, 1, 1, top)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 1)
        boxes = QHBoxLayout()
        boxes.setSpacing(theme.space("wide"))
        for box in (self.red_head, self.proof, self.confirmed):
            boxes.addWidget(box)
        boxes.addStretch(1)
        self._blocks = QVBoxLayout()
        self._blocks.setSpacing(theme.space("near"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.space("near"), 0)
        column.setSpacing(theme.space("normal"))
        column.addWidget(self.general)
        column.addLayout(grid)
        column.addLayout(boxes)
        column.addWidget(self.titles)
        column.addWidget(self.stub)
        valid = QHBoxLayout()
        for day in (self.valid_from, self.valid_to):
            day.line.setFixedWidth(theme.px(128))
            day.line.setPlaceholderText("一直")
            day.weekday.hide()
        valid.addWidget(self.valid_from)
        valid.addWidget(self.valid_to)
        column.addLayout(valid)
        column.addWidget(self.fixed)
        column.addWidget(Words("正文", "section"))
        keys = "Ctrl+I 插入字段，Ctrl+回车 下面加一段，Alt+↑↓ 移动，Ctrl+Delete 删除。带锁的是条例原文，只能移动。"
        column.addWidget(Words(keys, "small"))
        column.addLayout(self._blocks)
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addWidget(self.add_form)
        row.addWidget(self.add_sign)
        row.addStretch(1)
        column.addLayout(row)
        second = QHBoxLayout()
        second.addWidget(self.field)
        second.addStretch(1)
        column.addLayout(second)
        column.addStretch(1)

    def _show(self) -> None:
        template, words = self._template, self.words
        self.name.set_value(template.name)
        self.number_word.set_value(template.number_word)
        self.copies.set_value(template.copies)
        self.recipients.set_value("；".join(template.recipients))
        self.stub.set_value(words.shown(template.stub))
        self.titles.set_value(shown_titles(template, words))
        self.valid_from.set_value(template.valid_from)
        self.valid_to.set_value(template.valid_to)
        self.red_head.setChecked(template.red_head)
        self.proof.setChecked(template.proof_of_service)
        self.confirmed.setChecked(template.status != CANDIDATE)
        for block in template.blocks:
            self._insert(len(self.cards), block)
        self._number()

    def template(self) -> Template:
        """Return the template as it stands in the form; it may not be fit for use yet."""
        copies = self.copies.value().strip()
        changed = self._template.model_copy(
            update={
                "number_word": self.number_word.value().strip(),
                "copies": int(copies) if copies.isascii() and copies.isdigit() and len(copies) < 5 else 0,
                "recipients": tuple(
                    each.strip() for each in self.recipients.value().replace(";", "；").split("；") if each.strip()
                ),
                "stub": self.words.read(self.stub.value().strip()),
                "titles": read_titles(self.titles.value(), self.words),
                "valid_from": _day(self.valid_from.value()),
                "valid_to": _day(self.valid_to.value()),
                "red_head": self.red_head.isChecked(),
                "proof_of_service": self.proof.isChecked(),
                "status": "" if self.confirmed.isChecked() else CANDIDATE,
                "name": self.name.value().strip(),
            }
        )
        return with_fields(changed, [card.block for card in self.cards], self.words)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say each problem under the block or the entry it is about, the others above them all."""
        for editor in self._editors():
            editor.set_error(None)
        for card in self.cards:
            card.show_problem("")
        left = []
        for problem in problems:
            known = next((editor for editor in self._editors() if editor.key == problem.field), None)
            if 0 < problem.block <= len(self.cards):
                self.cards[problem.block - 1].show_problem(f"{problem.sentence}。")
            elif known is not None and known.isVisibleTo(self):
                known.set_error(f"{problem.sentence}。")
            else:
                left.append(f"{problem.sentence}。")
        self.general.setText("\n".join(left))
        self.general.setVisible(bool(left))

    def strange_marks(self) -> tuple[Problem, ...]:
        """Return what the form alone knows: 【】 around something that is no field."""
        found = [
            Problem(f"“{editor.label}”不是日期，请写成 2026-11-22 的样子", "bad-value", field=editor.key)
            for editor in (self.valid_from, self.valid_to)
            if editor.value() and _day(editor.value()) is None
        ]
        for place, card in enumerate(self.cards, start=1):
            labels = [cell.label + "".join(cell.sign) for row in card.block.rows for cell in row]
            if card.takes_fields and any(mark in text for text in (*card.block.texts, *labels) for mark in "【】"):
                said = f"第 {place} 段里有不完整或者不认识的字段，请删掉【】，用 Ctrl+I 重新插入"
                found.append(Problem(said, "broken-template", place))
        return tuple(found)

    def _changed(self) -> None:
        if self.sender() is self.name:
            self._rename()
        self.edited.emit()

    def _rename(self) -> None:
        """Let titles and receipt follow the name as it is typed."""
        now = self.template().model_copy(update={"name": self._template.name})
        after = renamed(now, self.name.value().strip())
        if self.name.value().strip():
            self._template = self._template.model_copy(update={"name": after.name})
            self.stub.set_value(self.words.shown(after.stub))
            self.titles.set_value(shown_titles(after, self.words))

    def _insert(self, place: int, block: Block) -> BlockCard:
        card = BlockCard(block, self.words)
        self.cards.insert(place, card)
        self._blocks.insertWidget(place, card)
        card.edited.connect(self.edited)
        card.asked.connect(lambda what, card=card: self._answer(card, what))
        for text in card.findChildren(BlockText):
            text.cursorPositionChanged.connect(lambda card=card: setattr(self, "_last", card))
        return card

    def _answer(self, card: BlockCard, what: str) -> None:
        place = self.cards.index(card)
        if what == "add":
            self._add(place + 1)
        elif what == "field":
            self._put_field(card)
        elif what == "remove":
            self._remove(place)
        else:
            self._move(place, -1 if what == "up" else 1)

    def _add(self, place: int, block: Block | None = None) -> None:
        card = self._insert(place, block or Block(kind="paragraph", text=""))
        self._order()
        card.show()
        card.setFocus()

    def _remove(self, place: int) -> None:
        card = self.cards.pop(place)
        if self._last is card:
            self._last = None
        if self.cards:
            self.cards[min(place, len(self.cards) - 1)].setFocus()
        self._blocks.removeWidget(card)
        card.hide()
        card.deleteLater()
        self._order()

    def _move(self, place: int, step: int) -> None:
        if 0 <= place + step < len(self.cards):
            card = self.cards.pop(place)
            self.cards.insert(place + step, card)
            self._blocks.removeWidget(card)
            self._blocks.insertWidget(place + step, card)
            card.setFocus()
            self._order()

    def _order(self) -> None:
        self._number()
        # A block made or moved later would come last by Tab; its place is after the one above it.
        for above, below in zip(self.cards, self.cards[1:], strict=False):
            QWidget.setTabOrder(above.last_control(), below.focusProxy() or below)
        self.edited.emit()

    def _number(self) -> None:
        for place, card in enumerate(self.cards, start=1):
            card.show_place(place, len(self.cards))

    def _field_at_last(self) -> None:
        if self._last is not None:
            self._put_field(self._last)

    def _put_field(self, card: BlockCard) -> None:
        if card.takes_fields and (key := self.pick_field(card.words)):
            card.insert(key)

    def _ask_field(self, words: FieldWords) -> str:
        picker = FieldPicker(words, self)
        picker.exec()
        return picker.key


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
