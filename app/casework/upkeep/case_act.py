"""The one way in which an act on a case begins and ends: found and open, then its search words and needs said anew.

The dates a case is next due are written with its clocks (`clocks.running.keep_book`), in the same transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from app.casework.cases.facts import KnownCase, known_case
from app.casework.cases.lookup import case_by_id, open_case
from app.casework.cases.search_text import index, search_text
from app.casework.upkeep.needs import note_needs
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
    """Say anew what a case is found by and what it waits for; return it as it is left.

    `found_by` is what the search found it by before the act: the index is written only where that has changed.
    """
    known = known_case(session, case, today)
    words = search_text(session, case)
    if words != found_by:
        index(session, case, words)
    note_needs(session, case, known)
    return known
