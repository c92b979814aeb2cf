"""The journal: every change of every row, chained by hashes, written by the session itself.

An entry's hash is SHA-256 over the canonical JSON of its fields and of the former entry's hash, so a changed,
removed or inserted entry breaks the chain. Triggers in the database refuse UPDATE and DELETE on the table.
"""

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, event, inspect, select
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction
from sqlalchemy.orm.attributes import History

from app.models.tables import ALL_TABLES, JournalEntry

GENESIS = "0" * 64
OMITTED = {"omitted": True}
_CHUNK = 2_000


@dataclass(frozen=True)
class JournalContext:
    """Who writes, when and in which act; `note` is the reason a person gave."""

    at: str
    user: str
    act: str
    note: str = ""


@dataclass(frozen=True)
class ChainFault:
    """The first journal entry that does not hold, and why, in words."""

    seq: int
    sentence: str


def attach_journal(session: Session, context: JournalContext) -> None:
    """Make `session` journal all it flushes; bulk statements, which it could not see, are refused."""
    session.info["journal"] = context
    event.listen(session, "after_flush", _write_entries)
    event.listen(session, "do_orm_execute", _refuse_bulk)


def entry_hash(fields: dict[str, Any], previous: str) -> str:
    """Return the hash of an entry with the given column values, chained to `previous`."""
    body = [fields[key] for key in _HASHED] + [previous]
    return hashlib.sha256(canonical(body).encode()).hexdigest()


