"""Say of a PDF that somebody brings whether it is one of ours: genuine, altered or unknown, offline."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sqlmodel import col, select

from app.casework.cases.document_rows import DocumentView, documents_of
from app.casework.documents.attachments import LARGEST, SEALED_COPY
from app.casework.documents.compare_text import compare_words
from app.casework.documents.issuing import Recognised, document_bytes, recognise
from app.faults import UserFault
from app.models.tables import Attachment, AttachmentVoid, Document
from app.models.workspace import Workspace
from app.printing.volume.read_text import LockedPdf, page_texts

Verdict = Literal["genuine", "altered", "unknown"]
_CODE = re.compile(r"(?<![0-9A-Z])(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}(?![0-9A-Z])")
_CODES_TRIED = 50
_COMPARE = "请与存档逐字对照，以存档为准。"


@dataclass(frozen=True)
class FileRecognised:
    """What the office knows of a file, in one sentence.

    `sealed` when it is the sealed copy that was taken back, `void` when that copy was declared void since.
    """

    verdict: Verdict
    sentence: str
    document: DocumentView | None
    sealed: bool = False
    void: bool = False

    @property
    def genuine(self) -> bool:
        """Say whether it is a document of this office, unaltered and in force."""
        return self.verdict == "genuine" and self.document is not None and not self.document.void


def recognise_file(workspace: Workspace, path: Path) -> FileRecognised:
    """Compare a PDF with what is stored, byte for byte; an altered one is known by the check code in its text.

    Raises `UserFault` for a file that cannot be read or is no PDF, and `damaged` when the stored one is.
    """
    content = _content(path)
    digest = hashlib.sha256(content).hexdigest()
    with workspace.reading() as session:
        original = session.exec(select(Document.id).where(Document.sha256 == digest)).first()
        copy = session.exec(
            select(Attachment.document_id, AttachmentVoid.reason)
            .join(AttachmentVoid, col(AttachmentVoid.attachment_id) == col(Attachment.id), isouter=True)
            .where(Attachment.sha256 == digest, Attachment.about == SEALED_COPY)
            .order_by(col(AttachmentVoid.id).is_not(None))  # one in force speaks before one that was declared void
        ).first()
        sealed, void_reason = copy if copy is not None else (None, None)
        document_id = original if original is not None else sealed
        view = documents_of(session, document_id=document_id)[0] if document_id is not None else None
    if view is not None:
        document_bytes(workspace, view.id)
        if original is None and void_reason:
            return FileRecognised("unknown", _void_copy(view, void_reason), view, sealed=True, void=True)
        return FileRecognised("genuine", _genuine(view, sealed=original is None), view, sealed=original is None)
    return _by_codes(workspace, content)


def _content(path: Path) -> bytes:
    if path.is_dir():
        raise UserFault(f"“{path.name}”是文件夹，", "请选一个 PDF 文件。", code="wrong-type", field="file")
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= LARGEST else b""
    except OSError:
        raise UserFault(
            f"打不开文件“{path.name}”，", "请检查文件还在不在、有没有被别的程序打开。", code="no-file", field="file"
        ) from None
    if size > LARGEST:
        raise UserFault(
            f"文件“{path.name}”超过 50 MB，不会是告知书，", "请选文书本身的 PDF。", code="too-large", field="file"
        )
    if size == 0:
        raise UserFault(f"文件“{path.name}”是空的，", "请重新取得这个文件再核验。", code="wrong-type", field="file")
    if not content.startswith(b"%PDF-"):
        raise UserFault(
            f"“{path.name}”不是 PDF 文件，",
            "请选 PDF；手里只有纸的，请扫二维码或者输入核验码。",
            code="wrong-type",
            field="file",
        )
    return content


def _genuine(view: DocumentView, *, sealed: bool) -> str:
    what = f"{view.name}，{view.number}，{view.issued_on:%Y-%m-%d}签发"
    if view.void:
        return f"与本单位的存档逐字节相同（{what}），但这份文书已经作废（{view.void_reason}），不再有效。"
    return f"核验无误：与{'取回存档的盖章件' if sealed else '签发的原件'}逐字节相同（{what}）。"


def _void_copy(view: DocumentView, reason: str) -> str:
    """Answer for a sealed copy that was taken back and declared void: it speaks for nothing, whatever its document."""
    document = f"文书本身也已经作废（{view.void_reason}）。" if view.void else "要核验文书，请用签发的原件或者核验码。"
    return f"这是{view.name}（{view.number}）取回过的盖章件，已作废（{reason}），不能作准。{document}"


def _by_codes(workspace: Workspace, content: bytes) -> FileRecognised:
    tried, readable = 0, False
    try:
        for text in page_texts(content):
            readable = readable or bool(text.strip())
            for code in _CODE.findall(text.upper()):
                tried += 1
                if tried > _CODES_TRIED:
                    break
                known = recognise(workspace, code)
                if known.sealed:
                    return _sealed_paper(known)
                if known.document is not None:
                    return _unlike_any(workspace, known.document, content)
    except LockedPdf:
        return FileRecognised(
            "unknown", "这个 PDF 加了打开密码，读不出里面的文字，无法核验；请扫纸上的二维码或者输入核验码。", None
        )
    if readable:
        return FileRecognised("unknown", "查无此文书：这个文件不是本单位签发的，里面也没有本单位的核验码。", None)
    return FileRecognised(
        "unknown",
        "这个文件里读不出文字（可能是扫描件，或者已经损坏），无法核验；请扫纸上的二维码或者输入核验码。",
        None,
    )


def _unlike_any(workspace: Workspace, view: DocumentView, content: bytes) -> FileRecognised:
    """Answer for a file whose code is ours and whose bytes are not."""
    void = f"这份文书并且已经作废（{view.void_reason}）。" if view.void else ""
    compared = compare_words(document_bytes(workspace, view.id), content)
    sentence = f"不是签发的原件：带着本单位{view.name}（{view.number}）的核验码，{compared.sentence}。{void}{_COMPARE}"
    return FileRecognised("altered", sentence, view)


def _sealed_paper(known: Recognised) -> FileRecognised:
    """Answer for a file with the code of an accusation's paper: its bytes are sealed, the custodian compares by eye."""
    return FileRecognised(
        "unknown",
        f"里面的核验码{known.sentence.removeprefix('核验无误：')}"
        "存档和检举控告件一起密封，这里不能逐字节核对：请由保密专员打开密封内容，“查看、打印”这份文书，与文件对照。",
        None,
    )
