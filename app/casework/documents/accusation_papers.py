"""The papers of a sealed accusation: prepared, issued and printed by the custodian while the case is open before them.

Neither is owed: the letter covers the sealed material (Article 22(2)), and whether the petitioner is told at all is for
the office to confirm (Article 23(4)). Of the content they carry nothing (Article 30(3)).
"""

import base64
import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from sqlmodel import Session, col, select

from app.casework.cases.document_rows import DocumentView, documents_of
from app.casework.cases.lookup import case_by_id
from app.casework.cases.sealed import OpenedAccusation, is_custodian
from app.casework.documents.issuing import (
    NoticeDraft,
    document_view,
    issue_in,
    refuse_void,
    sealed_context,
    stored_bytes,
)
from app.casework.documents.print_paper import NUMBERED_LATER, PROOF, PrintPaper
from app.casework.documents.voiding import void_in
from app.casework.templates.versions import current_template, is_for_accusations
from app.faults import UserFault
from app.law.forms.same_office import same_office
from app.models.tables import Case, CaseStep, Document, Office
from app.models.workspace import Workspace
from app.printing.notices.notice import missing_fields, render_notice
from app.printing.notices.template import load_templates
from app.security.sealing import unseal

# Why a paper of an accusation is void is kept unsealed, in the journal too: one of these, never words of one's own.
VOID_REASONS = ("文字有误", "接收机关有变", "打印件污损或者遗失", "不再需要出这份文书")
_DISPATCH = "dispatch_sealed"


@cache
def letter_kind() -> str:
    """Return the kind of the letter that covers the sealed material."""
    return _kind_for("office")


@cache
def notice_kind() -> str:
    """Return the kind of the notice that tells the petitioner of the sending."""
    return _kind_for("petitioner")


def prepare_sealed(
    workspace: Workspace, opened: OpenedAccusation, kind: str, extra: Mapping[str, Any] | None = None
) -> NoticeDraft:
    """Fill a paper of an accusation from what the custodian has opened; `extra` overrides values.

    Raises `UserFault` with code not-allowed, wrong-kind, voided, not-named (no petitioner to tell), not-sent (nothing
    to tell yet).
    """
    with workspace.reading() as session:
        case = _opened_case(workspace, session, opened)
        if not is_for_accusations(kind):
            raise UserFault("检举控告件不出这种文书，", "请出密封转送函或者检举控告转送告知书。", code="wrong-kind")
        values = _values(workspace, session, case, opened)
        if kind == notice_kind():
            _refuse_to_tell(opened, values)
        values |= {key: value for key, value in (extra or {}).items() if value not in (None, "")}
        template, _ = current_template(session, kind)
        # Only what the paper prints is kept with it: nothing of the content is stored a second time.
        values = {key: value for key, value in values.items() if key in template.by_key}
        missing = tuple(missing_fields(template, values))
        return NoticeDraft(opened.case_id, kind, template.name, values, missing, None, template)


def issue_sealed(workspace: Workspace, opened: OpenedAccusation, draft: NoticeDraft) -> DocumentView:
    """Issue a paper of an accusation with its number; values and bytes are stored sealed.

    Raises `UserFault` (code accused-unit) for a letter to the unit complained of, and as issuing any document does.
    """
    refuse_accused(opened, draft)
    with workspace.act("issue_notice") as session:
        case = _opened_case(workspace, session, opened)
        document_id = issue_in(workspace, session, case, draft.kind, values=draft.values)
    return document_view(workspace, document_id)


def void_sealed(workspace: Workspace, opened: OpenedAccusation, document_id: int, reason: str) -> None:
    """Declare a paper of an accusation void; `reason` is one of `VOID_REASONS`.

    Raises `UserFault` with code missing-field, no-such-document, voided, not-allowed.
    """
    if reason not in VOID_REASONS:
        raise UserFault("还没有选作废的理由，", "请从列出的理由里选一个。", code="missing-field", field="reason")
    with workspace.act("void_document", reason) as session:
        case = _opened_case(workspace, session, opened)
        document = session.get(Document, document_id)
        if document is None or document.case_id != case.id:
            raise UserFault("找不到这份文书，", "请刷新后再试。", code="no-such-document")
        void_in(workspace, session, case, document, reason)


def refuse_accused(opened: OpenedAccusation, draft: NoticeDraft) -> None:
    """Raise `UserFault` where a letter is addressed to the unit complained of (Article 30(3))."""
    accused = str(opened.facts.get("accused_unit") or "")
    if same_office(str(draft.values.get("destination") or ""), accused):
        raise UserFault(
            "接收机关就是被反映的单位，不能转给它（第三十条第三款）；",
            "请核对管理权限，改填有权处理的机关。",
            code="accused-unit",
            field="destination",
        )


