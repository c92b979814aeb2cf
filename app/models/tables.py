"""The tables of a workspace.

`info={"journal": "omit"}` on a column keeps its content out of the journal (PDF bytes, which have their own digest, and
drafts, whose few words a digest would give away); `"digest"` puts SHA-256 in its place (keys, sealed content), so that
`verify` still sees a change.
A table with `__journal__ = "lifecycle"` is journalled when a row comes and goes, not at each change in between.
`__case_column__` names the column by which an entry belongs to a case's timeline.
Dates are civil dates of the office; moments are local times to the second with their UTC offset, as text.
"""

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Column, Index, LargeBinary, Text, text
from sqlmodel import Field, SQLModel

OMIT = {"info": {"journal": "omit"}}
DIGEST = {"info": {"journal": "digest"}}


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
    """Somebody who signs in; `roles` is a comma-separated list of clerk, custodian, admin."""

    __tablename__ = "user"

    id: int | None = Field(default=None, primary_key=True)
    login: str = Field(unique=True)
    name: str
    roles: str
    active: bool = True
    created_at: str


class SignIn(SQLModel, table=True):
    """A sign-in, an unlock, a change of password or a use of the recovery code."""

    __tablename__ = "sign_in"

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id")
    at: str
    what: str


class Draft(SQLModel, table=True):
    """An intake that is not finished; destroyed when its case is registered."""

    __tablename__ = "draft"
    # An id is never used twice: a late save of a destroyed draft must not land in another one.
    __table_args__ = ({"sqlite_autoincrement": True},)
    __journal__: ClassVar[str] = "lifecycle"

    id: int | None = Field(default=None, primary_key=True)
    owner_id: int = Field(foreign_key="user.id", index=True)
    title: str = Field(default="", sa_column_kwargs=OMIT)
    payload: str = Field(sa_column=Column(Text, nullable=False, info={"journal": "omit"}))
    created_at: str
    updated_at: str


class Counter(SQLModel, table=True):
    """The last number drawn in a scope, for example `document:receipt_notice:2026`."""

    __tablename__ = "counter"

    scope: str = Field(primary_key=True)
    value: int


