"""Two processes that issue at the same time on one workspace draw no number twice and leave none out."""

import subprocess
import sys
from pathlib import Path

from offices import CHEAP, MORNING, PASSWORD, office_setup

from app.casework.office.checks import check_workspace
from app.models.workspace import create_workspace, open_workspace

EACH = 15
_ISSUING = f"""
import sys
sys.path[:0] = sys.argv[2:]
from pathlib import Path
from offices import MORNING
from walking import register
from app.casework.documents.issuing import issue_notice, prepare_notice
from app.models.workspace import open_workspace
workspace = open_workspace(Path(sys.argv[1]), "li", "{PASSWORD}", now=MORNING)
drafts = [prepare_notice(workspace, register(workspace, "transfer_visit").case_id) for _ in range({EACH})]
print("ready", flush=True)
sys.stdin.readline()
for draft in drafts:
    print(issue_notice(workspace, draft).number, flush=True)
"""


def test_two_processes_never_draw_the_same_number(tmp_path: Path) -> None:
    folder = tmp_path / "工作区"
    workspace, _ = create_workspace(folder, office_setup(), now=MORNING, cost=CHEAP)
    workspace.close()
    tests = Path(__file__).resolve().parents[1]
    command = [sys.executable, "-c", _ISSUING, str(folder), str(tests.parent), str(tests)]
    windows = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        for _ in range(2)
    ]
    for window in windows:
        assert window.stdout is not None and window.stdout.readline() == "ready\n"
    for window in windows:  # both begin at once
        assert window.stdin is not None
        window.stdin.write("\n")
        window.stdin.flush()
    drawn = [window.communicate()[0].split() for window in windows]
    assert [len(numbers) for numbers in drawn] == [EACH, EACH]
    sequences = sorted(int(number.split("〕")[1].removesuffix("号")) for numbers in drawn for number in numbers)
    assert sequences == list(range(1, 2 * EACH + 1))
    workspace = open_workspace(folder, "li", PASSWORD)
    assert check_workspace(workspace).sound
    workspace.close()
