"""我的口令: change one's own password."""

from app.casework.office.accounts import change_password
from app.faults import UserFault
from app.ui.base.desktop import Desktop
from app.ui.kit.buttons import PrimaryButton
from app.ui.kit.card import Card
from app.ui.kit.column_form import button_row
from app.ui.kit.editors.field import FieldEditor
from app.ui.kit.editors.text_editors import TextEditor
from app.ui.settings.section import SettingsSection, filled


class PasswordSection(SettingsSection):
    """Old, new, new again; the derivation runs off the window's thread."""

    title = "我的口令"
    lead = "只改本人的口令。忘记口令时，退出后用恢复码设新口令。"

    def __init__(self, desktop: Desktop) -> None:
        super().__init__(desktop)
        self.old = TextEditor("old_password", "现在的口令", secret=True, width=360)
        self.new = TextEditor("new_password", "新口令", secret=True, width=360, help="至少 8 个字符。")
        self.again = TextEditor("again_password", "再输一遍新口令", secret=True, width=360)
        self.editors: list[FieldEditor] = [self.old, self.new, self.again]
        self.save = PrimaryButton("改口令")
        self.save.clicked.connect(self._change)
        self.again.submitted.connect(self._change)
        card = Card()
        for editor in self.editors:
            card.add(editor)
        card.add(button_row((self.save,)))
        self.column.addWidget(card)
        self.column.addStretch(1)

    def arrive(self) -> None:
        """Begin with empty fields."""
        for editor in self.editors:
            editor.set_value("")
            editor.set_error(None)

    def _change(self) -> None:
        if not filled(self.editors):
            return
        if self.new.value() != self.again.value():
            self.again.set_error("两次输入的新口令不一样，请重新输入。")
            self.again.setFocus()
            return
        workspace, old, new = self.desktop.workspace, self.old.value(), self.new.value()
        self.save.setEnabled(False)
        self.desktop.start(
            lambda _job: change_password(workspace, old, new), lambda _none: self._done(), refused=self._refused
        )

    def _done(self) -> None:
        self.save.setEnabled(True)
        self.arrive()
        self.desktop.say.emit("success", "口令已改，下次登录用新口令。")

    def _refused(self, fault: UserFault) -> None:
        self.save.setEnabled(True)
        self.refuse(fault, self.editors, {"wrong-password": "old_password", "weak-password": "new_password"})
