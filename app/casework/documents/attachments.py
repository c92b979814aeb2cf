"""Files kept with a case, encrypted in the workspace: scans, finished .docx, sealed copies, proofs of service."""

import hashlib
import math
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session, col, select

from app.casework.office.exits import leave
from app.casework.upkeep.case_act import case_act
from app.faults import UserFault
from app.models.tables import Attachment, AttachmentPiece, AttachmentVoid, Case, Document, User
from app.models.workspace import Workspace
from app.printing.volume.bound_picture import bound_picture
from app.printing.volume.read_text import LockedPdf, page_count
from app.security.files import whole

LARGEST = 50 * 1024 * 1024
SEALED_COPY = "sealed_copy"
ABOUT = {
    "scan": "扫描件",
    "service": "送达回证扫描件",
    "finished": "定稿文件",
    SEALED_COPY: "盖章件",
    "evidence": "证明材料",
    "request": "信访人提交的材料",
    "other": "其他",
}
_PIECE = 1024 * 1024
_LONGEST_NAME = 120
_DOCX_UNPACKED = 400 * 1024 * 1024
_MEDIA = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png",
          "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}  # fmt: skip
Progress = Callable[[int], bool]


@dataclass(frozen=True)
class AttachmentView:
    """One kept file without its bytes; `size` in bytes, `kind` is pdf, jpg, png or docx.

    `void_reason` is empty while the file stands.
    """

    id: int
    case_id: int
    document_id: int | None
    about: str
    name: str
    kind: str
    size: int
    sha256: str
    at: str
    added_by: str
    void_reason: str = ""

    @property
    def void(self) -> bool:
        """Say whether the file was declared void."""
        return bool(self.void_reason)


def attach_file(
    workspace: Workspace,
    case_id: int,
    path: Path,
    about: str,
    *,
    document_id: int | None = None,
    progress: Progress | None = None,
) -> AttachmentView:
    """Keep a file with a case; its kind is read from its content, never from its name.

    Raises `UserFault` with code too-large, wrong-type, no-file, sealed; a sealed copy is taken by
    `app.casework.sealed_copy` alone, which holds it against its original. `progress(bytes)` returning False cancels
    and nothing is kept.
    """
    if about == SEALED_COPY:
        raise UserFault("盖章件要和原件核对，", "请选它是哪一份文书的盖章件。", code="bad-value", field="document")
    return keep_file(workspace, case_id, path, about, document_id=document_id, progress=progress)


def keep_file(
    workspace: Workspace,
    case_id: int,
    path: Path,
    about: str,
    *,
    document_id: int | None = None,
    progress: Progress | None = None,
    sha256: str = "",
) -> AttachmentView:
    """Keep a file that its act has looked at, as `attach_file`; `sha256` holds it to the bytes that were looked at."""
    if about not in ABOUT:
        raise UserFault("没有选这是什么文件，", "请从列出的种类里选。", code="bad-value", field="about")
    looked_at = look_at(path)
    with case_act(workspace, "attach_file", case_id) as acting:
        if document_id is not None:
            document = acting.session.get(Document, document_id)
            if document is None or document.case_id != acting.case.id:
                raise UserFault("这份文书不是这一件的，", "请从本件的文书里选。", code="no-such-document")
        attachment_id = keep_in(
            workspace, acting.session, acting.case, path, about, looked_at, document_id=document_id,
            progress=progress, sha256=sha256,
        )  # fmt: skip
    return attachments_of(workspace, case_id, attachment_id)[0]


def keep_in(
    workspace: Workspace,
    session: Session,
    case: Case,
    path: Path,
    about: str,
    looked_at: tuple[str, int],
    *,
    document_id: int | None = None,
    progress: Progress | None = None,
    sha256: str = "",
) -> int:
    """Keep a file inside the transaction of an act, its kind and size as `look_at` told them; return its id."""
    kind, size = looked_at
    digest = _digest(path)
    if sha256 and digest != sha256:
        raise _changed(path)
    kept = Attachment(
        case_id=case.id or 0, document_id=document_id, about=about, name=_tidy_name(path.name), media=_MEDIA[kind],
        size=size, sha256=digest, at=workspace.moment(), user_id=workspace.actor.id,
    )  # fmt: skip
    session.add(kept)
    session.flush()
    _keep_pieces(session, kept, path, progress)
    return kept.id or 0


