"""Tell whether two names that people typed are one office."""

import unicodedata


def same_office(one: str, other: str) -> bool:
    """Say whether two names are the same office, however its signs and blanks were typed; an empty name is none."""
    first, second = ("".join(unicodedata.normalize("NFKC", name).split()).casefold() for name in (one, other))
    return bool(first) and first == second
