"""工作台: what must be done today, the most urgent first; each thing opens its case, or goes on with its act."""

from datetime import date
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.casework.upkeep.needs import LACK, PAPER, SECOND, SERVICE, URGENT
from app.casework.worklist.case_list import CaseFilter
from app.casework.worklist.desk import Desk, DeskSection, desk
from app.casework.worklist.next_act import NOTICE, next_act
from app.casework.worklist.sections import DUE, OVERDUE, PARTS, WATCH_OVERDUE
from app.ui.base import theme
from app.ui.base.desktop import Desktop, Page
from app.ui.base.places import DoAct, OpenCase, OpenCases, OpenSettings, Place, Register, WriteNotice
from app.ui.desk.drafts import DraftsCard
from app.ui.desk.lines import CaseLine, CountTile, LineCard, QuietLine, state_line
from app.ui.kit.buttons import PrimaryButton
from app.ui.kit.empty import EmptyState
from app.ui.kit.header import PageHeader
from app.ui.kit.messages import MessageBar
from app.ui.kit.scroll import scrolled

_WEEKDAYS = "一二三四五六日"
_NOON, _EVENING = 12, 18
# Below this width two cards side by side leave no room for a summary.
_TWO_COLUMNS = 720
_TODAY, _LATEST = "today", "latest"
_TILES = (OVERDUE, DUE, SERVICE, LACK, WATCH_OVERDUE, PAPER, SECOND, _TODAY)
_TILE_WORDS = PARTS | {LACK: "红单：件件有着落", _TODAY: "今天登记"}
_TONES = {OVERDUE: "red", DUE: "amber", LACK: "red", WATCH_OVERDUE: "amber", URGENT: "red"}
_IN_A_ROW = 4
_KEYS = "↑↓ 换一件　回车 打开　空格 办右边写的这一步"


def greeting(name: str, today: date, hour: int) -> str:
    """Return one line with the time of day, the date and the weekday."""
    part = "上午" if hour < _NOON else "下午" if hour < _EVENING else "晚上"
    return f"{part}好，{name}。今天是{today.year}年{today.month}月{today.day}日，星期{_WEEKDAYS[today.weekday()]}。"


