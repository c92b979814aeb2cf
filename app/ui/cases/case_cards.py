"""The cards of a case's page, each made from what was read in one go."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from app.casework.cases.document_rows import DocumentView
from app.casework.views.case_page import CaseView, Fact, StepView
from app.law.text.articles import load_regulation
from app.ui.base import theme
from app.ui.cases.acts.correct_step_dialog import WHY_NOT
from app.ui.cases.fact_lines import FactLines
from app.ui.documents.document_facts import made_words
from app.ui.kit.buttons import LinkButton
from app.ui.kit.card import Card, HairLine
from app.ui.kit.views.article import ArticleView
from app.ui.kit.views.timeline import TimelineItem, TimelineView
from app.ui.kit.words import Words

CHIPS_A_ROW = 3
DocumentAct = Callable[[DocumentView], None]
StepAct = Callable[[StepView, str], None]


def account_card(view: CaseView, correct: Callable[[str], None]) -> Card:
    """Return what was said: the claims and the summary."""
    card = Card("诉求和概况")
    facts = [*view.claims, *(fact for fact in view.facts if fact.target == "summary")]
    lines = FactLines(facts, "诉求和概况", correctable=view.can_change, label_width=60)
    lines.correct.connect(correct)
    card.add(lines)
    return card


def people_card(view: CaseView, correct: Callable[[str], None], again: Callable[[], None]) -> Card:
    """Return who brought it, with the way to register another matter of theirs."""
    another = LinkButton("另有一事，再登记一件")
    another.clicked.connect(again)
    card = Card("信访人", actions=(another,) if view.people else ())
    for place, person in enumerate(view.people):
        if place:
            card.add(HairLine())
        lines = FactLines(person, f"第 {place + 1} 位信访人", correctable=view.can_change)
        lines.correct.connect(correct)
        card.add(lines)
    if not view.people:
        card.add(Words("没有登记姓名。", "second"))
    return card


def facts_card(view: CaseView, correct: Callable[[str], None]) -> Card:
    """Return everything else that was registered."""
    card = Card("登记内容")
    facts = [fact for fact in view.facts if fact.target != "summary"]
    lines = FactLines([*facts, Fact("登记人", view.row.registered_by)], "登记内容", correctable=view.can_change)
    lines.correct.connect(correct)
    card.add(lines)
    return card


def documents_card(view: CaseView, look: DocumentAct, print_it: DocumentAct, save: DocumentAct) -> Card:
    """Return the issued documents, each with what can be done with it."""
    card = Card("文书")
    for place, document in enumerate(view.documents):
        if place:
            card.add(HairLine())
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        words.addWidget(Words(document.listed_name, "strong"))
        who = f"{document.issued_by} 补录" if document.outside else document.issued_by
        words.addWidget(Words(f"{document.number}　{document.issued_on:%Y-%m-%d}　{who}", "small"))
        served = f"　送达：{document.served_on:%Y-%m-%d}" if document.served_on else ""
        if document.void:
            words.addWidget(Words(f"已作废：{document.void_reason}", "small", tone="red"))
        else:
            words.addWidget(Words(f"{made_words(document)}{served}", "small"))
        card.add(words)
        acts = QHBoxLayout()
        acts.setSpacing(theme.space("tight"))
        again = "打印副本" if document.prints else "打印"
        possible = (
            (("查看", look),)
            if document.void or document.outside
            else (("查看", look), (again, print_it), ("另存", save))
        )
        for word, act in possible:
            button = LinkButton(word)
            button.setAccessibleName(f"{word}：{document.listed_name} {document.number}")
            button.clicked.connect(lambda _on=False, act=act, document=document: act(document))
            acts.addWidget(button)
        acts.addStretch(1)
        card.add(acts)
    if not view.documents:
        card.add(Words("还没有签发文书。", "second"))
    return card


def steps_card(view: CaseView, correct: StepAct) -> Card | None:
    """Return what was done in the case's life, the latest first, each line correctable where nothing hangs on it."""
    if not view.steps:
        return None
    card = Card("办理步骤")
    for place, step in enumerate(reversed(view.steps)):
        if place:
            card.add(HairLine())
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        later = f"（{step.entered_on:%Y-%m-%d}补录）" if step.entered_on else ""
        words.addWidget(Words(f"{step.on:%Y-%m-%d}　{step.title}{later}", "strong"))
        words.addWidget(Words(step.sentence, "small", selectable=True))
        card.add(words)
        facts = [Fact(label, said, key) for key, label, said in step.lines]
        lines = FactLines(
            facts,
            f"{step.title}填写的内容",
            correctable=view.can_change,
            label_width=128,
            why_not=WHY_NOT if view.can_change else "",
        )
        lines.correct.connect(lambda key, step=step: correct(step, key))
        card.add(lines)
    return card


def timeline_card(view: CaseView) -> Card:
    """Return what happened, the latest first."""
    card = Card("办理经过")
    items = []
    for entry in reversed(view.timeline):
        details = [*entry.details, *([f"理由：{entry.reason}"] if entry.reason else [])]
        tone = "red" if entry.what == "作废" else ""
        items.append(TimelineItem(entry.at[:16].replace("T", " "), entry.who, entry.what, "\n".join(details), tone))
    card.add(TimelineView(items))
    return card


def route_card(view: CaseView) -> Card | None:
    """Return the way that was walked: each page with its answer and the articles it stands on."""
    if not view.route:
        return None
    card = Card("走过的路线")
    regulation = load_regulation()
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.space("normal"))
    grid.setVerticalSpacing(theme.px(6))
    grid.setColumnStretch(1, 1)
    for row, step in enumerate(view.route):
        grid.addWidget(Words(str(step["title"]), "second", wrap=False), row, 0, Qt.AlignmentFlag.AlignTop)
        cited = "、".join(regulation.cite(ref).label.replace("《信访工作条例》", "") for ref in step["refs"])
        answer = QVBoxLayout()
        answer.setSpacing(0)
        answer.addWidget(Words(str(step["answer"] or "已填写"), selectable=True))
        answer.addWidget(Words(cited, "small"))
        grid.addLayout(answer, row, 1)
    card.add(grid)
    if view.basis:
        card.add(Words("去向的依据", "label"))
        cited_last = [regulation.cite(ref) for ref in view.basis]
        card.add(ArticleView([(each.label, each.text) for each in cited_last], unfolded=0))
    return card
