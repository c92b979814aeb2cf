"""The journal: every change of every row, chained by hashes, written by the session itself when an act is committed.

An entry's hash is SHA-256 over the canonical JSON of its fields, of its text's digest and of the former entry's hash,
so a changed, removed or inserted entry breaks the chain. The text itself lies beside it, so that sealing a case
afterwards can take the words away without touching a hash. Triggers refuse every other UPDATE and DELETE.
`app.models.journal_check` walks it.
"""

import base64
import hashlib
import json
import re
import secrets
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, event, inspect, select
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction
from sqlalchemy.orm.attributes import History

from app.models.tables import ALL_TABLES, JournalEntry, JournalText

GENESIS = "0" * 64
FORMAT = 2
OMITTED = {"omitted": True}
# So many changed rows an act holds in memory before it writes them down; it is one act all the same.
_HELD = 2_000
_PAST_THE_JOURNAL = "bulk statements bypass the journal; change rows through the session"
_WRITES = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|REPLACE INTO|UPDATE(?: OR \w+)?|DELETE FROM)\s+"?(\w+)', re.I)
# The journal itself, the search index, and tables that follow from journalled rows.
_NOT_JOURNALLED = {"case_search", *(t.__tablename__ for t in ALL_TABLES if getattr(t, "__journal__", "") == "none")}
# Of the first format, whose hash covers the words themselves, and of this one, where their digest stands for them.
_HASHED_WITH_WORDS = (
    "seq", "at", "user_name", "act", "act_seq", "note", "table_name", "row_key", "case_id", "operation", "changes",
)  # fmt: skip
_HASHED = (
    "format", "seq", "at", "user_name", "act", "act_seq", "table_name", "row_key", "case_id", "operation",
    "text_sha256",
)  # fmt: skip


@dataclass(frozen=True)
class JournalContext:
    """Who writes, when and in which act; `note` is the reason a person gave."""

    at: str
    user: str
    act: str
    note: str = ""


@dataclass
class _Change:
    """What an act does to one row, gathered from all its flushes: column -> [former value, new value]."""

    table: str
    key: str
    case_id: int | None
    operation: str
    columns: dict[str, Any] = field(default_factory=dict)


def attach_journal(session: Session, context: JournalContext) -> None:
    """Make `session` journal all it flushes; bulk statements, which it could not see, are refused."""
    session.info["journal"], session.info["changes"] = context, {}
    event.listen(session, "after_begin", _watch)
    event.listen(session, "before_flush", lambda session, *_: session.info.update(flushing=True))
    event.listen(session, "after_flush", _gather)
    event.listen(session, "before_commit", _write_down)
    event.listen(session, "do_orm_execute", _refuse_bulk)


def entry_hash(fields: dict[str, Any], previous: str) -> str:
    """Return the hash of an entry with the given column values, chained to `previous`."""
    hashed = _HASHED_WITH_WORDS if fields["format"] == 1 else _HASHED
    body = [fields[key] for key in hashed] + [previous]
    return hashlib.sha256(canonical(body).encode()).hexdigest()


def text_digest(salt: str, note: str, changes: str) -> str:
    """Return the digest that stands for an entry's words."""
    return hashlib.sha256(canonical([salt, note, changes]).encode()).hexdigest()