class DeskPage(Page):
    """The opening page."""

    name = "desk"

    def __init__(self, desktop: Desktop) -> None:
        super().__init__(desktop)
        start = PrimaryButton("来访登记", icon="plus")
        start.setText("来访登记  F2")  # the key itself belongs to the frame, which answers it on every page
        start.setAccessibleDescription("快捷键 F2")
        start.clicked.connect(lambda: desktop.go.emit(Register()))
        self.start = start
        self.header = PageHeader("工作台", primary=start)
        self.note, self.contact_hint = MessageBar(), MessageBar()
        for bar in (self.note, self.contact_hint):
            bar.close_button.hide()
        self.drafts = DraftsCard(desktop)
        self.drafts.changed.connect(self.arrive)
        self.tiles = {key: CountTile(_TILE_WORDS[key]) for key in _TILES}
        self._wanted: dict[str, CaseFilter] = {}
        tiles = QGridLayout()
        tiles.setSpacing(theme.space("near"))
        for place, (key, tile) in enumerate(self.tiles.items()):
            tile.clicked.connect(lambda _on=False, key=key: self._list(key))
            tiles.addWidget(tile, place // _IN_A_ROW, place % _IN_A_ROW)
        self.keys = QuietLine(_KEYS)
        self.cards = {part: self._card(part, title) for part, title in PARTS.items()}
        self.latest = self.cards[_LATEST] = LineCard("最近登记")
        self.latest.opened.connect(lambda case_id: self.desktop.go.emit(OpenCase(case_id)))
        self._columns = (QVBoxLayout(), QVBoxLayout())
        self._shown: tuple[LineCard, ...] = ()
        self._two = True
        sides = QHBoxLayout()
        sides.setSpacing(theme.space("normal"))
        for column in self._columns:
            column.setSpacing(theme.space("normal"))
            sides.addLayout(column, 1)
        self._sides = sides
        self.nothing = QuietLine()
        self.lists = QWidget()
        lists = QVBoxLayout(self.lists)
        lists.setContentsMargins(0, 0, 0, 0)
        lists.setSpacing(theme.space("near"))
        lists.addLayout(tiles)
        lists.addWidget(self.keys)
        lists.addLayout(sides)
        lists.addWidget(self.nothing)
        self.empty = EmptyState(
            "还没有登记过信访事项。",
            "按 F2，或点右上角“来访登记”，登记第一件。登记时按路线图一步一步问，中途离开也会留下草稿。",
            icon="register",
        )
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, theme.space("near"), 0)
        column.setSpacing(theme.space("normal"))
        for widget in (self.note, self.contact_hint, self.drafts, self.lists):
            column.addWidget(widget)
        column.addWidget(self.empty, 1)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.space("normal"))
        whole.addWidget(self.header)
        self._scroll = scrolled(content)
        whole.addWidget(self._scroll, 1)
        desktop.cases_changed.connect(self._changed)

    def arrive(self, place: Place | None = None) -> None:
        """Show what is true now; the keyboard goes to the most urgent line, where one is urgent."""
        found = self.desktop.attempt(lambda: desk(self.desktop.workspace))
        if found is not None:
            self._show(found)
        urgent = (line for part in (URGENT, OVERDUE, DUE) for line in self.cards[part].lines)
        next(urgent, self.start).setFocus()

    @property
    def lines(self) -> list[CaseLine]:
        """Return all lines as they are read: card by card, the most urgent first."""
        return [line for card in self._shown for line in card.lines]

    def _changed(self) -> None:
        if self.isVisible():
            self.arrive()

    def _show(self, found: Desk) -> None:
        workspace = self.desktop.workspace
        now = workspace.now()
        self.header.set_title("工作台", greeting(workspace.actor.name, now.date(), now.hour))
        self._show_hints(found)
        self.drafts.show_drafts(found.drafts)
        brand_new = not found.latest
        self.lists.setVisible(not brand_new)
        self.empty.setVisible(brand_new)
        for section in found.sections:
            self._wanted[section.part] = section.wanted
            self.cards[section.part].show_lines(section.lines, section.total, capped=section.capped)
            if section.part in self.tiles:
                self._count(section, found.workdays)
        self._wanted[_TODAY] = CaseFilter(first_day=now.date(), last_day=now.date())
        self.tiles[_TODAY].set_count(found.registered_today)
        self.latest.show_lines([state_line(row) for row in found.latest], len(found.latest))
        self.latest.title.setText("最近登记")
        full = [section.part for section in found.sections if section.total]
        self._shown = tuple(self.cards[part] for part in (*full, _LATEST))
        empty = [section.title for section in found.sections if not section.total]
        self.nothing.say(f"现在没有：{'、'.join(empty)}。" if empty else "")
        self.keys.setVisible(bool(full))
        self._lay()

    def _count(self, section: DeskSection, workdays: int) -> None:
        tone = _TONES.get(section.part, "")
        if section.part == SERVICE and any(line.tone == "red" for line in section.lines):
            tone = "red"
        word = f"{workdays} 个工作日内到期" if section.part == DUE else ""
        self.tiles[section.part].set_count(section.total, tone, capped=section.capped, word=word)

    def _show_hints(self, found: Desk) -> None:
        self.note.clear()
        if found.notes:
            go = self.desktop.go.emit
            self.note.show_message(
                "warning", " ".join(found.notes), action="放假安排", then=lambda: go(OpenSettings("calendar"))
            )
        self.contact_hint.clear()
        office = self.desktop.workspace.office
        if not office.phone or not office.address:
            self.contact_hint.show_message(
                "info",
                "本单位的电话、地址还没有填全，告知书上会缺查询方式。",
                action="去填写",
                then=lambda: self.desktop.go.emit(OpenSettings("office")),
            )

    def _card(self, part: str, title: str) -> LineCard:
        card = LineCard(title, lambda: self._list(part))
        card.opened.connect(lambda case_id: self.desktop.go.emit(OpenCase(case_id)))
        card.acted.connect(lambda case_id: self._go_on(part, case_id))
        return card

    def _list(self, key: str) -> None:
        self.desktop.go.emit(OpenCases(self._wanted.get(key)))

    def _go_on(self, part: str, case_id: int) -> None:
        """Ask the case page for the act; where none is possible any more, it says why."""
        act = self.desktop.attempt(lambda: next_act(self.desktop.workspace, part, case_id))
        if act is None:
            return
        if act.act == NOTICE:
            self.desktop.go.emit(WriteNotice(case_id))
        else:
            self.desktop.go.emit(DoAct(case_id, act.act) if act.act else OpenCase(case_id))

    def _lay(self) -> None:
        """Put each card into the shorter column, so that the most urgent ones stand highest."""
        for column in self._columns:
            while (item := column.takeAt(0)) is not None:
                if (widget := item.widget()) is not None and widget not in self._shown:
                    widget.hide()
        filled = [0, 0]
        for card in self._shown:
            side = 1 if self._two and filled[1] < filled[0] else 0
            filled[side] += len(card.lines) + 1
            self._columns[side].addWidget(card)
            card.show()
        for column in self._columns:
            column.addStretch(1)
        self._sides.setStretch(1, 1 if self._two else 0)
        self._sides.setSpacing(theme.space("normal") if self._two else 0)
        self._order_keys()

    def _order_keys(self) -> None:
        """Let Tab and the arrows go through the cards in the order of their urgency."""
        reading: list[QWidget] = [self.start, *self.tiles.values()]
        for card in self._shown:
            reading += [*card.lines, card.all]
        for former, following in pairwise(reading):
            QWidget.setTabOrder(former, following)
        for line in self.lines:
            if not line.property("heard"):  # once, however often the page is laid out
                line.setProperty("heard", True)
                line.moved.connect(lambda step, line=line: self._move(line, step))

    def _move(self, line: CaseLine, step: int) -> None:
        lines = self.lines
        place = lines.index(line) + step
        if 0 <= place < len(lines):
            lines[place].setFocus(Qt.FocusReason.TabFocusReason)
            self._scroll.ensureWidgetVisible(lines[place])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Go to one column where two would be too narrow."""
        super().resizeEvent(event)
        two = self.width() >= theme.px(_TWO_COLUMNS)
        if two != self._two:
            self._two = two
            self._lay()
