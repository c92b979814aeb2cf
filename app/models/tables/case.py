"""A case and what hangs on it beside its documents: people, claims, steps, clocks, needs, sealed content, files."""

from datetime import date
from typing import ClassVar

from sqlalchemy import Column, Index, LargeBinary, Text, text
from sqlmodel import Field, SQLModel

from app.models.row_keys import new_key
from app.models.tables.journal_marks import OMIT
from app.models.words import Words


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


class Case(SQLModel, table=True):
    """One registered petition (信访事项). Of a sealed case only number, dates, state and clock stand here.

    `next_due` is the nearest date of this office's own duties, `watch_due` that of another office's that this one
    watches over. `marks` are side marks (并行标记), `basis` places of the Regulation, `rule_pack` its id and version.
    `hands` says who handles it: own, other, or nobody yet. `enquiry_code` is the short code with which the petitioner
    asks at the window. `registered_on` is the day it was registered in the office's paper book where it stood there
    first (its number there is `own_number`, not unique), `registered_at` the moment it was entered here; `received_on`
    is the day on which a village desk or an outpost (`desk_kind`, none: the office's own window) took it.
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
        Index("ix_case_own_number", "own_number", sqlite_where=text("own_number <> ''")),
    )

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_key, index=True, unique=True)
    number: str = Field(unique=True)
    province_number: str = ""
    own_number: str = ""
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
    desk_kind: str = ""
    desk_name: str = ""
    desk_person: str = ""
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
    co_offices: tuple[str, ...] = Field(default=(), sa_column=Column(Words, nullable=False))
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
    basis: tuple[str, ...] = Field(default=(), sa_column=Column(Words, nullable=False))
    route: str = Field(default="", sa_column=Column(Text, nullable=False))
    rule_pack: tuple[str, ...] = Field(sa_column=Column(Words, nullable=False))
    next_due: date | None = None
    next_clock: str = ""
    watch_due: date | None = None
    watch_clock: str = ""
    marks: tuple[str, ...] = Field(default=(), sa_column=Column(Words, nullable=False))
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
    uid: str = Field(default_factory=new_key, index=True, unique=True)
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
    uid: str = Field(default_factory=new_key, index=True, unique=True)
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
    step confirms or refuses. `documents` are the kinds of document that the step asks for. `undone_by_id` is the
    counter-step that took this one back; then it stands here to be read and nothing follows from it any more.
    """

    __tablename__ = "case_step"
    __case_column__: ClassVar[str | None] = "case_id"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_key, index=True, unique=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    act: str
    on: date
    state_before: str
    state_after: str
    facts: str = Field(sa_column=Column(Text, nullable=False))
    documents: tuple[str, ...] = Field(default=(), sa_column=Column(Words, nullable=False))
    by_id: int = Field(foreign_key="user.id")
    second_of: int | None = Field(default=None, foreign_key="case_step.id")
    at: str
    undone_by_id: int | None = Field(default=None, foreign_key="case_step.id")


class Service(SQLModel, table=True):
    """One service of a document: which one, by which step, the day, and how it went.

    `document_id` is None where what was served was not issued here; `result` is that of the rules, served or refused.
    Of a sealed case neither way nor receiver is kept. One row for every step that serves.
    """

    __tablename__ = "service"
    __case_column__: ClassVar[str | None] = "case_id"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_key, index=True, unique=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    document_id: int | None = Field(default=None, foreign_key="document.id", index=True)
    step_id: int = Field(foreign_key="case_step.id", unique=True)
    on: date
    result: str
    way: str = ""
    receiver: str = ""


class CaseClock(SQLModel, table=True):
    """A running or stopped clock of a case, with the words that explain its date.

    `stops_with_notice`: the duty it measures is to tell (articles 23/2, 23/3 and 35), so it ends when the paper
    reaches its reader; without it, on the day of the paper. Whose paper: that of the step `awaits_step_id`, else any
    written notice issued after the document `waits_after`. `unproven`: what stopped it was entered later and has no
    paper, scan, receipt or post number, so it never counts as in time. `start_fact` is
    the fact that it starts from, `days` its length where the Regulation gives none. `local_due` is the day that a
    stricter local rule sets. `duty` is own, or other for the duty of `duty_office` that this office watches over.
    `late_extension`: approved after the last day, so the last day stands and the case counts as overdue.
    `printed_until`: the latest last day of a right that a paper told the petitioner; the right never ends before it.
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
    awaits_step_id: int | None = Field(default=None, foreign_key="case_step.id")
    waits_after: int | None = None
    unproven: bool = False
    printed_until: date | None = None


class CaseNeed(SQLModel, table=True):
    """Something a case waits for or lacks, kept so that the desk finds it without reading the case.

    `need` is a key of `app.casework.needs`, `since` the day it began, `by_id` who proposed what waits for a second
    person, `detail` what of it. It follows from the journalled rows and is no record of its own.
    """

    __tablename__ = "case_need"
    __journal__: ClassVar[str] = "none"
    __table_args__ = (Index("ix_case_need_desk", "need", "since", "case_id", "by_id"),)

    case_id: int = Field(foreign_key="case.id", primary_key=True)
    need: str = Field(primary_key=True)
    since: date
    by_id: int | None = Field(default=None, foreign_key="user.id")
    detail: tuple[str, ...] = Field(default=(), sa_column=Column(Words, nullable=False))


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


class Attachment(SQLModel, table=True):
    """A file kept with a case: a scan, a finished .docx, a sealed copy, a proof of service; its bytes lie in pieces.

    `about` says what it is; `document_id` the issued document it belongs to, where there is one.
    """

    __tablename__ = "attachment"
    __case_column__: ClassVar[str | None] = "case_id"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_key, index=True, unique=True)
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
