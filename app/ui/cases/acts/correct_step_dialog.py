"""Correct one thing that an act was said to be: what stands now, what should stand, and why."""

from PySide6.QtWidgets import QWidget

from app.casework.life.correct_step import correct_step
from app.casework.office.law_in_force import life_pack
from app.casework.views.case_page import StepView
from app.ui.base.desktop import Desktop
from app.ui.cases.acts.act_dialog import ActDialog
from app.ui.kit.editors.making import FieldEditor, ListEditor, LongTextEditor, TextEditor, editor_for

WHY_NOT = "这一项决定了这件怎么走、哪些期限开始，不能更正；走错了的，用后面的办理改变，或者作废后重新登记。"
_SHOWN = 240


def correct_step_dialog(desktop: Desktop, case_id: int, step: StepView, key: str, parent: QWidget) -> ActDialog:
    """Return the dialog that corrects one line of a step; the clocks that stand on it move with it."""
    words = next((words for each, _label, words in step.lines if each == key), "")
    field = life_pack().fields[key]
    of_act = next((each for each in life_pack().by_act[step.act].fields if each.key == key), field)
    editor: FieldEditor
    if of_act.kind == "longtext":
        editor = LongTextEditor("value", "改成", limit=of_act.max_length or 0, lines=5)
        editor.set_value(words)
    elif of_act.kind in ("names", "claims"):
        editor = ListEditor("value", "改成", noun="一行")
        editor.set_value(words.split("、"))
    else:
        editor = editor_for(of_act.kind, "value", "改成", today=desktop.workspace.today)
        editor.set_value(words)
    now = words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
    return ActDialog(
        parent,
        f"更正：{step.title}，{of_act.label}",
        f"现在是：{now}\n原来的内容和理由留在办理经过里；由它起算、停止的期限一起重算。",
        "更正",
        [editor, TextEditor("reason", "更正的理由", placeholder="例如：看错回执上的日期")],
        lambda values: correct_step(
            desktop.workspace, case_id, step.id, key, _as_text(values["value"]), str(values["reason"])
        ),
    )


def _as_text(value: object) -> str:
    return "\n".join(str(each) for each in value) if isinstance(value, list) else str(value)
