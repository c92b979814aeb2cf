"""Walk a route without a person: from a file of facts, or along every path there is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.faults import UserFault
from app.law.forms.conditions import Condition, FactValue
from app.law.forms.fields import Field
from app.law.route.check import edges_of
from app.law.route.engine import Route
from app.law.route.models import Node, Outcome, RulePack

_ENUMERATION_DAY = date(2026, 9, 10)


@dataclass(frozen=True, slots=True)
class RoutePath:
    """One path: the pages with the answer chosen on each (None on a form), and the end."""

    answers: tuple[tuple[str, str | None], ...]
    outcome: Outcome


def walk(pack: RulePack, role: str, today: date, answers: Mapping[str, object]) -> Route:
    """Walk a whole route from facts to its end, and return it.

    A choice is found by the facts that its answers set, or given outright under the id of its page. Keys that
    begin with "_" are notes. Raises UserFault with code missing-fact (field names it), unknown-fact, or AnswerFault.
    """
    known = {key: value for key, value in answers.items() if not key.startswith("_") and key != "office_role"}
    strangers = [key for key in known if key not in pack.fact_keys and key not in pack.places]
    if strangers:
        raise UserFault(
            f"不认识“{strangers[0]}”这一项。", "请改正或删去它再试。", code="unknown-fact", field=strangers[0]
        )
    route = Route.start(pack, role, today, known)
    while isinstance(node := route.current, Node):
        # What an earlier page has settled may be set anew here, so it no longer speaks for an answer.
        open_facts = {key: value for key, value in known.items() if key not in route.facts}
        choice = _chosen(node, open_facts) if node.answers else None
        route.answer(route.prefill(), choice)
    return route


def _chosen(node: Node, known: Mapping[str, object]) -> str:
    outright = known.get(node.id)
    if isinstance(outright, str):
        return outright
    fitting = [
        answer for answer in node.answers if all(known.get(key, value) == value for key, value in answer.sets.items())
    ]
    # An answer that sets nothing (不是、其他) is meant when every other one contradicts the facts.
    agreeing = [(sum(key in known for key in answer.sets), answer) for answer in fitting]
    sure = [(count, answer) for count, answer in agreeing if count or not answer.sets]
    if sure:
        return max(sure, key=lambda entry: entry[0])[1].key
    open_keys = [key for answer in fitting for key in answer.sets] or [key for a in node.answers for key in a.sets]
    labels = "、".join(f"{answer.key}（{answer.label}）" for answer in node.answers)
    problem = f"缺少“{open_keys[0]}”" if fitting else f"“{open_keys[0]}”的值不是这里的答案"
    raise UserFault(
        f"走到“{node.title}”时，{problem}。", f"可以是：{labels}。", code="missing-fact", field=open_keys[0]
    )


def enumerate_paths(pack: RulePack, role: str) -> Iterator[RoutePath]:
    """Yield every distinct path of a role, walked by the engine itself.

    On a form, the numbers and choices that some edge depends on are tried on both sides of their bounds; values
    that lead to the same next page count as one path.
    """
    bounds = _edge_conditions(pack)
    yield from _onward(Route.start(pack, role, _ENUMERATION_DAY), bounds, ())


def _onward(
    route: Route, bounds: Mapping[str, list[Condition]], so_far: tuple[tuple[str, str | None], ...]
) -> Iterator[RoutePath]:
    place = route.current
    if isinstance(place, Outcome):
        yield RoutePath(so_far, place)
        return
    choices: list[str | None] = [answer.key for answer in place.answers] or [None]
    for choice in choices:
        reached: set[str] = set()
        for values in _trial_values(place, bounds, route.today):
            route.answer(values, choice)
            if route.place not in reached:
                reached.add(route.place)
                yield from _onward(route, bounds, (*so_far, (place.id, choice)))
            route.back()


def _edge_conditions(pack: RulePack) -> dict[str, list[Condition]]:
    found: dict[str, list[Condition]] = {}
    for node in pack.nodes:
        for _label, edge in edges_of(node):
            for condition in edge.when:
                found.setdefault(condition.fact, []).append(condition)
    return found


def _trial_values(node: Node, bounds: Mapping[str, list[Condition]], today: date) -> list[dict[str, object]]:
    trials: list[dict[str, object]] = [{}]
    for field in node.fields:
        values = [
            sample_value(field, today),
            *(value for condition in bounds.get(field.key, ()) for value in _sides(condition)),
        ]
        unlike = [value for position, value in enumerate(values) if value not in values[:position]]
        trials = [{**trial, field.key: value} for trial in trials for value in unlike]
    return trials


def _sides(condition: Condition) -> list[FactValue]:
    value = condition.value
    if isinstance(value, list):
        return list(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return [value - 1, value, value + 1]
    return [] if condition.op == "set" else [value]


def sample_value(field: Field, today: date) -> FactValue:
    """Return a value that a field takes, for walking without a person."""
    if field.kind == "date":
        return (today + timedelta(days=30) if field.future else today).isoformat()
    if field.kind == "int":
        return field.minimum or 1
    if field.kind == "choice":
        return field.options[0].value
    if field.kind == "yesno":
        return False
    if field.kind in ("names", "claims"):
        return ["样例"]
    if field.unlike:
        return "另一样例"
    return "13800000000" if field.kind == "phone" else "样例"
