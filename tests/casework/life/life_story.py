"""Tell a case act by act: fill a form as a clerk would, and read what became of it."""

from datetime import date, datetime

from offices import BEIJING, CHEAP, PASSWORD, StandingClock
from walking import register

from app.casework.documents.issuing import issue_notice, prepare_notice
from app.casework.life.acts import Performed, act_form, perform, waive_document
from app.casework.life.claim_answers import ClaimAnswer
from app.casework.office.accounts import add_user
from app.casework.views.case_page import CaseView, case_view
from app.models.workspace import Workspace, open_workspace

RECEIVER = "service_receiver"


def day(text: str) -> date:
    """Return a day of 2026 written as 10-12, or one written out."""
    return date.fromisoformat(text if len(text) > 5 else f"2026-{text}")


class Story:
    """One case and the people who handle it; every act is done on the day it says, unless `today` is given."""

    def __init__(self, workspace: Workspace, clock: StandingClock, example: str, on: str, **changes: object) -> None:
        self.workspace, self.clock = workspace, clock
        self.stand(on)
        made = register(workspace, example, **changes)
        self.case_id, self.number = made.case_id, made.number

    def stand(self, on: str) -> None:
        """Go to a day."""
        there = day(on)
        self.clock.moment = datetime(there.year, there.month, there.day, 9, 30, tzinfo=BEIJING)

    def another(self, login: str = "wang") -> Workspace:
        """Open a second person's session."""
        add_user(self.workspace, login, "王守一", ("clerk",), PASSWORD, cost=CHEAP)
        return open_workspace(self.workspace.folder, login, PASSWORD, now=self.clock)

    def do(self, act: str, by: Workspace | None = None, today: str = "", **values: object) -> Performed:
        """Do an act with what the form begins with and these values."""
        who = by or self.workspace
        form = act_form(who, self.case_id, act)
        if today or values.get(form.rule.on):
            self.stand(today or str(values[form.rule.on]))
            form = act_form(who, self.case_id, act)
        filled = {**form.values, **{key: _full(value) for key, value in values.items()}}
        for field in form.rule.fields:
            if (field.required or field.key == RECEIVER) and not filled.get(field.key):
                filled[field.key] = field.options[0].value if field.options else f"（{field.label}）"
        answers = tuple(
            ClaimAnswer(number, "supported", "查明属实。", "予以支持。", "某条例第一条") for number, _ in form.claims
        )
        return perform(who, self.case_id, act, filled, answers)

    def paper(self, kind: str) -> None:
        """Issue the paper of a kind that is owed."""
        owed = next(paper for paper in self.view().owed if paper.kind == kind)
        issue_notice(self.workspace, prepare_notice(self.workspace, self.case_id, kind, step_id=owed.step_id))

    def hand_over(self, kind: str) -> None:
        """Issue the notice of a kind that is owed and put it into the hands of whoever it is for, on this day."""
        self.paper(kind)
        self.do("serve_notice")

    def waive_all(self) -> None:
        """Put on record that the rest of the papers is not issued."""
        for paper in self.view().owed:
            waive_document(self.workspace, self.case_id, paper.step_id, paper.kind, "纸质件已附卷")

    def view(self) -> CaseView:
        """Read the case as its page shows it."""
        return case_view(self.workspace, self.case_id)

    @property
    def state(self) -> str:
        """Return the state."""
        return self.view().state

    def owed(self) -> list[str]:
        """Return the kinds of papers owed."""
        return [paper.kind for paper in self.view().owed]

    def running(self) -> dict[str, date]:
        """Return the running clocks with the day that judges each."""
        return {clock.kind: clock.governing for clock in self.view().clocks if clock.stopped_on is None}

    def clock_of(self, kind: str) -> tuple[date, date, date | None]:
        """Return start, strict last day and the day of stopping of the latest clock of a kind."""
        found = [clock for clock in self.view().clocks if clock.kind == kind][-1]
        return found.start, found.due, found.stopped_on

    def told(self) -> str:
        """Return the whole timeline as one text."""
        return "\n".join(f"{e.what}：{'；'.join(e.details)}" for e in self.view().timeline)

    def possible(self) -> set[str]:
        """Return the acts that are possible now."""
        return {offer.act for offer in self.view().offers if offer.possible}

    def step(self, act: str) -> int:
        """Return the latest step of an act."""
        return [step.id for step in self.view().steps if step.act == act][-1]


def _full(value: object) -> object:
    if isinstance(value, str) and len(value) == 5 and value[2] == "-" and value.replace("-", "").isdigit():
        return f"2026-{value}"
    return value
