"""撤销这一步: what taking back the last act would do, why it is taken back, and what that still needs."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QCheckBox, QWidget

from app.casework.cases.facts import IssuedPaper
from app.casework.life.undo import UndoAhead, undo
from app.casework.office.labels import label
from app.ui.base import theme
from app.ui.base.desktop import Desktop
from app.ui.cases.acts.act_dialog import ActDialog
from app.ui.kit.editors.making import FieldEditor, LongTextEditor, TextEditor

TITLE = "撤销这一步"
_LINES = 2
STILL_HERE = "都还在本单位，没有发出去"


class CheckEditor(FieldEditor):
    """One sentence that is ticked where it is true. Value: bool."""

    def __init__(self, key: str, label: str, words: str) -> None:
        super().__init__(key, label)
        self.box = QCheckBox(words)
        self._place(self.box)
        self.box.setAccessibleName(f"{label}：{words}")
        self.box.clicked.connect(self.edited)

    def value(self) -> bool:
        """Say whether it is ticked."""
        return self.box.isChecked()

    def set_value(self, raw: Any) -> None:
        """Tick it or not."""
        self.box.setChecked(bool(raw))


def undo_dialog(desktop: Desktop, case_id: int, ahead: UndoAhead, parent: QWidget) -> ActDialog:
    """Return the dialog that takes back the act which `ahead` tells of, and no other."""
    reason = LongTextEditor("reason", "撤销的理由", lines=_LINES)
    reason.paper.setFixedHeight(reason.paper.fontMetrics().lineSpacing() * _LINES + theme.px(22))
    fields: list[FieldEditor] = [reason]
    if ahead.asks_target:
        fields.append(
            TextEditor(
                "move_to", "信访人的请求记到哪一件", placeholder="那一件的编号", width=320,
                help="信访人提出的请求不能撤掉，只能记到它该在的那一件里。",
            )
        )  # fmt: skip
    if ahead.left_house:
        fields.append(CheckEditor("papers_here", "已经打印、在外面出过的文书", STILL_HERE))
    workspace = desktop.workspace
    return ActDialog(
        parent,
        f"撤销“{ahead.title}”",
        "\n".join(ahead_lines(ahead)),
        "提出撤销" if proposes(ahead) else TITLE,
        fields,
        lambda values: undo(
            workspace, case_id, str(values["reason"]), step_id=ahead.step_id,
            papers_here=bool(values.get("papers_here")), move_to=str(values.get("move_to") or ""),
        ),
        danger=True,
    )  # fmt: skip


def ahead_lines(ahead: UndoAhead) -> list[str]:
    """Say what is taken back and what follows from that, a line each."""
    lines = [f"{ahead.on:%Y-%m-%d} {ahead.title}：{ahead.sentence}" if ahead.sentence else f"{ahead.on} {ahead.title}"]
    lines.append(f"这一件回到“{label('state', ahead.state)}”，由这一步起算、停止的期限一起恢复原样。")
    if ahead.papers:
        lines.append(f"一起作废的文书：{_titles(ahead.papers)}。")
    if ahead.left_house:
        lines.append(f"其中已经打印或者在外面出过的：{_titles(ahead.left_house)}。")
    if proposes(ahead):
        lines.append(
            "这一步是两人决定的：现在只提出撤销，由另一位工作人员用自己的用户登录，再点一次“撤销这一步”才生效。"
        )
    elif ahead.needs_second:
        lines.append("另一位工作人员已经提出撤销，这里确认后生效。")
    lines.append("撤销不抹掉记录：这一步和理由都留在办理经过里。")
    return lines


def proposes(ahead: UndoAhead) -> bool:
    """Say whether it is only proposed now, because a second person has to agree."""
    return ahead.needs_second and ahead.proposed_by is None


def undo_words(ahead: UndoAhead) -> str:
    """Say what was done."""
    if proposes(ahead):
        return f"已提出撤销“{ahead.title}”，等另一位工作人员确认。"
    return f"已撤销“{ahead.title}”。"


def _titles(papers: Sequence[IssuedPaper]) -> str:
    return "、".join(f"《{paper.name}》{paper.number}" for paper in papers)
