"""What every test may ask for: a day to stand on, an office, people who work there."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from offices import BEIJING, CHEAP, PASSWORD, StandingClock, office_setup

from app.models.workspace import Workspace, create_workspace, open_workspace


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
