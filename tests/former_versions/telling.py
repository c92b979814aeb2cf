"""How the journal of a version tells a row: what is left out, what a digest stands for, which values are written how.

The versions 0001 to 0003 told every column of a new row. From 0004 on the journal is of the second format, and a new
row's columns that stand at their default are not told; a recording of such a version says itself how it was told.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

OMITTED, DIGEST, FLAG, WORDS = "omitted", "digest", "flag", "words"
#: Tables that no entry tells of: they follow from others, or are the journal itself.
UNTOLD = ("case_need", "document_bytes", "journal", "journal_text")


@dataclass(frozen=True)
class Telling:
    """`sorts`: `table.column` -> how its value is told, where not as SQLite stores it.

    `defaults`: table -> column -> the value at which a new row does not tell it.
    """

    sorts: Mapping[str, str]
    defaults: Mapping[str, Mapping[str, Any]]

    def value(self, table: str, column: str, value: Any) -> Any:
        """Return how a stored value is told."""
        sort = self.sorts.get(f"{table}.{column}")
        if value is None or sort is None:
            return value
        if sort == DIGEST:
            plain = base64.b64encode(value).decode() if isinstance(value, bytes) else str(value)
            return "sha256:" + hashlib.sha256(plain.encode()).hexdigest()
        return bool(value) if sort == FLAG else json.loads(value) if sort == WORDS else value

    def insert(self, table: str, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is told of a row that came."""
        told: dict[str, Any] = {}
        for name, stored in row.items():
            defaults = self.defaults.get(table, {})
            if self.sorts.get(f"{table}.{name}") == OMITTED:
                told[name] = {"omitted": True}
            elif name not in defaults or self.value(table, name, stored) != defaults[name]:
                told[name] = [None, self.value(table, name, stored)]
        return told


FIRST = Telling(
    {
        "draft.title": OMITTED, "draft.payload": OMITTED, "document.pdf": OMITTED,
        "attachment_piece.content": OMITTED, "office.check_key": DIGEST, "document.field_values": DIGEST,
        "sealed_content.content": DIGEST, "office_picture.content": DIGEST, "user.active": FLAG, "case.sealed": FLAG,
        "case.representatives_refused": FLAG, "case.urgent": FLAG, "case.litigation": FLAG,
        "petitioner.representative": FLAG, "case_clock.estimated": FLAG, "case_clock.stops_with_notice": FLAG,
        "case_clock.late_extension": FLAG, "template_text.withdrawn": FLAG, "document_print.is_copy": FLAG,
        "ledger_export.is_full": FLAG,
    },
    {},
)  # fmt: skip
