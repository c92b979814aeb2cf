"""Kill the upgrade of a workspace at every statement and at every page it writes, and see what is left.

`python tests/kill/upgrading.py` tries every moment of the upgrade of every former version (about a minute); the test
suite tries some, evenly spread. A moment is a statement of the opening that is about to run, a commit that is about to
be made, or a page of the log or the file that is half written: there the kernel itself kills the process, because the
file would grow past a limit. Whatever the moment, the file is the former version untouched or today's complete, it
opens with today's program, and the check finds nothing.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve()
ROOT = HERE.parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

ALWAYS_MORE = ("journal", "journal_text", "sign_in")
STATEMENT, WRITE = "statement", "write"
_LOG_HEAD, _PAGE_HEAD, _PAGE = 32, 24, 4096


@dataclass(frozen=True)
class Outcome:
    """What the rounds saw: how many were killed, and how many files stood at the former version and at today's."""

    killed: int
    untouched: int
    complete: int


@dataclass(frozen=True)
class _Left:
    """What stands in a file: its version, its schema, and every row of every table."""

    version: str | None
    schema: dict[str, str]
    rows: dict[str, list[dict[str, Any]]]

    @property
    def counts(self) -> dict[str, int]:
        return {table: len(rows) for table, rows in self.rows.items() if table not in ALWAYS_MORE}


def kill_upgrades(folder: Path, version: str, most: int | None = None) -> Outcome:
    """Kill the upgrade of a workspace of a version, at every moment or at `most` of each sort, evenly spread.

    Raises AssertionError at the first broken promise.
    """
    from former_versions.building import FormerWorkspace

    from app.models.schema import HEAD

    former = FormerWorkspace(folder / "former", version)
    former.close()
    before = _left(former.folder, former.store.key)
    with subprocess.Popen(
        [sys.executable, str(HERE), "--spawn"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as spawner:

        def upgrade(place: Path, sort: str, moment: int) -> str:
            assert spawner.stdin is not None and spawner.stdout is not None
            spawner.stdin.write(f"{sort} {moment} {place}\n")
            return spawner.stdout.readline().strip()

        whole = shutil.copytree(former.folder, folder / "whole")
        statements = int(upgrade(whole, STATEMENT, 0))
        reference = _left(whole, former.store.key)
        assert (before.version, reference.version) == (version, HEAD)
        largest = max(path.stat().st_size for path in whole.iterdir())
        pages = range(_LOG_HEAD + _PAGE // 2, largest, _PAGE_HEAD + _PAGE)
        moments = [(STATEMENT, place) for place in _spread(range(1, statements + 1), most)]
        moments += [(WRITE, size) for size in _spread(pages, most)]
        found = []
        for sort, moment in moments:
            place = shutil.copytree(former.folder, folder / "killed")
            end = upgrade(place, sort, moment)
            assert end == "killed" or sort == WRITE, end  # a limit near the end may be more than was ever written
            found.append((end, _check(place, former.store.key, before, reference)))
            shutil.rmtree(place)
        assert spawner.stdin is not None
        spawner.stdin.close()
    versions = [left for _, left in found]
    return Outcome(sum(end == "killed" for end, _ in found), versions.count(version), versions.count(HEAD))


def _spread(moments: Sequence[int], most: int | None) -> list[int]:
    """Return the first, the last and what lies evenly between."""
    if most is None or len(moments) <= most:
        return list(moments)
    return [moments[round(place * (len(moments) - 1) / (most - 1))] for place in range(most)]


def _left(folder: Path, key: bytes) -> _Left:
    from former_versions.building import rows_of

    from app.models.schema import version_of
    from app.models.store import Store
    from app.models.workspace import DATABASE

    store = Store(folder / DATABASE, key)
    try:
        with store.connection() as connection:
            run = connection.exec_driver_sql
            assert [row[0] for row in run("PRAGMA integrity_check")] == ["ok"]
            schema = {row[0]: row[1] for row in run("SELECT name, sql FROM sqlite_master ORDER BY name")}
            tables = {row[0] for row in run("SELECT name FROM sqlite_master WHERE type = 'table'")}
            kept = {name: 0 for name in tables if not name.startswith(("sqlite_", "case_search"))}
            return _Left(version_of(connection), schema, rows_of(connection, kept))
    finally:
        store.close()


def _check(folder: Path, key: bytes, before: _Left, reference: _Left) -> str:
    """Look at a file whose upgrade was killed, then open it as a clerk does; return the version that was found."""
    from offices import PASSWORD

    from app.casework.office.checks import check_workspace
    from app.models.workspace import open_workspace

    left = _left(folder, key)
    if left.version == before.version:
        assert left == before
    else:
        assert (left.version, left.schema) == (reference.version, reference.schema)
        assert left.counts == reference.counts
    workspace = open_workspace(folder, "li", PASSWORD)
    try:
        report = check_workspace(workspace, deep=True)
        assert report.sound, report.faults
    finally:
        workspace.close()
    opened = _left(folder, key)
    assert (opened.version, opened.schema, opened.counts) == (reference.version, reference.schema, reference.counts)
    return left.version or ""


def spawn() -> None:
    """Fork one upgrading process a line of input; say how each ended."""
    import alembic.command
    import alembic.script
    from offices import PASSWORD

    import app.casework.office.checks  # noqa: F401
    from app.models.workspace import open_workspace

    assert alembic.command and alembic.script  # loaded once here, not in every round
    for line in sys.stdin:
        sort, moment, folder = line.rstrip("\n").split(" ", 2)
        told, saying = os.pipe()
        child = os.fork()
        if child == 0:
            counted = _die_at(int(moment)) if sort == STATEMENT else _die_writing(int(moment))
            open_workspace(Path(folder), "li", PASSWORD).close()
            os.write(saying, str(counted[0]).encode())
            os._exit(0)
        os.close(saying)
        with open(told, "rb") as said:
            ended = said.read().decode()
        _, status = os.waitpid(child, 0)
        print("killed" if os.WIFSIGNALED(status) else ended or f"failed {status}", flush=True)


def _die_at(moment: int) -> list[int]:
    """Have this process killed before its `moment`-th statement or commit (0: never); count them."""
    from sqlalchemy import Engine, event

    counted = [0]

    def pass_by(*_: object) -> None:
        counted[0] += 1
        if counted[0] == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", pass_by)
    event.listen(Engine, "commit", pass_by)
    return counted


def _die_writing(size: int) -> list[int]:
    """Have the kernel kill this process at the first write to any file past `size` bytes."""
    import resource  # not there on Windows, where none of this runs

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    return [0]


def main() -> None:
    """Run as a command."""
    from former_versions.building import VERSIONS

    from app.models.schema import HEAD

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--spawn", action="store_true")
    if parser.parse_args().spawn:
        spawn()
        return
    for version in VERSIONS:
        if version != HEAD:
            with tempfile.TemporaryDirectory() as folder:
                print(version, kill_upgrades(Path(folder), version), flush=True)


if __name__ == "__main__":
    main()
