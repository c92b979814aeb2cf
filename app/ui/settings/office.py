"""单位: what cannot be changed, and the telephone and address that notices print."""

from app.casework.office.law_in_force import rule_pack
from app.casework.office.settings import set_office_contact
from app.ui.base.desktop import Desktop
from app.ui.kit.buttons import PrimaryButton
from app.ui.kit.card import Card
from app.ui.kit.column_form import button_row
from app.ui.kit.editors.text_editors import TextEditor
from app.ui.kit.views.facts import FactGrid
from app.ui.settings.section import SettingsSection


class OfficeSection(SettingsSection):
    """Facts to read; two fields to change."""

    title = "单位"

    def __init__(self, desktop: Desktop) -> None:
        super().__init__(desktop)
        self.facts = FactGrid()
        facts = Card()
        facts.add(self.facts)
        self.phone = TextEditor("phone", "联系电话", required=False, width=320, help="告知书上的查询电话。")
        self.address = TextEditor("address", "接待地址", required=False)
        self.save = PrimaryButton("保存电话、地址")
        self.save.clicked.connect(self._save)
        self.address.submitted.connect(self._save)
        contact = Card("告知书上的查询方式")
        for part in (self.phone, self.address, button_row((self.save,))):
            contact.add(part)
        self.column.addWidget(facts)
        self.column.addWidget(contact)
        self.column.addStretch(1)

    def arrive(self) -> None:
        """Show the office as it stands."""
        office = self.desktop.workspace.office
        names = {role.role: role.name for role in rule_pack().roles}
        self.facts.set_facts(
            (
                ("单位名称", office.name),
                ("文号简称", office.short_form),
                ("级别", office.level),
                ("单位性质", names.get(office.role, office.role)),
                ("行政区划", f"{office.division_name}（{office.division_code}）"),
            )
        )
        self.phone.set_value(office.phone)
        self.address.set_value(office.address)

    def _save(self) -> None:
        def work() -> bool:
            set_office_contact(self.desktop.workspace, self.phone.value(), self.address.value())
            return True

        if self.desktop.attempt(work):
            self.desktop.say.emit("success", "已保存。以后签发的告知书用新的电话、地址。")
            self.changed.emit()
