"""Claims of another kind that came with a case: kept at once as a draft, from which the next case is registered."""

from app.casework.intake.drafts import DraftRow, draft_by_id, save_draft
from app.casework.intake.handed_over import OF_ANOTHER_CASE
from app.casework.intake.register import Registered
from app.casework.intake.splitting import split_suggestions
from app.law.route.draft import write_draft
from app.law.route.walk import Route
from app.models.workspace import Workspace

_NAME = 20


def keep_other_claims(workspace: Workspace, made: Registered, route: Route) -> DraftRow | None:
    """Save what the route kept out of the case just made as a draft, at once, so that no stroke can lose it.

    Returns None where there is none. From a sealed case nothing may lead to its petitioner, so its draft holds the
    claims alone. Raises `UserFault` where the draft cannot be saved.
    """
    claims = route.facts.get(OF_ANOTHER_CASE)
    if not claims:
        return None
    facts: dict[str, object] = {"claims": claims, "duplicate": "new"}
    title = "另一类诉求"
    if not made.sealed:
        facts = {**split_suggestions(workspace, made.case_id, ()), "claims": claims}
        name = str(facts.get("petitioner_name") or "")[:_NAME]
        title = " ".join(part for part in (title, name, f"拆自 {made.number}") if part)
    begun = Route.start(route.pack, route.office_role, workspace.today(), facts)
    return draft_by_id(workspace, save_draft(workspace, None, title, write_draft(begun)))
