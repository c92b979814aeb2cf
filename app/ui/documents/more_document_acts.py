"""The rarer things done with an issued document: serve, remind, seal elsewhere, prove its service, declare it void."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QMenu, QWidget

from app.casework.cases.document_rows import DocumentView
from app.casework.documents.attachments import ABOUT, AttachmentView, attachment_bytes
from app.casework.documents.reminders import save_reminders
from app.casework.documents.seal_return import add_service_scan, export_for_sealing, files_beside, take_sealed_copy
from app.casework.documents.voiding import void_document
from app.faults import UserFault
from app.ui.base.desktop import Desktop, Task
from app.ui.base.file_choice import default_folder
from app.ui.documents.attachment_dialog import AttachmentDialog
from app.ui.documents.document_acts import ChoosePath, ask_path, file_name
from app.ui.documents.reminder_dialog import ReminderDialog
from app.ui.documents.service_dialog import ServiceDialog
from app.ui.kit.dialogs import AskDialog, holding
from app.ui.kit.editors.text_editors import TextEditor
from app.ui.kit.progress_window import PrintProgress

# chooser(parent, title, file types as Qt's dialog writes them) -> file or None
ChooseFile = Callable[[QWidget | None, str, str], Path | None]
SCANS = "扫描件 (*.pdf *.jpg *.jpeg *.png)"
PDF = "PDF 文件 (*.pdf)"


class MoreDocumentActs(QObject):
    """Act on documents; `changed(document id)` when something was done, `refused(UserFault)` when it was not.

    `choose_path`, `choose_workbook` and `choose_file` ask the system's own dialogs and may be replaced. `asking` is
    the dialog that is open.
    """

    changed = Signal(int)
    refused = Signal(object)

    def __init__(self, desktop: Desktop, parent: QWidget) -> None:
        super().__init__(parent)
        self._desktop, self._window = desktop, parent
        self.choose_path: ChoosePath = ask_path
        self.choose_workbook: ChoosePath = ask_workbook
        self.choose_file: ChooseFile = ask_file
        self.asking: QDialog | None = None
        self.progress: PrintProgress | None = None

    def menu(self, document: DocumentView, parent: QWidget) -> QMenu:
        """Return what can be done with this document, to be opened under a button."""
        menu = QMenu(parent)
        menu.setAccessibleName(f"{document.number} 的其他办理")
        if not document.void:
            if not document.served_on:
                menu.addAction("登记送达…", lambda: self.serve([document]))
            menu.addAction("短信提醒…", lambda: self.remind(document))
        if not document.void and not document.outside:
            menu.addSeparator()
            menu.addAction("导出去签章…", lambda: self.export_for_sealing(document))
            menu.addAction("取回盖章件…", lambda: self.take_sealed_copy(document))
        menu.addAction("添加回证扫描件…", lambda: self.add_service_scan(document))
        for kept in files_beside(self._desktop.workspace, document.id):
            if kept.kind != "docx":
                menu.addAction(f"看{ABOUT[kept.about]}：{kept.name}", lambda kept=kept: self.look(kept))
        if not document.void:
            menu.addSeparator()
            menu.addAction("作废…", lambda: self.void(document))
        return menu

    def remind(self, document: DocumentView) -> None:
        """Show the message that reminds of a document."""
        try:
            dialog = ReminderDialog(self._desktop, document, self._window)
        except UserFault as fault:
            self.refused.emit(fault)
            return
        self._open(dialog)

    def save_reminders(self, documents: Sequence[DocumentView]) -> None:
        """Write the messages of a selection as a workbook for the office's message gateway."""
        with holding(self._window):
            path = self.choose_workbook(self._window, default_folder() / "短信提醒名单.xlsx")
        if path is None:
            return
        try:
            count, without = save_reminders(self._desktop.workspace, [each.id for each in documents], path)
        except UserFault as fault:
            self.refused.emit(fault)
            return
        said = f"已写出 {count} 条短信提醒：“{path}”。名单里有手机号码，用完请妥善保管；短信不代替书面告知。"
        if without:
            said += f"有 {len(without)} 份没有列入：" + "；".join(each.rstrip("，") for each in without[:5]) + "。"
        self._desktop.say.emit("warning" if without else "success", said)

    def serve(self, documents: Sequence[DocumentView]) -> None:
        """Ask how these documents were served and put each service on record."""
        dialog = ServiceDialog(self._desktop, documents, self._window)
        dialog.recorded.connect(lambda: self.changed.emit(documents[0].id))
        self._open(dialog)

    def export_for_sealing(self, document: DocumentView) -> None:
        """Write the stored bytes for the office's lawful e-seal system."""
        proposed = file_name(f"待签章_{document.name}_{document.number}.pdf")
        with holding(self._window):
            path = self.choose_path(self._window, default_folder() / proposed)
        if path is None:
            return
        try:
            export_for_sealing(self._desktop.workspace, document.id, path)
        except UserFault as fault:
            self.refused.emit(fault)
            return
        self._desktop.say.emit(
            "success", f"已存为“{path}”。请在本单位合法的电子签章系统里盖章，再点“取回盖章件”；本程序不画印章。"
        )
        self.changed.emit(document.id)

    def take_sealed_copy(self, document: DocumentView) -> None:
        """Keep the sealed copy beside the original."""
        workspace = self._desktop.workspace
        self._take(
            document, "取回盖章件", PDF, lambda path, go_on: take_sealed_copy(workspace, document.id, path, go_on),
            "已取回盖章件，与原件并存；原件没有改动。",
        )  # fmt: skip

    def add_service_scan(self, document: DocumentView) -> None:
        """Keep the scan of the signed proof of service."""
        workspace = self._desktop.workspace
        self._take(
            document, "添加回证扫描件", SCANS,
            lambda path, go_on: add_service_scan(workspace, document.id, path, go_on),
            "已添加回证扫描件。送达日期还没有登记的，请办“登记送达”，期限从那里起算。",
        )  # fmt: skip

    def look(self, kept: AttachmentView) -> None:
        """Show a file that is kept beside a document."""
        try:
            dialog = AttachmentDialog(kept, attachment_bytes(self._desktop.workspace, kept.id), self._window)
        except UserFault as fault:
            self.refused.emit(fault)
            return
        dialog.save.hide()  # files are saved out in the case, where all of them are listed
        self._open(dialog)

    def void(self, document: DocumentView) -> None:
        """Ask for the reason, then declare a document void."""
        reason = TextEditor("reason", "作废理由", placeholder="如：姓名打错，已重新出")
        dialog = AskDialog(
            self._window,
            f"作废{document.name}",
            f"{document.number} 作废后仍留在列表里，文号不再使用；不能再打印、另存。应出的文书要重新出。\n"
            "已经交给信访人的，请收回原件。",
            "作废",
            fields=(reason,),
            danger=True,
        )

        def answered(answer: int) -> None:
            if answer != QDialog.DialogCode.Accepted:
                return
            try:
                void_document(self._desktop.workspace, document.id, reason.value())
            except UserFault as fault:
                self.refused.emit(fault)
                return
            self._desktop.say.emit("success", f"{document.number} 已作废。")
            self.changed.emit(document.id)

        dialog.finished.connect(answered)
        self._open(dialog)

    def _take(
        self,
        document: DocumentView,
        title: str,
        types: str,
        take: Callable[[Path, Callable[[int], bool]], AttachmentView],
        said: str,
    ) -> None:
        with holding(self._window):
            path = self.choose_file(self._window, title, types)
        if path is None:
            return

        def work(task: Task) -> AttachmentView:
            return take(path, task.progress)

        def done(_kept: AttachmentView) -> None:
            self._desktop.say.emit("success", said)
            self.changed.emit(document.id)

        def refuse(fault: UserFault) -> None:
            if fault.code == "cancelled":
                self._desktop.say.emit("info", str(fault))
            else:
                self.refused.emit(fault)

        job = self._desktop.start(work, done, refused=refuse)
        self.progress = progress = PrintProgress(
            self._window, f"正在存入“{path.name}”", job, title=title, stop="取消", busy="正在加密存入…"
        )
        size = max(1, path.stat().st_size if path.is_file() else 1)
        job.progressed.connect(lambda count: progress.show_percent(min(100, round(count / size * 100))))
        job.ended.connect(progress.finish)
        progress.show()

    def _open(self, dialog: QDialog) -> None:
        self.asking = dialog

        def gone(_answer: int) -> None:
            self.asking = None

        dialog.finished.connect(gone)
        dialog.open()


def ask_file(parent: QWidget | None, title: str, types: str) -> Path | None:
    """Let the person choose a file to take in, in the system's dialog; None at cancel."""
    chosen, _ = QFileDialog.getOpenFileName(parent, title, str(default_folder()), types)
    return Path(chosen) if chosen else None


def ask_workbook(parent: QWidget | None, proposed: Path, title: str = "短信提醒名单") -> Path | None:
    """Let the person choose where a workbook goes, in the system's dialog; None at cancel."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(proposed), "Excel 工作簿 (*.xlsx)")
    if not chosen:
        return None
    return Path(chosen) if chosen.lower().endswith(".xlsx") else Path(f"{chosen}.xlsx")
