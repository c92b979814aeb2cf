"""A ledger to write and ways to read it back with other programs."""

import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.ledgers.profile import load_profile
from app.ledgers.row import LedgerRow
from app.ledgers.workbook import LedgerReport, write_ledger
from app.security.files import write_whole

_EXAMPLE = LedgerRow(
    case_number="香信〔2026〕000001",
    province_number="",
    petitioner_name="欧阳𠅤明",
    people_count=12,
    address="香县城关镇幸福村3组12号",
    phone="13812345678",
    id_number="110101199003070011",
    location="城关镇",
    purpose="求决",
    content_category="农村农业_村务管理",
    petition_date=date(2026, 3, 5),
    registered_on=date(2026, 3, 6),
    due_on=date(2026, 3, 20),
    channel="visit",
    summary="反映村务公开栏三年未更新，请求公开账目。",
    concluded=False,
    first_national=None,
    group_or_joint="集体访",
    state_label="已转送",
    office_name="香县/信访局",
    registered_by="李晓",
    sealed=False,
)


@pytest.fixture
def ledger_row() -> Callable[..., LedgerRow]:
    """Make a row of the example case with the named facts changed."""
    return lambda **facts: replace(_EXAMPLE, **facts)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., LedgerReport]:
    """Write rows as the province ledger and return the report."""

    def do(rows: Iterable[LedgerRow], *, masked: bool = True, name: str = "台账.xlsx", **more: object) -> LedgerReport:
        told = {
            "title": "信访事项登记台账",
            "office_name": "香县信访局",
            "exported_on": date(2026, 11, 22),
            "period": "2026年1月1日至11月22日",
            "masked": masked,
            **more,
        }
        path = tmp_path / name
        report = write_whole(path, lambda temporary: write_ledger(temporary, load_profile(), rows, **told))
        return replace(report, path=path)

    return do


@pytest.fixture
def sheet_xml() -> Callable[[Path], str]:
    """Read the sheet's own XML out of a workbook."""

    def read(path: Path) -> str:
        with zipfile.ZipFile(path) as archive:
            xml = archive.read("xl/worksheets/sheet1.xml").decode()
        # The same character may stand as itself or by its number.
        return re.sub(r"&#(\d+);", lambda number: chr(int(number[1])), xml)

    return read


@pytest.fixture
def cell_styles() -> Callable[[Path], Callable[[str], str]]:
    """Read the style record (cellXfs entry) of a cell."""

    def of(path: Path) -> Callable[[str], str]:
        with zipfile.ZipFile(path) as archive:
            sheet = archive.read("xl/worksheets/sheet1.xml").decode()
            styles = archive.read("xl/styles.xml").decode()
        records = re.findall(r"<xf [^>]*/>|<xf .*?</xf>", styles.partition("<cellXfs")[2].partition("</cellXfs>")[0])

        def style(cell: str) -> str:
            found = re.search(rf'<c r="{cell}" s="(\d+)"', sheet)
            assert found, cell
            return str(records[int(found[1])])

        return style

    return of
