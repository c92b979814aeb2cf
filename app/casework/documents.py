"""The record of issued documents: a filtered list, a page of rows at a time, never with the bytes."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlmodel import col

from app.casework.document_view import DocumentView, documents_of
from app.models.tables import Case, Document
from app.models.workspace import Workspace
from app.printing.template import load_templates


@dataclass(frozen=True)
class DocumentFilter:
    """What the list shows; empty means all. `text` is any part of a document's or a case's number."""

    text: str = ""
    kind: str = ""
    first_day: date | None = None
    last_day: date | None = None


def document_kinds() -> tuple[tuple[str, str], ...]:
    """Return (kind, name) of every kind of document the office can issue."""
    return tuple((kind, template.name) for kind, template in load_templates().items())


def count_documents(workspace: Workspace, wanted: DocumentFilter) -> int:
    """Return how many issued documents the filter leaves."""
    with workspace.reading() as session:
        query = select(func.count()).select_from(Document).join(Case, col(Case.id) == col(Document.case_id))
        return int(session.execute(query.where(_condition(wanted))).scalar_one())


def list_documents(
    workspace: Workspace, wanted: DocumentFilter, *, offset: int = 0, limit: int = 50
) -> tuple[DocumentView, ...]:
    """Return `limit` issued documents from `offset` on, the latest first."""
    with workspace.reading() as session:
        return documents_of(session, where=_condition(wanted), offset=offset, limit=limit)


def _condition(wanted: DocumentFilter) -> ColumnElement[bool]:
    clauses: list[ColumnElement[bool]] = [col(Document.id).is_not(None)]
    if text := wanted.text.strip():
        clauses.append(
            or_(col(Document.number).contains(text, autoescape=True), col(Case.number).contains(text, autoescape=True))
        )
    if wanted.kind:
        clauses.append(col(Document.kind) == wanted.kind)
    if wanted.first_day:
        clauses.append(col(Document.issued_on) >= wanted.first_day)
    if wanted.last_day:
        clauses.append(col(Document.issued_on) <= wanted.last_day)
    return and_(*clauses)
