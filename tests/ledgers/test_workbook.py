"""The exported workbook, read back with other programs."""

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from app.ledgers.cells import clean
from app.ledgers.profile import load_profile
from app.ledgers.row import SEALED_TEXT, LedgerRow
from app.ledgers.workbook import LedgerReport

Make = Callable[..., LedgerRow]
Write = Callable[..., LedgerReport]
HEADERS = list(load_profile().headers)


def read(path: Path) -> Worksheet:
    return load_workbook(path).worksheets[0]


def record(path: Path, row: int = 2) -> dict[str, object]:
    return dict(zip(HEADERS, [cell.value for cell in read(path)[row]], strict=True))


def test_openpyxl_and_calamine_read_the_same_nineteen_columns_and_facts(write: Write, ledger_row: Make) -> None:
    report = write([ledger_row(), ledger_row(province_number="530000XF20260305000000000000000000000001")], masked=False)
    assert report.rows == 2
    theirs = CalamineWorkbook.from_path(report.path).get_sheet_by_index(0).to_python()
    assert theirs[0] == HEADERS == [cell.value for cell in read(report.path)[1]]
    assert theirs[1] == [
        "香信〔2026〕000001", "欧阳𠅤明", 12.0, "香县城关镇幸福村3组12号", "13812345678", "城关镇", "求决",
        "农村农业_村务管理", date(2026, 3, 5), date(2026, 3, 6), date(2026, 3, 20), "来访",
        "反映村务公开栏三年未更新，请求公开账目。", "否", "", "集体访", "已转送", "香县/信访局", "李晓",
    ]  # fmt: skip
    assert theirs[2][0] == "530000XF20260305000000000000000000000001"
    ours = record(report.path)
    assert ours["登记日期"] == datetime(2026, 3, 6)
    assert ours["信访人数"] == 12
    assert ours["手机号码"] == "13812345678"


def test_dates_are_dates_and_numbers_of_people_stay_text(
    write: Write, ledger_row: Make, cell_styles: Callable[[Path], Callable[[str], str]]
) -> None:
    report = write([ledger_row()], masked=False)
    sheet = read(report.path)
    assert [sheet[cell].number_format for cell in ("I2", "J2", "K2")] == ["yyyy-mm-dd"] * 3
    assert sheet["I2"].is_date
    assert [sheet[cell].number_format for cell in ("A2", "E2")] == ["@", "@"]
    assert [sheet[cell].data_type for cell in ("A2", "C2", "E2")] == ["s", "n", "s"]
    assert 'quotePrefix="1"' not in cell_styles(report.path)("E2")


def test_personal_numbers_and_house_numbers_are_masked_by_default_and_names_stay(
    write: Write, ledger_row: Make
) -> None:
    shown = record(write([ledger_row()]).path)
    assert shown["手机号码"] == "138****5678"
    assert shown["住址"] == "香县城关镇幸福村***"
    assert shown["姓名"] == "欧阳𠅤明"


