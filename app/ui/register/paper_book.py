"""补录: many old cases of the paper book, one sheet each, with the keyboard alone."""

from PySide6.QtCore import QObject, QTimer, Signal

from app.casework.intake.consequence import NextWords, end_words
from app.casework.intake.handed_over import Intake
from app.casework.intake.other_claims import keep_other_claims
from app.casework.intake.paper_form import PaperForm, Stop, known_own_number
from app.casework.intake.register import Registered, register_case
from app.casework.intake.rule_book import Rulebook
from app.casework.office.known_offices import known_offices
from app.casework.office.labels import labels
from app.faults import UserFault
from app.law.forms.fields import Field
from app.law.route.models import Node
from app.law.route.sheet import Sheet
from app.law.route.walk import Route, warnings_of
from app.ui.base.desktop import Desktop
from app.ui.register.draft_keeper import DraftKeeper
from app.ui.register.paper_sheet import PaperSheet


class PaperBook(QObject):
    """One sheet after another. The rules decide what is asked and what follows; a draft is kept as one types.

    Signals: `registered(Registered, what to say of it)`, `refused(UserFault)` for what belongs under no field.
    """

    registered = Signal(object, str)
    refused = Signal(object)

    def __init__(self, desktop: Desktop) -> None:
        super().__init__()
        self._desktop = desktop
        self._rulebook: Rulebook | None = None
        self._form: PaperForm | None = None
        self._offices: tuple[str, ...] = ()
        self.entered = 0
        self.touched = False
        self.view = PaperSheet(desktop.workspace.today, self._suggestions)
        self.keeper = DraftKeeper(desktop.workspace, self._draft, self)
        self._later = QTimer(self.view)  # ends with what it reads
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._refresh)
        self.view.edited.connect(self._edited)
        self.view.left.connect(self._left)

    @property
    def form(self) -> PaperForm:
        """Return the sheet under way."""
        assert self._form is not None, "the rulebook is taken before a sheet is opened"
        return self._form

    def open(self, rulebook: Rulebook) -> None:
        """Come up with the sheet as it was left, or an empty one."""
        if self._rulebook is None or self._rulebook.pack is not rulebook.pack:
            workspace = self._desktop.workspace
            self._form = PaperForm(rulebook.pack, workspace.office.role, workspace.today)
        self._rulebook = rulebook
        self._show_all()
        self.view.focus_first()

    def step_on(self) -> None:
        """Go on to the next stop, as Enter asks; after the last one that is asked, register."""
        here = self.view.focused()
        if here is None or here == self.view.asked[-1]:
            self.register()
        else:
            stops = self.view.stops
            self.view.focus(stops[(stops.index(here) + 1) % len(stops)])

    def register(self) -> None:
        """Register what stands on the sheet and begin the next one, or show what cannot be taken."""
        sheet = self._refresh()
        if sheet.errors:
            self.view.show_errors({Stop(*place): text for place, text in sheet.errors.items()})
            return
        self.keeper.settle()
        try:
            route = self.form.route()
            made = register_case(self._desktop.workspace, Intake.from_route(route), self.keeper.draft_id)
        except UserFault as fault:
            self._refuse(fault, sheet)
            return
        self.keeper.forget()
        self.form.keep_for_the_next(sealed=made.sealed)
        self._begin()
        self.entered += 1
        self.registered.emit(made, self._told(made, route))

    def put_aside(self) -> bool:
        """Keep what was typed as a draft and take it off the screen; False where it could not be saved."""
        if self._form is None:
            return True
        if not self.keeper.settle():
            return False
        self.keeper.begin()
        self.form.forget()
        self.view.wipe()
        self.touched = False
        return True

    def _begin(self) -> None:
        self.touched = False
        self.form.begin()
        self._show_all()
        self.view.focus_first()

    def _show_all(self) -> None:
        self._offices = known_offices(self._desktop.workspace)
        self._refresh()
        self.view.fill(self.form.value)
        for stop, editor in self.view.editors.items():
            # What may be offered grows with every case.
            if stop.key in self._offered and (set_suggestions := getattr(editor, "set_suggestions", None)):
                set_suggestions(self._offices)

    @property
    def _offered(self) -> frozenset[str]:
        assert self._rulebook is not None
        return frozenset(key for key, field in self._rulebook.pack.fields.items() if field.kind == "office")

    def _draft(self) -> tuple[str, str]:
        return self.form.draft()

    def _edited(self, stop: Stop, at_once: bool) -> None:
        self.touched = True
        self.form.put(stop, self.view.editors[stop].value())
        self.keeper.touch()
        if at_once:
            self._refresh()
        elif self.form.leads(stop):
            # Before the keyboard comes to the day that follows: what it finds there is selected and typed over.
            self._follow(self.form.sheet())

    def _left(self, stop: Stop) -> None:
        editor, workspace = self.view.editors[stop], self._desktop.workspace
        if stop.key == "own_number":
            found = known_own_number(workspace, str(editor.value()))
            numbers = "、".join(row.number for row in found[:3])
            editor.set_warning(f"登记簿上的这个编号已经录过：{numbers}。" if found else None)
        self._later.start()

    def _refresh(self) -> Sheet:
        sheet = self.form.sheet()
        if self._follow(sheet):
            sheet = self.form.sheet()
        pages: dict[str, Node] = {page.node.id: page.node for page in sheet.pages}
        before = set(self.view.editors)
        self.view.lay_out(pages, *self.form.stops(sheet))
        self.view.fill(self.form.value, [stop for stop in self.view.editors if stop not in before])
        self._show_warnings(sheet)
        self._show_next(sheet)
        return sheet

    def _follow(self, sheet: Sheet) -> bool:
        changed = self.form.follow_days(sheet)
        self.view.fill(self.form.value, [stop for stop in changed if stop in self.view.editors])
        return bool(changed)

    def _show_warnings(self, sheet: Sheet) -> None:
        here = self.view.focused()
        for page in sheet.pages:
            for key, result in page.check.results.items():
                stop = Stop(page.node.id, key)
                if stop != here and key != "own_number" and stop in self.view.editors:
                    editor = self.view.editors[stop]
                    if (result.warning or "") != editor.warning():
                        editor.set_warning(result.warning)

    def _show_next(self, sheet: Sheet) -> None:
        assert self._rulebook is not None
        if sheet.end is None:
            open_page = sheet.pages[-1].node
            self.view.show_next(NextWords(then=f"还要答：{open_page.title}"))
            return
        today = self._desktop.workspace.today()
        self.view.show_next(end_words(sheet.end, sheet.facts, today, self._desktop.law, self._rulebook))

    def _refuse(self, fault: UserFault, sheet: Sheet) -> None:
        about = [Stop(page.node.id, fault.field) for page in sheet.pages for f in page.fields if f.key == fault.field]
        if about:
            self.view.show_errors({about[-1]: f"{fault.sentence}{fault.next_step}"})
        else:
            self.refused.emit(fault)

    def _told(self, made: Registered, route: Route) -> str:
        own = str(route.facts.get("own_number") or "")
        said = [f"已登记 {made.number}" + (f"（登记簿 {own}）" if own else ""), *warnings_of(route)]
        if made.sealed:
            said = [f"已登记并密封 {made.number}"]
        if self._desktop.attempt(lambda: keep_other_claims(self._desktop.workspace, made, route), self.refused.emit):
            said.append("另一类诉求已经存为草稿，到“来访登记”接着办")
        return "；".join(text.rstrip("。") for text in said) + "。"

    def _suggestions(self, field: Field) -> tuple[str, ...]:
        if field.kind == "office":
            return self._offices
        return tuple(labels("content_category").values()) if field.key == "content_category" else ()
