"""参数: what the Regulation leaves to the office, and how the window behaves."""

from app.casework.office.settings import PARAMETERS, Parameter, parameter, set_parameter
from app.faults import UserFault
from app.ui.base.desktop import Desktop
from app.ui.kit.buttons import PrimaryButton
from app.ui.kit.card import Card
from app.ui.kit.column_form import button_row
from app.ui.kit.editors.choice_editors import ChoiceEditor
from app.ui.kit.editors.field import FieldEditor
from app.ui.kit.editors.text_editors import IntEditor, TextEditor
from app.ui.kit.words import Words
from app.ui.settings.section import SettingsSection

UNCONFIRMED = "待本单位确认"


class ParametersSection(SettingsSection):
    """One field a parameter; those the Regulation leaves open carry 待本单位确认 until the office saves a value."""

    title = "参数"
    lead = "条例没有规定、由本单位确定的数值，标有“待本单位确认”；按本单位口径保存一次即为确认。"

    def __init__(self, desktop: Desktop) -> None:
        super().__init__(desktop)
        card = Card()
        self.editors: list[FieldEditor] = []
        self.samples: dict[str, Words] = {}
        for known in PARAMETERS:
            editor: FieldEditor
            if known.choices:
                editor = ChoiceEditor(known.key, known.label, options=known.choices, help=known.help)
            elif known.check is not None:
                editor = TextEditor(known.key, known.label, help=known.help)
            else:
                editor = IntEditor(known.key, known.label, help=known.help)
            editor.edited.connect(lambda editor=editor: editor.set_error(None))
            editor.submitted.connect(self._save)
            self.editors.append(editor)
            card.add(editor)
            if known.sample is not None:
                self.samples[known.key] = Words("", "second", selectable=True)
                card.add(self.samples[known.key])
                editor.edited.connect(lambda known=known, editor=editor: self._show_sample(known, editor))
        self.save = PrimaryButton("保存参数")
        self.save.clicked.connect(self._save)
        card.add(button_row((self.save,)))
        self.column.addWidget(card)
        self.column.addStretch(1)

    def arrive(self) -> None:
        """Show the values in force and which of them nobody has confirmed."""
        workspace = self.desktop.workspace
        for known, editor in zip(PARAMETERS, self.editors, strict=True):
            editor.set_value(parameter(workspace, known.key))
            editor.set_error(None)
            editor.set_warning(UNCONFIRMED if self._unconfirmed(known) else None)
            self._show_sample(known, editor)

    def _show_sample(self, known: Parameter, editor: FieldEditor) -> None:
        """Show what the text comes to while it is typed; what is wrong with it is said under the field."""
        if known.sample is None:
            return
        workspace, words = self.desktop.workspace, ""
        try:
            words = known.sample(workspace.office, str(editor.value()), workspace.today().year)
        except UserFault as fault:
            editor.set_error(str(fault))
        self.samples[known.key].setText(words)
        self.samples[known.key].setVisible(bool(words))

    def _unconfirmed(self, known: Parameter) -> bool:
        return UNCONFIRMED in known.help and not self.desktop.workspace.setting(known.key)

    def _save(self) -> None:
        saved = []
        for known, editor in zip(PARAMETERS, self.editors, strict=True):
            value = str(editor.value())
            if value == parameter(self.desktop.workspace, known.key) and not self._unconfirmed(known):
                continue
            # Saved one by one: a value out of its bounds is named, and the right ones before it stand.
            done = self.desktop.attempt(
                lambda known=known, value=value: set_parameter(self.desktop.workspace, known.key, value) or True,
                lambda fault: self.refuse(fault, self.editors),
            )
            if not done:
                return
            saved.append(known.label)
        if saved:
            self.changed.emit()
            self.arrive()
        self.desktop.say.emit("success", f"已保存：{'、'.join(saved)}。" if saved else "没有改动。")
