"""How far a recompute of the open clocks is, and which of them it moved."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.casework.clocks.recompute import ClockDates, MovedClock, Recomputed
from app.faults import UserFault
from app.ui.base import theme
from app.ui.base.desktop import Desktop, Job, Task
from app.ui.base.places import OpenCase
from app.ui.kit.buttons import PlainButton
from app.ui.kit.card import Card
from app.ui.kit.views.paged_model import Column, PagedModel
from app.ui.kit.views.table import DataTable
from app.ui.kit.words import Words

_PATIENCE = 400  # milliseconds


def _step(row: MovedClock, of: Callable[[ClockDates], date | None]) -> str:
    former, now = of(row.former), of(row.dates)
    if former == now:
        return str(now or "—")
    # The year is said once: the two dates then stand side by side in a narrow column.
    short = now is not None and former is not None and now.year == former.year
    return f"{former or '没有'} → {f'{now:%m-%d}' if short else now or '没有'}"


def _number(row: MovedClock) -> str:
    return f"{row.case_number}（密封）" if row.sealed else row.case_number


def _columns(local: bool) -> Sequence[Column]:
    last = (
        Column("local", "本地期限", lambda row: _step(row, lambda dates: dates.local_due), 146, sortable=False)
        if local
        else Column("safe", "最晚工作日", lambda row: _step(row, lambda dates: dates.last_safe), 146, sortable=False)
    )
    return (
        Column("case", "编号", _number, 224, sortable=False, tone=lambda row: "violet" if row.sealed else ""),
        Column("clock", "期限", lambda row: row.clock, sortable=False, stretch=True),
        Column("due", "末日", lambda row: _step(row, lambda dates: dates.governing), 146, sortable=False),
        last,
    )


class RecomputePanel(QWidget):
    """Run one change of the law off the window's thread, with progress and 停止; then list the clocks it moved.

    What it came to is said on the window's message bar. `local` lists the local dates in place of the last safe working
    days. `ended` when it is over, however it went.
    """

    ended = Signal()

    def __init__(self, desktop: Desktop, *, local: bool = False) -> None:
        super().__init__()
        self.desktop = desktop
        self._job: Job | None = None
        self._moved: tuple[MovedClock, ...] = ()
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.busy.setAccessibleName("正在重算期限")
        self.so_far = Words("", "second", wrap=False)
        self.stop = PlainButton("停止")
        self.stop.clicked.connect(self.cancel)
        row = QHBoxLayout()
        row.addWidget(self.so_far, 1)
        row.addWidget(self.stop)
        self.running = Card()
        self.running.add(self.busy)
        self.running.add(row)
        self.model = PagedModel(_columns(local), self._rows, lambda: len(self._moved))
        self.table = DataTable(self.model, name="moved_clocks", accessible_name="日期变动的期限", unit="个期限")
        self.table.opened.connect(lambda moved: desktop.go.emit(OpenCase(moved.case_id)))
        self.listed = Card("日期变动的期限")
        self.listed.add(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("normal"))
        for part in (self.running, self.listed):
            column.addWidget(part)
        self.running.hide()
        self.listed.hide()

    @property
    def is_running(self) -> bool:
        """Say whether a change is being made."""
        return self._job is not None

    def clear(self) -> None:
        """Forget what the last change came to."""
        self._moved = ()
        self.listed.hide()

    def start(self, work: Callable[[Callable[[int], bool]], Any], done: Callable[[Any], None]) -> None:
        """Run `work(progress)` and hand its result to `done`; a refusal is said in the panel and changes nothing."""
        if self._job is not None:
            return
        self.clear()
        self.so_far.setText("正在核对文件和未结期限…")
        self.stop.setEnabled(True)
        self.running.show()

        def run(task: Task) -> Any:
            return work(task.progress)

        def finished(result: Any) -> None:
            self._end()
            done(result)
            self.ended.emit()

        self._job = self.desktop.start(run, finished, refused=self._refused)
        self._job.progressed.connect(lambda count: self.so_far.setText(f"已重算 {count:,} 个期限…"))
        self._job.failed.connect(lambda _fault: self._over())
        # Quick work is over before anybody looks; only what takes its time comes into sight.
        QTimer.singleShot(_PATIENCE, self, self._come_into_sight)

    def cancel(self) -> None:
        """Ask the change to stop; it leaves everything as it was."""
        if self._job is not None:
            self.stop.setEnabled(False)
            self.so_far.setText("正在停止…")
            self._job.cancel()

    def tell(self, done: str, clocks: Recomputed, remarks: tuple[str, ...] = (), *, go_there: bool = True) -> None:
        """Say what was done and list the clocks that moved; `go_there` puts the keyboard on the list."""
        words = [done]
        if not clocks.changed:
            words.append("没有未结期限受影响。")
        else:
            cases = len({moved.case_id for moved in clocks.moved})
            words.append(f"重算了 {clocks.changed:,} 个未结期限，日期变动的 {len(clocks.moved):,} 个（{cases:,} 件）。")
        words.extend(remarks)
        self.desktop.say.emit("warning" if remarks else "success", "".join(words))
        self._moved = clocks.moved
        self.model.reload()
        self.table.setFixedHeight(theme.px(36) * (min(len(self._moved), 8) + 1) + theme.px(30))
        self.listed.setVisible(bool(self._moved))
        if self._moved and go_there:
            self.table.view.selectRow(0)
            self.table.setFocus()

    def _rows(self, offset: int, limit: int, _order: object) -> Sequence[MovedClock]:
        return self._moved[offset : offset + limit]

    def _end(self) -> None:
        self._job = None
        self.running.hide()

    def _over(self) -> None:
        self._end()
        self.ended.emit()

    def _refused(self, fault: UserFault) -> None:
        self._end()
        self.desktop.say.emit("info" if fault.code == "cancelled" else "fault", str(fault))
        self.ended.emit()

    def _come_into_sight(self) -> None:
        if self._job is not None:
            self.stop.setFocus()
