"""Read a year's holiday arrangement from a file an office has; every fault names the file and the line."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from app.faults import UserFault
from app.law.dates.calendar import CalendarYear, fixed_days, load_calendar_year
from app.law.dates.day_rows import LARGEST, DayRow, read_rows, shown
from app.law.dates.typed_dates import read_date

_OFF = {"放假", "休", "休息", "假"}
_WORKED = {"上班", "班", "调休上班", "补班"}
_HEADINGS = {"日期", "日子", "date"}
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_SATURDAY = 5
_ONE_YEAR = "一个文件只放一年的安排；跨年的那几天，请写在它自己那一年的文件里。"
_MEND = "请改正这一处再导入；什么也没有改动。"


def read_calendar_file(path: Path) -> CalendarYear:
    """Read one year from our own TOML, a CSV (日期,放假或上班,名称; UTF-8 or GBK) or an .xlsx with the same columns.

    A CSV or a workbook is taken for the published arrangement (confirmed). Raises UserFault(code="broken-calendar")
    with the file and the line or row; nothing is written.
    """
    kind = path.suffix.lower()
    if kind == ".toml":
        return _from_toml(path)
    if kind in (".csv", ".txt", ".xlsx"):
        return _from_rows(path)
    raise _fault(f"“{path.name}”不是认识的文件。", "可以导入 .csv、.xlsx，或本程序的 CN-年份.toml。")


def missing_statutory_days(year: CalendarYear) -> tuple[date, ...]:
    """Return the fixed statutory days (元旦, 劳动节, 国庆节) that a year does not have off, as a half one may."""
    return tuple(day for day in fixed_days(year.year) if day not in year.days_off)


def days_of(year: int) -> Iterator[date]:
    """Yield every day of a year."""
    first = date(year, 1, 1)
    for place in range((date(year, 12, 31) - first).days + 1):
        yield first + timedelta(days=place)


def _from_toml(path: Path) -> CalendarYear:
    try:
        if path.stat().st_size > LARGEST:
            raise _fault(f"“{path.name}”太大了，不像一年的放假安排。", "请核对是不是选错了文件。")
        year = load_calendar_year(path)
    except OSError:
        raise _fault(f"打不开文件“{path.name}”。", "请核对文件是否还在、是否正被别的程序占用。") from None
    except UserFault as fault:
        raise _fault(fault.sentence[:200] + _place_in(path, fault.sentence), _MEND) from None
    _check_year(path, year)
    return year


def _place_in(path: Path, sentence: str) -> str:
    """Find the line of a date that a fault of our own file names; the checks of a whole year know no lines."""
    named = re.search(r"\d{4}-\d{2}-\d{2}", sentence)
    if named is None:
        return ""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ""
    found = [number for number, line in enumerate(lines, start=1) if line.strip().startswith(named[0])]
    return f"（第 {found[-1]} 行）" if found else ""


def _from_rows(path: Path) -> CalendarYear:
    days = list(_days(path))
    if not days:
        raise _fault(f"“{path.name}”里没有日期。", "每行写一天：日期，放假或上班，名称。")
    # The odd day out is the mistake, wherever it stands: the year is that of most days.
    (usual, _count) = Counter(day.year for _, day, _, _ in days).most_common(1)[0]
    off: dict[date, str] = {}
    worked: dict[date, str] = {}
    lines: dict[date, str] = {}
    for place, day, is_off, name in days:
        if day.year != usual:
            raise _fault(f"“{path.name}”{place}：{day.isoformat()} 不在 {usual} 年。", _ONE_YEAR)
        if day in lines:
            both = day in (worked if is_off else off)
            said = f"既写成放假又写成上班（另一处是{lines[day]}）" if both else f"写了两次（另一处是{lines[day]}）"
            raise _fault(f"“{path.name}”{place}：{day.isoformat()} {said}。", _MEND)
        if not is_off and day.weekday() < _SATURDAY:
            raise _fault(f"“{path.name}”{place}：调休上班日 {day.isoformat()} 不是周六或周日。", _MEND)
        lines[day] = place
        (off if is_off else worked)[day] = name
    year = CalendarYear(
        year=usual,
        status="confirmed",
        source=f"由本单位从文件“{path.name}”导入；请对照国务院办公厅放假通知核对。",
        days_off=dict(sorted(off.items())),
        workdays=dict(sorted(worked.items())),
    )
    _check_year(path, year)
    return year


def _days(path: Path) -> Iterator[tuple[str, date, bool, str]]:
    first = True
    for row in read_rows(path):
        if first and row.cells[0].lower() in _HEADINGS:
            first = False
            continue
        first = False
        day = _day(path, row)
        word = row.cells[1]
        if word not in _OFF and word not in _WORKED:
            said = f"“{shown(word)}”不认识" if word else "没有写放假还是上班"
            raise _fault(f"“{path.name}”{row.place}：{said}。", "第二列只能写“放假”或“上班”。")
        name = row.cells[2][:20]
        if word in _OFF and not name:
            raise _fault(f"“{path.name}”{row.place}：{day.isoformat()} 放假没有写节名。", "请在第三列写上，例如 春节。")
        yield row.place, day, word in _OFF, name or "调休"


def _day(path: Path, row: DayRow) -> date:
    try:
        # A day without its year would be taken for this year's; here it is a mistake.
        if not re.match(r"\d{4}", row.cells[0]):
            raise ValueError(row.cells[0])
        return read_date(row.cells[0], date.min)
    except ValueError:
        said = f"{shown(row.cells[0])} 不是一个日期" if row.cells[0] else "没有日期"
        raise _fault(f"“{path.name}”{row.place}：{said}。", "日期请写成 2027-01-01 这样。") from None


def _check_year(path: Path, year: CalendarYear) -> None:
    if not _FIRST_YEAR <= year.year <= _LAST_YEAR:
        raise _fault(f"“{path.name}”写的是 {year.year} 年。", "请核对年份。")
    if not year.days_off:
        raise _fault(f"“{path.name}”里没有一天放假。", "请核对是不是选错了文件。")


def _fault(sentence: str, next_step: str) -> UserFault:
    return UserFault(sentence, next_step, code="broken-calendar", field="path")
