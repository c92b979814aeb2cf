"""Cases that may be the same matter as the one on the page, for acts that name another case."""

from app.casework.intake.duplicates import Candidate, find_duplicates
from app.casework.views.case_page import CaseView
from app.law.life.models import ActRule
from app.models.workspace import Workspace

_ASKED = {"name": "petitioner_name", "phone": "phone", "id_number": "id_number"}


def same_matter(workspace: Workspace, view: CaseView, rule: ActRule) -> tuple[Candidate, ...]:
    """Return the cases to offer for an act's case number, never the case itself; none where it asks for no number."""
    if view.row.sealed or not any(field.kind == "case_ref" for field in rule.fields):
        return ()
    known: dict[str, str] = {}
    for fact in (*view.facts, *(view.people[0] if view.people else ())):
        column = fact.target.split(".")[-1]
        if column in ("summary", "location"):
            known[column] = fact.value
        elif fact.target.startswith("petitioner.") and column in _ASKED:
            known[_ASKED[column]] = fact.value
    return tuple(each for each in find_duplicates(workspace, known) if each.row.id != view.row.id)
