"""One office of the directory: added, or changed; it closes only when it was kept."""

from collections.abc import Sequence
from dataclasses import fields

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.casework.office.directory import OfficeEntry, keep_office, levels
from app.faults import UserFault
from app.ui.base import theme
from app.ui.base.desktop import Desktop
from app.ui.kit.buttons import PlainButton, PrimaryButton
from app.ui.kit.dialogs import Dialog, stay_for
from app.ui.kit.editors.making import ChoiceEditor, FieldEditor, ListEditor, TextEditor
from app.ui.kit.scroll import scrolled
from app.ui.kit.words import Words
from app.ui.register.field_grid import FieldGrid
from app.ui.settings.section import filled

_FULL_NAME = "机关、单位全称"


class OfficeDialog(Dialog):
    """Ask for everything about one office; `kept(OfficeEntry)` when it is in the directory."""

    kept = Signal(object)

    def __init__(
        self,
        desktop: Desktop,
        entry: OfficeEntry | None,
        names: Sequence[str],
        matters: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.desktop, self.entry = desktop, entry
        self.setWindowTitle("修改单位" if entry is not None else "添加单位")
        self.setAccessibleName(self.windowTitle())
        others = [name for name in names if entry is None or name != entry.name]
        placed = _editors(others, matters)
        self.editors: dict[str, FieldEditor] = {editor.key: editor for editor, _whole in placed}
        self.grid = FieldGrid(placed)
        self.fault = Words("", tone="red")
        self.fault.hide()
        self.save = PrimaryButton("保存")
        self.cancel = PlainButton("取消")
        for key, editor in self.editors.items():
            editor.set_value(getattr(entry, key) if entry is not None else None)
            editor.edited.connect(lambda editor=editor: editor.set_error(None))
            editor.submitted.connect(self._save)
        self._lay_out()
        self.save.clicked.connect(self._save)
        self.cancel.clicked.connect(self.reject)
        self.editors["name"].setFocus()

    def _lay_out(self) -> None:
        asked = QWidget()
        inner = QVBoxLayout(asked)
        inner.setContentsMargins(theme.px(2), 0, theme.space("normal"), theme.space("near"))
        inner.addWidget(self.grid)
        inner.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space("near"))
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.save)
        column = QVBoxLayout(self)
        edge = theme.space("far")
        column.setContentsMargins(edge, theme.space("wide"), edge, theme.space("wide"))
        column.setSpacing(theme.space("normal"))
        column.addWidget(Words(self.windowTitle(), "title"))
        self.scroll = scrolled(asked)
        column.addWidget(self.scroll, 1)
        column.addWidget(self.fault)
        column.addLayout(buttons)
        self.grid.show_only(set(self.editors))
        room = self.room()
        self.resize(min(round(room.width() * 0.94), theme.px(760)), min(round(room.height() * 0.95), theme.px(820)))

    def written(self) -> OfficeEntry:
        """Return the office as it is typed now."""
        typed = {
            key: tuple(value) if isinstance(value := editor.value(), list) else value
            for key, editor in self.editors.items()
        }
        known = {} if self.entry is None else {each.name: getattr(self.entry, each.name) for each in fields(self.entry)}
        return OfficeEntry(**{**known, **typed})

    def _save(self) -> None:
        if not self.save.isEnabled() or not filled(list(self.editors.values())):
            return
        entry, workspace = self.written(), self.desktop.workspace
        self.fault.hide()
        self.save.setEnabled(False)
        job = self.desktop.start(lambda _task: keep_office(workspace, entry), self._done, refused=self._refused)
        job.failed.connect(lambda _bug: self.save.setEnabled(True))
        stay_for(job, self)

    def _done(self, entry: OfficeEntry) -> None:
        self.accept()
        self.kept.emit(entry)

    def _refused(self, fault: UserFault) -> None:
        self.save.setEnabled(True)
        editor = self.editors.get(fault.field)
        if editor is not None:
            editor.set_error(str(fault))
            editor.setFocus()
            self.scroll.follow(editor)
        else:
            self.fault.setText(str(fault))
            self.fault.show()


def _editors(names: Sequence[str], matters: Sequence[str]) -> list[tuple[FieldEditor, bool]]:
    def office(key: str, label: str, help: str = "") -> TextEditor:
        return TextEditor(key, label, suggestions=names, placeholder=_FULL_NAME, required=False, help=help)

    return [
        (TextEditor("name", "单位全称", placeholder=_FULL_NAME), True),
        (ChoiceEditor("level", "级别", options=tuple(levels().items())), False),
        (office("parent", "上级单位"), False),
        (ListEditor("short_names", "简称", noun="一个", required=False), True),
        (TextEditor("address", "地址", required=False, help="印在告知书上，请写群众找得到的接待场所。"), True),
        (TextEditor("phone", "电话", placeholder="带区号的固定电话", required=False), False),
        (TextEditor("postcode", "邮编", placeholder="6 位数字", required=False), False),
        (
            ListEditor(
                "superiors", "其他上级单位", noun="一个", required=False, suggestions=names,
                help="两个以上的上级都可以复查、复核的，上级单位以外的写在这里，办理时一起列出来选。",
            ),
            True,
        ),
        (
            ListEditor(
                "duties", "负责的诉求", noun="一类", required=False, suggestions=matters,
                help="内容分类，或者依法分类处理清单里的诉求类型；登记这类诉求时先列出这个单位。",
            ),
            True,
        ),
        (office("reconsideration", "行政复议机关"), False),
        (office("court", "人民法院"), False),
        (office("discipline", "纪检监察机关"), False),
    ]  # fmt: skip
