"""The versions of one template: when, who, why; the page of each; going back to one."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.casework.templates.check import Looked, look_at
from app.casework.templates.versions import (
    TemplateVersion,
    measure,
    return_to_version,
    template_source,
    versions_of,
)
from app.ui.base import theme
from app.ui.base.desktop import Desktop
from app.ui.base.drawing import drawing
from app.ui.kit.buttons import PlainButton, PrimaryButton
from app.ui.kit.dialogs import Dialog, ask
from app.ui.kit.messages import MessageBar
from app.ui.kit.views.pdfview import PdfPreview
from app.ui.kit.words import Words
from app.ui.templates.kind_list import SECOND, TwoLines


class TemplateVersions(Dialog):
    """Look at the versions of a kind and go back to one; accepted when another one is in use now."""

    def __init__(self, desktop: Desktop, kind: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desktop, self._kind, self._asked = desktop, kind, 0
        self.confirm: Callable[[str, str, str], bool] = lambda title, text, yes: ask(self, title, text, yes) is not None
        self.setWindowTitle(f"版本：{name}")
        self.setAccessibleName(self.windowTitle())
        self.bar = MessageBar()
        self.versions: tuple[TemplateVersion, ...] = versions_of(desktop.workspace, kind)
        self.list = QListWidget()
        self.list.setAccessibleName("版本")
        self.list.setItemDelegate(TwoLines(self.list))
        for version in self.versions:
            item = QListWidgetItem(_words(version))
            item.setData(SECOND, version.note or ("随程序安装" if not version.version else "没有写说明"))
            item.setToolTip(version.broken or version.note)
            item.setData(Qt.ItemDataRole.UserRole, version)
            self.list.addItem(item)
        self.preview = PdfPreview()
        self.back = PrimaryButton("用回这一版")
        close = PlainButton("关闭")
        left = QVBoxLayout()
        left.addWidget(self.list, 1)
        body = QHBoxLayout()
        body.setSpacing(theme.space("wide"))
        body.addLayout(left, 4)
        body.addWidget(self.preview, 6)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(close)
        buttons.addWidget(self.back)
        column = QVBoxLayout(self)
        edge = theme.space("far")
        column.setContentsMargins(edge, edge, edge, edge)
        column.addWidget(Words(f"{name}：版本", "section"))
        column.addWidget(Words("版本不会删除。用回一版，比它新的各版就撤下；已签发的文书不变。", "second"))
        column.addWidget(self.bar)
        column.addLayout(body, 1)
        column.addLayout(buttons)
        room = self.room()
        self.resize(min(theme.px(900), round(room.width() * 0.9)), min(theme.px(640), round(room.height() * 0.95)))
        self.list.currentRowChanged.connect(self._look)
        self.back.clicked.connect(self._go_back)
        close.clicked.connect(self.reject)
        self.list.setCurrentRow(0)
        self.list.setFocus()

    def current(self) -> TemplateVersion | None:
        """Return the version that is chosen."""
        item = self.list.currentItem()
        found: TemplateVersion | None = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        return found

    def _look(self) -> None:
        version = self.current()
        if version is None:
            return
        self.back.setEnabled(not version.current and not version.withdrawn and not version.broken)
        self._asked += 1
        asked, kind, workspace = self._asked, self._kind, self._desktop.workspace

        def work(_task: object) -> tuple[int, Looked]:
            with drawing:
                text = template_source(workspace, kind, version.version)
                return asked, look_at(text, measure(kind, text), {})

        self._desktop.start(work, self._looked, refused=self.bar.show_fault)

    def _looked(self, result: tuple[int, Looked]) -> None:
        asked, looked = result
        if asked == self._asked and looked.pdf:
            self.preview.show_pdf(looked.pdf)

    def _go_back(self) -> None:
        version = self.current()
        if version is None:
            return
        what = f"第{version.version}版" if version.version else "出厂模板"
        if not self.confirm(f"用回{what}？", "比它新的版本撤下，仍可查看。已签发的文书不变。", "用回"):
            return
        workspace = self._desktop.workspace
        done = self._desktop.attempt(
            lambda: return_to_version(workspace, self._kind, version.version), self.bar.show_fault
        )
        if done is not None:
            self.accept()


def _words(version: TemplateVersion) -> str:
    if not version.version:
        first = "出厂"
    else:
        first = f"第{version.version}版　{version.at[:16].replace('T', ' ')}　{version.by}"
    state = "（正在用）" if version.current else "（已撤下）" if version.withdrawn else ""
    state += "（用不了）" if version.broken else ""
    return f"{first}{state}"
