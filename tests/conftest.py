"""What every test may ask for: a day to stand on, an office, people who work there."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from app.models.workspace import OfficeSetup, Workspace, create_workspace, open_workspace
from app.security.keyslots import KdfCost

# One cheap guess: tests make hundreds of workspaces; the real cost is tried once, in the key slot tests.
CHEAP = KdfCost(iterations=1, lanes=1, memory_kib=8 * 1024)
PASSWORD = "晴天好接访2026"
BEIJING = timezone(timedelta(hours=8))


class StandingClock:
    """A clock that stands where a test puts it."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment


def office_setup(role: str = "petition_department") -> OfficeSetup:
    """An office for tests, of either route."""
    names = {
        "petition_department": ("香林县信访局", "香信", "县", "420526", "香林县"),
        "township": ("香林县城关镇人民政府", "城关信", "乡镇", "420526100", "香林县城关镇"),
    }
    name, short, level, code, division = names[role]
    return OfficeSetup(
        name, short, level, role, code, division, "li", "李明华", PASSWORD, "0717-0000000", "香林县梅园路1号"
    )


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
