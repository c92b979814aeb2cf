"""Papers made outside the program, what a clock waits for, steps that were taken back; the directory of offices.

A document knows where it was made and the number that stands on it; a clock may wait for the paper of one step, or for
a notice of a certain place in the list to reach its reader, and keeps whether what stopped it is proven.
"""

import sqlalchemy as sa
from alembic import op

from app.models.migrations.written_down import entries_of, guard, unguard, write_down

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

SEALED_AFTERWARDS = (
    "substr(OLD.field_values, 1, 1) = '{' AND substr(NEW.field_values, 1, 5) = 'WEZTM' AND NEW.id = OLD.id "
    "AND NEW.uid = OLD.uid AND NEW.case_id = OLD.case_id AND NEW.step_id IS OLD.step_id AND NEW.kind = OLD.kind "
    "AND NEW.name = OLD.name AND NEW.number = OLD.number AND NEW.year = OLD.year "
    "AND NEW.sequence = OLD.sequence AND NEW.template_version = OLD.template_version "
    "AND NEW.issued_on = OLD.issued_on AND NEW.issued_at = OLD.issued_at "
    "AND NEW.issued_by_id = OLD.issued_by_id AND NEW.check_code = OLD.check_code AND NEW.pages = OLD.pages "
    "AND NEW.origin = OLD.origin AND NEW.own_number = OLD.own_number "
    'AND EXISTS (SELECT 1 FROM "case" AS c WHERE c.id = OLD.case_id AND c.sealed)'
)


def upgrade() -> None:
    _papers()
    _clocks_and_steps()
    _directory()
    _registering()
    _printed_days()
    _objecting_is_no_duty()


def _papers() -> None:
    connection = op.get_bind()
    unguard(connection, "fix", "document")
    op.execute("ALTER TABLE document ADD COLUMN origin VARCHAR NOT NULL DEFAULT 'here'")
    op.execute("ALTER TABLE document ADD COLUMN own_number VARCHAR NOT NULL DEFAULT ''")
    op.execute("ALTER TABLE document ADD COLUMN no_scan_reason VARCHAR NOT NULL DEFAULT ''")
    op.create_index("ix_document_own_number", "document", ["own_number"], sqlite_where=sa.text("own_number <> ''"))
    guard(connection, "fix", "document", SEALED_AFTERWARDS)


def _clocks_and_steps() -> None:
    # With ALTER TABLE a column may refer to another table only where it begins as NULL.
    op.execute("ALTER TABLE case_step ADD COLUMN undone_by_id INTEGER REFERENCES case_step (id)")
    op.execute("ALTER TABLE case_clock ADD COLUMN awaits_step_id INTEGER REFERENCES case_step (id)")
    op.execute("ALTER TABLE case_clock ADD COLUMN waits_after INTEGER")
    op.execute("ALTER TABLE case_clock ADD COLUMN unproven BOOLEAN NOT NULL DEFAULT 0")


def _directory() -> None:
    op.create_table(
        "directory_office",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short_names", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("reconsideration_id", sa.Integer(), nullable=True),
        sa.Column("court_id", sa.Integer(), nullable=True),
        sa.Column("discipline_id", sa.Integer(), nullable=True),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], ["directory_office.id"])
            for column in ("parent_id", "reconsideration_id", "court_id", "discipline_id")
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_directory_office_name", "directory_office", ["name"])
    op.create_index("ix_directory_office_uid", "directory_office", ["uid"], unique=True)
    op.create_table(
        "directory_superior",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("superior_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["directory_office.id"]),
        sa.ForeignKeyConstraint(["superior_id"], ["directory_office.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_directory_superior", "directory_superior", ["office_id", "superior_id"], unique=True)
    op.create_table(
        "directory_duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["directory_office.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_directory_duty", "directory_duty", ["office_id", "matter"], unique=True)
    op.create_index("ix_directory_duty_matter", "directory_duty", ["matter"])
    guard(op.get_bind(), "keep", "directory_office")


def _registering() -> None:
    for column in ("own_number", "desk_kind", "desk_name", "desk_person"):
        op.execute(f"ALTER TABLE \"case\" ADD COLUMN {column} VARCHAR NOT NULL DEFAULT ''")
    op.create_index("ix_case_own_number", "case", ["own_number"], sqlite_where=sa.text("own_number <> ''"))


def _printed_days() -> None:
    # No paper of a former version carried the last day of a right, so there is nothing to fill in.
    op.execute("ALTER TABLE case_clock ADD COLUMN printed_until DATE")


# To object is a right of the office that received a matter, so from now on no case is due by it. The next day and clock
# of the duties that still run, as `note_next_dates` finds them.
_NEAREST = """
    SELECT min(governing, coalesce(local_due, governing)) AS day, kind FROM case_clock
    WHERE case_id = ? AND stopped_on IS NULL AND duty = ? AND obliged = 'office' AND kind NOT IN ('K4', 'K15')
    ORDER BY day, kind LIMIT 1
"""


def _objecting_is_no_duty() -> None:
    connection, told = op.get_bind(), []
    for duty, day, clock in (("own", "next_due", "next_clock"), ("other", "watch_due", "watch_clock")):
        waiting = connection.exec_driver_sql(f"SELECT id, {day} FROM \"case\" WHERE {clock} = 'K4'").all()
        for case_id, former in waiting:
            nearest = connection.exec_driver_sql(_NEAREST, (case_id, duty)).first()
            new_day, new_clock = tuple(nearest) if nearest is not None else (None, "")
            connection.exec_driver_sql(
                f'UPDATE "case" SET {day} = ?, {clock} = ? WHERE id = ?', (new_day, new_clock, case_id)
            )
            changes = {clock: ["K4", new_clock]} | ({day: [former, new_day]} if former != new_day else {})
            told.append(("case", str(case_id), case_id, "update", changes))
    if told and entries_of(connection):
        write_down(connection, told)