class Case(SQLModel, table=True):
    """One registered petition (信访事项). Of a sealed case only number, dates, state and clock stand here.

    `next_due` is the nearest date of this office's own duties, `watch_due` that of another office's that this one
    watches over. `marks` are side marks (并行标记), one a line. `hands` says who handles it: own, other, or nobody yet.
    `enquiry_code` is the short code with which the petitioner asks at the window.
    """

    __tablename__ = "case"
    __case_column__: ClassVar[str | None] = "id"
    __table_args__ = (
        Index("ix_case_next_due", "next_due", sqlite_where=text("next_due IS NOT NULL")),
        Index("ix_case_watch_due", "watch_due", sqlite_where=text("watch_due IS NOT NULL")),
        Index("ix_case_enquiry_code", "enquiry_code", sqlite_where=text("enquiry_code <> ''")),
        Index("ix_case_state", "state"),
        Index("ix_case_registered_on", "registered_on"),
        Index("ix_case_registered_by", "registered_by_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True)
    province_number: str = ""
    sealed: bool = False
    kind: str
    state: str
    registered_at: str
    registered_on: date
    registered_by_id: int = Field(foreign_key="user.id")
    received_on: date
    petition_date: date
    channel: str = ""
    source_office: str = ""
    source_number: str = ""
    postmark_on: date | None = None
    people_count: int = 1
    identity: str = ""
    identity_note: str = ""
    urgent: bool = False
    urgent_facts: str = ""
    conflict_note: str = ""
    representatives_refused: bool = False
    summary: str = Field(default="", sa_column=Column(Text, nullable=False))
    purpose: str = ""
    content_category: str = ""
    location: str = ""
    duplicate: str = ""
    related_case_id: int | None = Field(default=None, foreign_key="case.id")
    litigation: bool = False
    way: str = ""
    power: str = ""
    outcome_id: str
    disposition: str
    destination: str = ""
    co_offices: str = ""
    report_by: date | None = None
    dispatched_on: date | None = None
    accepted_on: date | None = None
    handler: str = ""
    pathway_organ: str = ""
    pathway_basis: str = ""
    pathway_period: str = ""
    pathway_materials: str = ""
    remedy: str = ""
    handling_way: str = ""
    procedure: str = ""
    notice_kind: str = ""
    notice_reason: str = ""
    next_text: str = ""
    basis: str = ""
    route: str = Field(default="", sa_column=Column(Text, nullable=False))
    rule_pack: str
    next_due: date | None = None
    next_clock: str = ""
    watch_due: date | None = None
    watch_clock: str = ""
    marks: str = ""
    hands: str = ""
    split_from_id: int | None = Field(default=None, foreign_key="case.id")
    enquiry_code: str = ""
    concluded_on: date | None = None
    resolved_on: date | None = None
    voided_on: date | None = None
    void_reason: str = ""


class Petitioner(SQLModel, table=True):
    """Somebody who brought this case; kept with the case, never as a register of people."""

    __tablename__ = "petitioner"
    __case_column__: ClassVar[str | None] = "case_id"
    __table_args__ = (
        Index("ix_petitioner_name", "name"),
        Index("ix_petitioner_phone", "phone"),
        Index("ix_petitioner_id_number", "id_number"),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    position: int
    petitioner_type: str = "person"
    name: str = ""
    gender: str = ""
    id_number: str = ""
    phone: str = ""
    address: str = ""
    capacity: str = "self"
    agent_name: str = ""
    representative: bool = False


class Claim(SQLModel, table=True):
    """One thing the petitioner asks for, what was found and answered (article 32), or the case it was split off to."""

    __tablename__ = "claim"
    __case_column__: ClassVar[str | None] = "case_id"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    position: int
    text: str = Field(sa_column=Column(Text, nullable=False))
    result: str = ""
    findings: str = Field(default="", sa_column=Column(Text, nullable=False))
    opinion: str = Field(default="", sa_column=Column(Text, nullable=False))
    opinion_basis: str = Field(default="", sa_column=Column(Text, nullable=False))
    moved_to_case_id: int | None = Field(default=None, foreign_key="case.id")


class CaseStep(SQLModel, table=True):
    """One act in the life of a case: the day it took effect, the states around it, and the facts it brought.

    `facts` is JSON (dates as ISO text); of a sealed case it holds dates alone. `second_of` is the proposal that this
    step confirms or refuses. `documents` are the kinds of document that the step asks for, separated by blanks.
    """

    __tablename__ = "case_step"
    __case_column__: ClassVar[str | None] = "case_id"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    act: str
    on: date
    state_before: str
    state_after: str
    facts: str = Field(sa_column=Column(Text, nullable=False))
    documents: str = ""
    by_id: int = Field(foreign_key="user.id")
    second_of: int | None = Field(default=None, foreign_key="case_step.id")
    at: str


class CaseClock(SQLModel, table=True):
    """A running or stopped clock of a case, with the words that explain its date.

    `stops_with_notice`: the duty it measures is the written notice itself (articles 23/2 and 23/3). `start_fact` is
    the fact that it starts from, `days` its length where the Regulation gives none. `local_due` is the day that a
    stricter local rule sets. `duty` is own, or other for the duty of `duty_office` that this office watches over.
    `late_extension`: approved after the last day, so the last day stands and the case counts as overdue.
    """

    __tablename__ = "case_clock"
    __case_column__: ClassVar[str | None] = "case_id"
    __table_args__ = (
        Index("ix_case_clock_open", "rolled", sqlite_where=text("stopped_on IS NULL")),
        Index("ix_case_clock_right", "governing", sqlite_where=text("stopped_on IS NULL AND obliged = 'petitioner'")),
        Index("ix_case_clock_local", "local_due", sqlite_where=text("stopped_on IS NULL AND local_due IS NOT NULL")),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    kind: str
    start: date
    due: date
    rolled: date
    last_safe: date
    governing: date
    obliged: str
    estimated: bool
    timeline: str
    stops_with_notice: bool = False
    stopped_on: date | None = None
    stopped_by: str = ""
    start_fact: str = ""
    days: int | None = None
    extension_days: int = 0
    excluded_days: int = 0
    late_extension: bool = False
    local_due: date | None = None
    duty: str = "own"
    duty_office: str = ""


class CaseNeed(SQLModel, table=True):
    """Something a case waits for or lacks, kept so that the desk finds it without reading the case.

    `need` is a key of `app.casework.needs`, `since` the day it began, `by_id` who proposed what waits for a second
    person, `detail` what of it, separated by blanks. It follows from the journalled rows and is no record of its own.
    """

    __tablename__ = "case_need"
    __journal__: ClassVar[str] = "none"
    __table_args__ = (Index("ix_case_need_desk", "need", "since", "case_id", "by_id"),)

    case_id: int = Field(foreign_key="case.id", primary_key=True)
    need: str = Field(primary_key=True)
    since: date
    by_id: int | None = Field(default=None, foreign_key="user.id")
    detail: str = ""


class Document(SQLModel, table=True):
    """An issued document, byte for byte as it was printed."""

    __tablename__ = "document"
    __case_column__: ClassVar[str | None] = "case_id"
    # What a list is filtered by, so that none of its counts walks over the bytes.
    __table_args__ = (Index("ix_document_listed", "kind", "issued_on", "case_id", "issued_at", "name", "number"),)

    id: int | None = Field(default=None, primary_key=True)
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
    pdf: bytes = Field(sa_column=Column(LargeBinary, nullable=False, info={"journal": "omit"}))


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


class Attachment(SQLModel, table=True):
    """A file kept with a case: a scan, a finished .docx, a sealed copy, a proof of service; its bytes lie in pieces.

    `about` says what it is; `document_id` the issued document it belongs to, where there is one.
    """

    __tablename__ = "attachment"
    __case_column__: ClassVar[str | None] = "case_id"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    document_id: int | None = Field(default=None, foreign_key="document.id")
    about: str
    name: str
    media: str
    size: int
    sha256: str
    at: str
    user_id: int = Field(foreign_key="user.id")


class AttachmentPiece(SQLModel, table=True):
    """One piece of an attachment's bytes, in order."""

    __tablename__ = "attachment_piece"
    __table_args__ = (Index("ix_attachment_piece", "attachment_id", "position", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    attachment_id: int = Field(foreign_key="attachment.id")
    position: int
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False, info={"journal": "omit"}))


class AttachmentVoid(SQLModel, table=True):
    """A kept file that was declared void; it stays listed and readable with the reason, and proves nothing."""

    __tablename__ = "attachment_void"
    __case_column__: ClassVar[str | None] = "case_id"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    attachment_id: int = Field(foreign_key="attachment.id", unique=True)
    reason: str
    at: str
    user_id: int = Field(foreign_key="user.id")


class SealedContent(SQLModel, table=True):
    """Everything an accusation says, encrypted to the office's custodian."""

    __tablename__ = "sealed_content"
    __case_column__: ClassVar[str | None] = "case_id"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id", unique=True)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False, info={"journal": "digest"}))


class SealedOpening(SQLModel, table=True):
    """A custodian opened a sealed case."""

    __tablename__ = "sealed_opening"
    __case_column__: ClassVar[str | None] = "case_id"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    user_id: int = Field(foreign_key="user.id")
    at: str


class LedgerExport(SQLModel, table=True):
    """A ledger that left the workspace; a full one names its purpose and recipient."""

    __tablename__ = "ledger_export"

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
    keywords: str = ""


class OfficePicture(SQLModel, table=True):
    """A picture that the office supplies, such as its own QR code for the wall notice."""

    __tablename__ = "office_picture"

    key: str = Field(primary_key=True)
    media: str
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False, info={"journal": "digest"}))
    added_at: str


class JournalEntry(SQLModel, table=True):
    """One change of one row; written by the session alone, guarded by triggers, chained by hashes.

    `act_seq` is the sequence number of the act's first entry: entries that share it were one transaction.
    """

    __tablename__ = "journal"
    __journal__: ClassVar[str] = "none"
    __table_args__ = (Index("ix_journal_case_id", "case_id", sqlite_where=text("case_id IS NOT NULL")),)

    seq: int = Field(primary_key=True)
    at: str
    user_name: str
    act: str
    act_seq: int
    note: str = ""
    table_name: str
    row_key: str
    case_id: int | None = None
    operation: str
    changes: str = Field(sa_column=Column(Text, nullable=False))
    previous: str
    hash: str


ALL_TABLES: tuple[Any, ...] = (
    Office,
    Setting,
    User,
    SignIn,
    Draft,
    Counter,
    Case,
    Petitioner,
    Claim,
    CaseStep,
    CaseClock,
    CaseNeed,
    Document,
    DocumentPrint,
    DocumentVoid,
    TemplateText,
    Attachment,
    AttachmentPiece,
    AttachmentVoid,
    SealedContent,
    SealedOpening,
    LedgerExport,
    Pathway,
    OfficePicture,
    JournalEntry,
)
