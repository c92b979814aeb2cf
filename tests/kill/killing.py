"""Kill a busy registering process at random moments, and see what is left.

`python tests/kill/killing.py --rounds 500` runs more rounds than the test suite does. Each round: a process opens
the workspace, saves drafts, registers cases (open and sealed), issues notices, and says a number only after the act
returned. Once some acts were acknowledged, SIGKILL comes at a random moment of a later one, however long acts take on
this machine; then the workspace is opened and everything said must be there.
"""

import argparse
import itertools
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve()
ROOT = HERE.parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

MOST_ACTS = 5
NAMES = ("transfer_visit", "accusation_discipline", "pathway", "group_visit", "anonymous_letter")


@dataclass(frozen=True)
class Outcome:
    """What the rounds saw: how many were run, how many cases and documents had been acknowledged."""

    rounds: int
    cases: int
    documents: int


def kill_rounds(folder: Path, rounds: int, seed: int) -> Outcome:
    """Run rounds of killing on one workspace and raise AssertionError at the first broken promise."""
    from offices import CHEAP, MORNING, office_setup

    from app.models.workspace import create_workspace

    workspace, _ = create_workspace(folder, office_setup(), now=MORNING, cost=CHEAP)
    workspace.close()
    moments = random.Random(seed)
    cases: list[str] = []
    documents: list[str] = []
    with subprocess.Popen(
        [sys.executable, str(HERE), "--spawn", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as spawner:
        assert spawner.stdin is not None
        assert spawner.stdout is not None
        for turn in range(rounds):
            spawner.stdin.write(f"{moments.randint(1, MOST_ACTS)} {moments.random()} {turn}\n")
            spawner.stdin.flush()
            for line in iter(spawner.stdout.readline, "end\n"):
                kind, number = line.split()
                (cases if kind == "case" else documents).append(number)
            check(folder, cases, documents)
        spawner.stdin.close()
    return Outcome(rounds, len(cases), len(documents))


def check(folder: Path, cases: list[str], documents: list[str]) -> None:
    """Open what is left: all that was acknowledged is there, nothing is there by half, the chain holds."""
    from offices import PASSWORD
    from sqlmodel import select

    from app.casework.office.checks import check_workspace
    from app.casework.worklist.case_list import find
    from app.models.tables import Case, CaseClock, Claim, Document, SealedContent
    from app.models.workspace import open_workspace

    workspace = open_workspace(folder, "li", PASSWORD)
    try:
        report = check_workspace(workspace)
        assert report.sound, report.faults
        with workspace.reading() as session:
            stored = session.exec(select(Case)).all()
            numbers = [case.number for case in stored]
            assert set(cases) <= set(numbers)
            assert len(set(numbers)) == len(numbers)
            assert set(documents) <= set(session.exec(select(Document.number)).all())
            sequences = session.exec(select(Document.sequence).where(Document.kind == "transfer_notice")).all()
            assert sorted(sequences) == list(range(1, len(sequences) + 1))
            with_clock = set(session.exec(select(CaseClock.case_id)).all())
            with_claim = set(session.exec(select(Claim.case_id)).all())
            with_seal = set(session.exec(select(SealedContent.case_id)).all())
            for case in stored:
                assert case.id in with_clock
                assert case.id in (with_seal if case.sealed else with_claim)
        for case in random.sample(stored, min(3, len(stored))):
            assert case.id in [row.id for row in find(workspace, case.number).rows]
    finally:
        workspace.close()


def register_for_ever(folder: Path, turn: int) -> None:
    """Register until killed; each number is said only when its act has returned."""
    from offices import MORNING, PASSWORD
    from walking import example, intake

    from app.casework.documents.issuing import issue_notice, prepare_notice
    from app.casework.intake.drafts import save_draft
    from app.casework.intake.register import register_case
    from app.models.workspace import open_workspace

    workspace = open_workspace(folder, "li", PASSWORD, now=MORNING)
    for name in itertools.islice(itertools.cycle(NAMES), turn % len(NAMES), None):
        facts = example(name)
        draft = save_draft(workspace, None, name, str(facts))
        done = register_case(workspace, intake(facts, today=workspace.today()), draft)
        os.write(1, f"case {done.number}\n".encode())
        if done.notice_kind:
            document = issue_notice(workspace, prepare_notice(workspace, done.case_id))
            os.write(1, f"document {document.number}\n".encode())


def spawn(folder: Path) -> None:
    """Fork one registering process a line of input; kill it in the act after as many as the line says."""
    import walking  # noqa: F401

    import app.casework.documents.issuing
    import app.models.workspace  # noqa: F401
    from app.casework.office.law_in_force import rule_pack, shipped_calendar
    from app.printing.fonts.book import font_book
    from app.printing.notices.template import load_templates

    # Loaded once here, so that a round spends its time registering.
    rule_pack()
    shipped_calendar()
    load_templates()
    font_book().preload()
    for line in sys.stdin:
        acts, part, turn = line.split()
        told, saying = os.pipe()
        began = time.monotonic()
        child = os.fork()
        if child == 0:
            os.dup2(saying, 1)
            register_for_ever(folder, int(turn))
        os.close(saying)
        with open(told, "rb") as said:
            for _ in range(int(acts)):
                acknowledged = said.readline()
                assert acknowledged, "it died by itself"
                os.write(1, acknowledged)
            # Somewhere in the next act, were it as long as the others.
            time.sleep(float(part) * (time.monotonic() - began) / int(acts))
            os.kill(child, signal.SIGKILL)
            os.write(1, said.read())
        os.waitpid(child, 0)
        os.write(1, b"end\n")


def main() -> None:
    """Run as a command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--spawn", type=Path)
    options = parser.parse_args()
    if options.spawn:
        spawn(options.spawn)
        return
    with tempfile.TemporaryDirectory() as folder:
        seed = options.seed or random.randrange(1, 10**9)
        print(f"seed {seed}")
        print(kill_rounds(Path(folder) / "w", options.rounds, seed))


if __name__ == "__main__":
    main()
