"""The clocks of one case: which start, stop, run on, are extended, and which day the lists are told."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from clock_book import clock_book
from sqlmodel import Session, select
from walking import register

from app.casework.clocks.book import BY_VOIDING, OTHER, THIS_STEP, Clock, ClockBook
from app.casework.clocks.running import book_of, refresh_next_dues
from app.casework.documents.issuing import issue_notice, prepare_notice
from app.casework.office.checks import check_workspace
from app.casework.office.law_in_force import LOCAL_RULES_KEY, LawInForce, clock_rules, shipped_calendar
from app.faults import UserFault
from app.law.dates.local_rules import LocalRules
from app.models.tables import Case, Setting
from app.models.workspace import Workspace

DAY = timedelta(days=1)
START = date(2026, 9, 1)


@pytest.fixture
def book() -> ClockBook:
    return ClockBook(LawInForce(shipped_calendar(), clock_rules(), LocalRules()))


@pytest.fixture
def case_id(workspace: Workspace) -> int:
    """A case whose only clock so far has stopped."""
    made = register(workspace, "transfer_visit")
    issue_notice(workspace, prepare_notice(workspace, made.case_id, "transfer_letter"))
    return made.case_id


def started(book: ClockBook, kind: str, start: date = START, **more: object) -> Clock:
    clock = book.start(kind, start, **more)  # type: ignore[arg-type]
    assert clock is not None
    return clock


def case_of(session: Session, case_id: int) -> Case:
    return session.exec(select(Case).where(Case.id == case_id)).one()


def next_dates(workspace: Workspace, case_id: int) -> tuple[date | None, str, date | None, str]:
    with workspace.reading() as session:
        case = case_of(session, case_id)
        return case.next_due, case.next_clock, case.watch_due, case.watch_clock


def assert_kept_as(workspace: Workspace, case_id: int, book: ClockBook) -> None:
    with workspace.reading() as session:
        again = book_of(session, case_of(session, case_id)).clocks
    assert [replace(kept, id=clock.id) for kept, clock in zip(book.clocks, again, strict=True)] == again


def test_an_end_that_a_document_sets_is_after_its_start(book: ClockBook) -> None:
    for fixed in (START - DAY, START):
        with pytest.raises(UserFault, match="应当晚于起算日") as refused:
            book.start("K10", START, fixed=fixed)
        assert refused.value.code == "bad-value"
    assert started(book, "K10", fixed=START + DAY).due == START + DAY


def test_without_a_length_nothing_starts(book: ClockBook) -> None:
    assert book.start("K13", START) is None
    assert (book.clocks, book.moves) == ([], [])


def test_a_clock_stops_from_its_first_day_on_and_never_before(book: ClockBook) -> None:
    five, seven = started(book, "K5"), started(book, "K7")
    with pytest.raises(UserFault, match="早于") as refused:
        book.stop(START - DAY, "served_on")
    assert refused.value.field == "served_on"
    assert book.running == [five, seven]
    book.stop(START, "served_on", lambda clock: clock.kind == "K7")
    assert (seven.stopped_on, seven.stopped_by, five.stopped_on) == (START, "served_on", None)
    book.stop(START + DAY, BY_VOIDING)
    assert (five.stopped_on, seven.stopped_on) == (START + DAY, START)


def test_the_last_clock_of_a_kind_runs_on_from_its_old_start(book: ClockBook) -> None:
    first = started(book, "K7", date(2026, 6, 1))
    book.stop(date(2026, 6, 20), "served_on")
    second = started(book, "K7")
    book.stop(START + DAY, "withdrawn_on")
    assert book.last("K7") is second
    book.resume("K7")
    book.resume("K9")
    assert (first.stopped_on, second.stopped_on, second.stopped_by) == (date(2026, 6, 20), None, "")
    assert second.start == START
    moves = len(book.moves)
    book.resume("K7")
    assert len(book.moves) == moves  # one that runs has nothing to be taken up


@pytest.mark.parametrize(("after_the_last_day", "late"), [(-1, False), (0, False), (1, True)])
def test_an_extension_moves_the_last_day_unless_it_has_passed(
    book: ClockBook, after_the_last_day: int, late: bool
) -> None:
    clock = started(book, "K5")
    end = clock.due
    book.lengthen("K5", 30, end + after_the_last_day * DAY)
    assert (clock.late_extension, clock.extension_days) == (late, 30)
    assert clock.due == (end if late else end + 30 * DAY)
    assert ("届满后才批准延长30日" in clock.timeline) is late
    with pytest.raises(UserFault, match="只能延长一次") as refused:
        book.lengthen("K5", 5, end)
    assert refused.value.code == "extended-already"


@pytest.mark.parametrize("after_the_last_day", [-1, 1])
def test_no_extension_is_longer_than_the_regulation_allows_in_time_or_late(
    book: ClockBook, after_the_last_day: int
) -> None:
    clock = started(book, "K5")
    with pytest.raises(UserFault) as refused:
        book.lengthen("K5", 31, clock.due + after_the_last_day * DAY)
    assert refused.value.code == "extension-too-long"
    assert (clock.extension_days, clock.due) == (0, START + 60 * DAY)


def test_nothing_is_extended_that_does_not_run(book: ClockBook) -> None:
    started(book, "K5")
    book.stop(START, "served_on")
    with pytest.raises(UserFault) as refused:
        book.lengthen("K5", 30, START)
    assert refused.value.code == "no-clock"


def test_a_corrected_day_of_approval_is_judged_by_the_day_that_stood_before_it(book: ClockBook) -> None:
    clock = started(book, "K5")
    end = clock.due
    book.lengthen("K5", 30, end)
    for approved_on, late in ((end + DAY, True), (end, False), (end + 30 * DAY, True), (end - DAY, False)):
        book.judge_extension(clock, approved_on)
        assert (clock.late_extension, clock.due) == (late, end if late else end + 30 * DAY), approved_on


def test_each_hearing_is_taken_out_of_the_final_review_alone(book: ClockBook) -> None:
    nine, seven = started(book, "K9"), started(book, "K7")
    end = nine.due
    book.exclude("K9", 4)
    book.exclude("K9", 3)
    assert (nine.excluded_days, nine.due) == (7, end + 7 * DAY)
    assert (seven.excluded_days, seven.due) == (0, end)
    book.stop(START + DAY, "final_opinion_on")
    book.exclude("K9", 2)
    assert (nine.excluded_days, nine.due) == (7, end + 7 * DAY)  # a hearing after the opinion lengthens nothing


def test_a_moved_start_moves_an_end_of_the_regulation_and_leaves_one_that_a_document_sets(book: ClockBook) -> None:
    five = started(book, "K5", start_fact="accepted_on")
    ten = started(book, "K10", fixed=START + 20 * DAY, start_fact="accepted_on")
    stays = started(book, "K7", start_fact="other")
    book.move_day("accepted_on", START, START + 3 * DAY, None)
    assert (five.start, five.due) == (START + 3 * DAY, START + 63 * DAY)
    assert (ten.start, ten.due, ten.days) == (START + 3 * DAY, START + 20 * DAY, 17)
    assert (stays.start, stays.due) == (START, START + 30 * DAY)
    book.move_day("accepted_on", START + 3 * DAY, START + 25 * DAY, None)
    assert (ten.days, ten.due) == (1, START + 26 * DAY)  # the document's day has passed: the next day is the end


def test_a_moved_day_moves_only_what_started_on_it(book: ClockBook) -> None:
    of_this_day = started(book, "K3", start_fact="receiver_received_on")
    of_another = started(book, "K3", START + 4 * DAY, start_fact="receiver_received_on")
    # It usually starts on the day of receipt, and this time it did not.
    of_its_own = started(book, "K1", start_fact="dispatched_on")
    book.move_day("receiver_received_on", START, START + DAY, None)
    book.move_day("received_on", START, START + 2 * DAY, None)
    assert [clock.start for clock in (of_this_day, of_another, of_its_own)] == [START + DAY, START + 4 * DAY, START]


def test_a_moved_start_judges_its_extension_anew(book: ClockBook) -> None:
    clock = started(book, "K5", start_fact="accepted_on")
    approved_on = clock.due
    book.lengthen("K5", 30, approved_on)
    book.move_day("accepted_on", START, START - DAY, approved_on)
    assert (clock.late_extension, clock.due) == (True, START + 59 * DAY)
    book.move_day("accepted_on", START - DAY, START + DAY, approved_on)
    assert (clock.late_extension, clock.due) == (False, START + 91 * DAY)


def test_a_length_that_a_local_rule_gives_is_counted_from_the_moved_start() -> None:
    rules = {"name": "本县规定", "clocks": [{"kind": "K13", "days": 30, "basis": "香信联发〔2026〕1号"}]}
    book = ClockBook(LawInForce(shipped_calendar(), clock_rules(), LocalRules.model_validate(rules)))
    clock = started(book, "K13", start_fact="recommended_on")
    book.move_day("recommended_on", START, START + 3 * DAY, None)
    assert (clock.days, clock.due) == (30, START + 33 * DAY)


def test_a_clock_of_the_first_version_follows_the_day_it_usually_starts_on(book: ClockBook) -> None:
    one, five = started(book, "K1"), started(book, "K5")
    book.move_day("received_on", START, START - 2 * DAY, None)
    assert (one.start, five.start) == (START - 2 * DAY, START)


def test_a_moved_day_moves_what_it_had_stopped(book: ClockBook) -> None:
    seven = started(book, "K7")
    book.stop(START + 5 * DAY, "served_on")
    book.move_day("served_on", START + 5 * DAY, START + 2 * DAY, None)
    assert seven.stopped_on == START + 2 * DAY
    book.move_day("served_on", START + 5 * DAY, START + 9 * DAY, None)
    assert seven.stopped_on == START + 2 * DAY  # another day of the same name


def test_a_moved_day_moves_only_what_it_had_stopped_itself(book: ClockBook) -> None:
    seven, nine = started(book, "K7"), started(book, "K9")
    book.stop(START + 5 * DAY, "review_served_on", lambda clock: clock is seven)
    book.stop(START + 5 * DAY, "final_opinion_on", lambda clock: clock is nine)
    book.move_day("review_served_on", START + 5 * DAY, START + 2 * DAY, None)
    assert (seven.stopped_on, nine.stopped_on) == (START + 2 * DAY, START + 5 * DAY)


def test_only_the_named_clocks_wait_for_the_notice_and_one_that_does_not_is_not_told(book: ClockBook) -> None:
    stopped, two, three = started(book, "K2"), started(book, "K2"), started(book, "K3")
    book.stop(START, "told_on", lambda clock: clock is stopped)
    del book.moves[:]
    book.leave_to_notice(("K2",))
    assert [clock.stops_with_notice for clock in (stopped, two, three)] == [False, True, False]
    assert [(move.change, move.clock) for move in book.moves] == [("left_to_paper", two)]
    book.leave_to_notice(("K2",), waits=False)
    assert not two.stops_with_notice
    assert len(book.moves) == 1


def test_only_the_named_clocks_wait_for_the_paper_of_the_step(book: ClockBook) -> None:
    stopped, one, three = started(book, "K1"), started(book, "K1"), started(book, "K3")
    book.stop(START, "dispatched_on", lambda clock: clock is stopped)
    del book.moves[:]
    book.leave_to_paper(("K1",))
    assert [clock.awaits_step_id for clock in (stopped, one, three)] == [None, THIS_STEP, None]
    assert [(move.change, move.clock) for move in book.moves] == [("left_to_paper", one)]
    assert (one.running, one.stops_with_notice) == (True, False)
    book.leave_to_paper(("K3",), told=True)
    assert (three.awaits_step_id, three.stops_with_notice) == (THIS_STEP, True)


def test_what_something_else_stopped_meanwhile_is_left_alone_by_the_paper(book: ClockBook) -> None:
    told, decided = started(book, "K2"), started(book, "K1")
    book.leave_to_notice(("K2",))
    book.leave_to_paper(("K1",))
    assert (told.waits, decided.waits) == (True, True)
    book.stop(START + DAY, BY_VOIDING)
    assert (told.waits, decided.waits) == (False, False)


def test_every_move_is_told_once_with_the_clock_before_and_after_it(book: ClockBook) -> None:
    five = started(book, "K5", start_fact="accepted_on")
    started(book, "K9")
    book.lengthen("K5", 30, START)
    book.exclude("K9", 4)
    book.stop(START + DAY, "opinion_on", lambda clock: clock is five)
    book.resume("K5")
    book.move_day("accepted_on", START, START + DAY, None)
    told = [(move.change, move.clock.kind) for move in book.moves]
    assert told == [
        ("started", "K5"), ("started", "K9"), ("lengthened", "K5"), ("excluded", "K9"), ("stopped", "K5"),
        ("resumed", "K5"), ("moved", "K5"),
    ]  # fmt: skip
    first, second, lengthened, excluded, stopped, resumed, moved = (move.former for move in book.moves)
    assert first is second is None
    assert lengthened and excluded and stopped and resumed and moved
    assert (lengthened.extension_days, lengthened.due, excluded.excluded_days) == (0, START + 60 * DAY, 0)
    assert (stopped.running, resumed.stopped_by, moved.start, five.start) == (True, "opinion_on", START, START + DAY)


def test_what_is_said_of_a_late_clock_is_not_said_of_another_of_the_same_days(book: ClockBook) -> None:
    before, late = started(book, "K5"), started(book, "K5")
    book.stop(START, "opinion_on", lambda clock: clock is before)
    book.lengthen("K5", 30, late.due + DAY)
    after = started(book, "K5")
    assert [clock.timeline.count("按超期统计") for clock in (before, late, after)] == [0, 1, 0]


def test_only_what_a_paper_stopped_runs_on_when_that_paper_goes(book: ClockBook) -> None:
    by_notice, by_letter, by_hand = started(book, "K2"), started(book, "K1"), started(book, "K4")
    book.leave_to_notice(("K2",), after=7)
    book.leave_to_paper(("K1",))
    book.stop(START + DAY, "objected_on", lambda clock: clock is by_hand)
    assert [clock.waits for clock in book.clocks] == [True, True, False]
    for clock in (by_notice, by_letter):
        book.settle(clock, START + DAY, unproven=True)
    assert [clock.stopped_by for clock in book.clocks] == ["told", "paper", "objected_on"]
    assert [clock.unproven for clock in book.clocks] == [True, True, False]
    assert all(clock.waits for clock in (by_notice, by_letter))
    book.settle(by_notice, START + DAY, unproven=True)
    assert [move.change for move in book.moves[-2:]] == ["stopped", "stopped"]  # what stands is told once
    for clock in (by_notice, by_letter):
        book.settle(clock, None)
    assert book.running == [by_notice, by_letter]
    assert (by_notice.unproven, by_letter.stopped_by, by_hand.stopped_by) == (False, "", "objected_on")


def test_what_runs_on_for_another_paper_is_not_stopped_by_the_former_one(book: ClockBook) -> None:
    clock = started(book, "K1")
    book.leave_to_paper(("K1",))
    book.settle(clock, START + DAY)
    book.resume("K1")
    assert (clock.running, clock.waits) == (True, False)


def test_a_book_changes_nothing_of_the_clocks_it_was_opened_with(book: ClockBook) -> None:
    clock = started(book, "K5")
    again = ClockBook(book.law, book.clocks)
    again.stop(START + DAY, "opinion_on")
    assert (clock.running, again.clocks[0].running) == (True, False)


def test_the_lists_are_told_the_nearest_duty_and_no_right_and_no_reminder(workspace: Workspace, case_id: int) -> None:
    with clock_book(workspace, case_id) as book:
        started(book, "K5")
        seven = started(book, "K7")
        started(book, "K6", START - 5 * DAY)  # the petitioner's right ends before
        started(book, "K15", fixed=START + 2 * DAY)  # and so does a reminder
        watched = started(book, "K17", fixed=START + 3 * DAY, duty=OTHER, duty_office="城关镇")
    assert next_dates(workspace, case_id) == (seven.due, "K7", watched.due, "K17")
    with clock_book(workspace, case_id) as book:
        book.stop(START + 9 * DAY, BY_VOIDING)
    assert next_dates(workspace, case_id) == (None, "", None, "")


def test_of_two_duties_of_one_day_the_first_kind_is_named(workspace: Workspace, case_id: int) -> None:
    with clock_book(workspace, case_id) as book:
        for kind in ("K3", "K1", "K2"):
            started(book, kind)
    assert next_dates(workspace, case_id)[:2] == (START + 15 * DAY, "K1")


def test_many_cases_at_once_are_told_the_same_as_each_alone(workspace: Workspace, case_id: int) -> None:
    waiting = register(workspace, "pending_transfer").case_id
    told = next_dates(workspace, waiting)
    assert told[0] is not None
    with workspace.act("spoil") as session:
        case, other = case_of(session, case_id), case_of(session, waiting)
        case.next_due, case.next_clock = START, "K7"
        other.next_due, other.next_clock = None, ""
        session.add(case)
        session.add(other)
        session.flush()
        refresh_next_dues(session, [case_id, waiting])
    assert next_dates(workspace, case_id)[:2] == (None, "")
    assert next_dates(workspace, waiting) == told


def test_what_is_written_down_is_read_again_and_accounted_for(workspace: Workspace, case_id: int) -> None:
    with clock_book(workspace, case_id) as book:
        five = started(book, "K5", start_fact="accepted_on")
        started(book, "K9")
        started(book, "K10", fixed=START + 30 * DAY, duty=OTHER, duty_office="县住建局", stops_with_notice=True)
    assert_kept_as(workspace, case_id, book)
    with clock_book(workspace, case_id) as book:  # now every one of them has a row, and nearly every column changes
        book.lengthen("K5", 12, five.due + DAY)
        book.exclude("K9", 4)
        book.stop(START + 3 * DAY, "final_opinion_on", lambda clock: clock.kind == "K9")
        book.leave_to_notice(("K5",))
        book.leave_to_notice(("K10",), waits=False)
        book.move_day("accepted_on", START, START - DAY, five.due + DAY)
    assert_kept_as(workspace, case_id, book)
    assert check_workspace(workspace).sound


def test_a_longer_right_whose_own_end_is_uncertain_is_an_estimate(workspace: Workspace, case_id: int) -> None:
    longer = {"name": "香林县规定", "clocks": [{"kind": "K6", "days": 60, "basis": "香政办发〔2026〕3号"}]}
    start = date(2026, 11, 16)
    with clock_book(workspace, case_id) as book:
        assert not started(book, "K6", start).estimated
    with workspace.act("local_rules") as session:
        session.add(Setting(key=LOCAL_RULES_KEY, value=json.dumps(longer, ensure_ascii=False)))
    with clock_book(workspace, case_id) as book:
        clock = started(book, "K6", start)
        assert (clock.due, clock.governing, clock.estimated) == (date(2026, 12, 16), date(2027, 1, 15), True)
    with workspace.reading() as session:
        kept = [c.estimated for c in book_of(session, case_of(session, case_id)).clocks if c.kind == "K6"]
    assert kept == [False, True]
