"""Make a demo office: fictional people and matters of two months, by the same acts a clerk uses, day by day."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from sqlmodel import Session, col, select

from app.casework.cases.document_rows import documents_of
from app.casework.cases.facts import OwedPaper, known_case
from app.casework.cases.lookup import case_by_id
from app.casework.demo.story import DemoCase, DemoStory, LaterAct, load_story
from app.casework.documents.issuing import issue_notice, prepare_notice, record_print
from app.casework.intake.handed_over import Intake
from app.casework.intake.register import register_case
from app.casework.life.acts import act_form, perform
from app.casework.life.claim_answers import ClaimAnswer
from app.casework.life.correct_case import correct_case, void_case
from app.casework.life.record_service import ServiceEntry, record_service
from app.casework.office.accounts import add_user
from app.casework.office.law_in_force import rule_pack, shipped_calendar
from app.law.forms.conditions import FactValue
from app.law.route.walk import walk
from app.models.tables import Petitioner
from app.models.workspace import OfficeSetup, Workspace, create_workspace, open_workspace
from app.security.keyslots import KdfCost

# Facts that the story writes as days after the receipt; the others of these are the day of registering.
_DAY_FACTS = (
    "petition_date", "postmark_on", "dispatched_on", "guided_on", "accepted_on", "report_by", "opinion_on", "served_on",
    "review_opinion_on", "review_served_on",
)  # fmt: skip
_ON_REGISTERING = ("dispatched_on", "guided_on", "accepted_on")
_BEFORE_OPENING = timedelta(hours=1)
_TO_THE_NOTICE = timedelta(minutes=9)
_TO_LATER_ACTS = timedelta(minutes=35)


@dataclass(frozen=True)
class DemoOffice:
    """A demo office, open for its first user, with the public password of all users and the recovery code."""

    workspace: Workspace
    password: str
    recovery_code: str


def make_demo_office(
    folder: Path,
    now: Callable[[], datetime],
    cost: KdfCost | None = None,
    role: str = "petition_department",
    path: Path | None = None,
) -> DemoOffice:
    """Make a workspace in `folder` whose two months of cases end at `now`: some overdue, some due soon, some new.

    `role` is petition_department, township or review_body; `path` is another story. Raises `UserFault` (code
    `unknown-role`, `exists`, `broken-rules`). The workspace goes on with the clock `now`.
    """
    story = load_story(path)
    office = story.office(role)
    plan = sorted(_plan(story, role, now()), key=lambda event: event.moment)
    clock = _MovingClock(plan[0].moment - _BEFORE_OPENING)
    first = story.people[0]
    setup = OfficeSetup(
        office.name, office.short_form, office.level, office.role, office.division_code, office.division_name,
        first.login, first.name, story.password, office.phone, office.address, first.roles,
    )  # fmt: skip
    workspace, recovery_code = create_workspace(folder, setup, now=clock, cost=cost)
    desks = {first.login: workspace}
    try:
        for person in story.people[1:]:
            add_user(workspace, person.login, person.name, person.roles, story.password, cost=cost)
            desks[person.login] = open_workspace(folder, person.login, story.password, now=clock)
        making = _Making(story, role, desks)
        for event in plan:
            clock.moment = event.moment
            event.do(making)
    except BaseException:
        workspace.close()
        raise
    finally:
        for desk in desks.values():
            if desk is not workspace:
                desk.close()
    workspace.now = now
    return DemoOffice(workspace, story.password, recovery_code)


class _MovingClock:
    """The clock of the making: it stands at the moment of each act."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment


