"""What every dialog shares, and the few plain ones: a decision only the clerk can take, a fault of the program."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.ui.base import theme
from app.ui.base.job import Job
from app.ui.kit.buttons import DangerButton, PlainButton, PrimaryButton, press_focused_button
from app.ui.kit.editors.making import FieldEditor
from app.ui.kit.sign import Sign
from app.ui.kit.words import Words


class Dialog(QDialog):
    """A dialog that is let go of once it is closed; Enter presses the button that has focus.

    Closed, it stays only as long as it is needed: while a dialog stands over it, while a job ends in it (`stay_for`),
    while the system's own dialog is asked for it (`holding`). Until the event loop turns, its fields can still be read.
    What may be refused is read before this is made: of a dialog given up halfway the parent would keep the half.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._holds = 0
        self._closed = False
        self._going = QTimer(self, singleShot=True, interval=0)
        self._going.timeout.connect(self._go)
        self.finished.connect(self._close)

    def room(self) -> QSize:
        """Return the size of the window it stands on, else that of the screen."""
        parent = self.parentWidget()
        return parent.window().size() if parent is not None else self.screen().availableSize()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the button that has focus, else the default one where there is one."""
        press_focused_button(self, event)
        if not event.isAccepted():
            super().keyPressEvent(event)

    def hold(self) -> None:
        """Stay after closing until `let_go` was called as often."""
        self._holds += 1

    def let_go(self) -> None:
        """Go, if it is closed, now that one reason to stay is gone."""
        self._holds -= 1
        if self._closed and isValid(self):  # with its window it may have gone before
            self._going.start()

    def _close(self, _result: int) -> None:
        # Not by deleteLater at once: that cannot be taken back when there turns out to be a reason to stay.
        self._closed = True
        self._going.start()

    def _go(self) -> None:
        if self._holds or self.isVisible():
            return
        over = next((each for each in self.findChildren(QDialog) if each.isVisible()), None)
        if over is None:
            self.deleteLater()
        else:
            over.finished.connect(self._close)


def dialogs_of(widget: QWidget | None) -> list[Dialog]:
    """Return the dialogs a widget stands in: the nearest, then those it was opened over."""
    found: list[Dialog] = []
    while widget is not None:
        if isinstance(widget, Dialog):
            found.append(widget)
        widget = widget.parentWidget()
    return found


def stay_for(job: Job, widget: QWidget | None) -> None:
    """Keep the dialogs a widget stands in until the job has told its end, though they be closed before."""
    for dialog in dialogs_of(widget):
        dialog.hold()
        job.ended.connect(dialog.let_go)


@contextmanager
def holding(widget: QWidget | None) -> Iterator[None]:
    """Keep the dialogs a widget stands in while the system's own dialog is asked: a lock may close them meanwhile."""
    dialogs = dialogs_of(widget)
    for dialog in dialogs:
        dialog.hold()
    try:
        yield
    finally:
        for dialog in dialogs:
            dialog.let_go()


class AskDialog(Dialog):
    """Put one decision, with fields such as a reason; the primary button waits until required fields are filled."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        text: str,
        primary: str,
        secondary: str = "取消",
        fields: Sequence[FieldEditor] = (),
        *,
        danger: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(theme.px(460))
        self.setMaximumWidth(theme.px(720))
        self.fields = list(fields)
        self.primary = DangerButton(primary) if danger else PrimaryButton(primary)
        self.secondary = PlainButton(secondary)
        self.column = column = QVBoxLayout(self)
        edge = theme.space("far")
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(theme.space("wide"))
        column.addWidget(Words(title, "section"))
        self.text = Words(text)
        column.addWidget(self.text)
        for editor in self.fields:
            column.addWidget(editor)
            editor.edited.connect(lambda editor=editor: editor.set_error(None))
            editor.submitted.connect(self._accept_filled)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space("near"))
        buttons.addStretch(1)
        buttons.addWidget(self.secondary)
        buttons.addWidget(self.primary)
        column.addLayout(buttons)
        # Enter presses the primary button, but never by itself an act that takes something out of use.
        self.primary.setDefault(not danger)
        self.primary.clicked.connect(self._accept_filled)
        self.secondary.clicked.connect(self.reject)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        (self.fields[0] if self.fields else self.secondary if danger else self.primary).setFocus()

    def values(self) -> dict[str, Any]:
        """Return the raw values by key."""
        return {editor.key: editor.value() for editor in self.fields}

    def showEvent(self, event: QShowEvent) -> None:
        """Make room for every line: what Qt guessed beforehand is the height of the text at another width."""
        super().showEvent(event)
        self.resize(self.width(), max(self.height(), self.column.totalHeightForWidth(self.width())))

    def _accept_filled(self) -> None:
        empty = [editor for editor in self.fields if editor.required and editor.is_empty()]
        for editor in empty:
            editor.set_error(f"请填写{editor.label}。")
        if empty:
            empty[0].setFocus()
            return
        self.accept()


def ask(
    parent: QWidget | None,
    title: str,
    text: str,
    primary: str,
    secondary: str = "取消",
    fields: Sequence[FieldEditor] = (),
    *,
    danger: bool = False,
) -> dict[str, Any] | None:
    """Ask, and wait. Return the raw values of the fields by key (an empty dict without fields), or None at no."""
    dialog = AskDialog(parent, title, text, primary, secondary, fields, danger=danger)
    return dialog.values() if dialog.exec() == QDialog.DialogCode.Accepted else None


class FaultDialog(Dialog):
    """Tell of a fault of the program: what happened, what is safe, and details to hand on.

    `details` must hold no personal data; the caller has cleaned them.
    """

    def __init__(self, parent: QWidget | None, sentence: str, details: str, safe: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle("程序出错")
        self.setMinimumWidth(theme.px(560))
        column = QVBoxLayout(self)
        edge = theme.space("far")
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(theme.space("normal"))
        head = QHBoxLayout()
        head.setSpacing(theme.space("near"))
        sign = Sign("fault", "red", 24)
        head.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(Words(sentence, "section"), 1)
        column.addLayout(head)
        column.addWidget(Words(safe or "已保存的内容没有丢失。请把下面的技术信息交给技术人员，然后继续工作。"))
        self.details = QPlainTextEdit(details)
        self.details.setReadOnly(True)
        self.details.setTabChangesFocus(True)
        self.details.setMinimumHeight(theme.px(160))
        self.details.setAccessibleName("技术信息")
        column.addWidget(self.details)
        self.copy = PlainButton("复制技术信息", icon="copy")
        self.copy.clicked.connect(self._copy)
        self.go_on = PrimaryButton("继续工作")
        self.go_on.setDefault(True)
        self.go_on.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space("near"))
        buttons.addStretch(1)
        buttons.addWidget(self.copy)
        buttons.addWidget(self.go_on)
        column.addLayout(buttons)
        self.setAccessibleName("程序出错")
        self.setAccessibleDescription(sentence)
        self.go_on.setFocus()

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.details.toPlainText())
        self.copy.set_text("已复制")
