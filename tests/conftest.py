"""What every test may ask for: a day to stand on, an office, people who work there."""

import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from offices import BEIJING, CHEAP, PASSWORD, StandingClock, office_setup
from print_system import PrintSystem, hide_the_machines_printers

from app.models.workspace import Workspace, create_workspace, open_workspace

PRINT_SYSTEM = hide_the_machines_printers()


def pytest_unconfigure() -> None:
    PRINT_SYSTEM.stop()


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock(datetime(2026, 11, 20, 9, 30, tzinfo=BEIJING))


@pytest.fixture
def make_workspace(tmp_path: Path, clock: StandingClock) -> Iterator[Callable[..., Workspace]]:
    made: list[Workspace] = []

    def make(role: str = "petition_department", folder: str = "工作区") -> Workspace:
        workspace, code = create_workspace(tmp_path / folder, office_setup(role), now=clock, cost=CHEAP)
        workspace.recovery_code = code  # type: ignore[attr-defined]
        made.append(workspace)
        return workspace

    yield make
    for workspace in made:
        workspace.close()


@pytest.fixture
def workspace(make_workspace: Callable[..., Workspace]) -> Workspace:
    return make_workspace()


@pytest.fixture
def reopen(clock: StandingClock) -> Callable[..., Workspace]:
    def again(workspace: Workspace, login: str = "li", password: str = PASSWORD) -> Workspace:
        workspace.close()
        return open_workspace(workspace.folder, login, password, now=clock)

    return again


@pytest.fixture
def printers(monkeypatch: pytest.MonkeyPatch) -> Iterator[PrintSystem]:
    """Give real print queues, which write files: `desk` is the default, `archive` another one."""
    if sys.platform == "win32":
        pytest.skip("CUPS, whose queues these tests make, does not exist on Windows")
    from app.ui.base import print_queue

    # A job is looked after until it has ended, however busy the machine is.
    monkeypatch.setattr(print_queue, "PATIENCE_S", 60.0)
    PRINT_SYSTEM.start()
    for name in ("desk", "archive"):
        PRINT_SYSTEM.add(name)
    PRINT_SYSTEM.make_default("desk")
    yield PRINT_SYSTEM
    PRINT_SYSTEM.clear()
