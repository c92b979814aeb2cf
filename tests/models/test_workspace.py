"""A workspace: made, opened, refused, recovered; one window at a time."""

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from offices import CHEAP, PASSWORD, StandingClock, office_setup
from sqlmodel import col, select

from app.casework.office.accounts import add_user, stop_user
from app.faults import UserFault
from app.models.tables import Setting, SignIn, User
from app.models.workspace import (
    DATABASE,
    SLOTS,
    Workspace,
    create_workspace,
    open_workspace,
    recover_workspace,
    slots_of,
)
from app.security.keyslots import RECOVERY


def test_a_new_workspace_opens_again_with_the_password(workspace: Workspace, reopen: Callable[..., Workspace]) -> None:
    again = reopen(workspace)
    assert again.office.name == "香林县信访局"
    assert again.actor.roles == {"clerk", "custodian", "admin"}
    again.close()


def test_the_file_shows_nothing_to_somebody_without_the_key(workspace: Workspace) -> None:
    with workspace.act("set_parameter") as session:
        session.add(Setting(key="x", value="城关镇居民反映的事情"))
    workspace.close()
    raw = b"".join(p.read_bytes() for p in workspace.folder.iterdir())
    assert not (workspace.folder / DATABASE).read_bytes().startswith(b"SQLite format 3")
    assert "城关镇居民".encode() not in raw
    assert "李明华".encode() not in raw


def test_the_pragmas_are_the_safe_ones(workspace: Workspace) -> None:
    with workspace.store.connection() as connection:
        read = lambda name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()  # noqa: E731
        assert (read("journal_mode"), read("synchronous"), read("foreign_keys"), read("secure_delete")) == (
            "wal", 2, 1, 1,
        )  # fmt: skip


def test_a_wrong_password_opens_nothing(workspace: Workspace) -> None:
    with pytest.raises(UserFault, match="用户名或口令不对"):
        open_workspace(workspace.folder, "li", "错的口令12345")


def test_the_recovery_code_gives_a_new_password_and_the_sealing_key(workspace: Workspace) -> None:
    code = workspace.recovery_code  # type: ignore[attr-defined]
    workspace.close()
    recover_workspace(workspace.folder, "li", code, "新的口令2026", cost=CHEAP).close()
    with pytest.raises(UserFault):
        open_workspace(workspace.folder, "li", PASSWORD)
    open_workspace(workspace.folder, "li", "新的口令2026").close()


def test_the_recovery_code_is_read_as_it_is_copied_from_paper(workspace: Workspace) -> None:
    code = workspace.recovery_code  # type: ignore[attr-defined]
    code = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    workspace.close()
    recover_workspace(workspace.folder, "li", code, "新的口令2026", cost=CHEAP).close()
    open_workspace(workspace.folder, "li", "新的口令2026").close()


@pytest.mark.parametrize(("roles", "opens"), [(("clerk", "admin"), False), (("clerk", "custodian"), True)])
def test_the_first_user_keeps_the_seal_only_as_a_custodian(tmp_path: Path, roles: tuple[str, ...], opens: bool) -> None:
    made, code = create_workspace(tmp_path / "x", replace(office_setup(), roles=roles), cost=CHEAP)
    made.close()
    slots = slots_of(tmp_path / "x")
    assert (slots.open("li", PASSWORD).sealing_key is not None) is opens
    assert slots.open(RECOVERY, code).sealing_key is not None


def test_a_sign_in_is_written_down(workspace: Workspace, clock: StandingClock) -> None:
    clock.moment += timedelta(minutes=5)
    open_workspace(workspace.folder, "li", PASSWORD, now=clock).close()
    code = workspace.recovery_code  # type: ignore[attr-defined]
    recover_workspace(workspace.folder, "li", code, "新的口令2026", now=clock, cost=CHEAP).close()
    with workspace.reading() as session:
        found = [(row.user_id, row.what) for row in session.exec(select(SignIn).order_by(col(SignIn.id)))]
        last = session.exec(select(SignIn).order_by(col(SignIn.id).desc())).first()
    assert found == [(workspace.actor.id, what) for what in ("set_up", "sign_in", "recovered")]
    assert last is not None
    assert last.at == workspace.moment()


def test_the_former_slot_of_a_stopped_user_put_back_opens_nothing(workspace: Workspace) -> None:
    user = add_user(workspace, "wang", "王素琴", ("clerk",), "窗口口令2026", cost=CHEAP)
    former = (workspace.folder / SLOTS).read_bytes()
    stop_user(workspace, user.id)
    (workspace.folder / SLOTS).write_bytes(former)
    with pytest.raises(UserFault, match="已停用") as refused:
        open_workspace(workspace.folder, "wang", "窗口口令2026")
    assert refused.value.code == "wrong-password"
    open_workspace(workspace.folder, "li", PASSWORD).close()


