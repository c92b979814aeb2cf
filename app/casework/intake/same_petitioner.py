"""Take what is known of a petitioner over to another matter of the same person."""

from sqlmodel import Session, col, select

from app.casework.cases.lookup import open_case
from app.models.tables import Case, Petitioner
from app.models.workspace import Workspace


def petitioner_suggestions(workspace: Workspace, case_id: int) -> dict[str, object]:
    """Return the facts of the first petitioner that fill the pages of another registration in advance.

    Only who came and how, never the matter. Raises `UserFault` for a sealed or voided case.
    """
    with workspace.reading() as session:
        case = open_case(session, case_id)
        facts: dict[str, object] = {"channel": case.channel, "identity": case.identity}
        facts.update(_person(session, case))
        return {key: value for key, value in facts.items() if value}


def _person(session: Session, case: Case) -> dict[str, object]:
    first = session.exec(
        select(Petitioner).where(Petitioner.case_id == case.id).order_by(col(Petitioner.position))
    ).first()
    if first is None:
        return {}
    return {
        "petitioner_type": first.petitioner_type,
        "petitioner_name": first.name,
        "gender": first.gender,
        "id_number": first.id_number,
        "phone": first.phone,
        "address": first.address,
        "capacity": first.capacity,
        "agent_name": first.agent_name,
    }
