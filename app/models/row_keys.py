"""Keys of rows that are one across offices: what travels between them one day is known by it, whatever its number."""

import secrets
import time
import uuid

# Made once for this program (version 4); what was there before keys were has its key under this name.
_OF_FIRST_ROWS = uuid.UUID("6f0f7d6a-6b1a-4c0e-9d5c-3f5f0a4b7f52")


def new_key() -> str:
    """Return a fresh UUID of version 7 (RFC 9562): 48 bits of Unix milliseconds, then 74 random bits."""
    random = int.from_bytes(secrets.token_bytes(10))
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (1 << 48) - 1) << 80 | random
    value = value & ~(0xF << 76 | 0x3 << 62) | 0x7 << 76 | 0x2 << 62
    return str(uuid.UUID(int=value))


def first_key(first_hash: str, table: str, row: str) -> str:
    """Return the key of a row that was there before keys were: every copy of a workspace comes to the same.

    It is a UUID of version 5 over the hash of the journal's first entry, the table's name and the row's number.
    """
    return str(uuid.uuid5(_OF_FIRST_ROWS, f"{first_hash}/{table}/{row}"))
