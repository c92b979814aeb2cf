"""Let the person choose a printer in the system's dialog, and take nothing but what was chosen there."""

from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QComboBox, QDialog, QWidget

from app.ui.base.print_queue import queue_fault, queue_of
from app.ui.base.printing_job import has_printer, no_printer


def chosen_printer(printer: QPrinter, parent: QWidget | None, title: str) -> QPrinter | None:
    """Show the dialog and return the printer, set to what was chosen; None at cancel.

    Raises `UserFault`: code `no-printer` where there is none, `printer` where the one that was chosen is gone, paused
    or rejects jobs by now.
    """
    if not has_printer():
        raise no_printer()
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(title)
    try:
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return None
        into_queue = queue_of(printer)
        if into_queue is None:
            return printer
        # Qt's own dialog (Linux) keeps showing a printer that has vanished, and prints on the default one instead.
        shown = dialog.findChild(QComboBox, "printers")
        chosen = into_queue if shown is None else shown.currentText()
        fault = queue_fault(chosen) or (queue_fault("") if chosen != into_queue else None)
        if fault is not None:
            raise fault
        return printer
    finally:
        dialog.deleteLater()
