"""The tables of a workspace.

`info={"journal": "omit"}` on a column keeps its content out of the journal (PDF bytes, which have their own digest, and
drafts, whose few words a digest would give away); `"digest"` puts SHA-256 in its place (keys, sealed content), so that
`verify` still sees a change.
A table with `__journal__ = "lifecycle"` is journalled when a row comes and goes, not at each change in between.
`__formerly__` names what a table was called when the journal told of its first rows.
`__case_column__` names the column by which an entry belongs to a case's timeline.
Dates are civil dates of the office; moments are local times to the second with their UTC offset, as text.
"""

from typing import Any

from app.models.tables.case import (
    Attachment,
    AttachmentPiece,
    AttachmentVoid,
    Case,
    CaseClock,
    CaseNeed,
    CaseStep,
    Claim,
    Draft,
    Petitioner,
    SealedContent,
    SealedOpening,
    Service,
)
from app.models.tables.directory import DirectoryDuty, DirectoryOffice, DirectorySuperior
from app.models.tables.document import Document, DocumentBytes, DocumentPrint, DocumentVoid
from app.models.tables.office import Counter, Office, OfficePicture, Pathway, Setting, SignIn, TemplateText, User
from app.models.tables.record import FileExit, FileExitEnd, JournalEntry, JournalText

__all__ = [
    "ALL_TABLES",
    "Attachment",
    "AttachmentPiece",
    "AttachmentVoid",
    "Case",
    "CaseClock",
    "CaseNeed",
    "CaseStep",
    "Claim",
    "Counter",
    "DirectoryDuty",
    "DirectoryOffice",
    "DirectorySuperior",
    "Document",
    "DocumentBytes",
    "DocumentPrint",
    "DocumentVoid",
    "Draft",
    "FileExit",
    "FileExitEnd",
    "JournalEntry",
    "JournalText",
    "Office",
    "OfficePicture",
    "Pathway",
    "Petitioner",
    "SealedContent",
    "SealedOpening",
    "Service",
    "Setting",
    "SignIn",
    "TemplateText",
    "User",
]

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
    DocumentBytes,
    DocumentPrint,
    DocumentVoid,
    Service,
    TemplateText,
    Attachment,
    AttachmentPiece,
    AttachmentVoid,
    SealedContent,
    SealedOpening,
    FileExit,
    FileExitEnd,
    Pathway,
    DirectoryOffice,
    DirectorySuperior,
    DirectoryDuty,
    OfficePicture,
    JournalEntry,
    JournalText,
)
