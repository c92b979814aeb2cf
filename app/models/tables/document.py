"""Issued documents, their prints, and those declared void."""

from datetime import date
from typing import ClassVar

from sqlalchemy import Column, Index, LargeBinary, Text, text
from sqlmodel import Field, SQLModel

from app.models.row_keys import new_key

HERE, OUTSIDE = "here", "outside"
"""Where a document was made: by this program, or by hand or elsewhere."""


class Document(SQLModel, table=True):
    """A document of the office; its bytes, exactly as they were printed, lie in `DocumentBytes`.

    `origin` is `here`, or `outside` for one that was made by hand or elsewhere: it has no bytes of ours. Then `number`
    only tells it apart, `own_number` is what stands on it (empty for none), `issued_on` its own day, and a scan of it
    is an attachment; `no_scan_reason` says why there was none when it was entered.
    """

    __tablename__ = "document"
    __case_column__: ClassVar[str | None] = "case_id"
    # What a list is filtered by.
    __table_args__ = (
        Index("ix_document_listed", "kind", "issued_on", "case_id", "issued_at", "name", "number"),
        Index("ix_document_own_number", "own_number", sqlite_where=text("own_number <> ''")),
    )

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_key, index=True, unique=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    step_id: int | None = Field(default=None, foreign_key="case_step.id")
    kind: str
    name: str
    number: str = Field(unique=True)
    year: int
    sequence: int
    template_version: str
    issued_on: date
    issued_at: str
    issued_by_id: int = Field(foreign_key="user.id")
    field_values: str = Field(sa_column=Column(Text, nullable=False, info={"journal": "digest"}))
    check_code: str = Field(index=True)
    sha256: str
    pages: int
    origin: str = HERE
    own_number: str = ""
    no_scan_reason: str = ""


class DocumentBytes(SQLModel, table=True):
    """The bytes of a document, apart from its row so that no list walks over them; its row holds their digest."""

    __tablename__ = "document_bytes"
    __journal__: ClassVar[str] = "none"

    document_id: int = Field(foreign_key="document.id", primary_key=True)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class DocumentPrint(SQLModel, table=True):
    """One printing or saving of an issued document; every one after the first is a copy."""

    __tablename__ = "document_print"
    __case_column__: ClassVar[str | None] = "case_id"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    document_id: int = Field(foreign_key="document.id", index=True)
    at: str
    user_id: int = Field(foreign_key="user.id")
    way: str
    is_copy: bool


class DocumentVoid(SQLModel, table=True):
    """An issued document that was declared void; its number stays used and visible, with the reason."""

    __tablename__ = "document_void"
    __case_column__: ClassVar[str | None] = "case_id"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    document_id: int = Field(foreign_key="document.id", unique=True)
    reason: str
    at: str
    user_id: int = Field(foreign_key="user.id")
