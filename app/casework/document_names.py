"""What documents are called, by kind, without drawing any."""

from app.printing.template import load_templates


def document_name(kind: str) -> str:
    """Return a document's name as its template gives it, or the kind itself where there is no template."""
    template = load_templates().get(kind)
    return template.name if template is not None else kind
