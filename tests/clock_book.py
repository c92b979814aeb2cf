"""Move the clocks of a stored case by hand, for tests that need one running, stopped or lengthened."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.casework.clocks.book import ClockBook
from app.casework.clocks.running import book_of, keep_book
from app.models.tables import Case
from app.models.workspace import Workspace


@contextmanager
def clock_book(workspace: Workspace, case_id: int) -> Iterator[ClockBook]:
    """Give the book of a case's clocks; it is written down at the end, with the dates the case is next due."""
    with workspace.act("move_clocks") as session:
        case = session.get_one(Case, case_id)
        book = book_of(session, case)
        yield book
        keep_book(session, case, book)
