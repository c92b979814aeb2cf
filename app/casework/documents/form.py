"""The form of a notice before it is issued: what its template asks for, and the draft as a clerk has edited it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.casework.documents.issuing import ROUTE_SAYS, NoticeDraft
from app.casework.documents.values import LED_TO, contact_values
from app.models.workspace import Workspace
from app.printing.notices.content import missing_fields
from app.printing.notices.template import Template, load_templates

# What the register or the office's set-up says; it is corrected there, so that paper and record never differ.
# The remedy and the item of Article 31 follow the route and cannot be typed over.
_FROM_THE_RECORD = frozenset(
    {
        "office_name", "case_number", "petitioner_name", "petitioner_names", "people_count", "received_on",
        "channel_label", "office_phone", "office_address", "dispatched_on", "issued_on", "claims",
        "copies",
        *ROUTE_SAYS,
    }
)  # fmt: skip


@dataclass(frozen=True)
class NoticeField:
    """One field of a notice's form; `editable` is False for what the record alone says."""

    key: str
    label: str
    type: str
    required: bool
    max_length: int
    editable: bool


def notice_fields(draft: NoticeDraft) -> tuple[NoticeField, ...]:
    """Return the fields the template asks for, in its order; a field of the record that is missing may be filled."""
    missing = {field.key for field in draft.missing}
    return tuple(
        NoticeField(f.key, f.label, f.type, f.required, f.max_length, f.key not in _FROM_THE_RECORD or f.key in missing)
        for f in _template(draft).fields
    )


def edit_notice(draft: NoticeDraft, typed: Mapping[str, Any]) -> NoticeDraft:
    """Return the draft with what was typed in place of its values, emptied ones too, and what is missing then."""
    values = {**draft.values, **typed}
    return replace(draft, values=values, missing=tuple(missing_fields(_template(draft), values)))


def contacts_as_typed(workspace: Workspace, draft: NoticeDraft) -> dict[str, str]:
    """Return address and telephone of the offices that a draft names now, as the directory has them."""
    with workspace.reading() as session:
        found = contact_values(session, _template(draft), draft.values)
    return {field.key: found[field.key] for field in _template(draft).fields if field.key in found}


def offices_of(draft: NoticeDraft) -> tuple[object, ...]:
    """Return the offices whose address and telephone a draft prints; where they change, these do."""
    return tuple(draft.values.get(key) for key in (*LED_TO, "review_office"))


def _template(draft: NoticeDraft) -> Template:
    return draft.template or load_templates()[draft.kind]
