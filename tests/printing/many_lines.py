"""Print hundreds of random paragraphs a round, read them back and tell every line end that is wrong.

`python tests/printing/many_lines.py 200` prints 20 000 paragraphs in about a minute.
"""

import random
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[2]), str(HERE.parents[1]), str(HERE.parent)]


def main() -> int:
    """Return 1 when a fault was found, else 0."""
    from test_lines_as_printed import faults, paragraph, printed_lines

    found: list[str] = []
    for round_ in range(int(sys.argv[1])):
        chance = random.Random(1000 + round_)
        many = [paragraph(chance) for _ in range(100)]
        with tempfile.TemporaryDirectory() as made:
            found += faults(many, printed_lines("\n".join(many), Path(made)))
    print("\n".join(found), f"{len(found)} faults", sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
