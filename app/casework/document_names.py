"""What documents are called, by kind, without drawing any."""

from sqlmodel import Session

from app.casework.office_templates import current_templates
from app.models.workspace import Workspace
from app.printing.template import load_templates


def document_name(kind: str, source: Workspace | Session | None = None) -> str:
    """Return a document's name as the office's template gives it, or the kind itself where there is no template.

    Without `source` it is the name that ships.
    """
    template = (current_templates(source) if source is not None else load_templates()).get(kind)
    return template.name if template is not None else kind
