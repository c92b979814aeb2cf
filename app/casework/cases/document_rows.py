"""Issued documents as lists and pages show them, never with the bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from app.casework.cases.facts import SERVED, unproven_papers
from app.models.tables import Case, Document, DocumentPrint, DocumentVoid, Service, User
from app.models.tables.document import OUTSIDE

_FAR = 1_024


@dataclass(frozen=True)
class DocumentView:
    """One issued document; `prints` counts papers, `saves` files.

    `void_reason` is empty while it holds; `served_on` is the day it was received, as an act of its case records it
    (a refused service is none). `outside`: made by hand or elsewhere, so that there are no bytes of ours; `proven` is
    False then while neither a scan nor a receipt nor a post number is there.
    """

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
    void_reason: str = ""
    served_on: date | None = None
    outside: bool = False
    proven: bool = True

    @property
    def listed_name(self) -> str:
        """Return its name as every list shows it: one made outside the program is told apart from those issued here."""
        if not self.outside:
            return self.name
        return f"{self.name}（补录）" if self.proven else f"{self.name}（补录·无凭证）"

    @property
    def void(self) -> bool:
        """Say whether it was declared void."""
        return bool(self.void_reason)


def documents_of(
    session: Session,
    *,
    case_id: int | None = None,
    document_id: int | None = None,
    where: ColumnElement[bool] | None = None,
    limit: int | None = None,
    offset: int = 0,
    oldest_first: bool = False,
) -> tuple[DocumentView, ...]:
    """Return issued documents, the latest first unless asked otherwise, without their bytes."""
    columns = [c for c in Document.__table__.c if c.name != "field_values"]  # type: ignore[attr-defined]
    query = (
        select(*columns, Case.number.label("case_number"), User.name.label("clerk"))  # type: ignore[call-overload, attr-defined]
        .join(Case, col(Case.id) == col(Document.case_id))
        .join(User, col(User.id) == col(Document.issued_by_id))
        .order_by(col(Document.id) if oldest_first else col(Document.id).desc())
    )
    if document_id is not None:
        query = query.where(Document.id == document_id)
    if case_id is not None:
        query = query.where(Document.case_id == case_id)
    if limit is not None and (where is not None or offset >= _FAR):
        # Far down a list, and in a filtered one, the ids are sought in an index first: rows with bytes are slow to
        # walk over.
        order = col(Document.id) + 0
        sought = select(col(Document.id)).order_by(order if oldest_first else order.desc()).limit(limit).offset(offset)
        query = query.where(col(Document.id).in_(sought if where is None else sought.where(where)))
    else:
        query = query if where is None else query.where(where)
        query = query if limit is None else query.limit(limit).offset(offset)
    found = session.execute(query).mappings().all()
    counts: dict[tuple[int, str], int] = {}
    ids = [d["id"] for d in found]
    copies = select(DocumentPrint.document_id, DocumentPrint.way).where(col(DocumentPrint.document_id).in_(ids))
    for key in session.exec(copies).all():
        counts[key] = counts.get(key, 0) + 1
    reasons = dict(
        session.exec(
            select(DocumentVoid.document_id, DocumentVoid.reason).where(col(DocumentVoid.document_id).in_(ids))
        ).all()
    )
    served = _served_days(session, ids)
    unproven = unproven_papers(session, [d["id"] for d in found if d["origin"] == OUTSIDE])
    return tuple(
        DocumentView(
            d["id"], d["case_id"], d["case_number"], d["kind"], d["name"], d["number"], d["issued_on"], d["clerk"],
            d["pages"], d["sha256"], d["check_code"], counts.get((d["id"], "print"), 0),
            counts.get((d["id"], "save"), 0), reasons.get(d["id"], ""), served.get(d["id"]),
            d["origin"] == OUTSIDE, d["id"] not in unproven,
        )
        for d in found
    )  # fmt: skip


def _served_days(session: Session, ids: Sequence[int]) -> dict[int, date]:
    """Return the day on which each document was received that was, by its id."""
    rows = session.exec(
        select(col(Service.document_id), col(Service.on))
        .where(col(Service.document_id).in_(ids), Service.result == SERVED)
        .order_by(col(Service.id))
    ).all()
    return {document_id: on for document_id, on in rows if document_id is not None}
