"""What the pages before the desk have in common: a narrow column of fields, faults under them, Enter goes on."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.faults import UserFault
from app.ui.base import theme
from app.ui.kit.buttons import press_focused_button
from app.ui.kit.editors.field import FieldEditor
from app.ui.kit.messages import MessageBar
from app.ui.kit.words import Words


class StartForm(QWidget):
    """One page before the desk. `submitted` when the person goes on, by Enter in the last field or the button."""

    submitted = Signal()

    def __init__(self, title: str, lead: str = "") -> None:
        super().__init__()
        self.editors: list[FieldEditor] = []
        self.message = MessageBar()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.space("wide"))
        self.title = Words(title, "title")
        self.column.addWidget(self.title)
        self.lead = Words(lead, "second")
        self.column.addWidget(self.lead)
        self.lead.setVisible(bool(lead))  # only now: without a parent it would be a window of its own
        self.column.addWidget(self.message)
        self.setAccessibleName(title)

    def add_field(self, editor: FieldEditor) -> FieldEditor:
        """Put a field below what is there; Enter in it goes to the next one, in the last one goes on."""
        self.adopt(editor)
        self.column.addWidget(editor)
        return editor

    def adopt(self, editor: FieldEditor) -> None:
        """Treat a field that stands in another layout as one of this form."""
        self.editors.append(editor)
        editor.edited.connect(lambda: editor.set_error(None))
        editor.submitted.connect(lambda: self._after(editor))

    def value(self, key: str) -> str:
        """Return what was typed in a field, without blanks around it unless it is secret."""
        editor = self.editor(key)
        raw = str(editor.value() or "")
        return raw if "password" in key else raw.strip()

    def editor(self, key: str) -> FieldEditor:
        """Return the field of this key."""
        return next(editor for editor in self.editors if editor.key == key)

    def missing(self) -> bool:
        """Mark required fields that are empty, go to the first, and say whether there was any."""
        empty = [editor for editor in self.editors if editor.required and editor.is_empty()]
        for editor in empty:
            word = "选择" if not hasattr(editor, "line") else "填写"
            editor.set_error(f"请{word}{editor.label}。")
        if empty:
            empty[0].setFocus()
        return bool(empty)

    def show_fault(self, fault: UserFault, fields: dict[str, str] | None = None) -> None:
        """Say a refusal under the field it names (`fields` maps other names to ours), else above the fields."""
        key = (fields or {}).get(fault.field or fault.code, fault.field)
        known = [editor for editor in self.editors if editor.key == key]
        if known:
            known[0].set_error(fault.sentence + fault.next_step)
            known[0].setFocus()
        else:
            self.message.show_fault(fault)

    def clear_faults(self) -> None:
        """Take all faults away."""
        self.message.clear()
        for editor in self.editors:
            editor.set_error(None)

    def start(self) -> None:
        """Put the cursor into the first field that is still empty."""
        empty = [editor for editor in self.editors if editor.is_empty()]
        for editor in (empty or self.editors)[:1]:
            editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _after(self, editor: FieldEditor) -> None:
        place = self.editors.index(editor)
        if place + 1 < len(self.editors):
            self.editors[place + 1].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.submitted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the button that has focus, as people expect of it."""
        press_focused_button(self, event)
        if not event.isAccepted():
            super().keyPressEvent(event)


def button_row(buttons: Sequence[QWidget], *, left: Sequence[QWidget] = ()) -> QWidget:
    """Put buttons at the right end of a row, others at its left."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, theme.space("near"), 0, 0)
    row.setSpacing(theme.space("near"))
    for button in left:
        row.addWidget(button)
    row.addStretch(1)
    for button in buttons:
        row.addWidget(button)
    return holder
