"""Back up a workspace while another process registers as fast as it can, and see what the backups hold.

`python tests/kill/backing_up.py --cases 1000` registers more than the test suite does (some ten seconds). Every
number that was said before a backup began must be in that backup; each backup is checked through and opens with the
password, and the registering goes on between the first page of a backup and its last.
"""

import argparse
import subprocess
import sys
import tempfile
import threading
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve()
ROOT = HERE.parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]


@dataclass(frozen=True)
class Seen:
    """What was seen: how many cases, how many backups, how many of these were begun in the middle."""

    cases: int
    backups: int
    in_the_middle: int


def back_up_while_registering(folder: Path, cases: int) -> Seen:
    """Register `cases` in another process, back up without a pause until it is done; AssertionError at a fault."""
    from offices import CHEAP, MORNING, PASSWORD, office_setup

    from app.casework.office.backup import make_backup
    from app.models.workspace import create_workspace, open_workspace

    create_workspace(folder / "工作区", office_setup(), now=MORNING, cost=CHEAP)[0].close()
    stick = folder / "U 盘"
    stick.mkdir()
    said: list[str] = []
    command = [sys.executable, str(HERE), "--register", str(folder / "工作区"), "--cases", str(cases)]
    backups = in_the_middle = 0
    with (
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        ) as registering,
        closing(open_workspace(folder / "工作区", "li", PASSWORD, now=MORNING)) as workspace,
    ):
        assert registering.stdin is not None and registering.stdout is not None
        out = registering.stdout
        listening = threading.Thread(target=lambda: said.extend(line.strip() for line in out))
        said.append(out.readline().strip())
        listening.start()
        last = False
        while not last:
            last = not listening.is_alive()  # one more when all is said
            acknowledged = list(said)
            made = make_backup(workspace, stick)
            if not backups:
                registering.stdin.close()  # however slow this was, the last case comes after it
            backups += 1
            in_the_middle += len(acknowledged) < cases
            check(made.folder, acknowledged)
        listening.join()
    assert registering.returncode == 0
    assert len(said) == len(set(said)) == cases
    return Seen(len(said), backups, in_the_middle)


def check(backup: Path, acknowledged: list[str]) -> None:
    """Open a backup: all that was acknowledged before it began is there, whole."""
    from offices import MORNING, PASSWORD
    from sqlmodel import select

    from app.casework.office.checks import check_workspace
    from app.models.tables import Case
    from app.models.workspace import open_workspace

    with closing(open_workspace(backup, "li", PASSWORD, now=MORNING)) as workspace:
        report = check_workspace(workspace)
        assert report.sound, report.faults
        with workspace.reading() as session:
            assert set(acknowledged) <= set(session.exec(select(Case.number)).all())


def register_all(folder: Path, cases: int) -> None:
    """Register; each number is said only when its act has returned."""
    from offices import MORNING, PASSWORD
    from walking import register

    from app.models.workspace import open_workspace

    with closing(open_workspace(folder, "li", PASSWORD, now=MORNING)) as workspace:
        for number in range(1, cases + 1):
            if number == cases:
                sys.stdin.readline()
            print(register(workspace, "transfer_visit").number, flush=True)


def main() -> None:
    """Run as a command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--register", type=Path)
    options = parser.parse_args()
    if options.register:
        register_all(options.register, options.cases)
        return
    with tempfile.TemporaryDirectory() as folder:
        print(back_up_while_registering(Path(folder), options.cases))


if __name__ == "__main__":
    main()
