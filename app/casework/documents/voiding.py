"""Declare an issued document void: its number stays used and visible, with the reason."""

from sqlmodel import Session, select

from app.casework.upkeep.case_act import case_act
from app.faults import UserFault
from app.models.tables import Case, Document, DocumentVoid
from app.models.workspace import Workspace


def void_document(workspace: Workspace, document_id: int, reason: str) -> None:
    """Declare a document void; the paper is owed again, and a clock that it had stopped runs on.

    Raises `UserFault` without a reason, for a document that is void already or that a decision hangs on.
    """
    if not reason.strip():
        raise UserFault("作废文书要写明理由，", "请填写理由后再继续。", code="missing-field", field="reason")
    with workspace.reading() as session:
        case_id = session.exec(select(Document.case_id).where(Document.id == document_id)).first()
    if case_id is None:
        raise UserFault("找不到这份文书，", "请刷新后再试。", code="no-such-document")
    with case_act(workspace, "void_document", case_id, reason.strip()) as acting:
        void_in(workspace, acting.session, acting.case, document_id, reason.strip())


def void_in(workspace: Workspace, session: Session, case: Case, document_id: int, reason: str) -> None:
    """Declare a document of a case void inside the transaction of an act; raise `UserFault` when it is void already."""
    document = session.get_one(Document, document_id)
    if session.exec(select(DocumentVoid.id).where(DocumentVoid.document_id == document.id)).first() is not None:
        raise UserFault(f"文书 {document.number} 已经作废，", "不用再作废。", code="voided")
    session.add(
        DocumentVoid(
            case_id=case.id or 0, document_id=document.id or 0, reason=reason, at=workspace.moment(),
            user_id=workspace.actor.id,
        )
    )  # fmt: skip
