"""The lock: covers everything until the same person types the password, or another signs in."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.casework.office.accounts import confirm_password
from app.faults import UserFault
from app.ui.base import theme
from app.ui.base.desktop import Desktop
from app.ui.kit.buttons import LinkButton, PrimaryButton
from app.ui.kit.column_form import StartForm, button_row
from app.ui.kit.editors.text_editors import TextEditor
from app.ui.kit.sign import Sign


class LockScreen(QWidget):
    """Ask the signed-in user's password off the window's thread; `unlocked`, or `sign_out_requested`."""

    unlocked = Signal()
    sign_out_requested = Signal()

    def __init__(self, desktop: Desktop) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._desktop = desktop
        actor = desktop.workspace.actor
        self.form = StartForm("已锁定", f"{actor.name}正在使用。输入本人口令继续，刚才的内容都在。")
        self.password = TextEditor("password", "口令", secret=True)
        self.form.add_field(self.password)
        self.go_on = PrimaryButton("解锁")
        self.go_on.clicked.connect(self._unlock)
        other = LinkButton("换人登录")
        other.clicked.connect(self.sign_out_requested)
        self.form.submitted.connect(self._unlock)
        self.form.column.addWidget(button_row((self.go_on,), left=(other,)))
        self.form.setFixedWidth(theme.px(400))
        mark = Sign("lock", "accent", 40)
        middle = QVBoxLayout()
        middle.setSpacing(theme.space("wide"))
        middle.addStretch(2)
        middle.addWidget(mark)
        middle.addWidget(self.form)
        middle.addStretch(3)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addLayout(middle)
        row.addStretch(1)
        self.setAccessibleName("已锁定")

    def start(self) -> None:
        """Begin with an empty password field."""
        self.password.set_value("")
        self.form.clear_faults()
        self._busy(False)
        self.password.setFocus()

    def _busy(self, busy: bool) -> None:
        self.form.setEnabled(not busy)
        self.go_on.set_text("正在核对…" if busy else "解锁")

    def _unlock(self) -> None:
        if self.form.missing():
            return
        typed, workspace = str(self.password.value()), self._desktop.workspace
        self._busy(True)
        self._desktop.start(
            lambda _job: confirm_password(workspace, typed), lambda _none: self._let_in(), refused=self._refused
        )

    def _let_in(self) -> None:
        self.start()
        self.unlocked.emit()

    def _refused(self, fault: UserFault) -> None:
        self.start()
        self.form.show_fault(fault, {"wrong-password": "password"})
