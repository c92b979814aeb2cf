"""The files kept with a case: a list, adding, looking at, saving out, declaring void, binding the volume."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.casework.cases.lookup import case_by_id
from app.casework.documents.attachments import (
    ABOUT,
    SEALED_COPY,
    AttachmentView,
    attach_file,
    attachment_bytes,
    attachments_of,
    save_attachment,
    void_attachment,
    why_unreadable,
)
from app.casework.documents.listing import DocumentFilter, list_documents
from app.casework.documents.seal_return import take_sealed_copy
from app.casework.documents.volume import save_volume
from app.faults import UserFault
from app.printing.volume.binding import Volume
from app.ui.base import theme
from app.ui.base.desktop import Desktop, Task
from app.ui.base.file_choice import default_folder
from app.ui.documents.attachment_dialog import AttachmentDialog
from app.ui.kit.buttons import LinkButton, PlainButton
from app.ui.kit.card import Card, HairLine
from app.ui.kit.dialogs import AskDialog
from app.ui.kit.dropped_file import dropped_file
from app.ui.kit.editors.choice_editors import ChoiceEditor
from app.ui.kit.editors.text_editors import TextEditor
from app.ui.kit.progress_window import PrintProgress
from app.ui.kit.words import Words

FILES = "PDF、图片、Word 文档 (*.pdf *.jpg *.jpeg *.png *.docx)"
_EMPTY = (
    "还没有附件。扫描件、送达回证、盖章件、定稿都可以存进来：PDF、JPG、PNG、docx，每个不超过 50 MB。"
    "点“添加”，或者把文件拖到这里。"
)
ChooseFile = Callable[[QWidget | None], Path | None]
ChooseTarget = Callable[[QWidget | None, Path], Path | None]


class AttachmentsCard(QWidget):
    """Show and keep the files of one case; it reads itself anew. Signal `changed` when a file was added or voided.

    A sealed or voided case takes no files: the card says so when one is added. `choose_file`, `choose_target` ask the
    system's own dialogs and may be replaced; `asking` is the dialog that is open, `progress` the work that runs.
    """

    changed = Signal()

    def __init__(self, desktop: Desktop, case_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desktop, self._case_id = desktop, case_id
        self.choose_file: ChooseFile = ask_file
        self.choose_target: ChooseTarget = ask_target
        self.asking: QDialog | None = None
        self.progress: PrintProgress | None = None
        self.files: tuple[AttachmentView, ...] = ()
        self.volume = PlainButton("生成案卷…")
        self.volume.setToolTip("把这一件的文书、扫描件和回证装成一个 PDF：封面、目录、页码、书签")
        self.volume.clicked.connect(self.save_volume)
        self.add = PlainButton("添加…", icon="plus")
        self.add.setAccessibleName("添加附件")
        self.add.clicked.connect(self.add_file)
        self.setAcceptDrops(True)
        card = Card("附件", actions=(self.volume, self.add))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.space("normal"))
        card.add(self._rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        self.refresh()

    def refresh(self) -> None:
        """Read the list again."""
        self.files = attachments_of(self._desktop.workspace, self._case_id)
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        names = {number: name for number, name, _void in self._documents()} if self.files else {}
        for place, kept in enumerate(self.files):
            if place:
                self._rows.addWidget(HairLine())
            self._rows.addWidget(self._row(kept, names.get(kept.document_id or 0, "")))
        if not self.files:
            self._rows.addWidget(Words(_EMPTY, "second"))

    def add_file(self) -> None:
        """Ask for a file and what it is, then keep it, encrypted, off the window's thread."""
        path = self.choose_file(self)
        if path is not None:
            self.ask_about(path)

    def ask_about(self, path: Path) -> None:
        """Ask what a chosen, dropped or pasted file is, then keep it."""
        if self.asking is not None or self.progress is not None:
            return
        about = ChoiceEditor("about", "这是什么", options=tuple(ABOUT.items()), segmented=False)
        about.set_value("scan")
        documents = [each for each in self._documents() if not each[2]]
        beside = ChoiceEditor(
            "document",
            "属于哪一份文书",
            options=tuple((str(number), name) for number, name, _void in documents),
            required=False,
            segmented=False,
            help="送达回证、盖章件请选它对应的文书。",
        )
        fields = (about, beside) if documents else (about,)
        dialog = AskDialog(self.window(), "添加附件", f"“{path.name}”会加密存进这一件。", "添加", fields=fields)

        def answered(answer: int) -> None:
            if answer == QDialog.DialogCode.Accepted:
                chosen = str(beside.value() or "") if documents else ""
                self._keep(path, about.value(), int(chosen) if chosen else None)

        dialog.finished.connect(answered)
        self._open(dialog)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file."""
        if dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Keep the file that was dropped."""
        if (path := dropped_file(event.mimeData())) is not None:
            event.acceptProposedAction()
            self.ask_about(path)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep the file that was copied in a folder window (Ctrl+V)."""
        data = QApplication.clipboard().mimeData()
        if event.matches(QKeySequence.StandardKey.Paste) and (path := dropped_file(data)) is not None:
            self.ask_about(path)
            return
        super().keyPressEvent(event)

    def look(self, kept: AttachmentView) -> None:
        """Show a kept file; a Word document has to be saved out to be read."""
        try:
            dialog = AttachmentDialog(kept, attachment_bytes(self._desktop.workspace, kept.id), self.window())
        except UserFault as fault:
            self._refuse(fault)
            return
        dialog.save.clicked.connect(lambda: self.save(kept))
        dialog.save.setVisible(not kept.void)
        self._open(dialog)

    def save(self, kept: AttachmentView) -> None:
        """Write a kept file out as it was added."""
        path = self.choose_target(self, default_folder() / kept.name)
        if path is None:
            return
        try:
            save_attachment(self._desktop.workspace, kept.id, path)
        except UserFault as fault:
            self._refuse(fault)
            return
        self._desktop.say.emit("success", f"已存为“{path}”。存出的文件不再加密，用完请妥善保管。")

    def void(self, kept: AttachmentView) -> None:
        """Ask for the reason, then declare a kept file void."""
        reason = TextEditor("reason", "作废理由", placeholder="如：放错了，是另一件的材料")
        dialog = AskDialog(
            self.window(),
            "作废附件",
            f"“{kept.name}”作废后仍留在列表里，写明理由，不再装进案卷，也不再作盖章件、回证用；不能恢复。\n"
            "放错的，请在它本来的那一件里重新添加。理由记入流水，不要写姓名、证件号码。",
            "作废",
            fields=(reason,),
            danger=True,
        )

        def answered(answer: int) -> None:
            if answer != QDialog.DialogCode.Accepted:
                return
            try:
                void_attachment(self._desktop.workspace, kept.id, reason.value())
            except UserFault as fault:
                self._refuse(fault)
                return
            self._desktop.say.emit("success", f"附件“{kept.name}”已作废。")
            self.refresh()
            self.changed.emit()

        dialog.finished.connect(answered)
        self._open(dialog)

    def save_volume(self) -> None:
        """Bind everything of the case into one PDF."""
        number = self._case_number()
        path = self.choose_target(self, default_folder() / f"案卷_{number}.pdf")
        if path is None:
            return
        workspace, case_id = self._desktop.workspace, self._case_id
        parts = max(1, sum(not each.void for each in self.files) + len(self._documents()))

        def done(volume: Volume) -> None:
            left = "、".join(f"“{title}”" for title in volume.left_out)
            said = f"案卷共 {volume.pages} 页，已存为“{path}”。"
            self._desktop.say.emit(
                "warning" if left else "success", said + (f"读不出来、没有装入的：{left}。" if left else "")
            )

        def work(task: Task) -> Volume:
            return save_volume(workspace, case_id, path, task.progress)

        self._run(f"正在生成案卷 {number}", "生成案卷", "正在读文书和附件…", parts, work, done)

    def _keep(self, path: Path, about: str, document_id: int | None) -> None:
        workspace, case_id = self._desktop.workspace, self._case_id

        def work(task: Task) -> tuple[AttachmentView, str]:
            if about == SEALED_COPY and document_id is not None:
                kept = take_sealed_copy(workspace, document_id, path, task.progress)
            else:
                kept = attach_file(workspace, case_id, path, about, document_id=document_id, progress=task.progress)
            return kept, why_unreadable(kept.kind, path)

        def done(result: tuple[AttachmentView, str]) -> None:
            kept, fault = result
            said = f"已存入“{kept.name}”" + (f"，但{fault}，也装不进案卷；请换一个能打开的再添加。" if fault else "。")
            self._desktop.say.emit("warning" if fault else "success", said)
            self.refresh()
            self.changed.emit()

        size = max(1, path.stat().st_size) if path.is_file() else 1
        self._run(f"正在存入“{path.name}”", "添加附件", "正在加密存入…", size, work, done)

    def _run(
        self,
        sentence: str,
        title: str,
        busy: str,
        total: int,
        work: Callable[[Task], object],
        done: Callable[..., None],
    ) -> None:
        job = self._desktop.start(work, done, refused=self._refuse)
        progress = PrintProgress(self.window(), sentence, job, title=title, stop="取消", busy=busy)
        self.progress = progress
        job.progressed.connect(lambda count: progress.show_percent(min(100, round(count / total * 100))))
        job.ended.connect(self._over)
        progress.show()

    def _over(self) -> None:
        if self.progress is not None:
            self.progress.finish()
            self.progress = None

    def _refuse(self, fault: UserFault) -> None:
        self._desktop.say.emit("info" if fault.code == "cancelled" else "fault", str(fault))

    def _row(self, kept: AttachmentView, beside: str) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.space("tight"))
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        name = Words(kept.name, "second" if kept.void else "strong")
        name.setToolTip(kept.name)
        words.addWidget(name)
        words.addWidget(Words("　".join(each for each in (ABOUT[kept.about], beside) if each), "second"))
        words.addWidget(Words(f"{kept.kind.upper()}　{_size(kept.size)}　{kept.at[:10]}　{kept.added_by}", "small"))
        if kept.void:
            words.addWidget(Words(f"已作废：{kept.void_reason}", "small", tone="red"))
        line.addLayout(words, 1)
        # A Word document is read by saving it out, which is then its 查看.
        possible = [("另存", self.save)] if kept.kind == "docx" else [("查看", self.look)]
        if not kept.void:
            possible += [("另存", self.save)] if kept.kind != "docx" else []
            possible.append(("作废…", self.void))
        for word, act in possible:
            button = LinkButton(word)
            button.setAccessibleName(f"{word}：{kept.name}")
            button.clicked.connect(lambda _on=False, act=act: act(kept))
            line.addWidget(button)
        return row

    def _documents(self) -> list[tuple[int, str, bool]]:
        """Return (id, what it is called, whether it is void) of the case's documents, the latest first."""
        found = list_documents(self._desktop.workspace, DocumentFilter(case_id=self._case_id), limit=200)
        return [(each.id, f"{each.listed_name} {each.number}", each.void) for each in found]

    def _case_number(self) -> str:
        with self._desktop.workspace.reading() as session:
            return case_by_id(session, self._case_id).number

    def _open(self, dialog: QDialog) -> None:
        self.asking = dialog

        def gone(_answer: int) -> None:
            self.asking = None

        dialog.finished.connect(gone)
        dialog.open()


def ask_file(parent: QWidget | None) -> Path | None:
    """Let the person choose a file to add, in the system's dialog; None at cancel."""
    chosen, _ = QFileDialog.getOpenFileName(parent, "添加附件", str(default_folder()), FILES)
    return Path(chosen) if chosen else None


def ask_target(parent: QWidget | None, proposed: Path) -> Path | None:
    """Let the person choose where a file goes, in the system's dialog; the ending stays as proposed."""
    ending = proposed.suffix
    chosen, _ = QFileDialog.getSaveFileName(parent, "另存", str(proposed), f"文件 (*{ending})")
    if not chosen:
        return None
    return Path(chosen) if chosen.lower().endswith(ending.lower()) else Path(f"{chosen}{ending}")


def _size(count: int) -> str:
    return f"{count / 1024 / 1024:.1f} MB" if count >= 1024 * 1024 else f"{max(1, round(count / 1024))} kB"
