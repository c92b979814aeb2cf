"""What a sealed accusation says, for the custodian's eyes: nothing to select, nothing to copy, gone when left alone."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.casework.cases.sealed import OpenedAccusation
from app.law.forms.fields import Field
from app.law.route.loading import read_rule_pack
from app.law.route.models import Node
from app.ui.base import theme
from app.ui.cases.sealed_documents_box import SealedDocumentsBox
from app.ui.kit.buttons import PlainButton
from app.ui.kit.words import Words

IDLE_SECONDS = 120
_SIGNS_OF_LIFE = {QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel}
_NOT_SAID = {"office_role", "mixed", "conflict", "duplicate", "dispatch_now", "urgent", "kind"}


class SealedPanel(QWidget):
    """Show an opened accusation in a violet frame. It closes itself (`closed`) after two minutes without a key or the
    mouse, when the window is locked or another page comes up; the words are then gone from memory and screen.
    """

    closed = Signal()

    def __init__(self, opened: OpenedAccusation, *, idle_seconds: int = IDLE_SECONDS) -> None:
        super().__init__()
        self.setAccessibleName("密封内容")
        self.close_button = PlainButton("合上", icon="seal")
        self.close_button.clicked.connect(self.shut)
        head = QHBoxLayout()
        head.setSpacing(theme.space("near"))
        words = QVBoxLayout()
        words.setSpacing(theme.space("tight"))
        words.addWidget(Words("密封内容（仅限保密专员本人）", "section", tone="violet"))
        minutes = max(1, idle_seconds // 60)
        words.addWidget(
            Words(f"这次打开已记入流水。{minutes} 分钟没有动作、锁定窗口或离开本页就自动合上，不能复制。", "second")
        )
        head.addLayout(words, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.space("wide"))
        grid.setVerticalSpacing(theme.space("near"))
        grid.setColumnStretch(1, 1)
        self.facts = spoken_facts(opened)
        for row, (label, value) in enumerate(self.facts):
            grid.addWidget(Words(label, "second", wrap=False), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Words(value), row, 1)
        column = QVBoxLayout(self)
        edge = theme.space("wide")
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(theme.space("normal"))
        column.addLayout(head)
        column.addLayout(grid)
        self._column = column
        self._documents: SealedDocumentsBox | None = None
        self._idle = QTimer(self, singleShot=True, interval=idle_seconds * 1000)
        self._idle.timeout.connect(self._left_alone)
        self._idle.start()
        theme.application().installEventFilter(self)

    def add_documents(self, box: SealedDocumentsBox) -> None:
        """Put the papers of the case under what it says; `box.shut()` is called when the panel closes."""
        self._documents = box
        self._column.addWidget(box)

    def _left_alone(self) -> None:
        # A paper on its way to the printer is not recorded before it is out: the two minutes begin again.
        if self._documents is not None and self._documents.at_work():
            self._idle.start()
        else:
            self.shut()

    def shut(self) -> None:
        """Close for good."""
        if self._documents is not None:
            self._documents.shut()
        theme.application().removeEventFilter(self)
        self._idle.stop()
        self.facts = []
        for words in self.findChildren(Words):
            words.clear()
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE and self._idle.isActive():
            self._idle.start()
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._idle.isActive() and not event.spontaneous():
            self.shut()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.colour("surface"))
        painter.setPen(QPen(theme.colour("violet"), 2))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), theme.size("radius"), theme.size("radius"))


def spoken_facts(opened: OpenedAccusation) -> list[tuple[str, str]]:
    """Return what was registered as (label, value) in the words of the intake pages."""
    fields = read_rule_pack().fields
    told = []
    for key, value in opened.facts.items():
        if key in fields and key not in _NOT_SAID and value not in (None, "", []):
            told.append((fields[key].label, _in_words(fields[key], value)))
    places = read_rule_pack().places
    for step in opened.steps:
        page = places.get(str(step["node"]))
        if isinstance(page, Node) and page.told_to_custodian:
            told.append((str(step["title"]), str(step["answer"])))
    return told


def _in_words(field: Field, value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "\n".join(f"{place}. {each}" for place, each in enumerate(value, start=1))
    return next((option.label for option in field.options if option.value == value), str(value))
