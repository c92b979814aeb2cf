"""Whatever leaves is whole, recorded before it has its name, and spares what stood there when it cannot."""

import hashlib
import os
import shutil
import sys
from pathlib import Path

import pytest
from hardships import full_disk, read_only
from sqlmodel import select
from ways_out import WAYS, Office, office_of

from app.casework.office import exits
from app.casework.office.checks import check_workspace
from app.casework.office.exits import KINDS, leave
from app.casework.office.exports import count_exports, list_exports
from app.faults import UserFault
from app.models.tables import DocumentPrint, FileExit, FileExitEnd
from app.models.workspace import Workspace
from app.security import files
from app.security.files import whole

every_kind = pytest.mark.parametrize("kind", WAYS)
every_file = pytest.mark.parametrize("kind", [kind for kind in WAYS if kind != "backup"])


@pytest.fixture
def office(workspace: Workspace, tmp_path: Path) -> Office:
    return office_of(workspace, tmp_path)


@pytest.fixture
def target(tmp_path: Path, kind: str) -> Path:
    folder = tmp_path / "U盘"
    folder.mkdir()
    return folder / f"存出{WAYS[kind][0]}"


def out(office: Office, kind: str, path: Path) -> None:
    WAYS[kind][1](office, path)


def records(workspace: Workspace) -> list[tuple[str, str, str]]:
    """Return (kind, file name, how it ended) of every exit."""
    with workspace.reading() as session:
        ends = dict(session.exec(select(FileExitEnd.exit_id, FileExitEnd.outcome)).all())
        return [(e.profile, e.file_name, ends.get(e.id, "")) for e in session.exec(select(FileExit)).all()]


def former(path: Path, kind: str) -> Path:
    """Put something where the file wants to go: a folder with a file in it where a folder leaves."""
    lies = path / "原有.txt" if kind == "backup" else path
    lies.parent.mkdir(exist_ok=True)
    lies.write_bytes(b"former")
    return lies


@every_kind
def test_it_is_recorded_as_what_it_is_and_ended(office: Office, kind: str, target: Path) -> None:
    out(office, kind, target)
    what = kind.split(maxsplit=1)[0]
    assert records(office.workspace) == [(what, target.name, "written")]
    assert [path.name for path in target.parent.iterdir()] == [target.name]
    with office.workspace.reading() as session:
        record = session.exec(select(FileExit)).one()
    assert Path(record.temporary).parent == target.parent
    if target.is_file():
        assert record.sha256 == hashlib.sha256(target.read_bytes()).hexdigest()
    assert check_workspace(office.workspace, deep=True).sound


@every_kind
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has rights of its own")
def test_nobody_else_may_read_it(office: Office, kind: str, target: Path) -> None:
    before = os.umask(0)
    try:
        out(office, kind, target)
    finally:
        os.umask(before)
    assert target.stat().st_mode & 0o777 == (0o700 if target.is_dir() else 0o600)


@every_kind
def test_on_a_full_disk_what_stood_there_survives_and_nothing_is_recorded(
    office: Office, kind: str, target: Path
) -> None:
    lies = former(target, kind)
    # What openpyxl lays out elsewhere first may still be written.
    with full_disk(4_000 if kind == "numbers" else 64), pytest.raises(UserFault) as refused:
        out(office, kind, target)
    assert refused.value.code == "disk-full" and "没有写成" in refused.value.sentence
    assert lies.read_bytes() == b"former"
    assert [path.name for path in target.parent.iterdir()] == [target.name]
    assert records(office.workspace) == []


@every_kind
def test_into_a_folder_that_may_not_be_written_nothing_goes(office: Office, kind: str, target: Path) -> None:
    lies = former(target, kind)
    with read_only(target.parent), pytest.raises(UserFault) as refused:
        out(office, kind, target)
    assert refused.value.code == "target-busy"
    assert lies.read_bytes() == b"former"
    assert records(office.workspace) == []


