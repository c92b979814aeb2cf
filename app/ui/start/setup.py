"""The first start in three calm steps: the office, the first user, the recovery code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.faults import UserFault
from app.ui.base import theme
from app.ui.kit.buttons import PlainButton, PrimaryButton
from app.ui.kit.column_form import StartForm, button_row
from app.ui.kit.editors.choice import Choice, ChoiceList
from app.ui.kit.editors.choice_editors import ChoiceEditor
from app.ui.kit.editors.field import FieldEditor
from app.ui.kit.editors.text_editors import TextEditor
from app.ui.kit.words import Words
from app.ui.start.recovery import RecoveryCodeStep
from app.ui.start.recovery_sheet import RecoverySheet

if TYPE_CHECKING:
    from app.models.workspace import OfficeSetup

STEPS = ("单位", "第一位用户", "恢复码")
LEVELS = (
    ("省", "省"), ("市", "市（地、州、盟）"), ("县", "县（市、区、旗）"), ("乡镇", "乡镇（街道）"),
    ("村", "村（社区）"),
)  # fmt: skip


class RoleField(FieldEditor):
    """Which part of the Regulation the office serves under; answers come with the rule pack."""

    def __init__(self) -> None:
        super().__init__("role", "单位性质", help="《信访工作条例》给不同单位规定了不同的路线；建好以后不能改。")
        self.choices = ChoiceList(name="单位性质")
        self.choices.chosen.connect(lambda _key: self.edited.emit())
        self.choices.activated.connect(lambda _key: self.submitted.emit())
        self._place(self.choices)

    def value(self) -> str:
        return self.choices.key() or ""

    def set_value(self, raw: object) -> None:
        self.choices.set_key(str(raw) if raw else None)

    def set_roles(self, roles: Sequence[tuple[str, str, str]]) -> None:
        """Offer (key, name, hint) triples."""
        self.choices.set_choices([Choice(*role) for role in roles])
        # The list makes its rows anew, so the way to them by keyboard is laid anew too.
        self.setFocusProxy(self.choices)


class OfficeStep(StartForm):
    """Step one: who the office is."""

    other_folder = Signal()

    def __init__(self) -> None:
        super().__init__("先认识一下本单位", "这些内容印在文书和编号里。电话、地址以后可以在“设置”里改。")
        name = TextEditor("name", "单位名称", placeholder="香林县信访局", help="全称，与公章一致。")
        short = TextEditor("short_form", "文号简称", placeholder="香信", help="文号的开头：香信告〔2026〕1号。")
        self._pair(name, short)
        self.add_field(ChoiceEditor("level", "单位级别", options=LEVELS, segmented=True))
        self.role = RoleField()
        self.add_field(self.role)
        code = TextEditor("division_code", "行政区划代码", placeholder="990326", help="县 6 位，乡镇 9 位，村 12 位。")
        division = TextEditor("division_name", "行政区划名称", placeholder="香林县")
        self._pair(code, division)
        phone = TextEditor("phone", "联系电话", required=False, help="告知书上的查询电话。")
        address = TextEditor("address", "接待地址", required=False)
        self._pair(phone, address)
        self.go_on = PrimaryButton("下一步")
        self.go_on.clicked.connect(self.submitted)
        other = PlainButton("打开已有的工作区…")
        other.clicked.connect(self.other_folder)
        self.column.addWidget(button_row((self.go_on,), left=(other,)))
        self.column.addStretch(1)

    def _pair(self, *editors: FieldEditor) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.space("wide"))
        for editor in editors:
            self.adopt(editor)
            side = QVBoxLayout()
            side.addWidget(editor)
            side.addStretch(1)
            row.addLayout(side, 1)
        self.column.addLayout(row)


class UserStep(StartForm):
    """Step two: the first user, who also manages the others."""

    back = Signal()

    def __init__(self) -> None:
        super().__init__("第一位用户", "这位用户登记信访事项，也管理其他用户。其他人以后在“设置 → 用户”里添加。")
        self.add_field(TextEditor("user_name", "姓名", help="印在文书的经办人处，也记在每一步操作上。"))
        self.add_field(TextEditor("login", "用户名", help="登录时用，例如姓名拼音；不能再改。"))
        self.add_field(TextEditor("password", "口令", secret=True, help="至少 8 个字符；可以是一句只有自己记得的话。"))
        self.add_field(TextEditor("again_password", "再输一遍口令", secret=True))
        self.add_field(
            ChoiceEditor(
                "custodian",
                "检举控告密封件由谁保管",
                options=(("me", "先由我保管"), ("other", "另由专人保管")),
                segmented=True,
                help="检举控告登记后即密封，只有保密专员凭本人口令能打开。另由专人保管的，稍后在“设置 → 用户”里"
                "添加保密专员，凭恢复码授权。",
            )
        )
        self.go_on = PrimaryButton("建立工作区")
        self.go_on.clicked.connect(self.submitted)
        go_back = PlainButton("上一步")
        go_back.clicked.connect(self.back)
        self.column.addWidget(button_row((go_back, self.go_on)))
        self.column.addStretch(1)

    def set_busy(self, busy: bool) -> None:
        """Show that the workspace is being made."""
        self.setEnabled(not busy)
        self.go_on.set_text("正在建立…" if busy else "建立工作区")


class SetupFlow(QWidget):
    """Walk the three steps. `ready(OfficeSetup)` after the second; `finished` after the code is put away."""

    ready = Signal(object)
    finished = Signal()
    other_folder = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.trail = Words("", "small")
        self.office, self.user = OfficeStep(), UserStep()
        self.recovery = RecoveryCodeStep()
        self.steps: tuple[StartForm, ...] = (self.office, self.user, self.recovery)
        self.step = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("near"))
        column.addWidget(self.trail)
        for step in self.steps:
            column.addWidget(step, 1)
        self.office.submitted.connect(self._office_given)
        self.office.other_folder.connect(self.other_folder)
        self.user.submitted.connect(self._user_given)
        self.user.back.connect(lambda: self.turn_to(0))
        self.recovery.submitted.connect(self.finished)
        self.turn_to(0)

    def turn_to(self, place: int) -> None:
        """Show a step and put the cursor into it."""
        words = [f"第 {n} 步 {name}" if n == place + 1 else name for n, name in enumerate(STEPS, start=1)]
        self.trail.setText("　›　".join(words))
        # No stack: it would ask for the height of the highest step, and the short ones would scroll for nothing.
        for number, step in enumerate(self.steps):
            step.setVisible(number == place)
        self.step = place
        self.steps[place].start()

    def show_code(self, sheet: RecoverySheet) -> None:
        """Show the recovery code; there is no way back from here."""
        self.recovery.show_code(sheet)
        self.turn_to(2)

    def refuse(self, fault: UserFault) -> None:
        """Say why the workspace was not made, where it belongs."""
        step = next((s for s in (self.office, self.user) if any(e.key == fault.field for e in s.editors)), self.user)
        self.turn_to(0 if step is self.office else 1)
        step.show_fault(fault, {"weak-password": "password"})

    def _office_given(self) -> None:
        if not self.office.missing():
            self.turn_to(1)

    def _user_given(self) -> None:
        if self.user.missing():
            return
        if self.user.value("password") != self.user.value("again_password"):
            self.user.editor("again_password").set_error("两次输入的口令不一样，请重新输入。")
            self.user.editor("again_password").setFocus()
            return
        self.ready.emit(self.setup())

    def setup(self) -> OfficeSetup:
        """Return what was answered, for `create_workspace`."""
        from app.models.workspace import OfficeSetup

        own = ("custodian",) if self.user.value("custodian") == "me" else ()
        office, user = self.office.value, self.user.value
        return OfficeSetup(
            name=office("name"), short_form=office("short_form"), level=office("level"), role=office("role"),
            division_code=office("division_code"), division_name=office("division_name"), login=user("login"),
            user_name=user("user_name"), password=user("password"), phone=office("phone"),
            address=office("address"), roles=("clerk", *own, "admin"),
        )  # fmt: skip
