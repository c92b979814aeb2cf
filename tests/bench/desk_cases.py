"""What the open cases of a synthetic office wait for, so that every part of the desk has its share of them."""

from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select, text
from sqlmodel import col

from app.casework.upkeep.needs import AFTER, LACK, PAPER, SECOND, SEND, SERVICE, URGENT
from app.models.tables import Case, CaseNeed
from app.models.workspace import Workspace

_BLOCK = 5_000
# Every tenth right to ask for a review has lapsed; every fiftieth case is past a local day and no day of the law.
_LAPSED = """UPDATE case_clock SET governing = :passed WHERE obliged = 'petitioner' AND case_id % 10 = 0"""
_LOCAL = """UPDATE case_clock SET local_due = :passed
WHERE obliged = 'office' AND case_id % 50 = 7 AND governing >= :today"""
_NEAREST = """UPDATE "case" SET next_due = :passed WHERE next_due >= :today
AND id IN (SELECT case_id FROM case_clock WHERE duty = 'own' AND local_due IS NOT NULL)"""
_BY_STATE = {"S02": SEND, "S13": AFTER, "S15": SERVICE}

_DETAIL = {PAPER: ("transfer_notice",), LACK: ("owner",), SECOND: ("propose_decline",)}


def add_needs(workspace: Workspace) -> None:
    """Say of every open case what it waits for: by its state, and some of each of the rarer things."""
    today = workspace.today()
    with workspace.store.connection(write=True) as connection:
        cases = connection.execute(select(col(Case.id), col(Case.state), col(Case.handler), col(Case.hands))).all()
        rows: list[dict[str, Any]] = []
        for number, state, handler, hands in cases:
            needs = {_BY_STATE.get(state, "")} | ({PAPER} if number % 20 == 0 else set())
            needs |= ({URGENT} if number % 500 == 0 else set()) | ({SECOND} if number % 200 == 1 else set())
            if hands == "own" and not handler:
                needs.add(LACK)
            rows += [
                {
                    "case_id": number, "need": need, "since": today - timedelta(days=number % 40),
                    "by_id": workspace.actor.id if need == SECOND else None,
                    "detail": _DETAIL.get(need, ()),
                }
                for need in needs - {""}
            ]  # fmt: skip
        for start in range(0, len(rows), _BLOCK):
            connection.execute(insert(CaseNeed.__table__), rows[start : start + _BLOCK])  # type: ignore[attr-defined]
        passed = {"today": today.isoformat(), "passed": (today - timedelta(days=1)).isoformat()}
        for statement in (_LAPSED, _LOCAL, _NEAREST):
            connection.execute(text(statement), passed)