def sealed_documents(workspace: Workspace, opened: OpenedAccusation) -> tuple[DocumentView, ...]:
    """Return the papers issued of an accusation, the latest first."""
    with workspace.reading() as session:
        case = case_by_id(session, opened.case_id)
        return documents_of(session, case_id=case.id)


def sealed_bytes(workspace: Workspace, opened: OpenedAccusation, document_id: int) -> bytes:
    """Return a paper exactly as it was issued, opened with the custodian's key."""
    with workspace.reading() as session:
        case = _opened_case(workspace, session, opened)
        return unseal(stored_bytes(session, document_id), opened.key, sealed_context(case, document_id, "pdf"))


def sealed_paper(
    workspace: Workspace, opened: OpenedAccusation, document_id: int, *, copies: int | None = None
) -> PrintPaper:
    """Return what to print: the stored bytes, and with a first print the form on which the receiver signs."""
    pdf = sealed_bytes(workspace, opened, document_id)
    with workspace.reading() as session:
        refuse_void(session, document_id)
        document = documents_of(session, document_id=document_id)[0]
        template, _ = current_template(session, document.kind)
        asked = template.proof_of_service and not document.prints
        proof = _proof_form(workspace, session, opened, document) if asked else None
    if copies is None:
        copies = 1 if document.prints else template.copies
    return PrintPaper(document_id, document.number, pdf, copies, proof, document.prints)


def _opened_case(workspace: Workspace, session: Session, opened: OpenedAccusation) -> Case:
    if not is_custodian(workspace) or not opened.key:
        raise UserFault(
            "只有保密专员打开密封内容以后能出密封件的文书，", "请由保密专员登录后打开。", code="not-allowed"
        )
    case = case_by_id(session, opened.case_id)
    if case.voided_on is not None:
        raise UserFault("这件信访事项已经作废，", "不能再出文书。", code="voided")
    return case


def _values(workspace: Workspace, session: Session, case: Case, opened: OpenedAccusation) -> dict[str, Any]:
    office = session.exec(select(Office)).one()
    facts = opened.facts
    return {
        "office_name": office.name,
        "office_phone": office.phone,
        "office_address": office.address,
        "office_role": office.role,
        "case_number": case.number,
        "received_on": case.received_on,
        "dispatched_on": _dispatched_on(session, case, opened),
        "destination": str(facts.get("receiving_office") or ""),
        "petitioner_name": str(facts.get("petitioner_name") or ""),
        "accusation_organ": str(facts.get("accusation_organ") or ""),
        "enclosed_pages": None,
        "handler": workspace.actor.name,
        "issued_on": workspace.today(),
    }


def _dispatched_on(session: Session, case: Case, opened: OpenedAccusation) -> date | None:
    kept = session.exec(
        select(CaseStep.facts)
        .where(CaseStep.case_id == case.id, CaseStep.act == _DISPATCH)
        .order_by(col(CaseStep.id).desc())
    ).first()
    day = json.loads(kept).get("dispatched_on") if kept else opened.facts.get("dispatched_on")
    return date.fromisoformat(str(day)) if day else None


def _refuse_to_tell(opened: OpenedAccusation, values: Mapping[str, Any]) -> None:
    if opened.facts.get("identity") not in (None, "clear") or not values["petitioner_name"]:
        raise UserFault(
            "信访人的姓名（名称）、住址不清，没有人可以告知，",
            "不出检举控告转送告知书（第二十三条第二款）。",
            code="not-named",
        )
    if values["dispatched_on"] is None:
        raise UserFault("这件还没有密封转送，", "请先记下转送函发出的日期，再出转送告知书。", code="not-sent")


def _proof_form(
    workspace: Workspace, session: Session, opened: OpenedAccusation, document: DocumentView
) -> bytes | None:
    form, _ = current_template(session, PROOF)
    kept = session.exec(select(Document.field_values).where(Document.id == document.id)).one()
    context = sealed_context(case_by_id(session, opened.case_id), document.id, "values")
    issued = json.loads(unseal(base64.b64decode(kept), opened.key, context))
    values: dict[str, Any] = {
        "office_name": issued["office_name"],
        "case_number": document.case_number,
        "petitioner_name": issued.get("destination") or issued.get("petitioner_name"),
        "served_document_name": document.name,
        "served_document_number": document.number,
        "issued_on": workspace.today(),
    }
    if missing_fields(form, values):
        return None
    return render_notice(form, values, number=NUMBERED_LATER, check_text=None, check_code=None).pdf


def _kind_for(audience: str) -> str:
    return next(kind for kind, each in load_templates().items() if each.for_accusations and each.audience == audience)
