"""接下来: what a case waits for, papers still owed, marks, what the petitioner can do, the cases beside it."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.casework.cases.rows import CaseRow
from app.casework.office.law_in_force import life_pack
from app.casework.views.case_page import CaseView, PaperView
from app.ui.base import theme
from app.ui.kit.buttons import LinkButton
from app.ui.kit.card import Card, HairLine
from app.ui.kit.chips import StateTag
from app.ui.kit.words import Words

PaperAct = Callable[[PaperView], None]
_TONES = {"督办": "amber", "重大紧急": "red", "三项建议": "amber"}
_TAGS_A_ROW = 4


def next_card(
    view: CaseView, write: PaperAct, waive: PaperAct, outside: PaperAct, open_case: Callable[[int], None]
) -> Card | None:
    """Return the card, or None where there is nothing to say."""
    coming = "" if view.row.voided else view.next_text or view.waits
    linked = [
        *_linked("原件", (view.related,) if view.related else ()),
        *_linked("并入这一件的", view.merged),
        *_linked("从这一件拆出的", view.split),
        *_linked("从这一件拆出来", (view.split_from,) if view.split_from else ()),
    ]
    if not (coming or view.owed or view.marks or view.remedy or view.notice_reason or linked):
        return None
    card = Card("接下来")
    if coming:
        card.add(Words(coming, selectable=True))
    for paper in view.owed:
        card.add(HairLine())
        card.add(_owed(paper, write, waive, outside, can_change=view.can_change))
    if view.owed:
        card.add(HairLine())
    if view.marks:
        card.add(_tags(view.marks))
    if view.notice_reason and not view.notice_kind:
        card.add(_labelled("登记时不出告知书", view.notice_reason))
    if view.remedy:
        card.add(_labelled("信访人的救济途径（由路线决定）", view.remedy))
    for label, row in linked:
        link = LinkButton(row.number)
        link.setAccessibleName(f"{label}：{row.number}，{row.title}")
        link.clicked.connect(lambda _on=False, row=row: open_case(row.id))
        card.add(_in_row(Words(label, "second", wrap=False), link, Words(row.state, "small", wrap=False)))
    return card


def must_be_issued(view: CaseView, paper: PaperView) -> bool:
    """Say whether a paper is one with its act, so that it cannot be left out."""
    step = next((each for each in view.steps if each.id == paper.step_id), None)
    return step is not None and life_pack().by_act[step.act].with_document


def _owed(paper: PaperView, write: PaperAct, waive: PaperAct, outside: PaperAct, *, can_change: bool) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(theme.px(2))
    column.addWidget(Words(f"待出：{paper.name}", "strong"))
    column.addWidget(Words(f"由“{paper.asked_by}”要求", "small"))
    if can_change:
        write_it, leave_it = LinkButton("出文书…", icon="documents"), LinkButton("不出，写明理由…")
        write_it.setAccessibleName(f"出文书：{paper.name}")
        leave_it.setAccessibleName(f"不出，写明理由：{paper.name}")
        write_it.clicked.connect(lambda: write(paper))
        leave_it.clicked.connect(lambda: waive(paper))
        made = LinkButton("已在程序外出具…")
        made.setAccessibleName(f"已在程序外出具：{paper.name}")
        made.clicked.connect(lambda: outside(paper))
        column.addLayout(_in_row(write_it, leave_it))
        column.addLayout(_in_row(made))
    return column


def _tags(marks: tuple[str, ...]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(theme.space("tight"))
    for start in range(0, len(marks), _TAGS_A_ROW):
        column.addLayout(
            _in_row(*(StateTag(mark, _TONES.get(mark, "accent")) for mark in marks[start : start + _TAGS_A_ROW]))
        )
    return column


def _linked(label: str, rows: tuple[CaseRow, ...]) -> list[tuple[str, CaseRow]]:
    return [(label, row) for row in rows]


def _labelled(label: str, text: str) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(theme.px(2))
    column.addWidget(Words(label, "small"))
    column.addWidget(Words(text, selectable=True))
    return column


def _in_row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.space("near"))
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
