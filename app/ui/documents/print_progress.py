"""A small window that says how far a print has come, and stops it."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.ui import theme
from app.ui.desktop import Job
from app.ui.kit.buttons import PlainButton
from app.ui.kit.words import Words


class PrintProgress(QDialog):
    """Show percent and a button that stops; Esc stops too."""

    def __init__(self, parent: QWidget | None, sentence: str, job: Job) -> None:
        super().__init__(parent)
        self._job = job
        self._over = False
        self.setWindowTitle("正在打印")
        self.setModal(True)
        self.setMinimumWidth(theme.px(420))
        self.bar = QProgressBar()
        self.bar.setRange(0, 100)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("打印进度")
        self.percent = Words("正在准备页面…", "second", wrap=False)
        self.stop = PlainButton("停止打印")
        self.stop.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.percent, 1)
        row.addWidget(self.stop)
        column = QVBoxLayout(self)
        edge = theme.space("far")
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(theme.space("normal"))
        column.addWidget(Words(sentence, "strong"))
        column.addWidget(self.bar)
        column.addLayout(row)

    def show_percent(self, percent: int) -> None:
        """Show how far it is."""
        self.bar.setValue(percent)
        self.percent.setText(f"已完成 {percent}%")

    def finish(self) -> None:
        """Go away, because the work has ended."""
        self._over = True
        self.accept()
        self.deleteLater()

    def reject(self) -> None:
        """Ask the work to stop; the window stays until it has."""
        if self._over:
            super().reject()
            return
        self._job.cancel()
        self.stop.setEnabled(False)
        self.percent.setText("正在停止…")
