"""What the rule files call a state, an act, a clock, a place or a role is written there and nowhere in the program."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Which table of which files names things, and by which key.
NAMED_BY = {
    "states": "id", "acts": "id", "nodes": "id", "outcomes": "id", "marks": "id", "entries": "id", "clocks": "kind",
    "roles": "role",
}  # fmt: skip
_USUAL = "the usual kind of office, where nobody says which"
# A word of the program that happens to be called like one of them, with what it means there. At most ten.
ALLOWED = {
    ("app/law/route/models.py", "accept"): "a disposition: this office takes the matter; an act has the same word",
    ("app/law/route/models.py", "guide"): "a disposition: the petitioner is led to another way; so has an act",
    ("app/law/route/models.py", "merge"): "a disposition: the matter repeats another case; so has an act",
    ("app/casework/demo/demo_office.py", "petition_department"): _USUAL,
    ("app/casework/demo/story.py", "petition_department"): _USUAL,
    ("app/cli/self_check.py", "petition_department"): _USUAL,
    ("app/cli/rules.py", "petition_department"): _USUAL,
    ("app/cli/office.py", "petition_department"): _USUAL,
}


def ids() -> set[str]:
    found: set[str] = set()
    for path in (ROOT / "resources" / "law").rglob("*.toml"):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        for table, key in NAMED_BY.items():
            rows = data.get(table, [])
            found |= {str(row[key]) for row in rows if isinstance(row, dict) and key in row}
    return found


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """Yield every string of a module but its docstrings, each blank-separated word of it too."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield from ((node.lineno, word) for word in {node.value, *node.value.split()})


def test_no_string_of_the_program_is_an_id_of_the_rules() -> None:
    known = ids()
    assert {"S02", "K15", "serve_opinion", "N8"} <= known
    found = {
        (path.relative_to(ROOT).as_posix(), word): line
        for path in sorted((ROOT / "app").rglob("*.py"))
        if "migrations" not in path.parts
        for line, word in strings(path)
        if word in known
    }
    assert {place: line for place, line in found.items() if place not in ALLOWED} == {}
    assert set(ALLOWED) <= set(found), "an exception that nobody needs any more goes"
    assert len(ALLOWED) <= 10
