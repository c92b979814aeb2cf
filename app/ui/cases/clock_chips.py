"""The clocks of a case as chips: whose each is, its date, what is left of it, what was added to it."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.casework.views.clock_view import ClockView, time_words
from app.ui.base import theme
from app.ui.cases.case_rows import left_tone
from app.ui.kit.chips import DateChip


class ChipRows(QWidget):
    """Chips in reading order, as many in a row as there is room for; those of a row are equally high."""

    def __init__(self, chips: Sequence[DateChip], name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._chips = list(chips)
        self._laid: list[list[DateChip]] = []
        self._rows: list[QHBoxLayout] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space("near"))
        for chip in self._chips:
            chip.setParent(self)
            chip.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)
        self._lay_out([[chip] for chip in self._chips])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the rows anew."""
        super().resizeEvent(event)
        rows: list[list[DateChip]] = []
        room = 0
        for chip in self._chips:
            width = chip.sizeHint().width() + theme.space("near")
            if not rows or width > room + theme.space("near"):
                rows.append([])
                room = self.width()
            rows[-1].append(chip)
            room -= width
        if rows != self._laid:
            self._lay_out(rows)

    def minimumSizeHint(self) -> QSize:
        """Be as narrow as the widest chip."""
        widest = max((chip.sizeHint().width() for chip in self._chips), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def _lay_out(self, rows: list[list[DateChip]]) -> None:
        for row, chips in zip(self._rows, self._laid, strict=True):
            for chip in chips:
                row.removeWidget(chip)
            self._column.removeItem(row)
            row.deleteLater()
        self._laid, self._rows = rows, []
        for chips in rows:
            row = QHBoxLayout()
            row.setSpacing(theme.space("near"))
            for chip in chips:
                row.addWidget(chip)
            row.addStretch(1)
            self._rows.append(row)
            self._column.addLayout(row)


def clock_chips(clocks: Iterable[ClockView], explain: Callable[[ClockView], None]) -> QWidget:
    """Return the clocks as chips, the running ones first; a press explains the date."""
    chips = []
    for clock in sorted(clocks, key=lambda clock: (clock.stopped_on is not None, clock.governing)):
        left = time_words(clock)
        name = clock.name if clock.obliged == "petitioner" else f"{_side(clock)}{clock.name}"
        chip = DateChip(name, _date_words(clock), left, _tone(clock), note=_note(clock))
        chip.clicked.connect(lambda _on=False, clock=clock: explain(clock))
        chips.append(chip)
    return ChipRows(chips, "期限")


def _date_words(clock: ClockView) -> str:
    return f"{clock.governing:%Y-%m-%d}" + ("（估算）" if clock.estimated else "")


def _side(clock: ClockView) -> str:
    if clock.reminder:
        return "提醒·"
    return "本单位·" if clock.duty == "own" else f"{clock.holder or '承办单位'}·"


def _note(clock: ClockView) -> str:
    said = ["信访人的权利"] if clock.obliged == "petitioner" else []
    if clock.duty == "other" and clock.duty_office and not clock.holder:  # kept is who handles the case
        said.append(clock.duty_office)
    if clock.extension_days:
        late = "，批准在届满之后" if clock.late_extension else ""
        said.append(f"已延长{clock.extension_days}日{late}")
    if clock.local_due is not None and clock.stopped_on is None:
        said.append(f"本地规则 {clock.local_due:%m-%d}")
    return "；".join(said)


def _tone(clock: ClockView) -> str:
    if clock.stopped_on is not None:
        if clock.stopped_by == "voided":
            return ""
        if clock.used_by and not clock.used:
            return ""
        return "red" if clock.overdue_days else "amber" if clock.unproven else "green"
    if not clock.is_duty:
        return ""
    return "red" if clock.late_extension else left_tone(clock.days_left)
