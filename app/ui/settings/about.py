"""关于: versions, where the rules come from, fonts and their licences, where the data lies."""

import platform

from PySide6.QtCore import qVersion

from app import __version__
from app.casework.office.law_in_force import rule_pack
from app.law.text.articles import load_regulation
from app.ui.base.desktop import Desktop
from app.ui.kit.card import Card
from app.ui.kit.views.facts import FactGrid
from app.ui.kit.words import Words
from app.ui.settings.section import SettingsSection

FONTS = (
    ("Noto Sans SC、Noto Serif SC", "SIL Open Font License 1.1（LICENSE-NotoSansSC.txt、LICENSE-NotoSerifSC.txt）"),
    ("FandolFang（仿宋）", "GPL 3，带字体嵌入例外（LICENSE-FandolFang.txt）"),
    ("XinfangKai（楷体）", "SIL Open Font License 1.1（LICENSE-XinfangKai.txt），由霞鹜文楷改名裁剪"),
)


class AboutSection(SettingsSection):
    """Facts to read and copy, for the one who is called when something is wrong."""

    title = "关于"

    def __init__(self, desktop: Desktop) -> None:
        super().__init__(desktop)
        self.program, self.rules, self.fonts = FactGrid(), FactGrid(), FactGrid(FONTS)
        for name, grid in (("程序", self.program), ("规则", self.rules), ("字体与许可", self.fonts)):
            card = Card(name)
            card.add(grid)
            if grid is self.fonts:
                card.add(Words("许可全文在程序文件夹 resources/fonts 里。", "small"))
            self.column.addWidget(card)
        self.column.addStretch(1)

    def arrive(self) -> None:
        """Show what is in use."""
        pack = self.desktop.attempt(rule_pack)
        regulation = self.desktop.attempt(load_regulation)
        years = "、".join(
            f"{year} 年{'' if found.status == 'confirmed' else '（调休没有录入）'}"
            for year, found in sorted(self.desktop.calendar.years.items())
        )
        self.program.set_facts(
            (
                ("版本", f"信访窗口 {__version__}"),
                ("许可", "Apache-2.0"),
                ("运行环境", f"Python {platform.python_version()}，Qt {qVersion()}，{platform.platform(terse=True)}"),
                ("工作区", str(self.desktop.workspace.folder)),
            )
        )
        if pack is None or regulation is None:
            return
        self.rules.set_facts(
            (
                ("规则包", f"{pack.name}，版本 {pack.version}（{pack.id}）"),
                ("来源", pack.source),
                ("条例", regulation.title),
                ("说明", "\n".join(pack.notes)),
                ("放假日历", years),
            )
        )
