"""Numbers without gaps: drawn inside the transaction that uses them, so a failed act gives its number back."""

from datetime import date

from sqlmodel import Session, col, select

from app.faults import UserFault
from app.models.tables import Counter, Document, DocumentVoid, Office
from app.models.tables.document import HERE, OUTSIDE


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
_NO_FILE_NAME = '/\\:*?"<>|'


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
    if any(sign in _NO_FILE_NAME or not sign.isprintable() for sign in kept):
        raise UserFault(
            f"文号格式里不能有换行和 {' '.join(_NO_FILE_NAME)} 这些符号，",
            "文号也用作文件名，请换成别的符号。",
            code="bad-value",
            field=NUMBER_FORMAT,
        )
    if len(kept) > 60:
        raise UserFault("文号格式太长，", "请缩短到 60 字以内。", code="bad-value", field=NUMBER_FORMAT)
    return kept


def document_number(office: Office, word: str, year: int, sequence: int, number_format: str = USUAL_FORMAT) -> str:
    """Write a document number such as 香信接〔2026〕12号, by the office's format."""
    places = {"简称": office.short_form, "文种": word, "年": str(year), "序号": str(sequence)}
    for place, value in places.items():
        number_format = number_format.replace(f"{{{place}}}", value)
    return number_format


def number_sample(office: Office, text: str, year: int) -> str:
    """Return two numbers as a format would print them; raises `UserFault` as `check_number_format`."""
    kept = check_number_format(text)
    first, second = (document_number(office, word, year, sequence, kept) for word, sequence in (("受", 1), ("转", 12)))
    return f"印成：{first}、{second}"


def draw_document_number(
    session: Session, office: Office, kind: str, name: str, word: str, today: date, number_format: str
) -> tuple[int, str]:
    """Draw the next number of a kind in the year of `today`; return the sequence and the number as it is printed.

    Raises `UserFault`: clock-behind where a document that holds bears a later day, number-taken where another kind
    used this word earlier in the year. The transaction that is undone then gives the number back.
    """
    _check_day(session, today)
    while True:
        sequence = draw_number(session, f"document:{kind}:{today.year}")
        number = document_number(office, word, today.year, sequence, number_format)
        found = session.exec(select(Document.name, Document.origin).where(Document.number == number)).first()
        if found is None or found[1] != OUTSIDE:  # a number that the office has used by hand is not used again
            break
    taken = found[0] if found is not None else None
    if taken is not None:
        raise UserFault(
            f"文号 {number} 已经编给《{taken}》，《{name}》没有签发，也没有用掉文号。",
            f"今年换过文号用字的，请在“设置 → 文书模板”里给《{name}》另换一个用字。",
            code="number-taken",
            field="number_word",
        )
    return sequence, number


def _check_day(session: Session, today: date) -> None:
    """Refuse a day before the latest document's: the numbers of a year stand in the order of their days."""
    void = select(DocumentVoid.document_id)
    latest = session.exec(
        select(col(Document.number), col(Document.issued_on))
        .where(col(Document.id).not_in(void), Document.origin == HERE)
        .order_by(col(Document.id).desc())
        .limit(1)
    ).first()
    if latest is not None and latest[1] > today:
        number, day = latest
        raise UserFault(
            f"这台电脑的日期是 {today}，早于最近签发的 {number}（{day}），没有签发，也没有用掉文号。",
            "请先改正电脑的日期；如果是那一份签发时日期错了，把它作废后再签发。",
            code="clock-behind",
        )
