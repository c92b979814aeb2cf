"""Spans of days a ledger is asked for."""

from datetime import date

PERIODS = (("month", "本月"), ("quarter", "本季"), ("year", "本年"), ("all", "全部"), ("own", "自定"))


def span(period: str, today: date) -> tuple[date | None, date | None]:
    """Return first and last day of a period up to today; None where it has no bound."""
    if period == "month":
        return today.replace(day=1), today
    if period == "quarter":
        return today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1), today
    if period == "year":
        return today.replace(month=1, day=1), today
    return None, None


def file_words(first: date | None, last: date | None, today: date) -> str:
    """Return the span as a file name bears it: 20261101-20261120, or 截至20261120."""
    if first is None:
        return f"截至{last or today:%Y%m%d}"
    return f"{first:%Y%m%d}-{last or today:%Y%m%d}"


def named(first: date | None, last: date | None, today: date) -> str:
    """Return the name of the period that these days are, `own` when it has none."""
    for period, _ in PERIODS:
        if period != "own" and span(period, today) == (first, last):
            return period
    return "own"
