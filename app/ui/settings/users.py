"""用户: who may sign in, with which duties; add somebody, stop somebody."""

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from app.casework.office.accounts import UserRow, add_user, list_users, stop_user
from app.faults import UserFault
from app.models.workspace import ROLES
from app.ui.base import theme
from app.ui.base.desktop import Desktop
from app.ui.kit.buttons import LinkButton, PrimaryButton
from app.ui.kit.card import Card, HairLine
from app.ui.kit.chips import StateTag
from app.ui.kit.column_form import button_row
from app.ui.kit.dialogs import ask
from app.ui.kit.editors.field import FieldEditor
from app.ui.kit.editors.text_editors import TextEditor
from app.ui.kit.words import Words
from app.ui.settings.section import SettingsSection, filled


class RolesField(FieldEditor):
    """Duties to tick. Value: tuple of role keys."""

    def __init__(self) -> None:
        super().__init__("roles", "岗位")
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space("far"))
        self.boxes: dict[str, QCheckBox] = {}
        for key, name in ROLES.items():
            box = QCheckBox(name)
            box.setAccessibleName(f"岗位：{name}")
            box.toggled.connect(self.edited)
            self.boxes[key] = box
            row.addWidget(box)
        row.addStretch(1)
        self._place(body, self.boxes["clerk"])

    def value(self) -> tuple[str, ...]:
        return tuple(key for key, box in self.boxes.items() if box.isChecked())

    def set_value(self, raw: object) -> None:
        chosen = tuple(raw or ())
        for key, box in self.boxes.items():
            box.blockSignals(True)
            box.setChecked(key in chosen)
            box.blockSignals(False)

    def is_empty(self) -> bool:
        return not self.value()


class UsersSection(SettingsSection):
    """The list, and below it a form to add one."""

    title = "用户"
    lead = "每个人用自己的用户名登录，做过的每一步都记在本人名下。停用后不能再登录，做过的事仍然记着。"

    def __init__(self, desktop: Desktop) -> None:
        super().__init__(desktop)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.space("near"))
        users = Card()
        users.add(self._list)
        self.name = TextEditor("user_name", "姓名", width=360)
        self.login = TextEditor("login", "用户名", width=360)
        self.roles = RolesField()
        self.password = TextEditor("password", "初始口令", secret=True, width=360, help="交给本人，登录后由本人改。")
        self.grant = TextEditor(
            "grant", "授权", required=False, secret=True, width=360,
            help="新的保密专员要由现任保密专员授权：输入你本人（现任保密专员）的口令，或单位封存的恢复码。",
        )  # fmt: skip
        self.editors: list[FieldEditor] = [self.name, self.login, self.roles, self.password, self.grant]
        self.add = PrimaryButton("添加用户")
        self.add.clicked.connect(self._add)
        self.form = Card("添加用户")
        for editor in self.editors:
            editor.edited.connect(lambda editor=editor: editor.set_error(None))
            self.form.add(editor)
        self.form.add(button_row((self.add,)))
        self.roles.edited.connect(self._show_grant)
        self.not_admin = Words("添加和停用用户由系统管理人员办理。", "second")
        self.column.addWidget(users)
        self.column.addWidget(self.form)
        self.column.addWidget(self.not_admin)
        self.column.addStretch(1)

    def arrive(self) -> None:
        """Show the users; the form only to those who may add."""
        manages = "admin" in self.desktop.workspace.actor.roles
        self.form.setVisible(manages)
        self.not_admin.setVisible(not manages)
        for editor in self.editors:
            editor.set_value(None if editor is not self.roles else ("clerk",))
            editor.set_error(None)
        self._show_grant()
        while (old := self._list.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        found = self.desktop.attempt(lambda: list_users(self.desktop.workspace)) or ()
        for place, user in enumerate(found):
            if place:
                self._list.addWidget(HairLine())
            self._list.addWidget(self._line(user, manages))

    def _line(self, user: UserRow, manages: bool) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space("near"))
        row.addWidget(Words(user.name, "strong", wrap=False))
        row.addWidget(Words(user.login, "second", wrap=False))
        for role in user.roles:
            row.addWidget(StateTag(ROLES.get(role, role), "violet" if role == "custodian" else ""))
        if user.active and "custodian" in user.roles and not user.opens_sealed:
            row.addWidget(StateTag("还不能打开密封件", "amber"))
        row.addStretch(1)
        if not user.active:
            row.addWidget(StateTag("已停用", "red"))
        elif manages and user.id != self.desktop.workspace.actor.id:
            stop = LinkButton("停用")
            stop.setAccessibleName(f"停用用户 {user.name}")
            stop.clicked.connect(lambda: self._stop(user))
            row.addWidget(stop)
        line.setAccessibleName(f"{user.name}，{user.login}，{'、'.join(ROLES.get(r, r) for r in user.roles)}")
        return line

    def _show_grant(self) -> None:
        wanted = "custodian" in self.roles.value()
        self.grant.required = wanted
        self.grant.setVisible(wanted)

    def _add(self) -> None:
        if not filled(self.editors):
            return
        workspace = self.desktop.workspace
        login, name, roles = self.login.value(), self.name.value(), self.roles.value()
        password, grant = self.password.value(), self.grant.value()
        self.add.setEnabled(False)
        self.desktop.start(
            lambda _job: add_user(workspace, login, name, roles, password, grant=grant),
            self._added,
            refused=self._refused,
        )

    def _added(self, user: UserRow) -> None:
        self.add.setEnabled(True)
        self.arrive()
        self.desktop.say.emit("success", f"已添加用户 {user.name}（{user.login}）。")

    def _refused(self, fault: UserFault) -> None:
        self.add.setEnabled(True)
        self.refuse(fault, self.editors, {"weak-password": "password"})

    def _stop(self, user: UserRow) -> None:
        sure = ask(
            self, f"停用 {user.name}？", f"“{user.login}”将不能再登录。停用后不能恢复，本人做过的登记仍然记在其名下。",
            "停用", danger=True,
        )  # fmt: skip
        if sure is None:
            return

        def work() -> bool:
            stop_user(self.desktop.workspace, user.id)
            return True

        if self.desktop.attempt(work):
            self.arrive()
            self.desktop.say.emit("success", f"已停用用户 {user.name}。")
