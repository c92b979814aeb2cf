"""All issued documents, newest first, with the stored page beside the list."""

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.casework.cases.document_rows import DocumentView
from app.casework.documents.issuing import document_bytes, document_view
from app.casework.documents.listing import DocumentFilter
from app.faults import UserFault
from app.ui.base import theme
from app.ui.base.desktop import Desktop, Page
from app.ui.base.places import OpenCase, OpenCases, Place
from app.ui.base.shortcuts import Shortcut
from app.ui.documents.batch_print import BatchPrint
from app.ui.documents.document_acts import DocumentActs
from app.ui.documents.document_dialog import DocumentDialog
from app.ui.documents.document_facts import document_words
from app.ui.documents.document_filters import DocumentFilters
from app.ui.documents.document_rows import DocumentRows, runs
from app.ui.documents.more_document_acts import MoreDocumentActs
from app.ui.documents.number_register import NumberRegisterDialog
from app.ui.documents.outside_note import OutsideNote
from app.ui.documents.verify_dialog import VerifyDialog
from app.ui.kit.buttons import LinkButton, PlainButton, PrimaryButton
from app.ui.kit.column_memory import column_memory
from app.ui.kit.empty import EmptyState
from app.ui.kit.header import PageHeader
from app.ui.kit.views.pdfview import PdfPreview
from app.ui.kit.views.table import ColumnMemory, DataTable
from app.ui.kit.words import Words

SELECT_DELAY_MS = 120
LARGEST_SELECTION = 200
TEMPLATE_EDITOR = "app.ui.templates.editor"


