"""Read a date the way a clerk types it, so that a date field can show its weekday."""

import re
from datetime import date, timedelta

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
_FULL = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\Z")
_SOLID = re.compile(r"(\d{4})(\d{2})(\d{2})\Z")
_SHORT = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?\Z")
_WORDS = {"今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2, "明天": 1}
_WIDE = str.maketrans("０１２３４５６７８９－／．—", "0123456789-/.-")


def read_date(text: str, today: date) -> date | None:
    """Return the day that is meant, or None when the text is no date (yet) or names an impossible day.

    Accepts 2026-11-22, 2026/11/22, 2026.11.22, 20261122, 2026年11月22日, 11-22 and 11月22日 (of this year),
    今天, 昨天, 前天, 明天; full-width digits too.
    """
    text = text.strip().translate(_WIDE)
    if text in _WORDS:
        return today + timedelta(days=_WORDS[text])
    if found := _FULL.match(text) or _SOLID.match(text):
        year, month, day = map(int, found.groups())
    elif found := _SHORT.match(text):
        year, (month, day) = today.year, map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def weekday(day: date) -> str:
    """Return the weekday in Chinese."""
    return WEEKDAYS[day.weekday()]
