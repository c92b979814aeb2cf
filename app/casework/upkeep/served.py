"""Which issued documents wait to be served on the petitioner, and that none is served before it was issued."""

from collections.abc import Mapping

from sqlmodel import Session, select

from app.casework.cases.document_rows import (
    SERVED_BY,
    SERVED_OTHERWISE,
    SERVING_ACTS,
    DocumentView,
    documents_of,
    is_named,
)
from app.casework.templates.versions import current_templates
from app.models.tables import Case, Document


def serving_act(kind: str) -> tuple[str, str]:
    """Return the act that puts the service of a kind on record, and the fact that says the day."""
    return SERVED_BY.get(kind, SERVED_OTHERWISE)


def served_title(document: DocumentView) -> str:
    """Return the words by which a service names its document."""
    return f"{document.name} {document.number}"


def waiting_documents(session: Session, case: Case) -> tuple[DocumentView, ...]:
    """Return what was issued to the petitioner of a case and not received yet, opinions too, the oldest first."""
    if session.exec(select(Document.id).where(Document.case_id == case.id)).first() is None:
        return ()
    templates = current_templates(session)
    return tuple(
        each
        for each in documents_of(session, case_id=case.id, oldest_first=True)
        if not each.void
        and each.served_on is None
        and each.kind in templates
        and templates[each.kind].proof_of_service
        and templates[each.kind].audience == "petitioner"
    )


def next_to_serve(session: Session, case: Case, act: str) -> dict[str, object]:
    """Return what the form of a serving act begins with: the oldest notice that waits, never the one served last."""
    if act != SERVED_OTHERWISE[0]:
        return {}
    waiting = [each for each in waiting_documents(session, case) if each.kind not in SERVED_BY]
    return {"notice_name": served_title(waiting[0]) if waiting else ""}


def early_service(session: Session, case: Case, act: str, facts: Mapping[str, object]) -> dict[str, str]:
    """Return a sentence under the day of a service that would come before its document was issued; else nothing."""
    if act not in SERVING_ACTS:
        return {}
    key = next(day for serving, day in (*SERVED_BY.values(), SERVED_OTHERWISE) if serving == act)
    day = facts.get(key)
    issued = documents_of(session, case_id=case.id)
    numbers = [each.number for each in issued]
    meant = [
        each
        for each in issued
        if not each.void
        and serving_act(each.kind)[0] == act
        and (act != SERVED_OTHERWISE[0] or is_named(each.number, each.name, numbers, facts))
    ]
    first = min(meant, key=lambda each: each.issued_on, default=None)
    if first is None or not isinstance(day, str) or day >= first.issued_on.isoformat():
        return {}
    return {key: f"送达日期早于 {first.number} 的签发日期（{first.issued_on}），请核对。"}
