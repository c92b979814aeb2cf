"""A kept file may be declared void: it stays as it is, with the reason beside it. An index for lists of documents."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attachment_void",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachment.id"]),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("attachment_id"),
    )
    op.create_index(op.f("ix_attachment_void_case_id"), "attachment_void", ["case_id"], unique=False)
    listed = ["kind", "issued_on", "case_id", "issued_at", "name", "number"]
    op.create_index("ix_document_listed", "document", listed, unique=False)
    op.execute(
        'CREATE TRIGGER keep_attachment_void BEFORE DELETE ON "attachment_void" '
        "BEGIN SELECT RAISE(ABORT, 'attachment_void rows are never deleted'); END"
    )
    op.execute(
        'CREATE TRIGGER fix_attachment_void BEFORE UPDATE ON "attachment_void" '
        "BEGIN SELECT RAISE(ABORT, 'attachment_void rows are never changed'); END"
    )
