"""Say why a route went the way it did, sentence by sentence, with the law beside it."""

from dataclasses import dataclass
from functools import cache

from app.law.route.engine import Route
from app.law.route.models import Node, Outcome
from app.law.route.page import check_page
from app.law.text.articles import Citation, Regulation, load_regulation


@dataclass(frozen=True, slots=True)
class Explanation:
    """One reason, and the places of the Regulation that it stands on."""

    sentence: str
    citations: tuple[Citation, ...]


@cache
def _shipped_regulation() -> Regulation:
    return load_regulation()


def explain_route(route: Route, regulation: Regulation | None = None) -> list[Explanation]:
    """Explain every answered page and, when the route has ended, its end: 因为……（第三十一条第（四）项）。"""
    law = regulation or _shipped_regulation()
    reasons = [(f"因为{step.sentence}" if step.chosen else step.sentence, step.basis) for step in route.steps]
    end = route.current
    if isinstance(end, Outcome):
        reasons.append((f"所以{end.sentence}", end.basis))
    return [_explanation(sentence, tuple(law.cite(ref) for ref in basis)) for sentence, basis in reasons]


def _explanation(sentence: str, citations: tuple[Citation, ...]) -> Explanation:
    places = "、".join(citation.place for citation in citations)
    return Explanation(f"{sentence.rstrip('。')}（{places}）。", citations)


def warnings_of(route: Route) -> tuple[str, ...]:
    """Return what was remarked on the answered pages and did not stop anybody, each sentence once."""
    found: dict[str, None] = {}
    for frame in route.frames:
        node = route.pack.places[frame.node_id]
        assert isinstance(node, Node)
        check = check_page(node, node.answer(frame.choice or ""), frame.facts_before, frame.raw, frame.today)
        found |= {result.warning: None for result in check.results.values() if result.warning}
    return tuple(found)
