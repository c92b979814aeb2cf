"""Make the editor for a kind of field; re-exports every editor, so that pages import from one place."""

from collections.abc import Callable, Sequence
from datetime import date

from app.ui.kit.editors.choice_editors import ChoiceEditor, Option, YesNoEditor
from app.ui.kit.editors.date_editor import DateEditor
from app.ui.kit.editors.field import FieldEditor
from app.ui.kit.editors.list_editor import ListEditor
from app.ui.kit.editors.text_editors import IntEditor, LongTextEditor, TextEditor

__all__ = [
    "ChoiceEditor",
    "DateEditor",
    "FieldEditor",
    "IntEditor",
    "ListEditor",
    "LongTextEditor",
    "Option",
    "TextEditor",
    "YesNoEditor",
    "editor_for",
]

KINDS = (
    "text", "longtext", "date", "int", "choice", "yesno", "names", "claims", "office", "phone", "id_number", "case_ref",
)  # fmt: skip


def editor_for(
    kind: str,
    key: str,
    label: str,
    *,
    required: bool = True,
    help: str = "",
    options: Sequence[Option | str] = (),
    today: Callable[[], date] = date.today,
    limit: int = 0,
) -> FieldEditor:
    """Return an editor for a kind of field (one of `KINDS`).

    `options` are (value, label) pairs or plain strings: the answers of a `choice`, the suggestions of `text`,
    `office` and `case_ref`. `limit` is the number of characters from which a `longtext` counts in amber.
    Raises ValueError for an unknown kind: that is a bug in a rule pack's loader, not the clerk's.
    """
    pairs = [(option, option) if isinstance(option, str) else option for option in options]
    names = [name for _, name in pairs]
    match kind:
        case "text":
            return TextEditor(key, label, suggestions=names, required=required, help=help)
        case "longtext":
            return LongTextEditor(key, label, limit=limit, required=required, help=help)
        case "date":
            return DateEditor(key, label, today=today, required=required, help=help)
        case "int":
            return IntEditor(key, label, required=required, help=help)
        case "choice":
            return ChoiceEditor(key, label, options=pairs, required=required, help=help)
        case "yesno":
            return YesNoEditor(key, label, required=required, help=help)
        case "names":
            return ListEditor(key, label, noun="一人", required=required, help=help)
        case "claims":
            return ListEditor(key, label, noun="一项", required=required, help=help)
        case "office":
            return TextEditor(key, label, suggestions=names, placeholder="机关、单位全称", required=required, help=help)
        case "phone":
            return TextEditor(key, label, placeholder="手机或带区号的固定电话", width=260, required=required, help=help)
        case "id_number":
            return TextEditor(
                key, label, placeholder="18 位公民身份号码或其他证件号", width=320, required=required, help=help
            )
        case "case_ref":
            return TextEditor(
                key, label, suggestions=names, placeholder="信访事项编号", width=320, required=required, help=help
            )
    raise ValueError(f"unknown kind of field: {kind}")
