"""One entry of the pathway catalogue in full."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from app.law.route.pathways import WAY_NAMES, PathwayEntry
from app.ui.base import theme
from app.ui.kit.card import Card
from app.ui.kit.chips import StateTag
from app.ui.kit.views.facts import FactGrid
from app.ui.kit.words import Words


def status_tone(entry: PathwayEntry) -> str:
    """Return the tone of an entry's status: amber until the office has confirmed it."""
    return "" if entry.confirmed else "amber"


class PathwayCard(Card):
    """Show an entry with its status, to be read to the petitioner and copied; `short` leaves out what pages ask."""

    def __init__(self, *, short: bool = False) -> None:
        super().__init__()
        self._short = short
        self.claim = Words("", "strong")
        self.status = StateTag("")
        self.facts = FactGrid()
        head = QHBoxLayout()
        head.setSpacing(theme.space("near"))
        head.addWidget(self.claim, 1)
        head.addWidget(self.status, 0, Qt.AlignmentFlag.AlignTop)
        self.add(head)
        self.add(self.facts)

    def show_entry(self, entry: PathwayEntry) -> None:
        """Show this entry."""
        self.claim.setText(entry.claim)
        self.status.set_state(entry.status, status_tone(entry))
        facts = [
            ("第三十一条", WAY_NAMES[entry.way]),
            ("法定途径", entry.pathway),
            ("责任机关", entry.organ),
            ("法律依据", entry.basis),
            ("期限", entry.period),
            ("告诉信访人", entry.tell),
            ("所需材料", entry.materials),
        ]
        short = [
            ("法定途径", f"{WAY_NAMES[entry.way]}：{entry.pathway}"),
            ("责任机关", entry.organ),
            ("告诉信访人", entry.tell),
        ]
        self.facts.set_facts(short if self._short else facts)
        self.setAccessibleName(f"清单：{entry.claim}，{entry.status}")
