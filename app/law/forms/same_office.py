"""Tell whether two names that people typed are one office."""

import unicodedata


def same_office(one: str, other: str) -> bool:
    """Say whether two names are the same office, however its signs and blanks were typed; an empty name is none."""
    first = office_key(one)
    return bool(first) and first == office_key(other)


def office_key(name: str) -> str:
    """Return a name without what differs only by how it was typed."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()
