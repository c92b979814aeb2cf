"""What every test may ask for: a day to stand on, an office, people who work there."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "installer"))

from bootstrap import child_environment
from offices import BEIJING, CHEAP, PASSWORD, StandingClock, office_setup
from print_system import PrintSystem, hide_the_machines_printers

from app.models.workspace import Workspace, create_workspace, open_workspace

PRINT_SYSTEM = hide_the_machines_printers()


def pytest_unconfigure() -> None:
    PRINT_SYSTEM.stop()


# Whatever shell starts the tests, they see the same: no display, a UTF-8 locale, nobody's workspace, Qt as it ships.
for _name in [name for name in os.environ if name.startswith(("XINFANG_", "QT_"))]:
    del os.environ[_name]
_RUNTIME = Path(tempfile.gettempdir()) / f"xinfang-tests-{getattr(os, 'getuid', int)()}"
os.environ.update(child_environment(dict(os.environ), _RUNTIME, offscreen=True))


@pytest.fixture
def qtbot(qapp: Any, request: pytest.FixtureRequest) -> Any:
    """The robot of pytest-qt, patient: no test fails because the machine is busy."""
    from patient_bot import PatientBot  # needs Qt, which the law and the shell do without

    return PatientBot(request)


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