def canonical(value: object) -> str:
    """Return the one JSON text of a value: sorted keys, no blanks, no escapes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def last_entry(connection: Connection) -> tuple[int, str]:
    """Return the number and the hash of the last entry: two databases that agree on them hold the same history."""
    table = JournalEntry.__table__  # type: ignore[attr-defined]
    row = connection.execute(select(table.c.seq, table.c.hash).order_by(table.c.seq.desc()).limit(1)).first()
    return (row.seq, row.hash) if row else (0, GENESIS)


def verify_chain(connection: Connection) -> tuple[int, ChainFault | None]:
    """Walk the journal from the first entry; return how many hold and the first that does not."""
    previous, expected = GENESIS, 1
    for entry in read_entries(connection):
        if entry["seq"] != expected:
            return expected - 1, ChainFault(expected, f"缺少第 {expected} 条（下一条是第 {entry['seq']} 条）")
        if entry["previous"] != previous:
            return expected - 1, ChainFault(expected, f"第 {expected} 条与前一条的校验值接不上")
        if entry_hash(entry, previous) != entry["hash"]:
            return expected - 1, ChainFault(expected, f"第 {expected} 条的内容与它的校验值不符")
        previous, expected = entry["hash"], expected + 1
    return expected - 1, None


def verify_rows(connection: Connection) -> tuple[str, ...]:
    """Replay the journal and compare with the tables; return a sentence for each row it does not account for.

    Finds rows changed or removed behind the session's back, and a journal whose end was cut off.
    """
    replayed: dict[tuple[str, str], dict[str, Any]] = {}
    for entry in read_entries(connection):
        key = (entry["table_name"], entry["row_key"])
        if entry["operation"] == "delete":
            replayed.pop(key, None)
            continue
        row = replayed.setdefault(key, {})
        for column, change in json.loads(entry["changes"]).items():
            row[column] = OMITTED if change == OMITTED else change[1]
    faults: list[str] = []
    for table in ALL_TABLES:
        if getattr(table, "__journal__", "full") != "full":
            continue
        faults.extend(_compare(connection, table, replayed))
    faults.extend(f"{name} 第 {row} 行在流水中有记录，表里却没有" for name, row in _leftover(replayed))
    return tuple(faults)


def read_entries(connection: Connection) -> Iterator[dict[str, Any]]:
    """Yield every entry in order as a dict of column values, without loading the whole journal."""
    table = JournalEntry.__table__  # type: ignore[attr-defined]
    last = 0
    while True:
        rows = (
            connection.execute(select(table).where(table.c.seq > last).order_by(table.c.seq).limit(_CHUNK))
            .mappings()
            .all()
        )
        if not rows:
            return
        for row in rows:
            yield dict(row)
        last = rows[-1]["seq"]


_HASHED = (
    "seq", "at", "user_name", "act", "act_seq", "note", "table_name", "row_key", "case_id", "operation", "changes",
)  # fmt: skip


def _write_entries(session: Session, flush: UOWTransaction) -> None:
    context: JournalContext = session.info["journal"]
    entries = []
    for operation, rows in (("insert", session.new), ("update", session.dirty), ("delete", session.deleted)):
        for row in rows:
            entry = _describe(session, row, operation)
            if entry is not None:
                entries.append(entry)
    if not entries:
        return
    table = JournalEntry.__table__  # type: ignore[attr-defined]
    connection = session.connection()
    # Read in this very transaction, which holds the write lock: no other process can have added an entry since.
    last = connection.execute(select(table.c.seq, table.c.hash).order_by(table.c.seq.desc()).limit(1)).first()
    seq, previous = (last.seq, last.hash) if last else (0, GENESIS)
    written = []
    for entry in entries:
        seq += 1
        fields = {
            "seq": seq,
            "at": context.at,
            "user_name": context.user,
            "act": context.act,
            "act_seq": session.info.setdefault("act_seq", seq),
            "note": context.note,
            **entry,
        }
        digest = entry_hash(fields, previous)
        written.append({**fields, "previous": previous, "hash": digest})
        previous = digest
    connection.execute(table.insert(), written)


def _describe(session: Session, row: Any, operation: str) -> dict[str, Any] | None:
    mode = getattr(row, "__journal__", "full")
    if mode == "none":
        raise RuntimeError("journal entries are written by the session, never by hand")
    if mode == "lifecycle" and operation == "update":
        return None
    changes = _changes(row, operation)
    if operation == "update" and not changes:
        return None
    case_column = getattr(type(row), "__case_column__", None)
    return {
        "table_name": row.__tablename__,
        "row_key": str(inspect(row).identity[0]) if operation != "insert" else _key_of(row),
        "case_id": getattr(row, case_column) if case_column else None,
        "operation": operation,
        "changes": canonical(changes),
    }


def _key_of(row: Any) -> str:
    return str(inspect(type(row)).primary_key_from_instance(row)[0])


def _changes(row: Any, operation: str) -> dict[str, Any]:
    state = inspect(row)
    changes: dict[str, Any] = {}
    for attribute in state.mapper.column_attrs:
        column = attribute.columns[0]
        history: History = state.attrs[attribute.key].history
        if operation == "update" and not history.has_changes():
            continue
        former = _plain(history.deleted[0]) if operation == "update" and history.deleted else None
        value = _plain(getattr(row, attribute.key))
        if operation == "delete":
            former, value = value, None
        changes[column.name] = _told(column, former, value)
    return changes


def _told(column: Any, former: Any, value: Any) -> object:
    mode = column.info.get("journal")
    if mode == "omit":
        return OMITTED
    return [_digest(former), _digest(value)] if mode == "digest" else [former, value]


def _digest(value: Any) -> str | None:
    """Stand for a value that the journal must not tell, so that a change behind its back is still seen."""
    return None if value is None else "sha256:" + hashlib.sha256(str(value).encode()).hexdigest()


def _stored(column: Any, value: Any) -> Any:
    return _digest(_plain(value)) if column.info.get("journal") == "digest" else _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value


def _compare(connection: Connection, model: Any, replayed: dict[tuple[str, str], dict[str, Any]]) -> Iterator[str]:
    table = model.__table__
    key_column = next(iter(table.primary_key))
    columns = [c for c in table.c if c.info.get("journal") != "omit"]
    for row in connection.execution_options(yield_per=_CHUNK).execute(select(*columns)).mappings():
        key = (table.name, str(row[key_column.name]))
        known = replayed.pop(key, None)
        if known is None:
            yield f"{table.name} 第 {key[1]} 行没有流水记录"
            continue
        # A column that came with a later version stands at its default until an act first writes it.
        differing = [c.name for c in columns if _stored(c, row[c.name]) != known.get(c.name, _default(model, c.name))]
        if differing:
            yield f"{table.name} 第 {key[1]} 行与流水不符：{'、'.join(differing)}"


def _default(model: Any, column: str) -> Any:
    return model.model_fields[column].get_default()


def _leftover(replayed: dict[tuple[str, str], dict[str, Any]]) -> Iterator[tuple[str, str]]:
    kept = {m.__tablename__ for m in ALL_TABLES if getattr(m, "__journal__", "full") == "full"}
    return (key for key in replayed if key[0] in kept)


def _refuse_bulk(state: ORMExecuteState) -> None:
    # Only a SELECT: SQL written out as text says of itself neither that it inserts nor that it deletes.
    if not state.is_select:
        raise RuntimeError("bulk statements bypass the journal; change rows through the session")
