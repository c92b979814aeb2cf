"""The directory through Excel: what is exported comes back; one fault, and nothing is taken in."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from test_directory import BUREAU, CITY, GOVERNMENT, keep

from app.casework.office.checks import check_workspace
from app.casework.office.directory import OfficeEntry, directory, keep_office
from app.casework.office.directory_exchange import DirectoryRefused, export_directory, import_directory
from app.faults import UserFault
from app.ledgers.directory_sheet import COLUMNS, HEADERS
from app.models.tables import FileExit
from app.models.workspace import Workspace

Sheet = Callable[..., Path]


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    """Write a workbook of these offices, cells by key; `without` leaves columns out."""

    def write(*rows: dict[str, Any], without: Sequence[str] = ()) -> Path:
        columns = [column for column in COLUMNS if column.key not in without]
        book = openpyxl.Workbook()
        book.active.append([column.header for column in columns])
        for row in rows:
            book.active.append([row.get(column.key) for column in columns])
        path = tmp_path / "名录.xlsx"
        book.save(path)
        return path

    return write


def refused(workspace: Workspace, path: Path) -> list[tuple[int, str]]:
    before = directory(workspace)
    with pytest.raises(DirectoryRefused) as fault:
        import_directory(workspace, path)
    assert directory(workspace) == before
    assert (fault.value.code, "没有改动" in fault.value.next_step) == ("directory-refused", True)
    assert all(problem.sentence.endswith(("。", "）")) for problem in fault.value.problems)
    return [(problem.row, problem.column) for problem in fault.value.problems]


def test_what_is_exported_is_imported_as_it_was(
    workspace: Workspace, make_workspace: Callable[..., Workspace], tmp_path: Path
) -> None:
    kept = keep(workspace, CITY, GOVERNMENT, BUREAU, replace(CITY, name="=SUM(A1)局", in_use=False))
    path = tmp_path / "名录.xlsx"
    assert export_directory(workspace, path) == 4
    done = import_directory(workspace, path)
    assert (done.added, done.changed, done.same) == (0, 0, 4)
    other = make_workspace(folder="另一个")
    assert import_directory(other, path).added == 4
    assert directory(other) == directory(workspace) == tuple(kept)
    with workspace.reading() as session:
        assert session.get_one(FileExit, 1).profile == "directory"
    assert check_workspace(other, deep=True).faults == ()


def test_a_sheet_adds_and_changes_and_leaves_the_rest(workspace: Workspace, sheet: Sheet) -> None:
    city, government = keep(workspace, CITY, GOVERNMENT)
    path = sheet(
        {"name": "香林县民政局", "level": "县（市、区、旗）", "parent": "香林县第一政府", "duties": "民政；城乡建设"},
        {"name": "香林县第一政府", "level": "县", "uid": government.uid, "in_use": "否"},
    )
    done = import_directory(workspace, path)
    assert (done.added, done.changed, done.same) == (1, 1, 0)
    left, renamed, new = directory(workspace)
    assert left == city
    assert (renamed.uid, renamed.name, renamed.phone, renamed.in_use) == (government.uid, "香林县第一政府", "", False)
    assert (new.level, new.parent, new.duties) == ("县", "香林县第一政府", ("民政", "城乡建设"))


def test_a_name_may_pass_from_one_office_to_another_in_one_sheet(workspace: Workspace, sheet: Sheet) -> None:
    (government,) = keep(workspace, GOVERNMENT)
    old = {"name": "香林县旧政府", "level": "县", "uid": government.uid}
    assert import_directory(workspace, sheet({"name": GOVERNMENT.name, "level": "县"}, old)).added == 1
    assert {entry.name: entry.uid == government.uid for entry in directory(workspace)} == {
        "香林县旧政府": True, GOVERNMENT.name: False,
    }  # fmt: skip


def test_every_fault_is_named_by_row_and_column_and_nothing_is_taken_in(workspace: Workspace, sheet: Sheet) -> None:
    keep(workspace, CITY)
    good = {"name": "香林县民政局", "level": "县"}
    for cells, column in (
        ({"name": None}, "name"),
        ({"level": "乡"}, "level"),
        ({"level": None}, "level"),
        ({"duties": "民政；修路"}, "duties"),
        ({"phone": 9996112200}, "phone"),
        ({"postcode": 10010}, "postcode"),
        ({"postcode": "一二三"}, "postcode"),
        ({"in_use": "也许"}, "in_use"),
        ({"address": "=A1"}, "address"),
        ({"address": "长" * 201}, "address"),
    ):
        assert refused(workspace, sheet(good, {"name": "乙局", "level": "县"} | cells)) == [(3, HEADERS[column])]
    for cells, column in (
        ({"parent": "没有的政府"}, "parent"),
        ({"parent": "香林县民政局"}, "parent"),
        ({"superiors": f"{CITY.name}；没有的局"}, "superiors"),
        ({"discipline": "没有的纪委"}, "discipline"),
        ({"uid": "不是标识"}, "uid"),
    ):
        assert refused(workspace, sheet({**good, **cells})) == [(2, HEADERS[column])]


def test_all_that_is_wrong_is_said_at_once_in_the_order_of_the_rows(workspace: Workspace, sheet: Sheet) -> None:
    path = sheet(
        {"name": "甲局", "level": "县", "parent": "没有的政府", "court": "没有的法院"},
        {"name": "乙局", "level": "乡", "superiors": "没有的局"},
        {"name": "丙局", "level": "县", "parent": "乙局", "phone": "1" * 51},
    )
    assert refused(workspace, path) == [
        (2, "上级单位"), (2, "人民法院"), (3, "级别"), (3, "其他上级单位"), (4, "电话"),
    ]  # fmt: skip


def test_two_rows_for_one_office_and_a_circle_are_found(workspace: Workspace, sheet: Sheet) -> None:
    (city,) = keep(workspace, CITY)
    twice = {"name": "香林县民政局", "level": "县"}
    assert refused(workspace, sheet(twice, {**twice, "name": "香林县 民政局"})) == [(3, "单位全称")]
    by_uid = {"name": "改了名", "level": "市", "uid": city.uid}
    assert refused(workspace, sheet(by_uid, {**by_uid, "name": "又改了名"})) == [(3, "标识")]
    keep_office(workspace, GOVERNMENT)
    assert refused(workspace, sheet({**by_uid, "name": GOVERNMENT.name})) == [(2, "单位全称")]
    around = [{"name": a, "level": "县", "parent": b} for a, b in (("甲", "乙"), ("乙", "丙"), ("丙", "甲"))]
    assert refused(workspace, sheet(*around)) == [(2, "上级单位"), (3, "上级单位"), (4, "上级单位")]


def test_a_column_is_missed_but_not_that_of_the_program(workspace: Workspace, sheet: Sheet) -> None:
    row = {"name": "香林县民政局", "level": "县"}
    assert refused(workspace, sheet(row, without=("court",))) == [(1, "人民法院")]
    assert import_directory(workspace, sheet(row, without=("uid",))).added == 1
    assert refused(workspace, sheet()) == [(2, "")]


def test_an_empty_directory_gives_a_sheet_to_fill_in(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "空.xlsx"
    assert export_directory(workspace, path) == 0
    book = openpyxl.load_workbook(path)
    assert [cell.value for cell in book.worksheets[0][1]] == list(HEADERS.values())
    assert "不写个人" in book.worksheets[1]["A1"].value
    with pytest.raises(UserFault, match=r"\.xlsx"):
        export_directory(workspace, tmp_path / "名录.csv")


def test_a_stopped_import_and_export_leave_everything(workspace: Workspace, tmp_path: Path, sheet: Sheet) -> None:
    path = sheet(*({"name": f"第{n}局", "level": "县"} for n in range(250)))
    with pytest.raises(UserFault) as fault:
        import_directory(workspace, path, lambda _rows: False)
    assert (fault.value.code, directory(workspace)) == ("cancelled", ())
    import_directory(workspace, path)
    with pytest.raises(UserFault) as fault:
        export_directory(workspace, tmp_path / "出.xlsx", lambda _rows: False)
    assert (fault.value.code, (tmp_path / "出.xlsx").exists()) == ("cancelled", False)


def test_as_many_as_a_sheet_holds_come_in_at_once(workspace: Workspace, sheet: Sheet) -> None:
    rows = [{"name": f"第{n}局", "level": "县", "parent": "第0局" if n else None} for n in range(1_000)]
    assert import_directory(workspace, sheet(*rows)).added == 1_000
    assert directory(workspace)[999] == replace(
        OfficeEntry("第999局", "县", parent="第0局"), uid=directory(workspace)[999].uid
    )