def void_attachment(workspace: Workspace, attachment_id: int, reason: str) -> None:
    """Declare a kept file void: it stays as it is, is left out of the volume, and proves nothing any more.

    Raises `UserFault` without a reason, and for a file that is void already.
    """
    if not reason.strip():
        raise UserFault("作废附件要写明理由，", "请填写理由后再继续。", code="missing-field", field="reason")
    with workspace.reading() as session:
        kept = session.get(Attachment, attachment_id)
        if kept is None:
            raise UserFault("找不到这个文件，", "请刷新后再试。", code="no-such-file")
        case_id = kept.case_id
    with case_act(workspace, "void_attachment", case_id, reason.strip()) as acting:
        session, case = acting.session, acting.case
        if session.exec(select(AttachmentVoid.id).where(AttachmentVoid.attachment_id == kept.id)).first() is not None:
            raise UserFault(f"附件“{kept.name}”已经作废，", "不用再作废。", code="voided")
        session.add(
            AttachmentVoid(
                case_id=case.id or 0, attachment_id=attachment_id, reason=reason.strip(), at=workspace.moment(),
                user_id=workspace.actor.id,
            )
        )  # fmt: skip


def attachments_of(workspace: Workspace, case_id: int, attachment_id: int | None = None) -> tuple[AttachmentView, ...]:
    """Return the files kept with a case in the order they were added, the void ones too."""
    kinds = {media: kind for kind, media in _MEDIA.items()}
    with workspace.reading() as session:
        query = (
            select(Attachment, User.name, AttachmentVoid.reason)
            .join(User, col(User.id) == col(Attachment.user_id))
            .join(AttachmentVoid, col(AttachmentVoid.attachment_id) == col(Attachment.id), isouter=True)
            .where(Attachment.case_id == case_id)
            .order_by(col(Attachment.id))
        )
        if attachment_id is not None:
            query = query.where(Attachment.id == attachment_id)
        return tuple(
            _view(kept, kinds[kept.media], who, reason or "") for kept, who, reason in session.exec(query).all()
        )


def attachment_bytes(workspace: Workspace, attachment_id: int) -> bytes:
    """Return a kept file exactly as it was added; raise `UserFault` (code `damaged`) when its digest does not fit."""
    with workspace.reading() as session:
        kept = session.get(Attachment, attachment_id)
        if kept is None:
            raise UserFault("找不到这个文件，", "请刷新后再试。", code="no-such-file")
        content = b"".join(_pieces(session, attachment_id))
        if hashlib.sha256(content).hexdigest() != kept.sha256:
            raise UserFault(f"附件“{kept.name}”的存档内容已损坏，", "请从备份恢复后再试。", code="damaged")
        return content


def save_attachment(workspace: Workspace, attachment_id: int, path: Path) -> None:
    """Write a kept file out, whole or not at all, and record that it left the workspace."""
    content = attachment_bytes(workspace, attachment_id)
    with workspace.reading() as session:
        number = session.exec(
            select(Case.number)
            .join(Attachment, col(Attachment.case_id) == col(Case.id))
            .where(Attachment.id == attachment_id)
        ).one()
    leave(workspace, "export_attachment", path, whole(content), what="attachment", about=number)


def why_unreadable(kind: str, path: Path) -> str:
    """Say what is wrong with a file of a known kind that nobody will be able to look at; empty when it can be read.

    It is kept all the same: what a petitioner hands in is what was handed in.
    """
    if kind == "docx":
        return ""
    content = path.read_bytes()
    try:
        if kind == "pdf":
            page_count(content)
        else:
            bound_picture(content)
    except LockedPdf:
        return "它加了打开密码，没有密码的人看不了"
    except (OSError, ValueError, SyntaxError):
        return "它已经损坏，或者图片过大，打不开"
    return ""


