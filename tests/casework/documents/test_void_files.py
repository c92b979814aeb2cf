"""A file put with the wrong case is declared void: it stays with its reason, is bound nowhere and proves nothing."""

import io
from pathlib import Path

import pytest
from clerk_work import issued, word
from pypdf import PdfReader, PdfWriter
from sqlalchemy.exc import DatabaseError
from sqlmodel import select

from app.casework.cases.document_rows import DocumentView
from app.casework.documents.attachments import attach_file, attachment_bytes, attachments_of, void_attachment
from app.casework.documents.issuing import document_bytes
from app.casework.documents.seal_return import add_service_scan, files_beside, take_sealed_copy
from app.casework.documents.verify import recognise_file
from app.casework.documents.volume import case_volume
from app.casework.office.checks import check_workspace
from app.casework.views.case_page import case_view
from app.faults import UserFault
from app.models.journal_check import read_entries
from app.models.tables import AttachmentVoid
from app.models.workspace import Workspace

REASON = "放错了，是另一件的材料"


@pytest.fixture
def document(workspace: Workspace) -> DocumentView:
    return issued(workspace)


@pytest.fixture
def sealed(workspace: Workspace, document: DocumentView, tmp_path: Path) -> Path:
    path = tmp_path / "盖章.pdf"
    writer = PdfWriter(clone_from=io.BytesIO(document_bytes(workspace, document.id)))
    writer.add_metadata({"/Producer": "签章系统"})
    writer.write(path)
    return path


def test_a_void_file_stays_with_its_reason_and_can_still_be_looked_at(
    workspace: Workspace, document: DocumentView, tmp_path: Path
) -> None:
    kept = attach_file(workspace, document.case_id, word(tmp_path / "定稿.docx"), "finished")
    void_attachment(workspace, kept.id, f"  {REASON} ")
    (listed,) = attachments_of(workspace, document.case_id)
    assert (listed.void, listed.void_reason, listed.name) == (True, REASON, "定稿.docx")
    assert attachment_bytes(workspace, kept.id) == (tmp_path / "定稿.docx").read_bytes()
    assert check_workspace(workspace, deep=True).sound


def test_it_is_declared_void_once_and_never_without_a_reason(
    workspace: Workspace, document: DocumentView, tmp_path: Path
) -> None:
    kept = attach_file(workspace, document.case_id, word(tmp_path / "定稿.docx"), "finished")
    codes = []
    for number, reason in ((kept.id, " "), (kept.id + 1, REASON), (kept.id, REASON), (kept.id, REASON)):
        try:
            void_attachment(workspace, number, reason)
            codes.append("")
        except UserFault as fault:
            codes.append(fault.code)
    assert codes == ["missing-field", "no-such-file", "", "voided"]


def test_the_story_tells_it_and_the_journal_holds_no_more_than_the_reason(
    workspace: Workspace, document: DocumentView, tmp_path: Path
) -> None:
    kept = attach_file(workspace, document.case_id, word(tmp_path / "定稿.docx"), "finished")
    void_attachment(workspace, kept.id, REASON)
    told = next(each for each in case_view(workspace, document.case_id).timeline if each.what == "附件作废")
    assert (told.details, told.reason) == (("定稿.docx",), REASON)
    with workspace.store.connection() as connection:
        (entry,) = [each for each in read_entries(connection) if each["act"] == "void_attachment"]
    assert entry["note"] == REASON
    assert "定稿" not in entry["changes"]


def test_that_it_is_void_is_never_taken_back(workspace: Workspace, document: DocumentView, tmp_path: Path) -> None:
    kept = attach_file(workspace, document.case_id, word(tmp_path / "定稿.docx"), "finished")
    void_attachment(workspace, kept.id, REASON)
    with pytest.raises(DatabaseError, match="never deleted"), workspace.act("tamper") as session:
        session.delete(session.exec(select(AttachmentVoid)).one())
    with pytest.raises(DatabaseError, match="never changed"), workspace.act("tamper") as session:
        row = session.exec(select(AttachmentVoid)).one()
        row.reason = "别的"
        session.add(row)
    assert attachments_of(workspace, document.case_id)[0].void_reason == REASON


def test_the_volume_leaves_it_out(workspace: Workspace, document: DocumentView, tmp_path: Path) -> None:
    kept = attach_file(workspace, document.case_id, word(tmp_path / "别人的.docx"), "finished")
    attach_file(workspace, document.case_id, word(tmp_path / "自己的.docx"), "finished")
    void_attachment(workspace, kept.id, REASON)
    text = "".join(
        page.extract_text() for page in PdfReader(io.BytesIO(case_volume(workspace, document.case_id).pdf)).pages
    )
    assert "自己的.docx" in text
    assert "别人的.docx" not in text


def test_a_void_scan_is_no_proof_of_service(workspace: Workspace, document: DocumentView, sealed: Path) -> None:
    kept = add_service_scan(workspace, document.id, sealed)
    assert files_beside(workspace, document.id) == (kept,)
    void_attachment(workspace, kept.id, REASON)
    assert files_beside(workspace, document.id) == ()


def test_a_void_sealed_copy_is_not_genuine_until_it_is_taken_back_again(
    workspace: Workspace, document: DocumentView, sealed: Path
) -> None:
    kept = take_sealed_copy(workspace, document.id, sealed)
    assert recognise_file(workspace, sealed).genuine
    void_attachment(workspace, kept.id, REASON)
    found = recognise_file(workspace, sealed)
    assert (found.genuine, found.void, found.verdict) == (False, True, "unknown")
    assert "已作废（放错了，是另一件的材料）" in found.sentence
    take_sealed_copy(workspace, document.id, sealed)
    assert recognise_file(workspace, sealed).genuine
