"""The triggers by which the database itself refuses to forget, and whether they still stand.

The migrations make them, each in its own words of that day; this is what they come to together.
"""

from sqlalchemy import Connection

KEPT = (
    "office", "user", "sign_in", "counter", "case", "petitioner", "claim", "case_step", "case_clock", "service",
    "document", "document_bytes", "document_print", "document_void", "template_text", "attachment",
    "attachment_piece", "attachment_void", "sealed_content", "sealed_opening", "file_exit", "file_exit_end",
    "directory_office", "journal", "journal_text",
)  # fmt: skip
FIXED = (
    "journal", "journal_text", "document", "document_bytes", "document_print", "document_void", "attachment",
    "attachment_piece", "attachment_void", "sealed_content", "sealed_opening", "sign_in", "file_exit",
    "file_exit_end",
)  # fmt: skip
# How `app.security.sealing` marks what it sealed: XFS1, as bytes and as the base64 of a text.
_SEALED = "X'58465331'"
_CASE_SEALED = 'EXISTS (SELECT 1 FROM "case" AS c WHERE c.id = OLD.case_id AND c.sealed)'
# The one change of what is fixed: the words and bytes of a case that is sealed by now, each once, by sealed ones.
_UNLESS_SEALED_AFTERWARDS = {
    "journal_text": (
        "OLD.sealed IS NULL AND NEW.seq = OLD.seq AND NEW.salt = '' AND NEW.note = '' AND NEW.changes = '' "
        f"AND substr(NEW.sealed, 1, 4) = {_SEALED} AND EXISTS (SELECT 1 FROM journal AS j "
        'JOIN "case" AS c ON c.id = j.case_id WHERE j.seq = OLD.seq AND c.sealed)'
    ),
    "document": (
        "substr(OLD.field_values, 1, 1) = '{' AND substr(NEW.field_values, 1, 5) = 'WEZTM' AND NEW.id = OLD.id "
        "AND NEW.uid = OLD.uid AND NEW.case_id = OLD.case_id AND NEW.step_id IS OLD.step_id AND NEW.kind = OLD.kind "
        "AND NEW.name = OLD.name AND NEW.number = OLD.number AND NEW.year = OLD.year "
        "AND NEW.sequence = OLD.sequence AND NEW.template_version = OLD.template_version "
        "AND NEW.issued_on = OLD.issued_on AND NEW.issued_at = OLD.issued_at "
        "AND NEW.issued_by_id = OLD.issued_by_id AND NEW.check_code = OLD.check_code AND NEW.pages = OLD.pages "
        "AND NEW.origin = OLD.origin AND NEW.own_number = OLD.own_number "
        f"AND {_CASE_SEALED}"
    ),
    "document_bytes": (
        f"substr(OLD.content, 1, 4) <> {_SEALED} AND substr(NEW.content, 1, 4) = {_SEALED} "
        "AND NEW.document_id = OLD.document_id AND EXISTS (SELECT 1 FROM document AS d "
        'JOIN "case" AS c ON c.id = d.case_id WHERE d.id = OLD.document_id AND c.sealed)'
    ),
    "attachment": (
        "OLD.name <> '' AND NEW.name = '' AND NEW.id = OLD.id AND NEW.uid = OLD.uid AND NEW.case_id = OLD.case_id "
        "AND NEW.document_id IS OLD.document_id AND NEW.about = OLD.about AND NEW.media = OLD.media "
        f"AND NEW.at = OLD.at AND NEW.user_id = OLD.user_id AND {_CASE_SEALED}"
    ),
    "attachment_piece": (
        f"substr(OLD.content, 1, 4) <> {_SEALED} AND substr(NEW.content, 1, 4) = {_SEALED} AND NEW.id = OLD.id "
        "AND NEW.attachment_id = OLD.attachment_id AND NEW.position = OLD.position "
        "AND EXISTS (SELECT 1 FROM attachment AS a "
        'JOIN "case" AS c ON c.id = a.case_id WHERE a.id = OLD.attachment_id AND c.sealed)'
    ),
}


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
            unless = _UNLESS_SEALED_AFTERWARDS.get(table, "") if verb == "changed" else ""
            when = f"WHEN NOT ({unless}) " if unless else ""
            body = f"{when}BEGIN SELECT RAISE(ABORT, '{table} rows are never {verb}'); END"
            guards.append((table, word, name, f'CREATE TRIGGER {name} BEFORE {event} ON "{table}" {body}'))
    return guards
