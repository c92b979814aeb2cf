"""Journal entries as migrations from 0004 on write them: format 2, one act for each migration.

It is kept apart from `app.models.journal`, which may move on to another format: a migration says for ever what it said.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable
from typing import Any

from alembic import context
from sqlalchemy import Connection


def entries_of(connection: Connection) -> int:
    """Return how many entries the journal has; a workspace that is only being made has none and tells nothing."""
    return int(connection.exec_driver_sql("SELECT count(*) FROM journal").scalar_one())


def first_hash(connection: Connection) -> str:
    """Return the hash of the journal's first entry."""
    return str(connection.exec_driver_sql("SELECT hash FROM journal WHERE seq = 1").scalar_one())


def write_down(
    connection: Connection, entries: Iterable[tuple[str, str, int | None, str, dict[str, Any]]]
) -> None:
    """Add entries (table, key, case, operation, changes) as one act of whoever opened the workspace."""
    who = context.config.attributes["journal"]
    seq, previous = connection.exec_driver_sql("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1").one()
    act_seq = seq + 1
    for table, key, case_id, operation, changes in entries:
        seq += 1
        salt, told = secrets.token_hex(16), _canonical(changes)
        digest = _sha256([salt, "", told])
        hashed = [2, seq, who.at, who.user, who.act, act_seq, table, key, case_id, operation, digest]
        entry_hash = _sha256([*hashed, previous])
        connection.exec_driver_sql(
            "INSERT INTO journal (format, seq, at, user_name, act, act_seq, table_name, row_key, case_id, operation, "
            "text_sha256, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*hashed, previous, entry_hash),
        )
        connection.exec_driver_sql(
            "INSERT INTO journal_text (seq, salt, note, changes) VALUES (?, ?, '', ?)", (seq, salt, told)
        )
        previous = entry_hash


def guard(connection: Connection, word: str, table: str, unless: str = "") -> None:
    """Let the database refuse to delete (`keep`) or to change (`fix`) rows of a table."""
    event, verb = {"keep": ("DELETE", "deleted"), "fix": ("UPDATE", "changed")}[word]
    when = f"WHEN NOT ({unless}) " if unless else ""
    connection.exec_driver_sql(
        f'CREATE TRIGGER {word}_{table} BEFORE {event} ON "{table}" '
        f"{when}BEGIN SELECT RAISE(ABORT, '{table} rows are never {verb}'); END"
    )


def unguard(connection: Connection, word: str, table: str) -> None:
    """Take a guard off, to be put back in the same transaction."""
    connection.exec_driver_sql(f"DROP TRIGGER {word}_{table}")


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _sha256(value: object) -> str:
    return hashlib.sha256(_canonical(value).encode()).hexdigest()
