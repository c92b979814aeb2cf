"""Law, word for word, with where it stands."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.ui.base import theme
from app.ui.kit.sign import Sign
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
        self._shown: list[_Citation] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space("tight"))
        self.setAccessibleName("条文依据")
        self.set_citations(citations)

    def labels(self) -> tuple[str, ...]:
        """Return the labels of the citations that are shown."""
        return self._labels

    def set_citations(self, citations: Sequence[tuple[str, str]]) -> None:
        """Show these (label, verbatim text) pairs instead."""
        self._labels = tuple(label for label, _text in citations)
        while (old := self._column.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._shown = [
            _Citation(label, text, unfolded=place < self._unfolded) for place, (label, text) in enumerate(citations)
        ]
        for shown in self._shown:
            self._column.addWidget(shown)
        if not citations:
            self.hide()
        elif self.parentWidget() is not None:  # without one it would open as a window of its own
            self.show()

    def toggle_all(self) -> None:
        """Unfold every citation; fold them all where every one is open."""
        unfold = not all(shown.head.isChecked() for shown in self._shown)
        for shown in self._shown:
            shown.head.setChecked(unfold)


class _Head(QPushButton):
    """The label of a citation, wrapped, with a sign that it folds."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self.setProperty("role", "fold")
        self.setAutoDefault(False)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.label = label
        self._sign = Sign(length=14, top=4)
        self._words = Words(label, "strong", tone="accent")
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.px(3), 0, theme.px(3))
        row.setSpacing(theme.px(6))
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        for part in (self._sign, self._words):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_fold(self, unfolded: bool) -> None:
        sign = "chevron-down" if unfolded else "chevron-right"
        self._sign.set_icon(sign, "accent")
        self.setAccessibleName(f"{self.label}（{'已展开' if unfolded else '已折叠'}）")

    def sizeHint(self) -> QSize:
        return self._row.totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._row.totalMinimumSize()


class _Citation(QWidget):
    def __init__(self, label: str, text: str, *, unfolded: bool) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head = _Head(label)
        self.text = Words(text, selectable=True)
        self.text.setAccessibleName(f"{label}：{text}")
        self._body = QWidget()
        inner = QVBoxLayout(self._body)
        inner.setContentsMargins(theme.px(20), 0, 0, theme.space("near"))
        inner.addWidget(self.text)
        column.addWidget(self.head)
        column.addWidget(self._body)
        self.head.toggled.connect(self._fold)
        self.head.setChecked(unfolded)
        self._fold(unfolded)

    def _fold(self, unfolded: bool) -> None:
        self._body.setVisible(unfolded)
        self.head.show_fold(unfolded)