def canonical(value: object) -> str:
    """Return the one JSON text of a value: sorted keys, no blanks, no escapes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def last_entry(connection: Connection) -> tuple[int, str]:
    """Return the number and the hash of the last entry: two databases that agree on them hold the same history."""
    table = JournalEntry.__table__  # type: ignore[attr-defined]
    last = connection.execute(select(table.c.seq, table.c.hash).order_by(table.c.seq.desc()).limit(1)).first()
    return (last.seq, last.hash) if last else (0, GENESIS)


def _watch(session: Session, transaction: object, connection: Connection) -> None:
    """Refuse what would write rows past the session: its bulk methods, and statements on its connection."""

    def look(_connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        if session.info.get("flushing"):
            return
        written = _WRITES.match(statement)
        if written is not None and written[1] not in _NOT_JOURNALLED:
            raise RuntimeError(_PAST_THE_JOURNAL)

    event.listen(connection, "before_cursor_execute", look)


def _gather(session: Session, flush: UOWTransaction) -> None:
    session.info["flushing"] = False
    for operation, rows in (("insert", session.new), ("update", session.dirty), ("delete", session.deleted)):
        for row in rows:
            change = _describe(row, operation)
            if change is not None:
                _add(session.info["changes"], change)
    if len(session.info["changes"]) >= _HELD:
        _write_entries(session)


def _add(changes: dict[object, _Change], new: _Change) -> None:
    """Add a change of a row; what the same act did to the same row before becomes one change with it."""
    place = (new.table, new.key)
    former = changes.get(place)
    if former is None:
        changes[place] = new
        return
    if former.operation == "delete":
        changes[len(changes), place] = changes.pop(place)
        changes[place] = new
        return
    for column, told in new.columns.items():
        if told != OMITTED and column in former.columns:
            told[0] = former.columns[column][0]
    if new.operation == "delete":
        del changes[place]
        if former.operation == "update":
            changes[place] = new
        return
    former.columns |= new.columns
    if former.operation == "update":
        former.columns = {c: told for c, told in former.columns.items() if told == OMITTED or told[0] != told[1]}
        if not former.columns:
            del changes[place]


def _write_down(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.flush()
    if session.info["changes"]:
        _write_entries(session)


def _write_entries(session: Session) -> None:
    changes: dict[object, _Change] = session.info["changes"]
    context: JournalContext = session.info["journal"]
    connection = session.connection()
    # Read in this very transaction, which holds the write lock: no other process can have added an entry since.
    last, previous = last_entry(connection)
    entries, texts = [], []
    for seq, change in enumerate(changes.values(), last + 1):
        text = {"salt": secrets.token_hex(16), "note": context.note, "changes": canonical(change.columns)}
        fields = {
            "format": FORMAT,
            "seq": seq,
            "at": context.at,
            "user_name": context.user,
            "act": context.act,
            "act_seq": session.info.setdefault("act_seq", last + 1),
            "table_name": change.table,
            "row_key": change.key,
            "case_id": change.case_id,
            "operation": change.operation,
            "text_sha256": text_digest(**text),
        }
        digest = entry_hash(fields, previous)
        entries.append({**fields, "previous": previous, "hash": digest})
        texts.append({"seq": seq, **text})
        previous = digest
    connection.execute(JournalEntry.__table__.insert(), entries)  # type: ignore[attr-defined]
    connection.execute(JournalText.__table__.insert(), texts)  # type: ignore[attr-defined]
    changes.clear()


def _describe(row: Any, operation: str) -> _Change | None:
    mode = getattr(row, "__journal__", "full")
    if mode == "none":
        raise RuntimeError("journal entries are written by the session, never by hand")
    if mode == "lifecycle" and operation == "update":
        return None
    columns = _columns(row, operation)
    if operation == "update" and not columns:
        return None
    case_column = getattr(type(row), "__case_column__", None)
    return _Change(
        row.__tablename__,
        str(inspect(row).identity[0]) if operation != "insert" else _key_of(row),
        getattr(row, case_column) if case_column else None,
        operation,
        columns,
    )


def _key_of(row: Any) -> str:
    return str(inspect(type(row)).primary_key_from_instance(row)[0])


def _columns(row: Any, operation: str) -> dict[str, Any]:
    """Tell the columns of a row that changed; of a new one those that do not stand at their default."""
    state = inspect(row)
    columns: dict[str, Any] = {}
    for attribute in state.mapper.column_attrs:
        column = attribute.columns[0]
        history: History = state.attrs[attribute.key].history
        if operation == "update" and not history.has_changes():
            continue
        former = plain(history.deleted[0]) if operation == "update" and history.deleted else None
        value = plain(getattr(row, attribute.key))
        if operation == "insert" and not column.info and value == defaults_of(row.__class__)[column.name]:
            continue
        if operation == "delete":
            former, value = value, None
        columns[column.name] = _told(column, former, value)
    return columns


def _told(column: Any, former: Any, value: Any) -> object:
    mode = column.info.get("journal")
    if mode == "omit":
        return OMITTED
    return [digest(former), digest(value)] if mode == "digest" else [former, value]


@cache
def defaults_of(model: Any) -> dict[str, Any]:
    """Return the value of each column that nobody gave one, as the journal would tell it.

    A default, once given, stays: entries of rows that began with it do not say it.
    """
    return {name: plain(column.get_default()) for name, column in model.model_fields.items()}


def digest(value: Any) -> str | None:
    """Stand for a value that the journal must not tell, so that a change behind its back is still seen."""
    return None if value is None else "sha256:" + hashlib.sha256(str(value).encode()).hexdigest()


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it: days as ISO text, bytes as base64, tuples as lists."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return list(value) if isinstance(value, tuple) else value


def _refuse_bulk(state: ORMExecuteState) -> None:
    # Only a SELECT: SQL written out as text says of itself neither that it inserts nor that it deletes.
    if not state.is_select:
        raise RuntimeError(_PAST_THE_JOURNAL)
