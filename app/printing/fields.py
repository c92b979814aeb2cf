"""The fields a document may name, and how each is written on paper."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Literal

from app.faults import UserFault

FieldType = Literal["text", "longtext", "date", "name", "office", "phone", "count", "list", "names"]
Values = Mapping[str, object]

# The one vocabulary that cases offer and templates use; a template that names another field is broken.
FIELD_TYPES: dict[str, FieldType] = {
    "office_name": "office",
    "office_phone": "phone",
    "office_address": "text",
    "case_number": "text",
    "petitioner_name": "name",
    "petitioner_names": "names",
    "people_count": "count",
    "received_on": "date",
    "channel_label": "text",
    "summary_short": "longtext",
    "claims": "list",
    "destination": "office",
    "destination_phone": "phone",
    "dispatched_on": "date",
    "handling_way": "longtext",
    "procedure": "longtext",
    "pathway_item": "text",
    "pathway_organ": "office",
    "pathway_basis": "longtext",
    "pathway_period": "longtext",
    "pathway_materials": "longtext",
    "political_legal_office": "office",
    "remedy": "longtext",
    "due_on": "date",
    "handler": "name",
    "enquiry": "longtext",
    "issued_on": "date",
}


def entries(value: object) -> list[str]:
    """Return a value as its list of non-empty texts; a plain text is a list of one."""
    if value is None:
        return []
    texts = [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)]
    return [text.strip() for text in texts if text.strip()]


def is_empty(value: object, at_least: int = 1) -> bool:
    """Tell whether there is nothing to print: no text, fewer list entries or a smaller count than `at_least`."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value < at_least
    return len(entries(value)) < (at_least if isinstance(value, list | tuple) else 1)


def written(key: str, value: object) -> str:
    """Write one value as it stands in a sentence; raises UserFault(code="bad-field") for an impossible date."""
    kind = FIELD_TYPES[key]
    if kind == "date":
        return written_date(key, value)
    if kind in ("list", "names"):
        return ("、" if kind == "names" else "；").join(entries(value))
    return str(value).strip()


def written_date(key: str, value: object) -> str:
    """Write a date as 2026年11月22日 (GB/T 9704-2012, 7.3.5.4); takes a date or its ISO text."""
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value).strip()[:10])
    except ValueError:
        raise UserFault(
            f"日期“{value}”无法识别。", "请按 2026-11-22 的样子填写后重新生成文书。", code="bad-field", field=key
        ) from None
    return f"{day.year}年{day.month}月{day.day}日"


def paragraphs_of(text: str) -> list[str]:
    """Split text a person typed into paragraphs at its line ends."""
    return [line.strip() for line in re.split(r"[\r\n\u2028\u2029\x0b\x0c]+", text) if line.strip()]