@every_kind
def test_a_folder_pulled_before_the_name_is_given_is_told_and_recorded(
    office: Office, kind: str, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pulled(temporary: Path, path: Path) -> None:
        shutil.rmtree(path.parent)
        files.put_in_place(temporary, path)

    monkeypatch.setattr(exits, "put_in_place", pulled)
    with pytest.raises(UserFault, match="没有写成") as refused:
        out(office, kind, target)
    assert refused.value.code == "cannot-write" and "流水" in refused.value.next_step
    assert records(office.workspace) == [(kind.split(maxsplit=1)[0], target.name, "failed")]
    assert check_workspace(office.workspace, deep=True).sound


@every_kind
def test_what_cannot_be_replaced_survives_and_the_failure_is_recorded(office: Office, kind: str, target: Path) -> None:
    lies = target / "原有.txt"  # a folder with something in it: nothing takes its place
    target.mkdir()
    lies.write_bytes(b"former")
    with pytest.raises(UserFault, match="没有写成"):
        out(office, kind, target)
    assert lies.read_bytes() == b"former"
    assert [path.name for path in target.parent.iterdir()] == [target.name]
    assert records(office.workspace) == [(kind.split(maxsplit=1)[0], target.name, "failed")]
    with office.workspace.reading() as session:  # what the record was made with stays with it
        assert len(session.exec(select(DocumentPrint)).all()) == kind.startswith("document")


@every_file
def test_a_link_planted_at_the_target_is_replaced_and_not_followed(
    office: Office, kind: str, target: Path, tmp_path: Path
) -> None:
    precious = tmp_path / "别处.txt"
    precious.write_bytes(b"precious")
    target.symlink_to(precious)
    out(office, kind, target)
    assert precious.read_bytes() == b"precious"
    assert target.is_file() and not target.is_symlink()


@every_kind
def test_a_link_planted_at_the_name_of_the_temporary_is_not_followed(
    office: Office, kind: str, target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    precious = tmp_path / "别处.txt"
    precious.write_bytes(b"precious")
    monkeypatch.setattr(files.secrets, "token_hex", lambda size: "00" * size)  # were it known after all
    planted = target.parent / f"{files.PREFIX}{office.workspace.mark}-{'00' * 16}{files.SUFFIX}"
    planted.symlink_to(precious)
    with pytest.raises(UserFault):
        out(office, kind, target)
    assert precious.read_bytes() == b"precious" and planted.is_symlink()
    assert not target.exists()
    assert records(office.workspace) == []


@pytest.mark.parametrize("kind", ["province"])
def test_no_two_temporaries_have_a_name_in_common(office: Office, kind: str, target: Path) -> None:
    for _ in range(3):
        out(office, kind, target)
    with office.workspace.reading() as session:
        assert len(set(session.exec(select(FileExit.temporary)).all())) == 3


@pytest.mark.parametrize("kind", ["map"])
def test_what_cannot_be_recorded_does_not_leave_and_spares_what_stood_there(
    office: Office, kind: str, target: Path
) -> None:
    target.write_bytes(b"former")

    def refuse(_session: object) -> None:
        raise UserFault("磁盘已满", code="disk")

    with pytest.raises(UserFault, match="磁盘已满"):
        leave(office.workspace, "export_map", target, whole(b"new"), what="map", also=refuse)
    assert target.read_bytes() == b"former"
    assert [path.name for path in target.parent.iterdir()] == [target.name]
    assert records(office.workspace) == []


def test_nothing_leaves_under_a_name_that_nobody_knows(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="KINDS"):
        leave(workspace, "export_map", tmp_path / "x", whole(b"new"), what="something")
    assert list(tmp_path.glob("x*")) == []


def test_no_ledger_is_called_like_another_kind() -> None:
    shipped = {path.stem for path in (Path(exits.__file__).parents[3] / "resources" / "ledgers").glob("*.toml")}
    assert shipped and not shipped & set(KINDS)


@pytest.mark.parametrize("kind", ["province"])
def test_the_list_of_ledgers_shows_ledgers_that_left(office: Office, kind: str, target: Path) -> None:
    for other in ("numbers", "volume", "template_set"):
        out(office, other, target.with_name(f"另一份{WAYS[other][0]}"))
    out(office, kind, target)
    (target.parent / "文件夹.xlsx").mkdir()
    with pytest.raises(UserFault):
        out(office, kind, target.parent / "文件夹.xlsx")
    assert [row.file_name for row in list_exports(office.workspace)] == [target.name]
    assert count_exports(office.workspace) == 1
