"""The page that an act would issue, before it is done."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from app.casework.cases.facts import fact_words
from app.casework.documents.issuing import prepare_notice, preview_notice
from app.casework.life.acts import ActForm
from app.casework.views.act_ahead import facts_typed, papers_of
from app.law.forms.conditions import FactValue
from app.law.forms.fields import Field
from app.law.route.models import Node
from app.law.route.outcome import fill_words
from app.law.route.page import AnswerFault, check_page
from app.models.workspace import Workspace


def preview_of(workspace: Workspace, case_id: int, form: ActForm, values: Mapping[str, object]) -> bytes:
    """Return the PDF as the act would issue it, without number and code; empty bytes where it issues none.

    Raises AnswerFault by field for what is not filled in yet, `UserFault` where the page cannot be drawn.
    """
    rule, today = form.rule, workspace.today()
    page = Node(id=rule.id, title=rule.title, question="", basis=rule.basis, fields=rule.fields)
    check = check_page(page, None, form.facts, values, today)
    if check.errors:
        raise AnswerFault(check.errors)
    kinds = papers_of(form, values, today)
    if not kinds:
        return b""
    fields: dict[str, Field] = {field.key: field for field in rule.fields}
    draft = prepare_notice(workspace, case_id, kinds[0])
    typed = {key: _printed(fields[key], value) for key, value in check.gained.items() if key in fields}
    if rule.remedy:
        typed["remedy"] = fill_words(rule.remedy, facts_typed(form, values, today))
    return preview_notice(workspace, replace(draft, values={**draft.values, **typed}))


def _printed(field: Field, value: FactValue) -> object:
    return date.fromisoformat(str(value)) if field.kind == "date" else fact_words(field, value)
