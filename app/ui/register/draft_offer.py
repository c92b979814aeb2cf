"""Drafts that were not finished, offered before anything new is begun."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.casework.intake.drafts import DraftRow
from app.ui.base import theme
from app.ui.kit.buttons import PlainButton
from app.ui.kit.editors.choice import Choice, ChoiceList
from app.ui.kit.words import Words

_NEW = "new"


class DraftOffer(QWidget):
    """Ask which to go on with. Signals: `resume(DraftRow)`, `anew`, `discard(DraftRow)`."""

    resume = Signal(object)
    anew = Signal()
    discard = Signal(object)

    def __init__(self, drafts: Sequence[DraftRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drafts = {str(draft.id): draft for draft in drafts}
        choices = [Choice(str(draft.id), draft.title, f"最后保存：{_moment(draft.updated_at)}") for draft in drafts]
        choices.append(Choice(_NEW, "登记一件新的", "没有登记完的仍然留着，随时可以接着办。"))
        self.rows = ChoiceList(choices, name="没有登记完的")
        self.rows.set_key(choices[0].key)
        self.rows.setMaximumWidth(theme.px(760))
        self.drop = PlainButton("丢弃选中的草稿", icon="void")
        self.drop.setText("丢弃选中的草稿  Delete")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(2), 0, theme.space("near"), 0)
        column.setSpacing(theme.space("normal"))
        column.addWidget(Words(f"有 {len(drafts)} 件没有登记完，接着办吗？", "question"))
        column.addWidget(Words("打的字都在，从停下的那一步接着走。", "second"))
        column.addWidget(self.rows)
        row = QHBoxLayout()
        row.addWidget(self.drop)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self.rows.activated.connect(self._go_on)
        self.rows.chosen.connect(lambda key: self.drop.setEnabled(key != _NEW))
        self.drop.clicked.connect(self._drop_chosen)

    def go_on(self) -> None:
        """Go on with the row that is lit."""
        self._go_on(self.rows.key())

    def focus_first(self) -> None:
        """Put the keyboard on the rows."""
        self.rows.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self._drop_chosen()
        else:
            super().keyPressEvent(event)

    def _go_on(self, key: str | None) -> None:
        if key == _NEW:
            self.anew.emit()
        elif key in self._drafts:
            self.resume.emit(self._drafts[key])

    def _drop_chosen(self) -> None:
        draft = self._drafts.get(self.rows.key() or "")
        if draft is not None:
            self.discard.emit(draft)


def _moment(stamp: str) -> str:
    return stamp[:16].replace("T", " ")
