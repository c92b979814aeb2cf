"""Walk the journal: does every entry hold, and does it account for every row of every table?"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from app.models.journal import (
    FORMAT,
    GENESIS,
    OMITTED,
    canonical,
    defaults_of,
    digest,
    entry_hash,
    plain,
    text_digest,
)
from app.models.row_keys import first_key
from app.models.tables import ALL_TABLES, Case, JournalEntry, JournalText
from app.models.words import READ_AS

ANCHOR = "anchor"
"""The operation of the entry that holds all entries of the first format together, sealed words or not."""
CONVERT = "convert"
"""The operation of an entry by which a migration changed columns of all rows of a table at once, by a named rule."""
_CHUNK = 2_000
_RENAMED = {former: table.__tablename__ for table in ALL_TABLES for former in getattr(table, "__formerly__", ())}
# What the anchor covers of an entry of the first format: all but its words, for which their digest stands.
_ANCHORED = (
    "seq", "at", "user_name", "act", "act_seq", "table_name", "row_key", "case_id", "operation", "text_sha256",
    "previous", "hash",
)  # fmt: skip


@dataclass(frozen=True)
class ChainFault:
    """The first journal entry that does not hold, and why, in words."""

    seq: int
    sentence: str


def verify_chain(connection: Connection) -> tuple[int, ChainFault | None]:
    """Walk the journal from the first entry; return how many hold and the first that does not."""
    previous, expected, anchor = GENESIS, 1, _Anchor()
    sealed_cases = frozenset(connection.execute(select(Case.id).where(Case.sealed)).scalars())  # type: ignore[call-overload]
    for entry in read_entries(connection):
        if entry["seq"] != expected:
            return expected - 1, ChainFault(expected, f"缺少第 {expected} 条（下一条是第 {entry['seq']} 条）")
        if entry["previous"] != previous:
            return expected - 1, ChainFault(expected, f"第 {expected} 条与前一条的校验值接不上")
        if why := _why_not(entry, previous, anchor, sealed_cases):
            return expected - 1, ChainFault(expected, f"第 {expected} 条{why}")
        previous, expected = entry["hash"], expected + 1
    return expected - 1, None


def verify_rows(connection: Connection) -> tuple[str, ...]:
    """Replay the journal and compare with the tables; return a sentence for each row it does not account for.

    Finds rows changed or removed behind the session's back, and a journal whose end was cut off. Of a row whose words
    were sealed afterwards, only what was written down since is compared.
    """
    replayed = _Replay()
    for entry in read_entries(connection):
        replayed.take(entry)
    faults: list[str] = []
    for table in ALL_TABLES:
        if getattr(table, "__journal__", "full") == "full":
            faults.extend(_compare(connection, table, replayed))
    faults.extend(f"{name} 第 {row} 行在流水中有记录，表里却没有" for name, row in replayed.left_over())
    return tuple(faults)


def read_entries(connection: Connection) -> Iterator[dict[str, Any]]:
    """Yield every entry with its words in order as a dict of column values, without loading the whole journal."""
    table, words = JournalEntry.__table__, JournalText.__table__  # type: ignore[attr-defined]
    query = select(table, words.c.salt, words.c.note, words.c.changes, words.c.sealed).join(
        words, words.c.seq == table.c.seq, isouter=True
    )
    last = 0
    while True:
        rows = (
            connection.execute(query.where(table.c.seq > last).order_by(table.c.seq).limit(_CHUNK)).mappings().all()
        )
        if not rows:
            return
        for row in rows:
            yield dict(row)
        last = rows[-1]["seq"]


class _Anchor:
    """The entries of the first format, gathered into one digest; closed by the first entry of another."""

    def __init__(self) -> None:
        self._entries, self.count, self.closed = hashlib.sha256(), 0, False

    def take(self, entry: dict[str, Any]) -> None:
        self._entries.update(canonical([entry[key] for key in _ANCHORED]).encode())
        self.count += 1

    @property
    def words(self) -> dict[str, Any]:
        """Return what the anchor's entry says."""
        return {"entries": [None, self.count], "sha256": [None, self._entries.hexdigest()]}


