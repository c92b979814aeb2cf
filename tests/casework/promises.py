"""What was shown before an act is what the act did, and what is kept beside a case is what a recompute says of it."""

from dataclasses import replace
from datetime import date

from sqlmodel import Session, select

from app.casework.cases.facts import known_case
from app.casework.cases.search_text import search_text
from app.casework.clocks.book import THIS_STEP
from app.casework.clocks.running import asked_by, clocks_of
from app.casework.life.acts import Performed
from app.casework.life.plan import Plan
from app.casework.office.law_in_force import clock_rules
from app.casework.upkeep.needs import Need, needs_of
from app.models.search import _tokens
from app.models.tables import Case, CaseNeed, CaseStep, Service
from app.models.workspace import Workspace


def assert_kept(who: Workspace, case_id: int, plan: Plan, done: Performed) -> None:
    """Hold the rows that an act left against the plan that was shown before it."""
    assert plan.refusals == ()
    with who.reading() as session:
        case = session.get_one(Case, case_id)
        step = session.get_one(CaseStep, done.step_id)
        clocks = clocks_of(session, case_id)
        known = known_case(session, case, who.today())
        left = {column: getattr(case, column) for column in plan.columns}
    assert left == plan.columns, plan.rule.id
    assert (case.state, done.state, done.sentence) == (plan.state, plan.state, plan.sentence)
    assert (step.on, step.state_before, step.state_after) == (plan.on, plan.before, plan.state)
    assert step.documents == plan.documents
    assert _service_kept(who, done.step_id) == _service_planned(plan)
    assert dict(known.steps[-1].facts) == dict(plan.kept)
    steps = {THIS_STEP: done.step_id}
    promised = [
        replace(clock, id=there.id, awaits_step_id=steps.get(clock.awaits_step_id, clock.awaits_step_id))
        for clock, there in zip(plan.clocks, clocks, strict=True)
    ]
    assert promised == list(clocks), plan.rule.id
    owed = [paper.kind for paper in known.owed if paper.step_id == done.step_id]
    assert owed == [kind for kind in plan.documents if kind != plan.issued]
    assert (done.document_id is not None) is bool(plan.issued)


def assert_ended(who: Workspace, case_id: int, today: date) -> None:
    """Hold next dates, needs and search words of a case against what its rows say now."""
    with who.reading() as session:
        case = session.get_one(Case, case_id)
        known = known_case(session, case, today)
        assert set(needs_of(session, case, known)) == _needs_kept(session, case_id)
        words = _tokens(search_text(session, case)).split()
        running = [clock for clock in clocks_of(session, case_id) if clock.running]
    duties = [clock for clock in running if clock_rules()[clock.kind].is_duty]
    dates = {
        duty: min(((asked_by(c), c.kind) for c in duties if c.duty == duty), default=(None, ""))
        for duty in ("own", "other")
    }
    assert (case.next_due, case.next_clock) == dates["own"]
    assert (case.watch_due, case.watch_clock) == dates["other"]
    assert _words_kept(who, case_id) == words


def _service_kept(who: Workspace, step_id: int) -> tuple[object, ...] | None:
    with who.reading() as session:
        row = session.exec(select(Service).where(Service.step_id == step_id)).one_or_none()
        return None if row is None else (row.document_id, row.on, row.result, row.way, row.receiver)


def _service_planned(plan: Plan) -> tuple[object, ...] | None:
    if (served := plan.service) is None:
        return None
    paper = served.document
    return (paper.id if paper is not None else None, served.on, served.result, served.way, served.receiver)


def _needs_kept(session: Session, case_id: int) -> set[Need]:
    rows = session.exec(select(CaseNeed).where(CaseNeed.case_id == case_id)).all()
    return {Need(row.need, row.since, row.by_id, row.detail) for row in rows}


def _words_kept(who: Workspace, case_id: int) -> list[str]:
    """Read the words of a case back from the search index itself, in their order."""
    with who.store.connection() as connection:
        connection.exec_driver_sql(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.case_words USING fts5vocab('main', 'case_search', 'instance')"
        )
        found = connection.exec_driver_sql(
            'SELECT term FROM temp.case_words WHERE doc = ? ORDER BY "offset"', (case_id,)
        )
        return [row[0] for row in found]
