"""The petitioner's enquiry code: short, said at the window, and of no use anywhere else."""

import secrets

from sqlmodel import Session, select

from app.models.tables import Case
from app.security.checkcodes import CODE_ALPHABET

_LETTERS = 8


def new_enquiry_code(session: Session) -> str:
    """Return a code that no case bears yet: eight letters (40 bits), two groups, safe to read aloud."""
    while True:
        letters = "".join(secrets.choice(CODE_ALPHABET) for _ in range(_LETTERS))
        code = f"{letters[:4]}-{letters[4:]}"
        if session.exec(select(Case.id).where(Case.enquiry_code == code)).first() is None:
            return code
