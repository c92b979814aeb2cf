"""Offer cases that may be the same matter; a person decides, the machine never does."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlmodel import Session, col, or_, select

from app.casework.cases.rows import CaseRow, rows_of
from app.models.tables import Case, Petitioner
from app.models.workspace import Workspace

_RECENT = 1_500
_ALIKE = 0.35
_OFFERED = 8


@dataclass(frozen=True)
class Candidate:
    """A case that may be the same, and in words why it is offered."""

    row: CaseRow
    reasons: tuple[str, ...]


def find_duplicates(workspace: Workspace, facts: Mapping[str, Any]) -> tuple[Candidate, ...]:
    """Return open cases with the same ID number, phone or name, or a summary that shares many words.

    Sealed cases are never offered. The order is by strength of the sign, then newest first.
    """
    reasons: dict[int, list[str]] = {}
    with workspace.reading() as session:
        for column, key, word in (
            (Petitioner.id_number, "id_number", "证件号码相同"),
            (Petitioner.phone, "phone", "电话相同"),
            (Petitioner.name, "petitioner_name", "姓名相同"),
        ):
            value = str(facts.get(key) or "").strip()
            if value:
                for case_id in session.exec(select(Petitioner.case_id).where(col(column) == value)).all():
                    reasons.setdefault(case_id, []).append(word)
        for case_id in _alike(session, str(facts.get("summary") or ""), str(facts.get("location") or "")):
            reasons.setdefault(case_id, []).append("事由相近")
        order = sorted(reasons, key=lambda i: (-len(reasons[i]), -i))[:_OFFERED]
        return tuple(Candidate(row, tuple(reasons[row.id])) for row in rows_of(session, order, workspace.today()))


def _alike(session: Session, summary: str, location: str) -> list[int]:
    wanted = _pairs(summary)
    if len(wanted) < 4:
        return []
    recent = session.exec(
        select(Case.id, Case.summary)
        .where(col(Case.sealed).is_(False), or_(Case.location == location, Case.location == "", location == ""))
        .order_by(col(Case.id).desc())
        .limit(_RECENT)
    ).all()
    found = []
    for case_id, text in recent:
        pairs = _pairs(text)
        shared = len(wanted & pairs)
        if pairs and shared / (len(wanted) + len(pairs) - shared) >= _ALIKE:
            found.append(case_id or 0)
    return found


def _pairs(text: str) -> set[str]:
    letters = [c for c in text[:300] if c.isalnum()]
    return {a + b for a, b in pairwise(letters)}
