"""What narrows the list of issued documents: a number, a kind, a state and the days of issue."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from app.casework.documents.listing import DocumentFilter, document_kinds
from app.models.workspace import Workspace
from app.ui.base import theme
from app.ui.kit.day_box import DayBox
from app.ui.kit.search_box import SearchBox
from app.ui.kit.words import Words

QWIDGETSIZE_MAX = (1 << 24) - 1
STATES = (("", "全部状态"), ("unprinted", "未打印"), ("unserved", "未送达"), ("void", "已作废"))


class DocumentFilters(QWidget):
    """Two rows of filters; `changed` whenever one of them says something else."""

    changed = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.text = SearchBox("文号或信访事项编号", "按文号或信访事项编号筛选")
        self.text.setMinimumWidth(theme.px(200))
        self.text.setMaximumWidth(QWIDGETSIZE_MAX)
        self.kind = QComboBox()
        self.kind.addItem("全部文书", "")
        self.kind.setMinimumWidth(theme.px(120))
        self.kind.setMaximumWidth(theme.px(170))
        self.kind.setAccessibleName("筛选：文书种类")
        self.name_kinds()
        self.state = QComboBox()
        for state, name in STATES:
            self.state.addItem(name, state)
        self.state.setAccessibleName("筛选：未打印、未送达、已作废")
        self.first_day = DayBox("first_day", "签发日期起", today=workspace.today)
        self.last_day = DayBox("last_day", "签发日期止", today=workspace.today)
        self._lay_out()
        self.text.textChanged.connect(self.changed)
        for box in (self.kind, self.state):
            box.currentIndexChanged.connect(self.changed)
        for day in (self.first_day, self.last_day):
            day.edited.connect(self.changed)

    def wanted(self) -> DocumentFilter:
        """Return the filter as it stands."""
        return DocumentFilter(
            self.text.text(), self.kind.currentData(), self.first_day.day(), self.last_day.day(),
            self.state.currentData(),
        )  # fmt: skip

    def clear(self) -> None:
        """Narrow nothing any more."""
        self.text.clear()
        self.kind.setCurrentIndex(0)
        self.state.setCurrentIndex(0)
        self.first_day.set_value("")
        self.last_day.set_value("")

    def name_kinds(self) -> None:
        """Offer every kind by the name it has by now; the one that is chosen stays chosen."""
        kinds = dict(document_kinds(self._workspace))
        known = {self.kind.itemData(row): row for row in range(1, self.kind.count())}
        for kind, name in kinds.items():
            if kind in known:
                self.kind.setItemText(known[kind], name)
            else:
                self.kind.addItem(name, kind)
        for row in sorted((row for kind, row in known.items() if kind not in kinds), reverse=True):
            self.kind.removeItem(row)

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.space("near"))
        above: Sequence[QWidget] = (self.text, self.kind)
        below: Sequence[QWidget] = (self.first_day, Words("至", "second", wrap=False), self.last_day)
        for widgets in (above, below):
            row = QHBoxLayout()
            row.setSpacing(theme.space("near"))
            for widget in widgets:
                row.addWidget(widget, 1 if widget is self.text else 0)
            if widgets is below:
                row.addStretch(1)
                row.addWidget(self.state)
            rows.addLayout(row)
