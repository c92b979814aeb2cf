"""A date that is typed, or picked from a calendar."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.ui.base import theme
from app.ui.kit.buttons import IconButton
from app.ui.kit.editors.date_text import read_date, weekday
from app.ui.kit.editors.field import FieldEditor
from app.ui.kit.words import Words


class _DateLine(QLineEdit):
    def __init__(self, editor: "DateEditor") -> None:
        super().__init__()
        self._editor = editor

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_F4 or (alt and event.key() == Qt.Key.Key_Down):
            self._editor.open_calendar()
        else:
            super().keyPressEvent(event)


class _Popup(QFrame):
    """The calendar, in a window that closes at Esc or a click elsewhere."""

    def __init__(self, editor: "DateEditor") -> None:
        super().__init__(editor, Qt.WindowType.Popup)
        self.setProperty("role", "popup")
        self.calendar = QCalendarWidget()
        self.calendar.setLocale(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
        self.calendar.setAccessibleName(f"{editor.label}：日历，方向键移动，回车选定")
        plain = QTextCharFormat()
        plain.setForeground(theme.colour("ink"))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(day, plain)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self.calendar)
        self.resize(theme.px(320), theme.px(280))
        # `activated` is Enter or a double click; `clicked` a single one: all three mean this day.
        self.calendar.activated.connect(editor.pick)
        self.calendar.clicked.connect(editor.pick)


class DateEditor(FieldEditor):
    """Take a date in any form a clerk types; F4 or Alt+Down opens a calendar; the weekday stands beside.

    Value: the ISO text (2026-11-22) when it is a date, otherwise exactly what was typed, for the checks to judge.
    `today` gives the day on which 今天 and dates without a year stand.
    """

    def __init__(
        self,
        key: str,
        label: str,
        *,
        required: bool = True,
        help: str = "",
        today: Callable[[], date] = date.today,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(key, label, required=required, help=help, parent=parent)
        self._today = today
        self.popup: _Popup | None = None
        self.line = _DateLine(self)
        self.line.setPlaceholderText("如 11-22，F4 打开日历")
        self.line.setFixedWidth(theme.px(190))
        self.button = IconButton("calendar", f"打开日历：{label}")
        self.button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.weekday = Words("", "second", wrap=False)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space("tight"))
        row.addWidget(self.line)
        row.addWidget(self.button)
        row.addWidget(self.weekday)
        row.addStretch(1)
        self._place(body, self.line)
        self.line.textEdited.connect(self._typed)
        self.line.editingFinished.connect(self._tidy)
        self.line.returnPressed.connect(self.submitted)
        self.button.clicked.connect(self.open_calendar)

    def value(self) -> str:
        day = self._day()
        return day.isoformat() if day else self.line.text().strip()

    def set_value(self, raw: object) -> None:
        self.line.setText(raw.isoformat() if isinstance(raw, date) else "" if raw is None else str(raw))
        self._tidy()

    def open_calendar(self) -> None:
        """Open the calendar at the typed day, or at today."""
        if self.popup is None:
            self.popup = _Popup(self)
        day = self._day() or self._today()
        self.popup.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.popup.move(self._place_for_popup(self.popup))
        self.popup.show()
        self.popup.calendar.setFocus()

    def pick(self, day: QDate) -> None:
        """Take a day from the calendar."""
        if self.popup is not None:
            self.popup.hide()
        self.line.setText(date(day.year(), day.month(), day.day()).isoformat())
        self.line.setFocus()
        self._show_weekday()
        self.edited.emit()

    def _place_for_popup(self, popup: QWidget) -> QPoint:
        below = self.line.mapToGlobal(QPoint(0, self.line.height() + 2))
        room = self.screen().availableGeometry()
        if below.y() + popup.height() > room.bottom():
            below = self.line.mapToGlobal(QPoint(0, -popup.height() - 2))
        return QPoint(min(below.x(), room.right() - popup.width()), max(below.y(), room.top()))

    def _day(self) -> date | None:
        return read_date(self.line.text(), self._today())

    def _typed(self) -> None:
        self._show_weekday()
        self.edited.emit()

    def _tidy(self) -> None:
        if day := self._day():
            self.line.setText(day.isoformat())
        self._show_weekday()

    def _show_weekday(self) -> None:
        day = self._day()
        self.weekday.setText(weekday(day) if day else "")
