"""A column that holds several words, as a JSON list of texts; in Python a tuple of strings."""

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import Dialect, String, TypeDecorator


class Words(TypeDecorator[tuple[str, ...]]):
    """Several words in one column: a tuple of strings, stored as a JSON list."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        """Write the words down."""
        return written(value or ())

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[str, ...]:
        """Read the words."""
        return tuple(json.loads(value)) if value else ()


def written(words: tuple[str, ...]) -> str:
    """Return the JSON text of some words."""
    return json.dumps(list(words), ensure_ascii=False, separators=(",", ":"))


def _split(sign: str | None) -> Callable[[str], tuple[str, ...]]:
    return lambda text: tuple(word for word in text.split(sign) if word)


READ_AS: dict[str, Callable[[str], tuple[str, ...]]] = {
    "blanks": _split(None),
    "lines": _split("\n"),
    "commas": _split(","),
    "enumeration": _split("、"),
}
"""How columns of former versions held several words; a migration names one of these in the journal."""
