"""Numbers without gaps: drawn inside the transaction that uses them, so a failed act gives its number back."""

from datetime import date

from sqlmodel import Session

from app.models.tables import Counter, Office


def draw_number(session: Session, scope: str) -> int:
    """Return the next number of `scope`, counting from 1; two processes never draw the same one.

    The act's transaction holds the write lock from its start, so reading and writing the counter are one step.
    """
    counter = session.get(Counter, scope)
    if counter is None:
        counter = Counter(scope=scope, value=0)
        session.add(counter)
    counter.value += 1
    session.flush()
    return counter.value


def draw_case_number(session: Session, office: Office, registered_on: date) -> str:
    """Return the next case number of the day: division code, date, sequence (990326-20261122-0007)."""
    day = f"{registered_on:%Y%m%d}"
    return f"{office.division_code}-{day}-{draw_number(session, f'case:{day}'):04d}"


def document_number(office: Office, word: str, year: int, sequence: int) -> str:
    """Write a document number such as 香信接〔2026〕12号."""
    return f"{office.short_form}{word}〔{year}〕{sequence}号"
