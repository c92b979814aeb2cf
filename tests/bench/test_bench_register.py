"""One registration - all rows, clock, journal, search, fsync - beside one raw sqlite3 commit of one row."""

import sqlite3
import time
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from offices import CHEAP, office_setup
from walking import example, intake

from app.casework.intake.register import register_case
from app.models.workspace import Workspace, create_workspace

ROUNDS = 200


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Any:
    workspace, _ = create_workspace(tmp_path_factory.mktemp("bench") / "w", office_setup(), cost=CHEAP)
    yield workspace
    workspace.close()


def raw_connection(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE one (id INTEGER PRIMARY KEY, summary TEXT)")
    return connection


@pytest.mark.benchmark(group="register one case")
def test_register_one_case(benchmark: Any, office: Workspace) -> None:
    ready = intake(example("transfer_visit"), today=office.today())
    benchmark.pedantic(register_case, args=(office, ready), rounds=ROUNDS, warmup_rounds=5)


@pytest.mark.benchmark(group="register one case")
def test_commit_one_raw_row(benchmark: Any, tmp_path: Path) -> None:
    connection = raw_connection(tmp_path / "raw.db")
    summary = example("transfer_visit")["summary"]
    insert = ("INSERT INTO one (summary) VALUES (?)", (summary,))
    benchmark.pedantic(connection.execute, args=insert, rounds=ROUNDS, warmup_rounds=5)


def test_the_ratio_in_one_run(office: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ready = intake(example("transfer_visit"), today=office.today())
    connection = raw_connection(tmp_path / "raw.db")
    ours: list[float] = []
    raw: list[float] = []
    for _ in range(ROUNDS):  # turn about, so that a busy moment of the machine hits both
        start = time.perf_counter()
        registered = register_case(office, ready)
        ours.append(time.perf_counter() - start)
        start = time.perf_counter()
        connection.execute("INSERT INTO one (summary) VALUES (?)", (example("transfer_visit")["summary"],))
        raw.append(time.perf_counter() - start)
    assert registered.number
    rows = connection.execute("SELECT count(*) FROM one").fetchone()[0]
    assert rows == ROUNDS
    with capsys.disabled():
        print(
            f"\nregister one case: median {median(ours) * 1e3:.1f} ms, p95 {sorted(ours)[int(ROUNDS * 0.95)] * 1e3:.1f}"
            f" ms; one raw sqlite3 commit {median(raw) * 1e3:.2f} ms; {median(ours) / median(raw):.0f} times"
        )
