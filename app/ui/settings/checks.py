"""检查工作区: walk the journal, the documents and the file, and say what was found."""

from PySide6.QtWidgets import QProgressBar

from app.casework.office.checks import CheckReport, check_workspace
from app.faults import UserFault
from app.ui.base import theme
from app.ui.base.desktop import Desktop
from app.ui.kit.buttons import PrimaryButton
from app.ui.kit.card import Card
from app.ui.kit.column_form import button_row
from app.ui.kit.messages import MessageBar
from app.ui.kit.words import Words
from app.ui.settings.section import SettingsSection


class ChecksSection(SettingsSection):
    """One button; the work runs off the window's thread."""

    title = "检查工作区"
    lead = "逐条核对流水（每一步操作的记录）是否完整、存档文书是否与签发时一致、数据文件是否完好。检查不改动任何内容。"

    def __init__(self, desktop: Desktop) -> None:
        super().__init__(desktop)
        self.run = PrimaryButton("开始检查")
        self.run.clicked.connect(self._run)
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setAccessibleName("正在检查")
        self.busy.hide()
        self.result = MessageBar()
        self.result.close_button.hide()
        self.faults = Words("", selectable=True)
        self.faults.hide()
        card = Card()
        for part in (button_row((), left=(self.run,)), self.busy, self.result, self.faults):
            card.add(part)
        self.column.addWidget(card)
        self.column.addStretch(1)
        self.column.setSpacing(theme.space("normal"))

    def _run(self) -> None:
        workspace = self.desktop.workspace
        self.run.setEnabled(False)
        self.run.set_text("正在检查…")
        self.result.clear()
        self.faults.hide()
        self.busy.show()
        self.desktop.start(lambda _job: check_workspace(workspace), self._show, refused=self._refused)

    def _ended(self) -> None:
        self.busy.hide()
        self.run.setEnabled(True)
        self.run.set_text("再检查一次")
        self.run.setFocus()

    def _refused(self, fault: UserFault) -> None:
        self._ended()
        self.result.show_fault(fault)

    def _show(self, report: CheckReport) -> None:
        self._ended()
        seen = f"流水 {report.entries:,} 条，文书 {report.documents:,} 份"
        if report.sound:
            self.result.show_message("success", f"工作区完好：{seen}，全部核对无误。")
            return
        self.result.show_message(
            "fault",
            f"查出 {len(report.faults)} 处不符（共核对{seen}）。请先停止登记，保留原文件，联系技术人员，用备份恢复。",
        )
        self.faults.setText("\n".join(report.faults))
        self.faults.show()
