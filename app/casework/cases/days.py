"""The three days a case begins with, the order they must have, and whether it was entered later than registered."""

from datetime import date

from app.faults import UserFault
from app.models.tables import Case

ENTERED_LATER = "补录"


def check_days(petition_date: date, received_on: date, registered_on: date, latest: date, field: str = "") -> None:
    """Refuse days out of order: put forward, received, registered, the last of them not after `latest`.

    Raises `UserFault` (code bad-value). With `field` only the pairs that it belongs to are looked at, and the fault is
    about it.
    """
    pairs = (
        ("petition_date", petition_date, "received_on", received_on),
        ("received_on", received_on, "registered_on", registered_on),
    )
    for early, first, late, then in pairs:
        if first > then and field in ("", early, late):
            words = f"“{_LABELS[early]}”（{first}）不能晚于“{_LABELS[late]}”（{then}），"
            step = "两个日期都要改的，请先改另一个。" if field else "请核对先后。"
            raise UserFault(words, step, code="bad-value", field=field or _TYPED_LAST[early])
    if registered_on > latest and field in ("", "registered_on"):
        words = f"“{_LABELS['registered_on']}”（{registered_on}）不能晚于 {latest}，"
        raise UserFault(words, "请核对先后。", code="bad-value", field="registered_on")


def entered_later(case: Case) -> bool:
    """Say whether a case was registered, by its day, before the day on which it was entered here (补录)."""
    return registered_before(case.registered_on, case.registered_at)


def registered_before(registered_on: date, registered_at: str) -> bool:
    """Say whether a day of registering lies before the day of the moment of entry."""
    return registered_on < entry_day(registered_at)


def entry_day(registered_at: str) -> date:
    """Return the day of the moment at which a case was entered."""
    return date.fromisoformat(registered_at[:10])


_LABELS = {"petition_date": "信访日期", "received_on": "收到日期", "registered_on": "登记日期"}
# Of each pair the field that a clerk fills in after the day of receipt.
_TYPED_LAST = {"petition_date": "petition_date", "received_on": "registered_on"}
