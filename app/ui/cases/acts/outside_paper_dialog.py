"""补录程序外出具的文书: which paper, the day written on it, its own number, its scan or why there is none."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.casework.cases.document_rows import DocumentView
from app.casework.documents.attachments import why_unreadable
from app.casework.documents.outside import OutsidePaper, enter_outside_paper
from app.casework.documents.seal_return import files_beside
from app.casework.templates.versions import current_templates, is_for_accusations
from app.casework.views.case_page import PaperView
from app.faults import UserFault
from app.law.dates.typed_dates import read_date
from app.ui.base import theme
from app.ui.base.desktop import Desktop, Task
from app.ui.cases.acts.act_dialog import ActDialog
from app.ui.documents.more_document_acts import SCANS, ChooseFile, ask_file
from app.ui.kit.buttons import PlainButton
from app.ui.kit.dialogs import holding, stay_for
from app.ui.kit.editors.making import ChoiceEditor, DateEditor, FieldEditor, TextEditor
from app.ui.kit.progress_window import PrintProgress
from app.ui.kit.words import Words

TITLE = "补录程序外出具的文书"
UNPROVEN = "没有凭证的不计按期、不起算复查复核期限。"
_TEXT = "手写的、用别的程序出的文书，按文书上写的日期记进来，各处都写明“补录”。"
_WIDE = 640
_NOTHING = "还没有选文件"
Kinds = Sequence[tuple[str, int | None, str]]  # kind, the step that asks for it, its name on the list


class OutsidePaperDialog(ActDialog):
    """Ask for a paper made outside and put it on record off the window's thread; `entered(DocumentView, fault)` then.

    The fault is what is wrong with a scan that nobody can open, empty otherwise. `progress` is the work that runs.
    """

    entered = Signal(object, str)

    def __init__(
        self,
        desktop: Desktop,
        case_id: int,
        owed: Sequence[PaperView],
        parent: QWidget | None,
        chosen: PaperView | None = None,
    ) -> None:
        self._desktop, self._case_id = desktop, case_id
        self._kinds = paper_kinds(desktop, owed)
        self.progress: PrintProgress | None = None
        names = tuple((str(place), name) for place, (_kind, _step, name) in enumerate(self._kinds))
        self.kind = ChoiceEditor("kind", "哪一份文书", options=names, segmented=False)
        self.on = DateEditor("on", "文书上写的日期", today=desktop.workspace.today)
        self.own_number = TextEditor("own_number", "文号", required=False, placeholder="文书上有文号的，照着填")
        self.scan = ScanEditor("scan", "扫描件", required=False)
        self.no_scan_reason = TextEditor(
            "no_scan_reason", "没有扫描件的理由", required=False, placeholder="例如：原件已经随案卷移交档案馆",
            help=f"扫描件和理由填一项。{UNPROVEN}",
        )  # fmt: skip
        fields = [self.kind, self.on, self.own_number, self.scan, self.no_scan_reason]
        super().__init__(parent, TITLE, _TEXT, "补录", fields, self._start)
        self.setMinimumWidth(theme.px(_WIDE))
        self.text.setWordWrap(False)  # one line; what wraps is given more height than it needs
        self._put_beside(self.on, self.own_number)
        if chosen is not None:
            wanted = next((p for p, (kind, step, _n) in enumerate(self._kinds) if kind == chosen.kind
                           and step == chosen.step_id), None)  # fmt: skip
            self.kind.set_value(None if wanted is None else str(wanted))
            self.on.setFocus()

    def accept(self) -> None:
        """Begin the work; the dialog closes when the paper is on record and stays with the fault when it is refused."""
        if self.progress is not None:
            return
        self.fault.hide()
        try:
            self._start(self.values())
        except UserFault as fault:
            self.show_fault(fault)

    def _put_beside(self, left: FieldEditor, right: FieldEditor) -> None:
        """Put two fields into one row: the whole has to fit a small screen at 125 %."""
        row = QHBoxLayout()
        row.setSpacing(theme.space("wide"))
        place = self.column.indexOf(left)
        for editor in (left, right):
            self.column.removeWidget(editor)
            row.addWidget(editor, 1, Qt.AlignmentFlag.AlignTop)
        self.column.insertLayout(place, row)
        self.column.setSpacing(theme.space("normal"))

    def _start(self, values: dict[str, Any]) -> None:
        kind, step_id, name = self._kinds[int(values["kind"])]
        try:
            day = read_date(str(values["on"]), self._desktop.workspace.today())
        except ValueError:
            raise UserFault("这不是一个日期，", "请写成 2026-10-20。", code="bad-value", field="on") from None
        paper = OutsidePaper(
            kind, day, str(values["own_number"]), values["scan"], str(values["no_scan_reason"]), step_id
        )
        workspace, case_id, path = self._desktop.workspace, self._case_id, paper.scan

        def work(task: Task) -> tuple[DocumentView, str]:
            made = enter_outside_paper(workspace, case_id, paper, task.progress)
            kept = files_beside(workspace, made.id)
            return made, why_unreadable(kept[0].kind, path) if kept and path is not None else ""

        job = self._desktop.start(work, self._done, refused=self._refused)
        self.progress = progress = PrintProgress(
            self, f"正在补录《{name}》", job, title="补录文书", stop="取消", busy="正在加密存入…"
        )
        size = max(1, path.stat().st_size) if path is not None and path.is_file() else 1
        job.progressed.connect(lambda count: progress.show_percent(min(100, round(count / size * 100))))
        job.ended.connect(self._over)
        stay_for(job, self)
        progress.show()

    def _over(self) -> None:
        if self.progress is not None:
            self.progress.finish()
            self.progress = None

    def _done(self, result: tuple[DocumentView, str]) -> None:
        self._over()
        self.done(self.DialogCode.Accepted)
        self.entered.emit(*result)

    def _refused(self, fault: UserFault) -> None:
        self._over()
        self.show_fault(fault)


class ScanEditor(FieldEditor):
    """One file that is chosen in the system's dialog, or taken away again. Value: Path or None."""

    def __init__(self, key: str, label: str, *, required: bool = True) -> None:
        super().__init__(key, label, required=required)
        self.choose_file: ChooseFile = ask_file
        self.path: Path | None = None
        self.pick, self.drop = PlainButton("选扫描件…"), PlainButton("不要这个文件")
        self.name = Words(_NOTHING, "second")
        self.pick.clicked.connect(self._pick)
        self.drop.clicked.connect(lambda: self._take(None))
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space("near"))
        row.addWidget(self.pick)
        row.addWidget(self.name, 1)
        row.addWidget(self.drop)
        self._place(body, self.pick)
        self.set_value(None)

    def value(self) -> Path | None:
        """Return the file that is chosen."""
        return self.path

    def set_value(self, raw: Any) -> None:
        """Show a file as chosen; None takes it away."""
        self.path = raw
        said = raw.name if raw is not None else _NOTHING
        self.name.setText(said)
        self.name.setToolTip(said)
        self.pick.setAccessibleName(f"{self.label}：{said}")
        self.drop.setVisible(raw is not None)

    def _pick(self) -> None:
        with holding(self):
            path = self.choose_file(self, "选扫描件", SCANS)
        if path is not None:
            self._take(path)

    def _take(self, path: Path | None) -> None:
        self.set_value(path)
        if path is None:
            self.pick.setFocus()
        self.edited.emit()


def paper_kinds(desktop: Desktop, owed: Sequence[PaperView]) -> Kinds:
    """Return what may be entered: the papers that are owed first, then every kind there is but an accusation's."""
    first = [(each.kind, each.step_id, f"{each.name}（待出，由“{each.asked_by}”要求）") for each in owed]
    taken = {each.kind for each in owed}
    rest: list[tuple[str, int | None, str]] = [
        (kind, None, template.name)
        for kind, template in current_templates(desktop.workspace).items()
        if kind not in taken and not is_for_accusations(kind)
    ]
    return [*first, *rest]


def outside_words(document: DocumentView, fault: str) -> tuple[str, str]:
    """Return the tone and the sentence that says a paper was entered."""
    said = f"已补录《{document.name}》{document.number}。"
    if fault:
        return "warning", f"{said}但扫描件{fault}，请另外添加一个能打开的。"
    return ("success", said) if document.proven else ("warning", said + UNPROVEN)
