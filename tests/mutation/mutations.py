"""Break the program on purpose, one place at a time, and see that a test notices.

`python tests/mutation/mutations.py` makes each change of the tables beside this file in a copy of the program and runs
the tests that keep the promise it breaks; names (`journal`, `clocks/no-extension-limit`) choose some of them. The
checkout itself is never written. Exit codes: 0 every change was noticed, 1 one lived, 2 a table or a test is wrong.
"""

import argparse
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

TABLES = Path(__file__).resolve().parent
ROOT = TABLES.parents[1]
_LEFT_OUT = (".*", "__pycache__", "*.egg-info", "build", "dist", "out")
_PASSED, _FAILED = 0, 1  # pytest's own; any other code means that nothing was tested
_LONGEST = 900


class TableFault(Exception):
    """A table does not fit the program any more, or the tests cannot judge; the text says where and why."""


@dataclass(frozen=True)
class Mutation:
    """One change: `find`, which stands exactly once in app/, becomes `put`; one of `tests` must then fail.

    A test is named by its file alone (`test_journal.py`) or with a function (`test_journal.py::test_x`).
    """

    name: str
    find: str
    put: str
    tests: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """What the tests said of one change, how long they took in seconds, and what they printed where none could run.

    `untested`: the change left nothing that could be imported, which proves no promise.
    """

    mutation: Mutation
    said: Literal["killed", "LIVED", "untested"]
    seconds: float
    printed: str = ""


def read_tables(folder: Path = TABLES) -> tuple[Mutation, ...]:
    """Read every table of a folder; raise `TableFault` where a name stands twice or nothing is changed."""
    found: dict[str, Mutation] = {}
    for path in sorted(folder.glob("*.toml")):
        for entry in tomllib.loads(path.read_text("utf-8"))["mutation"]:
            each = Mutation(f"{path.stem}/{entry['name']}", entry["find"], entry["put"], tuple(entry["tests"]))
            if each.name in found:
                raise TableFault(f"{each.name} stands twice")
            if each.find == each.put or not each.tests:
                raise TableFault(f"{each.name} changes nothing or names no test")
            found[each.name] = each
    return tuple(found.values())


def chosen(mutations: Iterable[Mutation], names: Sequence[str]) -> tuple[Mutation, ...]:
    """Return the changes with these names or of these tables, all without a name; raise `TableFault` for an unknown."""
    known = tuple(mutations)
    for name in names:
        if not any(name in (each.name, each.name.split("/")[0]) for each in known):
            raise TableFault(f"no mutation or table is called {name}")
    return tuple(m for m in known if not names or m.name in names or m.name.split("/")[0] in names)


def place_of(mutation: Mutation, sources: dict[Path, str]) -> Path:
    """Return the one file in which the text to change stands; raise `TableFault` when it is not there exactly once."""
    places = [path for path, text in sources.items() for _ in range(text.count(mutation.find))]
    if len(places) != 1:
        shown = "".join(f"\n    {path}" for path in places)
        raise TableFault(f"{mutation.name}: its text stands {len(places)} times in app/, not once{shown}")
    return places[0]


def read_sources(root: Path = ROOT) -> dict[Path, str]:
    """Read the program's modules."""
    return {path: path.read_text("utf-8") for path in sorted((root / "app").rglob("*.py"))}


def ids_of(tests: Iterable[str], root: Path = ROOT) -> list[str]:
    """Return what pytest is asked to run; raise `TableFault` for a test that is not there under its name.

    A file is found by its name alone, wherever under tests/ it lies.
    """
    found = []
    for test in tests:
        name, _, function = test.partition("::")
        paths = list((root / "tests").rglob(name))
        if len(paths) != 1:
            raise TableFault(f"{test}: there are {len(paths)} files of this name under tests/, not one")
        if function and not re.search(rf"^ *def {function}\(", paths[0].read_text("utf-8"), re.MULTILINE):
            raise TableFault(f"{test}: {name} has no such test")
        found.append(str(paths[0].relative_to(root)) + (f"::{function}" if function else ""))
    return found


def try_mutations(mutations: Sequence[Mutation], root: Path = ROOT) -> Iterator[Verdict]:
    """Make each change in a copy of `root` and yield what its tests said.

    Raises `TableFault` where a text is not there once, a test is missing or the tests fail without any change.
    """
    with tempfile.TemporaryDirectory(prefix="mutations-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / "program"
        shutil.copytree(root, copy, ignore=shutil.ignore_patterns(*_LEFT_OUT))
        sources = read_sources(copy)
        places = {each.name: place_of(each, sources) for each in mutations}
        every = ids_of(dict.fromkeys(test for each in mutations for test in each.tests), copy)
        unchanged = _run(copy, every, longest=None)
        if unchanged.returncode != _PASSED:
            raise TableFault(f"the tests do not pass without any change\n{_end_of(unchanged)}")
        for each in mutations:
            path, begun = places[each.name], time.monotonic()
            _put(path, sources[path].replace(each.find, each.put))
            try:
                done = _run(copy, ids_of(each.tests, copy))
            finally:
                _put(path, sources[path])
            seconds = time.monotonic() - begun
            if done.returncode == _FAILED:
                yield Verdict(each, "killed", seconds)
            elif done.returncode == _PASSED:
                yield Verdict(each, "LIVED", seconds)
            else:
                yield Verdict(each, "untested", seconds, _end_of(done))


def _put(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
    # Python trusts compiled code of the same second and size; a change must never be judged by the former code.
    Path(importlib.util.cache_from_source(str(path))).unlink(missing_ok=True)


def _run(copy: Path, tests: Sequence[str], longest: float | None = _LONGEST) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "0", "-p", "no:cacheprovider", "--no-header", *tests]
    kept = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTEST_ADDOPTS")}
    surroundings = {**kept, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    try:
        return subprocess.run(
            command, cwd=copy, env=surroundings, capture_output=True, encoding="utf-8", errors="replace",
            timeout=longest, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        # What never ends is noticed by whoever waits for it.
        return subprocess.CompletedProcess(command, _FAILED, "", "")


def _end_of(done: subprocess.CompletedProcess[str]) -> str:
    return done.stdout[-2000:] + done.stderr[-2000:]


def main(arguments: Sequence[str] | None = None, root: Path = ROOT, tables: Path = TABLES) -> int:
    """Run as a command and return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="tables or mutations to run; all without a name")
    parser.add_argument("--list", action="store_true", help="print the names and run nothing")
    options = parser.parse_args(arguments)
    verdicts: list[Verdict] = []
    try:
        mutations = chosen(read_tables(tables), options.names)
        if options.list:
            print(*(each.name for each in mutations), sep="\n")
            return 0
        for verdict in try_mutations(mutations, root):
            verdicts.append(verdict)
            print(f"{verdict.said:8}  {verdict.seconds:5.1f} s  {verdict.mutation.name}", flush=True)
            if verdict.printed:
                print(f"{verdict.mutation.name}: the tests could not run\n{verdict.printed}", file=sys.stderr)
    except TableFault as fault:
        print(fault, file=sys.stderr)
        return 2
    said = Counter(verdict.said for verdict in verdicts)
    print(f"{len(verdicts)} mutations: {said['killed']} killed, {said['LIVED']} lived, {said['untested']} untested")
    return 2 if said["untested"] else 1 if said["LIVED"] else 0


if __name__ == "__main__":
    # Told to stop, it leaves as from an error: the copy is cleared away and the running tests end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main())
