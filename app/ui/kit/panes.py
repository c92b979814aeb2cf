"""Three columns, as in the wizard: the way at the left, the question in the middle, the law at the right."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui.base import theme

LEFT = (192, 232)  # px at 字号 标准: narrowest, widest
RIGHT = (232, 272)
MIDDLE = 340  # the middle is never narrower than this
COMFORT = 520  # the sides grow only when the middle has this much


class Panes(QWidget):
    """Share the width: the sides shrink first; where that is not enough (a small screen with large type) the left
    column gives way to `short`, a strip above the middle that says the same in one line.
    """

    def __init__(
        self,
        left: QWidget,
        middle: QWidget,
        right: QWidget,
        *,
        short: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._left, self._right, self._short = left, right, short
        centre = QVBoxLayout()
        centre.setSpacing(theme.space("near"))
        if short is not None:
            centre.addWidget(short)
            short.hide()
        centre.addWidget(middle, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space("wide"))
        row.addWidget(left)
        row.addLayout(centre, 1)
        row.addWidget(right)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def is_narrow(self) -> bool:
        """Tell whether the left column has given way."""
        return self._left.isHidden()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        gaps = 2 * theme.space("wide")
        room = self.width() - gaps
        least = theme.px(LEFT[0]) + theme.px(RIGHT[0])
        narrow = room - theme.px(MIDDLE) < least
        spare = max(0, room - theme.px(COMFORT) - (theme.px(RIGHT[0]) if narrow else least))
        grown = min(spare // (1 if narrow else 2), theme.px(RIGHT[1] - RIGHT[0]))
        self._right.setFixedWidth(theme.px(RIGHT[0]) + grown)
        self._left.setFixedWidth(theme.px(LEFT[0]) + min(spare // 2, theme.px(LEFT[1] - LEFT[0])))
        self._left.setVisible(not narrow)
        if self._short is not None:
            self._short.setVisible(narrow)
        super().resizeEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Be as narrow as the narrow form."""
        hint = super().minimumSizeHint()
        hint.setWidth(theme.px(MIDDLE + RIGHT[0]) + theme.space("wide"))
        return hint
