"""A notice that is not issued yet as a Word draft, for offices that finish its wording in WPS or Word."""

from pathlib import Path

from app.casework.documents.issuing import NoticeDraft
from app.casework.templates.versions import current_template
from app.models.workspace import Workspace
from app.printing.notices.docx_draft import docx_draft
from app.security.files import write_whole_file


def save_notice_draft(workspace: Workspace, draft: NoticeDraft, path: Path) -> None:
    """Write the draft as .docx, whole or not at all; nothing is numbered or stored. Raises `UserFault` as issuing."""
    template = draft.template or current_template(workspace, draft.kind)[0]
    write_whole_file(path, docx_draft(template, draft.values))
