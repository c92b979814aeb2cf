"""What is only ever added: the journal, and files that left the workspace."""

from typing import ClassVar

from sqlalchemy import Column, Index, LargeBinary, Text, text
from sqlmodel import Field, SQLModel


class FileExit(SQLModel, table=True):
    """A file that left the workspace, written down before it got its name; a full ledger says for what and to whom.

    `profile` is the kind of file (`casework.office.exits.KINDS`), for a ledger the profile it was drawn by.
    `temporary` is where it lay whole when it was recorded; records of former versions, made afterwards, have none.
    """

    __tablename__ = "file_exit"
    # The journal tells of its first rows under this name.
    __formerly__: ClassVar[tuple[str, ...]] = ("ledger_export",)

    id: int | None = Field(default=None, primary_key=True)
    at: str
    user_id: int = Field(foreign_key="user.id")
    profile: str
    period: str
    is_full: bool
    purpose: str = ""
    recipient: str = ""
    row_count: int
    file_name: str
    sha256: str
    temporary: str = ""


class FileExitEnd(SQLModel, table=True):
    """How an exit ended: `written` when the file got its name, `failed` when it did not, `unclear` after a crash
    that left neither the temporary nor the same file."""

    __tablename__ = "file_exit_end"

    id: int | None = Field(default=None, primary_key=True)
    exit_id: int = Field(foreign_key="file_exit.id", unique=True)
    at: str
    outcome: str


class JournalEntry(SQLModel, table=True):
    """One change of one row; written by the session alone, guarded by triggers, chained by hashes.

    `act_seq` is the sequence number of the act's first entry: entries that share it were one transaction.
    What was changed lies beside it in `JournalText`; `text_sha256` is that text's digest. In format 2 the hash covers
    this digest, in format 1 (workspaces of the first versions) the text itself. `signature` is kept free on the first
    entry of an act for whoever will sign it.
    """

    __tablename__ = "journal"
    __journal__: ClassVar[str] = "none"
    __table_args__ = (Index("ix_journal_case_id", "case_id", sqlite_where=text("case_id IS NOT NULL")),)

    seq: int = Field(primary_key=True)
    at: str
    user_name: str
    act: str
    act_seq: int
    table_name: str
    row_key: str
    case_id: int | None = None
    operation: str
    format: int
    text_sha256: str
    signature: str | None = None
    previous: str
    hash: str


class JournalText(SQLModel, table=True):
    """The words of a journal entry: the reason a person gave, and the changes as JSON.

    `salt` goes into the digest, so that a digest whose text was sealed cannot be guessed. Sealing a case afterwards,
    and nothing else, replaces all three by `sealed`, which the custodian opens.
    """

    __tablename__ = "journal_text"
    __journal__: ClassVar[str] = "none"

    seq: int = Field(primary_key=True)
    salt: str
    note: str = Field(sa_column=Column(Text, nullable=False))
    changes: str = Field(sa_column=Column(Text, nullable=False))
    sealed: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
