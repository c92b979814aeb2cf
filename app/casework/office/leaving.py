"""Record a file that left the workspace; what is not in the journal must not leave it."""

import hashlib
from pathlib import Path

from app.models.tables import LedgerExport
from app.models.workspace import Workspace


def record_leaving(
    workspace: Workspace,
    act: str,
    path: Path,
    *,
    profile: str,
    period: str,
    is_full: bool,
    row_count: int,
    purpose: str = "",
    recipient: str = "",
) -> None:
    """Record the file that was just written at `path` under an act; where that fails, the file is taken away again."""
    record = LedgerExport(
        at=workspace.moment(),
        user_id=workspace.actor.id,
        profile=profile,
        period=period,
        is_full=is_full,
        purpose=purpose,
        recipient=recipient,
        row_count=row_count,
        file_name=path.name,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
    )
    try:
        with workspace.act(act) as session:
            session.add(record)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
