"""The command `backup` makes a backup that opens, says where it is, and refuses with the exit codes of the others."""

from pathlib import Path

from offices import PASSWORD

from app.casework.office.checks import check_workspace
from app.models.workspace import open_workspace


def test_a_backup_is_made_and_told_to_people_and_to_programs(office: Path, command, tmp_path) -> None:
    stick = tmp_path / "U 盘"
    stick.mkdir()
    ran = command("backup", stick, "--json")
    (made,) = stick.iterdir()
    assert (ran.code, ran.json["folder"], ran.json["cases"]) == (0, str(made), 0)
    assert ran.json["bytes"] == (made / "workspace.db").stat().st_size
    assert len(ran.json["sha256"]) == 64
    workspace = open_workspace(made, "li", PASSWORD)
    assert check_workspace(workspace).sound
    workspace.close()
    again = command("backup", stick)
    assert again.code == 0
    assert "已备份并核对无误：信访件 0 件" in again.out
    assert Path(again.out.splitlines()[-1]).is_dir()


def test_a_place_that_will_not_do_is_refused(office: Path, command, tmp_path) -> None:
    inside, missing = command("backup", office, "--json"), command("backup", tmp_path / "没有", "--json")
    assert (inside.code, inside.error["code"]) == (3, "bad-value")
    assert (missing.code, missing.error["code"]) == (3, "no-such-folder")
    assert command("backup").code == 2
