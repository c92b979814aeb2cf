"""The drafts that wait on the desk: go on with one, or throw it away."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.casework.intake.drafts import DraftRow, discard_draft
from app.ui.base import theme
from app.ui.base.desktop import Desktop
from app.ui.base.places import Register
from app.ui.kit.buttons import LinkButton, PlainButton
from app.ui.kit.card import Card
from app.ui.kit.dialogs import ask
from app.ui.kit.words import Words


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


class DraftsCard(Card):
    """This person's own drafts; hidden without any, `changed` when one was thrown away."""

    changed = Signal()

    def __init__(self, desktop: Desktop) -> None:
        super().__init__("没有登记完的草稿")
        self._desktop = desktop
        self.lines: list[DraftLine] = []
        self._column_of_lines = QVBoxLayout()
        self._column_of_lines.setSpacing(theme.space("near"))
        self.add(self._column_of_lines)

    def show_drafts(self, drafts: tuple[DraftRow, ...]) -> None:
        """Show these drafts instead."""
        for old in self.lines:
            self._column_of_lines.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.lines = []
        for draft in drafts:
            line = DraftLine(draft)
            line.go_on.clicked.connect(lambda _on=False, draft=draft: self._desktop.go.emit(Register(draft)))
            line.discard.clicked.connect(lambda _on=False, draft=draft: self._discard(draft))
            self._column_of_lines.addWidget(line)
            self.lines.append(line)
        self.setVisible(bool(drafts))

    def _discard(self, draft: DraftRow) -> None:
        sure = ask(
            self, "丢弃这份草稿？", "草稿里已经输入的内容会彻底删除，不能恢复。", "丢弃草稿", "保留", danger=True
        )  # fmt: skip
        if sure is not None:
            self._desktop.attempt(lambda: discard_draft(self._desktop.workspace, draft.id))
            self.changed.emit()
