"""People who sign in, and office parameters."""

import pytest
from offices import CHEAP, PASSWORD, StandingClock

from app.casework.office.accounts import add_user, change_password, confirm_password, list_users, stop_user
from app.casework.office.checks import check_workspace
from app.casework.office.settings import IDLE_MINUTES, TEXT_SCALE, parameter, set_parameter
from app.faults import UserFault
from app.models.workspace import Workspace, open_workspace

OTHER = "窗口口令2026"


def test_a_changed_password_is_the_only_one_that_opens(workspace: Workspace, clock: StandingClock) -> None:
    change_password(workspace, PASSWORD, "换过的口令2026", cost=CHEAP)
    with pytest.raises(UserFault):
        open_workspace(workspace.folder, "li", PASSWORD)
    open_workspace(workspace.folder, "li", "换过的口令2026", now=clock).close()
    assert check_workspace(workspace).sound


def test_a_wrong_old_password_changes_nothing(workspace: Workspace) -> None:
    with pytest.raises(UserFault, match="口令不对"):
        change_password(workspace, "错的口令12345", "换过的口令2026", cost=CHEAP)
    open_workspace(workspace.folder, "li", PASSWORD).close()


def test_a_stopped_user_opens_nothing_and_keeps_their_name(workspace: Workspace) -> None:
    user = add_user(workspace, "wang", "王素琴", ("clerk",), OTHER, cost=CHEAP)
    stop_user(workspace, user.id)
    with pytest.raises(UserFault):
        open_workspace(workspace.folder, "wang", OTHER)
    assert [(u.name, u.active) for u in list_users(workspace)] == [("李明华", True), ("王素琴", False)]


def test_nobody_stops_themselves_and_only_an_admin_manages_users(workspace: Workspace, clock: StandingClock) -> None:
    with pytest.raises(UserFault, match="不能停用"):
        stop_user(workspace, workspace.actor.id)
    add_user(workspace, "wang", "王素琴", ("clerk",), OTHER, cost=CHEAP)
    clerk = open_workspace(workspace.folder, "wang", OTHER, now=clock)
    with pytest.raises(UserFault, match="只有系统管理人员"):
        add_user(clerk, "x", "某", ("admin",), OTHER, cost=CHEAP)
    clerk.close()


@pytest.mark.parametrize(
    ("login", "roles", "password", "word"),
    [
        ("li", ("clerk",), OTHER, "已经有人用"),
        (" ", ("clerk",), OTHER, "都要填写"),
        ("wang", (), OTHER, "岗位"),
        ("wang", ("clerk",), "1", "口令太短"),
    ],
)
def test_a_user_with_a_hole_is_not_added(
    workspace: Workspace, login: str, roles: tuple[str, ...], password: str, word: str
) -> None:
    with pytest.raises(UserFault, match=word):
        add_user(workspace, login, "某", roles, password, cost=CHEAP)
    assert len(list_users(workspace)) == 1


def test_the_lock_screen_asks_for_the_same_password(workspace: Workspace) -> None:
    confirm_password(workspace, PASSWORD)
    with pytest.raises(UserFault):
        confirm_password(workspace, "错的口令12345")


def test_parameters_keep_to_their_bounds(workspace: Workspace) -> None:
    assert parameter(workspace, IDLE_MINUTES) == "10"
    set_parameter(workspace, IDLE_MINUTES, "5")
    assert parameter(workspace, IDLE_MINUTES) == "5"
    for key, value in ((IDLE_MINUTES, "0"), (IDLE_MINUTES, "x"), (TEXT_SCALE, "巨大")):
        with pytest.raises(UserFault):
            set_parameter(workspace, key, value)
