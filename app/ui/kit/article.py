"""Law, word for word, with where it stands."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.ui import theme
from app.ui.kit.words import Words


class ArticleView(QWidget):
    """Show citations as (label, verbatim text); the first ones open, the rest folded until clicked.

    The text is shown exactly as given: no trimming, no eliding. It can be selected and copied.
    """

    def __init__(
        self, citations: Sequence[tuple[str, str]] = (), *, unfolded: int = 1, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._unfolded = unfolded
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space("tight"))
        self.setAccessibleName("条文依据")
        self.set_citations(citations)

    def set_citations(self, citations: Sequence[tuple[str, str]]) -> None:
        """Show these (label, verbatim text) pairs instead."""
        while (old := self._column.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for place, (label, text) in enumerate(citations):
            self._column.addWidget(_Citation(label, text, unfolded=place < self._unfolded))
        self.setVisible(bool(citations))


class _Citation(QWidget):
    def __init__(self, label: str, text: str, *, unfolded: bool) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("tight"))
        self.head = QPushButton(label)
        self.head.setProperty("role", "link")
        self.head.setAutoDefault(False)
        self.head.setCheckable(True)
        self.head.setIconSize(QSize(theme.px(14), theme.px(14)))
        self.head.setToolTip(label)
        self.text = Words(text, selectable=True)
        self.text.setContentsMargins(theme.px(8), 0, 0, theme.space("near"))
        self.text.setAccessibleName(f"{label}：{text}")
        column.addWidget(self.head, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.text)
        self.head.toggled.connect(self._fold)
        self.head.setChecked(unfolded)
        self._fold(unfolded)

    def _fold(self, unfolded: bool) -> None:
        self.text.setVisible(unfolded)
        self.head.setIcon(theme.icon("chevron-down" if unfolded else "chevron-right", "accent"))
        self.head.setAccessibleName(f"{self.head.text()}（{'已展开' if unfolded else '已折叠'}）")
