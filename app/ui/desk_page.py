"""工作台: what is waiting today, what is late, what came last, drafts to go on with."""

from datetime import date

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.casework.desk import Desk, desk
from app.casework.drafts import DraftRow, discard_draft
from app.casework.listing import CaseFilter
from app.ui import theme
from app.ui.desk_lines import CountTile, LineList
from app.ui.desktop import Desktop, Page
from app.ui.kit.buttons import LinkButton, PlainButton, PrimaryButton
from app.ui.kit.card import Card
from app.ui.kit.dialogs import ask
from app.ui.kit.empty import EmptyState
from app.ui.kit.header import PageHeader
from app.ui.kit.messages import MessageBar
from app.ui.kit.scroll import scrolled
from app.ui.kit.words import Words

_WEEKDAYS = "一二三四五六日"
_NOON, _EVENING = 12, 18
# Below this width two cards side by side leave no room for a summary.
_TWO_COLUMNS = 720


def greeting(name: str, today: date, hour: int) -> str:
    """Return one line with the time of day, the date and the weekday."""
    part = "上午" if hour < _NOON else "下午" if hour < _EVENING else "晚上"
    return f"{part}好，{name}。今天是{today.year}年{today.month}月{today.day}日，星期{_WEEKDAYS[today.weekday()]}。"


class DraftLine(QWidget):
    """A draft that waits: 继续 or 丢弃."""

    def __init__(self, draft: DraftRow) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space("near"))
        saved = draft.updated_at[:16].replace("T", " ")
        self.words = Words(f"有一份没有登记完的草稿：{draft.title or '刚开始登记'}（{saved} 保存）")
        self.go_on = PlainButton("继续")
        self.go_on.setAccessibleName(f"继续登记草稿 {draft.title}")
        self.discard = LinkButton("丢弃")
        self.discard.setAccessibleName(f"丢弃草稿 {draft.title}")
        row.addWidget(self.words, 1)
        row.addWidget(self.discard)
        row.addWidget(self.go_on)


