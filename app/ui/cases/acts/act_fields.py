"""The fields of an act as editors; they come and go as its rule says while one types."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.casework.intake.duplicates import Candidate
from app.casework.life.acts import ActForm
from app.law.forms.conditions import all_hold
from app.law.forms.fields import Field, check_field
from app.ui.base import theme
from app.ui.kit.editors.making import (
    ChoiceEditor,
    FieldEditor,
    ListEditor,
    LongTextEditor,
    TextEditor,
    YesNoEditor,
    editor_for,
)
from app.ui.kit.words import Words
from app.ui.register.candidates import CandidateList
from app.ui.register.field_grid import FieldGrid, wants_whole_line

_PEOPLE = {"names": "一个单位"}
_ABOVE = "机关名录里的上一级："
_SEVERAL_ABOVE = "机关名录里的上一级不止一个，按实际选："
_LINES = 3
_TALL_LINES = 5
_TALL = 5_000


class ActFields(QWidget):
    """Ask what an act asks. `edited(at_once)` after a change by the person, `submitted` at Enter."""

    edited = Signal(bool)
    submitted = Signal()

    def __init__(
        self,
        form: ActForm,
        today: Callable[[], date],
        offices: Sequence[str],
        candidates: Sequence[Candidate] = (),
        superiors: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ) -> None:
        super().__init__()
        self._form, self._today = form, today
        self._fields = {field.key: field for field in form.rule.fields}
        self.editors: dict[str, FieldEditor] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.candidates: CandidateList | None = None
        if any(field.kind == "case_ref" for field in form.rule.fields):
            self.candidates = CandidateList()
            self.candidates.show_candidates(candidates)
            self.candidates.picked.connect(self._pick)
            column.addWidget(self.candidates)
        placed = []
        for field in form.rule.fields:
            editor = self._editor(field, offices)
            self.editors[field.key] = editor
            placed.append((editor, wants_whole_line(field)))
            at_once = isinstance(editor, ChoiceEditor | YesNoEditor)
            editor.edited.connect(lambda key=field.key, at_once=at_once: self._typed(key, at_once))
            editor.submitted.connect(self.submitted)
        self.grid = FieldGrid(placed)
        column.addWidget(self.grid)
        for key, editor in self.editors.items():
            editor.set_value(form.values.get(key))
            if isinstance(editor, TextEditor) and superiors.get(key):
                editor.offer(_ABOVE if len(superiors[key]) == 1 else _SEVERAL_ABOVE, superiors[key])
        self.follow()

    def values(self) -> dict[str, object]:
        """Return every raw value, hidden fields too: what is hidden adds nothing to the act."""
        return {key: editor.value() for key, editor in self.editors.items()}

    def follow(self) -> None:
        """Show the fields that are asked for now, and say which of them must be filled in now."""
        values = self.values()
        self.grid.show_only(set(self._form.shown(values, self._today())))
        if any(field.required_when for field in self._fields.values()):
            facts = self._form.plan(values, self._today()).facts
            for key, field in self._fields.items():
                if field.required_when:
                    _say_required(self.editors[key], all_hold(field.required_when, facts))

    def show_errors(self, errors: Mapping[str, str]) -> bool:
        """Put each sentence under its field and go to the first; False when none of them is on the form."""
        wrong = [key for key in self.editors if key in errors]
        for key, editor in self.editors.items():
            editor.set_error(errors.get(key))
        if wrong:
            self.editors[wrong[0]].setFocus(Qt.FocusReason.TabFocusReason)
        return bool(wrong)

    def focus_first(self) -> bool:
        """Put the keyboard on the first field that still has to be filled in, else on the first; False without one."""
        shown = [editor for editor in self.editors.values() if not editor.isHidden()]
        empty = [editor for editor in shown if editor.required and editor.is_empty()]
        for editor in (*empty, *shown):
            editor.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return False

    def _editor(self, field: Field, offices: Sequence[str]) -> FieldEditor:
        if field.kind == "longtext":
            limit = field.max_length or 0
            editor = LongTextEditor(field.key, field.label, required=field.required, help=field.hint, limit=limit)
            lines = _LINES if limit < _TALL else _TALL_LINES
            editor.paper.setFixedHeight(editor.paper.fontMetrics().lineSpacing() * lines + theme.px(22))
            return editor
        if field.kind in _PEOPLE:
            return ListEditor(
                field.key, field.label, noun=_PEOPLE[field.kind], required=field.required, help=field.hint
            )
        options = [(option.value, option.label) for option in field.options]
        return editor_for(
            field.kind,
            field.key,
            field.label,
            required=field.required,
            help=field.hint,
            options=options or (list(offices) if field.kind == "office" else []),
            today=self._today,
        )

    def _typed(self, key: str, at_once: bool) -> None:
        editor = self.editors[key]
        editor.set_error(None)
        editor.set_warning(check_field(self._fields[key], editor.value(), self._today()).warning)
        if at_once or not isinstance(editor, LongTextEditor):
            self.follow()
        self.edited.emit(at_once)

    def _pick(self, number: str) -> None:
        for field in self._fields.values():
            if field.kind == "case_ref":
                self.editors[field.key].set_value(number)
                self._typed(field.key, True)


def _say_required(editor: FieldEditor, required: bool) -> None:
    for words in editor.findChildren(Words):
        if words.property("role") == "optional":
            words.setVisible(not required)
    editor.control.setAccessibleName(editor.label if required else f"{editor.label}（选填）")
