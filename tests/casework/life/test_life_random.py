"""Thousands of random acts on random cases, each held against a model that knows the law and not the data.

`XF_LIFE_STEPS` (steps in one office) and `XF_LIFE_SEED` make a longer run; run as a program it goes on until told.
"""

import os
import sys
from collections import Counter
from pathlib import Path

import pytest
from life_driver import ROLES, drive, make_world

STEPS = int(os.environ.get("XF_LIFE_STEPS", "300"))
SEED = int(os.environ.get("XF_LIFE_SEED", "20260901"))


@pytest.mark.parametrize("role", ROLES)
def test_random_acts_of_two_people_keep_the_law(tmp_path: Path, role: str, capsys: pytest.CaptureFixture[str]) -> None:
    done = run(tmp_path, role, SEED + ROLES.index(role), STEPS)
    with capsys.disabled():
        print(f"\n{role}: {told(done)}")


def run(folder: Path, role: str, seed: int, steps: int) -> Counter[str]:
    world = make_world(folder / f"{role}-{seed}", role, seed)
    try:
        drive(world, steps)
    finally:
        world.close()
    return world.done


def told(done: Counter[str]) -> str:
    acts = {act: count for act, count in done.items() if act not in ("register", "refused", "paper")}
    more = f"{done['register']} registered, {done['refused']} refused, {done['paper']} papers"
    return f"{sum(acts.values())} acts of {len(acts)} kinds, {more}"


if __name__ == "__main__":
    import tempfile

    first, many, length = (int(word) for word in (*sys.argv[1:], *("1", "10", "400")[len(sys.argv) - 1 :]))
    total: Counter[str] = Counter()
    for number in range(first, first + many):
        for office in ROLES:
            with tempfile.TemporaryDirectory() as place:
                total += run(Path(place), office, number, length)
        print(number, told(total), flush=True)
    print(total)
