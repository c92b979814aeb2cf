"""Walk the route on the screen: the page that is asked, what follows, the draft; the engine decides everything."""

from PySide6.QtCore import QObject, QTimer, Signal

from app.casework.intake.consequence import NextWords, clock_lines, end_words, next_words
from app.casework.intake.draft_title import draft_title
from app.casework.intake.drafts import DraftRow
from app.casework.intake.duplicates import Candidate, find_duplicates
from app.casework.intake.pathway_choice import asks_for_a_way, drop_what_does_not_fit, filled_from_catalogue
from app.casework.intake.recap import Line, spoken
from app.casework.intake.related import related_case
from app.casework.intake.rule_book import Rulebook
from app.casework.office.known_offices import known_offices
from app.casework.office.labels import labels
from app.faults import UserFault
from app.law.forms.fields import Field, check_field
from app.law.route.draft import read_draft, write_draft
from app.law.route.right_reminder import right_reminder
from app.law.route.walk import AnswerFault, Node, Outcome, Route
from app.routemap.graph import map_graph
from app.ui.base.desktop import Desktop, Job, Task
from app.ui.register.draft_keeper import DraftKeeper
from app.ui.register.outcome_view import OutcomeView
from app.ui.register.pathway_offer import PathwayOffer
from app.ui.register.question_view import QuestionView
from app.ui.register.walk_view import WalkView

# Long enough not to work between two strokes, short enough to look immediate.
_LOOK_AHEAD_MS = 120


