"""The main path from a shell, each step a process of its own, as a scheduled task would run it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from offices import PASSWORD
from openpyxl import load_workbook
from pypdf import PdfReader

SETUP = {
    "name": "香林县信访局", "short_form": "香信", "level": "县", "role": "petition_department",
    "division_code": "990326", "division_name": "香林县", "login": "li", "user_name": "李明华",
    "phone": "0990-5550126",
}  # fmt: skip


def test_an_office_is_set_up_registers_notifies_exports_and_verifies(
    tmp_path: Path, process: Callable[..., Any]
) -> None:
    setup, folder = tmp_path / "单位.json", tmp_path / "工作区"
    setup.write_text(json.dumps(SETUP, ensure_ascii=False), "utf-8")
    made = process(
        "init", "--from", setup, "--workspace", folder, "--password-stdin", "--json", stdin=f"{PASSWORD}\r\n"
    )
    assert made.code == 0, made
    assert len(made.json["recovery_code"].split("-")) == 5
    assert PASSWORD not in made.out + made.err

    run = ("--workspace", folder, "--user", "li", "--json")
    facts = tmp_path / "事项.json"
    facts.write_text(process("register", "--example", "transfer_visit").out, "utf-8")
    registered = process("register", facts, *run, password=PASSWORD)
    assert registered.code == 0, registered
    number = registered.json["number"]
    assert registered.json["unused_facts"] == []

    pdf, book = tmp_path / "告知书.pdf", tmp_path / "台账.xlsx"
    issued = process("notice", number, "--issue", "--out", pdf, *run, password=PASSWORD)
    assert issued.code == 0, issued
    text = "".join(page.extract_text() for page in PdfReader(pdf).pages)
    assert issued.json["number"].startswith("香信转〔")
    assert "欧阳𬱖" in text.replace("\n", "")

    exported = process("export", book, *run, password=PASSWORD)
    assert exported.code == 0, exported
    sheet = load_workbook(book).worksheets[0]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any(number in cell for cell in cells)
    assert not any("13900001234" in cell for cell in cells)

    verified = process("verify", *run, password=PASSWORD)
    assert (verified.code, verified.json["sound"], verified.json["documents"]) == (0, True, 1)


def test_the_installed_program_tests_itself_and_leaves_what_it_made(
    tmp_path: Path, process: Callable[..., Any]
) -> None:
    ran = process("self-test", tmp_path / "自检", "--json")
    assert ran.code == 0, ran
    assert ran.json["passed"] is True
    assert {c["name"] for c in ran.json["checks"]} >= {"程序库", "字体", "规则和日历", "登记", "签发文书", "导出台账"}
    assert sorted(p.suffix for p in (tmp_path / "自检").iterdir()) == [".pdf", ".xlsx"]


@pytest.mark.parametrize("console", ["gbk", "ascii"])
def test_a_pipe_reads_utf8_whatever_the_machine_speaks(process: Callable[..., Any], console: str) -> None:
    ran = process(
        "register", "--example", "transfer_visit", environment={"PYTHONIOENCODING": console, "PYTHONUTF8": "0"}
    )
    assert ran.code == 0
    assert ran.json["petitioner_name"] == "欧阳𬱖"


def test_a_reader_that_stops_reading_is_no_fault(tmp_path: Path) -> None:
    import subprocess
    import sys

    from app.resources import RESOURCES

    child = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "register", "--list-examples"],
        cwd=RESOURCES.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert child.stdout is not None and child.stderr is not None
    child.stdout.close()
    said = child.stderr.read()
    child.stderr.close()
    assert (child.wait(600), said) == (0, b"")
