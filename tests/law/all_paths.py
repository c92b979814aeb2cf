"""Walk every path of every intake, and search every situation of a case from there for a way to a closed state.

`python tests/law/all_paths.py` takes about a minute; names of roles run only those. The test suite walks a sample:
paths to every end, and one beginning of each kind. Prints two lines a role; returns 1 when a promise is broken.
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[2]), str(HERE.parents[1])]


def faults_of(role: str) -> list[str]:
    """Return what is wrong with the paths and the lives that begin at one kind of office."""
    from life_graph import NOT_AN_ANSWER, entries, explored, state_of, stuck
    from route_walks import check_path, ends_of

    from app.law.life.models import load_life_pack
    from app.law.route.loading import load_rule_pack
    from app.law.route.paths import enumerate_paths

    pack, life = load_rule_pack(), load_life_pack()
    faults: list[str] = []
    paths = list(enumerate_paths(pack, role))
    for path in paths:
        try:
            check_path(role, path)
        except AssertionError as broken:
            faults.append(f"{path.outcome.id} by {path.answers}: {broken}")
    if len({(path.answers, path.outcome.id) for path in paths}) != len(paths):
        faults.append(f"{role}: a path was walked twice")
    ends = {path.outcome.id for path in paths}
    if ends != ends_of(pack, role):
        faults.append(f"{role}: ends that only the rules or only the paths have: {ends ^ ends_of(pack, role)}")
    print(f"{role}: {len(paths):,} paths, {len(ends)} ends", flush=True)

    begins = list(entries(pack, life, role, paths))
    found = explored(life, pack, begins)
    faults += [f"no way to a closed state from {dict(situation)}" for situation in stuck(life, found)]
    faults += [
        f"no way but declining, merging or withdrawing from {dict(situation)}"
        for situation in stuck(life, found, NOT_AN_ANSWER)
    ]
    states = {state_of(situation) for situation in found}
    print(
        f"{role}: {len(begins)} beginnings, {len(found):,} situations, {sum(map(len, found.values())):,} moves, "
        f"{len(states)} states",
        flush=True,
    )
    return faults


def main(arguments: list[str]) -> int:
    """Return 1 when a fault was found, else 0."""
    from route_walks import ROLES

    faults = [fault for role in arguments or ROLES for fault in faults_of(role)]
    print("\n".join(faults) or "no fault")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
