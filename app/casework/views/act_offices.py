"""The offices above the one that answers: to them an act's remedy sends the petitioner (articles 35 and 36)."""

from collections.abc import Mapping
from dataclasses import replace

from app.casework.life.acts import ActForm
from app.casework.office.known_offices import superiors_of
from app.models.workspace import Workspace

_REVIEW, _FINAL = "review_office", "final_office"


def with_superiors(workspace: Workspace, form: ActForm) -> tuple[ActForm, Mapping[str, tuple[str, ...]]]:
    """Return the form filled in with the one superior the directory knows, and all it knows by field.

    Where several may review nothing is filled in: which of them it is the person decides. What is known of the case
    already stays.
    """
    offered = {key: names for key in _asked(form) if (names := _above(workspace, form, key))}
    only = {key: names[0] for key, names in offered.items() if len(names) == 1 and not form.values.get(key)}
    return replace(form, values={**form.values, **only}), offered


def _asked(form: ActForm) -> tuple[str, ...]:
    asked = {field.key for field in form.rule.fields}
    return tuple(key for key in (_REVIEW, _FINAL) if key in asked and f"{{{key}}}" in form.rule.remedy)


def _above(workspace: Workspace, form: ActForm, key: str) -> tuple[str, ...]:
    facts, own = form.known.facts, workspace.office.name
    if key == _FINAL:  # the superior of the office that reviews
        answers = own if facts.get("review_request") == "review" else str(facts.get(_REVIEW) or "")
    else:
        answers = own if facts.get("hands") == "own" else str(facts.get("destination") or "")
    with workspace.reading() as session:
        return superiors_of(session, answers)
