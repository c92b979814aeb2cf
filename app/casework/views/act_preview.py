"""The page that an act would issue, before it is done."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from app.casework.cases.facts import fact_words
from app.casework.documents.issuing import prepare_notice, preview_notice
from app.casework.life.acts import ActForm
from app.law.forms.conditions import FactValue
from app.law.forms.fields import Field
from app.law.route.outcome import fill_words
from app.law.route.page import AnswerFault
from app.models.workspace import Workspace


def preview_of(workspace: Workspace, case_id: int, form: ActForm, values: Mapping[str, object]) -> bytes:
    """Return the PDF as the act would issue it, without number and code; empty bytes where it issues none.

    Raises AnswerFault by field for what is not filled in yet, `UserFault` where the page cannot be drawn.
    """
    today = workspace.today()
    check, plan = form.check(values, today), form.plan(values, today)
    if check.errors:
        raise AnswerFault(check.errors)
    if not plan.documents:
        return b""
    fields: dict[str, Field] = {field.key: field for field in form.rule.fields}
    draft = prepare_notice(workspace, case_id, plan.documents[0])
    typed = {key: _printed(fields[key], value) for key, value in check.gained.items() if key in fields}
    if form.rule.remedy:
        typed["remedy"] = fill_words(form.rule.remedy, plan.facts)
    return preview_notice(workspace, replace(draft, values={**draft.values, **typed}))


def _printed(field: Field, value: FactValue) -> object:
    return date.fromisoformat(str(value)) if field.kind == "date" else fact_words(field, value)
