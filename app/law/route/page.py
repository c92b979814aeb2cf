"""Judge what was typed on one page of the route."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.faults import UserFault
from app.law.forms.conditions import FactValue, all_hold
from app.law.forms.fields import Field, FieldResult, check_field, required_error
from app.law.forms.same_office import same_office
from app.law.route.models import Answer, Node

CHOICE = "choice"


class AnswerFault(UserFault):
    """Say which fields of a page cannot be taken as they are; `errors` maps field key to sentence.

    The key "choice" stands for the question itself.
    """

    def __init__(self, errors: dict[str, str]) -> None:
        first = next(iter(errors))
        more = f"（本页还有 {len(errors) - 1} 处）" if len(errors) > 1 else ""
        super().__init__(errors[first], f"改正后再继续{more}。", code="answer-refused", field=first)
        self.errors = errors


@dataclass(frozen=True)
class PageCheck:
    """A page judged: what it adds to the facts, the result of each field that is shown, the errors."""

    gained: dict[str, FactValue]
    results: dict[str, FieldResult]
    errors: dict[str, str]


def visible_fields(
    node: Node, answer: Answer | None, facts: Mapping[str, FactValue], raw: Mapping[str, object], today: date
) -> tuple[Field, ...]:
    """Return the fields that are shown, given what is known and what is typed so far."""
    return tuple(field for field in node.fields if all_hold(field.shown_when, _known(node, answer, facts, raw, today)))


def check_page(
    node: Node, answer: Answer | None, facts: Mapping[str, FactValue], raw: Mapping[str, object], today: date
) -> PageCheck:
    """Check every field that is shown; fields that are hidden add nothing, whatever was typed in them."""
    known = _known(node, answer, facts, raw, today)
    gained: dict[str, FactValue] = dict(answer.sets) if answer is not None else {}
    results: dict[str, FieldResult] = {}
    errors: dict[str, str] = {}
    for field in node.fields:
        if not all_hold(field.shown_when, known):
            continue
        result = check_field(field, raw.get(field.key), today)
        if (
            result.error is None
            and result.value is None
            and field.required_when
            and all_hold(field.required_when, known)
        ):
            result = FieldResult(None, required_error(field))
        if result.error is None:
            result = FieldResult(result.value, _order_error(field, result.value, known), result.warning)
        if result.error is None and field.unlike and _one_office(result.value, known.get(field.unlike)):
            result = FieldResult(result.value, field.unlike_sentence, result.warning)
        results[field.key] = result
        if result.error is not None:
            errors[field.key] = result.error
        elif result.value is not None:
            gained[field.key] = result.value
    if node.answers and answer is None:
        errors[CHOICE] = "请先选择一个答案。"
    return PageCheck(gained, results, errors)


def _known(
    node: Node, answer: Answer | None, facts: Mapping[str, FactValue], raw: Mapping[str, object], today: date
) -> dict[str, FactValue]:
    before = dict(facts) | (answer.sets if answer is not None else {})
    typed = {field.key: check_field(field, raw.get(field.key), today).value for field in node.fields}
    known = before | {key: value for key, value in typed.items() if value is not None}
    # What stands in a field that is not shown is nobody's word.
    hidden = [field for field in node.fields if not all_hold(field.shown_when, known)]
    for field in hidden:
        if field.key in before:
            known[field.key] = before[field.key]
        else:
            known.pop(field.key, None)
    return known


def _one_office(value: FactValue | None, other: FactValue | None) -> bool:
    return isinstance(value, str) and isinstance(other, str) and same_office(value, other)


def _order_error(field: Field, value: FactValue | None, known: Mapping[str, FactValue]) -> str | None:
    # ISO dates compare as text in the order of time.
    if not isinstance(value, str):
        return None
    earliest = max((day for key in field.not_before.split() if isinstance(day := known.get(key), str)), default="")
    latest = min((day for key in field.not_after.split() if isinstance(day := known.get(key), str)), default="")
    if earliest and value < earliest:
        return f"“{field.label}”（{value}）不能早于 {earliest}，请核对先后。"
    if latest and value > latest:
        return f"“{field.label}”（{value}）不能晚于 {latest}，请核对先后。"
    return None
