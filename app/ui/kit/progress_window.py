"""A small window that says how far a print, or another piece of work on files, has come, and stops it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.ui.base import theme
from app.ui.base.desktop import Job
from app.ui.kit.buttons import PlainButton
from app.ui.kit.dialogs import Dialog
from app.ui.kit.words import Words


class PrintProgress(Dialog):
    """Show percent and a button that stops; Esc stops too."""

    def __init__(
        self,
        parent: QWidget | None,
        sentence: str,
        job: Job,
        *,
        title: str = "正在打印",
        stop: str = "停止打印",
        busy: str = "正在准备页面…",
        stopping: str = "正在停止…",
    ) -> None:
        super().__init__(parent)
        self._job = job
        self._over = False
        self._stopping = stopping
        self.setWindowTitle(title)
        self.setAccessibleName(f"{title}：{sentence}")
        self.setModal(True)
        self.setMinimumWidth(theme.px(420))
        self.bar = QProgressBar()
        self.bar.setRange(0, 100)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("进度")
        self.percent = Words(busy, "second", wrap=False)
        self.stop = PlainButton(stop)
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
        self._show(percent, f"已完成 {percent}%")

    def show_count(self, done: int, total: int, unit: str = "份") -> None:
        """Show how many of a known number are done."""
        self._show(round(done / max(1, total) * 100), f"已完成 {done} {unit}，共 {total} {unit}")

    def _show(self, percent: int, words: str) -> None:
        self.bar.setValue(percent)
        if self.stop.isEnabled():  # once it stops, that is what it says
            self.percent.setText(words)

    def finish(self) -> None:
        """Go away, because the work has ended."""
        self._over = True
        self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Enter unanswered: pressed once more than needed before this came up, it must not stop anything."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def reject(self) -> None:
        """Ask the work to stop; the window stays until it has."""
        if self._over:
            super().reject()
            return
        self._job.cancel()
        self.stop.setEnabled(False)
        self.percent.setText(self._stopping)
