"""Check a workspace: the file, the journal's chain, the rows it accounts for, the issued documents and kept files."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, select
from sqlmodel import col

from app.faults import UserFault
from app.models.damage import page_faults, structure_faults
from app.models.guards import guard_faults
from app.models.journal_check import verify_chain, verify_rows
from app.models.store import Store
from app.models.tables import Attachment, AttachmentPiece, Document, DocumentBytes
from app.models.tables.document import HERE
from app.models.workspace import Workspace

#: How many parts a deep check has.
PARTS = 6


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
    return check_store(workspace.store, deep)


def check_store(store: Store, deep: bool = True, next_part: Callable[[], None] = lambda: None) -> CheckReport:
    """Check a database as `check_workspace` does; `next_part()` is called before each part and stops by raising."""
    faults: list[str] = []
    entries, broken = 0, False
    next_part()
    with _readable("流水", faults), store.connection() as connection:
        entries, chain = verify_chain(connection)
        broken = chain is not None
        faults.extend([f"流水：{chain.sentence}"] if chain is not None else [])
        faults.extend(guard_faults(connection))
    next_part()
    documents = _check_documents(store, faults)
    whole: list[tuple[str, Callable[[Connection], Iterable[str]]]] = [("附件", _attachment_faults)]
    if deep and not broken:
        whole.append(("各表", verify_rows))
    if deep:
        whole += [("文件", page_faults), ("数据库", structure_faults)]
    for what, faults_of in whole:
        next_part()
        with _readable(what, faults), store.connection() as connection:
            faults.extend(faults_of(connection))
    if faults:
        # A connection that met a damaged page, even while checking, reads nothing after it.
        store.close()
    return CheckReport(entries, documents, tuple(faults))


def _check_documents(store: Store, faults: list[str]) -> int:
    """Name every document whose stored bytes are not those that were issued, or cannot be read; return how many are."""
    known: list[tuple[int, str]] = []
    with _readable("文书", faults), store.connection() as connection:
        ours = select(col(Document.id), col(Document.number)).where(col(Document.origin) == HERE)
        known = [(row.id, row.number) for row in connection.execute(ours.order_by(col(Document.id)))]
    for document_id, number in known:
        sound = True
        with _readable(f"文书 {number}", faults), store.connection() as connection:
            stored = (
                select(col(Document.sha256), col(DocumentBytes.content))
                .join(DocumentBytes, col(DocumentBytes.document_id) == col(Document.id))
                .where(col(Document.id) == document_id)
            )
            digest, pdf = connection.execute(stored).first() or ("", b"")
            sound = hashlib.sha256(pdf).hexdigest() == digest
            if not sound:
                faults.append(f"文书 {number} 的存档内容与签发时不同")
        if not sound:
            # A page that cannot be deciphered may read as nothing, and spoils what the connection reads after it.
            store.close()
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
    query = select(col(Attachment.id), col(Attachment.name), col(Attachment.sha256)).order_by(col(Attachment.id))
    for attachment_id, name, wanted in connection.execute(query).all():
        digest = hashlib.sha256()
        pieces = (
            select(col(AttachmentPiece.content))
            .where(col(AttachmentPiece.attachment_id) == attachment_id)
            .order_by(col(AttachmentPiece.position))
        )
        for (content,) in connection.execute(pieces, execution_options={"yield_per": 4}):
            digest.update(content)
        if digest.hexdigest() != wanted:
            faults.append(f"附件“{name}”（第 {attachment_id} 个）的存档内容与添加时不同")
    return faults
