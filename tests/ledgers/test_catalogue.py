"""The catalogue as a workbook: what is written comes back, and a hostile file changes nothing and says where."""

import contextlib
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.faults import UserFault
from app.law.route.pathways import WAYS, PathwayEntry, load_pathways
from app.ledgers.catalogue import COLUMNS, LIMIT, way_of, write_catalogue
from app.ledgers.catalogue_reading import CatalogueRefused, Problem, read_catalogue
from app.security.files import write_whole

SHIPPED = load_pathways()
HEADERS = [column.header for column in COLUMNS]
GOOD = ["政法", "报案不立案", "（一）", "立案监督", "《刑事诉讼法》", "检察院", "七日内", "去检察院。", "", "", ""]

Sheet = Callable[..., Path]


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    """Write a workbook of these rows below the headers."""

    def write(*rows: Sequence[Any], headers: Sequence[Any] = HEADERS, merge: str = "", title: str = "清单") -> Path:
        book = openpyxl.Workbook()
        book.active.title = title
        for row in (headers, *rows):
            book.active.append(list(row))
        if merge:
            book.active.merge_cells(merge)
        path = tmp_path / "表.xlsx"
        book.save(path)
        return path

    return write


def changed(**cells: Any) -> list[Any]:
    by_key = {column.key: place for place, column in enumerate(COLUMNS)}
    row: list[Any] = list(GOOD)
    for key, value in cells.items():
        row[by_key[key]] = value
    return row


def refused(path: Path) -> CatalogueRefused:
    with pytest.raises(CatalogueRefused) as fault:
        read_catalogue(path, SHIPPED.categories)
    assert "没有改动" in fault.value.next_step
    assert fault.value.problems[0].sentence in fault.value.sentence
    return fault.value


def fault_of(path: Path) -> UserFault:
    with pytest.raises(UserFault) as fault:
        read_catalogue(path, SHIPPED.categories)
    assert path.name in fault.value.sentence
    return fault.value


def test_what_is_exported_comes_back_equal(tmp_path: Path) -> None:
    path = tmp_path / "清单.xlsx"
    assert write_catalogue(path, SHIPPED.entries, SHIPPED.categories) == len(SHIPPED.entries)
    assert read_catalogue(path, SHIPPED.categories).entries == SHIPPED.entries


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40).filter(
    lambda text: text.strip() == text and "x005F_" not in text and not any(c in text for c in "\ufffe\uffff")
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(claims=st.lists(WORDS, min_size=1, max_size=6, unique=True), way=st.sampled_from(WAYS))
def test_any_words_come_back_as_they_were(tmp_path: Path, claims: list[str], way: Any) -> None:
    entries = tuple(SHIPPED.entries[0].model_copy(update={"claim": claim, "way": way}) for claim in claims)
    path = tmp_path / "清单.xlsx"
    write_catalogue(path, entries, SHIPPED.categories)
    assert read_catalogue(path, SHIPPED.categories).entries == entries


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@某人", '=HYPERLINK("x")', "_x0041_"])
def test_text_is_written_as_text_whatever_it_begins_with(tmp_path: Path, text: str) -> None:
    path = tmp_path / "清单.xlsx"
    entry = SHIPPED.entries[0].model_copy(update={"claim": text, "organ": text})
    write_catalogue(path, [entry], SHIPPED.categories)
    cell = openpyxl.load_workbook(path).worksheets[0]["B2"]
    assert (cell.data_type, cell.value) == ("s", text.replace("_x", "_x005F_x"))
    assert cell.quotePrefix == (text[0] in "=+-@")
    assert read_catalogue(path, SHIPPED.categories).entries == (entry,)


def test_columns_may_stand_in_any_order_and_others_are_named(sheet: Sheet) -> None:
    path = sheet(["甲", *reversed(GOOD)], headers=["序号", *reversed(HEADERS)])
    read = read_catalogue(path, SHIPPED.categories)
    assert read.unread == ("序号",)
    assert (read.entries[0].way, read.entries[0].status) == ("1", "待本单位确认")


def test_empty_rows_are_passed_over_and_rows_are_numbered_as_excel_does(sheet: Sheet) -> None:
    fault = refused(sheet([], GOOD, ["", "  "], [], changed(way="九")))
    assert fault.problems == (Problem(6, "条例项", "“九”不对，只能是（一）到（六）。"),)


def test_every_fault_is_told_by_row_and_column_and_the_first_is_said(sheet: Sheet) -> None:
    fault = refused(
        sheet(
            changed(category="外星"),
            changed(claim=None, organ=""),
            changed(period=60),
            changed(tell=date(2026, 1, 1), basis=True),
            changed(pathway="=A1"),
            changed(period="长" * 201),
            GOOD,
            GOOD,
        )
    )
    assert [(p.row, p.column) for p in fault.problems] == [
        (2, "类别"), (3, "诉求类型"), (3, "责任机关"), (4, "期限"), (5, "法律依据"), (5, "告知语"), (6, "法定途径"),
        (7, "期限"), (9, "诉求类型"),
    ]  # fmt: skip
    assert "外星" in fault.sentence
    assert "共 9 处" in fault.sentence
    assert [p.sentence for p in fault.problems if p.row == 4] == ["是数字，应是文字，例如“60日内”。"]
    assert "公式" in fault.problems[6].sentence
    assert "第 8 行重复" in fault.problems[8].sentence


def test_an_error_value_is_no_text(sheet: Sheet) -> None:
    path = sheet(GOOD)
    book = openpyxl.load_workbook(path)
    book.active["H2"].value = "#N/A"
    book.active["H2"].data_type = "e"
    book.save(path)
    assert refused(path).problems[0].column == "告知语"


def test_missing_columns_are_all_named(sheet: Sheet) -> None:
    fault = refused(sheet(GOOD[2:], headers=HEADERS[2:]))
    assert [(p.row, p.column) for p in fault.problems] == [(1, "类别"), (1, "诉求类型")]
    fault = refused(sheet(HEADERS, GOOD, headers=["2026年清单"]))
    assert len(fault.problems) == len(COLUMNS)
    assert "第 1 行" in fault.sentence


def test_a_column_that_stands_twice_is_refused(sheet: Sheet) -> None:
    assert refused(sheet([*GOOD, "又"], headers=[*HEADERS, "期限"])).problems == (
        Problem(1, "期限", "这一列出现了两次。"),
    )


@pytest.mark.parametrize(("area", "row"), [("A1:C1", 1), ("A2:A3", 2)])
def test_merged_cells_are_named(sheet: Sheet, area: str, row: int) -> None:
    fault = refused(sheet(GOOD, changed(claim="另一条"), merge=area))
    assert fault.problems[0].row == row
    assert area in fault.sentence


def test_a_sheet_without_entries_is_refused(sheet: Sheet) -> None:
    assert "没有一条" in refused(sheet()).sentence


def test_more_entries_than_a_catalogue_holds_are_refused_with_the_limit(sheet: Sheet) -> None:
    def row(number: int, texts: Sequence[str]) -> str:
        cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)
        return f'<row r="{number}">{cells}</row>'

    rows = "".join(row(number, changed(claim=f"诉求{number}")) for number in range(2, 50_002))
    xml = f"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<dimension ref="A1:K50001"/><sheetData>
{row(1, HEADERS)}{rows}</sheetData></worksheet>"""
    fault = refused(packed(sheet(GOOD), {"xl/worksheets/sheet1.xml": xml.encode()}))
    assert fault.problems == (Problem(LIMIT + 2, "", fault.problems[0].sentence),)
    assert f"{LIMIT:,}" in fault.sentence


def test_a_cell_at_the_bottom_of_the_sheet_is_read_and_told(sheet: Sheet) -> None:
    path = sheet(GOOD)
    book = openpyxl.load_workbook(path)
    book.active["A1048576"] = "政法"
    book.save(path)
    assert {p.row for p in refused(path).problems} == {1048576}


def test_reading_can_be_cancelled(sheet: Sheet) -> None:
    path = sheet(*[changed(claim=f"诉求{number}") for number in range(300)])
    with pytest.raises(UserFault) as fault:
        read_catalogue(path, SHIPPED.categories, lambda _rows: False)
    assert fault.value.code == "cancelled"


def packed(path: Path, parts: dict[str, bytes]) -> Path:
    """Put other parts into a workbook."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name not in parts:
                target.writestr(name, source.read(name))
        for name, data in parts.items():
            target.writestr(name, data)
    path.write_bytes(out.getvalue())
    return path


