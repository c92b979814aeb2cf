"""Build a workspace of a former version from its recording, and go on in it by plain SQL as that version did.

As a command it makes a large one, to time a migration by hand (10,000 cases are 375 MB):

    PYTHONPATH=.:tests python -m former_versions.building 0003 <new folder> --cases 10000
"""

import argparse
import hashlib
import os
import shutil
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from offices import CHEAP, PASSWORD
from sqlalchemy import Connection

from app.models.schema import MIGRATIONS
from app.models.search import SearchText, index_cases
from app.models.store import Store
from app.models.workspace import DATABASE, SLOTS
from app.security.keyslots import RECOVERY, KeySlots, new_recovery_code, write_key_slots
from former_versions.cloning import Cloning
from former_versions.recording import TABLES, Recording, canonical, text_digest
from former_versions.telling import UNTOLD

VERSIONS = ("0001", "0002", "0003", "0007")
CLERK = "窗口口令2026"  # of wang; li signs in with `PASSWORD`, chen was stopped
_AT, _BY = "2026-11-26T09:30:00+08:00", "li"
_HASHED = (
    "seq", "at", "user_name", "act", "act_seq", "note", "table_name", "row_key", "case_id", "operation", "changes",
)  # fmt: skip
_HASHED_BESIDE_WORDS = (
    "format", "seq", "at", "user_name", "act", "act_seq", "table_name", "row_key", "case_id", "operation",
    "text_sha256",
)  # fmt: skip
_AT_ONCE = 500


class FormerWorkspace:
    """A workspace at the migration of a former version, with all rows that its program left."""

    def __init__(self, folder: Path, version: str) -> None:
        folder.mkdir(parents=True)
        self.folder, self.recording = folder, Recording(version)
        key = os.urandom(32)
        self.store = Store(folder / DATABASE, key)
        with self.store.connection(write=True) as connection:
            migrate(connection, version)
            for table, rows in self.recording.rows.items():
                insert(connection, table, rows)
            for name, last in self.recording.sequences:
                connection.exec_driver_sql("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", (last, name))
            found_by = [(case, SearchText(*map(tuple, words))) for case, *words in self.recording.search]
            index_cases(connection, found_by)
        slots = KeySlots(uuid.uuid4().hex, ())
        slots = slots.with_slot("li", PASSWORD, key, self.recording.sealing_key, CHEAP)
        slots = slots.with_slot("wang", CLERK, key, None, CHEAP)
        slots = slots.with_slot(RECOVERY, new_recovery_code(), key, self.recording.sealing_key, CHEAP)
        write_key_slots(folder / SLOTS, slots)

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """Return every row of every table, as SQLite stores it."""
        with self.store.connection() as connection:
            return rows_of(connection, self.recording.rows)

    def act(
        self,
        name: str,
        inserts: Mapping[str, Sequence[Mapping[str, Any]]],
        updates: Sequence[tuple[str, str, str, Any]] = (),
        found_by: Mapping[int, SearchText] | None = None,
    ) -> None:
        """Do one act: rows that come, values `(table, key, column, new)` that change, words to find cases by."""
        told = self.recording.telling
        with self.store.connection(write=True) as connection:
            entries = []
            for table in TABLES:
                rows = inserts.get(table, ())
                insert(connection, table, rows)
                if table not in UNTOLD:
                    entries += [("insert", table, str(next(iter(r.values()))), r, told.insert(table, r)) for r in rows]
            for table, key, column, value in updates:
                row = _row(connection, table, key)
                named = next(iter(row))
                connection.exec_driver_sql(f'UPDATE "{table}" SET "{column}" = ? WHERE "{named}" = ?', (value, key))
                changes = {column: [told.value(table, column, each) for each in (row[column], value)]}
                entries.append(("update", table, key, row, changes))
            _write_entries(connection, name, entries, beside="journal_text" in self.recording.rows)
            index_cases(connection, (found_by or {}).items())

    def correct(self, case_id: int, column: str, value: Any) -> None:
        """Correct one value of a case."""
        self.act("correct_case", {}, [("case", str(case_id), column, value)])

    def add_cases(
        self, count: int = 1, *, like: int = 1, steps: int | None = None, documents: int | None = None
    ) -> tuple[int, ...]:
        """Register cases after one that is there, with all that hangs on it; return their ids.

        `steps` and `documents` bring it to as many of them, repeating what the case has.
        """
        added: list[int] = []
        cloning = Cloning(self.rows(), like)
        while len(added) < count:
            for _ in range(min(_AT_ONCE, count - len(added))):
                cloning.add(steps, documents)
            self.act("register_case", cloning.rows, cloning.counted(), cloning.found_by)
            added += cloning.found_by
            cloning.begin()
        return tuple(added)

    def close(self) -> None:
        """Close the file, with the log moved into it."""
        self.store.checkpoint()
        self.store.close()


