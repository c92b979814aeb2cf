"""What every section of the settings is: a heading, a card or two, and a place for what went wrong."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.faults import UserFault
from app.ui.base import theme
from app.ui.base.desktop import Desktop
from app.ui.kit.editors.field import FieldEditor
from app.ui.kit.words import Words


class SettingsSection(QWidget):
    """One section; `arrive` shows what is true now, `changed` tells that the window must look again."""

    changed = Signal()
    title = ""
    lead = ""

    def __init__(self, desktop: Desktop) -> None:
        super().__init__()
        self.desktop = desktop
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.space("normal"))
        self.column.addWidget(Words(self.title, "section"))
        if self.lead:
            self.column.addWidget(Words(self.lead, "second"))
        self.setAccessibleName(self.title)

    def arrive(self) -> None:
        """Show what is true now."""

    def start(self) -> None:
        """Put the cursor into the first field."""
        for editor in self.findChildren(FieldEditor):
            if editor.isVisibleTo(self):
                editor.setFocus()
                return

    def refuse(self, fault: UserFault, editors: list[FieldEditor], codes: dict[str, str] | None = None) -> None:
        """Say a refusal under the field it names, else on the page's message bar; `codes` maps fault codes to keys."""
        key = fault.field or (codes or {}).get(fault.code, "")
        for editor in editors:
            if editor.key == key:
                editor.set_error(fault.sentence + fault.next_step)
                editor.setFocus()
                return
        self.desktop.say.emit("fault", str(fault))


def filled(editors: list[FieldEditor]) -> bool:
    """Mark required fields that are empty, go to the first, and say whether all are filled."""
    empty = [editor for editor in editors if editor.required and editor.is_empty()]
    for editor in editors:
        editor.set_error(f"请填写{editor.label}。" if editor in empty else None)
    if empty:
        empty[0].setFocus()
    return not empty
