"""Where one can go in the program: each place says on which page it is, and what is wanted there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from app.casework.intake.drafts import DraftRow
from app.casework.worklist.case_list import CaseFilter


@dataclass(frozen=True)
class Place:
    """Somewhere to go; `page` is the name of the page that takes one there."""

    page: ClassVar[str] = ""


@dataclass(frozen=True)
class OpenDesk(Place):
    """The opening page."""

    page = "desk"


@dataclass(frozen=True)
class Register(Place):
    """Registering: a draft taken up, else what is open, else drafts to choose from or a new case."""

    page = "register"
    draft: DraftRow | None = None


@dataclass(frozen=True)
class RegisterAgain(Place):
    """Another matter of the same petitioner."""

    page = "register"
    case_id: int


@dataclass(frozen=True)
class RegisterSplit(Place):
    """Some claims of a case as a case of their own."""

    page = "register"
    case_id: int
    claim_ids: tuple[int, ...]


@dataclass(frozen=True)
class OpenCases(Place):
    """The list of cases: what a filter leaves, without one as it was left."""

    page = "cases"
    wanted: CaseFilter | None = None


@dataclass(frozen=True)
class SearchCases(Place):
    """The cases in which words are found."""

    page = "cases"
    words: str


@dataclass(frozen=True)
class OpenCase(Place):
    """One case."""

    page = "case"
    case_id: int


@dataclass(frozen=True)
class WriteNotice(OpenCase):
    """One case with the paper it owes first, open to be written."""


@dataclass(frozen=True)
class DoAct(OpenCase):
    """One case with the dialog of an act open over it."""

    act: str


@dataclass(frozen=True)
class OpenDocuments(Place):
    """The documents that were issued."""

    page = "documents"


@dataclass(frozen=True)
class OpenLedger(Place):
    """The ledger, over the days of a filter where one is given."""

    page = "ledger"
    wanted: CaseFilter | None = None


@dataclass(frozen=True)
class OpenMap(Place):
    """The route map, with the way of a case lit where one is given."""

    page = "map"
    case_id: int | None = None


@dataclass(frozen=True)
class OpenSettings(Place):
    """A section of the settings, else the one shown last."""

    page = "settings"
    section: str = ""


# What the rail and its keys lead to, by the name of the page.
FROM_THE_RAIL: Mapping[str, Place] = {
    place.page: place
    for place in (OpenDesk(), Register(), OpenCases(), OpenDocuments(), OpenLedger(), OpenMap(), OpenSettings())
}