def test_a_bomb_is_refused_by_what_it_would_unpack_to(sheet: Sheet) -> None:
    path = packed(sheet(GOOD), {"xl/sharedStrings.xml": b"<sst>" + b"A" * 170_000_000})
    assert path.stat().st_size < 1_000_000
    assert fault_of(path).code == "too-large"


def test_entities_are_refused_unread(sheet: Sheet) -> None:
    text = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert fault_of(packed(sheet(GOOD), {"xl/worksheets/sheet1.xml": text})).code == "not-a-workbook"


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\xef\xbb\xbf\xe7\xb1\xbb\xe5\x88\xab,\xe8\xaf\x89\xe6\xb1\x82", b"PK\x03\x04 broken", bytes(10_000),
        b"%PDF-1.7", b"<html></html>",
    ],
)  # fmt: skip
def test_what_is_no_workbook_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "别的.xlsx"
    path.write_bytes(content)
    assert fault_of(path).code == "not-a-workbook"


def test_a_password_and_the_old_format_are_told_apart(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    path = tmp_path / "加密.xlsx"
    path.write_bytes(ole + "EncryptedPackage".encode("utf-16-le"))
    assert fault_of(path).code == "encrypted"
    path.write_bytes(ole)
    assert ".xls" in fault_of(path).sentence


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    assert fault_of(tmp_path / "没有.xlsx").code == "cannot-read"


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.9])
def test_a_torn_file_is_refused(sheet: Sheet, keep: float) -> None:
    path = sheet(GOOD)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * keep)])
    assert fault_of(path).code == "not-a-workbook"


def test_a_flipped_byte_is_read_right_or_refused(sheet: Sheet) -> None:
    path = sheet(GOOD)
    content = path.read_bytes()
    whole = read_catalogue(path, SHIPPED.categories).entries
    for place in range(0, len(content), 97):
        path.write_bytes(content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :])
        with contextlib.suppress(UserFault):
            assert read_catalogue(path, SHIPPED.categories).entries == whole


def test_a_full_disk_or_a_bad_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserFault) as fault:
        write_whole(
            tmp_path / "没有这个文件夹" / "清单.xlsx",
            lambda temporary: write_catalogue(temporary, SHIPPED.entries[:1], SHIPPED.categories),
        )
    assert fault.value.code == "cannot-write"


@pytest.mark.parametrize("text", ["4", "（四）", "(四)", "四", "第四项", "第（四）项", " 4 "])
def test_an_item_is_read_as_people_write_it(text: str) -> None:
    assert way_of(text) == "4"


@pytest.mark.parametrize("text", ["七", "0", "44", "第四条", ""])
def test_what_is_no_item_is_none(text: str) -> None:
    assert way_of(text) is None


def test_lengths_are_those_of_the_entry() -> None:
    longest = {column.key: column.longest for column in COLUMNS}
    assert (longest["basis"], longest["materials"], longest["organ"]) == (300, 2_000, 100)
    assert set(longest) == set(PathwayEntry.model_fields)
