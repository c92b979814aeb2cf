"""A notice that is not issued yet as a file: to be looked at, or as a Word draft whose wording WPS or Word finishes."""

from pathlib import Path

from app.casework.cases.lookup import case_by_id
from app.casework.documents.issuing import NoticeDraft, preview_notice
from app.casework.office.exits import leave
from app.casework.templates.versions import current_template
from app.models.workspace import Workspace
from app.printing.notices.docx_draft import docx_draft
from app.security.files import whole


def save_notice_draft(workspace: Workspace, draft: NoticeDraft, path: Path) -> None:
    """Write the draft as .docx; nothing is numbered or stored. Raises `UserFault` as issuing."""
    template = draft.template or current_template(workspace, draft.kind)[0]
    _leave(workspace, draft, path, docx_draft(template, draft.values), "word_draft")


def save_notice_preview(workspace: Workspace, draft: NoticeDraft, path: Path) -> None:
    """Write the page as it would be issued, without a number; nothing is stored. Raises `UserFault` as issuing."""
    _leave(workspace, draft, path, preview_notice(workspace, draft), "preview")


def _leave(workspace: Workspace, draft: NoticeDraft, path: Path, content: bytes, what: str) -> None:
    with workspace.reading() as session:
        number = case_by_id(session, draft.case_id).number
    leave(workspace, f"export_{what}", path, whole(content), what=what, about=f"{number} {draft.name}")
