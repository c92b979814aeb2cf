"""What can be done with an issued document wherever it is shown: print, save."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget

from app.casework.cases.document_rows import DocumentView
from app.casework.documents.issuing import record_print, save_document
from app.casework.documents.print_paper import PrintPaper, print_paper
from app.faults import UserFault
from app.ui.base.desktop import Desktop, Task
from app.ui.base.drawing import drawing
from app.ui.base.file_choice import default_folder
from app.ui.base.printer_dialog import chosen_printer
from app.ui.base.printing_job import new_printer, print_sheets
from app.ui.kit.dialogs import holding
from app.ui.kit.progress_window import PrintProgress

ChoosePrinter = Callable[[QWidget | None], QPrinter | None]
ChoosePath = Callable[[QWidget | None, Path], Path | None]


class DocumentActs(QObject):
    """Print and save issued documents; `changed(document id)` when one was, `refused(UserFault)` when it was not.

    `choose_printer` and `choose_path` ask the system's own dialogs and may be replaced, as a guided tour does.
    """

    changed = Signal(int)
    refused = Signal(object)

    def __init__(self, desktop: Desktop, parent: QWidget) -> None:
        super().__init__(parent)
        self._desktop, self._window = desktop, parent
        self.copies = 1  # what the template asks for, offered in the printer's dialog
        self.choose_printer: ChoosePrinter = lambda parent: ask_printer(parent, self.copies)
        self.choose_path: ChoosePath = ask_path
        # An accusation's papers are opened before they are printed.
        self.paper_of: Callable[[int], PrintPaper] = lambda document_id: print_paper(desktop.workspace, document_id)
        # Anybody at the printer's queue reads the name of a job.
        self.job_name: Callable[[DocumentView], str] = lambda document: f"{document.name} {document.number}"
        self.progress: PrintProgress | None = None
        self._printing: DocumentView | None = None
        self._said = ""

    def print(self, document: DocumentView) -> None:
        """Ask for a printer and print the stored bytes; only what really went out is recorded."""
        if self._printing is not None:
            self.refused.emit(UserFault("上一份文书还在打印，", "请等它完成或停止后再打印。", code="busy"))
            return
        try:
            with drawing:
                paper = self.paper_of(document.id)
            self.copies = paper.copies
            with holding(self._window):
                printer = self.choose_printer(self._window)
        except UserFault as fault:
            self.refused.emit(fault)
            return
        if printer is None:
            return
        printer.setDocName(self.job_name(document))
        self._printing = document
        # The copies are laid out here: a printer that repeats the job would repeat the proof of service with it.
        paper = replace(paper, copies=max(1, printer.copyCount()))
        printer.setCopyCount(1)
        if printer.fromPage():  # some pages printed anew: no second proof
            paper = replace(paper, proof=None)
        self._said = f"（{paper.copies} 份{'，附送达回证 1 份' if paper.proof else ''}）"

        def work(task: Task) -> int | UserFault:
            try:
                return print_sheets(paper.sheets, printer, task.progress)
            except UserFault as fault:
                return fault

        job = self._desktop.start(work, self._printed)
        self.progress = PrintProgress(self._window, f"正在打印《{document.name}》{document.number}", job)
        job.progressed.connect(self.progress.show_percent)
        self.progress.show()

    def save(self, document: DocumentView) -> None:
        """Ask where to and write the stored bytes there; saving is recorded too."""
        proposed = default_folder() / file_name(f"{document.name}_{document.number}.pdf")
        with holding(self._window):
            path = self.choose_path(self._window, proposed)
        if path is None:
            return
        try:
            save_document(self._desktop.workspace, document.id, path)
        except UserFault as fault:
            self.refused.emit(fault)
            return
        self._desktop.say.emit("success", f"已存为“{path}”。")
        self.changed.emit(document.id)

    def _printed(self, result: object) -> None:
        document, self._printing = self._printing, None
        if self.progress is not None:
            self.progress.finish()
            self.progress = None
        if document is None:
            return
        if isinstance(result, UserFault):
            self.refused.emit(result)
            return
        try:
            copy = record_print(self._desktop.workspace, document.id)
        except UserFault as fault:
            said = f"{document.number} 已经印出，但没有记上打印记录：{fault.sentence}"
            self.refused.emit(UserFault(said, fault.next_step, code=fault.code))
            return
        self._desktop.say.emit("success", f"{document.number} 已交给打印机{self._said}{'，记作副本' if copy else ''}。")
        self.changed.emit(document.id)


def file_name(words: str) -> str:
    """Return words as a file may be called on Windows: an office names its documents as it likes."""
    return "".join("_" if sign in '/\\:*?"<>|' or not sign.isprintable() else sign for sign in words)


def ask_printer(parent: QWidget | None, copies: int = 1) -> QPrinter | None:
    """Let the person choose a printer in the system's dialog, `copies` offered; None at cancel.

    Raises `UserFault` when there is no printer, or the one that was chosen can take nothing.
    """
    printer = new_printer()
    printer.setCopyCount(copies)
    return chosen_printer(printer, parent, "打印文书")


def ask_path(parent: QWidget | None, proposed: Path) -> Path | None:
    """Let the person choose a file in the system's dialog; None at cancel."""
    chosen, _ = QFileDialog.getSaveFileName(parent, "另存文书", str(proposed), "PDF 文件 (*.pdf)")
    if not chosen:
        return None
    return Path(chosen) if chosen.lower().endswith(".pdf") else Path(f"{chosen}.pdf")


def ask_draft(parent: QWidget | None, proposed: Path) -> Path | None:
    """Let the person choose where a Word draft goes, in the system's dialog; None at cancel."""
    chosen, _ = QFileDialog.getSaveFileName(parent, "存为 Word 草稿", str(proposed), "Word 文档 (*.docx)")
    if not chosen:
        return None
    return Path(chosen) if chosen.lower().endswith(".docx") else Path(f"{chosen}.docx")
