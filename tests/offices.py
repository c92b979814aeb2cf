"""Offices, people and days that tests stand on."""

from datetime import datetime, timedelta, timezone

from app.models.workspace import OfficeSetup
from app.security.keyslots import KdfCost

# One cheap guess: tests make hundreds of workspaces; the real cost is tried once, in the key slot tests.
CHEAP = KdfCost(iterations=1, lanes=1, memory_kib=8 * 1024)
PASSWORD = "晴天好接访2026"
BEIJING = timezone(timedelta(hours=8))


class StandingClock:
    """A clock that stands where a test puts it."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment


#: The morning that tests stand on; the shipped examples lie a few days back.
MORNING = StandingClock(datetime(2026, 11, 20, 9, 30, tzinfo=BEIJING))


def office_setup(role: str = "petition_department") -> OfficeSetup:
    """An office for tests, of either route."""
    names = {
        "petition_department": ("香林县信访局", "香信", "县", "990326", "香林县"),
        "review_body": ("香林县人民政府信访事项复查复核办公室", "香政信复查", "县", "990326", "香林县"),
        "township": ("香林县城关镇人民政府", "城关信", "乡镇", "990326100", "香林县城关镇"),
    }
    name, short, level, code, division = names[role]
    return OfficeSetup(
        name, short, level, role, code, division, "li", "李明华", PASSWORD, "0717-0000000", "香林县梅园路1号"
    )
