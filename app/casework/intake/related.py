"""Find the case that a new one is said to repeat, by its number."""

from sqlmodel import select

from app.casework.cases.rows import CaseRow, rows_of
from app.faults import UserFault
from app.models.tables import Case
from app.models.workspace import Workspace


def related_case(workspace: Workspace, number: str) -> CaseRow:
    """Return the case with this number; raise `UserFault` (code `no-such-case`, field `related_case`) for none.

    A sealed case is answered like one that does not exist.
    """
    with workspace.reading() as session:
        found = session.exec(select(Case).where(Case.number == number.strip())).one_or_none()
        if found is None or found.sealed:
            raise UserFault(
                f"找不到编号为“{number}”的信访事项，",
                "请从候选中选取，或核对编号。",
                code="no-such-case",
                field="related_case",
            )
        return rows_of(session, [found.id], workspace.today())[0]
