"""A new holiday arrangement: stored, the open clocks it reaches moved, journalled and told, or nothing at all."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from clock_book import clock_book
from offices import BEIJING, StandingClock
from sqlmodel import col, select
from walking import register

from app.casework.clocks.book import OWN, compute_end
from app.casework.clocks.calendars import (
    confirm_calendar,
    edit_calendar,
    import_calendar,
    own_years,
    restore_shipped,
    unconfirm_calendar,
)
from app.casework.office.checks import check_workspace
from app.casework.office.law_in_force import law_in_force, shipped_calendar
from app.faults import UserFault
from app.law.dates.calendar_edit import with_day_off, with_workday, without_day, year_to_edit
from app.models.journal_check import read_entries
from app.models.tables import Case, CaseClock, Setting
from app.models.workspace import Workspace

# A made-up arrangement of 2027 in which 2027-01-04 (a Monday) is free and 2027-01-09 (a Saturday) is worked.
ARRANGED = """日期,安排,名称
2027-01-01,放假,元旦
2027-01-04,放假,元旦
2027-01-09,上班,元旦调休
2027-05-01,放假,劳动节
2027-05-02,放假,劳动节
2027-10-01,放假,国庆节
2027-10-02,放假,国庆节
2027-10-03,放假,国庆节
"""


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock(datetime(2026, 12, 28, 9, 30, tzinfo=BEIJING))


@pytest.fixture
def arranged(tmp_path: Path) -> Path:
    path = tmp_path / "2027放假.csv"
    path.write_text(ARRANGED, encoding="utf-8")
    return path


def clocks_of(workspace: Workspace, case_id: int) -> dict[str, CaseClock]:
    with workspace.reading() as session:
        return {c.kind: c for c in session.exec(select(CaseClock).where(CaseClock.case_id == case_id)).all()}


def case_of(workspace: Workspace, case_id: int) -> Case:
    with workspace.reading() as session:
        return session.exec(select(Case).where(Case.id == case_id)).one()


def objection_running(workspace: Workspace, **changes: object) -> int:
    """A case with a right and a duty of five working days from 2026-12-28, which end in January 2027."""
    days = {"received_on": "2026-12-28", "petition_date": "2026-12-28"}
    case_id = register(workspace, "pending_transfer", **days, **changes).case_id
    with clock_book(workspace, case_id) as book:
        book.start("K4", date(2026, 12, 28))
        book.start("K12", date(2026, 12, 28), fixed=date(2027, 1, 2))
    return case_id


def journal(workspace: Workspace, act: str) -> list[dict[str, Any]]:
    with workspace.store.connection() as connection:
        return [entry for entry in read_entries(connection) if entry["act"] == act]


def test_an_import_moves_the_open_clock_journals_it_and_tells_it(workspace: Workspace, arranged: Path) -> None:
    case_id = objection_running(workspace)
    before = clocks_of(workspace, case_id)["K4"]
    assert (before.due, before.estimated) == (date(2027, 1, 5), True)
    change = import_calendar(workspace, arranged)
    after = clocks_of(workspace, case_id)
    assert (after["K4"].due, after["K4"].rolled, after["K4"].governing) == (date(2027, 1, 6),) * 3
    assert not after["K4"].estimated
    assert "1月4日元旦放假" in after["K4"].timeline.replace("2027年", "")
    case = case_of(workspace, case_id)
    assert (case.next_due, case.next_clock) == (date(2027, 1, 6), "K12")
    assert law_in_force(workspace).calendar.status(2027) == "confirmed"
    moved = next(m for m in change.clocks.moved if m.kind == "K4")
    assert (moved.case_number, moved.clock, moved.sealed) == (case.number, "对转送、交办提出异议", False)
    assert (moved.former.governing, moved.dates.governing) == (date(2027, 1, 5), date(2027, 1, 6))
    entries = journal(workspace, "import_calendar")
    assert {e["table_name"] for e in entries} == {"setting", "case_clock", "case"}
    assert len({e["act_seq"] for e in entries}) == 1
    told = [json.loads(e["changes"]) for e in entries if e["table_name"] == "case_clock"]
    assert [changes["due"] for changes in told if "due" in changes] == [["2027-01-05", "2027-01-06"]] * 2
    assert check_workspace(workspace).sound


def test_a_clock_that_only_becomes_certain_is_recomputed_but_has_not_moved(
    workspace: Workspace, arranged: Path
) -> None:
    case_id = register(workspace, "pending_transfer", received_on="2026-12-22", petition_date="2026-12-22").case_id
    assert clocks_of(workspace, case_id)["K1"].estimated
    change = import_calendar(workspace, arranged)
    clock = clocks_of(workspace, case_id)["K1"]
    assert (clock.due, clock.estimated) == (date(2027, 1, 6), False)
    assert (change.clocks.moved, change.clocks.changed) == ((), 1)
    assert check_workspace(workspace).sound


def test_a_stopped_clock_and_one_of_another_year_are_not_touched(workspace: Workspace, arranged: Path) -> None:
    stopped, other = objection_running(workspace), register(workspace, "pending_transfer").case_id
    with clock_book(workspace, stopped) as book:
        book.stop(date(2026, 12, 28), "test")
    before = [clocks_of(workspace, case_id) for case_id in (stopped, other)]
    change = import_calendar(workspace, arranged)
    assert [clocks_of(workspace, case_id) for case_id in (stopped, other)] == before
    assert change.clocks.changed == 0


def test_a_cancelled_import_leaves_nothing(workspace: Workspace, arranged: Path) -> None:
    case_id = objection_running(workspace)
    before = clocks_of(workspace, case_id)
    for last_word in (0, 1):
        with pytest.raises(UserFault) as fault:
            import_calendar(workspace, arranged, progress=lambda count, last_word=last_word: count < last_word)
        assert fault.value.code == "cancelled"
    assert clocks_of(workspace, case_id) == before
    assert journal(workspace, "import_calendar") == []
    assert law_in_force(workspace).calendar.status(2027) == "provisional"
    assert check_workspace(workspace).sound


def test_a_broken_file_changes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    case_id = objection_running(workspace)
    before = clocks_of(workspace, case_id)
    path = tmp_path / "坏.csv"
    path.write_text(ARRANGED + "2027-02-30,放假,春节\n", encoding="utf-8")
    with pytest.raises(UserFault, match="第 10 行：2027-02-30 不是一个日期"):
        import_calendar(workspace, path)
    assert clocks_of(workspace, case_id) == before
    with workspace.reading() as session:
        assert session.get(Setting, "calendar.2027") is None


def test_a_sealed_case_is_told_by_its_number(workspace: Workspace, arranged: Path) -> None:
    registered = register(
        workspace, "accusation_discipline", received_on="2026-12-20", petition_date="2026-12-20", dispatched_on=None
    )
    with clock_book(workspace, registered.case_id) as book:
        book.start("K4", date(2026, 12, 28))
    change = import_calendar(workspace, arranged)
    (moved,) = (m for m in change.clocks.moved if m.kind == "K4")
    assert (moved.sealed, moved.case_number) == (True, registered.number)


def test_going_back_to_the_shipped_year_moves_the_clocks_back(workspace: Workspace, arranged: Path) -> None:
    case_id = objection_running(workspace)
    before = clocks_of(workspace, case_id)["K4"]
    import_calendar(workspace, arranged)
    assert own_years(workspace) == {2027}
    change = restore_shipped(workspace, 2027)
    assert change.status == "provisional"
    assert clocks_of(workspace, case_id)["K4"] == before
    assert case_of(workspace, case_id).next_due == date(2027, 1, 5)
    assert own_years(workspace) == frozenset()
    with pytest.raises(UserFault, match="出厂"):
        restore_shipped(workspace, 2027)
    assert check_workspace(workspace).sound


def test_a_day_is_edited_and_the_year_confirmed_and_unconfirmed(workspace: Workspace) -> None:
    case_id = objection_running(workspace)
    year = year_to_edit(law_in_force(workspace).calendar, 2027)
    edit_calendar(workspace, with_day_off(year, date(2027, 1, 4), "元旦"))
    clock = clocks_of(workspace, case_id)["K4"]
    assert (clock.due, clock.estimated) == (date(2027, 1, 6), True)
    confirm_calendar(workspace, 2027)
    assert not clocks_of(workspace, case_id)["K4"].estimated
    unconfirm_calendar(workspace, 2027)
    assert clocks_of(workspace, case_id)["K4"].estimated
    with pytest.raises(UserFault, match="还没有录入"):
        confirm_calendar(workspace, 2029)
    assert check_workspace(workspace).sound


def test_a_year_nobody_has_begins_with_the_statutory_days(workspace: Workspace) -> None:
    year = year_to_edit(law_in_force(workspace).calendar, 2029)
    assert (year.status, len(year.days_off)) == ("provisional", 6)
    year = with_workday(with_day_off(year, date(2029, 2, 13), "春节"), date(2029, 2, 17))
    assert edit_calendar(workspace, without_day(year, date(2029, 5, 2))).remarks == (
        "安排里没有 5月2日 放假，请核对是否录全。",
    )
    held = law_in_force(workspace).calendar
    assert held.status(2029) == "provisional"
    assert held.is_makeup_workday(date(2029, 2, 17))
    for bad in (
        lambda: with_workday(year, date(2029, 2, 14)),
        lambda: with_day_off(year, date(2028, 2, 14), "春节"),
        lambda: with_day_off(year, date(2029, 2, 14), " "),
        lambda: without_day(year, date(2029, 3, 14)),
    ):
        with pytest.raises(UserFault) as fault:
            bad()
        assert fault.value.code == "bad-day"


def test_the_arrangement_that_holds_already_writes_nothing(workspace: Workspace) -> None:
    objection_running(workspace)
    change = edit_calendar(workspace, shipped_calendar().years[2027])
    assert (change.days_changed, change.clocks.changed) == (0, 0)


def test_days_entered_one_by_one_miss_no_clock_that_they_make_certain(workspace: Workspace) -> None:
    """A day that is entered reaches clocks that end near it, and the last holiday of a year all the others."""
    case_id = register(workspace, "pending_transfer", received_on="2026-12-28", petition_date="2026-12-28").case_id
    with clock_book(workspace, case_id) as book:
        for place in range(0, 450, 5):
            start = date.fromordinal(date(2027, 6, 1).toordinal() + place)
            for kind in ("K1", "K4", "K6", "K8"):
                book.start(kind, start, duty=OWN)

    def certain() -> int:
        law = law_in_force(workspace)
        with workspace.act("look") as session:
            clocks = session.exec(select(CaseClock).where(col(CaseClock.stopped_on).is_(None))).all()
            assert [clock.id for clock in clocks if compute_end(law, clock)] == []
            return sum(not clock.estimated for clock in clocks if clock.rolled.year == 2028)

    year = year_to_edit(law_in_force(workspace).calendar, 2028)
    for day, name in (
        (date(2028, 1, 26), "春节"), (date(2028, 4, 4), "清明节"), (date(2028, 5, 28), "端午节"),
    ):  # fmt: skip
        year = with_day_off(year, day, name)
        edit_calendar(workspace, year)
        assert certain() == 0
    edit_calendar(workspace, year := with_day_off(year, date(2028, 10, 3), "国庆节、中秋节"))
    now = certain()
    assert now > 0
    edit_calendar(workspace, with_day_off(year, date(2028, 7, 19), "本地节日"))
    assert certain() < now


def test_after_an_import_every_open_clock_is_as_the_law_in_force_computes_it(
    workspace: Workspace, tmp_path: Path
) -> None:
    """The choice of candidates by SQL and by stored dates misses no clock."""
    case_id = register(workspace, "pending_transfer", received_on="2026-12-28", petition_date="2026-12-28").case_id
    with clock_book(workspace, case_id) as book:
        for place in range(330):
            start = date.fromordinal(date(2026, 10, 1).toordinal() + place)
            for kind in ("K1", "K4", "K5", "K6", "K9"):
                book.start(kind, start, duty=OWN)
            book.start("K12", start, fixed=date.fromordinal(start.toordinal() + 9))
    path = tmp_path / "2027.csv"
    off = [f"2027-{m:02}-{d:02},放假,节" for m, d in ((1, 1), (2, 6), (2, 8), (2, 9), (5, 1), (5, 3), (5, 4), (9, 15))]
    path.write_text("\n".join([*off, "2027-02-20,上班,", "2027-05-08,上班,"]), encoding="utf-8")
    import_calendar(workspace, path)
    unconfirm_calendar(workspace, 2027)
    edit_calendar(workspace, without_day(law_in_force(workspace).calendar.years[2027], date(2027, 2, 9)))
    law = law_in_force(workspace)
    with workspace.act("look") as session:
        clocks = session.exec(select(CaseClock).where(col(CaseClock.stopped_on).is_(None))).all()
        assert [c.id for c in clocks if compute_end(law, c)] == []
