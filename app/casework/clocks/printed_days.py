"""The last day of a right that a paper told its petitioner, kept with the clock so that nothing brings it forward."""

from datetime import date

from sqlmodel import Session, col, select

from app.casework.clocks.book import compute_end
from app.casework.office.law_in_force import clock_rules, law_of
from app.models.tables import CaseClock


def right_of(session: Session, case_id: int) -> CaseClock | None:
    """Return the latest clock of a case that measures what its petitioner may ask for, running or not."""
    rights = [rule.kind for rule in clock_rules().values() if rule.right]
    found = (
        select(CaseClock)
        .where(CaseClock.case_id == case_id, col(CaseClock.kind).in_(rights))
        .order_by(col(CaseClock.id).desc())
    )
    return session.exec(found).first()


def keep_printed_day(session: Session, case_id: int, told: date) -> None:
    """Put on record that a paper told the petitioner this last day of the right that runs; inside an act."""
    clock = right_of(session, case_id)
    if clock is None or not clock.start < told or (clock.printed_until or date.min) >= told:
        return
    clock.printed_until = told
    compute_end(law_of(session), clock)
    session.add(clock)
