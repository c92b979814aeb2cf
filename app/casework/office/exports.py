"""The ledgers that left the workspace: who took which, when and, in full, for what and to whom."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import col

from app.models.tables import LedgerExport, User
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


def count_exports(workspace: Workspace) -> int:
    """Return how many ledgers were exported."""
    with workspace.reading() as session:
        return int(session.execute(select(func.count()).select_from(LedgerExport)).scalar_one())


def list_exports(workspace: Workspace, *, offset: int = 0, limit: int = 50) -> tuple[ExportRow, ...]:
    """Return `limit` exports from `offset` on, the latest first."""
    query = (
        select(
            col(LedgerExport.id), col(LedgerExport.at), col(User.name), col(LedgerExport.period),
            col(LedgerExport.is_full), col(LedgerExport.purpose), col(LedgerExport.recipient),
            col(LedgerExport.row_count), col(LedgerExport.file_name), col(LedgerExport.sha256),
        )
        .join(User, col(User.id) == col(LedgerExport.user_id))
        .order_by(col(LedgerExport.id).desc())
        .offset(offset)
        .limit(limit)
    )  # fmt: skip
    with workspace.reading() as session:
        return tuple(ExportRow(*row) for row in session.execute(query))
