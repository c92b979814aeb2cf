"""备份: make a backup where the person chooses, and say what to do with it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from app.casework.office.backup import BackupMade, last_backup, make_backup
from app.faults import UserFault
from app.ui.base import theme
from app.ui.base.desktop import Desktop
from app.ui.base.file_choice import default_folder
from app.ui.kit.buttons import PlainButton, PrimaryButton
from app.ui.kit.card import Card
from app.ui.kit.column_form import button_row
from app.ui.kit.messages import MessageBar
from app.ui.kit.progress_window import PrintProgress
from app.ui.kit.words import Words
from app.ui.settings.section import SettingsSection

_GOING_BACK = (
    "用回备份：先把备份文件夹复制到电脑上，登录时选“打开其他工作区…”打开复制出来的文件夹，口令是备份那天的口令。"
    "备份以后登记的事、出的文书不在里面，那些编号和文号可能已经用出去了，请先和纸质登记、已发出的文书对一遍再继续。"
)


class BackupSection(SettingsSection):
    """When the last backup was made, and one button; the work runs off the window's thread and can be stopped.

    `choose_folder` asks in the system's dialog and may be replaced.
    """

    title = "备份"
    lead = "把整个工作区（全部信访件、文书、附件和钥匙）存成一个备份文件夹，当场打开核对。备份和工作区一样加密。"

    def __init__(self, desktop: Desktop) -> None:
        super().__init__(desktop)
        self.choose_folder: Callable[[QWidget, Path], Path | None] = _ask_folder
        self.progress: PrintProgress | None = None
        self._made: BackupMade | None = None
        self.last = Words("", "strong", selectable=True)
        self.run = PrimaryButton("立即备份…")
        self.run.clicked.connect(self._run)
        self.open_folder = PlainButton("打开所在文件夹")
        self.open_folder.clicked.connect(self._open_folder)
        self.open_folder.hide()
        self.result = MessageBar()
        self.result.close_button.hide()
        card = Card()
        for part in (self.last, button_row((), left=(self.run, self.open_folder)), self.result):
            card.add(part)
        card.add(Words("请每天下班前备份一次，存到 U 盘、移动硬盘或另一台电脑，不要只存在这台电脑上。", "second"))
        self.column.addWidget(card)
        self.column.addWidget(Words(_GOING_BACK, "small"))
        self.column.addStretch(1)
        self.column.setSpacing(theme.space("normal"))

    def arrive(self) -> None:
        """Say when the last backup was made."""
        made = last_backup(self.desktop.workspace)
        said = "还没有备份过。"
        if made is not None:
            said = f"上一次备份：{made.at[:16].replace('T', ' ')}，{made.by}，“{made.folder_name}”"
        self.last.setText(said)
        self.last.set_tone("" if made else "amber")

    def start(self) -> None:
        """Put the keyboard on the button."""
        self.run.setFocus()

    def _run(self) -> None:
        folder = self.choose_folder(self, default_folder())
        if folder is None:
            return
        workspace = self.desktop.workspace
        self.result.clear()
        self.open_folder.hide()
        self.run.setEnabled(False)
        job = self.desktop.start(
            lambda task: make_backup(workspace, folder, task.progress), self._show, refused=self._refused
        )
        self.progress = progress = PrintProgress(
            self.window(), f"正在备份到“{folder}”", job, title="正在备份", stop="停止备份", busy="正在复制…"
        )
        job.progressed.connect(progress.show_percent)
        job.ended.connect(self._ended)
        progress.show()

    def _ended(self) -> None:
        if self.progress is not None:
            self.progress.finish()
            self.progress = None
        self.run.setEnabled(True)
        (self.open_folder if self.open_folder.isVisibleTo(self) else self.run).setFocus()

    def _refused(self, fault: UserFault) -> None:
        if fault.code == "cancelled":
            self.result.show_message("info", str(fault))
        else:
            self.result.show_fault(fault)

    def _show(self, made: BackupMade) -> None:
        self._made = made
        self.arrive()
        self.open_folder.show()
        self.result.show_message(
            "success",
            f"已备份并核对无误（信访件 {made.cases:,} 件），存在“{made.folder}”。"
            "整个文件夹就是备份：如果还在这台电脑上，请把它复制到 U 盘或另一台电脑。",
        )

    def _open_folder(self) -> None:
        if self._made is not None and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._made.folder.parent))):
            self.result.show_message("warning", f"这台电脑打不开，请自己到“{self._made.folder.parent}”查看。")


def _ask_folder(parent: QWidget, proposed: Path) -> Path | None:
    name = QFileDialog.getExistingDirectory(parent, "备份存到哪个文件夹", str(proposed))
    return Path(name) if name else None
