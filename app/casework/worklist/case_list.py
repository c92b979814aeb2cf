"""Lists of cases: filters, the search box, the desk; never more rows in memory than are shown."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlmodel import col

from app.casework.cases.rows import CaseRow, rows_of
from app.casework.upkeep.needs import SEND
from app.casework.worklist.sections import DUE, OVERDUE, desk_day, part_condition
from app.models.search import find_cases
from app.models.tables import Case
from app.models.workspace import Workspace
from app.security.checkcodes import tidy_check_code

# From here on a date in a list is coloured as near; what counts as due soon is the office's own parameter.
DUE_SOON_DAYS = 3
SEARCH_CAP = 1_000
_LONGEST_CODE = 80


@dataclass(frozen=True)
class CaseFilter:
    """What a list shows; empty means all. `mine`: registered by this user. Dates are registration dates.

    `part` is a part of the desk, a key of `desk_parts.PARTS`.
    """

    text: str = ""
    mine: bool = False
    due: bool = False
    overdue: bool = False
    waiting: bool = False
    states: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    voided: bool = True
    part: str = ""


@dataclass(frozen=True)
class CasePage:
    """Some rows and how many there are in all; `capped` when there are more than were counted."""

    rows: tuple[CaseRow, ...]
    total: int
    capped: bool = False


ORDERS = {
    "registered": col(Case.registered_on),
    "number": col(Case.number),
    "received_on": col(Case.received_on),
    "next_due": col(Case.next_due),
    "state": col(Case.state),
    "kind": col(Case.kind),
}


def list_cases(
    workspace: Workspace,
    wanted: CaseFilter | None = None,
    *,
    offset: int = 0,
    limit: int = 50,
    order: str = "registered",
    descending: bool = True,
) -> CasePage:
    """Return `limit` rows from `offset` on; a search text narrows what the other filters leave."""
    wanted = wanted or CaseFilter()
    with workspace.reading() as session:
        condition = _condition(workspace, wanted)
        capped = False
        if wanted.text.strip():
            hits = find_cases(session.connection(), wanted.text, limit=SEARCH_CAP, cap=SEARCH_CAP + 1)
            condition = and_(condition, col(Case.id).in_(hits.case_ids))
            capped = hits.capped
        total = session.execute(select(func.count()).select_from(Case).where(condition)).scalar_one()
        column = ORDERS[order]
        ordered: tuple[Any, ...] = (
            (column.desc(), col(Case.id).desc()) if descending else (column.asc(), col(Case.id).asc())
        )
        if order == "next_due":
            ordered = (column.is_(None), *ordered)
        ids = session.execute(select(col(Case.id)).where(condition).order_by(*ordered).offset(offset).limit(limit))
        return CasePage(rows_of(session, list(ids.scalars()), workspace.today()), total, capped)


def find(workspace: Workspace, text: str, limit: int = 20) -> CasePage:
    """Return the newest cases that match the search box, as one types."""
    with workspace.reading() as session:
        hits = find_cases(session.connection(), text, limit=limit)
        if not hits.case_ids:
            # An enquiry code as it is said at the counter: O for 0, I or L for 1.
            said = tidy_check_code(text[:_LONGEST_CODE])
            case_id = session.scalar(select(col(Case.id)).where(col(Case.enquiry_code) == said)) if said else None
            if case_id is not None:
                return CasePage(rows_of(session, [case_id], workspace.today()), 1, False)
        return CasePage(rows_of(session, list(hits.case_ids), workspace.today()), hits.total, hits.capped)


def _condition(workspace: Workspace, wanted: CaseFilter) -> ColumnElement[bool]:
    clauses: list[ColumnElement[bool]] = []
    if wanted.mine:
        clauses.append(col(Case.registered_by_id) == workspace.actor.id)
    parts = [part for part, asked in ((DUE, wanted.due), (OVERDUE, wanted.overdue)) if asked]
    if parts or wanted.waiting or wanted.part:
        day = desk_day(workspace)
        if parts:
            clauses.append(or_(*(part_condition(part, day) for part in parts)))
        clauses += [part_condition(part, day) for part in (SEND if wanted.waiting else "", wanted.part) if part]
    for column, values in ((Case.state, wanted.states), (Case.kind, wanted.kinds), (Case.channel, wanted.channels)):
        if values:
            clauses.append(col(column).in_(values))
    if wanted.first_day:
        clauses.append(col(Case.registered_on) >= wanted.first_day)
    if wanted.last_day:
        clauses.append(col(Case.registered_on) <= wanted.last_day)
    if not wanted.voided:
        clauses.append(col(Case.voided_on).is_(None))
    return and_(*clauses) if clauses else col(Case.id).is_not(None)
