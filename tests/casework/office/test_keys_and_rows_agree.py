"""The slot file and the rows change together: by two processes at once, on a full disk, in a killed program."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from offices import CHEAP, PASSWORD, StandingClock

from app.casework.office.accounts import add_user, change_password, list_users, stop_user
from app.casework.office.checks import check_workspace
from app.faults import UserFault
from app.models.slot_file import change_slots
from app.models.workspace import DATABASE, SLOTS, Workspace, open_workspace, recover_workspace, slots_of
from app.security.keyslots import write_key_slots

OTHER, NEW = "窗口口令2026", "换过的口令2026"
ROOT = Path(__file__).parents[3]
# Dies between the slot file and the commit, as a power cut would have it.
DYING = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from sqlmodel import Session
from app.casework.office.accounts import change_password
from app.models.workspace import open_workspace
from app.security.keyslots import KdfCost
workspace = open_workspace(Path(sys.argv[1]), "li", sys.argv[2])
event.listen(Session, "before_commit", lambda session: os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM)))
change_password(workspace, sys.argv[2], sys.argv[3], cost=KdfCost(1, 1, 8192))
"""


@pytest.fixture
def opens(clock: StandingClock) -> Callable[[Workspace, str, str], bool]:
    def opens(workspace: Workspace, login: str, password: str) -> bool:
        try:
            open_workspace(workspace.folder, login, password, now=clock).close()
        except UserFault as fault:
            assert fault.code == "wrong-password"
            return False
        return True

    return opens


@contextmanager
def full_disk(workspace: Workspace) -> Iterator[None]:
    """Let the database's log grow no further; small files can still be written."""
    resource = pytest.importorskip("resource", reason="Windows sets no limit to the size of a file")
    limits, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.getsignal(signal.SIGXFSZ)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    log = workspace.folder / f"{DATABASE}-wal"  # there is none before the first act
    size = log.stat().st_size if log.exists() else 0
    resource.setrlimit(resource.RLIMIT_FSIZE, (max(size, 8192), limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)


def test_two_who_change_keys_at_once_lose_nothing(
    workspace: Workspace, clock: StandingClock, opens: Callable[..., bool]
) -> None:
    other = open_workspace(workspace.folder, "li", PASSWORD, now=clock)

    def add_four(of: Workspace, letter: str) -> None:
        for number in range(4):
            add_user(of, f"{letter}{number}", "某某", ("clerk",), OTHER, cost=CHEAP)

    with ThreadPoolExecutor() as pool:
        done = [pool.submit(add_four, workspace, "a"), pool.submit(add_four, other, "b")]
        for each in done:
            each.result()
    other.close()
    assert all(opens(workspace, f"{letter}{number}", OTHER) for letter in "ab" for number in range(4))
    assert opens(workspace, "li", PASSWORD)


def test_a_password_that_could_not_be_recorded_is_not_changed(workspace: Workspace, opens: Callable[..., bool]) -> None:
    with full_disk(workspace), pytest.raises(UserFault, match="没有保存"):
        change_password(workspace, PASSWORD, NEW, cost=CHEAP)
    assert (opens(workspace, "li", PASSWORD), opens(workspace, "li", NEW)) == (True, False)
    assert check_workspace(workspace).sound


def test_a_user_who_could_not_be_recorded_has_no_slot(workspace: Workspace) -> None:
    with full_disk(workspace), pytest.raises(UserFault, match="没有保存"):
        add_user(workspace, "wang", "王素琴", ("clerk",), OTHER, cost=CHEAP)
    assert slots_of(workspace.folder).logins() == ("li",)
    assert [user.login for user in list_users(workspace)] == ["li"]


def test_a_user_whose_stop_could_not_be_recorded_still_gets_in(
    workspace: Workspace, opens: Callable[..., bool]
) -> None:
    user = add_user(workspace, "wang", "王素琴", ("clerk",), OTHER, cost=CHEAP)
    with full_disk(workspace), pytest.raises(UserFault, match="没有保存"):
        stop_user(workspace, user.id)
    assert opens(workspace, "wang", OTHER)


def test_a_wrong_recovery_changes_no_password(workspace: Workspace, opens: Callable[..., bool]) -> None:
    user = add_user(workspace, "wang", "王素琴", ("clerk",), OTHER, cost=CHEAP)
    stop_user(workspace, user.id)
    code = workspace.recovery_code  # type: ignore[attr-defined]
    for login in ("wang", "nobody"):
        with pytest.raises(UserFault, match="不存在或已停用"):
            recover_workspace(workspace.folder, login, code, NEW, cost=CHEAP)
    assert slots_of(workspace.folder).logins() == ("li",)
    assert opens(workspace, "li", PASSWORD)


def test_an_act_undone_after_all_leaves_alone_what_somebody_wrote_since(workspace: Workspace) -> None:
    path = workspace.folder / SLOTS
    later = slots_of(workspace.folder).with_slot("wang", OTHER, workspace.store.key, None, CHEAP)
    with pytest.raises(ZeroDivisionError), workspace.act("change_password") as session:
        change_slots(session, path, lambda found: found.with_slot("li", NEW, workspace.store.key, None, CHEAP))
        write_key_slots(path, later)
        raise ZeroDivisionError
    assert slots_of(workspace.folder) == later


def test_a_program_killed_while_changing_a_password_leaves_one_that_opens(
    workspace: Workspace, opens: Callable[..., bool]
) -> None:
    workspace.close()
    command = [sys.executable, "-c", DYING, str(workspace.folder), PASSWORD, NEW]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    assert ended.returncode != 0
    assert not ended.stderr
    assert [opens(workspace, "li", PASSWORD), opens(workspace, "li", NEW)].count(True) == 1