class Walk(QObject):
    """One intake under way. Signals: `moved` after every page, `submitted` at Enter, `remarked(text)` for a warning."""

    moved = Signal()
    submitted = Signal()
    remarked = Signal(str)

    def __init__(self, desktop: Desktop) -> None:
        super().__init__()
        self._desktop = desktop
        self._rulebook: Rulebook | None = None
        self.route: Route | None = None
        self.touched = False
        self.cited: tuple[str, ...] = ()
        self.view = WalkView()
        self.keeper = DraftKeeper(desktop.workspace, self._draft, self)
        self._later = QTimer(self.view)  # ends with what it reads: a window closed in that moment leaves no view
        self._later.setSingleShot(True)
        self._later.setInterval(_LOOK_AHEAD_MS)
        self._later.timeout.connect(self._look_ahead)
        self._offices: dict[str, tuple[str, ...]] = {}
        self._search: Job | None = None

    def take_rulebook(self, rulebook: Rulebook) -> None:
        """Take the data to walk by; a walk that is on stays where it is when only names of documents have changed."""
        known, self._rulebook = self._rulebook, rulebook
        if known is None or known.pack is not rulebook.pack:
            role = self._desktop.workspace.office.role
            self.view.set_map(map_graph(rulebook.pack, None, rulebook.clocks, role))

    def begin(self, suggestions: dict[str, object]) -> None:
        """Begin a new intake; suggestions fill pages in advance and answer nothing."""
        workspace = self._desktop.workspace
        route = Route.start(self._book.pack, workspace.office.role, workspace.today(), suggestions)
        self._open(route, None)

    def resume(self, draft: DraftRow) -> None:
        """Take a draft up where it stopped; raises UserFault when it cannot be read."""
        route = read_draft(self._book.pack, draft.payload, self._desktop.workspace.today())
        self._open(route, draft.id)
        self.touched = True

    def close(self) -> None:
        """Take everything off the screen; no widget and no field keeps a word of it."""
        self.keeper.begin()
        self._later.stop()
        self._stop_search()
        if self.question is not None:
            self.question.wipe()
        self.view.clear_middle()
        self.view.side.show_next(NextWords())
        self.route = None
        self.touched = False

    @property
    def question(self) -> QuestionView | None:
        """Return the page that is asked, or None at an end."""
        return self.view.middle if isinstance(self.view.middle, QuestionView) else None

    def answer(self) -> None:
        """Answer the page with what stands on it and go on, or show what cannot be taken."""
        route, question = self.route, self.question
        if route is None or question is None:
            return
        try:
            self._check_case_number(question)
            remarks = route.answer(question.values(), question.choice())
        except AnswerFault as fault:
            self._refuse(fault.errors)
            return
        except UserFault as fault:
            self._refuse({fault.field: f"{fault.sentence}{fault.next_step}"})
            return
        drop_what_does_not_fit(route)
        self._went()
        if remarks:
            self.remarked.emit("；".join(remark.warning or "" for remark in remarks))

    def back(self) -> None:
        """Go back one page with everything as it was typed."""
        if self.route is None:
            return
        if self.question is not None:
            self.route.typed(self.question.values(), self.question.choice())
        if self.route.back():
            self._went()

    def spoken(self) -> list[Line]:
        """Return what the petitioner said so far, for them to check."""
        if self.route is None:
            return []
        if self.question is not None:
            self.route.typed(self.question.values(), self.question.choice())
        return spoken(self.route)

    def focus_first(self) -> None:
        """Put the keyboard where the answer begins."""
        if self.question is not None:
            self.question.focus_first()

    @property
    def _book(self) -> Rulebook:
        assert self._rulebook is not None, "the rulebook is loaded before anything is walked"
        return self._rulebook

    def _open(self, route: Route, draft_id: int | None) -> None:
        if self.route is not None:
            self.close()
        self.keeper.begin(draft_id)
        self._offices = {}
        self.route = route
        self.touched = False
        self._show_place()

    def _draft(self) -> tuple[str, str]:
        assert self.route is not None
        return draft_title(self.route, self._desktop.workspace.now()), write_draft(self.route)

    def _went(self) -> None:
        self.touched = True
        self.keeper.save_now()
        self._show_place()

    def _refuse(self, errors: dict[str, str]) -> None:
        if self.question is not None:
            self.question.show_errors(errors)
        self.touched = True
        self.keeper.touch()

    def _show_place(self) -> None:
        route = self.route
        assert route is not None
        self._later.stop()
        self._stop_search()
        place = route.current
        self.view.show_path([frame.node_id for frame in route.frames], place.id)
        if isinstance(place, Outcome):
            self._show_end(route, place)
        else:
            self._show_question(route, place)
        self.moved.emit()

    def _show_question(self, route: Route, node: Node) -> None:
        question = QuestionView(node, self._desktop.workspace.today, self._suggestions)
        question.show_values(self._prefilled(route, node), self._expected_answer(route, node))
        if node.right is not None:
            told = right_reminder(node.right, route.facts, self._desktop.calendar, self._book.clocks)
            question.show_reminder(told.text, late=told.late)
        if asks_for_a_way(node):
            offer = PathwayOffer(self._desktop, question, route)
            offer.lit.connect(self.view.follow_focus)
            offer.turned_back.connect(self._went)
        if reminder := filled_from_catalogue(route, node):
            question.show_reminder(reminder, late=False)
            question.show_beginnings()
        self.view.show_middle(question)
        question.edited.connect(self._edited)
        question.submitted.connect(self.submitted)
        self._look_ahead()
        if question.candidates is not None:
            self._find_candidates(question, route)
        question.focus_first()

    def _show_end(self, route: Route, end: Outcome) -> None:
        law, book = self._desktop.law, self._book
        lines = clock_lines(end.clocks, route.facts, route.today, law, book)
        notice = book.notice_name(end.notice) if end.notice else ""
        self.view.show_middle(OutcomeView(route, end, notice, lines))
        self.view.side.show_next(end_words(end, route.facts, route.today, law, book))
        self._cite(end.basis)

    def _edited(self, at_once: bool) -> None:
        if self.route is None or self.question is None:
            return
        self.touched = True
        self.route.typed(self.question.values(), self.question.choice())
        self.keeper.touch()
        if at_once:
            self._look_ahead()
        elif not self._later.isActive():
            self._later.start()

    def _look_ahead(self) -> None:
        route, question = self.route, self.question
        if route is None or question is None:
            return
        values, choice = question.values(), question.choice()
        question.show_fields({field.key for field in route.fields(values, choice)})
        ahead = route.preview(choice, values)
        known = dict(route.facts) | self._typed_dates(question)
        words = next_words(question.node.id, ahead, known, route.today, self._desktop.law, self._book)
        self.view.side.show_next(words)
        self._cite(ahead.basis)

    def _cite(self, refs: tuple[str, ...]) -> None:
        self.cited = refs
        self.view.side.show_articles(self._book.citations(refs))

    def _typed_dates(self, question: QuestionView) -> dict[str, object]:
        found: dict[str, object] = {}
        for field in question.node.fields:
            if field.kind == "date":
                value = check_field(field, question.editors[field.key].value(), self._desktop.workspace.today()).value
                if value is not None:
                    found[field.key] = value
        return found

    def _prefilled(self, route: Route, node: Node) -> dict[str, object]:
        values = route.prefill()
        receiver = route.pack.fields.get("handler")
        for field in node.fields:
            # Who sits at the window receives; later pages may name somebody else under the same key.
            if field is receiver and field.key not in values:
                values[field.key] = self._desktop.workspace.actor.name
        return values

    def _expected_answer(self, route: Route, node: Node) -> str | None:
        if route.remembered_choice is not None or not route.suggestions:
            return route.remembered_choice
        agreeing = (
            answer.key
            for answer in node.answers
            if answer.sets and all(route.suggestions.get(key) == value for key, value in answer.sets.items())
        )
        return next(agreeing, None)

    def _suggestions(self, field: Field) -> tuple[str, ...]:
        if field.kind == "office":
            return self._known_offices()
        return tuple(labels("content_category").values()) if field.key == "content_category" else ()

    def _known_offices(self) -> tuple[str, ...]:
        category = str(self.route.facts.get("content_category") or "") if self.route is not None else ""
        if category not in self._offices:
            self._offices[category] = known_offices(self._desktop.workspace, category)
        return self._offices[category]

    def _check_case_number(self, question: QuestionView) -> None:
        for field in question.node.fields:
            if field.kind == "case_ref" and not question.editors[field.key].isHidden():
                number = str(question.editors[field.key].value()).strip()
                if number:
                    related_case(self._desktop.workspace, number)

    def _find_candidates(self, question: QuestionView, route: Route) -> None:
        workspace, facts = self._desktop.workspace, dict(route.facts)

        def look(_task: Task) -> tuple[Candidate, ...] | UserFault:
            try:
                return find_duplicates(workspace, facts)
            except UserFault as fault:
                return fault  # said beside the question, where the number can still be typed by hand

        def show(found: tuple[Candidate, ...] | UserFault) -> None:
            if self.question is not question or question.candidates is None:
                return
            if isinstance(found, UserFault):
                question.candidates.show_fault(found.sentence)
            else:
                question.show_candidates(found)

        self._search = self._desktop.start(look, show)

    def _stop_search(self) -> None:
        if self._search is not None:
            self._search.cancel()
            self._search = None
