"""Before a workspace is migrated it is copied whole; without the copy nothing of it changes."""

import shutil
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from former_versions.building import VERSIONS, FormerWorkspace
from offices import PASSWORD, StandingClock

from app.casework.office.checks import check_workspace
from app.faults import UserFault
from app.models import schema
from app.models.backup_copy import BEFORE_UPGRADE
from app.models.journal import last_entry
from app.models.schema import HEAD, version_of
from app.models.store import Store
from app.models.workspace import DATABASE, SLOTS, open_workspace, slots_of


@pytest.fixture
def first(request: pytest.FixtureRequest, tmp_path: Path) -> FormerWorkspace:
    return FormerWorkspace(tmp_path / "旧工作区", getattr(request, "param", "0001"))


def copies(folder: Path) -> list[str]:
    kept = folder / BEFORE_UPGRADE
    return sorted(each.name for each in kept.iterdir()) if kept.exists() else []


def stands_at(folder: Path, key: bytes) -> str | None:
    with closing(Store(folder / DATABASE, key, at_rest=True)) as store, store.connection() as connection:
        return version_of(connection)


@pytest.mark.parametrize("first", [version for version in VERSIONS if version != HEAD], indirect=True)
def test_the_copy_holds_the_workspace_as_the_former_version_left_it(
    first: FormerWorkspace, clock: StandingClock
) -> None:
    version = first.recording.version
    with first.store.connection() as connection:
        before = last_entry(connection)
    first.close()
    open_workspace(first.folder, "li", PASSWORD, now=clock).close()
    assert copies(first.folder) == [f"{version}-20261120-093000"]
    copy = first.folder / BEFORE_UPGRADE / f"{version}-20261120-093000"
    if sys.platform != "win32":
        modes = {each.name: each.stat().st_mode & 0o777 for each in (copy.parent, copy, copy / SLOTS, copy / DATABASE)}
        assert modes == {BEFORE_UPGRADE: 0o700, copy.name: 0o700, SLOTS: 0o600, DATABASE: 0o600}
    assert sorted(each.name for each in copy.iterdir()) == [SLOTS, DATABASE]
    opened = slots_of(copy).open("li", PASSWORD)
    with closing(Store(copy / DATABASE, opened.database_key, at_rest=True)) as store, store.connection() as connection:
        assert version_of(connection) == version
        assert last_entry(connection) == before
        assert connection.exec_driver_sql("SELECT count(*) FROM journal").scalar_one() == before[0]


def test_the_copy_opens_as_a_workspace_once_it_is_wanted(first: FormerWorkspace, clock: StandingClock) -> None:
    first.close()
    open_workspace(first.folder, "li", PASSWORD, now=clock).close()
    (name,) = copies(first.folder)
    with closing(open_workspace(first.folder / BEFORE_UPGRADE / name, "li", PASSWORD, now=clock)) as again:
        assert check_workspace(again).sound


def test_what_needs_no_migration_is_not_copied(workspace, reopen) -> None:
    reopen(workspace).close()
    assert copies(workspace.folder) == []


def test_a_newer_workspace_is_refused_and_not_copied(first: FormerWorkspace, clock: StandingClock) -> None:
    with first.store.connection(write=True) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    first.close()
    with pytest.raises(UserFault) as caught:
        open_workspace(first.folder, "li", PASSWORD, now=clock)
    assert caught.value.code == "newer-version"
    assert copies(first.folder) == []


def test_without_room_for_the_copy_nothing_is_migrated(
    first: FormerWorkspace, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    first.close()
    room = shutil.disk_usage(first.folder)
    with monkeypatch.context() as full:
        full.setattr(shutil, "disk_usage", lambda _path: room._replace(free=4096))
        with pytest.raises(UserFault) as caught:
            open_workspace(first.folder, "li", PASSWORD, now=clock)
    assert caught.value.sentence.startswith("这个工作区要先备份再升级，备份没有做成：")
    assert "MB" in caught.value.sentence and "没有升级" in caught.value.next_step
    assert copies(first.folder) == []
    assert stands_at(first.folder, first.store.key) == "0001"
    open_workspace(first.folder, "li", PASSWORD, now=clock).close()
    assert stands_at(first.folder, first.store.key) == HEAD


def test_a_place_for_copies_that_is_no_folder_stops_the_migration(first: FormerWorkspace, clock: StandingClock) -> None:
    first.close()
    (first.folder / BEFORE_UPGRADE).write_text("", "utf-8")
    with pytest.raises(UserFault, match="写不进"):
        open_workspace(first.folder, "li", PASSWORD, now=clock)
    assert stands_at(first.folder, first.store.key) == "0001"


def test_a_damaged_old_workspace_is_not_migrated(first: FormerWorkspace, clock: StandingClock) -> None:
    with first.store.connection(write=True) as connection:
        connection.exec_driver_sql("CREATE TABLE bulk (content BLOB)")
        connection.exec_driver_sql("INSERT INTO bulk VALUES (zeroblob(40000))")
    first.close()
    file = first.folder / DATABASE
    torn = bytearray(file.read_bytes())
    torn[-6000] ^= 1
    file.write_bytes(torn)
    with pytest.raises(UserFault) as caught:
        open_workspace(first.folder, "li", PASSWORD, now=clock)
    assert "升级" in caught.value.sentence
    assert copies(first.folder) == []
    assert stands_at(first.folder, first.store.key) == "0001"


def test_a_migration_that_fails_leaves_the_workspace_and_its_copy(
    first: FormerWorkspace, clock: StandingClock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first.close()
    broken = tmp_path / "migrations"
    shutil.copytree(schema.MIGRATIONS, broken)
    last = next((broken / "versions").glob(f"v{HEAD}_*.py"))
    text = last.read_text("utf-8")
    assert "def upgrade() -> None:\n" in text
    last.write_text(text.replace("def upgrade() -> None:\n", "def upgrade() -> None:\n    raise ZeroDivisionError\n"))
    with monkeypatch.context() as broke:
        broke.setattr(schema, "MIGRATIONS", broken)
        with pytest.raises(ZeroDivisionError):
            open_workspace(first.folder, "li", PASSWORD, now=clock)
    assert stands_at(first.folder, first.store.key) == "0001"
    assert copies(first.folder) == ["0001-20261120-093000"]


def test_the_latest_three_copies_are_kept_and_what_a_kill_left_goes(
    first: FormerWorkspace, clock: StandingClock
) -> None:
    first.close()
    kept = first.folder / BEFORE_UPGRADE
    (kept / ".left.part").mkdir(parents=True)
    (kept / "自己放的").mkdir()
    # The oldest by its moment stands last by its version.
    for name in ("0009-20240101-080000", "0001-20250101-080000", "0002-20260101-080000"):
        (kept / name).mkdir()
    clock.moment += timedelta(days=1)
    open_workspace(first.folder, "li", PASSWORD, now=clock).close()
    assert copies(first.folder) == [
        "0001-20250101-080000", "0001-20261121-093000", "0002-20260101-080000", "自己放的",
    ]  # fmt: skip
