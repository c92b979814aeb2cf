"""The message that reminds of a document: its words, and a code by which a phone opens it ready to send."""

from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from app.casework.cases.document_rows import DocumentView
from app.casework.documents.reminders import NO_NOTICE, reminder_of
from app.printing.page.qr import message_rows
from app.ui.base import theme
from app.ui.base.desktop import Desktop
from app.ui.documents.qr_view import QrView
from app.ui.kit.buttons import PlainButton, PrimaryButton
from app.ui.kit.dialogs import Dialog
from app.ui.kit.sign import Sign
from app.ui.kit.views.facts import FactGrid
from app.ui.kit.words import Words


class ReminderDialog(Dialog):
    """Show the message for one document. Raises `UserFault` without a mobile number or for a void document."""

    def __init__(self, desktop: Desktop, document: DocumentView, parent: QWidget | None = None) -> None:
        reminder = reminder_of(desktop.workspace, document.id)
        super().__init__(parent)
        self.reminder = reminder
        self.setWindowTitle(f"短信提醒：{document.number}")
        self.setAccessibleName(self.windowTitle())
        self.code = QrView(message_rows(self.reminder.code_text), "短信二维码，用工作手机扫")
        self.text = Words(self.reminder.text, selectable=True)
        self.text.setAccessibleName(f"短信内容：{self.reminder.text}")
        self.copy = PlainButton("复制短信内容", icon="copy")
        self.copy.clicked.connect(self._copy)
        close = PrimaryButton("关闭")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        words = QVBoxLayout()
        words.setSpacing(theme.space("normal"))
        words.addWidget(Words("短信提醒", "title"))
        words.addWidget(FactGrid([("收信号码", self.reminder.phone), ("文书", f"{document.name} {document.number}")]))
        length = f"短信内容（{len(self.reminder.text)} 字，按 {self.reminder.messages} 条发出）"
        words.addWidget(Words(length, "label"))
        words.addWidget(self.text)
        words.addWidget(Words("用本单位的工作手机扫右边的二维码，手机会打开写好的短信，核对号码后发送。", "second"))
        warning = QHBoxLayout()
        warning.setSpacing(theme.space("near"))
        warning.addWidget(Sign("warning", "amber"))
        warning.addWidget(Words(NO_NOTICE, tone="amber"), 1)
        words.addLayout(warning)
        words.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space("near"))
        buttons.addStretch(1)
        buttons.addWidget(self.copy)
        buttons.addWidget(close)
        words.addLayout(buttons)
        row = QHBoxLayout(self)
        edge = theme.space("far")
        row.setContentsMargins(edge, edge, edge, edge)
        row.setSpacing(edge)
        row.addLayout(words, 1)
        row.addWidget(self.code, 1)
        room = self.room()
        self.resize(min(theme.px(860), round(room.width() * 0.95)), min(theme.px(460), round(room.height() * 0.95)))
        close.setFocus()

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.reminder.text)
        self.copy.set_text("已复制")
