"""The sheet of 补录: what the keyboard goes through at the left, what is answered already at the right."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from app.casework.intake.consequence import NextWords
from app.casework.intake.paper_form import Stop
from app.law.forms.fields import Field
from app.law.route.models import Node
from app.law.route.walk import CHOICE
from app.ui.base import theme
from app.ui.base.shortcuts import Shortcut
from app.ui.kit.card import Card
from app.ui.kit.consequence import NextPanel
from app.ui.kit.editors.choice_editors import ChoiceEditor, YesNoEditor
from app.ui.kit.editors.making import FieldEditor, LongTextEditor
from app.ui.kit.scroll import ScrollColumn
from app.ui.kit.words import Words
from app.ui.register.field_grid import FieldGrid, wants_whole_line
from app.ui.register.question_view import Suggest, editor_of

_SIDE_WIDTH = 300
_LINES = 3
_LETTERS = 6


class PaperSheet(QWidget):
    """Hold the editors of the stops. It judges nothing.

    Signals: `edited(stop, at_once)` after a change by the person, `entered` at Enter, `submitted` at Ctrl+Enter,
    `left(stop)` when the keyboard leaves one.
    """

    edited = Signal(object, bool)
    entered = Signal()
    submitted = Signal()
    left = Signal(object)

    def __init__(self, today: Callable[[], date], suggest: Suggest, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today, self._suggest = today, suggest
        self.editors: dict[Stop, FieldEditor] = {}
        self.asked: list[Stop] = []
        self.beside: list[Stop] = []
        self._whole: dict[Stop, bool] = {}
        self.next = NextPanel()
        self._next_words: NextWords | None = None
        self._main, self._side = _Column(), _Column()
        self._main_scroll, self._side_scroll = ScrollColumn(self._main), _side(self.next, self._side)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(theme.space("wide"))
        columns.addWidget(self._main_scroll, 1)
        columns.addWidget(self._side_scroll)
        QApplication.instance().focusChanged.connect(self._focus_moved)
        for keys in (Shortcut.REGISTER_SHEET.value, "Ctrl+Enter"):  # of the letters, and of the digits beside them
            at_once = QShortcut(QKeySequence(keys), self, self.submitted.emit)
            at_once.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    @property
    def stops(self) -> list[Stop]:
        """Return every stop in the order of the keyboard."""
        return [*self.asked, *self.beside]

    def lay_out(self, pages: Mapping[str, Node], asked: Sequence[Stop], beside: Sequence[Stop]) -> None:
        """Show these stops in this order; what has the keyboard keeps it."""
        if list(asked) == self.asked and list(beside) == self.beside:
            return
        held, stood_at = self.focused(), self._side_scroll.verticalScrollBar().value()
        for stop in (*asked, *beside):
            if stop not in self.editors:
                self._make(pages[stop.page], stop)
        for stop in set(self.stops) - {*asked, *beside}:  # kept for when its page comes back
            self.editors[stop].setParent(self)
            self.editors[stop].hide()
        self.asked, self.beside = list(asked), list(beside)
        for column, stops in ((self._main, self.asked), (self._side, self.beside)):
            column.show_grid([(self.editors[stop], self._whole[stop]) for stop in stops])
        self._main.shown.show_only({self.editors[stop].key for stop in self.asked})
        self._side.shown.show_only({self.editors[stop].key for stop in self.beside})
        ends = [self.editors[stop] for stop in self.stops]
        for first, second in pairwise(ends):
            QWidget.setTabOrder(_last_of(first), second)
        if held is not None and held in self.stops:
            self.editors[held].setFocus(Qt.FocusReason.OtherFocusReason)
        # While the fields change places the keyboard passes others, which would be scrolled to.
        self._side_scroll.verticalScrollBar().setValue(stood_at)

    def fill(self, value_of: Callable[[Stop], object], stops: Sequence[Stop] | None = None) -> None:
        """Show what stands at these stops (default: at all), and no remark under them."""
        for stop in self.editors if stops is None else stops:
            editor = self.editors[stop]
            editor.set_value(value_of(stop))
            editor.set_error(None)
            editor.set_warning(None)

    def wipe(self) -> None:
        """Empty every field, so that no widget holds what was typed."""
        self.fill(lambda _stop: None)
        self.show_next(NextWords())

    def show_next(self, words: NextWords) -> None:
        """Say what follows from what stands on the sheet."""
        if words != self._next_words:
            self._next_words = words
            self.next.set_next(notice=words.notice, clock=words.clock, then=words.then, hint=words.hint)

    def show_errors(self, errors: Mapping[Stop, str]) -> None:
        """Put each sentence under its field and go to the first."""
        for stop in self.stops:
            self.editors[stop].set_error(errors.get(stop))
        if wrong := [stop for stop in self.stops if stop in errors]:
            self.focus(wrong[0])

    def focused(self) -> Stop | None:
        """Return the stop that has the keyboard."""
        holder = QApplication.focusWidget()
        return next((stop for stop in self.stops if _holds(self.editors[stop], holder)), None)

    def focus(self, stop: Stop) -> None:
        """Put the keyboard on a stop, as by Tab."""
        self.editors[stop].setFocus(Qt.FocusReason.TabFocusReason)
        self._main_scroll.follow(QApplication.focusWidget())

    def focus_first(self) -> None:
        """Put the keyboard where a sheet begins, with both columns at their top."""
        self.focus(self.stops[0])
        for scroll in (self._main_scroll, self._side_scroll):
            scroll.verticalScrollBar().setValue(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the wheel turn the page and not an answer that it passes."""
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _make(self, node: Node, stop: Stop) -> None:
        if stop.key == CHOICE:
            options = [(answer.key, answer.label) for answer in node.answers]
            editor: FieldEditor = ChoiceEditor(stop.page, node.title, options=options, segmented=False)
            self._whole[stop] = False
        else:
            field = next(field for field in node.fields if field.key == stop.key)
            editor = self._editor(field)
            self._whole[stop] = wants_whole_line(field) and field.kind != "choice"
        editor.key = f"{stop.page}.{stop.key}"  # two pages may ask under one key
        self.editors[stop] = editor
        at_once = isinstance(editor, (ChoiceEditor, YesNoEditor))
        editor.edited.connect(lambda: self._edited(stop, at_once))
        if isinstance(editor, LongTextEditor):
            editor.submitted.connect(self.submitted)
            height = editor.paper.fontMetrics().lineSpacing() * _LINES + theme.px(22)
            editor.paper.setMaximumHeight(height)
            editor.setMinimumHeight(height + theme.px(26))  # the style sheet has its own mind about the paper's least
        else:
            editor.submitted.connect(self.entered)
        for box in editor.findChildren(QComboBox):
            box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            box.installEventFilter(self)
            box.setMinimumContentsLength(_LETTERS)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def _editor(self, field: Field) -> FieldEditor:
        """Return the editor of a field without its help, which stands in a tip: the sheet is for who knows it."""
        if field.kind == "choice":
            options = [(option.value, option.label) for option in field.options]
            editor: FieldEditor = ChoiceEditor(
                field.key, field.label, options=options, required=field.required, segmented=False
            )
        else:
            editor = editor_of(field.model_copy(update={"hint": ""}), self._today, self._suggest)
        editor.setToolTip(field.hint)
        return editor

    def _edited(self, stop: Stop, at_once: bool) -> None:
        if self.editors[stop].error():
            self.editors[stop].set_error(None)
        self.edited.emit(stop, at_once)

    def _focus_moved(self, old: QWidget | None, now: QWidget | None) -> None:
        if old is None or not self.isVisible():
            return
        for stop in self.stops:
            if _holds(self.editors[stop], old) and not _holds(self.editors[stop], now):
                self.left.emit(stop)
                return


