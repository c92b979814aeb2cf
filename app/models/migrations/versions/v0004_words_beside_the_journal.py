"""Journal format 2: an entry's words lie beside it and their digest is what is hashed, so that they can be sealed.

Entries of the first format keep their hashes, which cover their words; the anchor, the first entry of format 2, holds
them together also when the words of some are sealed later.
"""

import hashlib
import json
import secrets

import sqlalchemy as sa
from alembic import op

from app.models.migrations.written_down import entries_of, guard, write_down

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ANCHORED = (
    "seq", "at", "user_name", "act", "act_seq", "table_name", "row_key", "case_id", "operation", "text_sha256",
    "previous", "hash",
)  # fmt: skip
SEALED_AFTERWARDS = (
    "OLD.sealed IS NULL AND NEW.seq = OLD.seq AND NEW.salt = '' AND NEW.note = '' AND NEW.changes = '' "
    "AND substr(NEW.sealed, 1, 4) = X'58465331' AND EXISTS (SELECT 1 FROM journal AS j "
    'JOIN "case" AS c ON c.id = j.case_id WHERE j.seq = OLD.seq AND c.sealed)'
)


def upgrade() -> None:
    connection = op.get_bind()
    op.create_table(
        "journal_text",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_table(
        "journal_2",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("user_name", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("act_seq", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("operation", sa.String(), nullable=False),
        sa.Column("format", sa.Integer(), nullable=False),
        sa.Column("text_sha256", sa.String(), nullable=False),
        sa.Column("signature", sa.String(), nullable=True),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    driver = connection.connection.driver_connection
    driver.create_function("xf_salt", 0, lambda: secrets.token_hex(16))
    driver.create_function("xf_digest", 3, _digest)
    connection.exec_driver_sql(
        "INSERT INTO journal_text (seq, salt, note, changes) SELECT seq, xf_salt(), note, changes FROM journal"
    )
    connection.exec_driver_sql(
        "INSERT INTO journal_2 (seq, at, user_name, act, act_seq, table_name, row_key, case_id, operation, format, "
        "text_sha256, previous, hash) SELECT j.seq, at, user_name, act, act_seq, table_name, row_key, case_id, "
        "operation, 1, xf_digest(t.salt, t.note, t.changes), previous, hash "
        "FROM journal AS j JOIN journal_text AS t ON t.seq = j.seq"
    )
    # The guards stand on the table itself and go with it; to drop it is not to delete its rows one by one.
    connection.exec_driver_sql("DROP TABLE journal")
    op.rename_table("journal_2", "journal")
    op.create_index(
        "ix_journal_case_id", "journal", ["case_id"], unique=False, sqlite_where=sa.text("case_id IS NOT NULL")
    )
    guard(connection, "keep", "journal")
    guard(connection, "fix", "journal")
    guard(connection, "keep", "journal_text")
    guard(connection, "fix", "journal_text", SEALED_AFTERWARDS)
    if entries_of(connection):
        write_down(connection, [("journal", "*", None, "anchor", _anchor(connection))])


def _anchor(connection: sa.Connection) -> dict[str, object]:
    entries, count = hashlib.sha256(), 0
    for row in connection.exec_driver_sql(f"SELECT {', '.join(ANCHORED)} FROM journal ORDER BY seq"):
        entries.update(_canonical(list(row)).encode())
        count += 1
    return {"entries": [None, count], "sha256": [None, entries.hexdigest()]}


def _digest(salt: str, note: str, changes: str) -> str:
    return hashlib.sha256(_canonical([salt, note, changes]).encode()).hexdigest()


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