class _Making:
    """The office while its story is told: a desk for each person, and the cases there are so far."""

    def __init__(self, story: DemoStory, role: str, desks: dict[str, Workspace]) -> None:
        self.story = story
        self.role = role
        self.desks = desks
        self.pack = rule_pack()
        self.case_ids: dict[int, int] = {}
        self.numbers: dict[str, str] = {}

    def register(self, place: int, received: date, registered: date) -> None:
        """Register the case that stands at `place` in the story."""
        told = self.story.cases[place]
        facts = dict(self.story.defaults) | told.facts
        for key in _DAY_FACTS:
            after = facts.get(key)
            if isinstance(after, int):
                facts[key] = (received + timedelta(days=after)).isoformat()
        facts = {"received_on": received.isoformat(), "petition_date": received.isoformat()} | facts
        facts = {key: registered.isoformat() for key in _ON_REGISTERING} | facts
        if told.related:
            facts["related_case"] = self.numbers[told.related]
        desk = self._desk(told)
        facts = {"handler": desk.actor.name} | facts
        done = register_case(desk, Intake.from_route(walk(self.pack, self.role, registered, facts)))
        self.case_ids[place] = done.case_id
        self.numbers[told.key] = done.number

    def issue(self, place: int) -> None:
        """Issue the notice that the case's route asks for and the letter it goes out with, and tell the petitioner.

        Whoever came is handed the notice; to everybody else it is posted.
        """
        told = self.story.cases[place]
        desk, case_id = self._desk(told), self.case_ids[place]
        with desk.reading() as session:
            letters = [paper for paper in _owed_by(session, case_id, desk.today()) if paper.step_id is not None]
        notice = issue_notice(desk, prepare_notice(desk, case_id))
        for letter in letters:
            issue_notice(desk, prepare_notice(desk, case_id, letter.kind, step_id=letter.step_id))
        came, today = told.facts["channel"] == "visit", desk.today().isoformat()
        record_service(
            desk,
            ServiceEntry(
                notice, today, receiver=str(told.facts.get("petitioner_name", "")), relation="本人" if came else ""
            )
            if came
            else ServiceEntry(notice, today, result="posted", way="post", post_number=f"10990002{case_id:05}"),
            with_proof=True,
        )

    def later(self, place: int, act: LaterAct) -> None:
        """Do what was done about a case on a later day."""
        desk, case_id = self._desk(self.story.cases[place], act.by), self.case_ids[place]
        if act.act == "notice":
            self.issue(place)
        elif act.act == "papers":
            self._issue_owed(desk, case_id, act.values)
        elif act.act == "print":
            with desk.reading() as session:
                latest = documents_of(session, case_id=case_id)[0]
            record_print(desk, latest.id)
        elif act.act == "correct":
            correct_case(desk, case_id, self._target(desk, case_id, act.target), act.value, act.reason)
        elif act.act == "void":
            void_case(desk, case_id, act.reason)
        else:
            self._perform(desk, case_id, act)

    def _perform(self, desk: Workspace, case_id: int, act: LaterAct) -> None:
        form, today = act_form(desk, case_id, act.act), desk.today()
        days = {field.key for field in form.rule.fields if field.kind == "date"}
        values = {
            key: (today + timedelta(days=value)).isoformat() if key in days and isinstance(value, int) else value
            for key, value in act.values.items()
        }
        answers = [
            ClaimAnswer(claim_id, said.result, said.findings, said.opinion, said.basis)
            for (claim_id, _text), said in zip(form.claims, act.answers, strict=True)
        ]
        perform(desk, case_id, act.act, {**form.values, **values}, answers)

    def _issue_owed(self, desk: Workspace, case_id: int, values: Mapping[str, FactValue]) -> None:
        with desk.reading() as session:
            owed = _owed_by(session, case_id, desk.today())
        for paper in owed:
            issue_notice(desk, prepare_notice(desk, case_id, paper.kind, values, paper.step_id))

    def _desk(self, told: DemoCase, by: str = "") -> Workspace:
        return self.desks[by or told.by or self.story.people[0].login]

    def _target(self, desk: Workspace, case_id: int, target: str) -> str:
        head, _, column = target.partition(".")
        if head != "petitioner":
            return target
        with desk.reading() as session:
            case = case_by_id(session, case_id)
            first = session.exec(
                select(Petitioner.id).where(Petitioner.case_id == case.id).order_by(col(Petitioner.position))
            ).first()
        return f"petitioner.{first}.{column}"


def _owed_by(session: Session, case_id: int, today: date) -> tuple[OwedPaper, ...]:
    return known_case(session, case_by_id(session, case_id), today).owed


@dataclass(frozen=True)
class _Event:
    """Something that was done, and when."""

    moment: datetime
    do: Callable[[_Making], None]


def _plan(story: DemoStory, role: str, present: datetime) -> Iterator[_Event]:
    """Yield what was done about every case of this role up to the present; what lies ahead is not done yet."""
    today = present.date()
    for place, told in enumerate(story.cases):
        if role not in told.offices:
            continue
        received, registered = _days(told, today)
        at = time.fromisoformat(told.time)

        def moment(day: date, after: timedelta = timedelta(0), at: time = at) -> datetime:
            return min(datetime.combine(day, at, tzinfo=present.tzinfo) + after, present)

        yield _Event(moment(registered), _registering(place, received, registered))
        if told.notice:
            yield _Event(moment(registered, _TO_THE_NOTICE), _issuing(place))
        for order, act in enumerate(told.later, start=1):
            day = shipped_calendar().next_workday(registered + timedelta(days=act.after))
            if day <= today:
                yield _Event(moment(day, order * _TO_LATER_ACTS), _acting(place, act))


def _days(told: DemoCase, today: date) -> tuple[date, date]:
    """Return when a case was received and when it was registered: online on any day, otherwise on working days."""
    calendar = shipped_calendar()
    received = today - timedelta(days=told.days_ago)
    if told.facts["channel"] != "online":
        received = calendar.last_workday(received)
    return received, min(calendar.next_workday(received + timedelta(days=told.delay)), today)


def _registering(place: int, received: date, registered: date) -> Callable[[_Making], None]:
    return lambda making: making.register(place, received, registered)


def _issuing(place: int) -> Callable[[_Making], None]:
    return lambda making: making.issue(place)


def _acting(place: int, act: LaterAct) -> Callable[[_Making], None]:
    return lambda making: making.later(place, act)
