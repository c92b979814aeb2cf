"""Print a selection of documents as one job of the printer, and record exactly what went out."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from app.casework.cases.document_rows import DocumentView
from app.casework.documents.print_paper import PrintPaper, print_paper, record_prints
from app.faults import UserFault
from app.models.workspace import Workspace
from app.ui.base.desktop import Desktop, Task
from app.ui.base.drawing import drawing
from app.ui.base.printing_job import print_batch
from app.ui.documents.batch_dialog import BatchDialog
from app.ui.documents.document_acts import ChoosePrinter, ask_printer
from app.ui.kit.dialogs import AskDialog
from app.ui.kit.progress_window import PrintProgress

_NAMED = 12


@dataclass(frozen=True)
class BatchResult:
    """What became of a batch: how many were printed, which were not, and why the printing ended early."""

    printed: int
    copies: int
    left: tuple[DocumentView, ...]
    faults: tuple[str, ...]
    why: UserFault | None

    @property
    def sentence(self) -> str:
        said = f"已打印 {self.printed} 份" + (f"（其中副本 {self.copies} 份）" if self.copies else "") + "。"
        if self.left:
            names = "、".join(each.number for each in self.left[:_NAMED])
            more = f" 等 {len(self.left)} 份" if len(self.left) > _NAMED else ""
            said += f"没有印：{names}{more}，没有记作已打印。"
        return said + "".join(self.faults)


class BatchPrint(QObject):
    """Print a selection; `changed` when something was printed, `refused(UserFault)` when nothing could begin.

    `choose_printer` asks the system's own dialog and may be replaced. `rest` is the open question about what was left,
    `question` the one before printing.
    """

    changed = Signal()
    refused = Signal(object)
    ended = Signal(object)

    def __init__(self, desktop: Desktop, parent: QWidget) -> None:
        super().__init__(parent)
        self._desktop, self._window = desktop, parent
        self.choose_printer: ChoosePrinter = ask_printer
        self.progress: PrintProgress | None = None
        self.question: BatchDialog | None = None
        self.rest: AskDialog | None = None
        self._busy = False

    def print(self, documents: Sequence[DocumentView]) -> None:
        """Ask how, then print what was chosen."""
        if self._busy:
            self.refused.emit(UserFault("上一批文书还在打印，", "请等它完成或停止后再打印。", code="busy"))
            return
        if all(each.void for each in documents):
            self.refused.emit(UserFault("选中的文书都已经作废，", "不能打印；请重新选。", code="voided"))
            return
        if all(each.void or each.outside for each in documents):
            said = "选中的文书都是在程序外出具后补录的，这里没有原件，"
            self.refused.emit(UserFault(said, "不能打印；请看扫描件。", code="outside"))
            return
        dialog = BatchDialog(documents, self._window)
        self.question = dialog
        dialog.finished.connect(lambda answer: self._asked(dialog, answer))
        dialog.open()

    def _asked(self, dialog: BatchDialog, answer: int) -> None:
        self.question = None
        chosen, one, proof = dialog.chosen(), dialog.one_copy(), dialog.proof()
        if answer == QDialog.DialogCode.Accepted and chosen:
            self._start(chosen, one, proof)

    def _start(self, documents: Sequence[DocumentView], one: bool, proof: bool) -> None:
        try:
            printer = self.choose_printer(self._window)
        except UserFault as fault:
            self.refused.emit(fault)
            return
        if printer is None:
            return
        self._busy = True
        printer.setDocName(f"批量打印文书 {len(documents)} 份")
        printer.setCopyCount(1)
        workspace = self._desktop.workspace

        def work(task: Task) -> BatchResult:
            return _print(workspace, list(documents), printer, task, one, proof)

        job = self._desktop.start(work, lambda result: self._done(result, one, proof))
        job.ended.connect(self._over)
        self.progress = PrintProgress(
            self._window,
            f"正在打印 {len(documents)} 份文书",
            job,
            stopping="正在停止：手上这一份印完就停…",
        )
        total, window = len(documents), self.progress
        job.progressed.connect(lambda done: window.show_count(done, total))
        window.show()

    def _over(self) -> None:
        self._busy = False
        if self.progress is not None:
            self.progress.finish()
            self.progress = None

    def _done(self, result: object, one: bool, proof: bool) -> None:
        assert isinstance(result, BatchResult)
        self._over()
        if result.printed:
            self.changed.emit()
        tone = "success" if not result.left and not result.faults else "warning" if result.printed else "fault"
        self._desktop.say.emit(tone, result.sentence)
        if result.why is not None and result.left:
            self._ask_on(result, one, proof)
        self.ended.emit(result)

    def _ask_on(self, result: BatchResult, one: bool, proof: bool) -> None:
        why = f"{result.why.sentence}{result.why.next_step}" if result.why else ""
        dialog = AskDialog(
            self._window,
            f"还有 {len(result.left)} 份没有印",
            f"{why}\n{result.sentence}\n接着印的只是没有印的；请先看一眼出纸口，以纸为准。",
            "接着印没有印的",
            "先不印",
        )
        self.rest = dialog

        def answered(answer: int) -> None:
            self.rest = None
            if answer == QDialog.DialogCode.Accepted:
                self._start(result.left, one, proof)

        dialog.finished.connect(answered)
        dialog.open()


def _print(
    workspace: Workspace, documents: list[DocumentView], printer: QPrinter, task: Task, one: bool, proof: bool
) -> BatchResult:
    """Gather what is to be printed, hand it to the printer as one job, and record what went out whole."""
    ready: list[tuple[DocumentView, PrintPaper]] = []
    faults: list[str] = []
    broken: list[DocumentView] = []
    for document in documents:
        if task.cancelled:
            return BatchResult(
                0, 0, tuple(documents), (), UserFault("已停止打印，", "一份也没有印。", code="cancelled")
            )
        try:
            with drawing:
                paper = print_paper(workspace, document.id, copies=1 if one else None, proof=proof)
        except UserFault as fault:
            broken.append(document)
            faults.append(fault.sentence + fault.next_step)
            continue
        ready.append((document, paper))
    printed = print_batch([paper.sheets for _, paper in ready], printer, task.progress)
    copies = 0
    try:
        copies = record_prints(workspace, [document.id for document, _ in ready[: printed.whole]])
    except UserFault as fault:
        faults.append(f"印出的 {printed.whole} 份没有记上打印记录：{fault.sentence}{fault.next_step}")
    left = (*(document for document, _ in ready[printed.whole :]), *broken)
    return BatchResult(printed.whole, copies, left, tuple(faults), printed.fault)
