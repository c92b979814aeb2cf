"""Issued documents as lists and pages show them, never with the bytes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, RowMapping
from sqlmodel import Session, col, select

from app.models.tables import Case, CaseStep, Document, DocumentPrint, DocumentVoid, User

# The act that serves each opinion, and the fact that says the day; every other paper is served by `serve_notice`,
# which names it.
SERVED_BY = {
    "handling_opinion": ("serve_opinion", "served_on"),
    "review_opinion": ("serve_review", "review_served_on"),
    "final_opinion": ("serve_final", "final_served_on"),
    "accusation_letter": ("serve_sealed_letter", "letter_served_on"),
    "accusation_notice": ("serve_sealed_notice", "sealed_notice_served_on"),
}
SERVED_OTHERWISE = ("serve_notice", "notice_served_on")
_FAR = 1_024
SERVING_ACTS = (*(act for act, _ in SERVED_BY.values()), SERVED_OTHERWISE[0])


@dataclass(frozen=True)
class DocumentView:
    """One issued document; `prints` counts papers, `saves` files.

    `void_reason` is empty while it holds; `served_on` is the day it was received, as an act of its case records it
    (a refused service is none).
    """

    id: int
    case_id: int
    case_number: str
    kind: str
    name: str
    number: str
    issued_on: date
    issued_by: str
    pages: int
    sha256: str
    check_code: str
    prints: int
    saves: int
    void_reason: str = ""
    served_on: date | None = None

    @property
    def void(self) -> bool:
        """Say whether it was declared void."""
        return bool(self.void_reason)


def documents_of(
    session: Session,
    *,
    case_id: int | None = None,
    document_id: int | None = None,
    where: ColumnElement[bool] | None = None,
    limit: int | None = None,
    offset: int = 0,
    oldest_first: bool = False,
) -> tuple[DocumentView, ...]:
    """Return issued documents, the latest first unless asked otherwise, without their bytes."""
    columns = [c for c in Document.__table__.c if c.name not in {"pdf", "field_values"}]  # type: ignore[attr-defined]
    query = (
        select(*columns, Case.number.label("case_number"), User.name.label("clerk"))  # type: ignore[call-overload, attr-defined]
        .join(Case, col(Case.id) == col(Document.case_id))
        .join(User, col(User.id) == col(Document.issued_by_id))
        .order_by(col(Document.id) if oldest_first else col(Document.id).desc())
    )
    if document_id is not None:
        query = query.where(Document.id == document_id)
    if case_id is not None:
        query = query.where(Document.case_id == case_id)
    if limit is not None and (where is not None or offset >= _FAR):
        # Far down a list, and in a filtered one, the ids are sought in an index first: rows with bytes are slow to
        # walk over.
        order = col(Document.id) + 0
        sought = select(col(Document.id)).order_by(order if oldest_first else order.desc()).limit(limit).offset(offset)
        query = query.where(col(Document.id).in_(sought if where is None else sought.where(where)))
    else:
        query = query if where is None else query.where(where)
        query = query if limit is None else query.limit(limit).offset(offset)
    found = session.execute(query).mappings().all()
    counts: dict[tuple[int, str], int] = {}
    ids = [d["id"] for d in found]
    copies = select(DocumentPrint.document_id, DocumentPrint.way).where(col(DocumentPrint.document_id).in_(ids))
    for key in session.exec(copies).all():
        counts[key] = counts.get(key, 0) + 1
    reasons = dict(
        session.exec(
            select(DocumentVoid.document_id, DocumentVoid.reason).where(col(DocumentVoid.document_id).in_(ids))
        ).all()
    )
    served = _served_days(session, found)
    return tuple(
        DocumentView(
            d["id"], d["case_id"], d["case_number"], d["kind"], d["name"], d["number"], d["issued_on"], d["clerk"],
            d["pages"], d["sha256"], d["check_code"], counts.get((d["id"], "print"), 0),
            counts.get((d["id"], "save"), 0), reasons.get(d["id"], ""), served.get(d["id"]),
        )
        for d in found
    )  # fmt: skip


def _served_days(session: Session, documents: Sequence[RowMapping]) -> dict[int, date]:
    """Return the day of service of each document that has one, by its id."""
    cases: dict[int, list[RowMapping]] = {}
    for document in documents:
        cases.setdefault(document["case_id"], []).append(document)
    steps = session.exec(
        select(CaseStep.case_id, CaseStep.act, CaseStep.at, CaseStep.facts)
        .where(col(CaseStep.case_id).in_(cases), col(CaseStep.act).in_(SERVING_ACTS))
        .order_by(col(CaseStep.id))
    ).all()
    numbers: dict[int, list[str]] = {}
    issued = select(Document.case_id, Document.number).where(col(Document.case_id).in_({row[0] for row in steps}))
    for case_id, number in session.exec(issued).all():
        numbers.setdefault(case_id, []).append(number)
    days: dict[int, date] = {}
    for case_id, act, at, kept in steps:
        facts = json.loads(kept)
        if facts.get("service_result") != "served":
            continue
        for d in cases[case_id]:
            serving, day = SERVED_BY.get(d["kind"], SERVED_OTHERWISE)
            if serving != act or d["issued_at"] > at or not facts.get(day):
                continue
            if serving == SERVED_OTHERWISE[0] and not is_named(d["number"], d["name"], numbers[case_id], facts):
                continue
            days[d["id"]] = date.fromisoformat(facts[day])
    return days


def is_named(number: str, name: str, numbers: Sequence[str], facts: Mapping[str, object]) -> bool:
    """Say whether a service speaks of a document: by its number, or by its name where it gives no number of the case.

    `numbers` are those of the whole case: two notices of one kind differ in nothing else.
    """
    said = str(facts.get("notice_name") or "")
    return number in said or (name in said and not any(each in said for each in numbers))
