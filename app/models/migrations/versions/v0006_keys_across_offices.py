"""Rows that will travel between offices one day get a key that is unique across offices; bytes lie apart.

What is there already gets it from the journal's first entry, its table and its number, so that every copy of a
workspace, an older backup too, comes to the same keys; the journal names the rule once for each table. The bytes of
documents move out of their rows, which would otherwise be read to their end for each key.
"""

import uuid

import sqlalchemy as sa
from alembic import op

from app.models.migrations.written_down import entries_of, first_hash, guard, unguard, write_down

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OF_FIRST_ROWS = uuid.UUID("6f0f7d6a-6b1a-4c0e-9d5c-3f5f0a4b7f52")
KEYED = ("user", "case", "petitioner", "claim", "case_step", "service", "document", "attachment")
_CASE_SEALED = 'EXISTS (SELECT 1 FROM "case" AS c WHERE c.id = OLD.case_id AND c.sealed)'
# What is fixed, but for the bytes of a case that is sealed afterwards.
FIXED = {
    "document": (
        "substr(OLD.field_values, 1, 1) = '{' AND substr(NEW.field_values, 1, 5) = 'WEZTM' AND NEW.id = OLD.id "
        "AND NEW.uid = OLD.uid AND NEW.case_id = OLD.case_id AND NEW.step_id IS OLD.step_id AND NEW.kind = OLD.kind "
        "AND NEW.name = OLD.name AND NEW.number = OLD.number AND NEW.year = OLD.year "
        "AND NEW.sequence = OLD.sequence AND NEW.template_version = OLD.template_version "
        "AND NEW.issued_on = OLD.issued_on AND NEW.issued_at = OLD.issued_at "
        "AND NEW.issued_by_id = OLD.issued_by_id AND NEW.check_code = OLD.check_code AND NEW.pages = OLD.pages "
        f"AND {_CASE_SEALED}"
    ),
    "attachment": (
        "OLD.name <> '' AND NEW.name = '' AND NEW.id = OLD.id AND NEW.uid = OLD.uid AND NEW.case_id = OLD.case_id "
        "AND NEW.document_id IS OLD.document_id AND NEW.about = OLD.about AND NEW.media = OLD.media "
        f"AND NEW.at = OLD.at AND NEW.user_id = OLD.user_id AND {_CASE_SEALED}"
    ),
    "attachment_piece": (
        "substr(OLD.content, 1, 4) <> X'58465331' AND substr(NEW.content, 1, 4) = X'58465331' AND NEW.id = OLD.id "
        "AND NEW.attachment_id = OLD.attachment_id AND NEW.position = OLD.position "
        "AND EXISTS (SELECT 1 FROM attachment AS a "
        'JOIN "case" AS c ON c.id = a.case_id WHERE a.id = OLD.attachment_id AND c.sealed)'
    ),
}

BYTES_SEALED = (
    "substr(OLD.content, 1, 4) <> X'58465331' AND substr(NEW.content, 1, 4) = X'58465331' "
    "AND NEW.document_id = OLD.document_id AND EXISTS (SELECT 1 FROM document AS d "
    'JOIN "case" AS c ON c.id = d.case_id WHERE d.id = OLD.document_id AND c.sealed)'
)


def upgrade() -> None:
    connection = op.get_bind()
    for table in FIXED:
        unguard(connection, "fix", table)
    _move_bytes(connection)
    first = first_hash(connection) if entries_of(connection) else ""
    driver = connection.connection.driver_connection
    driver.create_function("xf_key", 2, lambda table, row: str(uuid.uuid5(OF_FIRST_ROWS, f"{first}/{table}/{row}")))
    for table in KEYED:
        op.execute(f"ALTER TABLE \"{table}\" ADD COLUMN uid VARCHAR NOT NULL DEFAULT ''")
        connection.exec_driver_sql(f'UPDATE "{table}" SET uid = xf_key(?, id)', (table,))
        op.create_index(op.f(f"ix_{table}_uid"), table, ["uid"], unique=True)
    for table, unless in FIXED.items():
        guard(connection, "fix", table, unless)
    if first:
        write_down(connection, [(table, "*", None, "convert", {"uid": "key"}) for table in KEYED])


def _move_bytes(connection: sa.Connection) -> None:
    op.create_table(
        "document_bytes",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"]),
        sa.PrimaryKeyConstraint("document_id"),
    )
    connection.exec_driver_sql("INSERT INTO document_bytes (document_id, content) SELECT id, pdf FROM document")
    connection.exec_driver_sql("ALTER TABLE document DROP COLUMN pdf")
    guard(connection, "keep", "document_bytes")
    guard(connection, "fix", "document_bytes", BYTES_SEALED)
