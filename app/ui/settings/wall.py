"""公示信息: what hangs on the wall, and the office's own QR picture."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog

from app.casework.office.wall_notice import (
    ADDRESS,
    CHANNELS,
    HOURS,
    WallText,
    county_qr,
    drop_county_qr,
    set_county_qr,
    set_wall_text,
    wall_notice,
    wall_text,
)
from app.ui.base import theme
from app.ui.base.desktop import Desktop
from app.ui.base.file_choice import default_folder
from app.ui.kit.buttons import PlainButton, PrimaryButton
from app.ui.kit.card import Card
from app.ui.kit.column_form import button_row
from app.ui.kit.editors.field import FieldEditor
from app.ui.kit.editors.text_editors import LongTextEditor, TextEditor
from app.ui.kit.words import Words
from app.ui.routemap.map_acts import MapActs
from app.ui.settings.section import SettingsSection

_PICTURE = 132


class WallSection(SettingsSection):
    """Three texts, a picture, and the notice itself on paper."""

    title = "公示信息"
    lead = "挂在接待场所的信访公示：渠道、时间、地点、查询方式和本单位的二维码。程序不自造网址和地址，没有填的不会印。"

    def __init__(self, desktop: Desktop) -> None:
        super().__init__(desktop)
        self.acts = MapActs(desktop, self)
        self.choose_picture = _ask_picture
        self.channels = LongTextEditor(
            CHANNELS, "信访渠道", required=False, help="一行一个，如：走访、来信、电话、网上。"
        )
        self.hours = LongTextEditor(HOURS, "接待时间", required=False)
        self.address = TextEditor(ADDRESS, "接待地点", required=False, help="不填时用“单位”里的接待地址。")
        for editor, height in ((self.channels, 112), (self.hours, 64)):
            editor.paper.setFixedHeight(theme.px(height))
        self.editors: list[FieldEditor] = [self.channels, self.hours, self.address]
        for editor in self.editors:
            editor.edited.connect(lambda editor=editor: editor.set_error(None))
        self.save = PrimaryButton("保存公示信息")
        self.save.clicked.connect(self._save)
        texts = Card()
        for part in (*self.editors, button_row((self.save,))):
            texts.add(part)
        self.picture = Words()
        self.picture.setMinimumHeight(theme.px(40))
        self.choose = PlainButton("选图片…")
        self.choose.clicked.connect(self._choose)
        self.drop = PlainButton("去掉图片")
        self.drop.clicked.connect(self._drop)
        pictures = Card("一县一码")
        pictures.add(Words("本单位的二维码图片，PNG 或 JPEG，不超过 2 MB。", "second"))
        pictures.add(self.picture)
        pictures.add(button_row((self.choose, self.drop)))
        self.print_a3, self.print_a4 = PlainButton("打印 A3"), PlainButton("打印 A4")
        self.keep = PlainButton("另存 PDF…")
        self.print_a3.clicked.connect(lambda: self._print("A3"))
        self.print_a4.clicked.connect(lambda: self._print("A4"))
        self.keep.clicked.connect(self._keep)
        paper = Card("信访公示")
        paper.add(button_row((self.print_a3, self.print_a4, self.keep)))
        for card in (texts, pictures, paper):
            self.column.addWidget(card)
        self.column.addStretch(1)

    def arrive(self) -> None:
        """Show what is written and which picture there is."""
        text = wall_text(self.desktop.workspace)
        for editor, value in zip(self.editors, (text.channels, text.hours, text.address), strict=True):
            editor.set_value(value)
            editor.set_error(None)
        self._show_picture()

    def _show_picture(self) -> None:
        content = county_qr(self.desktop.workspace)
        made = QPixmap()
        if content and made.loadFromData(content):
            side = theme.px(_PICTURE)
            self.picture.setPixmap(
                made.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
            )
            self.picture.setAccessibleName("本单位的二维码图片")
        else:
            self.picture.setPixmap(QPixmap())
            self.picture.setText("还没有图片。")
            self.picture.setAccessibleName("还没有二维码图片")
        self.drop.setEnabled(bool(content))

    def _save(self) -> bool:
        text = WallText(self.channels.value(), self.hours.value(), self.address.value())
        done = self.desktop.attempt(
            lambda: set_wall_text(self.desktop.workspace, text) or True, lambda fault: self.refuse(fault, self.editors)
        )
        if done:
            self.desktop.say.emit("success", "公示信息已保存。")
            self.changed.emit()
        return bool(done)

    def _choose(self) -> None:
        path = self.choose_picture(self, default_folder())
        if path is None:
            return
        if self.desktop.attempt(lambda: set_county_qr(self.desktop.workspace, path) or True):
            self.desktop.say.emit("success", "二维码图片已存入工作区。请用手机扫一扫，确认是本单位的。")
            self._show_picture()

    def _drop(self) -> None:
        if self.desktop.attempt(lambda: drop_county_qr(self.desktop.workspace) or True):
            self.desktop.say.emit("success", "二维码图片已去掉。")
            self._show_picture()

    def _print(self, size: str) -> None:
        made = self.desktop.attempt(
            lambda: wall_notice(self.desktop.workspace, size), lambda fault: self.refuse(fault, self.editors)
        )
        if made is not None:
            self.acts.print("信访公示", lambda: made, size)

    def _keep(self) -> None:
        made = self.desktop.attempt(
            lambda: wall_notice(self.desktop.workspace, "A3"), lambda fault: self.refuse(fault, self.editors)
        )
        if made is not None:
            self.acts.save("信访公示_A3", lambda: made, what="wall_notice")


def _ask_picture(parent: WallSection, folder: Path) -> Path | None:
    chosen, _ = QFileDialog.getOpenFileName(parent, "选二维码图片", str(folder), "图片 (*.png *.jpg *.jpeg)")
    return Path(chosen) if chosen else None