def with_older_backup(folder: Path, backup: Path, version: str) -> tuple[tuple[int, ...], FormerWorkspace]:
    """Build a workspace, copy it as a backup does, and go on in it; return the ids of the cases that came since.

    A case that both hold was changed since, so that the same row stands in both with other values.
    """
    former = FormerWorkspace(folder, version)
    former.close()
    shutil.copytree(folder, backup)
    came = former.add_cases(2, like=1)
    former.correct(1, "summary", "备份以后更正过的内容。")
    former.close()
    return came, former


def migrate(connection: Connection, to: str) -> None:
    """Bring tables to a version, as the program of that day did."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def rows_of(connection: Connection, tables: Mapping[str, object]) -> dict[str, list[dict[str, Any]]]:
    """Return every row of some tables, as SQLite stores it."""
    run = connection.exec_driver_sql
    return {table: [dict(row) for row in run(f'SELECT * FROM "{table}" ORDER BY rowid').mappings()] for table in tables}


def insert(connection: Connection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of one table that say every column it has."""
    if not rows:
        return
    names = {column[1] for column in connection.exec_driver_sql(f'PRAGMA table_info("{table}")')}
    assert names == set(rows[0]), names ^ set(rows[0])
    columns = ", ".join(f'"{name}"' for name in rows[0])
    places = ", ".join("?" * len(rows[0]))
    connection.exec_driver_sql(
        f'INSERT INTO "{table}" ({columns}) VALUES ({places})', [tuple(row.values()) for row in rows]
    )


def _row(connection: Connection, table: str, key: str) -> dict[str, Any]:
    named = connection.exec_driver_sql(f'PRAGMA table_info("{table}")').first()
    assert named is not None
    found = connection.exec_driver_sql(f'SELECT * FROM "{table}" WHERE "{named[1]}" = ?', (key,)).mappings().one()
    return dict(found)


def _write_entries(
    connection: Connection,
    act: str,
    entries: Sequence[tuple[str, str, str, Mapping[str, Any], object]],
    beside: bool,
) -> None:
    """Write an act down; `beside`: in the second format, whose words lie beside the entry."""
    last = connection.exec_driver_sql("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1").one()
    seq, previous = last
    first, written, texts = seq + 1, [], []
    for operation, table, key, row, changes in entries:
        seq += 1
        entry = {
            "seq": seq, "at": _AT, "user_name": _BY, "act": act, "act_seq": first, "table_name": table, "row_key": key,
            "case_id": row["id"] if table == "case" else row.get("case_id"), "operation": operation,
        }  # fmt: skip
        words = {"note": "", "changes": canonical(changes)}
        if beside:
            text = {"salt": os.urandom(16).hex(), **words}
            texts.append({"seq": seq, **text, "sealed": None})
            entry |= {"format": 2, "text_sha256": text_digest(**text), "signature": None}
        else:
            entry |= words
        hashed = [entry[name] for name in (_HASHED_BESIDE_WORDS if beside else _HASHED)]
        digest = hashlib.sha256(canonical([*hashed, previous]).encode()).hexdigest()
        written.append(entry | {"previous": previous, "hash": digest})
        previous = digest
    insert(connection, "journal", written)
    insert(connection, "journal_text", texts)


def main() -> None:
    """Run as a command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("version", choices=VERSIONS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cases", type=int, default=10_000)
    options = parser.parse_args()
    former = FormerWorkspace(options.folder, options.version)
    busiest = former.recording.busiest_case()
    former.add_cases(options.cases, like=busiest, steps=5, documents=3)
    former.close()
    size = (options.folder / DATABASE).stat().st_size
    print(f"{options.cases} cases more at {options.version}: {size / 1e6:.0f} MB, user li, password {PASSWORD}")


if __name__ == "__main__":
    main()