def test_a_document_number_never_reaches_the_nineteen_columns(write: Write, ledger_row: Make) -> None:
    report = write([ledger_row()], masked=False)
    with zipfile.ZipFile(report.path) as archive:
        assert not any(b"110101199003070011" in archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize("text", ["=1+1", "+86", "-3", "@SUM(A1)", "\t=1", "\r=1", '=cmd|"/c calc"!A1', "＝1+1"])
def test_text_that_looks_like_a_formula_stays_text_even_after_editing(
    write: Write, ledger_row: Make, cell_styles: Callable[[Path], Callable[[str], str]],
    sheet_xml: Callable[[Path], str], text: str,
) -> None:  # fmt: skip
    report = write([ledger_row(petitioner_name=text, summary=text)])
    assert "<f" not in sheet_xml(report.path).partition("<sheetData>")[2].partition("</sheetData>")[0]
    theirs = CalamineWorkbook.from_path(report.path).get_sheet_by_index(0).to_python()[1]
    assert theirs[1] == theirs[12] == text.replace("\r", "\n")
    assert all('quotePrefix="1"' in cell_styles(report.path)(cell) for cell in ("B2", "M2"))


def test_a_sealed_case_shows_numbers_dates_and_clock_and_nothing_else(write: Write, ledger_row: Make) -> None:
    for masked in (True, False):
        path = write([ledger_row(sealed=True, summary="反映某局长收受贿赂")], masked=masked).path
        shown = {header: value for header, value in record(path).items() if value not in (None, "")}
        assert shown == {
            "信访件编号": "香信〔2026〕000001",
            "信访日期": datetime(2026, 3, 5),
            "登记日期": datetime(2026, 3, 6),
            "限办时间": datetime(2026, 3, 20),
            "概况": SEALED_TEXT,
        }
        with zipfile.ZipFile(path) as archive:
            everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
        assert not any(word in everything for word in ("贿赂", "欧阳", "13812345678", "城关镇", "李晓"))


def test_the_header_stays_in_sight_filters_and_repeats_on_every_page(write: Write, ledger_row: Make) -> None:
    sheet = read(write([ledger_row()] * 3).path)
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:S4"
    assert sheet.print_title_rows == "$1:$1"
    assert [sheet.column_dimensions[letter].width for letter in ("A", "M")] == [15, 32]
    assert sheet["M2"].alignment.wrap_text


def test_it_prints_on_a4_landscape_one_page_wide_with_title_office_day_note_and_page_numbers(
    write: Write, ledger_row: Make, sheet_xml: Callable[[Path], str]
) -> None:
    report = write([ledger_row()], title="A&B台账")
    sheet = read(report.path)
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    page = ElementTree.fromstring(sheet_xml(report.path)).find("{*}headerFooter")
    assert page is not None
    head, foot = (page.findtext(f"{{*}}{name}") or "" for name in ("oddHeader", "oddFooter"))
    assert "A&&B台账" in head
    assert "香县信访局" in head
    assert "2026年1月1日至11月22日" in head
    assert "导出日期：2026-11-22" in foot
    assert "已遮盖" in foot
    assert "\n口径：" in foot
    assert "第 &P 页，共 &N 页" in foot
    assert max(len(head), len(foot)) <= 255


def test_the_longest_title_office_and_period_still_fit_the_print_header(
    write: Write, ledger_row: Make, sheet_xml: Callable[[Path], str]
) -> None:
    report = write([ledger_row()], title="题" * 300, office_name="&" * 300, period="期" * 300)
    page = ElementTree.fromstring(sheet_xml(report.path)).find("{*}headerFooter")
    assert page is not None
    assert all(len(part.text or "") <= 255 for part in page)
    assert not (page.findtext("{*}oddHeader") or "").replace("&&", "").partition("&C")[0].endswith("&")


def test_a_full_export_says_so_on_every_page(write: Write, ledger_row: Make, sheet_xml: Callable[[Path], str]) -> None:
    xml = sheet_xml(write([ledger_row()], masked=False).path)
    assert "含完整个人信息" in xml
    assert "已遮盖" not in xml


def test_the_properties_name_title_office_and_day(write: Write, ledger_row: Make) -> None:
    properties = load_workbook(write([ledger_row()]).path).properties
    assert (properties.title, properties.creator) == ("信访事项登记台账", "香县信访局")
    assert properties.created == properties.modified == datetime(2026, 11, 22)


@pytest.mark.parametrize("rows", [0, 1, 500, 501])
def test_the_named_size_of_the_sheet_is_its_real_size(
    write: Write, ledger_row: Make, sheet_xml: Callable[[Path], str], rows: int
) -> None:
    report = write([ledger_row()] * rows)
    xml = sheet_xml(report.path)
    assert f'<dimension ref="A1:S{rows + 1}"/>' in xml
    assert re.findall(r'<row r="(\d+)"', xml) == [str(n) for n in range(1, rows + 2)]
    assert CalamineWorkbook.from_path(report.path).get_sheet_by_index(0).height == rows + 1


def test_four_hundred_people_and_twenty_thousand_characters_arrive_whole(write: Write, ledger_row: Make) -> None:
    summary = "村民反映征地补偿款未到位。😀𠅤\n" * 1250
    report = write([ledger_row(people_count=400, summary=summary)])
    shown = record(report.path)
    assert len(summary) == 20_000
    assert shown["概况"] == summary
    assert shown["信访人数"] == 400
    assert report.long == ((2, "概况"),)
    assert not report.cut
    assert "字数过多" in report.remarks[0]


def test_what_one_cell_cannot_hold_is_cut_and_reported(write: Write, ledger_row: Make) -> None:
    report = write([ledger_row(), ledger_row(summary="长" * 40_000)])
    assert report.cut == ((3, "概况"),)
    shown = record(report.path, 3)["概况"]
    assert isinstance(shown, str)
    assert len(shown) == 32_767
    assert "已截断" in "".join(report.remarks)


def test_what_is_not_known_stays_empty_and_an_unknown_code_is_printed_and_reported(
    write: Write, ledger_row: Make
) -> None:
    report = write(
        [ledger_row(first_national=True, channel="pigeon", purpose="", due_on=None, content_category="自定")]
    )
    shown = record(report.path)
    assert shown["是否全国初次信访"] == "是"
    assert shown["信访形式"] == "pigeon"
    assert shown["信访目的"] is None
    assert shown["限办时间"] is None
    assert report.unknown_codes == ("内容分类：自定", "信访形式：pigeon")


def test_the_same_rows_on_the_same_day_give_the_same_bytes(write: Write, ledger_row: Make) -> None:
    first, second = (write([ledger_row()], name=name).path.read_bytes() for name in ("甲.xlsx", "乙.xlsx"))
    assert first == second


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.text(max_size=60), min_size=1, max_size=5))
def test_any_text_comes_back_through_the_workbook(write: Write, ledger_row: Make, texts: list[str]) -> None:
    texts = [text for text in texts if not re.search("_x[0-9A-Fa-f]{4}_", text)]
    path = write([ledger_row(summary=text) for text in texts]).path
    theirs = [row[12] for row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[1:]]
    assert theirs == [clean(text) for text in texts]


def test_rows_are_as_high_as_their_wrapped_text_so_that_they_print_whole(write: Write, ledger_row: Make) -> None:
    rows = [ledger_row(summary="短"), ledger_row(summary="长" * 100), ledger_row(summary="一\n二\n三\n四\n五\n六")]
    sheet = read(write([*rows, ledger_row(summary="文" * 20_000)]).path)
    heights = [sheet.row_dimensions[number].height for number in (2, 3, 4, 5)]
    assert heights[0] < heights[2] < heights[1] < heights[3] == 409
