"""The filters above the list of cases."""

from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.casework.office.labels import labels
from app.casework.office.law_in_force import life_pack
from app.casework.worklist.case_list import CaseFilter
from app.casework.worklist.sections import PARTS
from app.ui.base import theme
from app.ui.base.desktop import Desktop
from app.ui.kit.buttons import LinkButton
from app.ui.kit.day_box import DayBox
from app.ui.kit.words import Words

_QUICK = (("mine", "我登记的"), ("due", "快到期"), ("overdue", "已超期"), ("waiting", "等待转送"))
_LISTS = (("states", "state", "全部状态"), ("kinds", "kind", "全部类别"), ("channels", "channel", "全部形式"))


class FilterRow(QWidget):
    """Hold a CaseFilter as the clerk sees it; signal `changed` when it is another one."""

    changed = Signal()

    def __init__(self, desktop: Desktop) -> None:
        super().__init__()
        self._text = ""
        self._part = ""
        self.setAccessibleName("筛选")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("near"))
        column.addLayout(self._first_row())
        column.addLayout(self._second_row(desktop))
        self.changed.connect(self._show_what_narrows)
        self._show_what_narrows()

    def _first_row(self) -> QHBoxLayout:
        first = QHBoxLayout()
        first.setSpacing(theme.space("near"))
        self.quick: dict[str, QPushButton] = {}
        for key, word in _QUICK:
            button = QPushButton(word)
            button.setProperty("role", "toggle")
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setAccessibleName(f"筛选：{word}")
            button.toggled.connect(self.changed)
            self.quick[key] = button
            first.addWidget(button)
        self.voided = QCheckBox("含作废")
        self.voided.setChecked(True)
        self.voided.setAccessibleName("筛选：含作废的")
        self.voided.toggled.connect(self.changed)
        first.addSpacing(theme.space("near"))
        first.addWidget(self.voided)
        first.addStretch(1)
        # A part of the desk that somebody came from: said in its own words, and left with one press.
        self.part = LinkButton("", icon="close")
        self.part.clicked.connect(lambda: self.show_filter(replace(self.wanted(), part="")))
        self.searched = LinkButton("", icon="close")
        self.searched.clicked.connect(lambda: self.set_text(""))
        self.clear = LinkButton("清除筛选")
        self.clear.clicked.connect(lambda: self.show_filter(CaseFilter()))
        first.addWidget(self.part)
        first.addWidget(self.searched)
        first.addWidget(self.clear)
        return first

    def _second_row(self, desktop: Desktop) -> QHBoxLayout:
        second = QHBoxLayout()
        second.setSpacing(theme.space("near"))
        self.lists: dict[str, QComboBox] = {}
        # No case rests in a state that is passed in the moment of registering.
        passed = {state.id for state in life_pack().states if state.instant}
        for key, table, everything in _LISTS:
            box = QComboBox()
            box.addItem(everything, "")
            for value, word in labels(table).items():
                if value not in passed:
                    box.addItem(word, value)
            box.setMaxVisibleItems(16)
            box.setMinimumWidth(theme.px(120))
            box.setMaximumWidth(theme.px(190))
            box.setAccessibleName(f"筛选：{everything[2:]}")
            box.currentIndexChanged.connect(self.changed)
            self.lists[key] = box
            second.addWidget(box)
        second.addSpacing(theme.space("near"))
        self.first_day = DayBox("first_day", "登记日期起", today=desktop.workspace.today)
        self.last_day = DayBox("last_day", "登记日期止", today=desktop.workspace.today)
        second.addWidget(self.first_day)
        second.addWidget(Words("至", "second", wrap=False))
        second.addWidget(self.last_day)
        for day in (self.first_day, self.last_day):
            day.edited.connect(self._typed)
        second.addStretch(1)
        return second

    def wanted(self) -> CaseFilter:
        """Return the filter as it stands; what is not (yet) a date does not narrow."""
        narrowed: dict[str, Any] = {key: button.isChecked() for key, button in self.quick.items()}
        narrowed |= {key: (box.currentData(),) if box.currentData() else () for key, box in self.lists.items()}
        return CaseFilter(
            text=self._text,
            **narrowed,
            first_day=self.first_day.day(),
            last_day=self.last_day.day(),
            voided=self.voided.isChecked(),
            part=self._part,
        )

    def show_filter(self, wanted: CaseFilter) -> None:
        """Show a filter, and tell once that it has changed."""
        with QSignalBlocker(self):
            self._text = wanted.text
            self._part = wanted.part
            for key, button in self.quick.items():
                button.setChecked(getattr(wanted, key))
            for key, box in self.lists.items():
                values = getattr(wanted, key)
                box.setCurrentIndex(max(0, box.findData(values[0] if values else "")))
            self._show_day(self.first_day, wanted.first_day)
            self._show_day(self.last_day, wanted.last_day)
            self.voided.setChecked(wanted.voided)
        self.changed.emit()

    def set_text(self, text: str) -> None:
        """Search for a text within what the other filters leave."""
        self.show_filter(replace(self.wanted(), text=text.strip()))

    @property
    def narrows(self) -> bool:
        """Say whether anything is left out."""
        return self.wanted() != CaseFilter()

    def _typed(self) -> None:
        for box in (self.first_day, self.last_day):
            theme.restyle(box.line, tone="red" if box.is_wrong() else "")
        self.changed.emit()

    def _show_what_narrows(self) -> None:
        self.searched.set_text(f"搜索“{self._text}”")
        self.searched.setAccessibleName(f"取消搜索“{self._text}”")
        self.searched.setVisible(bool(self._text))
        word = PARTS.get(self._part, "")
        self.part.set_text(f"只看：{word}")
        self.part.setAccessibleName(f"不再只看“{word}”")
        self.part.setVisible(bool(self._part))
        self.clear.setVisible(self.narrows)

    @staticmethod
    def _show_day(box: DayBox, day: date | None) -> None:
        box.set_value(day)
        theme.restyle(box.line, tone="")
