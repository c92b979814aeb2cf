"""The one way in which an act on a case begins and ends: found and open, then its dates, search and needs said anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from app.casework.cases.facts import KnownCase, known_case
from app.casework.cases.lookup import case_by_id, open_case
from app.casework.cases.search_text import index, search_text
from app.casework.clocks.book import ClockBook
from app.casework.clocks.running import keep_book, note_next_dates
from app.casework.office.law_in_force import law_of
from app.casework.upkeep.needs import note_needs
from app.casework.upkeep.waiting_clocks import settle_clocks
from app.models.search import SearchText
from app.models.tables import Case
from app.models.workspace import Workspace


@dataclass
class CaseAct:
    """One act under way: its session and case; `left` is the case as the act leaves it, once it has ended."""

    session: Session
    case: Case
    left: KnownCase | None = None


@contextmanager
def case_act(
    workspace: Workspace, name: str, case_id: int, reason: str = "", *, whichever: bool = False
) -> Iterator[CaseAct]:
    """Give the one journalled transaction of an act on a case; on leaving, what is kept beside the case follows it.

    Raises `UserFault` for a case that does not exist and, but for `whichever`, for a sealed or voided one.
    """
    with workspace.act(name, reason) as session:
        case = case_by_id(session, case_id) if whichever else open_case(session, case_id)
        acting = CaseAct(session, case)
        found_by = search_text(session, case)
        yield acting
        acting.left = end_act(session, case, workspace.today(), found_by)


def end_act(session: Session, case: Case, today: date, found_by: SearchText | None = None) -> KnownCase:
    """Say anew the next dates of a case, what it is found by and what it waits for; return it as it is left.

    `found_by` is what the search found it by before the act: the index is written only where that has changed.
    """
    known = known_case(session, case, today)
    book = ClockBook(law_of(session), known.clocks)
    settle_clocks(book, known.papers, known.steps)
    if book.moves:  # a paper or a service came, moved or went
        keep_book(session, case, book)
        known = known_case(session, case, today)
    note_next_dates(case, known.clocks)  # written with a book of clocks already; whatever else moved one counts too
    session.add(case)
    words = search_text(session, case)
    if words != found_by:
        index(session, case, words)
    note_needs(session, case, known)
    return known