class DocumentsPage(Page):
    """List, look at, print again, save and verify issued documents."""

    name = "documents"

    def __init__(self, desktop: Desktop, memory: ColumnMemory | None = None) -> None:
        super().__init__(desktop)
        self.document: DocumentView | None = None
        self.acts = DocumentActs(desktop, self)
        self.acts.refused.connect(lambda fault: desktop.say.emit("fault", str(fault)))
        self.acts.changed.connect(self._changed)
        self.verify = PlainButton("核验文书…", icon="check")
        self.verify.clicked.connect(self._verify)
        self.save = PlainButton("另存 PDF…")
        self.save.clicked.connect(self._save)
        self.print = PrimaryButton("打印", shortcut=Shortcut.PRINT.value, icon="print")
        self.print.clicked.connect(self._print)
        self.more = PlainButton("其他办理…")
        self.more.clicked.connect(self.open_menu)
        self.more_acts = MoreDocumentActs(desktop, self)
        self.batch = BatchPrint(desktop, self)
        for acts in (self.more_acts, self.batch):
            acts.refused.connect(lambda fault: desktop.say.emit("fault", str(fault)))
        self.more_acts.changed.connect(self._changed)
        self.batch.changed.connect(lambda: self._changed(0))
        self.serve = PlainButton("登记送达…")
        self.serve.clicked.connect(lambda: self.more_acts.serve(self.chosen()))
        self.reminders = PlainButton("短信提醒名单…")
        self.reminders.clicked.connect(lambda: self.more_acts.save_reminders(self.chosen()))
        self.register = PlainButton("发文登记…")
        self.register.clicked.connect(self._open_register)
        self.templates = PlainButton("模板…")
        self.templates.setVisible(find_spec(TEMPLATE_EDITOR) is not None)
        self.templates.clicked.connect(self._edit_templates)
        self.empty = EmptyState(
            "还没有签发文书。", "打开一件信访事项，点“出告知书”。", action="去信访事项", icon="documents"
        )
        self.empty.acted.connect(self._leave_emptiness)
        self.filters = DocumentFilters(desktop.workspace)
        self.filters.changed.connect(self._reload)
        self.rows = DocumentRows(desktop.workspace, self.wanted)
        self.table = DataTable(
            self.rows,
            name="documents",
            accessible_name="已签发的文书，上下键选择，右边是存档原件，回车放大看",
            unit="份",
            memory=column_memory(desktop.workspace) if memory is None else memory,
            empty=self.empty,
        )
        self.table.opened.connect(self._enlarge)
        self.table.selected.connect(lambda _row: self._later.start())
        self.table.view.selectionModel().selectionChanged.connect(lambda *_: self._selection_changed())
        self.select_all = QShortcut(QKeySequence(QKeySequence.StandardKey.SelectAll), self.table.view)
        self.select_all.setContext(Qt.ShortcutContext.WidgetShortcut)
        self.select_all.activated.connect(self.select_shown)
        self._later: QTimer = QTimer(self, singleShot=True, interval=SELECT_DELAY_MS)
        self._later.timeout.connect(self._show_chosen)
        desktop.cases_changed.connect(self._refresh_if_seen)
        left = QVBoxLayout()
        left.setSpacing(theme.space("normal"))
        left.addWidget(self.filters)
        left.addWidget(self.table, 1)
        left.addLayout(self._selection_row())
        body = QHBoxLayout()
        body.setSpacing(theme.space("far"))
        body.addLayout(left, 11)
        body.addWidget(self._beside(), 9)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.space("near"), 0, 0)
        column.setSpacing(theme.space("normal"))
        column.addWidget(PageHeader("文书", actions=(self.templates, self.register, self.verify), primary=self.print))
        column.addLayout(body, 1)
        self._show_chosen()

    def arrive(self, place: Place | None = None) -> None:
        """Show the list anew, the latest document in front."""
        self.filters.name_kinds()
        self._reload()
        if self.rows.rowCount():
            self.table.view.selectRow(max(0, self.table.view.currentIndex().row()))
            self.table.view.setFocus()
        else:
            self.empty.button.setFocus()
        self._show_chosen()

    def wanted(self) -> DocumentFilter:
        """Return the filter as it stands."""
        return self.filters.wanted()

    def _beside(self) -> QWidget:
        self.title = Words("", "strong")
        self.detail = Words("", "small", selectable=True)
        self.case = LinkButton("")
        self.case.clicked.connect(self._open_case)
        self.preview = PdfPreview()
        self.preview.setMinimumWidth(theme.px(280))
        self.outside = OutsideNote(self.desktop.workspace, self.more_acts.look)
        beside = QWidget()
        column = QVBoxLayout(beside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("tight"))
        head = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        words.addWidget(self.title)
        words.addWidget(self.detail)
        head.addLayout(words, 1)
        head.addWidget(self.case)
        acts = QHBoxLayout()
        acts.setSpacing(theme.space("near"))
        acts.addWidget(self.save)
        acts.addWidget(self.more)
        acts.addStretch(1)
        self.void = Words("", "strong", tone="red")
        column.addLayout(head)
        column.addWidget(self.void)
        column.addLayout(acts)
        column.addWidget(self.preview, 1)
        column.addWidget(self.outside, 1)
        return beside

    def _reload(self) -> None:
        self.table.reload()
        narrowed = self.wanted() != DocumentFilter()
        self.empty.sentence.setText("没有符合条件的文书。" if narrowed else "还没有签发文书。")
        self.empty.next_step.setText("请放宽筛选条件。" if narrowed else "打开一件信访事项，点“出告知书”。")
        self.empty.button.set_text("清除筛选" if narrowed else "去信访事项")
        self._later.start()

    def _leave_emptiness(self) -> None:
        if self.wanted() == DocumentFilter():
            self.desktop.go.emit(OpenCases())
            return
        self.filters.clear()
        self.arrive()

    def chosen(self) -> list[DocumentView]:
        """Return the documents that are selected, in the order of the list."""
        rows = sorted({index.row() for index in self.table.view.selectionModel().selectedRows()})
        return [row for number in rows if (row := self.rows.row(number)) is not None]

    def select_shown(self) -> None:
        """Select what the filter leaves, the first 200 at most."""
        count = min(LARGEST_SELECTION, self.rows.rowCount())
        if not count:
            return
        last = self.rows.columnCount() - 1
        picked = QItemSelection(self.rows.index(0, 0), self.rows.index(count - 1, last))
        self.table.view.selectionModel().select(picked, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def open_menu(self) -> None:
        """Open the menu of the rarer acts under its button."""
        if self.document is not None:
            menu = self.more_acts.menu(self.document, self)
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def _selection_row(self) -> QHBoxLayout:
        self.selected = Words("", "small")
        self.selected.setAccessibleName("选中的份数")
        row = QHBoxLayout()
        row.setSpacing(theme.space("near"))
        row.addWidget(self.selected, 1)
        row.addWidget(self.serve)
        row.addWidget(self.reminders)
        self._selection_changed()
        return row

    def _selection_changed(self) -> None:
        rows = sorted({index.row() for index in self.table.view.selectionModel().selectedRows()})
        if len(rows) > LARGEST_SELECTION:
            self._shorten(rows[LARGEST_SELECTION:])
            return
        many = len(rows) > 1
        full = f"（一次最多 {LARGEST_SELECTION} 份）" if len(rows) == LARGEST_SELECTION < self.rows.rowCount() else ""
        self.selected.setText(f"已选 {len(rows)} 份{full}" if many else "Shift+方向键选几份，Ctrl+A 全选，一起打印。")
        for button in (self.serve, self.reminders):
            button.setEnabled(bool(rows))
        self._name_print()

    def _shorten(self, rows: Sequence[int]) -> None:
        model, selection = self.table.view.selectionModel(), QItemSelection()
        last = self.rows.columnCount() - 1
        for first, end in runs(rows):
            selection.select(self.rows.index(first, 0), self.rows.index(end, last))
        model.select(selection, QItemSelectionModel.SelectionFlag.Deselect)

    def _name_print(self) -> None:
        count = len(self.table.view.selectionModel().selectedRows())
        one = self.document
        self.print.set_text(f"批量打印 {count} 份" if count > 1 else "打印副本" if one and one.prints else "打印")
        self.print.setEnabled(count > 1 or (one is not None and not one.void and not one.outside))

    def _print(self) -> None:
        documents = self.chosen()
        if len(documents) > 1:
            self.batch.print(documents)
        elif self.document is not None:
            self.acts.print(self.document)

    def _save(self) -> None:
        if self.document is not None:
            self.acts.save(self.document)

    def _open_case(self) -> None:
        if self.document is not None:
            self.desktop.go.emit(OpenCase(self.document.case_id))

    def _show_chosen(self) -> None:
        self._later.stop()
        row = self.table.current_row()
        same = row is not None and self.document is not None and row.id == self.document.id
        self.document = row
        outside = row is not None and row.outside
        self.save.setEnabled(row is not None and not row.void and not outside)
        self.more.setEnabled(row is not None)
        for widget in (self.case, self.save, self.more):
            widget.setVisible(row is not None)
        self.preview.setVisible(row is not None and not outside)
        self.outside.show_for(row if outside else None)
        self.title.setText(f"{row.listed_name}　{row.number}" if row else "")
        self.detail.setText("　".join(document_words(row)) if row else "")
        self.void.setText(f"已作废：{row.void_reason}" if row and row.void else "")
        self.void.setVisible(bool(row and row.void))
        self.case.set_text("打开信访事项" if row else "")
        self._name_print()
        if row is not None and not outside and not same:
            self._show_pdf(row)

    def _show_pdf(self, row: DocumentView) -> None:
        try:
            self.preview.show_pdf(document_bytes(self.desktop.workspace, row.id))
        except UserFault as fault:
            self.preview.hide()
            self.print.setEnabled(False)
            self.save.setEnabled(False)
            self.desktop.say.emit("fault", str(fault))

    def _enlarge(self, row: DocumentView) -> None:
        dialog = self.desktop.attempt(lambda: DocumentDialog(self.desktop, row, self))
        if dialog is not None:
            dialog.changed.connect(self._reload)
            dialog.open()

    def _verify(self) -> None:
        dialog = VerifyDialog(self.desktop, self)
        dialog.wanted.connect(lambda found: self._enlarge(document_view(self.desktop.workspace, found.id)))
        dialog.open()

    def _open_register(self) -> None:
        dialog = NumberRegisterDialog(self.desktop, self.window())
        dialog.opened.connect(lambda row: self._enlarge(row.document))
        dialog.open()

    def _edit_templates(self) -> None:
        editor = import_module(TEMPLATE_EDITOR).TemplateEditor(self.desktop, self.document_kind(), self.window())
        editor.changed.connect(self._reload)
        editor.open()

    def document_kind(self) -> str:
        """Return the kind of the document in front, which the editor of templates opens with."""
        return self.document.kind if self.document is not None else ""

    def _changed(self, _document_id: int) -> None:
        self._reload()
        self._show_chosen()
        self.desktop.cases_changed.emit()

    def _refresh_if_seen(self) -> None:
        if self.isVisible():
            self._reload()
