"""What a corrected day moves: the clocks that start or stop on it, and whether an extension came in time."""

from datetime import date

from sqlmodel import Session, select

from app.casework.cases.facts import KnownCase
from app.casework.clocks.running import judge_extension, refresh_next_due, restart_clocks
from app.casework.office.law_in_force import law_of
from app.models.tables import Case, CaseClock

# Of clocks of the first version, which do not name the fact they start from.
_FIRST_VERSION_STARTS = {
    **dict.fromkeys(("K1", "K2", "K3", "K4"), "received_on"),
    "K5": "accepted_on",
    "K10": "dispatched_on",
}


def move_day(session: Session, case: Case, known: KnownCase, key: str, former: date, new: date) -> None:
    """Let every clock of a case that started or stopped on the day `key` follow it to its new date."""

    def moved(clock: CaseClock) -> date | None:
        start_fact = clock.start_fact or _FIRST_VERSION_STARTS.get(clock.kind, "")
        return new if start_fact == key and clock.start == former else None

    restart_clocks(session, case, moved)
    law = law_of(session)
    approved = known.facts.get("approved_on") if key != "approved_on" else new.isoformat()
    for clock in session.exec(select(CaseClock).where(CaseClock.case_id == case.id)).all():
        if clock.stopped_by == key and clock.stopped_on == former:
            clock.stopped_on = new
        if clock.extension_days and isinstance(approved, str):
            judge_extension(law, clock, date.fromisoformat(approved))
        session.add(clock)
    session.flush()
    refresh_next_due(session, case)
