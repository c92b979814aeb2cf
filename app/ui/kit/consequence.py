"""接下来: what follows from the answer that is chosen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from app.ui.base import theme
from app.ui.kit.sign import Sign
from app.ui.kit.words import Words


class NextPanel(QFrame):
    """Say which notice is printed, which clock runs until when, and what comes next."""

    def __init__(self, title: str = "接下来", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "next")
        self._title = title
        column = QVBoxLayout(self)
        edge = theme.px(14)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(theme.space("near"))
        column.addWidget(Words(title, "section", wrap=False))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.space("near"))
        self._grid.setVerticalSpacing(theme.space("normal"))
        self._grid.setColumnStretch(1, 1)
        column.addLayout(self._grid)
        self.set_next()

    def set_next(self, *, notice: str = "", clock: str = "", then: str = "", hint: str = "") -> None:
        """Show these; whatever is empty is left out, and all empty says that the answer decides."""
        while (old := self._grid.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        rows = [
            ("documents", "出具", notice),
            ("clock", "期限", clock),
            ("chevron-right", "下一步", then),
            ("info", "说明", hint),
        ]
        shown = [row for row in rows if row[2]] or [("info", "", "选好答案后，这里显示要出具的文书和期限。")]
        top = Qt.AlignmentFlag.AlignTop
        for place, (icon, name, text) in enumerate(shown):
            sign = Sign(icon, "accent", 18, top=1)
            words = QVBoxLayout()
            words.setSpacing(0)
            if name:
                words.addWidget(Words(name, "small", wrap=False))
            words.addWidget(Words(text))
            self._grid.addWidget(sign, place, 0, top)
            holder = QWidget()
            holder.setLayout(words)
            words.setContentsMargins(0, 0, 0, 0)
            self._grid.addWidget(holder, place, 1, top)
        self.setAccessibleName(self._title + "：" + "；".join(f"{name}{text}" for _, name, text in shown))
