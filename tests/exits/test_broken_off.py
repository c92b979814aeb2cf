"""A kill at any moment of an exit leaves the former or the new file, and the next start clears and records the rest."""

import os
from pathlib import Path

import pytest
from hardships import kill_myself, killed
from offices import PASSWORD, StandingClock
from test_one_way_out import records

from app.casework.office import exits
from app.casework.office.checks import check_workspace
from app.casework.office.exits import leave
from app.models import unfinished
from app.models.workspace import Workspace, open_workspace
from app.security.files import PREFIX, SUFFIX, whole

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unfinished, "PATIENCE_S", 60.0)  # however busy the machine is


@pytest.fixture
def folder(workspace: Workspace, tmp_path: Path) -> Path:
    """A folder that a file was taken out into before."""
    made = tmp_path / "U盘"
    made.mkdir()
    leave(workspace, "export_map", made / "从前.svg", whole(b"before"), what="map")
    return made


def take_out(workspace: Workspace, path: Path, clock: StandingClock) -> None:
    open_ = open_workspace(workspace.folder, "li", PASSWORD, now=clock)
    leave(open_, "export_map", path, whole(b"new"), what="map")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@needs_fork
@pytest.mark.parametrize(
    ("moment", "content", "ends"),
    [
        ("settle", b"former", ["written"]),  # before the record
        ("put_in_place", b"former", ["written", "failed"]),  # between the record and the name
        ("_end", b"new", ["written", "written"]),  # after the name
    ],
)
def test_a_kill_leaves_one_whole_file_and_the_next_start_ends_it(
    workspace: Workspace, folder: Path, clock: StandingClock, moment: str, content: bytes, ends: list[str],
    monkeypatch: pytest.MonkeyPatch, reopen,
) -> None:  # fmt: skip
    path = folder / "图.svg"
    path.write_bytes(b"former")
    with monkeypatch.context() as broken:
        broken.setattr(exits, moment, kill_myself)
        killed(lambda: take_out(workspace, path, clock))
    assert path.read_bytes() == content
    left = [name for name in names(folder) if name.startswith(PREFIX)]
    assert len(left) == (moment != "_end")
    again = reopen(workspace)
    assert path.read_bytes() == content
    assert names(folder) == ["从前.svg", "图.svg"]
    assert [end for _, _, end in records(again)] == ends
    assert check_workspace(again, deep=True).sound
    again.close()


@needs_fork
def test_a_file_that_somebody_put_there_since_is_not_taken_for_the_one_that_left(
    workspace: Workspace, folder: Path, clock: StandingClock, monkeypatch: pytest.MonkeyPatch, reopen
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(exits, "_end", kill_myself)
        killed(lambda: take_out(workspace, folder / "图.svg", clock))
    (folder / "图.svg").write_bytes(b"another")
    again = reopen(workspace)
    assert [end for _, _, end in records(again)] == ["written", "unclear"]
    assert (folder / "图.svg").read_bytes() == b"another"
    again.close()


@needs_fork
def test_what_lies_on_a_stick_that_is_not_there_waits_until_it_is(
    workspace: Workspace, folder: Path, clock: StandingClock, monkeypatch: pytest.MonkeyPatch, reopen
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(exits, "put_in_place", kill_myself)
        killed(lambda: take_out(workspace, folder / "图.svg", clock))
    away = folder.rename(folder.with_name("拔下"))
    again = reopen(workspace)
    assert [end for _, _, end in records(again)] == ["written", ""]
    away.rename(folder)
    later = reopen(again)
    assert [end for _, _, end in records(later)] == ["written", "failed"]
    assert names(folder) == ["从前.svg"]
    later.close()


def test_a_start_leaves_alone_what_another_process_is_about(
    workspace: Workspace, folder: Path, clock: StandingClock
) -> None:
    def write(temporary: Path) -> None:
        open_workspace(workspace.folder, "li", PASSWORD, now=clock).close()
        assert temporary.exists()
        whole(b"new")(temporary)

    leave(workspace, "export_map", folder / "图.svg", write, what="map")
    assert (folder / "图.svg").read_bytes() == b"new"
    assert [end for _, _, end in records(workspace)] == ["written", "written"]


def test_files_of_other_workspaces_and_of_other_names_stay(workspace: Workspace, folder: Path, reopen) -> None:
    theirs = folder / f"{PREFIX}00000000-1{SUFFIX}"
    ours = folder / f"{PREFIX}{workspace.mark}-1{SUFFIX}"
    for path in (theirs, ours):
        path.write_bytes(b"x")
        os.utime(path, (1, 1))
    reopen(workspace).close()
    assert names(folder) == sorted([theirs.name, "从前.svg"])


def test_a_folder_that_is_gone_does_not_stop_a_start(workspace: Workspace, folder: Path, reopen) -> None:
    (folder / "从前.svg").unlink()
    folder.rmdir()
    again = reopen(workspace)
    assert [end for _, _, end in records(again)] == ["written"]
    again.close()


def test_a_folder_that_does_not_answer_does_not_stop_a_start(
    workspace: Workspace, folder: Path, reopen, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(exits, "_end", lambda *_: None)
        leave(workspace, "export_map", folder / "图.svg", whole(b"new"), what="map")
    asked, answer = unfinished.threading.Event(), unfinished.threading.Event()
    outcome = unfinished._outcome

    def hang(*row: object) -> str:
        asked.set()
        answer.wait()
        return outcome(*row)

    monkeypatch.setattr(unfinished, "_outcome", hang)
    monkeypatch.setattr(unfinished, "PATIENCE_S", 0.01)
    stray = folder / f"{PREFIX}{workspace.mark}-1{SUFFIX}"
    stray.write_bytes(b"x")
    os.utime(stray, (1, 1))
    again = reopen(workspace)
    assert asked.wait(60)
    assert [end for _, _, end in records(again)] == ["written", ""]
    answer.set()
    for thread in unfinished.threading.enumerate():
        if isinstance(thread, unfinished._Look):
            thread.join()
    assert stray.exists()  # whoever was not waited for touches nothing that may be under way by then
    monkeypatch.undo()
    monkeypatch.setattr(unfinished, "PATIENCE_S", 60.0)
    later = reopen(again)
    assert [end for _, _, end in records(later)] == ["written", "written"]
    assert not stray.exists()
    later.close()
