"""What an entry of the pathway catalogue means for a route: the answer it stands for, the fields it fills."""

from dataclasses import dataclass

from app.casework.office.pathways import PathwayEntry
from app.law.route.pathways import PETITION_WAY
from app.law.route.walk import Node, Outcome, Route

_WAY = "way"
# Suggestions that no page asks for; they tell the pages to come what the others are.
_OF_WAY, _STATUS, _TELL = "pathway_way", "pathway_status", "pathway_tell"
_FILLED = ("pathway_organ", "pathway_basis", "pathway_period", "pathway_materials", _OF_WAY, _STATUS, _TELL)


@dataclass(frozen=True)
class EarlierAnswer:
    """An answer of a page that was passed already."""

    node_id: str
    node_title: str
    key: str
    label: str


def asks_for_a_way(place: Node | Outcome) -> bool:
    """Say whether a page asks which item of Article 31 holds, so that the catalogue can help."""
    return isinstance(place, Node) and sum(_WAY in answer.sets for answer in place.answers) > 1


def answer_of_way(node: Node, way: str) -> str | None:
    """Return the key of the answer that stands for an item of Article 31, or None where the page has none."""
    return next((answer.key for answer in node.answers if answer.sets.get(_WAY) == way), None)


def earlier_answer(route: Route, way: str) -> EarlierAnswer | None:
    """Return the answer of a former page that stands for the way, the latest page first."""
    for frame in reversed(route.frames):
        node = route.pack.places[frame.node_id]
        if isinstance(node, Node) and (key := answer_of_way(node, way)):
            answer = node.answer(key)
            return EarlierAnswer(node.id, node.title, key, answer.label if answer is not None else key)
    return None


def suggestions_of(entry: PathwayEntry) -> dict[str, object]:
    """Return what the pages to come are filled with; the person at the window may change every word."""
    if entry.way == PETITION_WAY:
        return dict.fromkeys(_FILLED, "")
    return {
        "pathway_organ": entry.organ,
        "pathway_basis": entry.basis,
        "pathway_period": entry.period,
        "pathway_materials": entry.materials,
        _OF_WAY: entry.way,
        _STATUS: entry.status,
        _TELL: entry.tell,
    }


def drop_what_does_not_fit(route: Route) -> None:
    """Take back what an entry filled in when another way was answered than the entry is for."""
    meant = route.suggestions.get(_OF_WAY)
    if meant and route.facts.get(_WAY) not in (None, meant):
        route.suggest(dict.fromkeys(_FILLED, ""))


def filled_from_catalogue(route: Route, node: Node) -> str:
    """Return what to remember on a page that the catalogue has filled; "" for any other page."""
    if not route.suggestions.get(_OF_WAY) or not any(field.key == "pathway_organ" for field in node.fields):
        return ""
    status, tell = route.suggestions.get(_STATUS), route.suggestions.get(_TELL)
    return f"按清单填好（{status}），请核对，机关改成具体的名称。\n告诉信访人：{tell}"


def go_back_to(route: Route, earlier: EarlierAnswer) -> None:
    """Go back to a former page with another answer lit; nothing is answered by it."""
    while route.back() and route.place != earlier.node_id:
        pass
    route.choices[earlier.node_id] = earlier.key
