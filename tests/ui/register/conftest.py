"""A real page over a real workspace, worked with the keyboard alone."""

from collections.abc import Callable

import pytest
from register_desk import Desk

from app.models.workspace import Workspace


@pytest.fixture
def desk_of(dressed, qtbot) -> Callable[[Workspace], Desk]:
    made: list[Desk] = []

    def sit(workspace: Workspace) -> Desk:
        desk = Desk(workspace, qtbot)
        made.append(desk)
        return desk

    yield sit
    for desk in made:
        desk.settle()
        assert desk.bugs == []


@pytest.fixture
def desk(desk_of, workspace) -> Desk:
    return desk_of(workspace)
