"""A last day that a petitioner was told on paper is never brought forward, whatever the office enters afterwards."""

from datetime import date
from pathlib import Path

import pytest
from clock_book import clock_book
from sqlmodel import Session, select
from walking import register

from app.casework.clocks.calendars import confirm_calendar, import_calendar, restore_shipped
from app.casework.clocks.local_rules import drop_office_rules, load_office_rules
from app.casework.clocks.printed_days import keep_printed_day
from app.casework.office.checks import check_workspace
from app.models.tables import CaseClock
from app.models.workspace import Workspace

# Served on 2027-04-03: the thirtieth day is Monday 5-3, which the first and second of May may yet free.
SERVED, STRICT, LENIENT = date(2027, 4, 3), date(2027, 5, 3), date(2027, 5, 5)
ARRANGED = """日期,安排,名称
2027-01-01,放假,元旦
2027-05-01,放假,劳动节
2027-05-02,放假,劳动节
2027-05-07,放假,劳动节
2027-05-08,上班,劳动节调休
2027-10-01,放假,国庆节
2027-10-02,放假,国庆节
2027-10-03,放假,国庆节
"""
LONGER = """name = "香林县规定"
source = "试"
[[clocks]]
kind = "{}"
days = 60
basis = "香政办发〔2026〕3号"
"""


def right_of(session: Session, case_id: int, kind: str) -> CaseClock:
    return session.exec(select(CaseClock).where(CaseClock.case_id == case_id, CaseClock.kind == kind)).one()


def ends_on(workspace: Workspace, case_id: int, kind: str) -> date:
    with workspace.reading() as session:
        return right_of(session, case_id, kind).governing


def served(workspace: Workspace, kind: str, told: date | None) -> int:
    case_id = register(workspace, "transfer_visit").case_id
    with clock_book(workspace, case_id) as book:
        book.start(kind, SERVED, start_fact="served_on")
    if told is not None:
        with workspace.act("tell") as session:
            keep_printed_day(session, case_id, told)
    return case_id


@pytest.fixture
def arranged(tmp_path: Path) -> Path:
    path = tmp_path / "2027.csv"
    path.write_text(ARRANGED, encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", ["K6", "K8"])
def test_an_imported_year_does_not_bring_forward_the_day_that_was_told(
    workspace: Workspace, arranged: Path, kind: str
) -> None:
    told, untold = served(workspace, kind, LENIENT), served(workspace, kind, None)
    assert ends_on(workspace, told, kind) == ends_on(workspace, untold, kind) == LENIENT
    import_calendar(workspace, arranged)
    assert (ends_on(workspace, told, kind), ends_on(workspace, untold, kind)) == (LENIENT, STRICT)
    with workspace.reading() as session:
        clock = right_of(session, told, kind)
        assert (clock.due, clock.printed_until) == (STRICT, LENIENT)
        assert "已经书面告诉信访人末日是5月5日，不提前。" in clock.timeline
    restore_shipped(workspace, 2027)
    confirm_calendar(workspace, 2027)
    assert (ends_on(workspace, told, kind), ends_on(workspace, untold, kind)) == (LENIENT, STRICT)
    assert check_workspace(workspace).sound


def test_a_later_end_is_taken_and_a_dropped_rule_leaves_the_day_that_was_told(
    workspace: Workspace, tmp_path: Path
) -> None:
    case_id = served(workspace, "K6", LENIENT)
    rules = tmp_path / "本地.toml"
    rules.write_text(LONGER.format("K6"), encoding="utf-8")
    load_office_rules(workspace, rules)
    assert ends_on(workspace, case_id, "K6") == date(2027, 6, 2)
    with workspace.act("tell") as session:
        keep_printed_day(session, case_id, date(2027, 6, 2))
    drop_office_rules(workspace)
    assert ends_on(workspace, case_id, "K6") == date(2027, 6, 2)


def test_a_corrected_day_of_service_moves_the_end_later_only(workspace: Workspace) -> None:
    case_id = served(workspace, "K6", LENIENT)
    with clock_book(workspace, case_id) as book:
        book.move_day("served_on", SERVED, date(2027, 3, 20), None)
    assert ends_on(workspace, case_id, "K6") == LENIENT
    with clock_book(workspace, case_id) as book:
        book.move_day("served_on", date(2027, 3, 20), date(2027, 4, 10), None)
    assert ends_on(workspace, case_id, "K6") == date(2027, 5, 10)


def test_an_earlier_day_told_later_does_not_shorten_what_was_told_first(workspace: Workspace) -> None:
    case_id = served(workspace, "K6", LENIENT)
    with workspace.act("tell") as session:
        keep_printed_day(session, case_id, date(2027, 5, 4))
    with workspace.reading() as session:
        assert right_of(session, case_id, "K6").printed_until == LENIENT


def test_a_case_without_a_right_keeps_nothing(workspace: Workspace) -> None:
    case_id = register(workspace, "transfer_visit").case_id
    with workspace.act("tell") as session:
        keep_printed_day(session, case_id, LENIENT)
    with workspace.reading() as session:
        clocks = session.exec(select(CaseClock).where(CaseClock.case_id == case_id)).all()
        assert [clock.printed_until for clock in clocks] == [None] * len(clocks)
