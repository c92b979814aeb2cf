"""The office, its people, parameters, templates, catalogue and numbers."""

from typing import ClassVar

from sqlalchemy import Column, Index, LargeBinary, Text
from sqlmodel import Field, SQLModel

from app.models.row_keys import new_key
from app.models.tables.journal_marks import DIGEST
from app.models.words import Words


class Office(SQLModel, table=True):
    """The office that owns this workspace; always the row with id 1."""

    __tablename__ = "office"
    __case_column__: ClassVar[str | None] = None

    id: int = Field(default=1, primary_key=True)
    name: str
    short_form: str
    level: str
    role: str
    division_code: str
    division_name: str
    phone: str = ""
    address: str = ""
    seal_public_key: str
    check_key: str = Field(sa_column_kwargs=DIGEST)
    created_at: str


class Setting(SQLModel, table=True):
    """An office parameter; the ones the Regulation leaves open are shown as 待本单位确认."""

    __tablename__ = "setting"

    key: str = Field(primary_key=True)
    value: str


class User(SQLModel, table=True):
    """Somebody who signs in; `roles` are of clerk, custodian, admin."""

    __tablename__ = "user"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_key, index=True, unique=True)
    login: str = Field(unique=True)
    name: str
    roles: tuple[str, ...] = Field(sa_column=Column(Words, nullable=False))
    active: bool = True
    created_at: str


class SignIn(SQLModel, table=True):
    """A sign-in, an unlock, a change of password or a use of the recovery code."""

    __tablename__ = "sign_in"

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id")
    at: str
    what: str


class Counter(SQLModel, table=True):
    """The last number drawn in a scope, for example `document:receipt_notice:2026`."""

    __tablename__ = "counter"

    scope: str = Field(primary_key=True)
    value: int


class TemplateText(SQLModel, table=True):
    """One version of a document's template as this office uses it; the highest version of a kind is the current one.

    `document` is the template as TOML text; version 0 of a kind is the one that ships.
    """

    __tablename__ = "template_text"
    __table_args__ = (Index("ix_template_text_kind", "kind", "version", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    version: int
    document: str = Field(sa_column=Column(Text, nullable=False))
    note: str = ""
    withdrawn: bool = False
    at: str
    user_id: int = Field(foreign_key="user.id")


class Pathway(SQLModel, table=True):
    """One entry of the office's own pathway catalogue (依法分类处理清单库); without any, the shipped one holds."""

    __tablename__ = "pathway"

    id: int | None = Field(default=None, primary_key=True)
    category: str
    claim: str
    way: str
    pathway: str
    basis: str
    organ: str
    period: str
    tell: str
    materials: str = ""
    status: str = ""
    keywords: tuple[str, ...] = Field(default=(), sa_column=Column(Words, nullable=False))


class OfficePicture(SQLModel, table=True):
    """A picture that the office supplies, such as its own QR code for the wall notice."""

    __tablename__ = "office_picture"

    key: str = Field(primary_key=True)
    media: str
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False, info={"journal": "digest"}))
    added_at: str
