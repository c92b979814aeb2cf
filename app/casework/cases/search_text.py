"""What the search box finds a case by."""

from sqlmodel import Session, select

from app.models.search import SearchText, index_case
from app.models.tables import Case, Claim, Petitioner


def index(session: Session, case: Case, words: SearchText) -> None:
    """Put a case into the search index, in the transaction of the act; a sealed one by its number alone."""
    index_case(session.connection(), case.id or 0, words)


def search_text(session: Session, case: Case) -> SearchText:
    """Gather names, codes and words of a case."""
    if case.sealed:
        return SearchText((), (case.number,), ())
    people = session.exec(select(Petitioner).where(Petitioner.case_id == case.id)).all()
    claims = session.exec(select(Claim).where(Claim.case_id == case.id)).all()
    names = [name for p in people for name in (p.name, p.agent_name) if name]
    own = (case.number, case.own_number, case.province_number, case.enquiry_code)
    codes = [*own, *(c for p in people for c in (p.phone, p.id_number))]
    texts = [
        case.summary,
        *(c.text for c in claims),
        *(p.address for p in people),
        case.location,
        case.content_category,
        case.destination,
        case.source_office,
    ]
    return SearchText(tuple(names), tuple(c for c in codes if c), tuple(t for t in texts if t))
