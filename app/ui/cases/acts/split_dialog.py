"""拆分诉求: choose the claims that are registered as a case of their own."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from app.casework.intake.splitting import movable_claims
from app.ui.base import theme
from app.ui.base.desktop import Desktop
from app.ui.base.places import RegisterSplit
from app.ui.kit.buttons import PlainButton, PrimaryButton
from app.ui.kit.dialogs import Dialog
from app.ui.kit.scroll import scrolled
from app.ui.kit.words import Words

_TEXT = (
    "选中的诉求另外登记一件，各走各的路线；信访人和收到日期会带过去，登记好以后原件里记明已移出。"
    "属于检举控告的，登记后密封，不与原件关联。"
)
_MOST_SHOWN = 8


class _ClaimRow(QWidget):
    """One claim with its box; a click on the words ticks it too."""

    def __init__(self, place: int, text: str) -> None:
        super().__init__()
        self.box = QCheckBox()
        self.box.setAccessibleName(f"诉求{place}：{text}")
        self._words = Words(f"{place}. {text}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.px(3), 0, theme.px(3))
        row.setSpacing(theme.space("near"))
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)

    def mousePressEvent(self, event: object) -> None:
        self.box.toggle()


class SplitDialog(Dialog):
    """Ask which claims go; up and down move, Space or 1-9 tick, Enter begins the registration of the new case.

    Raises UserFault when it is made for a case that cannot be split.
    """

    def __init__(self, desktop: Desktop, case_id: int, parent: QWidget | None = None) -> None:
        claims = movable_claims(desktop.workspace, case_id)
        super().__init__(parent)
        self._desktop, self._case_id, self._claims = desktop, case_id, claims
        self.setWindowTitle("拆分诉求")
        self.setAccessibleName("拆分诉求")
        self.setAccessibleDescription(_TEXT)
        self.rows = [_ClaimRow(place, claim.text) for place, claim in enumerate(self._claims, start=1)]
        self.fault = Words("", tone="red")
        self.fault.hide()
        self.split = PrimaryButton("拆出来另外登记")
        self.cancel = PlainButton("取消")
        self.split.setDefault(True)
        self.split.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self._lay_out()
        for row in self.rows:
            row.box.toggled.connect(self.fault.hide)
        self.rows[0].box.setFocus(Qt.FocusReason.TabFocusReason)

    def chosen(self) -> tuple[int, ...]:
        """Return the ids of the claims that are ticked."""
        return tuple(claim.id for claim, row in zip(self._claims, self.rows, strict=True) if row.box.isChecked())

    def accept(self) -> None:
        """Go to the registration with the ticked claims, or say why that is not possible."""
        chosen = self.chosen()
        if not chosen:
            self._refuse("请先选中要拆出的诉求。")
        elif len(chosen) == len(self._claims):
            self._refuse("原件至少要留一条诉求，请去掉一条。")
        else:
            super().accept()
            self._desktop.go.emit(RegisterSplit(self._case_id, chosen))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, tick with the digits."""
        held = next((place for place, row in enumerate(self.rows) if row.box.hasFocus()), None)
        step = (event.key() == Qt.Key.Key_Down) - (event.key() == Qt.Key.Key_Up)
        number = event.key() - Qt.Key.Key_1
        if step and held is not None:
            self.rows[max(0, min(len(self.rows) - 1, held + step))].box.setFocus(Qt.FocusReason.TabFocusReason)
        elif 0 <= number < min(9, len(self.rows)):
            self.rows[number].box.toggle()
            self.rows[number].box.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def _refuse(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.setAccessibleName(sentence)
        self.fault.show()

    def _lay_out(self) -> None:
        edge = theme.space("far")
        column = QVBoxLayout(self)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(theme.space("normal"))
        column.addWidget(Words("哪些诉求另外登记一件？", "section"))
        column.addWidget(Words(_TEXT, "second"))
        claims = QWidget()
        lines = QVBoxLayout(claims)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        for row in self.rows:
            lines.addWidget(row)
        lines.addStretch(1)
        column.addWidget(claims if len(self.rows) <= _MOST_SHOWN else scrolled(claims), 1)
        column.addWidget(self.fault)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space("near"))
        buttons.addWidget(Words("↑↓ 移动　空格或数字 选中　回车 拆出", "small", wrap=False))
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.split)
        column.addLayout(buttons)
        self.setMinimumWidth(theme.px(560))
        self.setMaximumWidth(theme.px(720))
