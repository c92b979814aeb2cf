"""What a clerk does, in one line each, for tests of casework: register, issue, save, do an act."""

import io
from pathlib import Path

from docx import Document as WordDocument
from pypdf import PdfWriter
from walking import register

from app.casework.cases.document_rows import DocumentView
from app.casework.documents.issuing import document_bytes, issue_notice, prepare_notice
from app.casework.life.acts import act_form, perform
from app.casework.life.claim_answers import ClaimAnswer
from app.casework.views.case_page import case_view
from app.casework.worklist.desk import DeskSection, desk
from app.models.workspace import Workspace

ACCEPTED = {
    "received_on": "2026-11-18",
    "petition_date": "2026-11-18",
    "accepted_on": "2026-11-19",
    "postmark_on": None,
}


def registered(workspace: Workspace, example: str = "transfer_visit") -> int:
    return register(workspace, example).case_id


def issued(workspace: Workspace, example: str = "transfer_visit") -> DocumentView:
    return issue_notice(workspace, prepare_notice(workspace, registered(workspace, example)))


def saved(workspace: Workspace, document: DocumentView, folder: Path) -> Path:
    path = folder / "原件.pdf"
    path.write_bytes(document_bytes(workspace, document.id))
    return path


def rewritten(pdf: bytes) -> bytes:
    """Return the same pages as another program would save them."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    writer.add_metadata({"/Producer": "另一个程序"})
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def word(path: Path) -> Path:
    document = WordDocument()
    document.add_paragraph("处理意见")
    document.save(str(path))
    return path


def do(workspace: Workspace, case_id: int, act: str, **values: object) -> None:
    form = act_form(workspace, case_id, act)
    answers = [
        ClaimAnswer(claim, "supported", "查明属实。", "支持该项诉求。", "《信访工作条例》") for claim, _ in form.claims
    ]
    receiver = {"service_receiver": "何秀英"} if form.rule.serves or form.rule.serves_others else {}
    perform(workspace, case_id, act, {**form.values, **receiver, **values}, answers)


def issue(workspace: Workspace, case_id: int) -> None:
    """Issue whatever papers the case owes, whatever they need besides."""
    for paper in case_view(workspace, case_id).owed:
        draft = prepare_notice(workspace, case_id, paper.kind, step_id=paper.step_id)
        extra = {field.key: "2026-11-20" if field.key.endswith("_on") else "按规定办理" for field in draft.missing}
        issue_notice(workspace, prepare_notice(workspace, case_id, paper.kind, extra, paper.step_id))


def part(workspace: Workspace, key: str) -> DeskSection:
    return desk(workspace).section(key)
