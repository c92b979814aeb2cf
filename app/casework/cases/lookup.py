"""Load a case for an act, or say clearly why it cannot be acted on."""

from sqlmodel import Session, select

from app.faults import UserFault
from app.models.tables import Case


def case_by_id(session: Session, case_id: int) -> Case:
    """Return a case; raise `UserFault` (code `no-such-case`) when there is none."""
    case = session.get(Case, case_id)
    if case is None:
        raise UserFault("找不到这件信访事项，", "请刷新列表后再试。", code="no-such-case")
    return case


def case_by_number(session: Session, number: str) -> Case:
    """Return the case with a number, blanks and case ignored."""
    case = session.exec(select(Case).where(Case.number == number.strip())).one_or_none()
    if case is None:
        raise UserFault(f"找不到编号为“{number}”的信访事项，", "请核对编号后再试。", code="no-such-case")
    return case


def open_case(session: Session, case_id: int) -> Case:
    """Return a case that may be changed: neither sealed nor voided."""
    case = case_by_id(session, case_id)
    if case.sealed:
        raise UserFault("检举控告件已经密封，这里不能办理，", "请由保密专员用本人口令打开后按规定办理。", code="sealed")
    if case.voided_on is not None:
        raise UserFault("这件信访事项已经作废，", "作废错了的，请在它的页面上“重新办理”。", code="voided")
    return case
