"""The clocks of one stored case: which start, stop, run on, are extended, and which day the lists are told."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, timedelta

import pytest
from sqlmodel import Session, select
from walking import register

from app.casework.checks import check_workspace
from app.casework.law_in_force import LOCAL_RULES_KEY, law_of
from app.casework.running_clocks import (
    OTHER,
    exclude_days,
    extend_clock,
    judge_extension,
    last_clock,
    refresh_next_due,
    refresh_next_dues,
    restart_clocks,
    resume_clocks,
    running_clocks,
    start_clock,
    stop_clocks,
)
from app.faults import UserFault
from app.models.tables import Case, CaseClock, Setting
from app.models.workspace import Workspace

DAY = timedelta(days=1)
START = date(2026, 9, 1)
Acting = Callable[[], AbstractContextManager[tuple[Session, Case]]]


@pytest.fixture
def acting(workspace: Workspace) -> Iterator[Acting]:
    """Acts on one case whose only clock so far has stopped; what they leave is checked at the end."""
    case_id = register(workspace, "transfer_visit").case_id

    @contextmanager
    def act() -> Iterator[tuple[Session, Case]]:
        with workspace.act("test") as session:
            yield session, session.get_one(Case, case_id)

    yield act
    assert check_workspace(workspace).sound


def started(session: Session, case: Case, kind: str, start: date = START, **more: object) -> CaseClock:
    clock = start_clock(session, case, kind, start, **more)  # type: ignore[arg-type]
    assert clock is not None
    return clock


def test_an_end_that_a_document_sets_is_after_its_start(acting: Acting) -> None:
    with acting() as (session, case):
        for fixed in (START - DAY, START):
            with pytest.raises(UserFault, match="应当晚于起算日") as refused:
                start_clock(session, case, "K10", START, fixed=fixed)
            assert refused.value.code == "bad-value"
        assert started(session, case, "K10", fixed=START + DAY).due == START + DAY


def test_without_a_length_nothing_starts(acting: Acting) -> None:
    with acting() as (session, case):
        assert start_clock(session, case, "K13", START) is None
        assert running_clocks(session, case.id or 0) == []


def test_a_clock_stops_from_its_first_day_on_and_never_before(acting: Acting) -> None:
    with acting() as (session, case):
        five, seven = started(session, case, "K5"), started(session, case, "K7")
        refresh_next_due(session, case)
        with pytest.raises(UserFault, match="早于") as refused:
            stop_clocks(session, case, START - DAY, "served_on")
        assert refused.value.field == "served_on"
        assert len(running_clocks(session, case.id or 0)) == 2
        stop_clocks(session, case, START, "served_on", lambda clock: clock.kind == "K7")
        assert (seven.stopped_on, seven.stopped_by, five.stopped_on) == (START, "served_on", None)
        assert (case.next_due, case.next_clock) == (five.due, "K5")
        stop_clocks(session, case, START + DAY, "voided")
        assert (case.next_due, case.next_clock) == (None, "")
        assert seven.stopped_on == START


def test_the_last_clock_of_a_kind_runs_on_from_its_old_start(acting: Acting) -> None:
    with acting() as (session, case):
        first = started(session, case, "K7", date(2026, 6, 1))
        stop_clocks(session, case, date(2026, 6, 20), "served_on")
        second = started(session, case, "K7")
        stop_clocks(session, case, START + DAY, "withdrawn_on")
        assert last_clock(session, case.id or 0, "K7") is second
        resume_clocks(session, case, ("K7", "K9"))
        assert (first.stopped_on, second.stopped_on, second.stopped_by) == (date(2026, 6, 20), None, "")
        assert (second.start, case.next_due, case.next_clock) == (START, second.due, "K7")


@pytest.mark.parametrize(("after_the_last_day", "late"), [(-1, False), (0, False), (1, True)])
def test_an_extension_moves_the_last_day_unless_it_has_passed(
    acting: Acting, after_the_last_day: int, late: bool
) -> None:
    with acting() as (session, case):
        clock = started(session, case, "K5")
        end = clock.due
        extend_clock(session, case, "K5", 30, end + after_the_last_day * DAY)
        assert (clock.late_extension, clock.extension_days) == (late, 30)
        assert clock.due == case.next_due == (end if late else end + 30 * DAY)
        assert ("届满后才批准延长30日" in clock.timeline) is late
        with pytest.raises(UserFault, match="只能延长一次") as refused:
            extend_clock(session, case, "K5", 5, end)
        assert refused.value.code == "extended-already"


def test_nothing_is_extended_that_does_not_run(acting: Acting) -> None:
    with acting() as (session, case):
        started(session, case, "K5")
        stop_clocks(session, case, START, "served_on")
        with pytest.raises(UserFault) as refused:
            extend_clock(session, case, "K5", 30, START)
        assert refused.value.code == "no-clock"


def test_a_corrected_day_of_approval_is_judged_by_the_day_that_stood_before_it(acting: Acting) -> None:
    with acting() as (session, case):
        clock = started(session, case, "K5")
        end, law = clock.due, law_of(session)
        extend_clock(session, case, "K5", 30, end)
        for approved_on, late in ((end + DAY, True), (end, False), (end + 30 * DAY, True), (end - DAY, False)):
            judge_extension(law, clock, approved_on)
            assert (clock.late_extension, clock.due) == (late, end if late else end + 30 * DAY), approved_on
            session.flush()
        refresh_next_due(session, case)


def test_each_hearing_is_taken_out_of_the_final_review_alone(acting: Acting) -> None:
    with acting() as (session, case):
        nine, seven = started(session, case, "K9"), started(session, case, "K7")
        end = nine.due
        exclude_days(session, case, "K9", 4)
        exclude_days(session, case, "K9", 3)
        assert (nine.excluded_days, nine.due, case.next_due) == (7, end + 7 * DAY, seven.due)
        assert (seven.excluded_days, seven.due) == (0, end)


def test_a_moved_start_moves_an_end_of_the_regulation_and_leaves_one_that_a_document_sets(acting: Acting) -> None:
    with acting() as (session, case):
        five, ten = started(session, case, "K5"), started(session, case, "K10", fixed=START + 20 * DAY)
        stays = started(session, case, "K7", start_fact="other")
        restart_clocks(session, case, lambda clock: None if clock.start_fact else START + 3 * DAY)
        assert (five.start, five.due) == (START + 3 * DAY, START + 63 * DAY)
        assert (ten.start, ten.due, ten.days) == (START + 3 * DAY, START + 20 * DAY, 17)
        assert (stays.start, stays.due) == (START, START + 30 * DAY)
        assert (case.next_due, case.next_clock) == (START + 20 * DAY, "K10")
        restart_clocks(session, case, lambda clock: START + 25 * DAY if clock is ten else None)
        assert (ten.days, ten.due) == (1, START + 26 * DAY)  # the document's day has passed: the next day is the end


def test_the_lists_are_told_the_nearest_duty_and_no_right_and_no_reminder(acting: Acting) -> None:
    with acting() as (session, case):
        started(session, case, "K5")
        seven = started(session, case, "K7")
        started(session, case, "K6", START - 5 * DAY)  # the petitioner's right ends before
        started(session, case, "K15", fixed=START + 2 * DAY)  # and so does a reminder
        watched = started(session, case, "K17", fixed=START + 3 * DAY, duty=OTHER, duty_office="城关镇")
        refresh_next_due(session, case)
        assert (case.next_due, case.next_clock) == (seven.due, "K7")
        assert (case.watch_due, case.watch_clock) == (watched.due, "K17")


def test_of_two_duties_of_one_day_the_first_kind_is_named(acting: Acting) -> None:
    with acting() as (session, case):
        for kind in ("K3", "K1", "K2"):
            started(session, case, kind)
        refresh_next_due(session, case)
        assert (case.next_due, case.next_clock) == (START + 15 * DAY, "K1")


def test_many_cases_at_once_are_told_the_same_as_each_alone(acting: Acting, workspace: Workspace) -> None:
    waiting = register(workspace, "pending_transfer").case_id
    with acting() as (session, case):
        started(session, case, "K7")
        stop_clocks(session, case, START, "served_on")
        other = session.get_one(Case, waiting)
        told = (other.next_due, other.next_clock)
        assert told[0] is not None
        case.next_due, case.next_clock = START, "K7"
        other.next_due, other.next_clock = None, ""
        session.flush()
        refresh_next_dues(session, [case.id or 0, waiting])
        assert (case.next_due, case.next_clock) == (None, "")
        assert (other.next_due, other.next_clock) == told


def test_a_longer_right_whose_own_end_is_uncertain_is_an_estimate(acting: Acting, workspace: Workspace) -> None:
    longer = {"name": "香林县规定", "clocks": [{"kind": "K6", "days": 60, "basis": "香政办发〔2026〕3号"}]}
    with acting() as (session, case):
        start = date(2026, 11, 16)
        assert not started(session, case, "K6", start).estimated
        session.add(Setting(key=LOCAL_RULES_KEY, value=json.dumps(longer, ensure_ascii=False)))
        session.flush()
        clock = started(session, case, "K6", start)
        assert (clock.due, clock.governing, clock.estimated) == (date(2026, 12, 16), date(2027, 1, 15), True)
    with workspace.reading() as session:
        found = session.exec(select(CaseClock.estimated).where(CaseClock.kind == "K6").order_by(CaseClock.id)).all()  # type: ignore[arg-type]
        assert list(found) == [False, True]
