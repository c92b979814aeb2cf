"""An export that fails leaves the folder as it was, and says why in one sentence."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.faults import UserFault
from app.ledgers import workbook
from app.ledgers.row import LedgerRow
from app.ledgers.workbook import LedgerReport

Make = Callable[..., LedgerRow]
Write = Callable[..., LedgerReport]
ROOT = Path(__file__).resolve().parents[2]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_progress_is_told_every_five_hundred_rows_and_at_the_end(write: Write, ledger_row: Make) -> None:
    told: list[int] = []
    write([ledger_row()] * 1200, progress=lambda rows: told.append(rows) or True)
    assert told == [500, 1000, 1200]


def test_a_cancelled_export_leaves_nothing_and_keeps_what_was_there(
    write: Write, ledger_row: Make, tmp_path: Path
) -> None:
    with pytest.raises(UserFault) as caught:
        write([ledger_row()] * 1200, progress=lambda rows: rows < 1000)
    assert caught.value.code == "cancelled"
    assert names(tmp_path) == []
    before = write([ledger_row()]).path.read_bytes()
    with pytest.raises(UserFault):
        write([ledger_row()] * 2, progress=lambda _: False)
    assert (tmp_path / "台账.xlsx").read_bytes() == before
    assert names(tmp_path) == ["台账.xlsx"]


def test_a_fault_while_reading_rows_leaves_nothing(write: Write, ledger_row: Make, tmp_path: Path) -> None:
    def rows() -> Iterator[LedgerRow]:
        yield ledger_row()
        raise LookupError("the store went away")

    with pytest.raises(LookupError):
        write(rows())
    assert names(tmp_path) == []


def test_a_folder_that_is_not_there_is_one_sentence(write: Write, ledger_row: Make) -> None:
    with pytest.raises(UserFault) as caught:
        write([ledger_row()], name="没有这个文件夹/台账.xlsx")
    assert caught.value.code == "cannot-write"


def test_a_target_that_is_a_folder_is_one_sentence_and_leaves_nothing(
    write: Write, ledger_row: Make, tmp_path: Path
) -> None:
    (tmp_path / "台账.xlsx").mkdir()
    with pytest.raises(UserFault) as caught:
        write([ledger_row()])
    assert caught.value.code == "cannot-write"
    assert names(tmp_path) == ["台账.xlsx"]


def test_a_target_that_another_program_holds_open_is_named_and_kept(
    write: Write, ledger_row: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = write([ledger_row()]).path.read_bytes()

    def refuse(*_: object) -> None:  # what Windows answers while Excel holds the file; Linux has no such lock
        raise PermissionError(13, "used by another process")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(UserFault) as caught:
        write([ledger_row()] * 2)
    assert caught.value.code == "target-busy"
    assert "台账.xlsx" in caught.value.sentence
    assert (tmp_path / "台账.xlsx").read_bytes() == before
    assert names(tmp_path) == ["台账.xlsx"]


def test_more_rows_than_a_sheet_holds_are_refused(
    write: Write, ledger_row: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert workbook.MAX_ROWS < 1_048_576
    monkeypatch.setattr(workbook, "MAX_ROWS", 3)
    assert write([ledger_row()] * 3).rows == 3
    with pytest.raises(UserFault) as caught:
        write([ledger_row()] * 4, name="另一份.xlsx")
    assert caught.value.code == "too-many-rows"
    assert names(tmp_path) == ["台账.xlsx"]


_CHILD = """
import resource, sys
from datetime import date
from pathlib import Path
from app.faults import UserFault
from app.ledgers.profile import load_profile
from app.ledgers.row import LedgerRow
from app.ledgers.workbook import write_ledger
from app.security.files import write_whole
row = LedgerRow("1", "", "甲", 1, "", "", "", "", "", "", None, None, None, "visit", "长" * 20000,
                False, None, "", "", "", "", False)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    write_whole(Path(sys.argv[1]), lambda temporary: write_ledger(
        temporary, load_profile(), [row] * 1000, title="台账", office_name="香县信访局",
        exported_on=date(2026, 1, 1), period=""))
except UserFault as fault:
    print(fault.code)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the size limit that stands in for a full disk is POSIX")
def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "台账.xlsx").write_bytes(b"before")
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(tmp_path / "台账.xlsx")],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "disk-full", done.stderr
    assert names(tmp_path) == ["台账.xlsx"]
    assert (tmp_path / "台账.xlsx").read_bytes() == b"before"
