"""Every file that leaves is recorded before it gets its name, and then how that ended."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

GUARDS = (("keep", "DELETE", "deleted"), ("fix", "UPDATE", "changed"))


def upgrade() -> None:
    for prefix, _, _ in GUARDS:
        op.execute(f"DROP TRIGGER {prefix}_ledger_export")
    op.rename_table("ledger_export", "file_exit")
    # Empty: these files were recorded when they stood in their place already, and wait for no end.
    op.execute("ALTER TABLE \"file_exit\" ADD COLUMN temporary VARCHAR NOT NULL DEFAULT ''")
    op.create_table(
        "file_exit_end",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exit_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["exit_id"], ["file_exit.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("exit_id"),
    )
    for table in ("file_exit", "file_exit_end"):
        for prefix, event, verb in GUARDS:
            op.execute(
                f'CREATE TRIGGER {prefix}_{table} BEFORE {event} ON "{table}" '
                f"BEGIN SELECT RAISE(ABORT, '{table} rows are never {verb}'); END"
            )
