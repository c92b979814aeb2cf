"""A year's arrangement from a file of the office: read as written, or one sentence with the file and the line."""

import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.faults import UserFault
from app.law.dates.calendar import CalendarYear
from app.law.dates.calendar_import import missing_statutory_days, read_calendar_file
from app.resources import resource_path

LINES = (
    "2028-01-01,放假,元旦", "2028/1/8,上班,元旦调休", "2028年5月1日,放假,劳动节", "20280502,放假,劳动节",
    "2028.10.1,放假,国庆节", "2028-10-02,放假,国庆节", "２０２８-10-03,放假,国庆节",
)  # fmt: skip
OFF = [date(2028, *day) for day in ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))]


def is_that_year(year: CalendarYear) -> None:
    assert (year.year, year.status) == (2028, "confirmed")
    assert list(year.days_off) == OFF
    assert year.days_off[date(2028, 5, 2)] == "劳动节"
    assert year.workdays == {date(2028, 1, 8): "元旦调休"}
    assert missing_statutory_days(year) == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
@pytest.mark.parametrize("heading", ["", "日期,安排,名称\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n"])
def test_a_csv_is_read_whatever_program_wrote_it(tmp_path: Path, encoding: str, heading: str, end: str) -> None:
    path = tmp_path / "2028放假.csv"
    lines = [line.replace("２", "2").replace("０", "0").replace("８", "8") for line in LINES]
    path.write_bytes((heading + end.join(lines) + end).encode(encoding))
    is_that_year(read_calendar_file(path))


@pytest.mark.parametrize("separator", [",", "，", "\t"])
def test_full_width_digits_and_other_separators_are_understood(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "放假.csv"
    path.write_text("\n".join(line.replace(",", separator) for line in LINES), encoding="utf-8")
    is_that_year(read_calendar_file(path))


def workbook(path: Path, rows: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_workbook_with_real_dates_day_numbers_and_texts_is_read(tmp_path: Path) -> None:
    rows: list[list[object]] = [line.split(",") for line in LINES]
    rows[0][0], rows[2][0], rows[3][0] = datetime(2028, 1, 1), 46874, 20280502
    path = workbook(tmp_path / "放假.xlsx", [["日期", "安排", "名称"], [], *rows])
    is_that_year(read_calendar_file(path))


def test_our_own_files_are_read_with_their_status() -> None:
    for year, status in ((2024, "confirmed"), (2025, "confirmed"), (2026, "confirmed"), (2027, "provisional")):
        found = read_calendar_file(resource_path("law", "calendars", f"CN-{year}.toml"))
        assert (found.year, found.status) == (year, status)
        assert missing_statutory_days(found) == ()


def test_an_arrangement_that_lacks_a_statutory_day_is_read_and_the_day_named(tmp_path: Path) -> None:
    path = tmp_path / "半年.csv"
    path.write_text("\n".join(LINES[:4]), encoding="utf-8")
    assert missing_statutory_days(read_calendar_file(path)) == (date(2028, 10, 1), date(2028, 10, 2), date(2028, 10, 3))


GOOD = "\n".join(LINES)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (GOOD + "\n2028-02-30,放假,春节", "第 8 行：2028-02-30 不是一个日期"),
        (GOOD + "\n\n2029-01-01,放假,元旦", "第 9 行：2029-01-01 不在 2028 年"),
        ("2027-12-31,放假,元旦\n" + GOOD, "第 1 行：2027-12-31 不在 2028 年"),
        (GOOD + "\n2028-01-01,上班,元旦", "第 8 行：2028-01-01 既写成放假又写成上班（另一处是第 1 行）"),
        (GOOD + "\n2028-01-08,放假,元旦", "第 8 行：2028-01-08 既写成放假又写成上班（另一处是第 2 行）"),
        (GOOD + "\n2028-01-01,放假,元旦", "第 8 行：2028-01-01 写了两次（另一处是第 1 行）"),
        (GOOD + "\n2028-01-05,上班,调休", "第 8 行：调休上班日 2028-01-05 不是周六或周日"),
        (GOOD + "\n2028-02-06,休假吗,春节", "第 8 行：“休假吗”不认识"),
        (GOOD + "\n2028-02-06", "第 8 行：没有写放假还是上班"),
        (GOOD + "\n2028-02-06,放假", "第 8 行：2028-02-06 放假没有写节名"),
        (GOOD + "\n,放假,春节", "第 8 行：没有日期"),
        (GOOD + "\n2-6,放假,春节", "第 8 行：2-6 不是一个日期"),
        (GOOD + "\n46874,放假,春节", "第 8 行：46874 不是一个日期"),
        ("日期,安排,名称\n日期,安排,名称", "第 2 行：日期 不是一个日期"),
        ("", "没有日期"),
        ("\n\n , ,\n", "没有日期"),
        ("日期,安排,名称\n", "没有日期"),
        ("2028-01-08,上班,元旦\n", "没有一天放假"),
        ("1028-01-01,放假,元旦\n", "1028 年"),
        ('2028-01-01,放假,"元旦\n', ""),
        ("x" * 100_000, "不是一个日期"),
        ("x" * 200_000, "第 1 行写法有误"),
        ("\n" * 3_000 + "2028-01-01,放假,元旦", "超过 1000 行"),
        ("2028-01-01,放假,元旦\n" * 80_000, "太大了"),
        ("\x00\x01\x02,\x03", "不是一个日期"),
    ],
)
def test_a_fault_of_a_csv_is_one_sentence_with_file_and_line(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "放假 表.csv"
    path.write_text(text, encoding="utf-8")
    if not says:  # an open quotation mark runs to the end of the file: odd, but every day in it is sound
        assert read_calendar_file(path).days_off
        return
    with pytest.raises(UserFault) as fault:
        read_calendar_file(path)
    assert fault.value.code == "broken-calendar"
    assert "放假 表.csv" in fault.value.sentence
    assert says in fault.value.sentence
    assert fault.value.next_step
    assert len(str(fault.value)) < 200


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('year = 2028\nstatus = "confirmed"\nsource = ""\n[days_off]\n2027-01-01 = "元旦"\n[workdays]\n', "第 5 行"),
        ('year = 2028\nstatus = "confirmed"\nsource = ""\n[days_off]\n2028-02-30 = "春节"\n[workdays]\n', "第 5 行"),
        ("year = 2028\n[days_off\n", "第 2 行"),
        ('year = 2028\nstatus = "confirmed"\nsource = ""\n[days_off]\n[workdays]\n', "没有一天放假"),
        ('year = 1\nstatus = "confirmed"\nsource = ""\n[days_off]\n0001-01-01 = "元旦"\n[workdays]\n', "1 年"),
        ("a=" + "[" * 50_000, "嵌套太深"),
        ("#" * 5_000_000, "太大了"),
        ("", "year"),
    ],
)
def test_a_fault_of_our_own_format_names_the_line_or_the_key(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "CN-2028.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UserFault) as fault:
        read_calendar_file(path)
    assert fault.value.code == "broken-calendar"
    assert "CN-2028.toml" in fault.value.sentence
    assert says in fault.value.sentence


def test_a_workbook_names_its_row(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "放假.xlsx", [["2028-01-01", "放假", "元旦"], [], [datetime(2028, 1, 4), "上班", "调休"]]
    )
    with pytest.raises(UserFault, match="第 3 行：调休上班日 2028-01-04 不是周六或周日"):
        read_calendar_file(path)


def test_a_workbook_far_too_long_or_swollen_or_hostile_is_refused(tmp_path: Path) -> None:
    long = workbook(tmp_path / "长.xlsx", [["2028-01-01", "放假", "元旦"]] * 1_001)
    with pytest.raises(UserFault, match="超过 1000 行"):
        read_calendar_file(long)
    bomb = tmp_path / "胀.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/sharedStrings.xml", b"0" * 30_000_000)
    with pytest.raises(UserFault, match="展开后太大"):
        read_calendar_file(bomb)
    whole = workbook(tmp_path / "好.xlsx", [["2028-01-01", "放假", "元旦"]])
    entities = tmp_path / "实体.xlsx"
    lol = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
    ) + b"]><worksheet><sheetData><row><c><v>&j;</v></c></row></sheetData></worksheet>"  # fmt: skip
    with zipfile.ZipFile(whole) as sound, zipfile.ZipFile(entities, "w") as parts:
        for name in sound.namelist():
            parts.writestr(name, lol if name == "xl/worksheets/sheet1.xml" else sound.read(name))
    with pytest.raises(UserFault) as fault:
        read_calendar_file(entities)
    assert fault.value.code == "broken-calendar"


