"""The record of issued documents: a filtered list, a page of rows at a time, never with the bytes."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlmodel import Session, col

from app.casework.cases.document_rows import DocumentView, documents_of
from app.casework.cases.facts import SERVED
from app.casework.cases.sealed import is_custodian
from app.casework.templates.versions import current_templates, template_states
from app.models.tables import Case, Document, DocumentPrint, DocumentVoid, SealedContent, Service
from app.models.tables.document import HERE
from app.models.workspace import Workspace
from app.printing.notices.template import load_templates

DocumentState = Literal["", "unprinted", "unserved", "void"]


@dataclass(frozen=True)
class DocumentFilter:
    """What the list shows; empty means all. `text` is any part of a document's or a case's number.

    `state` unserved is what should be served on the petitioner and was not received yet; a void document is neither
    unprinted nor unserved.
    """

    text: str = ""
    kind: str = ""
    first_day: date | None = None
    last_day: date | None = None
    state: DocumentState = ""
    case_id: int | None = None


def document_kinds(workspace: Workspace | None = None) -> tuple[tuple[str, str], ...]:
    """Return (kind, name) of every kind of document, by the names this office uses; without one as they ship."""
    if workspace is None:
        return tuple((kind, template.name) for kind, template in load_templates().items())
    return tuple((state.kind, state.name) for state in template_states(workspace))


def count_documents(workspace: Workspace, wanted: DocumentFilter) -> int:
    """Return how many issued documents the filter leaves."""
    with workspace.reading() as session:
        query = select(func.count()).select_from(Document).where(_condition(workspace, session, wanted))
        return int(session.execute(query).scalar_one())


def list_documents(
    workspace: Workspace, wanted: DocumentFilter, *, offset: int = 0, limit: int = 50
) -> tuple[DocumentView, ...]:
    """Return `limit` issued documents from `offset` on, the latest first."""
    with workspace.reading() as session:
        return documents_of(session, where=_condition(workspace, session, wanted), offset=offset, limit=limit)


def _condition(workspace: Workspace, session: Session, wanted: DocumentFilter) -> ColumnElement[bool]:
    """Return the condition on documents alone, asked so that indexes answer."""
    clauses: list[ColumnElement[bool]] = [col(Document.id).is_not(None)]
    if not is_custodian(workspace):
        # Of an accusation nobody else sees more than that there is one.
        clauses.append(col(Document.case_id).not_in(select(col(SealedContent.case_id))))
    if text := wanted.text.strip():
        numbered = select(col(Document.id)).where(col(Document.number).contains(text, autoescape=True))
        cases = select(col(Case.id)).where(col(Case.number).contains(text, autoescape=True))
        clauses.append(or_(col(Document.id).in_(numbered), col(Document.case_id).in_(cases)))
    if wanted.case_id is not None:
        clauses.append(col(Document.case_id) == wanted.case_id)
    if wanted.kind:
        clauses.append(col(Document.kind) == wanted.kind)
    if wanted.first_day:
        clauses.append(col(Document.issued_on) >= wanted.first_day)
    if wanted.last_day:
        clauses.append(col(Document.issued_on) <= wanted.last_day)
    if wanted.state:
        void = col(Document.id).in_(select(col(DocumentVoid.document_id)))
        clauses.append(void if wanted.state == "void" else ~void)
    if wanted.state == "unprinted":
        clauses.append(col(Document.origin) == HERE)
        clauses.append(
            ~exists().where(col(DocumentPrint.document_id) == col(Document.id), col(DocumentPrint.way) == "print")
        )
    if wanted.state == "unserved":
        clauses.append(_unserved(session))
    return and_(*clauses)


def _unserved(session: Session) -> ColumnElement[bool]:
    """Return the condition that a document is to be served on the petitioner and has not been received."""
    served = [
        kind
        for kind, template in current_templates(session).items()
        if template.proof_of_service and template.audience == "petitioner"
    ]
    received = exists().where(col(Service.document_id) == col(Document.id), col(Service.result) == SERVED)
    return and_(col(Document.kind).in_(served), ~received)
