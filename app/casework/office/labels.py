"""The words a screen or a document shows for what is stored as a key."""

from collections.abc import Mapping
from functools import cache

from app.ledgers.codes import load_codes
from app.ledgers.row import SEALED_TEXT

VOIDED = "已作废"

__all__ = ["SEALED_TEXT", "VOIDED", "label", "labels"]


@cache
def labels(table: str) -> Mapping[str, str]:
    """Return key -> word of a code table in `resources/codes`."""
    return load_codes(table).labels


def label(table: str, key: str) -> str:
    """Return the word for `key`, or the key itself when the table does not know it."""
    return labels(table).get(key, key)
