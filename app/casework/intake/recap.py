"""What was said on the way, as lines to read: for the clerk before registering, for the petitioner to check."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.law.forms.conditions import FactValue
from app.law.forms.fields import Field, check_field
from app.law.route.page import visible_fields
from app.law.route.walk import Node, Route

# What the petitioner told, in the order of reading it back; nothing that the office judged.
_SPOKEN = (
    "petitioner_name", "agent_name", "phone", "address", "people_count", "representatives", "summary", "claims",
    "other_claims",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One thing that was asked, and what was answered."""

    key: str
    label: str
    text: str


def recap(route: Route) -> list[Line]:
    """Return every answered page, answers and fields, in the order it was asked."""
    lines: list[Line] = []
    for step in route.steps:
        if step.answer_label:
            lines.append(Line(step.node_id, step.title, step.answer_label))
        lines.extend(
            Line(field.key, field.label, text_of(field, value)) for field, value in _given(route, step.node_id)
        )
    return lines


def spoken(route: Route) -> list[Line]:
    """Return what the petitioner said, the page under way included; empty things are left out."""
    said: dict[str, FactValue] = {key: value for key, value in route.facts.items() if key in _SPOKEN}
    if isinstance(route.current, Node):
        raw = route.prefill()
        for field in route.fields(raw, route.remembered_choice):
            value = check_field(field, raw.get(field.key), route.today).value
            if field.key in _SPOKEN and value is not None:
                said[field.key] = value
    if said.get("people_count") == 1:
        del said["people_count"]
    return [
        Line(key, route.pack.fields[key].label, text_of(route.pack.fields[key], said[key]))
        for key in _SPOKEN
        if key in said and key in route.pack.fields
    ]


def text_of(field: Field, value: FactValue) -> str:
    """Write a checked value as it is read: options by their label, lists numbered."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return value[0] if len(value) == 1 else "\n".join(f"{place}. {item}" for place, item in enumerate(value, 1))
    return next((option.label for option in field.options if option.value == value), str(value))


def _given(route: Route, node_id: str) -> Iterator[tuple[Field, FactValue]]:
    frame = next(frame for frame in route.frames if frame.node_id == node_id)
    node = route.pack.places[node_id]
    assert isinstance(node, Node)
    answer = node.answer(frame.choice or "")
    for field in visible_fields(node, answer, frame.facts_before, frame.raw, frame.today):
        result = check_field(field, frame.raw.get(field.key), frame.today)
        if result.value is not None:
            yield field, result.value
