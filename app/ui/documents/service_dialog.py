"""登记送达: how one document or many were served; what is alike is asked once, what differs stands a row each."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.casework.cases.document_rows import DocumentView
from app.casework.life.record_service import ServiceEntry, ServiceLine, record_service, service_choices, service_lines
from app.faults import UserFault
from app.ui.base import theme
from app.ui.base.desktop import Desktop, Task
from app.ui.base.drawing import drawing
from app.ui.kit.buttons import PlainButton, PrimaryButton
from app.ui.kit.dialogs import Dialog, stay_for
from app.ui.kit.editors.making import ChoiceEditor, DateEditor, FieldEditor, LongTextEditor, TextEditor
from app.ui.kit.messages import MessageBar
from app.ui.kit.progress_window import PrintProgress
from app.ui.kit.scroll import scrolled
from app.ui.kit.words import Words

_HEADS = ("文书", "签收人", "与信访人的关系", "邮件号码")
_SELF = "本人"
_ACROSS = 3


class ServiceRow:
    """The widgets of one document: what it is, who received it, its post number, and what became of it."""

    def __init__(self, line: ServiceLine) -> None:
        document = line.document
        self.line = line
        self.done = False
        self.title = Words(f"{document.number}　{line.receiver}", "strong", selectable=True)
        self.about = Words(
            f"{document.listed_name}　{document.issued_on:%Y-%m-%d} {'出具' if document.outside else '签发'}", "small"
        )
        self.receiver, self.relation, self.post = QLineEdit(), QLineEdit(), QLineEdit()
        for field, name in ((self.receiver, _HEADS[1]), (self.relation, _HEADS[2]), (self.post, _HEADS[3])):
            field.setAccessibleName(f"{document.number}：{name}")
            field.setMaxLength(50)
        self.receiver.setPlaceholderText(line.receiver)
        self.said = Words("", "small")
        if line.why_not:
            self.close(f"不登记：{line.why_not}。", "amber")

    @property
    def fields(self) -> tuple[QLineEdit, ...]:
        """Return what can be typed here, in reading order."""
        return (self.receiver, self.relation, self.post)

    @property
    def open(self) -> bool:
        """Say whether the service of this document can still be put on record here."""
        return not self.done and not self.line.why_not

    def close(self, words: str, tone: str) -> None:
        """Say what became of it and take no more words."""
        self.say(words, tone)
        for field in self.fields:
            field.setEnabled(False)

    def say(self, words: str, tone: str = "") -> None:
        """Show a sentence under the document's name."""
        self.said.setText(words)
        self.said.set_tone(tone)
        self.said.setVisible(bool(words))


