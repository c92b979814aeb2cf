"""Issued documents as lists and pages show them, never with the bytes."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from app.models.tables import Case, Document, DocumentPrint, User


@dataclass(frozen=True)
class DocumentView:
    """One issued document; `prints` counts papers, `saves` files."""

    id: int
    case_id: int
    case_number: str
    kind: str
    name: str
    number: str
    issued_on: date
    issued_by: str
    pages: int
    sha256: str
    check_code: str
    prints: int
    saves: int


def documents_of(
    session: Session,
    *,
    case_id: int | None = None,
    document_id: int | None = None,
    where: ColumnElement[bool] | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[DocumentView, ...]:
    """Return issued documents, the latest first, without their bytes; `where` may speak of documents and cases."""
    columns = [c for c in Document.__table__.c if c.name not in {"pdf", "field_values"}]  # type: ignore[attr-defined]
    query = (
        select(*columns, Case.number.label("case_number"), User.name.label("clerk"))  # type: ignore[call-overload, attr-defined]
        .join(Case, col(Case.id) == col(Document.case_id))
        .join(User, col(User.id) == col(Document.issued_by_id))
        .order_by(col(Document.id).desc())
    )
    if document_id is not None:
        query = query.where(Document.id == document_id)
    if case_id is not None:
        query = query.where(Document.case_id == case_id)
    if where is not None:
        query = query.where(where)
    if limit is not None:
        query = query.limit(limit).offset(offset)
    found = session.execute(query).mappings().all()
    counts: dict[tuple[int, str], int] = {}
    ids = [d["id"] for d in found]
    copies = select(DocumentPrint.document_id, DocumentPrint.way).where(col(DocumentPrint.document_id).in_(ids))
    for key in session.exec(copies).all():
        counts[key] = counts.get(key, 0) + 1
    return tuple(
        DocumentView(
            d["id"], d["case_id"], d["case_number"], d["kind"], d["name"], d["number"], d["issued_on"], d["clerk"],
            d["pages"], d["sha256"], d["check_code"], counts.get((d["id"], "print"), 0),
            counts.get((d["id"], "save"), 0),
        )
        for d in found
    )  # fmt: skip
