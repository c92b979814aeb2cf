"""A workspace of the first version is brought up to date with what its cases wait for."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from app.models.schema import MIGRATIONS
from app.models.store import Store

OPEN = {"number": "1", "state": "S02", "notice_kind": "receipt_notice", "received_on": "2026-11-16", "urgent": 1}
SENT = {"number": "2", "state": "S03", "notice_kind": "transfer_notice", "registered_on": "2026-11-17"}
VOID = {"number": "3", "state": "S02", "notice_kind": "receipt_notice", "voided_on": "2026-11-18"}
SEALED = {"number": "4", "state": "S08", "sealed": 1}


def migrate(connection: Connection, to: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def add(connection: Connection, table: str, **values: Any) -> None:
    """Insert a row whose other columns are as empty as they may be."""
    columns = connection.exec_driver_sql(f'PRAGMA table_info("{table}")').all()
    row = {
        c.name: "" if c.type.startswith(("VARCHAR", "TEXT")) else b"" if c.type == "BLOB" else 0
        for c in columns
        if c.notnull and not c.pk
    }
    row |= {"received_on": "2026-11-16", "registered_on": "2026-11-16"} if table == "case" else {}
    row |= values
    names = ", ".join(f'"{name}"' for name in row)
    connection.exec_driver_sql(
        f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(row))})', tuple(row.values())
    )


def test_what_older_cases_wait_for_is_on_the_desk_after_the_upgrade(tmp_path: Path) -> None:
    store = Store(tmp_path / "workspace.db", bytes(32))
    with store.connection(write=True) as connection:
        migrate(connection, "0001")
        add(connection, "user", id=1, login="li")
        for case in (OPEN, SENT, VOID, SEALED):
            add(connection, "case", registered_by_id=1, **case)
        add(connection, "document", id=1, case_id=2, kind="transfer_notice", issued_by_id=1, issued_on="2026-11-17")
        migrate(connection, "0002")
        rows = connection.exec_driver_sql("SELECT case_id, need, since, detail FROM case_need ORDER BY 1, 2").all()
    store.close()
    assert [tuple(row) for row in rows] == [
        (1, "paper", "2026-11-16", "receipt_notice"),
        (1, "send", "2026-11-16", ""),
        (1, "urgent", "2026-11-16", ""),
    ]
