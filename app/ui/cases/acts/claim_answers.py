"""The answer to every claim of a handling opinion: what is decided, why, and by which law (article 32)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.casework.documents.values import CLAIM_RESULTS
from app.casework.life.claim_answers import ClaimAnswer
from app.law.text.articles import load_regulation
from app.ui.base import theme
from app.ui.kit.card import Card
from app.ui.kit.editors.making import ChoiceEditor, FieldEditor, LongTextEditor
from app.ui.kit.words import Words

_ITEM = {"supported": "32/1/1", "explained": "32/1/2", "unsupported": "32/1/3"}
_LINES = 2


class ClaimBlock(Card):
    """One claim: its words, the result with what article 32 says of it, facts and reason, opinion, legal basis."""

    edited = Signal()
    submitted = Signal()

    def __init__(self, claim_id: int, number: int, text: str) -> None:
        super().__init__(f"诉求{number}")
        self.claim_id = claim_id
        self.add(Words(text, selectable=True))
        name = f"诉求{number}"
        self.result = ChoiceEditor(
            f"claim.{claim_id}.result", "这一项", options=list(CLAIM_RESULTS.items()), segmented=True
        )
        self.law = Words("", "small")
        self.findings = _paper(f"claim.{claim_id}.findings", "查明的事实和理由", required=False)
        self.opinion = _paper(f"claim.{claim_id}.opinion", "处理意见")
        self.basis = _paper(
            f"claim.{claim_id}.basis", "法律法规依据", help="法律、法规、规章或者其他有关规定的名称和条文。"
        )
        self.editors: tuple[FieldEditor, ...] = (self.result, self.findings, self.opinion, self.basis)
        self.add(self.result)
        self.add(self.law)
        for paper in self.editors[1:]:
            self.add(paper)
        for editor in self.editors:
            editor.control.setAccessibleName(f"{name}：{editor.label}")
            editor.edited.connect(lambda editor=editor: self._typed(editor))
            editor.submitted.connect(self.submitted)
        for button in self.result.segments.buttons if self.result.segments is not None else ():
            button.setAccessibleName(f"{name}：{button.text()}")
        self._show_law()

    def answer(self) -> ClaimAnswer:
        """Return what is written so far."""
        return ClaimAnswer(
            self.claim_id,
            self.result.value(),
            self.findings.value(),
            self.opinion.value(),
            self.basis.value(),
        )

    def show_error(self, sentence: str) -> None:
        """Put a sentence under the first thing that is not written yet, and go there."""
        asked = (self.result, self.opinion, self.basis)
        editor = next((each for each in asked if each.is_empty()), self.opinion)
        editor.set_error(sentence)
        editor.setFocus(Qt.FocusReason.TabFocusReason)

    def _typed(self, editor: FieldEditor) -> None:
        editor.set_error(None)
        if editor is self.result:
            self._show_law()
        self.edited.emit()

    def _show_law(self) -> None:
        regulation = load_regulation()
        chosen = self.result.value()
        refs = [_ITEM[chosen]] if chosen else list(_ITEM.values())
        self.law.setText("\n".join(regulation.cite(ref).text for ref in refs))


class ClaimAnswers(QWidget):
    """All claims of a case, one block each. Signals `edited` and `submitted`."""

    edited = Signal()
    submitted = Signal()

    def __init__(self, claims: Sequence[tuple[int, str]]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("normal"))
        self.blocks = [ClaimBlock(claim_id, place, text) for place, (claim_id, text) in enumerate(claims, start=1)]
        for block in self.blocks:
            block.edited.connect(self.edited)
            block.submitted.connect(self.submitted)
            column.addWidget(block)

    def answers(self) -> tuple[ClaimAnswer, ...]:
        """Return what is written so far, in the order of the claims."""
        return tuple(block.answer() for block in self.blocks)

    def show_fault(self, field: str, sentence: str) -> bool:
        """Put a fault under the claim it is about; False when it is about none."""
        for block in self.blocks:
            if field == f"claim.{block.claim_id}":
                block.show_error(sentence)
                return True
        return False


def _paper(key: str, label: str, *, required: bool = True, help: str = "") -> LongTextEditor:
    editor = LongTextEditor(key, label, required=required, help=help)
    editor.paper.setFixedHeight(editor.paper.fontMetrics().lineSpacing() * _LINES + theme.px(22))
    return editor
