"""One kept file, looked at without leaving the encrypted workspace: a PDF page by page, a picture fitted."""

from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.casework.documents.attachments import ABOUT, AttachmentView
from app.faults import UserFault
from app.ui.base import theme
from app.ui.kit.buttons import PlainButton, PrimaryButton
from app.ui.kit.dialogs import Dialog
from app.ui.kit.views.pdfview import PdfPreview
from app.ui.kit.words import Words

_READER_MB = 512


class AttachmentDialog(Dialog):
    """Show a kept PDF or picture; raises `UserFault` when it cannot be shown. `save` is the caller's to connect."""

    def __init__(self, kept: AttachmentView, content: bytes, parent: QWidget | None = None) -> None:
        view: PdfPreview | _Picture
        if kept.kind == "pdf":
            view = PdfPreview()
            view.show_pdf(content)
        else:
            view = _Picture(_image(content, kept))
        super().__init__(parent)
        self.setWindowTitle(kept.name)
        self.setAccessibleName(f"附件：{kept.name}")
        self.save = PlainButton("另存")
        close = PrimaryButton("关闭")
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space("near"))
        buttons.addWidget(Words(f"{ABOUT[kept.about]}　{kept.at[:10]}　{kept.added_by}", "second"), 1)
        buttons.addWidget(self.save)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        edge = theme.space("far")
        column.setContentsMargins(edge, theme.space("wide"), edge, theme.space("wide"))
        column.setSpacing(theme.space("normal"))
        column.addWidget(Words(kept.name, "title"))
        column.addWidget(view, 1)
        column.addLayout(buttons)
        room = self.room()
        self.resize(min(round(room.width() * 0.9), theme.px(900)), min(round(room.height() * 0.95), theme.px(960)))
        close.setFocus()


class _Picture(QWidget):
    """A picture as large as the room allows, never larger than it is."""

    def __init__(self, image: QImage) -> None:
        super().__init__()
        self._image = image
        self.setAccessibleName("图片")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(theme.px(200), theme.px(160))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        room = self.size() * self.devicePixelRatioF()
        size = self._image.size()
        if size.width() > room.width() or size.height() > room.height():
            size = size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        shown = QSize(round(size.width() / self.devicePixelRatioF()), round(size.height() / self.devicePixelRatioF()))
        box = self.rect()
        box.setSize(shown)
        box.moveCenter(self.rect().center())
        painter.drawImage(box, self._image)


def _image(content: bytes, kept: AttachmentView) -> QImage:
    QImageReader.setAllocationLimit(_READER_MB)
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)  # scans from a phone say which side is up
    image = reader.read()
    if image.isNull():
        raise UserFault(
            f"图片“{kept.name}”打不开，可能已经损坏，", "可以点“另存”存出来，用别的程序看。", code="broken-image"
        )
    return image