class DeskPage(Page):
    """The opening page."""

    name = "desk"

    def __init__(self, desktop: Desktop) -> None:
        super().__init__(desktop)
        start = PrimaryButton("来访登记", icon="plus")
        start.setText("来访登记  F2")  # the key itself belongs to the frame, which answers it on every page
        start.setAccessibleDescription("快捷键 F2")
        start.clicked.connect(lambda: desktop.go.emit("register", None))
        self.start = start
        self.header = PageHeader("工作台", primary=start)
        self.note = MessageBar()
        self.note.close_button.hide()
        self.drafts = Card("没有登记完的草稿")
        self._draft_lines = QVBoxLayout()
        self._draft_lines.setSpacing(theme.space("near"))
        self.drafts.add(self._draft_lines)
        self.overdue_count = CountTile("已超期")
        self.due_count = CountTile("3 天内到期")
        self.waiting_count = CountTile("等待转送")
        self.today_count = CountTile("今天登记")
        tiles = QHBoxLayout()
        tiles.setSpacing(theme.space("normal"))
        for tile, wanted in (
            (self.overdue_count, lambda: CaseFilter(overdue=True, voided=False)),
            (self.due_count, lambda: CaseFilter(due=True, voided=False)),
            (self.waiting_count, lambda: CaseFilter(waiting=True)),
            (self.today_count, lambda: CaseFilter(first_day=self._today(), last_day=self._today())),
        ):
            tile.clicked.connect(lambda _on=False, wanted=wanted: desktop.go.emit("cases", wanted()))
            tiles.addWidget(tile, 1)
        self.lists = QWidget()
        self.overdue = LineList("没有超期的。", with_due=True)
        self.due_soon = LineList("3 天内没有到期的。", with_due=True)
        self.waiting = LineList("没有等待转送的。", with_due=True)
        self.latest = LineList("还没有登记过。", with_due=False)
        self._cards = [
            self._card("已超期", self.overdue),
            self._card("3 天内到期", self.due_soon),
            self._card("等待转送", self.waiting),
            self._card("最近登记", self.latest),
        ]
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.space("normal"))
        self._columns = 0
        self._any_overdue = True
        lists = QVBoxLayout(self.lists)
        lists.setContentsMargins(0, 0, 0, 0)
        lists.setSpacing(theme.space("normal"))
        lists.addLayout(tiles)
        lists.addLayout(self._grid)
        self.empty = EmptyState(
            "还没有登记过信访事项。",
            "按 F2，或点右上角“来访登记”，登记第一件。登记时按路线图一步一步问，中途离开也会留下草稿。",
            icon="register",
        )
        self.contact_hint = MessageBar()
        self.contact_hint.close_button.hide()
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("normal"))
        for part in (self.note, self.contact_hint, self.drafts, self.lists):
            column.addWidget(part)
        column.addWidget(self.empty, 1)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.space("normal"))
        whole.addWidget(self.header)
        whole.addWidget(scrolled(content), 1)
        desktop.cases_changed.connect(self._changed)
        self._lay(2)

    def arrive(self, payload: object = None) -> None:
        """Show what is true now."""
        found = self.desktop.attempt(lambda: desk(self.desktop.workspace, self.desktop.calendar))
        if found is not None:
            self._show(found)
        first = next((line for lines in (self.overdue, self.due_soon) for line in lines.lines), self.start)
        first.setFocus()

    def _changed(self) -> None:
        if self.isVisible():
            self.arrive()

    def _today(self) -> date:
        return self.desktop.workspace.today()

    def _show(self, found: Desk) -> None:
        workspace = self.desktop.workspace
        now = workspace.now()
        self.header.set_title("工作台", greeting(workspace.actor.name, now.date(), now.hour))
        self.note.clear()
        if found.notes:
            self.note.show_message("warning", " ".join(found.notes))
        self._show_drafts(found.drafts)
        brand_new = found.latest.total == 0
        self.lists.setVisible(not brand_new)
        self.empty.setVisible(brand_new)
        self.contact_hint.clear()
        if not workspace.office.phone or not workspace.office.address:
            self.contact_hint.show_message(
                "info",
                "本单位的电话、地址还没有填全，告知书上会缺查询方式。",
                action="去填写",
                then=lambda: self.desktop.go.emit("settings", "office"),
            )
        for tile, page, tone in (
            (self.overdue_count, found.overdue, "red"),
            (self.due_count, found.due_soon, "amber"),
            (self.waiting_count, found.waiting, ""),
        ):
            tile.set_count(page.total, tone)
        self.today_count.set_count(found.registered_today)
        for lines, page in (
            (self.overdue, found.overdue),
            (self.due_soon, found.due_soon),
            (self.waiting, found.waiting),
            (self.latest, found.latest),
        ):
            lines.show_rows(page.rows)
        self._any_overdue = bool(found.overdue.rows)
        self._lay(self._columns, again=True)

    def _show_drafts(self, drafts: tuple[DraftRow, ...]) -> None:
        while (old := self._draft_lines.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for draft in drafts:
            line = DraftLine(draft)
            line.go_on.clicked.connect(lambda _on=False, draft=draft: self.desktop.go.emit("register", draft))
            line.discard.clicked.connect(lambda _on=False, draft=draft: self._discard(draft))
            self._draft_lines.addWidget(line)
        self.drafts.setVisible(bool(drafts))

    def _discard(self, draft: DraftRow) -> None:
        sure = ask(
            self, "丢弃这份草稿？", "草稿里已经输入的内容会彻底删除，不能恢复。", "丢弃草稿", "保留", danger=True
        )  # fmt: skip
        if sure is not None:
            self.desktop.attempt(lambda: discard_draft(self.desktop.workspace, draft.id))
            self.arrive()

    def _card(self, title: str, lines: LineList) -> Card:
        card = Card(title, parent=self.lists)
        card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        card.add(lines)
        lines.opened.connect(lambda case_id: self.desktop.go.emit("case", case_id))
        return card

    def _lay(self, columns: int, *, again: bool = False) -> None:
        if columns == self._columns and not again:
            return
        self._columns = columns
        for card in self._cards:
            self._grid.removeWidget(card)
        self._cards[0].setVisible(self._any_overdue)
        shown = self._cards if self._any_overdue else self._cards[1:]
        for place, card in enumerate(shown):
            # The last of an odd number takes the whole width.
            span = columns if place == len(shown) - 1 and place % columns == 0 else 1
            self._grid.addWidget(card, place // columns, place % columns, 1, span)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def resizeEvent(self, event: object) -> None:
        """Go to one column where two would be too narrow."""
        super().resizeEvent(event)
        self._lay(2 if self.width() >= theme.px(_TWO_COLUMNS) else 1)
