"""The left side of the notice dialog: what the template asks for, what is missing, what the record says."""

from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.casework.documents.form import NoticeField, notice_fields
from app.casework.documents.issuing import NoticeDraft
from app.casework.office.law_in_force import life_pack
from app.ui.base import theme
from app.ui.base.desktop import Desktop
from app.ui.kit.editors.making import FieldEditor, LongTextEditor, editor_for
from app.ui.kit.views.facts import FactGrid
from app.ui.kit.words import Words

_KIND = {"longtext": "longtext", "date": "date", "phone": "phone", "office": "office", "list": "claims"}


class NoticeForm(QWidget):
    """Edit a notice's values; signal `edited`. Missing ones stand first and are marked by name."""

    edited = Signal()

    def __init__(self, desktop: Desktop, draft: NoticeDraft) -> None:
        super().__init__()
        self._original = dict(draft.values)
        fields = notice_fields(draft)
        missing = {field.key for field in draft.missing}
        given = _given_by_the_act(draft)
        open_fields = [field for field in fields if field.key in missing or _is_open(field, given)]
        open_fields.sort(key=lambda field: field.key not in missing)
        self.editors: dict[str, FieldEditor] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.space("near"), 0)
        column.setSpacing(theme.space("normal"))
        for field in open_fields:
            editor = self._editor(desktop, field)
            editor.set_value(_shown(draft.values.get(field.key)))
            editor.edited.connect(self.edited)
            self.editors[field.key] = editor
            column.addWidget(editor)
        kept = [field for field in fields if field not in open_fields and _shown(draft.values.get(field.key))]
        column.addSpacing(theme.space("near"))
        words = "以下照登记和办理步骤印出，有误请关闭后更正" if given else "以下照登记内容印出，有误请关闭后用“更正”"
        column.addWidget(Words(words, "small"))
        column.addWidget(FactGrid([(field.label, _shown(draft.values.get(field.key))) for field in kept]))
        column.addStretch(1)
        self.mark_missing(draft)

    def typed(self) -> dict[str, Any]:
        """Return what the clerk changed, by key; a date stays text as it was typed."""
        return {
            key: editor.value()
            for key, editor in self.editors.items()
            if editor.value() != _shown(self._original.get(key))
        }

    def follow(self, values: Mapping[str, str]) -> None:
        """Show values that follow from what was typed elsewhere; what the clerk typed there himself stays."""
        for key, editor in self.editors.items():
            if key in values and editor.value() == _shown(self._original.get(key)):
                self._original[key] = values[key]
                editor.set_value(values[key])

    def mark_missing(self, draft: NoticeDraft) -> None:
        """Name under each field what is missing there."""
        missing = {field.key: field.label for field in draft.missing}
        for key, editor in self.editors.items():
            editor.set_error(f"还没有填写“{missing[key]}”。" if key in missing else None)

    def show_fault(self, key: str, sentence: str) -> bool:
        """Put a fault under the field it is about; False when that field is not on the form."""
        if key not in self.editors:
            return False
        self.editors[key].set_error(sentence)
        return True

    def _editor(self, desktop: Desktop, field: NoticeField) -> FieldEditor:
        kind = _KIND.get(field.type, "text")
        if kind == "longtext":
            editor = LongTextEditor(field.key, field.label, required=field.required, limit=field.max_length, lines=3)
            editor.paper.setFixedHeight(editor.paper.fontMetrics().lineSpacing() * 4 + theme.px(22))
            return editor
        return editor_for(kind, field.key, field.label, required=field.required, today=desktop.workspace.today)


def _given_by_the_act(draft: NoticeDraft) -> frozenset[str]:
    """Return what the act that asks for the paper may fill in: corrected there, so that paper and record agree."""
    return frozenset(life_pack().fields) if draft.step_id is not None else frozenset()


def _is_open(field: NoticeField, given: frozenset[str]) -> bool:
    # A copy may be sent to somebody who was not thought of at the act itself.
    return field.editable and field.type != "claims" and (field.key not in given or field.key == "copied_to")


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "、".join(_claim_words(each) if is_dataclass(each) else str(each) for each in value)
    return str(value)


def _claim_words(claim: object) -> str:
    return f"{getattr(claim, 'request', '')}（{getattr(claim, 'result', '')}）"
