"""The life of a case: steps, the clocks' lengths and duties, what was answered, the pathway catalogue."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# What an act, a template or a kept file was stays; what was declared or kept is also never changed.
KEPT = ("case_step", "document_void", "template_text", "attachment", "attachment_piece")
FIXED = ("document_void", "attachment", "attachment_piece")

# One column a line, as SQLite adds it: what stood before keeps its meaning with the default.
ADDED = (
    ("case", "watch_due DATE"),
    ("case", "watch_clock VARCHAR NOT NULL DEFAULT ''"),
    ("case", "marks VARCHAR NOT NULL DEFAULT ''"),
    ("case", "hands VARCHAR NOT NULL DEFAULT ''"),
    ("case", 'split_from_id INTEGER REFERENCES "case" (id)'),
    ("case", "enquiry_code VARCHAR NOT NULL DEFAULT ''"),
    ("claim", "result VARCHAR NOT NULL DEFAULT ''"),
    ("claim", "findings TEXT NOT NULL DEFAULT ''"),
    ("claim", "opinion TEXT NOT NULL DEFAULT ''"),
    ("claim", "opinion_basis TEXT NOT NULL DEFAULT ''"),
    ("claim", 'moved_to_case_id INTEGER REFERENCES "case" (id)'),
    ("case_clock", "start_fact VARCHAR NOT NULL DEFAULT ''"),
    ("case_clock", "days INTEGER"),
    ("case_clock", "extension_days INTEGER NOT NULL DEFAULT 0"),
    ("case_clock", "excluded_days INTEGER NOT NULL DEFAULT 0"),
    ("case_clock", "late_extension BOOLEAN NOT NULL DEFAULT 0"),
    ("case_clock", "local_due DATE"),
    ("case_clock", "duty VARCHAR NOT NULL DEFAULT 'own'"),
    ("case_clock", "duty_office VARCHAR NOT NULL DEFAULT ''"),
    ("document", "step_id INTEGER REFERENCES case_step (id)"),
)

# What cases of the first version wait for: a notice not yet issued, the sending on, the report of an urgent matter.
NEEDED = (
    """SELECT c.id, 'paper', c.registered_on, NULL, c.notice_kind FROM "case" c
       WHERE c.notice_kind <> '' AND NOT c.sealed AND c.voided_on IS NULL
       AND NOT EXISTS (SELECT 1 FROM document d WHERE d.case_id = c.id AND d.kind = c.notice_kind)""",
    """SELECT id, 'send', received_on, NULL, '' FROM "case" WHERE state = 'S02' AND voided_on IS NULL""",
    """SELECT id, 'urgent', received_on, NULL, '' FROM "case" WHERE urgent AND voided_on IS NULL AND state <> 'X3'""",
)


def upgrade() -> None:
    op.create_table(
        "case_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("state_before", sa.String(), nullable=False),
        sa.Column("state_after", sa.String(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("documents", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("second_of", sa.Integer(), nullable=True),
        sa.Column("at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"]),
        sa.ForeignKeyConstraint(["second_of"], ["case_step.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_case_step_case_id"), "case_step", ["case_id"], unique=False)
    op.create_table(
        "case_need",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("need", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("detail", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"]),
        sa.PrimaryKeyConstraint("case_id", "need"),
    )
    op.create_index("ix_case_need_desk", "case_need", ["need", "since", "case_id", "by_id"], unique=False)
    for found in NEEDED:
        op.execute(f"INSERT INTO case_need (case_id, need, since, by_id, detail) {found}")
    op.create_table(
        "pathway",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("claim", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("pathway", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("organ", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("tell", sa.String(), nullable=False),
        sa.Column("materials", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("keywords", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "office_picture",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("media", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "document_void",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"]),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("document_id"),
    )
    op.create_index(op.f("ix_document_void_case_id"), "document_void", ["case_id"], unique=False)
    op.create_table(
        "template_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_template_text_kind", "template_text", ["kind", "version"], unique=True)
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"]),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_attachment_case_id"), "attachment", ["case_id"], unique=False)
    op.create_table(
        "attachment_piece",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachment.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_attachment_piece", "attachment_piece", ["attachment_id", "position"], unique=True)
    for table, column in ADDED:
        op.execute(f'ALTER TABLE "{table}" ADD COLUMN {column}')
    op.create_index(
        "ix_case_watch_due", "case", ["watch_due"], unique=False, sqlite_where=sa.text("watch_due IS NOT NULL")
    )
    op.create_index(
        "ix_case_enquiry_code", "case", ["enquiry_code"], unique=False, sqlite_where=sa.text("enquiry_code <> ''")
    )
    op.create_index(
        "ix_case_clock_open", "case_clock", ["rolled"], unique=False, sqlite_where=sa.text("stopped_on IS NULL")
    )
    op.create_index(
        "ix_case_clock_right", "case_clock", ["governing"], unique=False,
        sqlite_where=sa.text("stopped_on IS NULL AND obliged = 'petitioner'"),
    )  # fmt: skip
    op.create_index(
        "ix_case_clock_local", "case_clock", ["local_due"], unique=False,
        sqlite_where=sa.text("stopped_on IS NULL AND local_due IS NOT NULL"),
    )  # fmt: skip
    for table in KEPT:
        op.execute(
            f'CREATE TRIGGER keep_{table} BEFORE DELETE ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, '{table} rows are never deleted'); END"
        )
    for table in FIXED:
        op.execute(
            f'CREATE TRIGGER fix_{table} BEFORE UPDATE ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, '{table} rows are never changed'); END"
        )
