"""Names of offices that this office has written before, offered again as one types."""

from sqlmodel import col, select

from app.models.tables import Case
from app.models.workspace import Workspace

_LOOKED_AT = 2_000
_OFFERED = 200


def known_offices(workspace: Workspace) -> tuple[str, ...]:
    """Return the offices that recent cases went to or came from, the latest first; sealed cases give none."""
    with workspace.reading() as session:
        found = session.exec(
            select(Case.destination, Case.source_office)
            .where(col(Case.sealed).is_(False))
            .order_by(col(Case.id).desc())
            .limit(_LOOKED_AT)
        ).all()
    names = dict.fromkeys(name for pair in found for name in pair if name)
    return tuple(names)[:_OFFERED]
