"""The encrypted SQLite file behind a workspace: connections, transactions and what its faults mean.

Everything only SQLite has - key, pragmas, error codes - stays in this room: here, in `damage` and in `search`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool
from sqlmodel import Session

from app.faults import UserFault
from app.models.journal import JournalContext, attach_journal, last_entry

BUSY_SECONDS = 10
CHECKPOINT_WAIT_MS = 250
CACHE_KIB = 64 * 1024
PAGES_A_STEP = 512


class Store:
    """One long-lived set of connections to one encrypted database file; one `at_rest` is looked at and not changed."""

    def __init__(self, path: Path, key: bytes, *, at_rest: bool = False) -> None:
        self.path = path
        self.key = key
        self._at_rest = at_rest
        # A raw key costs nothing to open; a passphrase would cost 0.3 s a connection.
        self.engine: Engine = create_engine(
            "sqlite+pysqlite://",
            module=sqlcipher,
            creator=self._connect,
            poolclass=QueuePool,
            pool_size=2,
            max_overflow=6,
        )
        event.listen(self.engine, "begin", _begin)
        event.listen(self.engine, "handle_error", _drop_spoilt)
        self._writer = self.engine.execution_options(xf_write=True)

    def _connect(self) -> Any:
        connection = _keyed(self.path, self.key)
        run = connection.execute
        if self._at_rest:
            # Not even the mark of the write-ahead log is set: a finished copy keeps the digest it was recorded with.
            run("PRAGMA query_only = ON")
            return connection
        run("PRAGMA foreign_keys = ON")
        run("PRAGMA journal_mode = WAL")
        run("PRAGMA synchronous = FULL")
        run("PRAGMA secure_delete = ON")
        run(f"PRAGMA cache_size = -{CACHE_KIB}")
        return connection

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session on one consistent snapshot; anything it would write is refused."""
        with faults_explained(self.path), Session(self.engine, autoflush=False) as session:
            event.listen(session, "before_flush", _refuse_write)
            yield session

    @contextmanager
    def writing(self, context: JournalContext) -> Iterator[Session]:
        """Give a session whose one transaction is journalled and committed at the end, or undone as a whole."""
        with faults_explained(self.path), Session(self._writer) as session:
            attach_journal(session, context)
            try:
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise

    @contextmanager
    def connection(self, write: bool = False) -> Iterator[Connection]:
        """Give a bare connection inside one transaction, for migrations and for streaming reads."""
        engine = self._writer if write else self.engine
        with faults_explained(self.path), engine.begin() as connection:
            yield connection

    def checkpoint(self) -> bool:
        """Move the write-ahead log into the file and empty it, so that destroyed pages are overwritten.

        Returns False when a reader, another writer or the disk held it up: then what was destroyed still lies in the
        log, encrypted like all else. It raises no `UserFault`, because what was committed before it stays committed.
        """
        raw = self.engine.raw_connection()
        run = raw.driver_connection.execute  # type: ignore[union-attr]
        try:
            run(f"PRAGMA busy_timeout = {CHECKPOINT_WAIT_MS}")
            held_up = run("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            return not held_up
        except sqlcipher.Error as fault:
            if _explain(getattr(fault, "sqlite_errorname", "") or "", self.path) is None:
                raise
            return False
        finally:
            run(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
            raw.close()

    def size(self, connection: Connection) -> int:
        """Return how many bytes the database takes as `connection` sees it, whatever still lies in the log."""
        pages, page = (connection.exec_driver_sql(f"PRAGMA page_{what}").scalar_one() for what in ("count", "size"))
        return int(pages) * int(page)

    def backup_to(self, path: Path, snapshot: Connection, progress: Callable[[int, int], None] | None = None) -> None:
        """Copy the database as `snapshot` sees it to a new file under the same key, whole in itself: no log beside it.

        A snapshot stands still: who writes meanwhile does not wait, and does not make the copy begin anew. A damaged
        page is a `UserFault` here and gives no copy. `progress(pages, of pages)` stops it by raising.
        """
        source: Any = snapshot.connection.driver_connection
        copy = _keyed(path, self.key)
        try:
            with faults_explained(self.path):
                source.backup(
                    copy,
                    pages=PAGES_A_STEP,
                    progress=lambda _status, left, total: progress(total - left, total) if progress else None,
                )
                copy.execute("PRAGMA journal_mode = DELETE")
                # A page that cannot be deciphered goes over as zeros without a word; only the next read is refused.
                source.execute("PRAGMA shrink_memory")
                last_entry(snapshot)
        except sqlcipher.OperationalError as fault:  # the copying itself gives its faults no names
            raise _explain("SQLITE_IOERR", path) or fault from fault
        finally:
            copy.close()

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _keyed(path: Path, key: bytes) -> Any:
    connection = sqlcipher.connect(str(path), timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection


@contextmanager
def faults_explained(path: Path) -> Iterator[None]:
    """Turn the machine's database faults into a sentence for the clerk; let our own mistakes through."""
    try:
        yield
    except (DBAPIError, sqlcipher.Error) as fault:
        original = fault.orig if isinstance(fault, DBAPIError) else fault
        explained = _explain(getattr(original, "sqlite_errorname", "") or "", path)
        if explained is None:
            raise
        raise explained from fault


def _explain(name: str, path: Path) -> UserFault | None:
    if name.startswith("SQLITE_FULL"):
        return UserFault("磁盘已满，这一步没有保存。", "请清理磁盘空间后再点一次；已保存的内容都在。", code="disk")
    if name.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")):
        return UserFault(
            f"工作区文件“{path.name}”读写失败，这一步没有保存。",
            "请检查磁盘、U 盘连接和文件夹权限后再试。",
            code="disk",
        )
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return UserFault("另一个操作正在写入，这一步没有保存。", "请稍等片刻再试一次。", code="busy")
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return UserFault(
            f"工作区文件“{path.name}”已损坏，或钥匙与文件不匹配。",
            "请不要继续登记，用最近的备份恢复；原文件请保留。",
            code="not-a-workspace",
        )
    return None


def _begin(connection: Connection) -> None:
    # Acts take the write lock at once, so that two processes never both read the last number and then write.
    writing = connection.get_execution_options().get("xf_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _drop_spoilt(context: ExceptionContext) -> None:
    # A connection that met a damaged page refuses every page after it: the others must not wait in line for it.
    name = getattr(context.original_exception, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        context.is_disconnect = True


def _refuse_write(session: Session, *_: object) -> None:
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("a reading session was asked to write; acts write through Workspace.act")
