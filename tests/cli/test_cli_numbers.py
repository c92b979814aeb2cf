"""`numbers`: each kind's numbers of a year, and the register as a workbook."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from offices import PASSWORD
from openpyxl import load_workbook

from app.casework.documents.number_register import RegisterFilter, list_numbers
from app.casework.documents.voiding import void_document
from app.models.workspace import open_workspace

Command = Callable[..., Any]


def test_numbers_are_told_with_the_void_ones_and_written_out(
    office: Path, command: Command, facts_file: Callable[..., Path], tmp_path: Path
) -> None:
    facts = facts_file()
    for _ in range(2):
        number = command("register", facts, "--json").json["number"]
        assert command("notice", number, "--issue").code == 0
    workspace = open_workspace(office, "li", PASSWORD)
    year = workspace.today().year
    first = list_numbers(workspace, RegisterFilter(year))[-1].document
    void_document(workspace, first.id, "姓名打错")
    workspace.close()
    told = command("numbers")
    assert told.code == 0
    assert "《转送告知书》1—2 号，其中作废 1 个，没有缺号" in told.out
    assert f"已作废：{first.number}" in told.out and "姓名打错" in told.out
    answer = command("numbers", "--out", tmp_path / "登记.xlsx", "--json").json
    assert (answer["year"], answer["written"]) == (year, 2)
    assert answer["series"][0]["missing"] == []
    assert load_workbook(tmp_path / "登记.xlsx").sheetnames == ["发文登记", "号段"]
    assert command("numbers", "--year", str(year - 1)).out.strip() == f"{year - 1} 年没有文号。"
    assert command("numbers", "--out", tmp_path / "a.csv").code == 2
    assert command("numbers", "--out", tmp_path / "没有" / "a.xlsx").code == 3
