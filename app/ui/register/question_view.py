"""One page of the route: the question, its answers and its fields. It judges nothing but shows what was judged."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.casework.intake.duplicates import Candidate
from app.law.forms.fields import Field, check_field
from app.law.route.walk import CHOICE, Node
from app.ui.base import theme
from app.ui.kit.editors.choice import Choice, ChoiceList
from app.ui.kit.editors.choice_editors import ChoiceEditor, YesNoEditor
from app.ui.kit.editors.making import FieldEditor, editor_for
from app.ui.kit.editors.text_editors import LongTextEditor, TextEditor
from app.ui.kit.words import Words
from app.ui.register.candidates import CandidateList
from app.ui.register.field_grid import FieldGrid, wants_whole_line

Suggest = Callable[[Field], Iterable[str]]


class QuestionView(QWidget):
    """Ask one page. `edited(at_once)` after a change by the person, `submitted` when they want to go on.

    `at_once` is true where other fields may appear or go because of it: a choice, not a word half typed.
    """

    edited = Signal(bool)
    submitted = Signal()

    def __init__(self, node: Node, today: Callable[[], date], suggest: Suggest, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.node = node
        self._today = today
        self._fields = {field.key: field for field in node.fields}
        self._visited: set[str] = set()
        self.editors: dict[str, FieldEditor] = {}
        self.answers: ChoiceList | None = None
        self.candidates: CandidateList | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.px(2), 0, theme.space("near"), theme.space("near"))
        self._column.setSpacing(theme.space("normal"))
        self.question = Words(node.question, "question")
        self._column.addWidget(self.question)
        if node.help:
            self._column.addWidget(Words(node.help, "second"))
        self.reminder = Words("")
        self.reminder.hide()
        self._column.addWidget(self.reminder)
        if any(field.kind == "case_ref" for field in node.fields):
            self._add_candidates()
        if node.answers:
            self._add_answers(node)
        self._add_fields(node, suggest)
        self._column.addStretch(1)
        QApplication.instance().focusChanged.connect(self._focus_moved)

    def show_values(self, values: Mapping[str, object], choice: str | None) -> None:
        """Fill the page without telling anybody; warnings of what is already there are shown."""
        for key, editor in self.editors.items():
            editor.set_value(values.get(key))
            self._warn(key)
        if self.answers is not None:
            self.answers.set_key(choice)
        if self.candidates is not None:
            self.candidates.point_at(self._case_number())

    def values(self) -> dict[str, object]:
        """Return every raw value of the page, hidden fields too, exactly as typed."""
        return {key: editor.value() for key, editor in self.editors.items()}

    def choice(self) -> str | None:
        """Return the key of the answer that is lit."""
        return self.answers.key() if self.answers is not None else None

    def show_reminder(self, text: str, *, late: bool) -> None:
        """Say above the answers when a period of the petitioner ended; it chooses nothing."""
        self.reminder.setText(text)
        self.reminder.setAccessibleName(f"提醒：{text}")
        self.reminder.set_tone("amber" if late else "")
        self.reminder.show()

    def show_beginnings(self) -> None:
        """Show where each text begins: what was filled in is read, not typed on."""
        for editor in self.editors.values():
            if isinstance(editor, TextEditor):
                editor.show_beginning()

    def choose(self, key: str) -> None:
        """Light an answer as if the person had chosen it, and put the keyboard on it."""
        if self.answers is not None:
            self.answers.set_key(key)
            self._chosen(key)
            self.answers.setFocus(Qt.FocusReason.TabFocusReason)

    def put_above_answers(self, widget: QWidget) -> None:
        """Put something that helps to answer between the question and its answers."""
        place = self._column.indexOf(self.answers) if self.answers is not None else self._column.count() - 1
        self._column.insertWidget(place, widget)

    def show_fields(self, keys: set[str]) -> None:
        """Show only the fields that are asked for now."""
        self._grid.show_only(keys)
        self._grid.setVisible(bool(keys))

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Put each sentence under its field and go to the first.

        A required field that was not reached yet is only gone to: it is not a fault not to have come so far.
        """
        order = [CHOICE, *self.editors]
        wrong = [key for key in order if key in errors]
        if not wrong:
            return
        first = wrong[0]
        unreached = first != CHOICE and first not in self._visited and self.editors[first].is_empty()
        for key, editor in self.editors.items():
            told = key in errors and not unreached and (key in self._visited or not editor.is_empty() or key == first)
            editor.set_error(errors[key] if told else None)
        self._choice_fault.setText(errors.get(CHOICE, ""))
        self._choice_fault.setVisible(CHOICE in errors)
        target: QWidget | None = self.answers if first == CHOICE else self.editors[first]
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def show_candidates(self, found: Sequence[Candidate]) -> None:
        """Offer cases that may be the same; one whose number already stands on the page is lit."""
        if self.candidates is not None:
            self.candidates.show_candidates(found)
            self.candidates.point_at(self._case_number())

    def focus_first(self) -> None:
        """Put the keyboard where the answer begins."""
        if self.answers is not None:
            self.answers.setFocus(Qt.FocusReason.TabFocusReason)
            return
        shown = [editor for editor in self.editors.values() if not editor.isHidden()]
        empty = [editor for editor in shown if editor.required and editor.is_empty()]
        for editor in (*empty, *shown):
            editor.setFocus(Qt.FocusReason.TabFocusReason)
            return

    def wipe(self) -> None:
        """Empty every field, so that no widget holds what was typed."""
        for editor in self.editors.values():
            editor.set_value(None)
            editor.set_error(None)
            editor.set_warning(None)
        if self.candidates is not None:
            self.candidates.show_candidates(())

    def _add_answers(self, node: Node) -> None:
        self._choice_fault = Words("", tone="red")
        self._choice_fault.hide()
        self._column.addWidget(self._choice_fault)
        choices = [Choice(answer.key, answer.label, answer.hint) for answer in node.answers]
        self.answers = ChoiceList(choices, name=node.question)
        self._column.addWidget(self.answers)
        self.answers.chosen.connect(self._chosen)
        self.answers.activated.connect(lambda _key: self.submitted.emit())

    def _add_fields(self, node: Node, suggest: Suggest) -> None:
        if self.answers is None:
            self._choice_fault = Words("", tone="red")
            self._choice_fault.setParent(self)
            self._choice_fault.hide()
        placed = []
        for field in node.fields:
            editor = editor_of(field, self._today, suggest)
            self.editors[field.key] = editor
            placed.append((editor, wants_whole_line(field)))
            at_once = isinstance(editor, (ChoiceEditor, YesNoEditor))
            editor.edited.connect(lambda key=field.key, at_once=at_once: self._typed(key, at_once))
            editor.submitted.connect(self.submitted)
        self._grid = FieldGrid(placed)
        self._column.addWidget(self._grid)

    def _add_candidates(self) -> None:
        self.candidates = CandidateList()
        self._column.addWidget(self.candidates)
        self.candidates.picked.connect(self._pick)
        self.candidates.settled.connect(self._focus_answers)

    def _pick(self, number: str) -> None:
        for field in self.node.fields:
            if field.kind == "case_ref":
                self.editors[field.key].set_value(number)
                self._typed(field.key, True)

    def _focus_answers(self) -> None:
        if self.answers is not None:
            self.answers.setFocus(Qt.FocusReason.TabFocusReason)

    def _case_number(self) -> str:
        return next(
            (str(self.editors[field.key].value()) for field in self.node.fields if field.kind == "case_ref"), ""
        )

    def _chosen(self, _key: str) -> None:
        self._choice_fault.hide()
        for editor in self.editors.values():
            editor.set_error(None)
        self.edited.emit(True)

    def _typed(self, key: str, at_once: bool) -> None:
        editor = self.editors[key]
        if editor.error():
            editor.set_error(None)
        if editor.warning() or at_once:
            self._warn(key)
        self.edited.emit(at_once)

    def _warn(self, key: str) -> None:
        editor, field = self.editors[key], self._fields[key]
        warning = check_field(field, editor.value(), self._today()).warning
        if (warning or "") != editor.warning():
            editor.set_warning(warning)

    def _focus_moved(self, old: QWidget | None, now: QWidget | None) -> None:
        for key, editor in self.editors.items():
            if now is not None and editor.isAncestorOf(now):
                self._visited.add(key)
            elif old is not None and editor.isAncestorOf(old):
                self._warn(key)


def editor_of(field: Field, today: Callable[[], date], suggest: Suggest) -> FieldEditor:
    """Return the editor of a field as the pages of the route show it."""
    options = [(option.value, option.label) for option in field.options] or list(suggest(field))
    editor = editor_for(
        field.kind,
        field.key,
        field.label,
        required=field.required or bool(field.required_when),
        help=field.hint,
        options=options,
        today=today,
        limit=field.warn_length or 0,
    )
    if isinstance(editor, LongTextEditor) and field.warn_length:
        editor.paper.setMinimumHeight(theme.px(168))
    return editor
