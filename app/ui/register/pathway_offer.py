"""The pathway catalogue beside a page that asks for the way: what is chosen there answers and fills the route."""

from PySide6.QtCore import QObject, Signal

from app.casework.intake.pathway_choice import EarlierAnswer, answer_of_way, earlier_answer, go_back_to, suggestions_of
from app.casework.office.pathways import PathwayEntry
from app.law.route.pathways import WAY_NAMES
from app.law.route.walk import Route
from app.ui.base.desktop import Desktop
from app.ui.register.pathway_panel import PathwayPanel
from app.ui.register.question_view import QuestionView


class PathwayOffer(QObject):
    """Put the catalogue above the answers of a page. It lives as long as the page.

    Signals: `lit` when an answer was lit, `turned_back` when the route stands at a former page.
    """

    lit = Signal()
    turned_back = Signal()

    def __init__(self, desktop: Desktop, question: QuestionView, route: Route) -> None:
        super().__init__(question)
        self._question, self._route = question, route
        self.panel = PathwayPanel(desktop, str(route.facts.get("content_category") or ""))
        self.panel.chosen.connect(self._take)
        self.panel.left.connect(question.focus_first)
        question.put_above_answers(self.panel)

    def _take(self, entry: PathwayEntry) -> None:
        self.panel.show_chosen(entry)
        self._route.suggest(suggestions_of(entry))
        if (key := answer_of_way(self._question.node, entry.way)) is not None:
            self._question.choose(key)
            self.lit.emit()
        elif (earlier := earlier_answer(self._route, entry.way)) is not None:
            self.panel.offer_act(
                f"这一条属于{WAY_NAMES[entry.way]}，要在前面“{earlier.node_title}”一页选“{earlier.label}”。",
                f"退回“{earlier.node_title}”改选",
                lambda: self._answer_earlier(earlier),
            )

    def _answer_earlier(self, earlier: EarlierAnswer) -> None:
        self._route.typed(self._question.values(), self._question.choice())
        go_back_to(self._route, earlier)
        self.turned_back.emit()
