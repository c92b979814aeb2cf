"""The petitioner's enquiry code: short, said at the window, and of no use anywhere else."""

import secrets

from sqlmodel import Session, select

from app.casework.listing import CaseRow, rows_of
from app.faults import UserFault
from app.models.tables import Case
from app.models.workspace import Workspace
from app.security.checkcodes import CODE_ALPHABET, tidy_check_code

_LETTERS = 8


def new_enquiry_code(session: Session) -> str:
    """Return a code that no case bears yet: eight letters (40 bits), two groups, safe to read aloud."""
    while True:
        letters = "".join(secrets.choice(CODE_ALPHABET) for _ in range(_LETTERS))
        code = f"{letters[:4]}-{letters[4:]}"
        if session.exec(select(Case.id).where(Case.enquiry_code == code)).first() is None:
            return code


def case_by_enquiry_code(workspace: Workspace, typed: str) -> CaseRow:
    """Return the case a petitioner asks about, as the code is typed; raise `UserFault` for a code nobody has."""
    code = tidy_check_code(typed)
    with workspace.reading() as session:
        found = session.exec(select(Case).where(Case.enquiry_code == code)).one_or_none() if code else None
        if found is None or found.sealed:
            raise UserFault(
                "没有这个查询码，",
                "请核对告知书上的查询码；也可以按姓名或者编号查找。",
                code="no-such-case",
                field="code",
            )
        return rows_of(session, [found.id], workspace.today())[0]
