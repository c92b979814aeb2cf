"""What documents are called, by kind, without drawing any."""

from collections.abc import Mapping

from sqlmodel import Session

from app.casework.templates.versions import current_templates
from app.models.workspace import Workspace
from app.printing.notices.template import load_templates


def document_names(source: Workspace | Session | None = None) -> Mapping[str, str]:
    """Return kind -> name of every document as the office's templates give it; without `source` as they ship."""
    templates = current_templates(source) if source is not None else load_templates()
    return {kind: template.name for kind, template in templates.items()}


def document_name(kind: str, source: Workspace | Session | None = None) -> str:
    """Return a document's name as the office's template gives it, or the kind itself where there is no template.

    Without `source` it is the name that ships.
    """
    return document_names(source).get(kind, kind)
