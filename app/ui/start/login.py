"""Login: who, password, Enter."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal

from app.ui.kit.buttons import LinkButton, PlainButton, PrimaryButton
from app.ui.kit.column_form import StartForm, button_row
from app.ui.kit.editors.choice_editors import ChoiceEditor
from app.ui.kit.editors.field import FieldEditor
from app.ui.kit.editors.text_editors import TextEditor
from app.ui.kit.words import Words

# A longer list would have to be searched; then the name is typed.
_LISTED = 12


def _login_field(logins: Sequence[str], last: str) -> FieldEditor:
    """Offer a few users as a choice, else let the name be typed; the one who was here last stands in it."""
    editor: FieldEditor
    if 2 <= len(logins) <= _LISTED:
        editor = ChoiceEditor("login", "用户名", options=[(name, name) for name in logins])
    else:
        editor = TextEditor("login", "用户名")
    editor.set_value(last if last in logins else logins[0] if len(logins) == 1 else None)
    return editor


class LoginForm(StartForm):
    """Ask for a user and the password. `forgotten` and `other_folder` are the ways out."""

    forgotten = Signal()
    other_folder = Signal()

    def __init__(self, folder: Path, logins: Sequence[str], last: str = "") -> None:
        super().__init__("登录")
        self.add_field(_login_field(logins, last))
        self.password = TextEditor("password", "口令", secret=True)
        self.add_field(self.password)
        self.go_on = PrimaryButton("登录")
        self.go_on.clicked.connect(self.submitted)
        forgot = LinkButton("忘记口令")
        forgot.clicked.connect(self.forgotten)
        self.column.addWidget(button_row((self.go_on,), left=(forgot,)))
        self.column.addStretch(1)
        self.place = Words(f"工作区：{folder}", "small", selectable=True)
        self.column.addWidget(self.place)
        other = PlainButton("打开其他工作区…")
        other.clicked.connect(self.other_folder)
        self.column.addWidget(button_row((), left=(other,)))

    def set_busy(self, busy: bool) -> None:
        """Show that the password is being checked; keep the fields from changing meanwhile."""
        self.setEnabled(not busy)
        self.go_on.set_text("正在登录…" if busy else "登录")


class RecoverForm(StartForm):
    """Ask for the recovery code and a new password. `back` gives up."""

    back = Signal()

    def __init__(self, logins: Sequence[str], last: str = "") -> None:
        super().__init__("用恢复码设新口令", "恢复码在建立工作区时打印或抄下，由单位封存。用后原口令作废。")
        self.add_field(_login_field(logins, last))
        self.add_field(TextEditor("code", "恢复码", help="五组字符，大小写和短横都可以不管。"))
        self.add_field(TextEditor("new_password", "新口令", secret=True, help="至少 8 个字符。"))
        self.add_field(TextEditor("again_password", "再输一遍新口令", secret=True))
        self.go_on = PrimaryButton("设新口令并登录")
        self.go_on.clicked.connect(self.submitted)
        give_up = PlainButton("返回登录")
        give_up.clicked.connect(self.back)
        self.column.addWidget(button_row((give_up, self.go_on)))
        self.column.addStretch(1)

    def set_busy(self, busy: bool) -> None:
        """Show that the code is being checked."""
        self.setEnabled(not busy)
        self.go_on.set_text("正在核对…" if busy else "设新口令并登录")
