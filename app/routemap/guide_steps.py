"""The guide map as steps: what the clerk asks, by when, which paper, along the way that is walked most."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.law.dates.clocks import ClockRule
from app.law.life.models import ActRule, LifePack
from app.law.route.check import PLACEHOLDER
from app.law.route.models import Outcome, RulePack
from app.routemap.graph import MapGraph, MapPlace, act_title, article_words, clock_words, map_graph


@dataclass(frozen=True, slots=True)
class GuideStep:
    """One large box: title, what is asked or waited for, further lines (other answers, papers, clocks), articles."""

    id: str
    title: str
    words: str
    lines: tuple[str, ...]
    law: str


@dataclass(frozen=True, slots=True)
class Guide:
    """The steps of one office role: registering and sorting to its end, then the life of the case."""

    role_name: str
    intake: tuple[GuideStep, ...]
    life: tuple[GuideStep, ...]


def guide_steps(
    pack: RulePack, life: LifePack, clocks: Mapping[str, ClockRule], role: str, names: Mapping[str, str]
) -> Guide:
    """Collect the steps; `names` are titles of documents by kind. Raises UserFault(code="unknown-role")."""
    graph = map_graph(pack, life, clocks, role, names)
    places = {place.id: place for place in (*graph.intake, *graph.life)}
    onward = {way.start: way.end for way in graph.ways if way.main}
    becomes = {way.start: way.end for way in graph.becomes}
    intake, here = [], graph.start
    while here in onward:
        intake.append(_asking(places[here], graph, places, onward[here]))
        here = onward[here]
    intake.append(_ending(places[here], pack, clocks, role))
    steps, here = [], becomes.get(here, "")
    while here:
        following = onward.get(here, "")
        acts = [act for act in life.acts if here in act.from_states and any(edge.to == following for edge in act.to)]
        fitting = [act for act in acts if not act.sealed and (not act.roles or role in act.roles)]
        steps.append(_living(places[here], fitting, clocks, names))
        here = following
    return Guide(graph.role_name, tuple(intake), tuple(steps))


def _asking(place: MapPlace, graph: MapGraph, places: Mapping[str, MapPlace], following: str) -> GuideStep:
    others = tuple(
        f"{way.label} → {places[way.end].title}"
        for way in graph.ways
        if way.start == place.id and way.end != following and way.label
    )
    return GuideStep(place.id, place.title, place.words, others, article_words(place.law))


def _ending(place: MapPlace, pack: RulePack, clocks: Mapping[str, ClockRule], role: str) -> GuideStep:
    outcome = pack.places[place.id]
    assert isinstance(outcome, Outcome)
    known = {"office_role": role}
    running = [
        clocks[use.kind]
        for use in outcome.clocks
        if use.kind in clocks and all(c.fact not in known or c.holds(known) for c in use.when)
    ]
    paper = place.more[0] if place.more else ""
    lines = (f"文书：{paper}", *(f"期限：{clock_words(rule)}" for rule in running))
    words = PLACEHOLDER.sub(lambda found: _label(found[1], pack), outcome.next_text)
    return GuideStep(place.id, place.title, words, lines, article_words(place.law))


def _label(key: str, pack: RulePack) -> str:
    field = pack.fields.get(key)
    return field.label if field is not None else "××"


def _living(
    place: MapPlace, acts: list[ActRule], clocks: Mapping[str, ClockRule], names: Mapping[str, str]
) -> GuideStep:
    lines = [f"办：{act_title(act)}" for act in acts]
    papers = dict.fromkeys(names[use.kind] for act in acts for use in act.documents if use.kind in names)
    lines += [f"文书：{'、'.join(f'《{paper}》' for paper in papers)}"] if papers else []
    started = dict.fromkeys(start.kind for act in acts for start in act.starts)
    lines += [f"开始期限：{clock_words(clocks[kind])}" for kind in started if kind in clocks]
    return GuideStep(place.id, place.title, place.words, tuple(lines), article_words(place.law))
