"""An office with something of every kind to take out, and the way each kind leaves."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from walking import register

from app.casework.clocks.local_rules import save_example
from app.casework.documents.attachments import attach_file, attachments_of, save_attachment
from app.casework.documents.issuing import document_bytes, issue_notice, prepare_notice, save_document
from app.casework.documents.number_register import RegisterFilter, export_numbers
from app.casework.documents.reminders import save_reminders
from app.casework.documents.seal_return import export_for_sealing
from app.casework.documents.volume import save_volume
from app.casework.documents.word_draft import save_notice_draft, save_notice_preview
from app.casework.ledgers.export import export_ledger
from app.casework.office.directory_exchange import export_directory
from app.casework.office.exits import leave
from app.casework.office.pathways import export_catalogue
from app.casework.templates.exchange import export_templates
from app.casework.views.route_maps import svg_of
from app.models.workspace import Workspace
from app.security.files import whole

Way = Callable[["Office", Path], object]


@dataclass(frozen=True)
class Office:
    """A workspace with an issued document, a kept file and a case that still waits for its notice."""

    workspace: Workspace
    document_id: int
    case_id: int
    waiting_id: int
    attachment_id: int


def office_of(workspace: Workspace, folder: Path) -> Office:
    case_id = register(workspace, "transfer_visit").case_id
    document = issue_notice(workspace, prepare_notice(workspace, case_id))
    scan = folder / "扫描.pdf"
    scan.write_bytes(document_bytes(workspace, document.id))
    attach_file(workspace, case_id, scan, "scan")
    scan.unlink()
    (kept,) = attachments_of(workspace, case_id)
    return Office(workspace, document.id, case_id, register(workspace, "transfer_visit").case_id, kept.id)


def _map(office: Office, path: Path) -> None:
    drawn = svg_of(office.workspace.office.role, office.workspace).encode()
    leave(office.workspace, "export_map", path, whole(drawn), what="map", about="路线图")


def _backup(office: Office, path: Path) -> None:
    def write(folder: Path) -> None:
        (folder / "workspace.db").write_bytes(bytes(5_000))
        (folder / "keys.json").write_bytes(b"{}" * 200)

    leave(office.workspace, "back_up", path, write, what="backup", folder=True)


# kind -> (the ending of its file, how it leaves)
WAYS: dict[str, tuple[str, Way]] = {
    "province": (".xlsx", lambda o, path: export_ledger(o.workspace, path)),
    "numbers": (".xlsx", lambda o, path: export_numbers(o.workspace, RegisterFilter(2026, "", False), path)),
    "reminders": (".xlsx", lambda o, path: save_reminders(o.workspace, [o.document_id], path)),
    "volume": (".pdf", lambda o, path: save_volume(o.workspace, o.case_id, path)),
    "attachment": (".pdf", lambda o, path: save_attachment(o.workspace, o.attachment_id, path)),
    "document": (".pdf", lambda o, path: save_document(o.workspace, o.document_id, path)),
    "document for sealing": (".pdf", lambda o, path: export_for_sealing(o.workspace, o.document_id, path)),
    "word_draft": (
        ".docx",
        lambda o, path: save_notice_draft(o.workspace, prepare_notice(o.workspace, o.waiting_id), path),
    ),
    "preview": (
        ".pdf",
        lambda o, path: save_notice_preview(o.workspace, prepare_notice(o.workspace, o.waiting_id), path),
    ),
    "template_set": (".zip", lambda o, path: export_templates(o.workspace, path)),
    "catalogue": (".xlsx", lambda o, path: export_catalogue(o.workspace, path)),
    "directory": (".xlsx", lambda o, path: export_directory(o.workspace, path)),
    "local_rules": (".toml", lambda o, path: save_example(o.workspace, path)),
    "map": (".svg", _map),
    "backup": ("", _backup),
}
