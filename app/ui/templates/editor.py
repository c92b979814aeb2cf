"""The office changes its documents: the kinds at the left, one template in the middle, its page at the right."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.casework.templates.check import Looked, look_at
from app.casework.templates.samples import SAMPLES
from app.casework.templates.versions import (
    OWN,
    current_templates,
    measure,
    other_words,
    return_to_version,
    save_template,
    template_states,
)
from app.casework.templates.writing import template_as_text
from app.faults import UserFault
from app.printing.notices.template import Template
from app.ui.base import theme
from app.ui.base.desktop import Desktop, Task
from app.ui.base.drawing import drawing
from app.ui.base.shortcuts import Shortcut
from app.ui.kit.buttons import PlainButton, PrimaryButton
from app.ui.kit.dialogs import Dialog, ask
from app.ui.kit.editors.making import TextEditor
from app.ui.kit.messages import MessageBar
from app.ui.kit.scroll import ScrollColumn, scrolled
from app.ui.kit.views.pdfview import PdfPreview
from app.ui.kit.words import Words
from app.ui.templates.files import TemplateFiles
from app.ui.templates.form import TemplateForm
from app.ui.templates.kind_list import KindList
from app.ui.templates.versions import TemplateVersions

LOOK_DELAY_MS = 350


class TemplateEditor(Dialog):
    """Change, save and take back templates; signal `changed` when another one is in use.

    `ask_note` gives the words for a new version (None: not now), `confirm` puts a decision; both may be replaced.
    """

    changed = Signal()

    def __init__(self, desktop: Desktop, kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desktop = desktop
        self.ask_note: Callable[[], str | None] = self._ask_note
        self.confirm: Callable[[str, str, str], bool] = lambda title, text, yes: ask(self, title, text, yes) is not None
        self.kind = ""
        self.form: TemplateForm | None = None
        self.looked: Looked | None = None
        self.saving = False
        self._shown_kind = ""
        self._saved: Template | None = None
        self._words: dict[str, str] = {}
        self._asked = 0
        self.setWindowTitle("文书模板")
        self.setAccessibleName("文书模板")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.bar = MessageBar()
        self.list = KindList()
        self.list.setFixedWidth(theme.px(212))
        self.title = Words("", "section")
        self.state = Words("", "second", wrap=False)
        self.preview = PdfPreview()
        self.preview.setMinimumWidth(theme.px(280))
        self.sample = QComboBox()
        self.sample.setAccessibleName("预览用的样例")
        for key, label in SAMPLES.items():
            self.sample.addItem(f"样例：{label}", key)
        self.files = TemplateFiles(desktop, self)
        self.save = PrimaryButton("保存为新版本", shortcut=Shortcut.SAVE.value)
        self.versions = PlainButton("版本…")
        self.restore = PlainButton("恢复出厂")
        self.export = PlainButton("导出整套…")
        self.load = PlainButton("导入整套…")
        self.close_button = PlainButton("关闭")
        self._middle = QVBoxLayout()
        self._scroll: ScrollColumn | None = None
        self._lay_out()
        self._later = QTimer(self, singleShot=True, interval=LOOK_DELAY_MS)
        self._later.timeout.connect(self._look)
        self.list.currentItemChanged.connect(self._chosen)
        self.sample.currentIndexChanged.connect(lambda _row: self._look())
        self.save.clicked.connect(self._save)
        self.versions.clicked.connect(self._show_versions)
        self.restore.clicked.connect(self._restore)
        self.export.clicked.connect(self.files.export_set)
        self.load.clicked.connect(self._import)
        self.files.said.connect(self.bar.show_message)
        self.files.imported.connect(self._templates_changed)
        self.close_button.clicked.connect(self.reject)
        QShortcut(QKeySequence("Ctrl+Up"), self, lambda: self._step(-1))
        QShortcut(QKeySequence("Ctrl+Down"), self, lambda: self._step(1))
        self._fill_list(kind)
        self.list.setFocus()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.space("near"))
        head.addWidget(self.title, 1)
        head.addWidget(self.state)
        self._middle.setSpacing(theme.space("near"))
        self._middle.addLayout(head)
        right = QVBoxLayout()
        right.setSpacing(theme.space("near"))
        right.addWidget(self.sample)
        right.addWidget(self.preview, 1)
        body = QHBoxLayout()
        body.setSpacing(theme.space("wide"))
        body.addWidget(self.list)
        body.addLayout(self._middle, 11)
        body.addLayout(right, 10)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space("near"))
        for beside in (self.export, self.load):
            buttons.addWidget(beside)
        buttons.addStretch(1)
        for button in (self.versions, self.restore, self.close_button, self.save):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        edge = theme.space("wide")
        column.setContentsMargins(edge, theme.space("normal"), edge, theme.space("normal"))
        column.setSpacing(theme.space("near"))
        column.addWidget(self.bar)
        column.addLayout(body, 1)
        column.addLayout(buttons)
        room = self.room()
        self.resize(min(round(room.width() * 0.98), theme.px(1480)), min(round(room.height() * 0.97), theme.px(980)))

    def is_changed(self) -> bool:
        """Say whether something stands in the form that is not saved."""
        if self.form is None or self._saved is None:
            return False
        return self.form.template() != self._saved or bool(self.form.strange_marks())

    def open_kind(self, kind: str) -> None:
        """Turn to a kind; what was changed and not saved is given up."""
        self.kind = kind
        template = current_templates(self.desktop.workspace)[kind]
        self._words = other_words(self.desktop.workspace, kind)
        form = TemplateForm(template)
        if self._scroll is not None:
            self._middle.removeWidget(self._scroll)
            self._scroll.hide()
            self._scroll.deleteLater()
        self._scroll = scrolled(form)
        self._middle.addWidget(self._scroll, 1)
        self.setTabOrder(self.list, form.name)
        self.form, self._saved = form, form.template()
        form.edited.connect(self._edited)
        self._tell()
        self._look()

    def _fill_list(self, kind: str) -> None:
        self.list.show_states(template_states(self.desktop.workspace), kind)
        self.open_kind(self.list.kind())

    def _chosen(self, item: QListWidgetItem | None, former: QListWidgetItem | None) -> None:
        if item is None or self.list.kind() == self.kind:
            return
        if not self._may_leave():
            # Not here: the list would take it back after this signal.
            if former is not None:
                QTimer.singleShot(0, lambda: self.list.setCurrentItem(former))
            return
        self.bar.clear()
        self.open_kind(self.list.kind())

    def _step(self, step: int) -> None:
        row = self.list.currentRow() + step
        if 0 <= row < self.list.count():
            self.list.setCurrentRow(row)

    def _may_leave(self) -> bool:
        said = "改动还没有保存，离开就不再保留。"
        return not self.is_changed() or self.confirm("不保存就离开？", said, "不保存")

    def _edited(self) -> None:
        self._tell()
        self._later.start()

    def _tell(self) -> None:
        shown = self.form.name.value().strip() if self.form else ""
        self.title.setText(shown or "（没有名称）")
        status = self.list.in_use()
        changed = self.is_changed()
        self.state.setText(f"{status}，有改动未保存" if changed else status)
        self.state.set_tone("amber" if changed else "")
        self.save.setEnabled(changed and not self.saving)
        self.restore.setEnabled(not status.startswith("出厂"))
        self.restore.set_text("撤下这种文书" if self.kind.startswith(OWN) else "恢复出厂")

    def _look(self) -> None:
        """Draw the page and find the problems off the window's thread; only the latest answer is shown."""
        if self.form is None:
            return
        self._later.stop()
        self._asked += 1
        asked, kind, words, sample = self._asked, self.kind, self._words, self.sample.currentData()
        text = template_as_text(self.form.template())

        def work(_task: Task) -> tuple[int, Looked]:
            with drawing:  # fonts are shared by all documents
                return asked, look_at(text, measure(kind, text), words, sample)

        self.desktop.start(work, self._drawn)

    def _drawn(self, result: Any) -> None:
        asked, looked = result
        if asked != self._asked or self.form is None:
            return
        self.looked = looked
        self.form.show_problems((*looked.problems, *self.form.strange_marks()))
        if looked.pdf:
            # Whoever writes on the second page goes on seeing the second page.
            place = self.preview.place() if self._shown_kind == self.kind else 0
            self.preview.show_pdf(looked.pdf)
            self.preview.go_to(place)
            self._shown_kind = self.kind

    def _save(self) -> None:
        if self.form is None or self.saving:
            return
        if strange := self.form.strange_marks():
            self.form.show_problems(strange)
            self.bar.show_message("fault", f"{strange[0].sentence}。没有保存。")
            return
        note = self.ask_note()
        if note is None:
            return
        kind, text, workspace = self.kind, template_as_text(self.form.template()), self.desktop.workspace

        def work(_task: Task) -> int:
            with drawing:
                return save_template(workspace, kind, text, note)

        self.saving = True
        self._tell()
        self.desktop.start(work, self._kept, refused=self._refused)

    def _kept(self, version: int) -> None:
        self.saving = False
        self._templates_changed()
        self.bar.show_message("success", f"已存为本单位第{version}版，从现在起签发的文书用它；已签发的不变。")

    def _refused(self, fault: UserFault) -> None:
        self.saving = False
        self._tell()
        self.bar.show_fault(fault)

    def _templates_changed(self) -> None:
        self._saved = None
        self._fill_list(self.kind)
        self.changed.emit()

    def _show_versions(self) -> None:
        if not self._may_leave():
            return
        dialog = TemplateVersions(self.desktop, self.kind, self.title.text(), self)
        dialog.confirm = self.confirm
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._templates_changed()
            self.bar.show_message("success", f"《{self.title.text()}》现在用的是{self.state.text()}。")

    def _restore(self) -> None:
        own = self.kind.startswith(OWN)
        said = "本单位的各版撤下，仍可在“版本”里查看。已签发的文书不变。"
        if own:
            said = "这种文书从列表里去掉，不能再出。已签发的文书不变。"
        what = "撤下这种文书" if own else "恢复出厂"
        if not self.confirm(f"{what}？", said, what):
            return
        workspace, kind, name = self.desktop.workspace, self.kind, self.title.text()
        if self.desktop.attempt(lambda: return_to_version(workspace, kind, 0), self.bar.show_fault) is not None:
            self._templates_changed()
            said = f"已撤下《{name}》。" if own else f"《{name}》已恢复出厂模板。"
            self.bar.show_message("success", said)

    def _import(self) -> None:
        if self._may_leave():
            self.files.import_set()

    def _ask_note(self) -> str | None:
        note = TextEditor("note", "这一版改了什么", required=False)
        given = ask(self, "保存为新版本", "从保存起签发的文书用新版本；已签发的不变。", "保存", fields=[note])
        return None if given is None else str(given["note"]).strip()

    def reject(self) -> None:
        """Close, when what was changed may be given up."""
        if not self.saving and self._may_leave():
            self._asked += 1
            self._later.stop()
            super().reject()
