"""Correct one thing of a case: what stands now, what should stand, and why."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.casework.life.correct_case import correct_case
from app.casework.views.case_page import Fact
from app.faults import UserFault
from app.law.route.loading import read_rule_pack
from app.ui.base import theme
from app.ui.base.desktop import Desktop
from app.ui.kit.buttons import PlainButton, PrimaryButton
from app.ui.kit.dialogs import Dialog
from app.ui.kit.editors.making import ChoiceEditor, FieldEditor, LongTextEditor, TextEditor, editor_for
from app.ui.kit.words import Words

# A petitioner's columns are asked for under these keys on the intake pages; the others bear the same name.
_ASKED_AS = {"name": "petitioner_name", "destination": "receiving_office"}
_SHORT = ("text", "office", "phone", "id_number", "int", "date", "choice")


class CorrectDialog(Dialog):
    """Choose a fact, see its value, give another and the reason; the former value stays in the journal."""

    def __init__(
        self, desktop: Desktop, case_id: int, facts: Sequence[Fact], target: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desktop, self._case_id = desktop, case_id
        self._facts = {fact.target: fact for fact in facts}
        self._asked = read_rule_pack().fields
        self.setWindowTitle("更正")
        self.setAccessibleName("更正")
        self.setMinimumWidth(theme.px(560))
        self.which = ChoiceEditor(
            "which", "更正哪一项", options=[(fact.target, fact.label) for fact in facts], segmented=False
        )
        self.former = Words("", selectable=True)
        self.value: FieldEditor | None = None
        self.reason = TextEditor("reason", "更正的理由", placeholder="例如：登记时听错，信访人当面核对")
        self.fault = Words("", tone="red")
        self.fault.hide()
        self.save = PrimaryButton("更正")
        self.save.setDefault(True)
        cancel = PlainButton("取消")
        self._holder = QVBoxLayout()
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space("near"))
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.save)
        column = QVBoxLayout(self)
        edge = theme.space("far")
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(theme.space("normal"))
        column.addWidget(Words("更正", "section"))
        column.addWidget(Words("原来的内容保留在办理经过里，任何人都看得到改了什么、为什么改。", "second"))
        column.addWidget(self.which)
        column.addWidget(Words("现在是", "label"))
        column.addWidget(self.former)
        column.addLayout(self._holder)
        column.addWidget(self.reason)
        column.addWidget(self.fault)
        column.addLayout(buttons)
        self.which.edited.connect(self._choose)
        self.reason.submitted.connect(self._correct)
        self.reason.edited.connect(lambda: self.reason.set_error(None))
        self.save.clicked.connect(self._correct)
        cancel.clicked.connect(self.reject)
        self.which.set_value(target if target in self._facts else "")
        self._choose()
        (self.value or self.which).setFocus()

    def _choose(self) -> None:
        fact = self._facts.get(self.which.value())
        if self.value is not None:
            self._holder.removeWidget(self.value)
            self.value.hide()
            self.value.deleteLater()
            self.value = None
        text = fact.value if fact else ""
        self.former.setText((text if len(text) <= 240 else text[:239] + "…") or "（空）")
        self.save.setEnabled(fact is not None)
        if fact is None:
            return
        self.value = self._editor(fact)
        self.value.edited.connect(lambda: self.value.set_error(None))
        self.value.submitted.connect(self.reason.setFocus)
        self._holder.addWidget(self.value)
        QWidget.setTabOrder(self.which.control, self.value.control)
        QWidget.setTabOrder(self.value.control, self.reason.control)
        self.adjustSize()

    def _editor(self, fact: Fact) -> FieldEditor:
        column = fact.target.split(".")[-1]
        if fact.target == "summary" or fact.target.startswith("claim."):
            editor: FieldEditor = LongTextEditor("value", "改成", lines=6)
            editor.set_value(fact.value)
            return editor
        asked = self._asked.get(_ASKED_AS.get(column, column))
        kind = asked.kind if asked is not None and asked.kind in _SHORT else "text"
        options = [(option.value, option.label) for option in asked.options] if asked is not None else []
        editor = editor_for(kind, "value", "改成", required=False, options=options, today=self._desktop.workspace.today)
        value = next((value for value, label in options if label == fact.value), fact.value)
        editor.set_value(value)
        return editor

    def _correct(self) -> None:
        self.fault.hide()
        if self.value is None:
            return
        try:
            correct_case(
                self._desktop.workspace, self._case_id, self.which.value(), str(self.value.value()), self.reason.value()
            )
        except UserFault as fault:
            self._refuse(fault)
            return
        self.accept()

    def _refuse(self, fault: UserFault) -> None:
        if fault.field == "reason":
            self.reason.set_error(str(fault))
            self.reason.setFocus()
        elif fault.field and self.value is not None:
            self.value.set_error(str(fault))
            self.value.setFocus()
        else:
            self.fault.setText(str(fault))
            self.fault.show()
