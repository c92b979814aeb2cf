"""How far an export is, and what it wrote."""

from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.ledgers.workbook import LedgerReport
from app.ui.base import theme
from app.ui.kit.buttons import PlainButton
from app.ui.kit.card import Card
from app.ui.kit.words import Words


class ExportOutcome(QWidget):
    """Show one export: `stop_asked` while it runs; afterwards its path with 打开文件夹 and 打开表格.

    `not_opened(Path)` when this machine has nothing to open it with.
    """

    stop_asked = Signal()
    not_opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.report: LedgerReport | None = None
        self._total = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._running())
        column.addWidget(self._written())
        self.clear()

    def clear(self) -> None:
        """Show nothing."""
        self.running.hide()
        self.written.hide()

    def begin(self, total: int) -> None:
        """Show that an export of so many rows has begun."""
        self._total = total
        self.written.hide()
        self.progress.setRange(0, max(1, total))
        self.progress.setValue(0)
        self.so_far.setText("正在整理…")
        self.stop.setEnabled(True)
        self.running.show()

    def tell(self, rows: int) -> None:
        """Show how many rows are written."""
        self.progress.setValue(rows)
        self.so_far.setText(f"已写 {rows:,} 行，共 {self._total:,} 行")

    def show_report(self, report: LedgerReport) -> None:
        """Show what was written and put the keyboard on 打开文件夹."""
        self.report = report
        self.running.hide()
        self.said.setText(f"已导出 {report.rows:,} 件：{report.path}")
        self.remarks.setText("\n".join(report.remarks))
        self.remarks.setVisible(bool(report.remarks))
        self.written.show()
        self.open_folder.setFocus()

    def _open_folder(self) -> None:
        if self.report is not None:
            self._open(self.report.path.parent)

    def _open_file(self) -> None:
        if self.report is not None:
            self._open(self.report.path)

    def _running(self) -> Card:
        self.running = Card()
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("导出进度")
        self.so_far = Words("", "second", wrap=False)
        self.stop = PlainButton("停止导出")
        self.stop.clicked.connect(self._ask_stop)
        row = QHBoxLayout()
        row.addWidget(self.so_far, 1)
        row.addWidget(self.stop)
        self.running.add(self.progress)
        self.running.add(row)
        return self.running

    def _written(self) -> Card:
        self.written = Card()
        self.said = Words("", "strong", tone="green", selectable=True)
        self.remarks = Words("", "second", selectable=True)
        self.open_folder = PlainButton("打开文件夹")
        self.open_folder.clicked.connect(self._open_folder)
        self.open_file = PlainButton("打开表格")
        self.open_file.clicked.connect(self._open_file)
        acts = QHBoxLayout()
        acts.setSpacing(theme.space("near"))
        acts.addWidget(self.open_folder)
        acts.addWidget(self.open_file)
        acts.addStretch(1)
        self.written.add(self.said)
        self.written.add(self.remarks)
        self.written.add(acts)
        return self.written

    def _ask_stop(self) -> None:
        self.stop.setEnabled(False)
        self.so_far.setText("正在停止…")
        self.stop_asked.emit()

    def _open(self, path: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self.not_opened.emit(path)
