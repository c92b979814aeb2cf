"""Check a workspace: the file, the journal's chain, the rows it accounts for, the issued documents and kept files."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import Connection

from app.models.guards import guard_faults
from app.models.journal import verify_chain, verify_rows
from app.models.workspace import Workspace


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
    with workspace.store.connection() as connection:
        entries, broken = verify_chain(connection)
        if broken is not None:
            faults.append(f"流水：{broken.sentence}")
        faults.extend(guard_faults(connection))
        documents = 0
        for number, digest, pdf in connection.execution_options(yield_per=50).exec_driver_sql(
            "SELECT number, sha256, pdf FROM document ORDER BY id"
        ):
            documents += 1
            if hashlib.sha256(pdf).hexdigest() != digest:
                faults.append(f"文书 {number} 的存档内容与签发时不同")
        faults.extend(_attachment_faults(connection))
        if deep and broken is None:
            faults.extend(verify_rows(connection))
        if deep:
            faults.extend(f"文件：{row[0]}" for row in connection.exec_driver_sql("PRAGMA cipher_integrity_check"))
            faults.extend(
                f"数据库：{row[0]}" for row in connection.exec_driver_sql("PRAGMA integrity_check(5)") if row[0] != "ok"
            )
    return CheckReport(entries, documents, tuple(faults))


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
