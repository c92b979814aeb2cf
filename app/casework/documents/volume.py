"""A case's documents, scans and proofs of service as one volume (案卷), recorded when it leaves the workspace."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlmodel import col, select

from app.casework.cases.lookup import open_case
from app.casework.documents.attachments import ABOUT, AttachmentView, attachment_bytes, attachments_of
from app.casework.documents.issuing import document_bytes
from app.casework.office.exits import leave
from app.casework.office.labels import label
from app.models.tables import Document, DocumentVoid, Office, Petitioner
from app.models.tables.document import OUTSIDE
from app.models.workspace import Workspace
from app.printing.volume.binding import Volume, VolumeCover, VolumePart, build_volume
from app.security.files import whole

_APART = "这是 Word 文档，没有装入本卷；请在本件的附件里另存、打印后附在这里。"


def case_volume(workspace: Workspace, case_id: int, progress: Callable[[int], bool] | None = None) -> Volume:
    """Bind everything on paper of a case in the order it came; raise `UserFault` for a sealed or voided case.

    A void document is bound with its mark, a void file is left out: it may be another person's.
    """
    cover, documents = _cover(workspace, case_id)
    kept = [each for each in attachments_of(workspace, case_id) if not each.void]
    numbers = {document.id: document.number for document in documents}
    groups: list[tuple[str, list[VolumePart]]] = []
    for document in documents:
        # The proof and the sealed copy are bound behind their document, as they lie in a folder of paper.
        beside = [_file_part(workspace, each, document.number) for each in kept if each.document_id == document.id]
        groups.append((document.at, [_document_part(workspace, document), *beside]))
    groups.extend((each.at, [_file_part(workspace, each)]) for each in kept if each.document_id not in numbers)
    groups.sort(key=lambda group: group[0])
    return build_volume(cover, [part for _, parts in groups for part in parts], progress)


def save_volume(
    workspace: Workspace, case_id: int, path: Path, progress: Callable[[int], bool] | None = None
) -> Volume:
    """Write the volume to a file, whole or not at all, and record that it left the workspace."""
    volume = case_volume(workspace, case_id, progress)
    with workspace.reading() as session:
        number = open_case(session, case_id).number
    leave(workspace, "export_volume", path, whole(volume.pdf), what="volume", about=number, row_count=volume.pages)
    return volume


@dataclass(frozen=True)
class _Issued:
    id: int
    name: str
    number: str
    at: str
    void_reason: str | None
    origin: str
    on: date
    no_scan_reason: str


def _document_part(workspace: Workspace, document: _Issued) -> VolumePart:
    void = document.void_reason is not None
    if document.origin == OUTSIDE:
        why = f"没有扫描件：{document.no_scan_reason}" if document.no_scan_reason else "扫描件附后"
        note = f"这份文书在程序外出具，日期{document.on}，{document.at[:10]}补录。{why}。"
        note += f"已作废：{document.void_reason}。" if void else ""
        return VolumePart(f"{document.name}（补录）", document.number, document.on.isoformat(), "note", note=note)
    return VolumePart(
        f"{document.name}（已作废）" if void else document.name,
        document.number,
        document.at[:10],
        "pdf",
        document_bytes(workspace, document.id),
        mark=f"已作废，不再有效：{document.void_reason}" if void else "",
    )


def _file_part(workspace: Workspace, kept: AttachmentView, number: str = "") -> VolumePart:
    title, day, beneath = f"{ABOUT[kept.about]}：{kept.name}", kept.at[:10], bool(number)
    if kept.kind == "docx":
        return VolumePart(title, "Word 文档，另附", day, "note", note=_APART, beneath=beneath)
    content = attachment_bytes(workspace, kept.id)
    return VolumePart(title, number, day, "pdf" if kept.kind == "pdf" else "image", content, beneath=beneath)


def _cover(workspace: Workspace, case_id: int) -> tuple[VolumeCover, list[_Issued]]:
    with workspace.reading() as session:
        case = open_case(session, case_id)
        office = session.exec(select(Office)).one()
        first = session.exec(
            select(Petitioner.name).where(Petitioner.case_id == case.id).order_by(col(Petitioner.position))
        ).first()
        reasons = session.exec(
            select(DocumentVoid.document_id, DocumentVoid.reason).where(DocumentVoid.case_id == case.id)
        ).all()
        void = dict(reasons)
        rows = session.exec(select(Document).where(Document.case_id == case.id)).all()
        lines = (
            ("编号", case.number),
            ("信访人", first or "未登记姓名"),
            ("类别", label("kind", case.kind)),
            ("登记日期", case.registered_on.isoformat()),
            ("办结日期", case.concluded_on.isoformat() if case.concluded_on else "尚未办结"),
        )
        cover = VolumeCover(office.name, f"信访事项案卷 {case.number}", lines)
        return cover, [
            _Issued(
                each.id or 0, each.name, each.number, each.issued_at, void.get(each.id or 0), each.origin,
                each.issued_on, each.no_scan_reason,
            )
            for each in rows
        ]  # fmt: skip
