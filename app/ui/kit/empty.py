"""What an empty page or list says: that nothing is here, and what to do first."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.base import theme
from app.ui.kit.buttons import PlainButton
from app.ui.kit.sign import Sign
from app.ui.kit.words import Words


class EmptyState(QWidget):
    """Say what is missing and offer the first step; signal `acted` when its button is pressed."""

    acted = Signal()

    def __init__(
        self,
        sentence: str,
        next_step: str = "",
        *,
        action: str = "",
        icon: str = "documents",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.sentence = Words(sentence, "lead")
        self.next_step = Words(next_step, "second")
        column = QVBoxLayout(self)
        edge = theme.space("far")
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(theme.space("near"))
        column.addStretch(1)
        picture = Sign(icon, "field_line", 40)
        column.addWidget(picture, 0, Qt.AlignmentFlag.AlignCenter)
        for words in (self.sentence, self.next_step):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(words)
        self.next_step.setVisible(bool(next_step))
        if action:
            self.button = PlainButton(action)
            self.button.clicked.connect(self.acted)
            column.addSpacing(theme.space("near"))
            column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(1)
        self.setAccessibleName(sentence)
        self.setAccessibleDescription(next_step)
