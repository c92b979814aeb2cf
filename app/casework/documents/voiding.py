"""Declare an issued document void: its number stays used and visible, with the reason."""

from sqlmodel import Session, select

from app.casework.cases.lookup import open_case
from app.casework.clocks.running import refresh_next_due
from app.casework.upkeep.needs import note_needs
from app.faults import UserFault
from app.models.tables import Case, CaseClock, Document, DocumentVoid
from app.models.workspace import Workspace


def void_document(workspace: Workspace, document_id: int, reason: str) -> None:
    """Declare a document void; the paper is owed again, and a clock that only it had stopped runs on.

    Raises `UserFault` without a reason, for a document that is void already or that a decision hangs on.
    """
    if not reason.strip():
        raise UserFault("作废文书要写明理由，", "请填写理由后再继续。", code="missing-field", field="reason")
    with workspace.act("void_document", reason.strip()) as session:
        document = session.get(Document, document_id)
        if document is None:
            raise UserFault("找不到这份文书，", "请刷新后再试。", code="no-such-document")
        void_in(workspace, session, open_case(session, document.case_id), document, reason.strip())


def void_in(workspace: Workspace, session: Session, case: Case, document: Document, reason: str) -> None:
    """Declare a document of a case void inside the transaction of an act; raise `UserFault` when it is void already."""
    if session.exec(select(DocumentVoid.id).where(DocumentVoid.document_id == document.id)).first() is not None:
        raise UserFault(f"文书 {document.number} 已经作废，", "不用再作废。", code="voided")
    session.add(
        DocumentVoid(
            case_id=case.id or 0, document_id=document.id or 0, reason=reason, at=workspace.moment(),
            user_id=workspace.actor.id,
        )
    )  # fmt: skip
    session.flush()
    for clock in session.exec(select(CaseClock).where(CaseClock.case_id == case.id)).all():
        if clock.stopped_by == "notice" and clock.stopped_on == document.issued_on:
            clock.stopped_on, clock.stopped_by = None, ""
            session.add(clock)
    session.flush()
    refresh_next_due(session, case)
    note_needs(session, case, workspace.today())
