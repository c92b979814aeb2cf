"""What lies in a workspace is for its user alone, whatever the machine gives new files."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from offices import CHEAP, PASSWORD, StandingClock, office_setup

from app.casework.intake.drafts import save_draft
from app.models.workspace import create_workspace, open_workspace
from app.ui.shell.program_log import LIMIT, LOG_FILE, ProgramLog

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has rights of its own")


@pytest.fixture(autouse=True)
def _everybody_may_read_new_files() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mode & 0o777 for path in [folder, *folder.iterdir()]}


@pytest.fixture
def lived_in(tmp_path: Path, clock: StandingClock) -> Iterator[Path]:
    """A workspace in use: its log of writes, its locks and its program log are there."""
    folder = tmp_path / "新" / "工作区"
    workspace, _ = create_workspace(folder, office_setup(), now=clock, cost=CHEAP)
    workspace.take_window()
    save_draft(workspace, None, "试", "内容")
    ProgramLog(folder).started()
    yield folder
    workspace.close()


def test_a_new_workspace_is_for_its_user_alone(lived_in: Path) -> None:
    found = modes(lived_in)
    assert found.pop(lived_in.name) == 0o700
    assert {"workspace.db", "workspace.db-wal", "workspace.db-shm", "keys.json", "window.lock", LOG_FILE} <= set(found)
    assert set(found.values()) == {0o600}


def test_a_log_that_begins_anew_is_for_its_user_alone_too(lived_in: Path) -> None:
    (lived_in / LOG_FILE).write_bytes(bytes(LIMIT + 1))
    ProgramLog(lived_in).started()
    assert {modes(lived_in)[name] for name in (LOG_FILE, "program.log.1")} == {0o600}


def test_what_a_former_version_left_open_is_put_right_at_the_next_start(lived_in: Path, clock: StandingClock) -> None:
    for path in (lived_in, *lived_in.iterdir()):
        path.chmod(0o755 if path.is_dir() else 0o644)
    open_workspace(lived_in, "li", PASSWORD, now=clock).close()
    found = modes(lived_in)
    assert found.pop(lived_in.name) == 0o700
    assert set(found.values()) == {0o600}


def test_a_folder_that_others_use_too_is_left_as_it_is(lived_in: Path, clock: StandingClock) -> None:
    (lived_in / "别的.txt").write_bytes(b"x")
    lived_in.chmod(0o755)
    open_workspace(lived_in, "li", PASSWORD, now=clock).close()
    found = modes(lived_in)
    assert (found[lived_in.name], found["别的.txt"], found["workspace.db"]) == (0o755, 0o666, 0o600)
