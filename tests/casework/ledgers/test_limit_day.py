"""限办时间 of the ledger: the last day of this office's own duties, never a right, a reminder or another's clock."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from clock_book import clock_book
from openpyxl import load_workbook
from walking import register

from app.casework.clocks.book import OTHER, ClockBook
from app.casework.ledgers.export import export_ledger, ledger_rows
from app.models.workspace import Workspace

DAY = timedelta(days=1)
RECEIVED = date(2026, 11, 16)
DUE = date(2026, 12, 1)


@pytest.fixture
def case_id(workspace: Workspace) -> int:
    """A matter of the office's own that is to be sent on within fifteen days."""
    changes = {"received_on": "2026-11-16", "petition_date": "2026-11-16"}
    return register(workspace, "pending_transfer", **changes).case_id


def limits(workspace: Workspace) -> list[date | None]:
    return [row.due_on for row in ledger_rows(workspace, None, None)]


def start(book: ClockBook, kind: str, after_the_limit: int, **more: object) -> None:
    """Start a clock that ends so many days after the office's own limit."""
    book.start(kind, RECEIVED, fixed=DUE + after_the_limit * DAY, **more)  # type: ignore[arg-type]


def test_what_another_office_owes_is_no_limit_of_this_one(workspace: Workspace, case_id: int) -> None:
    with clock_book(workspace, case_id) as book:
        start(book, "K10", 40, duty=OTHER, duty_office="香林县住建局")
    assert limits(workspace) == [DUE]


def test_a_reminder_is_no_limit(workspace: Workspace, case_id: int) -> None:
    with clock_book(workspace, case_id) as book:
        start(book, "K15", 40)
    assert limits(workspace) == [DUE]


def test_the_right_of_the_petitioner_is_no_limit(workspace: Workspace, case_id: int) -> None:
    with clock_book(workspace, case_id) as book:
        right = book.start("K6", RECEIVED)
    assert right is not None and right.governing > DUE
    assert limits(workspace) == [DUE]


def test_a_case_without_a_duty_of_this_office_has_no_limit(workspace: Workspace) -> None:
    case_id = register(workspace, "suggestion").case_id
    with clock_book(workspace, case_id) as book:
        for clock in book.clocks:
            clock.duty = OTHER
        start(book, "K15", 3)
    assert limits(workspace) == [None]


def test_of_several_duties_the_last_day_counts_met_or_not_whichever_was_started_first(
    workspace: Workspace, case_id: int
) -> None:
    with clock_book(workspace, case_id) as book:
        start(book, "K10", 9)
        start(book, "K10", 4)
        book.stop(RECEIVED + DAY, "reported_back_on", lambda clock: clock.kind == "K10")
    assert limits(workspace) == [DUE + 9 * DAY]


def test_each_case_of_the_workbook_shows_its_own_limit(workspace: Workspace, case_id: int, tmp_path: Path) -> None:
    other = register(workspace, "pending_transfer").case_id
    with clock_book(workspace, other) as book:
        start(book, "K10", 20)
    path = tmp_path / "台账.xlsx"
    export_ledger(workspace, path)
    rows = [list(row) for row in load_workbook(path).worksheets[0].iter_rows(values_only=True)]
    head = next(row for row in rows if "限办时间" in row)
    column = head.index("限办时间")
    shown = [row[column] for row in rows[rows.index(head) + 1 :] if isinstance(row[column], datetime)]
    assert [day.date() for day in shown if isinstance(day, datetime)] == [DUE, DUE + 20 * DAY]
