"""An issued document on its way to the office's lawful e-seal system and back; the program itself draws no seal."""

import hashlib
from pathlib import Path

from app.casework.cases.document_rows import documents_of
from app.casework.documents.attachments import (
    LARGEST,
    SEALED_COPY,
    AttachmentView,
    Progress,
    attach_file,
    attachments_of,
    keep_file,
)
from app.casework.documents.compare_text import compare_words
from app.casework.documents.issuing import document_bytes, refuse_void, save_document
from app.faults import UserFault
from app.models.workspace import Workspace
from app.printing.volume.read_text import LockedPdf

SERVICE_SCAN = "service"
FOR_SEALING = "seal"


def export_for_sealing(workspace: Workspace, document_id: int, path: Path) -> None:
    """Write an issued document byte for byte for the e-seal system, and record that it went there."""
    save_document(workspace, document_id, path, FOR_SEALING)


def take_sealed_copy(
    workspace: Workspace, document_id: int, path: Path, progress: Progress | None = None
) -> AttachmentView:
    """Keep the sealed copy beside the original, which stays as it is; the program does not judge the seal.

    The bytes of a sealed copy are new, so it is known by its words: every line of the original has to be there, page
    by page. Raises `UserFault` for a file that is no PDF, the unchanged original itself, another document or an
    altered one (code `not-this-document`), one without words, or a void document.
    """
    with workspace.reading() as session:
        refuse_void(session, document_id)
    content, original = _pdf(path), document_bytes(workspace, document_id)
    if content == original:
        raise UserFault(
            "这个文件与原件完全相同，还没有盖章，", "请选签章系统盖章以后存出的文件。", code="not-sealed", field="path"
        )
    _must_be_the_same(path, original, content)
    case_id, digest = _case_of(workspace, document_id), hashlib.sha256(content).hexdigest()
    if any(each.sha256 == digest and each.about == SEALED_COPY for each in files_beside(workspace, document_id)):
        raise UserFault("这个盖章件已经取回过了，", "不用再取。", code="kept-already", field="path")
    return keep_file(workspace, case_id, path, SEALED_COPY, document_id=document_id, progress=progress, sha256=digest)


def add_service_scan(
    workspace: Workspace, document_id: int, path: Path, progress: Progress | None = None
) -> AttachmentView:
    """Keep the scan of a signed proof of service beside the document it proves."""
    case_id = _case_of(workspace, document_id)
    return attach_file(workspace, case_id, path, SERVICE_SCAN, document_id=document_id, progress=progress)


def files_beside(workspace: Workspace, document_id: int) -> tuple[AttachmentView, ...]:
    """Return the sealed copies and scans kept with one document and not void, in the order they were added."""
    kept = attachments_of(workspace, _case_of(workspace, document_id))
    return tuple(each for each in kept if each.document_id == document_id and not each.void)


def _case_of(workspace: Workspace, document_id: int) -> int:
    with workspace.reading() as session:
        found = documents_of(session, document_id=document_id)
    if not found:
        raise UserFault("找不到这份文书，", "请刷新后再试。", code="no-such-document")
    return found[0].case_id


def _pdf(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= LARGEST else b""
    except OSError:
        raise UserFault(
            f"打不开文件“{path.name}”，", "请检查文件还在不在、有没有被别的程序打开。", code="no-file", field="path"
        ) from None
    if size > LARGEST:
        raise UserFault(
            f"文件“{path.name}”超过 50 MB，", "请在签章系统里另存得小一些。", code="too-large", field="path"
        )
    if not content.startswith(b"%PDF-"):
        raise UserFault(
            f"“{path.name}”不是 PDF 文件，", "请选签章系统盖章以后存出的 PDF。", code="wrong-type", field="path"
        )
    return content


def _must_be_the_same(path: Path, original: bytes, content: bytes) -> None:
    try:
        compared = compare_words(original, content)
    except LockedPdf:
        raise UserFault(
            f"“{path.name}”加了打开密码，不能和原件核对，", "请在签章系统里存成不加密码的 PDF。", code="locked",
            field="path",
        ) from None  # fmt: skip
    if not compared.readable:
        raise UserFault(
            f"“{path.name}”里读不出文字，不能确认是这份文书，",
            "盖章后扫描的，请在本件的附件里按“扫描件”添加。",
            code="not-this-document",
            field="path",
        )
    if not compared.same:
        raise UserFault(
            f"“{path.name}”不是这份文书的盖章件：{compared.sentence}，",
            "请核对是不是选错了文件；文字改动过的，要作废重出。",
            code="not-this-document",
            field="path",
        )