def _view(a: Attachment, kind: str, added_by: str, void_reason: str) -> AttachmentView:
    return AttachmentView(
        a.id or 0, a.case_id, a.document_id, a.about, a.name, kind, a.size, a.sha256, a.at, added_by, void_reason
    )


def look_at(path: Path) -> tuple[str, int]:
    """Return the kind and the size of a file that may be kept; raise `UserFault` (no-file, too-large, wrong-type)."""
    if path.is_dir():
        raise UserFault(f"“{path.name}”是文件夹，", "请选一个文件，一次添加一个。", code="no-file")
    try:
        size = path.stat().st_size
        with path.open("rb") as handle:
            head = handle.read(8)
    except OSError:
        raise UserFault(
            f"打不开文件“{path.name}”，", "请检查文件还在不在、有没有被别的程序打开。", code="no-file"
        ) from None
    if size > LARGEST:
        # Rounded up: a file one byte too large is not "50 MB, at most 50 MB".
        raise UserFault(
            f"文件“{path.name}”有 {math.ceil(size * 10 / 1024 / 1024) / 10} MB，最大 50 MB，",
            "请压缩或者分开扫描。",
            code="too-large",
        )
    if size == 0:
        raise UserFault(f"文件“{path.name}”是空的，", "请重新选择。", code="wrong-type")
    kind = _kind(path, head)
    if not kind:
        raise UserFault(
            f"文件“{path.name}”的内容不是 PDF、JPG、PNG 或 Word 文档（docx），",
            "请另存为其中一种再添加。",
            code="wrong-type",
        )
    return kind, size


def _kind(path: Path, head: bytes) -> str:
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"PK\x03\x04") and _is_docx(path):
        return "docx"
    return ""


def _is_docx(path: Path) -> bool:
    """Say whether a zip holds a Word document that does not unpack to a bomb; raise `UserFault` for one with macros."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    wanted = {"[Content_Types].xml", "word/document.xml"} <= names
    if wanted and any("vbaproject" in name.lower() for name in names):
        raise UserFault(
            f"Word 文档“{path.name}”里有宏（打开时能运行的程序），不能存进来，",
            "请在 Word 里另存为不带宏的 docx 或者 PDF 再添加。",
            code="wrong-type",
        )
    return wanted and unpacked <= _DOCX_UNPACKED


def _digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _keep_pieces(session: Session, kept: Attachment, path: Path, progress: Progress | None) -> None:
    done, position, digest = 0, 0, hashlib.sha256()
    with path.open("rb") as handle:
        while content := handle.read(_PIECE):
            piece = AttachmentPiece(attachment_id=kept.id or 0, position=position, content=content)
            session.add(piece)
            session.flush()
            session.expunge(piece)  # one piece in memory, however large the file
            digest.update(content)
            done, position = done + len(content), position + 1
            if progress is not None and not progress(done):
                raise UserFault("已取消，文件没有添加。", "", code="cancelled")
    if done != kept.size or digest.hexdigest() != kept.sha256:
        raise _changed(path)


def _changed(path: Path) -> UserFault:
    return UserFault(f"文件“{path.name}”在读取时变了，", "请关闭正在写它的程序后再添加。", code="no-file")


def _pieces(session: Session, attachment_id: int) -> Iterator[bytes]:
    yield from session.exec(
        select(AttachmentPiece.content)
        .where(AttachmentPiece.attachment_id == attachment_id)
        .order_by(col(AttachmentPiece.position))
    )


def _tidy_name(name: str) -> str:
    """Return a file name without what would print as something else: control and direction characters."""
    kept = "".join(c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return kept[-_LONGEST_NAME:] or "文件"
