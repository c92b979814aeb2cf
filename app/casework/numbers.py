"""Numbers without gaps: drawn inside the transaction that uses them, so a failed act gives its number back."""

from datetime import date

from sqlmodel import Session

from app.faults import UserFault
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


NUMBER_FORMAT = "number_format"
USUAL_FORMAT = "{简称}{文种}〔{年}〕{序号}号"
_PLACES = ("简称", "文种", "年", "序号")


def check_number_format(text: str) -> str:
    """Return a format of document numbers as it will be kept; raise `UserFault` where two numbers could be the same."""
    kept = text.strip()
    left = kept
    for place in _PLACES:
        left = left.replace(f"{{{place}}}", "")
    if "{" in left or "}" in left:
        raise UserFault(
            "文号格式里有不认识的项，", "可用的是 {简称}、{文种}、{年}、{序号}。", code="bad-value", field=NUMBER_FORMAT
        )
    for place in _PLACES[1:]:
        if kept.count(f"{{{place}}}") != 1:
            raise UserFault(
                f"文号格式里要有且只有一个 {{{place}}}，", "否则不同的文书会编出同一个号。", code="bad-value",
                field=NUMBER_FORMAT,
            )  # fmt: skip
    if len(kept) > 60:
        raise UserFault("文号格式太长，", "请缩短到 60 字以内。", code="bad-value", field=NUMBER_FORMAT)
    return kept


def document_number(
    office: Office, word: str, year: int, sequence: int, number_format: str = USUAL_FORMAT
) -> str:
    """Write a document number such as 香信接〔2026〕12号, by the office's format."""
    places = {"简称": office.short_form, "文种": word, "年": str(year), "序号": str(sequence)}
    for place, value in places.items():
        number_format = number_format.replace(f"{{{place}}}", value)
    return number_format
