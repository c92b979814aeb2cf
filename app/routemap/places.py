"""One place of the map in full: what it asks or waits for, where it leads, its papers, clocks and articles."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.law.dates.clocks import ClockRule
from app.law.forms.conditions import may_hold
from app.law.life.models import ActRule, LifePack
from app.law.route.check import PLACEHOLDER
from app.law.route.models import Node, Outcome, RulePack
from app.routemap.graph import MapGraph, act_title, clock_words


@dataclass(frozen=True, slots=True)
class PlaceWay:
    """One way out of a place: what is said on it, where it leads."""

    label: str
    end: str
    title: str


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """A place for reading; empty texts and tuples where there is nothing to say."""

    id: str
    kind: str
    title: str
    words: str
    help: str
    papers: tuple[str, ...]
    clocks: tuple[str, ...]
    ways: tuple[PlaceWay, ...]
    refs: tuple[str, ...]


def place_facts(
    name: str,
    graph: MapGraph,
    pack: RulePack,
    life: LifePack,
    clocks: Mapping[str, ClockRule],
    names: Mapping[str, str],
) -> PlaceFacts:
    """Describe a place of a role's map; raises KeyError for one that is not on it."""
    place = next((place for place in (*graph.intake, *graph.life) if place.id == name), None)
    if place is None:
        raise KeyError(name)
    titles = {other.id: other.title for other in (*graph.intake, *graph.life)}
    ways = tuple(
        PlaceWay(way.label, way.end, titles[way.end])
        for way in (*graph.ways, *graph.becomes)
        if way.start == name and way.end in titles
    )
    known = pack.places.get(name)
    if isinstance(known, Node):
        asked = tuple(field.label for field in known.fields)
        help_ = known.help or (f"要填：{'、'.join(asked)}。" if asked else "")
        return PlaceFacts(name, "登记时问的一页", place.title, place.words, help_, (), (), ways, place.law)
    if isinstance(known, Outcome):
        return _outcome(known, graph, pack, clocks, names, ways, place.law)
    acts = [
        act for act in life.acts if name in act.from_states and act.to and (not act.roles or graph.role in act.roles)
    ]
    kind = "事项的状态（已结）" if place.kind == "closed" else "事项的状态"
    return PlaceFacts(
        name, kind, place.title, place.words, "", _papers(acts, names), _started(acts, clocks), ways, place.law
    )


def _outcome(
    outcome: Outcome,
    graph: MapGraph,
    pack: RulePack,
    clocks: Mapping[str, ClockRule],
    names: Mapping[str, str],
    ways: tuple[PlaceWay, ...],
    law: tuple[str, ...],
) -> PlaceFacts:
    def plain(text: str) -> str:
        return PLACEHOLDER.sub(lambda found: pack.fields[found[1]].label if found[1] in pack.fields else "××", text)

    known = {"office_role": graph.role}
    running = [clocks[use.kind] for use in outcome.clocks if use.kind in clocks and may_hold(use.when, known)]
    paper = f"《{names.get(outcome.notice, outcome.notice)}》" if outcome.notice else f"不出：{outcome.notice_reason}"
    lengths = tuple(dict.fromkeys(clock_words(rule) for rule in running)) or (outcome.clock_reason,)
    return PlaceFacts(
        outcome.id, "登记的去向", outcome.title, plain(outcome.sentence), plain(outcome.next_text), (paper,), lengths,
        ways, law,
    )  # fmt: skip


def _papers(acts: list[ActRule], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            f"{act_title(act)}：《{names[use.kind]}》" for act in acts for use in act.documents if use.kind in names
        )
    )


def _started(acts: list[ActRule], clocks: Mapping[str, ClockRule]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            f"{act_title(act)}以后，{clock_words(clocks[start.kind])}"
            for act in acts
            for start in act.starts
            if start.kind in clocks
        )
    )
