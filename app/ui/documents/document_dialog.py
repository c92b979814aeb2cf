"""One issued document, exactly as it was issued: look, print again, save."""

from collections import Counter

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.casework.cases.document_rows import DocumentView
from app.casework.documents.attachments import ABOUT
from app.casework.documents.issuing import document_bytes, document_view
from app.casework.documents.seal_return import files_beside
from app.ui.base import theme
from app.ui.base.desktop import Desktop
from app.ui.base.shortcuts import Shortcut
from app.ui.documents.document_acts import DocumentActs
from app.ui.documents.document_facts import made_words
from app.ui.documents.more_document_acts import MoreDocumentActs
from app.ui.documents.outside_note import OutsideNote
from app.ui.kit.buttons import PlainButton, PrimaryButton
from app.ui.kit.dialogs import Dialog
from app.ui.kit.messages import MessageBar
from app.ui.kit.views.pdfview import PdfPreview
from app.ui.kit.words import Words


class DocumentDialog(Dialog):
    """Show a stored document; signal `changed` when it was printed or saved. Raises `UserFault` when it is damaged.

    Of one made outside there is only its scan to look at.
    """

    changed = Signal()

    def __init__(self, desktop: Desktop, document: DocumentView, parent: QWidget | None = None) -> None:
        preview = PdfPreview()
        if not document.outside:
            preview.show_pdf(document_bytes(desktop.workspace, document.id))
        super().__init__(parent)
        self.desktop, self.document = desktop, document
        self.setWindowTitle(f"{document.listed_name} {document.number}")
        self.setAccessibleName(self.windowTitle())
        self.bar = MessageBar()
        self.state = Words("", "second")
        self.preview = preview
        self.save = PlainButton("另存 PDF")
        self.more = PlainButton("其他办理…")
        self.print = PrimaryButton("打印", shortcut=Shortcut.PRINT.value, icon="print")
        close = PlainButton("关闭")
        self.acts = DocumentActs(desktop, self)
        self.acts.refused.connect(self.bar.show_fault)
        self.acts.changed.connect(self._done_with)
        self.more_acts = MoreDocumentActs(desktop, self)
        self.more_acts.refused.connect(self.bar.show_fault)
        self.more_acts.changed.connect(self._done_with)
        close.clicked.connect(self.reject)
        self.more.clicked.connect(self.open_menu)
        self.save.clicked.connect(lambda: self.acts.save(self.document))
        self.print.clicked.connect(lambda: self.acts.print(self.document))
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space("near"))
        buttons.addWidget(self.state, 1)
        for button in (close, self.more, self.save, self.print):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        edge = theme.space("far")
        column.setContentsMargins(edge, theme.space("wide"), edge, theme.space("wide"))
        column.setSpacing(theme.space("normal"))
        column.addWidget(Words(f"{document.listed_name}　{document.number}", "title"))
        self.void = Words("", "strong", tone="red")
        column.addWidget(self.void)
        column.addWidget(self.bar)
        self.outside = OutsideNote(desktop.workspace, self.more_acts.look)
        column.addWidget(self.preview, 1)
        column.addWidget(self.outside, 1)
        self.preview.setVisible(not document.outside)
        column.addLayout(buttons)
        room = self.room()
        self.resize(min(round(room.width() * 0.9), theme.px(900)), min(round(room.height() * 0.95), theme.px(960)))
        self._show_prints()
        (*self.outside.scans, self.more if document.void or document.outside else self.print)[0].setFocus()

    def open_menu(self) -> None:
        """Open the menu of the rarer acts above its button."""
        menu = self.more_acts.menu(self.document, self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _show_prints(self) -> None:
        document = self.document
        self.void.setText(f"已作废：{document.void_reason}" if document.void else "")
        self.void.setVisible(document.void)
        kept = Counter(ABOUT[each.about] for each in files_beside(self.desktop.workspace, document.id))
        said = [made_words(document)]
        said += [f"送达：{document.served_on:%Y-%m-%d}"] if document.served_on else []
        said += [f"{about} {count} 个" for about, count in kept.items()]
        self.state.setText("　".join(said))
        self.print.set_text("打印副本" if document.prints else "打印")
        for button in (self.print, self.save):
            button.setEnabled(not document.void)
            button.setVisible(not document.outside)
        self.outside.show_for(document if document.outside else None)

    def _done_with(self, document_id: int) -> None:
        self.document = document_view(self.desktop.workspace, document_id)
        self._show_prints()
        self.bar.show_message("success", "已完成。")
        self.changed.emit()
