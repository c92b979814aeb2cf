"""The desk, and the recompute after a holiday import, at 1,000, 10,000 and 100,000 open cases.

Beside the desk stands one scan that counts all cases by state, beside the recompute one raw UPDATE of the same rows.
"""

import json
import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from desk_cases import add_needs
from offices import BEIJING, CHEAP, PASSWORD, StandingClock, office_setup
from open_cases import add_open_cases
from sqlalchemy import text

from app.casework.clocks.calendars import import_calendar, restore_shipped
from app.casework.worklist.desk import desk
from app.casework.worklist.sections import PARTS
from app.models.workspace import Workspace, create_workspace

ROOT = Path(__file__).resolve().parents[2]
SIZES = tuple(int(size) for size in os.environ.get("XINFANG_BENCH_OPEN_CASES", "1000,10000,100000").split(","))
TODAY = datetime(2026, 12, 20, 9, 30, tzinfo=BEIJING)

# A made-up arrangement of 2027: the statutory days, the days around them, and the Saturdays worked for it.
_OFF = """01-01 01-02 01-03 02-04 02-05 02-06 02-07 02-08 02-09 02-10 02-11 04-03 04-04 04-05 05-01 05-02 05-03 05-04
05-05 06-09 09-15 10-01 10-02 10-03 10-04 10-05 10-06 10-07"""
_WORKED = """01-30 02-20 04-25 05-08 09-26 10-09"""
ARRANGEMENT = "\n".join(
    [f"2027-{day},放假,节日" for day in _OFF.split()] + [f"2027-{day},上班,调休" for day in _WORKED.split()]
)


@dataclass(frozen=True)
class Measured:
    """One import: seconds of wall time in the act and of the whole process, clocks changed and moved, peak memory."""

    cases: int
    act: float
    process: float
    changed: int
    moved: int
    peak_mib: float
    raw: float


def office(folder: Path, cases: int) -> Workspace:
    workspace, _ = create_workspace(folder, office_setup(), now=StandingClock(TODAY), cost=CHEAP)
    add_open_cases(workspace, cases)
    workspace.store.checkpoint()
    return workspace


def raw_update(workspace: Workspace, folder: Path, changed: int) -> float:
    """Time one UPDATE of as many clock rows in a plain sqlite3 file and its commit: nothing journalled or encrypted."""
    raw = sqlite3.connect(folder / "raw.db", isolation_level=None)
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("PRAGMA synchronous = FULL")
    columns = "due TEXT, rolled TEXT, last_safe TEXT, estimated INTEGER, words TEXT"
    raw.execute(f"CREATE TABLE clock (id INTEGER PRIMARY KEY, {columns})")
    with workspace.store.connection() as connection:
        wanted = "id, due, rolled, last_safe, estimated, timeline"
        rows = connection.execute(text(f"SELECT {wanted} FROM case_clock LIMIT {changed}"))
        raw.execute("BEGIN")
        raw.executemany("INSERT INTO clock VALUES (?, ?, ?, ?, ?, ?)", [tuple(row) for row in rows])
        raw.execute("COMMIT")
    news: list[tuple[Any, ...]] = [
        (due, rolled, safe, 0, words + "。", key)
        for key, due, rolled, safe, _, words in raw.execute("SELECT * FROM clock")
    ]
    start = time.perf_counter()
    raw.execute("BEGIN")
    raw.executemany("UPDATE clock SET due = ?, rolled = ?, last_safe = ?, estimated = ?, words = ? WHERE id = ?", news)
    raw.execute("COMMIT")
    return time.perf_counter() - start


