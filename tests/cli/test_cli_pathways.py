"""The catalogue from the shell: searched without a workspace, imported whole or refused by row."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

from app.law.route.pathways import load_pathways

Command = Callable[..., Any]


def test_the_shipped_catalogue_is_searched_without_a_workspace(command: Command) -> None:
    ran = command("pathways", "search", "nmg gz", "--json")
    assert ran.code == 0
    assert ran.json["own"] is False
    assert ran.json["entries"][0]["claim"] == "工地拖欠农民工工资"
    told = command("pathways", "search", "宅基地", "--limit", "1")
    assert "待本单位确认" in told.out
    assert "列出1条" in told.out


def test_what_is_exported_is_imported_and_searched(office: Path, command: Command, tmp_path: Path) -> None:
    path = tmp_path / "清单.xlsx"
    assert command("pathways", "export", path, "--json").json["entries"] == len(load_pathways().entries)
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["B2"] = "本单位自己的诉求"
    book.save(path)
    assert command("pathways", "import", path, "--json").json["entries"] == len(load_pathways().entries)
    found = command("pathways", "search", "bdwzj", "--json").json
    assert (found["own"], found["entries"][0]["claim"]) == (True, "本单位自己的诉求")


def test_a_refused_import_lists_rows_and_columns(office: Path, command: Command, tmp_path: Path) -> None:
    path = tmp_path / "清单.xlsx"
    command("pathways", "export", path)
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["C3"], book.worksheets[0]["F5"] = "九", None
    book.save(path)
    ran = command("pathways", "import", path, "--json")
    assert (ran.code, ran.json["error"]["code"]) == (3, "catalogue-refused")
    assert [(p["row"], p["column"]) for p in ran.json["problems"]] == [(3, "条例项"), (5, "责任机关")]
    ran = command("pathways", "import", path)
    assert ran.code == 3
    assert "第 5 行“责任机关”：请填写责任机关。" in ran.err
    assert command("pathways", "search", "工资", "--json").json["own"] is False
