"""Check a workspace: the file, the journal's chain, the rows it accounts for, the issued documents and kept files."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection

from app.faults import UserFault
from app.models.guards import guard_faults
from app.models.journal_check import verify_chain, verify_rows
from app.models.workspace import Workspace

_PAGE = re.compile(r"failed for page (\d+)")
_PAGES_NAMED = 8
_QUOTED = 120


@dataclass(frozen=True)
class CheckReport:
    """What a check found: counts, and one sentence for each fault; no sentences means all is well."""

    entries: int
    documents: int
    faults: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Say whether nothing was found."""
        return not self.faults


def check_workspace(workspace: Workspace, deep: bool = True) -> CheckReport:
    """Walk the journal and name its first bad entry; check the digest of every stored document and kept file.

    `deep` also replays the journal against all tables and lets SQLCipher check every page of the file.
    """
    faults: list[str] = []
    entries, broken = 0, False
    with _readable("流水", faults), workspace.store.connection() as connection:
        entries, chain = verify_chain(connection)
        broken = chain is not None
        faults.extend([f"流水：{chain.sentence}"] if chain is not None else [])
        faults.extend(guard_faults(connection))
    documents = _check_documents(workspace, faults)
    with _readable("附件", faults), workspace.store.connection() as connection:
        faults.extend(_attachment_faults(connection))
    if deep and not broken:
        with _readable("各表", faults), workspace.store.connection() as connection:
            faults.extend(verify_rows(connection))
    if deep:
        with _readable("文件", faults), workspace.store.connection() as connection:
            faults.extend(_page_faults([row[0] for row in connection.exec_driver_sql("PRAGMA cipher_integrity_check")]))
        with _readable("数据库", faults), workspace.store.connection() as connection:
            found = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check(5)") if row[0] != "ok"]
            if found:
                faults.append(f"数据库：结构检查没有通过（{' '.join(found[0].split())[:_QUOTED]}）")
    if faults:
        # A connection that met a damaged page, even while checking, reads nothing after it.
        workspace.store.close()
    return CheckReport(entries, documents, tuple(faults))


def _page_faults(found: Sequence[str]) -> list[str]:
    pages = [match[1] for each in found if (match := _PAGE.search(each))]
    more = f" 等 {len(pages)} 页" if len(pages) > _PAGES_NAMED else ""
    named = [f"文件：第 {'、'.join(pages[:_PAGES_NAMED])} 页{more}已经损坏"] if pages else []
    return named + [f"文件：{each}" for each in found if not _PAGE.search(each)]


def _check_documents(workspace: Workspace, faults: list[str]) -> int:
    """Name every document whose stored bytes are not those that were issued, or cannot be read; return how many are."""
    known: list[tuple[int, str]] = []
    with _readable("文书", faults), workspace.store.connection() as connection:
        known = [(row[0], row[1]) for row in connection.exec_driver_sql("SELECT id, number FROM document ORDER BY id")]
    for document_id, number in known:
        sound = True
        with _readable(f"文书 {number}", faults), workspace.store.connection() as connection:
            query = "SELECT sha256, content FROM document JOIN document_bytes ON document_id = id WHERE id = ?"
            digest, pdf = connection.exec_driver_sql(query, (document_id,)).one()
            sound = hashlib.sha256(pdf).hexdigest() == digest
            if not sound:
                faults.append(f"文书 {number} 的存档内容与签发时不同")
        if not sound:
            # A page that cannot be deciphered may read as nothing, and spoils what the connection reads after it.
            workspace.store.close()
    return len(known)


@contextmanager
def _readable(what: str, faults: list[str]) -> Iterator[None]:
    """Turn pages of the file that cannot be read into one sentence, so that the rest is checked all the same."""
    try:
        yield
    except UserFault as fault:
        if fault.code != "not-a-workspace":
            raise
        faults.append(f"{what} 读不出来：存放它的那一部分文件已经损坏，请从备份恢复")


def _attachment_faults(connection: Connection) -> list[str]:
    """Name every kept file whose bytes are not those that were added, one piece in memory at a time."""
    faults = []
    kept = connection.exec_driver_sql("SELECT id, name, sha256 FROM attachment ORDER BY id").all()
    for attachment_id, name, wanted in kept:
        digest = hashlib.sha256()
        for (content,) in connection.execution_options(yield_per=4).exec_driver_sql(
            "SELECT content FROM attachment_piece WHERE attachment_id = ? ORDER BY position", (attachment_id,)
        ):
            digest.update(content)
        if digest.hexdigest() != wanted:
            faults.append(f"附件“{name}”（第 {attachment_id} 个）的存档内容与添加时不同")
    return faults
