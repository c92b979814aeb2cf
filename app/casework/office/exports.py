"""The ledgers that left the workspace: who took which, when and, in full, for what and to whom."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import col

from app.casework.office.exits import KINDS
from app.models.tables import FileExit, FileExitEnd, User
from app.models.unfinished import FAILED
from app.models.workspace import Workspace


@dataclass(frozen=True)
class ExportRow:
    """One export as the list shows it; `at` is local time with offset, as the journal writes it."""

    id: int
    at: str
    exported_by: str
    period: str
    is_full: bool
    purpose: str
    recipient: str
    row_count: int
    file_name: str
    sha256: str


# What is none of the other kinds is a ledger; one that could not be put in its place never left.
_LEDGERS = (
    col(FileExit.profile).not_in(KINDS),
    col(FileExit.id).not_in(select(col(FileExitEnd.exit_id)).where(col(FileExitEnd.outcome) == FAILED)),
)


def count_exports(workspace: Workspace) -> int:
    """Return how many ledgers were exported."""
    with workspace.reading() as session:
        return int(session.execute(select(func.count()).select_from(FileExit).where(*_LEDGERS)).scalar_one())


def list_exports(workspace: Workspace, *, offset: int = 0, limit: int = 50) -> tuple[ExportRow, ...]:
    """Return `limit` exports from `offset` on, the latest first."""
    query = (
        select(
            col(FileExit.id), col(FileExit.at), col(User.name), col(FileExit.period),
            col(FileExit.is_full), col(FileExit.purpose), col(FileExit.recipient),
            col(FileExit.row_count), col(FileExit.file_name), col(FileExit.sha256),
        )
        .join(User, col(User.id) == col(FileExit.user_id))
        .where(*_LEDGERS)
        .order_by(col(FileExit.id).desc())
        .offset(offset)
        .limit(limit)
    )  # fmt: skip
    with workspace.reading() as session:
        return tuple(ExportRow(*row) for row in session.execute(query))
