"""What goes to the printer for an issued document: its stored bytes, how many copies, the proof of service with it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, select

from app.casework.cases.lookup import open_case
from app.casework.documents.issuing import document_bytes, refuse_void
from app.casework.documents.values import document_values, service_right
from app.casework.templates.versions import current_template, current_templates
from app.faults import UserFault
from app.models.tables import Document, DocumentPrint
from app.models.workspace import Workspace
from app.printing.notices.content import fill
from app.printing.notices.notice import missing_fields, render_notice
from app.printing.notices.template import Template

PROOF = "proof_of_service"
NUMBERED_LATER = "（登记送达时编号）"


@dataclass(frozen=True)
class PrintPaper:
    """One document on its way to the printer: `pdf` goes out `copies` times, then the form to be signed, if any."""

    document_id: int
    number: str
    pdf: bytes
    copies: int
    proof: bytes | None
    prints: int

    @property
    def sheets(self) -> tuple[bytes, ...]:
        """Return the PDFs in the order they leave the printer."""
        return (*(self.pdf,) * self.copies, *((self.proof,) if self.proof is not None else ()))


def print_paper(workspace: Workspace, document_id: int, *, copies: int | None = None, proof: bool = True) -> PrintPaper:
    """Return what to print of a document; `copies` None is as many as its template says for a first print, then one.

    The form for the proof of service goes with a first print where the template asks for one and it is known for whom;
    it has no number of its own, for the numbered one is issued when the service is recorded. Raises `UserFault` for a
    void or damaged document.
    """
    pdf = document_bytes(workspace, document_id)
    with workspace.reading() as session:
        refuse_void(session, document_id)
        document = session.get(Document, document_id)
        assert document is not None
        prints = len(
            session.exec(
                select(DocumentPrint.id).where(DocumentPrint.document_id == document_id, DocumentPrint.way == "print")
            ).all()
        )
        template = current_templates(session).get(document.kind)
        asked = template is not None and template.proof_of_service and proof and not prints
        form = _proof_form(workspace, session, document, template) if asked and template is not None else None
        number = document.number
    if copies is None:
        copies = template.copies if template is not None and not prints else 1
    return PrintPaper(document_id, number, pdf, copies, form, prints)


def record_prints(workspace: Workspace, document_ids: Sequence[int]) -> int:
    """Record in one act that these documents went to a printer; return how many of them were copies."""
    if not document_ids:
        return 0
    copies = 0
    with workspace.act("record_print") as session:
        for document_id in document_ids:
            document = session.get(Document, document_id)
            if document is None:
                raise UserFault("找不到这份文书，", "请刷新后再试。", code="no-such-document")
            former = session.exec(
                select(DocumentPrint.id).where(DocumentPrint.document_id == document_id, DocumentPrint.way == "print")
            ).first()
            session.add(
                DocumentPrint(
                    case_id=document.case_id,
                    document_id=document_id,
                    at=workspace.moment(),
                    user_id=workspace.actor.id,
                    way="print",
                    is_copy=former is not None,
                )
            )
            session.flush()
            copies += former is not None
    return copies


def _proof_form(workspace: Workspace, session: Session, document: Document, template: Template) -> bytes | None:
    """Return the form on which the receiver signs for this document; None where nobody is named to receive it."""
    form, _ = current_template(session, PROOF)
    values = document_values(workspace, session, open_case(session, document.case_id), PROOF)
    # The service has not happened yet: what it will say is written by hand.
    for key in [key for key in values if key.startswith("service_") or key == "post_number"]:
        values[key] = ""
    stored = json.loads(document.field_values)
    addressee = next((block.text for block in template.blocks if block.kind == "addressee"), "")
    receiver = fill(addressee, stored).rstrip("：") if addressee else values["petitioner_name"]
    values |= {
        "petitioner_name": receiver,
        "served_document_name": document.name,
        "served_document_number": document.number,
        "service_right": service_right(document.kind),
    }
    if missing_fields(form, values):
        return None
    return render_notice(form, values, number=NUMBERED_LATER, check_text=None, check_code=None).pdf
