"""The tables of mutations fit the program; the command that runs them tells a noticed change from one that lived."""

from pathlib import Path

import pytest
from mutations import Mutation, TableFault, chosen, ids_of, main, place_of, read_sources, read_tables


def test_every_text_to_change_stands_once_in_the_program_and_every_named_test_is_there() -> None:
    sources, tables, faults = read_sources(), read_tables(), []
    for each in tables:
        try:
            place_of(each, sources)
            ids_of(each.tests)
        except TableFault as fault:
            faults.append(str(fault))
    assert not faults, "\n".join(faults)
    assert len(tables) > 100


ADD = "def add(a, b):\n    return a + b\n"
TEST = "from app.adding import add\n\n\ndef test_two_and_two():\n    assert add(2, 2) == 4\n"
ENTRY = "[[mutation]]\nname = '{}'\nfind = '{}'\nput = '{}'\ntests = ['test_adding.py']\n"


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program of one module with one test, and an empty folder for its tables."""
    for name, content in {"app/__init__.py": "", "app/adding.py": ADD, "tests/test_adding.py": TEST}.items():
        path = tmp_path / "program" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    (tmp_path / "tables").mkdir()
    return tmp_path / "program"


def run(program: Path, *entries: str, names: tuple[str, ...] = ()) -> int:
    tables = program.parent / "tables"
    (tables / "sums.toml").write_text("".join(entries), "utf-8")
    return main(names, program, tables)


def test_a_change_that_no_test_notices_is_named_and_nothing_of_the_checkout_is_written(
    program: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in program.rglob("*") if path.is_file()}
    # Two and two make four when multiplied, too.
    assert run(program, ENTRY.format("minus", "a + b", "a - b"), ENTRY.format("times", "a + b", "a * b")) == 1
    said = capsys.readouterr().out.splitlines()
    assert [(line.split()[0], line.split()[-1]) for line in said[:2]] == [
        ("killed", "sums/minus"), ("LIVED", "sums/times"),
    ]  # fmt: skip
    assert said[2] == "2 mutations: 1 killed, 1 lived, 0 untested"
    assert {path: path.read_bytes() for path in program.rglob("*") if path.is_file()} == before


def test_only_the_named_changes_are_made(program: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entries = (ENTRY.format("minus", "a + b", "a - b"), ENTRY.format("times", "a + b", "a * b"))
    assert run(program, *entries, names=("sums/minus",)) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 mutations: 1 killed, 0 lived, 0 untested"


@pytest.mark.parametrize(
    ("entry", "names", "says"),
    [
        (ENTRY.format("gone", "a / b", "a - b"), (), "sums/gone: its text stands 0 times in app/"),
        (ENTRY.format("often", "a", "b"), (), "sums/often: its text stands 3 times in app/"),
        (ENTRY.format("same", "a + b", "a + b"), (), "sums/same changes nothing"),
        (ENTRY.format("twice", "a + b", "a - b") * 2, (), "sums/twice stands twice"),
        (ENTRY.format("no-test", "a + b", "a - b").replace("adding.py", "other.py"), (), "0 files of this name"),
        (ENTRY.format("no-name", "a + b", "a - b").replace(".py", ".py::test_three"), (), "has no such test"),
        (ENTRY.format("one", "a + b", "a - b"), ("two",), "no mutation or table is called two"),
        (ENTRY.format("unreadable", "a + b", "a +"), (), "sums/unreadable: the tests could not run"),
    ],
)
def test_a_table_that_does_not_fit_is_an_error_told_plainly(
    program: Path, capsys: pytest.CaptureFixture[str], entry: str, names: tuple[str, ...], says: str
) -> None:
    assert run(program, entry, names=names) == 2
    assert says in capsys.readouterr().err


def test_tests_that_fail_without_any_change_judge_nothing(program: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (program / "tests" / "test_adding.py").write_text(TEST.replace("4", "5"), "utf-8")
    assert run(program, ENTRY.format("minus", "a + b", "a - b")) == 2
    assert "do not pass without any change" in capsys.readouterr().err


def test_a_table_is_chosen_by_its_name_and_a_change_by_both() -> None:
    some = [Mutation(name, "a", "b", ("t",)) for name in ("keys/a", "keys/b", "clocks/a")]
    assert [each.name for each in chosen(some, ["keys"])] == ["keys/a", "keys/b"]
    assert [each.name for each in chosen(some, ["clocks/a", "keys/b"])] == ["keys/b", "clocks/a"]
    assert list(chosen(some, [])) == some