class ServiceDialog(Dialog):
    """Ask how documents were served and put each on record, one act each; `recorded` when one was.

    What is refused stays in the dialog with its reason; what was recorded before it stands.
    """

    recorded = Signal()

    def __init__(self, desktop: Desktop, documents: Sequence[DocumentView], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desktop = desktop
        self.rows = [ServiceRow(line) for line in service_lines(desktop.workspace, documents)]
        self.progress: PrintProgress | None = None
        self.setWindowTitle("登记送达" if len(documents) == 1 else f"登记送达：{len(documents)} 份")
        self.setAccessibleName(self.windowTitle())
        self.bar = MessageBar()
        today = desktop.workspace.today
        self.day = DateEditor("served_on", "送达日期", help="信访人收到的日子；拒收的，填去送的日子。", today=today)
        self.day.set_value(today().isoformat())
        self.outcome = _choice("service_result", "结果")
        self.way = _choice("service_way", "送达方式")
        self.witness = TextEditor("service_witness", "见证人", required=False, width=260)
        self.note = LongTextEditor("service_note", "拒绝签收的经过", limit=1000, lines=2)
        self.proof = ChoiceEditor(
            "proof", "送达回证", options=(("with", "登记后就编号存档"), ("later", "以后再出")), segmented=True
        )
        self.proof.set_value("with")
        self.own = PlainButton("都由本人签收")
        self.own.setToolTip("没有填签收人的，填上信访人的姓名和“本人”")
        self.record = PrimaryButton("登记送达")
        self.close_button = PlainButton("取消")
        self.shared: tuple[FieldEditor, ...] = (self.day, self.outcome, self.way, self.witness, self.note)
        self._lay_out()
        for editor in self.shared:
            editor.edited.connect(lambda editor=editor: editor.set_error(None))
            editor.edited.connect(self._follow)
        for row in self.rows:
            for field in row.fields:
                field.returnPressed.connect(lambda row=row, field=field: self._go_down(row, field))
        self.own.clicked.connect(self._fill_own)
        self.record.clicked.connect(self._record)
        self.close_button.clicked.connect(self.reject)
        self._follow()
        self.day.setFocus()

    def _lay_out(self) -> None:
        alike = QGridLayout()
        alike.setHorizontalSpacing(theme.space("wide"))
        alike.setVerticalSpacing(theme.space("normal"))
        for place, editor in enumerate((self.day, self.outcome, self.witness, self.way, self.proof)):
            across = 2 if editor is self.way else 1
            column = place if place < _ACROSS else (place - _ACROSS) * 2
            alike.addWidget(editor, place // _ACROSS, column, 1, across, Qt.AlignmentFlag.AlignTop)
        for column in range(_ACROSS):
            alike.setColumnStretch(column, 1)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, theme.space("near"), 0)
        grid.setHorizontalSpacing(theme.space("near"))
        grid.setVerticalSpacing(theme.space("near"))
        self.heads = [Words(head, "label", wrap=False) for head in _HEADS]
        for column, head in enumerate(self.heads):
            grid.addWidget(head, 0, column)
        for place, row in enumerate(self.rows, start=1):
            words = QVBoxLayout()
            words.setSpacing(0)
            for part in (row.title, row.about, row.said):
                words.addWidget(part)
            grid.addLayout(words, place, 0)
            for column, field in enumerate(row.fields, start=1):
                grid.addWidget(field, place, column, Qt.AlignmentFlag.AlignVCenter)
            row.say(row.said.text(), "amber" if row.line.why_not else "")
        grid.setRowStretch(len(self.rows) + 1, 1)
        for column, share in enumerate((5, 2, 2, 3)):
            grid.setColumnStretch(column, share)
        listed = QWidget()
        listed.setLayout(grid)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space("near"))
        buttons.addWidget(self.own)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.record)
        whole = QVBoxLayout(self)
        edge = theme.space("far")
        whole.setContentsMargins(edge, theme.space("wide"), edge, theme.space("wide"))
        whole.setSpacing(theme.space("normal"))
        whole.addWidget(Words(self.windowTitle(), "title"))
        whole.addWidget(self.bar)
        whole.addLayout(alike)
        whole.addWidget(self.note)
        whole.addWidget(scrolled(listed), 1)
        whole.addLayout(buttons)
        room = self.room()
        tall = theme.px(470 + 60 * len(self.rows))
        self.resize(min(round(room.width() * 0.9), theme.px(940)), min(round(room.height() * 0.92), tall))

    def _follow(self) -> None:
        """Show what belongs to the way and the result that are chosen."""
        refused, posted = self.outcome.value() == "refused", self.way.value() == "post"
        self.note.setVisible(refused)
        self.heads[3].setVisible(posted)
        for row in self.rows:
            row.post.setVisible(posted)
            row.receiver.setEnabled(row.open and not refused)
            row.relation.setEnabled(row.open and not refused)
        count = sum(row.open for row in self.rows)
        self.record.set_text("登记送达" if count <= 1 else f"登记送达 {count} 份")
        self.record.setEnabled(count > 0)
        self.own.setEnabled(count > 0 and not refused)

    def _go_down(self, row: ServiceRow, field: QLineEdit) -> None:
        """Go to the same field of the next document that is open; after the last one to the button."""
        place = row.fields.index(field)
        for below in self.rows[self.rows.index(row) + 1 :]:
            if below.open:
                below.fields[place].setFocus(Qt.FocusReason.TabFocusReason)
                below.fields[place].selectAll()
                return
        # Not at once: the same Enter goes on to the dialog, which would give it to the button.
        QTimer.singleShot(0, lambda: self.record.setFocus(Qt.FocusReason.TabFocusReason))

    def _fill_own(self) -> None:
        for row in self.rows:
            if row.open and not row.receiver.text().strip():
                row.receiver.setText(row.line.receiver)
                row.relation.setText(_SELF)

    def entries(self) -> list[ServiceEntry]:
        """Return what was typed for every document that is still open."""
        refused, posted = self.outcome.value() == "refused", self.way.value() == "post"
        return [
            ServiceEntry(
                row.line.document, str(self.day.value()), str(self.outcome.value()), str(self.way.value()),
                "" if refused else row.receiver.text().strip(), "" if refused else row.relation.text().strip(),
                str(self.witness.value()).strip(), row.post.text().strip() if posted else "",
                str(self.note.value()).strip() if refused else "",
            )
            for row in self.rows
            if row.open
        ]  # fmt: skip

    def _record(self) -> None:
        entries = self.entries()
        if self._twice(entries):
            return
        if self.outcome.value() == "refused" and self.note.is_empty():
            self.note.set_error("请写明拒绝签收的经过。")
            self.note.setFocus()
            return
        workspace, with_proof = self.desktop.workspace, self.proof.value() == "with"

        def work(task: Task) -> list[tuple[int, str, str]]:
            outcome = []
            for count, entry in enumerate(entries, start=1):
                try:
                    with drawing:
                        said = record_service(workspace, entry, with_proof=with_proof)
                    outcome.append((entry.document.id, said, ""))
                except UserFault as fault:
                    outcome.append((entry.document.id, "", str(fault)))
                if not task.progress(count):
                    break
            return outcome

        self.setEnabled(False)
        job = self.desktop.start(work, self._recorded)
        job.ended.connect(self._over)
        stay_for(job, self)
        if len(entries) > 1:
            self.progress = progress = PrintProgress(
                self.parentWidget(), f"正在登记 {len(entries)} 份文书的送达", job, title="登记送达", stop="停止",
                busy="正在登记…",
            )  # fmt: skip
            job.progressed.connect(lambda done: progress.show_count(done, len(entries)))
            progress.show()

    def _twice(self, entries: Sequence[ServiceEntry]) -> bool:
        """Name a post number that stands in two rows: one of them was read from the wrong slip."""
        seen: dict[str, str] = {}
        for entry in entries:
            row = next(row for row in self.rows if row.line.document.id == entry.document.id)
            row.say("")
            if entry.post_number and entry.post_number in seen:
                row.say(f"邮件号码和 {seen[entry.post_number]} 的相同，请核对。", "red")
                row.post.setFocus()
                return True
            seen[entry.post_number] = entry.document.number
        return False

    def _over(self) -> None:
        self.setEnabled(True)
        if self.progress is not None:
            self.progress.finish()
            self.progress = None

    def _recorded(self, outcome: object) -> None:
        assert isinstance(outcome, list)
        self._over()
        rows = {row.line.document.id: row for row in self.rows}
        kept = 0
        for document_id, said, fault in outcome:
            row = rows[document_id]
            if fault:
                row.say(fault, "red")
            else:
                row.done = True
                row.close(said, "green")
                kept += 1
        self._follow()
        if kept:
            self.recorded.emit()
        left = sum(row.open for row in self.rows)
        if not left:
            self.desktop.say.emit("success", f"已登记 {kept} 份文书的{'拒收' if self._refused() else '送达'}。")
            self.accept()
            return
        self.close_button.set_text("关闭")
        self.bar.show_message("warning", f"登记了 {kept} 份，还有 {left} 份没有登记；红字写明原因。")
        next(row for row in self.rows if row.open).receiver.setFocus()

    def _refused(self) -> bool:
        return self.outcome.value() == "refused"


def _choice(key: str, label: str) -> ChoiceEditor:
    options = [(option.value, option.label) for option in service_choices(key)]
    editor = ChoiceEditor(key, label, options=options, segmented=True)
    editor.set_value(options[0][0])
    return editor
