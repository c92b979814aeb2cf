"""A date in a filter row: one line, no label above it."""

from collections.abc import Callable
from datetime import date

from app.ui.base import theme
from app.ui.kit.editors.date_editor import DateEditor
from app.ui.kit.editors.date_text import read_date


class DayBox(DateEditor):
    """A date editor for a row of filters: its label is its placeholder; `day()` is None while it is no date."""

    def __init__(self, key: str, label: str, *, today: Callable[[], date]) -> None:
        super().__init__(key, label, today=today)
        self._label.hide()
        self.weekday.hide()
        self.line.setPlaceholderText(label)
        self.line.setToolTip(f"{label}，如 11-22；F4 打开日历")
        self.line.setFixedWidth(theme.px(116))
        self._now = today

    def day(self) -> date | None:
        """Return the day that is typed, or None."""
        return read_date(self.line.text(), self._now())

    def is_wrong(self) -> bool:
        """Say whether something is typed that is no date."""
        return bool(self.line.text().strip()) and self.day() is None
