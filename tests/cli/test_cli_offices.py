"""The directory from the shell: listed, searched, taken in whole or refused by row."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

Command = Callable[..., Any]


def test_what_is_filled_in_is_imported_listed_and_exported(office: Path, command: Command, tmp_path: Path) -> None:
    path = tmp_path / "名录.xlsx"
    assert command("offices", "export", path, "--json").json == {"offices": 0, "path": str(path)}
    book = openpyxl.load_workbook(path)
    book.worksheets[0].append(["香林县人民政府", "县政府", "县"])
    book.worksheets[0].append(["香林县民政局", "", "县", "香林县人民政府", "", "民政", "福利路3号", "0999-6113000"])
    book.save(path)
    assert command("offices", "import", path, "--json").json == {
        "added": 2, "changed": 0, "same": 0, "unread_columns": [],
    }  # fmt: skip
    found = command("offices", "list", "mzj", "--json").json["offices"]
    assert [(each["name"], each["parent"], each["in_use"]) for each in found] == [
        ("香林县民政局", "香林县人民政府", True)
    ]
    told = command("offices", "list").out
    assert "福利路3号" in told
    assert "共2个单位" in told
    assert command("offices", "export", path, "--json").json["offices"] == 2
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["M2"] = "否"
    book.save(path)
    assert "改动 1 个" in command("offices", "import", path).out
    assert len(command("offices", "list", "--in-use", "--json").json["offices"]) == 1


def test_a_refused_import_lists_rows_and_columns(office: Path, command: Command, tmp_path: Path) -> None:
    path = tmp_path / "名录.xlsx"
    command("offices", "export", path)
    book = openpyxl.load_workbook(path)
    book.worksheets[0].append(["香林县民政局", "", "乡"])
    book.worksheets[0].append(["香林县水利局", "", "县"])
    book.save(path)
    ran = command("offices", "import", path, "--json")
    assert (ran.code, ran.json["error"]["code"]) == (3, "directory-refused")
    assert [(each["row"], each["column"]) for each in ran.json["problems"]] == [(2, "级别")]
    ran = command("offices", "import", path)
    assert ran.code == 3
    assert "第 2 行“级别”：没有“乡”这一级" in ran.err
    assert command("offices", "list", "--json").json["offices"] == []