class _Column(QWidget):
    """Holds one grid of fields at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.shown = FieldGrid([])
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.px(2), 0, theme.space("near"), theme.space("near"))
        self._column.addWidget(self.shown)
        self._column.addStretch(1)

    def show_grid(self, editors: Sequence[tuple[FieldEditor, bool]]) -> None:
        """Show a grid of these editors; the former one is deleted when they have left it."""
        former, self.shown = self.shown, FieldGrid(editors)
        self._column.insertWidget(0, self.shown)
        self._column.removeWidget(former)
        former.hide()
        former.deleteLater()


def _side(following: QWidget, answered: QWidget) -> ScrollColumn:
    card = Card("已经这样答好，不对就改")
    card.add(Words("F7 回到一页一问；Ctrl+Enter 随时登记。", "small"))
    card.add(answered)
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.space("normal"))
    column.addWidget(following)
    column.addWidget(card)
    column.addStretch(1)
    scroll = ScrollColumn(holder)
    scroll.setFixedWidth(theme.px(_SIDE_WIDTH))
    return scroll


def _holds(editor: FieldEditor, widget: QWidget | None) -> bool:
    return widget is not None and (widget is editor or editor.isAncestorOf(widget))


def _last_of(editor: FieldEditor) -> QWidget:
    """Return the last place of an editor that Tab comes to: the last row of a list, else the editor itself."""
    lines = getattr(editor, "lines", None)
    return lines[-1] if lines else editor