def test_a_set_up_that_fails_half_way_leaves_no_file_and_can_be_done_again(tmp_path: Path) -> None:
    # Less memory than the derivation works with: it fails when the database is made already.
    impossible = replace(CHEAP, memory_kib=1)
    with pytest.raises(ValueError):
        create_workspace(tmp_path / "x", office_setup(), cost=impossible)
    assert list((tmp_path / "x").iterdir()) == []
    create_workspace(tmp_path / "x", office_setup(), cost=CHEAP)[0].close()
    open_workspace(tmp_path / "x", "li", PASSWORD).close()


def test_a_folder_that_is_no_workspace_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserFault, match="不是信访窗口的工作区") as caught:
        open_workspace(tmp_path, "li", PASSWORD)
    assert caught.value.code == "not-a-workspace"


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 300])
def test_a_database_that_is_none_is_said_so(workspace: Workspace, content: bytes) -> None:
    workspace.close()
    (workspace.folder / DATABASE).write_bytes(content)
    with pytest.raises(UserFault) as caught:
        open_workspace(workspace.folder, "li", PASSWORD)
    assert caught.value.code == "not-a-workspace"


def test_slots_of_another_workspace_do_not_open_this_one(make_workspace: Callable[..., Workspace]) -> None:
    first, second = make_workspace(folder="甲"), make_workspace(folder="乙")
    first.close()
    shutil.copy(second.folder / SLOTS, first.folder / SLOTS)
    with pytest.raises(UserFault, match="已损坏，或钥匙与文件不匹配"):
        open_workspace(first.folder, "li", PASSWORD)


def test_a_workspace_of_a_newer_version_is_left_alone(workspace: Workspace) -> None:
    with workspace.store.connection(write=True) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    workspace.close()
    before = (workspace.folder / DATABASE).read_bytes()
    with pytest.raises(UserFault, match="更新版本") as caught:
        open_workspace(workspace.folder, "li", PASSWORD)
    assert caught.value.code == "newer-version"
    assert (workspace.folder / DATABASE).read_bytes() == before


def test_the_second_window_says_so_and_stops(workspace: Workspace) -> None:
    workspace.take_window()
    other = open_workspace(workspace.folder, "li", PASSWORD)
    with pytest.raises(UserFault, match="另一个窗口") as caught:
        other.take_window()
    assert caught.value.code == "in-use"
    workspace.close()
    other.take_window()
    other.close()


def test_a_second_workspace_never_overwrites_the_first(workspace: Workspace) -> None:
    with pytest.raises(UserFault, match="已经有一个工作区"):
        create_workspace(workspace.folder, office_setup(), cost=CHEAP)


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("name", "  ", "单位名称"),
        ("short_form", "", "文号简称"),
        ("short_form", "香信/办", "文号简称里不能有"),
        ("short_form", "香信{年}", "文号简称里不能有"),
        ("short_form", "香\n信", "文号简称里不能有"),
        ("division_code", "四二零", "行政区划代码"),
        ("division_code", "12345", "行政区划代码"),
        ("password", "1234567", "口令太短"),
        ("login", "*recovery*", "用户名不能用"),
    ],
)
def test_a_set_up_with_a_hole_makes_nothing(tmp_path: Path, field: str, value: str, word: str) -> None:
    with pytest.raises(UserFault, match=word):
        create_workspace(tmp_path / "x", replace(office_setup(), **{field: value}), cost=CHEAP)
    assert not (tmp_path / "x").exists()


def test_of_two_set_ups_at_once_one_makes_the_workspace_and_the_other_spoils_nothing(tmp_path: Path) -> None:
    def attempt(number: int) -> int | None:
        try:
            create_workspace(tmp_path / "x", office_setup(), cost=CHEAP)[0].close()
        except UserFault as fault:
            assert fault.code in {"exists", "in-use"}
            return None
        return number

    with ThreadPoolExecutor() as pool:
        made = [number for number in pool.map(attempt, range(4)) if number is not None]
    assert len(made) == 1
    open_workspace(tmp_path / "x", "li", PASSWORD).close()


def test_blanks_around_the_first_user_are_not_part_of_the_name(tmp_path: Path) -> None:
    create_workspace(tmp_path / "x", replace(office_setup(), login=" li "), cost=CHEAP)[0].close()
    open_workspace(tmp_path / "x", "li", PASSWORD).close()


def test_an_act_holds_the_write_lock_from_its_first_look(workspace: Workspace) -> None:
    """Otherwise two processes could both read the last number before either writes the next."""
    raw = workspace.store.engine.raw_connection()
    take = raw.driver_connection.execute  # type: ignore[union-attr]
    take("PRAGMA busy_timeout = 0")
    with workspace.act("test") as session:
        assert session.get(Setting, "x") is None
        with pytest.raises(sqlcipher.OperationalError, match="locked"):
            take("BEGIN IMMEDIATE")
    take("BEGIN IMMEDIATE")
    take("ROLLBACK")
    raw.close()


def test_a_reading_session_refuses_to_write(workspace: Workspace) -> None:
    with workspace.reading() as session, pytest.raises(RuntimeError):
        user = session.exec(select(User)).one()
        user.name = "别人"
        session.flush()
