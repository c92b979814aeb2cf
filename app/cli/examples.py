"""Print a filled example of a route with what each of its facts means, ready to be registered."""

import json
from datetime import date, timedelta
from typing import Any

from app.cli.answer import Answer
from app.law.route.engine import Route
from app.law.route.examples import example_names, load_example
from app.law.route.loading import load_rule_pack
from app.law.route.models import Node, RulePack
from app.law.route.paths import walk

_DATES = (
    "received_on", "petition_date", "postmark_on", "dispatched_on", "guided_on", "accepted_on", "opinion_on",
    "served_on", "review_opinion_on", "review_served_on",
)  # fmt: skip
_AHEAD = ("report_by",)


def listed_examples() -> Answer:
    """List the examples with what each one shows."""
    found = [(name, load_example(name)) for name in example_names()]
    data = {"examples": [{"name": n, "office_role": f["office_role"], "note": f["_note"]} for n, f in found]}
    return Answer(data, [f"{name}（{facts['office_role']}）：{facts['_note']}" for name, facts in found])


def filled_example(name: str, today: date | None = None) -> Answer:
    """Return an example as JSON in both modes, so that it can be sent to a file, filled anew and registered.

    "_facts" says what each fact is; names that begin with "_" are passed over when registering. Dates that lie
    ahead of today are moved back together, because a receipt cannot be in the future.
    """
    facts = _not_ahead(load_example(name), today or date.today())
    pack = load_rule_pack()
    route = walk(pack, str(facts["office_role"]), date.max - timedelta(days=1), facts)
    described = {key: text for key in facts if (text := _described(pack, route, key))}
    shown = {"_note": facts.pop("_note"), "_facts": described, **facts}
    return Answer(shown, [json.dumps(shown, ensure_ascii=False, indent=1)])


def _not_ahead(facts: dict[str, Any], today: date) -> dict[str, Any]:
    days = [date.fromisoformat(facts[key]) for key in _DATES if key in facts]
    ahead = max(days) - today
    if ahead <= timedelta(0):
        return facts
    moved = {k: (date.fromisoformat(facts[k]) - ahead).isoformat() for k in (*_DATES, *_AHEAD) if k in facts}
    return facts | moved


def _described(pack: RulePack, route: Route, key: str) -> str:
    """Say what a fact is on this route: the label of its field, or the question and the answers that set it."""
    if key == "office_role":
        return "单位性质：" + "、".join(f"{r.role}={r.name}" for r in pack.roles)
    asked: list[str] = []
    for step in route.steps:
        node = pack.places[step.node_id]
        assert isinstance(node, Node)
        field = next((f for f in node.fields if f.key == key), None)
        if field is not None:
            options = "、".join(f"{o.value}={o.label}" for o in field.options)
            needed = "，必填" if field.required or field.required_when else ""
            return f"{field.label}{needed}" + (f"：{options}" if options else f"：{field.hint}" if field.hint else "")
        if any(key in answer.sets for answer in node.answers):
            values = "、".join(
                f"{json.dumps(a.sets[key], ensure_ascii=False)}={a.label}" for a in node.answers if key in a.sets
            )
            chosen = node.answer(step.chosen or "")
            # Two pages may set one fact; the page whose answer did so on this route is the one that explains it.
            place = 0 if chosen is not None and key in chosen.sets else len(asked)
            asked.insert(place, f"{node.question}{values}")
    return asked[0] if asked else ""
