"""Setting up from a shell: a real office or one to practise with; what is refused leaves nothing behind."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from offices import PASSWORD

from app.casework.worklist.case_list import list_cases
from app.models.workspace import open_workspace

Command = Callable[..., Any]
SETUP = {
    "name": "香林县信访局", "short_form": "香信", "level": "县", "role": "petition_department",
    "division_code": "990326", "division_name": "香林县", "login": "li", "user_name": "李明华",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "password", "exit_code", "field"),
    [
        ({"role": "police"}, PASSWORD, 3, "role"),
        ({"level": "国"}, PASSWORD, 3, "level"),
        ({"division_code": "县"}, PASSWORD, 3, "division_code"),
        ({"name": " "}, PASSWORD, 3, "name"),
        ({"name": 7}, PASSWORD, 3, "name"),
        ({"telephone": "1"}, PASSWORD, 3, "telephone"),
        ({"password": PASSWORD}, PASSWORD, 2, "password"),
        ({}, "短", 3, None),
    ],
)
def test_a_set_up_that_cannot_be_leaves_no_workspace(
    tmp_path: Path,
    command: Command,
    monkeypatch: pytest.MonkeyPatch,
    changes: dict[str, object],
    password: str,
    exit_code: int,
    field: str | None,
) -> None:
    setup, folder = tmp_path / "单位.json", tmp_path / "工作区"
    setup.write_text(json.dumps(SETUP | changes), "utf-8")
    monkeypatch.setenv("XINFANG_PASSWORD", password)
    ran = command("init", "--from", setup, "--workspace", folder, "--json")
    assert (ran.code, ran.error.get("field")) == (exit_code, field)
    assert not folder.exists()


def test_a_workspace_is_never_set_up_over_another(office: Path, command: Command, tmp_path: Path) -> None:
    setup = tmp_path / "单位.json"
    setup.write_text(json.dumps(SETUP), "utf-8")
    keys = (office / "keys.json").read_bytes()
    ran = command("init", "--from", setup, "--json")
    assert (ran.code, ran.error["code"]) == (3, "exists")
    assert (office / "keys.json").read_bytes() == keys


def test_the_demo_can_be_signed_into_with_what_it_printed(tmp_path: Path, command: Command) -> None:
    ran = command("demo", "--out", tmp_path, "--role", "township", "--json")
    assert ran.code == 0, ran
    workspace = open_workspace(Path(ran.json["workspace"]), ran.json["user"], ran.json["password"])
    try:
        assert list_cases(workspace).total == ran.json["cases"] > 10
    finally:
        workspace.close()
