"""文书模板: which kinds are the office's own; open the editor, export and import the whole set."""

from collections.abc import Callable

from app.casework.templates.names import document_name
from app.casework.templates.own_kinds import add_own_kind
from app.casework.templates.versions import template_states
from app.ui.base import theme
from app.ui.base.desktop import Desktop
from app.ui.kit.buttons import PlainButton, PrimaryButton
from app.ui.kit.card import Card
from app.ui.kit.column_form import button_row
from app.ui.kit.dialogs import ask
from app.ui.kit.editors.making import TextEditor
from app.ui.kit.words import Words
from app.ui.settings.section import SettingsSection
from app.ui.templates.editor import TemplateEditor
from app.ui.templates.files import TemplateFiles
from app.ui.templates.kind_list import KindList


class TemplatesSection(SettingsSection):
    """The documents' templates in use; Enter on one opens it in the editor."""

    title = "文书模板"
    lead = (
        "名称、文号用字、份数、红头、标题和本单位的措辞都可以改；条例原文是锁定的。每次保存是一个新版本，"
        "已签发的文书不变。"
    )

    def __init__(self, desktop: Desktop) -> None:
        super().__init__(desktop)
        self.which = Words("", "strong")
        self.list = KindList()
        self.list.setMinimumHeight(theme.px(320))
        self.list.itemActivated.connect(lambda _item: self.open_editor())
        self.edit = PrimaryButton("打开编辑…")
        self.edit.clicked.connect(self.open_editor)
        self.files = TemplateFiles(desktop, self)
        self.files.said.connect(desktop.say)
        self.files.imported.connect(self._changed)
        self.export = PlainButton("导出整套…")
        self.export.clicked.connect(self.files.export_set)
        self.load = PlainButton("导入整套…")
        self.load.clicked.connect(self.files.import_set)
        self.editor: TemplateEditor | None = None
        self.new = PlainButton("以此为底新建文书…")
        self.new.clicked.connect(self.add_kind)
        self.ask_kind: Callable[[str], dict[str, str] | None] = self._ask_kind
        card = Card()
        card.add(self.which)
        card.add(self.list)
        card.add(button_row((self.new, self.edit), left=(self.export, self.load)))
        self.column.addWidget(card)
        self.column.addStretch(1)

    def arrive(self) -> None:
        """Show which templates are in use."""
        states = template_states(self.desktop.workspace)
        self.list.show_states(states, self.list.kind())
        own = sum(bool(state.version) for state in states)
        self.which.setText(f"共 {len(states)} 种文书，{own} 种用本单位的模板，其余用出厂模板")

    def start(self) -> None:
        """Put the cursor on the list."""
        self.list.setFocus()

    def open_editor(self) -> None:
        """Open the editor at the kind that is chosen."""
        self.editor = TemplateEditor(self.desktop, self.list.kind(), self.window())
        self.editor.changed.connect(self._changed)
        self.editor.open()

    def add_kind(self) -> None:
        """Make a kind of the office's own from the one that is chosen, and open it in the editor."""
        base, workspace = self.list.kind(), self.desktop.workspace
        given = self.ask_kind(document_name(base, workspace))
        if given is None:
            return
        kind = self.desktop.attempt(lambda: add_own_kind(workspace, base, given["name"], given["number_word"]))
        if kind is not None:
            self._changed()
            self.list.show_states(template_states(workspace), kind)
            self.desktop.say.emit("success", f"已新建《{given['name']}》，在信访事项的“更多办理”里可以出。请核对措辞。")
            self.open_editor()

    def _ask_kind(self, base: str) -> dict[str, str] | None:
        fields = [TextEditor("name", "新文书的名称"), TextEditor("number_word", "文号用字")]
        said = f"照抄《{base}》现在的内容，作为本单位自己的一种文书；文号用字不能和别的文书相同。"
        given = ask(self, "以此为底新建文书", said, "新建", fields=fields)
        return None if given is None else {key: str(value).strip() for key, value in given.items()}

    def _changed(self) -> None:
        self.arrive()
        self.changed.emit()
        self.desktop.cases_changed.emit()
