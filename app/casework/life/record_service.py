"""Put the service of issued documents on record from the list of documents, one act each, quickly one after another."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from app.casework.cases.document_rows import DocumentView
from app.casework.documents.issuing import issue_notice, prepare_notice
from app.casework.documents.print_paper import PROOF
from app.casework.life.acts import perform
from app.casework.office.law_in_force import life_pack
from app.casework.templates.versions import current_templates
from app.casework.upkeep.served import NAMED
from app.faults import UserFault
from app.law.forms.fields import Option
from app.law.route.page import AnswerFault
from app.models.tables import Petitioner, SealedContent
from app.models.workspace import Workspace


@dataclass(frozen=True)
class ServiceLine:
    """One document to serve, who is to receive it, and why its service cannot be put on record here (else empty)."""

    document: DocumentView
    receiver: str
    why_not: str = ""


@dataclass(frozen=True)
class ServiceEntry:
    """How one document was served, as it was typed: the acts of the life judge it."""

    document: DocumentView
    served_on: str
    result: str = "served"
    way: str = "direct"
    receiver: str = ""
    relation: str = ""
    witness: str = ""
    post_number: str = ""
    note: str = ""


def service_choices(key: str) -> tuple[Option, ...]:
    """Return the answers of `service_result` or `service_way`, as the rules give them."""
    return life_pack().fields[key].options


def service_lines(workspace: Workspace, documents: Sequence[DocumentView]) -> tuple[ServiceLine, ...]:
    """Return a line for each document, in their order."""
    with workspace.reading() as session:
        templates = current_templates(session)
        cases = [each.case_id for each in documents]
        sealed = set(session.exec(select(SealedContent.case_id).where(col(SealedContent.case_id).in_(cases))).all())
        names = _first_names(session, cases)
    lines = []
    for each in documents:
        template = templates.get(each.kind)
        why = ""
        if each.void:
            why = "已经作废"
        elif each.case_id in sealed:
            why = "检举控告件，请打开那一件办送达"
        elif each.served_on is not None:
            why = f"{each.served_on:%Y-%m-%d} 已经送达，记错的请在信访事项里更正"
        elif template is None or not template.proof_of_service or template.audience != "petitioner":
            why = "不是向信访人送达的文书"
        lines.append(ServiceLine(each, names.get(each.case_id, ""), why))
    return tuple(lines)


def record_service(workspace: Workspace, entry: ServiceEntry, *, with_proof: bool = False) -> str:
    """Put one service on record, as its own act of the case; return the sentence that tells it.

    `with_proof` also issues the numbered proof of service, where the act asks for one and nothing is missing for it.
    Raises `UserFault` with what is wrong; nothing of this document is kept then, and the others stand.
    """
    serving = life_pack().serves(entry.document.kind)
    values = {
        NAMED: f"{entry.document.name} {entry.document.number}",
        serving.on: entry.served_on,
        "service_result": entry.result,
        "service_way": entry.way,
        "service_receiver": entry.receiver,
        "service_relation": entry.relation,
        "service_witness": entry.witness,
        "post_number": entry.post_number,
        "service_note": entry.note,
    }
    try:
        done = perform(workspace, entry.document.case_id, serving.id, values)
    except AnswerFault as fault:
        field, sentence = next(iter(fault.errors.items()))
        raise UserFault(sentence, "", code="bad-value", field=field) from fault
    asked = any((paper.step_id, paper.kind) == (done.step_id, PROOF) for paper in done.owed)
    return done.sentence + (_prove(workspace, entry.document.case_id, done.step_id) if with_proof and asked else "")


def _prove(workspace: Workspace, case_id: int, step_id: int) -> str:
    """Issue the proof of a service that stands on record by now; say how that went."""
    draft = prepare_notice(workspace, case_id, PROOF, step_id=step_id)
    if draft.missing:
        lacking = "、".join(field.label for field in draft.missing)
        return f"；{draft.name}还缺{lacking}，请在信访事项里出"
    try:
        return f"，{draft.name} {issue_notice(workspace, draft).number}"
    except UserFault as fault:
        return f"；{draft.name}没有出：{fault.sentence}"


def _first_names(session: Session, cases: Sequence[int]) -> dict[int, str]:
    rows = session.exec(
        select(Petitioner.case_id, Petitioner.name)
        .where(col(Petitioner.case_id).in_(cases))
        .order_by(col(Petitioner.position).desc())
    ).all()
    return dict(rows)
