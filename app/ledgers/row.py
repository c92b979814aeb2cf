"""What one case brings to a ledger, whatever columns the ledger has."""

from dataclasses import dataclass
from datetime import date

SEALED_TEXT = "检举控告件（已密封）"

#: All that a sealed case may show in any ledger: its numbers, dates and clock. Kept in code, not in a profile,
#: so that replacing a data file cannot open it (《信访工作条例》第三十条).
SEALED_FIELDS = frozenset({"case_number", "province_number", "petition_date", "registered_on", "due_on", "summary"})


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """Hold the facts of one registered case, as plain values.

    `channel`, `purpose` and `content_category` are keys of the code tables; `group_or_joint` is "", "集体访" or
    "联名信"; `first_national` is None while nobody knows; `people_count` is the people present or signing.
    """

    case_number: str
    province_number: str
    petitioner_name: str
    people_count: int
    address: str
    phone: str
    id_number: str
    location: str
    purpose: str
    content_category: str
    petition_date: date | None
    registered_on: date | None
    due_on: date | None
    channel: str
    summary: str
    concluded: bool
    first_national: bool | None
    group_or_joint: str
    state_label: str
    office_name: str
    registered_by: str
    sealed: bool