def _why_not(entry: dict[str, Any], previous: str, anchor: _Anchor, sealed_cases: frozenset[int]) -> str:
    """Say why an entry that is in its place does not hold; empty when it does."""
    differs = "的内容与它的校验值不符"
    sealed = entry["sealed"] is not None
    if entry["salt"] is None:
        return "的正文不在了"
    if entry["signature"] is not None:
        return "带有本程序还不认识的签名"
    if sealed and (entry["case_id"] not in sealed_cases or entry["note"] or entry["changes"] or entry["salt"]):
        return "的正文被换掉了"
    if not sealed and text_digest(entry["salt"], entry["note"], entry["changes"]) != entry["text_sha256"]:
        return differs
    if entry["format"] == 1:
        if anchor.closed:
            return differs
        anchor.take(entry)
        # Where its words were sealed afterwards, the anchor holds it.
        return differs if not sealed and entry_hash(entry, previous) != entry["hash"] else ""
    if entry["format"] != FORMAT or entry_hash(entry, previous) != entry["hash"]:
        return differs
    if not anchor.closed:
        anchor.closed = True
        if anchor.count and (entry["operation"] != ANCHOR or json.loads(entry["changes"]) != anchor.words):
            return "与它前面旧格式的流水不符"
    return ""


class _Replay:
    """The rows of all tables as the journal tells them: (table, key) -> column -> value."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], dict[str, Any]] = {}
        self.partly: set[tuple[str, str]] = set()
        self._first_hash = ""

    def take(self, entry: dict[str, Any]) -> None:
        self._first_hash = self._first_hash or entry["hash"]
        key = (_RENAMED.get(entry["table_name"], entry["table_name"]), entry["row_key"])
        if entry["operation"] == ANCHOR:
            return
        if entry["operation"] == CONVERT:
            self._convert(key[0], json.loads(entry["changes"]))
        elif entry["operation"] == "delete":
            self.rows.pop(key, None)
            self.partly.discard(key)
        else:
            row = self.rows.setdefault(key, {})
            if entry["sealed"] is not None:
                self.partly.add(key)
                return
            for column, change in json.loads(entry["changes"]).items():
                row[column] = OMITTED if change == OMITTED else change[1]

    def _convert(self, table: str, rules: dict[str, str]) -> None:
        for (name, key), row in self.rows.items():
            if name != table:
                continue
            for column, rule in rules.items():
                if rule == "key":
                    row[column] = first_key(self._first_hash, table, key)
                elif column in row:
                    row[column] = list(READ_AS[rule](row[column]))

    def left_over(self) -> Iterator[tuple[str, str]]:
        kept = {m.__tablename__ for m in ALL_TABLES if getattr(m, "__journal__", "full") == "full"}
        return (key for key in self.rows if key[0] in kept)


def _compare(connection: Connection, model: Any, replayed: _Replay) -> Iterator[str]:
    table = model.__table__
    key_column, defaults = next(iter(table.primary_key)), defaults_of(model)
    columns = [c for c in table.c if c.info.get("journal") != "omit"]
    for row in connection.execution_options(yield_per=_CHUNK).execute(select(*columns)).mappings():
        key = (table.name, str(row[key_column.name]))
        known = replayed.rows.pop(key, None)
        if known is None:
            yield f"{table.name} 第 {key[1]} 行没有流水记录"
            continue
        # A column that came with a later version stands at its default until an act first writes it.
        expected = known if key in replayed.partly else defaults | known
        differing = [c.name for c in columns if c.name in expected and _stored(c, row[c.name]) != expected[c.name]]
        if differing:
            yield f"{table.name} 第 {key[1]} 行与流水不符：{'、'.join(differing)}"


def _stored(column: Any, value: Any) -> Any:
    return digest(plain(value)) if column.info.get("journal") == "digest" else plain(value)
