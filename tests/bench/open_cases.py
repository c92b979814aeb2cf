"""A synthetic office with many open cases, made quickly: rows straight into the tables, for measuring alone.

Nothing of it stands in the journal, so `check_workspace` would rightly complain; the acts that are measured do journal.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, insert

from app.casework.office.law_in_force import clock_rules, shipped_calendar
from app.law.dates.clocks import Due, due
from app.models.tables import Case, CaseClock
from app.models.workspace import Workspace

RECEIVER = "香林县城关镇人民政府"
_BLOCK = 5_000
# What runs in a case, by turns: (state, kind, whose duty, days before today that it may have started).
_LIVES: tuple[tuple[str, tuple[tuple[str, str, int], ...]], ...] = (
    ("S02", (("K1", "own", 16),)),
    ("S06", (("K3", "own", 14), ("K4", "own", 8))),
    ("S10", (("K5", "own", 62),)),
    ("S10", (("K5", "own", 62), ("K3", "own", 14))),
    ("S13", (("K6", "own", 30),)),
    ("S05", (("K5", "other", 62),)),
    ("S15", (("K7", "own", 31),)),
)


def add_open_cases(workspace: Workspace, count: int) -> None:
    """Add `count` open cases around the workspace's own day: some overdue, some due these days, most later.

    Each has one or two running clocks; every tenth has no handler (a case that nobody owns), every fiftieth is sealed.
    """
    today = workspace.today()
    known: dict[tuple[str, date], Due] = {}
    with workspace.store.connection(write=True) as connection:
        first = (connection.exec_driver_sql('SELECT max(id) FROM "case"').scalar() or 0) + 1
        for start in range(first, first + count, _BLOCK):
            ids = range(start, min(start + _BLOCK, first + count))
            cases, clocks = _rows(ids, today, workspace.actor.id, known)
            _add(connection, Case, cases)
            _add(connection, CaseClock, clocks)


def _add(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    connection.execute(insert(table.__table__), rows)


def _rows(
    ids: range, today: date, user_id: int, known: dict[tuple[str, date], Due]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    cases, clocks = [], []
    for number in ids:
        state, running = _LIVES[number % len(_LIVES)]
        own = list(_clocks(number, running, today, known))
        clocks += own
        cases.append(_case(number, state, own, today, user_id))
    return cases, clocks


def _clocks(
    number: int, running: tuple[tuple[str, str, int], ...], today: date, known: dict[tuple[str, date], Due]
) -> Iterator[dict[str, Any]]:
    for kind, duty, span in running:
        start = today - timedelta(days=(number * 7) % span)
        found = known.get((kind, start))
        if found is None:
            found = known[kind, start] = due(kind, start, shipped_calendar(), clock_rules())
        yield CaseClock(
            case_id=number, kind=kind, start=start, due=found.due, rolled=found.rolled,
            last_safe=found.last_safe_workday, governing=found.governing, obliged=found.obliged,
            estimated=found.estimated, timeline=found.timeline, start_fact="received_on", duty=duty,
            duty_office=RECEIVER if duty == "other" else "",
        ).model_dump(exclude={"id"})  # fmt: skip


def _case(number: int, state: str, clocks: list[dict[str, Any]], today: date, user_id: int) -> dict[str, Any]:
    def nearest(duty: str) -> tuple[date | None, str]:
        found = [(c["governing"], c["kind"]) for c in clocks if c["duty"] == duty and c["obliged"] == "office"]
        return min(found, default=(None, ""))

    (own, own_kind), (other, other_kind) = nearest("own"), nearest("other")
    received = min(c["start"] for c in clocks)
    sealed = number % 50 == 0
    words = {} if sealed else {
        "channel": "visit", "summary": f"反映第 {number} 号小区的道路积水问题，请求修缮并说明何时完工。",
        "location": "香林县城关镇", "handler": "" if number % 10 == 0 else "王建国", "destination": RECEIVER,
    }  # fmt: skip
    return Case(
        id=number, number=f"990326-{received:%Y%m%d}-{number:06}", sealed=sealed, kind="appeal", state=state,
        registered_at=f"{received}T09:00:00+08:00", registered_on=received, registered_by_id=user_id,
        received_on=received, petition_date=received, outcome_id="bench", disposition="transfer",
        rule_pack=("national-2022", "1"), next_due=own, next_clock=own_kind, watch_due=other, watch_clock=other_kind,
        hands="other" if other else "own", **words,
    ).model_dump()  # fmt: skip
