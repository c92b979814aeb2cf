"""A dialog that carries out its act itself, and stays open with the fault under its field when that is refused."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from app.faults import UserFault
from app.ui.kit.dialogs import AskDialog
from app.ui.kit.editors.making import FieldEditor
from app.ui.kit.words import Words


class ActDialog(AskDialog):
    """Ask for what an act needs and run `act(values)`; it closes only when the act was done.

    `result_of_act` holds what the act gave back.
    """

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        text: str,
        primary: str,
        fields: Sequence[FieldEditor],
        act: Callable[[dict[str, Any]], Any],
        *,
        danger: bool = False,
    ) -> None:
        super().__init__(parent, title, text, primary, fields=fields, danger=danger)
        self._act = act
        self.result_of_act: Any = None
        self.fault = Words("", tone="red")
        self.fault.hide()
        self.column.insertWidget(self.column.count() - 1, self.fault)

    def accept(self) -> None:
        """Run the act; a refusal is shown where it belongs."""
        try:
            self.result_of_act = self._act(self.values())
        except UserFault as fault:
            self.show_fault(fault)
            return
        super().accept()

    def show_fault(self, fault: UserFault) -> None:
        """Put a fault under the field it is about, else above the buttons."""
        editor = next((each for each in self.fields if each.key == fault.field), None)
        if editor is not None:
            editor.set_error(str(fault))
            editor.setFocus()
        self.fault.setText("" if editor is not None else str(fault))
        self.fault.setVisible(editor is None)
