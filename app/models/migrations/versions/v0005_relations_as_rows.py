"""The service of a document hangs on the document itself; several words in one column are a list.

Until now a service named its document inside a text, so that 转2026-10 was also 转2026-1. A name without a number
means the oldest document of that name that stood and was not served yet; what cannot be told stays a service of no
document of ours, and the document stays to be served.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from app.models.migrations.written_down import entries_of, guard, write_down

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# Which act served which kinds of document and under which fact stands its day, as the rules had it until then.
SERVED = {
    "serve_opinion": (("handling_opinion",), "served_on"),
    "serve_review": (("review_opinion",), "review_served_on"),
    "serve_final": (("final_opinion",), "final_served_on"),
    "serve_sealed_letter": (("accusation_letter",), "letter_served_on"),
    "serve_sealed_notice": (("accusation_notice",), "sealed_notice_served_on"),
    "serve_notice": ((), "notice_served_on"),
}
OF_THEIR_OWN = tuple(kind for kinds, _day in SERVED.values() for kind in kinds)
# (table, column, how it held several words)
WORDS = (
    ("case", "co_offices", "enumeration"),
    ("case", "basis", "blanks"),
    ("case", "marks", "lines"),
    ("case", "rule_pack", "blanks"),
    ("pathway", "keywords", "blanks"),
    ("case_step", "documents", "blanks"),
    ("user", "roles", "commas"),
    ("case_need", "detail", "blanks"),
)
SIGNS = {"blanks": None, "lines": "\n", "commas": ",", "enumeration": "、"}
NOT_JOURNALLED = ("case_need",)


def upgrade() -> None:
    connection = op.get_bind()
    driver = connection.connection.driver_connection
    for name, sign in SIGNS.items():
        driver.create_function(f"xf_{name}", 1, lambda text, sign=sign: _list(text, sign))
    for table, column, how in WORDS:
        connection.exec_driver_sql(f'UPDATE "{table}" SET "{column}" = xf_{how}("{column}")')
    op.create_table(
        "service",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("receiver", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"]),
        sa.ForeignKeyConstraint(["step_id"], ["case_step.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("step_id"),
    )
    op.create_index(op.f("ix_service_case_id"), "service", ["case_id"], unique=False)
    op.create_index(op.f("ix_service_document_id"), "service", ["document_id"], unique=False)
    guard(connection, "keep", "service")
    if entries_of(connection):
        write_down(connection, _told(connection))


def _told(connection: sa.Connection) -> Iterator[tuple[str, str, int | None, str, dict[str, Any]]]:
    for table in dict.fromkeys(table for table, _column, _how in WORDS if table not in NOT_JOURNALLED):
        yield table, "*", None, "convert", {column: how for name, column, how in WORDS if name == table}
    for row in _services(connection):
        connection.exec_driver_sql(
            'INSERT INTO service (id, case_id, document_id, step_id, "on", result, way, receiver) '
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            tuple(row.values()),
        )
        yield "service", str(row["id"]), row["case_id"], "insert", {name: [None, value] for name, value in row.items()}


def _services(connection: sa.Connection) -> list[dict[str, Any]]:
    """Return a row for every step that served, each with the document it can only have meant."""
    steps = connection.exec_driver_sql(
        f"SELECT id, case_id, act, at, facts FROM case_step WHERE act IN ({', '.join('?' * len(SERVED))}) ORDER BY id",
        tuple(SERVED),
    ).all()
    found: list[dict[str, Any]] = []
    received: set[int] = set()
    for step_id, case_id, act, at, kept in steps:
        kinds, day = SERVED[act]
        facts = json.loads(kept)
        if not facts.get(day):
            continue
        standing = connection.exec_driver_sql(
            "SELECT d.id, d.kind, d.name, d.number FROM document AS d LEFT JOIN document_void AS v "
            "ON v.document_id = d.id WHERE d.case_id = ? AND d.issued_at <= ? AND (v.at IS NULL OR v.at > ?) "
            "ORDER BY d.id",
            (case_id, at, at),
        ).all()
        if kinds:
            meant = next((row[0] for row in reversed(standing) if row[1] in kinds), None)
        else:
            others = [row for row in standing if row[1] not in OF_THEIR_OWN]
            meant = _named(str(facts.get("notice_name") or ""), others, received)
        result = str(facts.get("service_result") or "")
        if meant is not None and result == "served":
            received.add(meant)
        found.append({
            "id": len(found) + 1, "case_id": case_id, "document_id": meant, "step_id": step_id, "on": facts[day],
            "result": result, "way": str(facts.get("service_way") or ""),
            "receiver": str(facts.get("service_receiver") or ""),
        })  # fmt: skip
    return found


def _named(said: str, standing: list[Any], received: set[int]) -> int | None:
    numbered = [row[0] for row in standing if re.search(rf"(?<![0-9A-Za-z]){re.escape(row[3])}(?![0-9])", said)]
    if numbered:
        return int(numbered[-1])
    # With a number that is none of these, what was served is not ours.
    named = [row[0] for row in standing if row[2] in said and not re.search(r"\d", said.replace(row[2], ""))]
    if not named:
        return None
    return int(next((each for each in named if each not in received), named[0]))


def _list(text: str, sign: str | None) -> str:
    return json.dumps([word for word in text.split(sign) if word], ensure_ascii=False, separators=(",", ":"))