def whole_process(folder: Path, file: Path) -> tuple[float, float]:
    """Run the import as a person at a shell does; return the wall time of the whole process and its peak MiB."""
    surroundings = os.environ | {"XINFANG_PASSWORD": PASSWORD, "PYTHONPATH": str(ROOT)}
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "calendar", "import", str(file), "--workspace", str(folder), "--json"],
        cwd=ROOT, env=surroundings, capture_output=True, check=False,
    )  # fmt: skip
    seconds = time.perf_counter() - start
    assert done.returncode == 0, done.stdout.decode()
    assert json.loads(done.stdout)["recomputed"] > 0
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def measure(folder: Path, cases: int) -> Measured:
    folder.mkdir()
    file = folder / "2027.csv"
    file.write_text(ARRANGEMENT, encoding="utf-8")
    workspace = office(folder / "w", cases)
    start = time.perf_counter()
    change = import_calendar(workspace, file)
    act = time.perf_counter() - start
    restore_shipped(workspace, 2027)
    raw = raw_update(workspace, folder, change.clocks.changed)
    workspace.close()
    process, peak = whole_process(folder / "w", file)
    return Measured(cases, act, process, change.clocks.changed, len(change.clocks.moved), peak, raw)


def test_recompute_after_a_holiday_import_grows_with_the_clocks_it_reaches(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    measured = [measure(tmp_path / str(size), size) for size in SIZES]
    lines = [""]
    for m in measured:
        assert m.changed > 0
        lines.append(
            f"recompute {m.cases:>7,} open cases: {m.changed:,} clocks changed, {m.moved:,} moved; act {m.act:.2f} s"
            f" ({m.act / m.cases * 1e6:.0f} µs a case, {m.act / m.changed * 1e6:.0f} µs a changed clock);"
            f" whole process {m.process:.2f} s, peak {m.peak_mib:.0f} MiB;"
            f" raw sqlite3 UPDATE and commit {m.raw * 1e3:.1f} ms, {m.act / m.raw:.0f} times"
        )
    for less, more in pairwise(measured):
        lines.append(
            f"growth {less.cases:,} → {more.cases:,}: act × {more.act / less.act:.1f}"
            f" for clocks × {more.changed / less.changed:.1f}"
        )
    with capsys.disabled():
        print("\n".join(lines))


@dataclass(frozen=True)
class DeskMeasured:
    """One desk: milliseconds of its first reading, of the next ones, of one scan by state; the parts it fills."""

    cases: int
    first: float
    again: float
    scan: float
    parts: int


def measure_desk(folder: Path, cases: int) -> DeskMeasured:
    workspace = office(folder, cases)
    add_needs(workspace)
    workspace.store.checkpoint()
    first = milliseconds(lambda: desk(workspace))
    again = statistics.median(milliseconds(lambda: desk(workspace)) for _ in range(9))
    scan = statistics.median(milliseconds(lambda: scanned(workspace)) for _ in range(5))
    parts = sum(bool(section.total) for section in desk(workspace).sections)
    workspace.close()
    return DeskMeasured(cases, first, again, scan, parts)


def scanned(workspace: Workspace) -> None:
    """Count all cases by state and owner in one pass over the table, as a desk without needs and indexes would."""
    with workspace.store.connection() as connection:
        connection.exec_driver_sql("""SELECT state, hands, handler = '', count(*) FROM "case" GROUP BY 1, 2, 3""").all()


def milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e3


def test_the_desk_costs_the_same_however_many_cases_are_open(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    measured = [measure_desk(tmp_path / str(size), size) for size in SIZES]
    lines = [""]
    for m in measured:
        assert m.parts == len(PARTS)
        lines.append(
            f"desk {m.cases:>7,} open cases: {m.again:.1f} ms (first {m.first:.1f} ms), {m.parts} parts;"
            f" one GROUP BY scan {m.scan:.1f} ms, {m.again / m.scan:.2f} times"
        )
    for less, more in pairwise(measured):
        lines.append(
            f"growth {less.cases:,} → {more.cases:,}: desk × {more.again / less.again:.2f},"
            f" scan × {more.scan / less.scan:.1f}"
        )
    with capsys.disabled():
        print("\n".join(lines))
