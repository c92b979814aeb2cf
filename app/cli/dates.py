"""Read a date that stands in an argument."""

from datetime import date

from app.faults import UserFault


def read_day(text: str, name: str, today: date) -> date:
    """Return the date; raise `UserFault` (code `bad-value`) naming the argument for one that does not exist."""
    from app.law.dates.typed_dates import read_date

    try:
        return read_date(text, today)
    except ValueError:
        raise UserFault(
            f"{name} 的“{text[:20]}”不是一个存在的日期，",
            "请按 2026-09-10 这样写。",
            code="bad-value",
            field=name.lstrip("-"),
        ) from None
