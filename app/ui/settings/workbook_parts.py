"""What lists kept in Excel share in the settings: choosing a file, how far the work is, what was wrong with it."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QProgressBar, QWidget

from app.ledgers.table_reading import Problem, TableRefused
from app.ui.base import theme
from app.ui.base.desktop import Job
from app.ui.base.file_choice import default_folder
from app.ui.kit.buttons import LinkButton, PlainButton
from app.ui.kit.card import Card
from app.ui.kit.empty import EmptyState
from app.ui.kit.views.paged_model import Column, PagedModel
from app.ui.kit.views.table import DataTable
from app.ui.kit.words import Words

PROBLEM_COLUMNS = (
    Column("row", "行", lambda problem: f"{problem.row:,}", 64, right=True, sortable=False),
    Column("column", "列", lambda problem: problem.column or "整行", 96, sortable=False),
    Column("sentence", "哪里不对", lambda problem: problem.sentence, 360, sortable=False, stretch=True),
)


class ProblemRows(PagedModel):
    """What is wrong with a workbook, in the order of its rows."""

    def __init__(self) -> None:
        self._problems: tuple[Problem, ...] = ()
        super().__init__(
            PROBLEM_COLUMNS, lambda offset, limit, _order: self._problems[offset : offset + limit], self.count
        )

    def count(self) -> int:
        """Return how many there are."""
        return len(self._problems)

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Show these."""
        self._problems = problems
        self.reload()


class ProblemsCard(Card):
    """Everything that is wrong with a workbook, by row and column; away while there is nothing."""

    def __init__(self, name: str) -> None:
        self.close_button = LinkButton("收起")
        super().__init__("没有导入", actions=(self.close_button,))
        self.refusal = Words("", tone="red", selectable=True)
        self.rows = ProblemRows()
        self.table = DataTable(
            self.rows, name=name, accessible_name="表里的问题", unit="处", empty=EmptyState("没有问题。")
        )
        self.table.setMinimumHeight(theme.px(200))
        self.close_button.clicked.connect(self.put_away)
        self.add(self.refusal)
        self.add(self.table)
        self.hide()

    def show_refusal(self, fault: TableRefused) -> None:
        """Show what is wrong and put the keyboard on the first problem."""
        self.refusal.setText(str(fault))
        self.rows.show_problems(fault.problems)
        self.show()
        self.table.setFocus()
        self.table.view.selectRow(0)

    def put_away(self) -> None:
        """Forget it."""
        self.hide()
        self.rows.show_problems(())


class RunningRow(QWidget):
    """How far a job is, with a button that stops it; away while there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.job: Job | None = None
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("进度")
        self.so_far = Words("", "second", wrap=False)
        self.stop = PlainButton("停止")
        self.stop.clicked.connect(self._stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space("near"))
        for part, stretch in ((self.progress, 1), (self.so_far, 0), (self.stop, 0)):
            row.addWidget(part, stretch)
        self.hide()

    def begin(self, job: Job, words: str) -> None:
        """Show a job; `words` say how many rows are done."""
        self.job = job
        job.progressed.connect(lambda count: self.so_far.setText(words.format(count)))
        self.so_far.setText("")
        self.stop.setEnabled(True)
        self.show()

    def end(self) -> None:
        """Show nothing any more."""
        self.job = None
        self.hide()

    def _stop(self) -> None:
        if self.job is not None:
            self.stop.setEnabled(False)
            self.job.cancel()


def ask_workbook(parent: QWidget | None, title: str) -> Path | None:
    """Let the person choose a workbook in the system's dialog; None at cancel."""
    chosen, _ = QFileDialog.getOpenFileName(
        parent, title, str(default_folder()), "Excel 工作簿 (*.xlsx);;所有文件 (*)"
    )
    return Path(chosen) if chosen else None


def ask_where(parent: QWidget | None, title: str, proposed: str) -> Path | None:
    """Let the person name the workbook to write in the system's dialog, which asks before it replaces one."""
    chosen, _ = QFileDialog.getSaveFileName(
        parent, title, str(default_folder() / proposed), "Excel 工作簿 (*.xlsx)"
    )
    if not chosen:
        return None
    return Path(chosen) if chosen.lower().endswith(".xlsx") else Path(f"{chosen}.xlsx")