def test_what_is_no_calendar_at_all_is_said(tmp_path: Path) -> None:
    (tmp_path / "文件夹.csv").mkdir()
    (tmp_path / "假.xlsx").write_bytes("不是工作簿".encode())
    (tmp_path / "空.xlsx").write_bytes(b"")
    (tmp_path / "旧.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    (tmp_path / "乱码.csv").write_bytes(b"\xff\xff\x81\x30")
    for name in (
        "文件夹.csv",
        "假.xlsx",
        "空.xlsx",
        "旧.xls",
        "乱码.csv",
        "没有这个文件.csv",
        "没有.toml",
        "没有.xlsx",
    ):
        with pytest.raises(UserFault) as fault:
            read_calendar_file(tmp_path / name)
        assert fault.value.code == "broken-calendar", name
        assert name in fault.value.sentence


@given(st.binary(max_size=400), st.sampled_from([".csv", ".xlsx", ".toml", ".txt"]))
def test_any_bytes_are_a_year_or_one_sentence(tmp_path_factory: pytest.TempPathFactory, raw: bytes, kind: str) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{kind}"
    path.write_bytes(raw)
    try:
        assert read_calendar_file(path).days_off
    except UserFault as fault:
        assert fault.code == "broken-calendar"


@given(
    st.lists(st.tuples(st.text(max_size=12), st.sampled_from(["放假", "上班", ""]), st.text(max_size=6)), max_size=8)
)
def test_any_rows_are_a_year_or_one_sentence(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "rows.csv"
    path.write_bytes("\n".join(",".join(row) for row in rows).encode("utf-8", "replace"))
    try:
        assert read_calendar_file(path).days_off
    except UserFault as fault:
        assert fault.code == "broken-calendar"
