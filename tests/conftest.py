"""What every test may ask for: a day to stand on, an office, people who work there."""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "installer"))

from bootstrap import child_environment
from offices import CHEAP, MORNING, PASSWORD, StandingClock, office_setup
from print_system import PrintSystem, hide_the_machines_printers

from app.models.store import Store
from app.models.workspace import DATABASE, Actor, Workspace, create_workspace, open_workspace, slots_of

# No property fails because the machine is busy: hypothesis holds a deadline of its own otherwise.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

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
    return StandingClock(MORNING.moment)


@dataclass(frozen=True)
class Template:
    """A closed workspace that nothing was done in yet, to be copied."""

    folder: Path
    recovery_code: str
    key: bytes
    actor: Actor


@pytest.fixture(scope="session")
def template_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Template]:
    """Set up an office of each role once: nearly every test begins with one, on the same morning."""

    @cache
    def made(role: str) -> Template:
        folder = tmp_path_factory.mktemp("工作区样本") / role
        workspace, code = create_workspace(folder, office_setup(role), now=MORNING, cost=CHEAP)
        workspace.close()
        return Template(folder, code, slots_of(folder).open("li", PASSWORD).database_key, workspace.actor)

    return made


@pytest.fixture
def make_workspace(
    tmp_path: Path, clock: StandingClock, template_of: Callable[[str], Template]
) -> Iterator[Callable[..., Workspace]]:
    made: list[Workspace] = []

    def make(role: str = "petition_department", folder: str = "工作区") -> Workspace:
        place = tmp_path / folder
        if made or place.exists() or clock.moment != MORNING.moment:
            # A second office of a test must not share its keys with the first.
            workspace, code = create_workspace(place, office_setup(role), now=clock, cost=CHEAP)
        else:
            template = template_of(role)
            shutil.copytree(template.folder, place)
            workspace = Workspace(place, Store(place / DATABASE, template.key), template.actor, clock)
            code = template.recovery_code
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
