"""The triggers by which the database itself refuses to forget, and whether they still stand.

The migrations make them, each in its own words of that day; this is what they come to together.
"""

from sqlalchemy import Connection

KEPT = (
    "office", "user", "sign_in", "counter", "case", "petitioner", "claim", "case_step", "case_clock", "document",
    "document_print", "document_void", "template_text", "attachment", "attachment_piece", "attachment_void",
    "sealed_content", "sealed_opening", "file_exit", "file_exit_end", "journal",
)  # fmt: skip
FIXED = (
    "journal", "document", "document_print", "document_void", "attachment", "attachment_piece", "attachment_void",
    "sealed_content", "sealed_opening", "sign_in", "file_exit", "file_exit_end",
)  # fmt: skip


def guard_faults(connection: Connection) -> tuple[str, ...]:
    """Return a sentence for each guard that was taken away or weakened since the workspace was made."""
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    standing = {row.name: row.sql for row in rows}
    return tuple(
        f"表 {table} 的防{word}保护不在了" for table, word, name, sql in _guards() if standing.get(name) != sql
    )


def _guards() -> list[tuple[str, str, str, str]]:
    guards = []
    for tables, word, prefix, event, verb in (
        (KEPT, "删", "keep", "DELETE", "deleted"),
        (FIXED, "改", "fix", "UPDATE", "changed"),
    ):
        for table in tables:
            name = f"{prefix}_{table}"
            body = f"BEGIN SELECT RAISE(ABORT, '{table} rows are never {verb}'); END"
            guards.append((table, word, name, f'CREATE TRIGGER {name} BEFORE {event} ON "{table}" {body}'))
    return guards
