"""An issued document on its way to the office's lawful e-seal system and back; the program itself draws no seal."""

from pathlib import Path

from app.casework.attachments import AttachmentView, Progress, attach_file, attachments_of
from app.casework.document_view import documents_of
from app.casework.notices import document_bytes, record_print, refuse_void
from app.faults import UserFault
from app.models.workspace import Workspace
from app.security.files import write_whole_file

SEALED_COPY, SERVICE_SCAN = "sealed_copy", "service"
FOR_SEALING = "seal"
_HEAD_BYTES = 8


def export_for_sealing(workspace: Workspace, document_id: int, path: Path) -> None:
    """Write an issued document byte for byte for the e-seal system, and record that it went there."""
    content = document_bytes(workspace, document_id)
    with workspace.reading() as session:
        refuse_void(session, document_id)
    write_whole_file(path, content)
    try:
        record_print(workspace, document_id, FOR_SEALING)
    except BaseException:
        # What is not in the journal must not leave the workspace.
        path.unlink(missing_ok=True)
        raise


def take_sealed_copy(
    workspace: Workspace, document_id: int, path: Path, progress: Progress | None = None
) -> AttachmentView:
    """Keep the sealed copy beside the original, which stays as it is; the program does not judge the seal.

    Raises `UserFault` for a file that is no PDF, the unchanged original itself, or a void document.
    """
    with workspace.reading() as session:
        refuse_void(session, document_id)
    _must_be_pdf(path)
    if path.read_bytes() == document_bytes(workspace, document_id):
        raise UserFault(
            "这个文件与原件完全相同，还没有盖章，", "请选签章系统盖章以后存出的文件。", code="not-sealed", field="path"
        )
    case_id = _case_of(workspace, document_id)
    return attach_file(workspace, case_id, path, SEALED_COPY, document_id=document_id, progress=progress)


def add_service_scan(
    workspace: Workspace, document_id: int, path: Path, progress: Progress | None = None
) -> AttachmentView:
    """Keep the scan of a signed proof of service beside the document it proves."""
    case_id = _case_of(workspace, document_id)
    return attach_file(workspace, case_id, path, SERVICE_SCAN, document_id=document_id, progress=progress)


def files_beside(workspace: Workspace, document_id: int) -> tuple[AttachmentView, ...]:
    """Return the sealed copies and scans kept with one document, in the order they were added."""
    kept = attachments_of(workspace, _case_of(workspace, document_id))
    return tuple(each for each in kept if each.document_id == document_id)


def _case_of(workspace: Workspace, document_id: int) -> int:
    with workspace.reading() as session:
        found = documents_of(session, document_id=document_id)
    if not found:
        raise UserFault("找不到这份文书，", "请刷新后再试。", code="no-such-document")
    return found[0].case_id


def _must_be_pdf(path: Path) -> None:
    try:
        with path.open("rb") as handle:
            head = handle.read(_HEAD_BYTES)
    except OSError:
        raise UserFault(
            f"打不开文件“{path.name}”，", "请检查文件还在不在、有没有被别的程序打开。", code="no-file"
        ) from None
    if not head.startswith(b"%PDF-"):
        raise UserFault(
            f"“{path.name}”不是 PDF 文件，", "请选签章系统盖章以后存出的 PDF。", code="wrong-type", field="path"
        )
