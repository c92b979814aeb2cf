"""Which issued documents wait to be served on the petitioner, and that none is served before it was issued."""

from collections.abc import Mapping

from sqlmodel import Session, select

from app.casework.cases.document_rows import DocumentView, documents_of, is_named
from app.casework.cases.facts import KnownCase
from app.casework.office.law_in_force import life_pack
from app.casework.templates.versions import current_templates
from app.law.life.models import ActRule
from app.models.tables import Case, Document


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


def waiting_service(known: KnownCase) -> ActRule | None:
    """Return the act that serves the opinion which stands and was not received yet; None where none waits."""
    return next(
        (
            rule
            for rule in life_pack().serving_acts
            if rule.serves_since in known.facts and known.state in rule.from_states and rule.fits(known.facts)
        ),
        None,
    )


def next_to_serve(session: Session, case: Case, rule: ActRule) -> dict[str, object]:
    """Return what the form of a serving act begins with: the oldest notice that waits, never the one served last."""
    if not rule.serves_others:
        return {}
    waiting = [each for each in waiting_documents(session, case) if life_pack().serves(each.kind) is rule]
    return {"notice_name": served_title(waiting[0]) if waiting else ""}


def early_service(session: Session, case: Case, rule: ActRule, facts: Mapping[str, object]) -> dict[str, str]:
    """Return a sentence under the day of a service that would come before its document was issued; else nothing."""
    if not (rule.serves or rule.serves_others):
        return {}
    day = facts.get(rule.on)
    issued = documents_of(session, case_id=case.id)
    numbers = [each.number for each in issued]
    meant = [
        each
        for each in issued
        if not each.void
        and life_pack().serves(each.kind) is rule
        and (not rule.serves_others or is_named(each.number, each.name, numbers, facts))
    ]
    first = min(meant, key=lambda each: each.issued_on, default=None)
    if first is None or not isinstance(day, str) or day >= first.issued_on.isoformat():
        return {}
    return {rule.on: f"送达日期早于 {first.number} 的签发日期（{first.issued_on}），请核对。"}
