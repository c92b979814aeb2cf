"""Paths through the intake of a role: what holds on each, and a sample of them that misses no way and no end.

All of them, some ninety thousand, are walked by `tests/law/all_paths.py`.
"""

from collections.abc import Iterator
from datetime import date
from random import Random

from app.law.route.check import reachable
from app.law.route.engine import Route
from app.law.route.models import Outcome, RulePack
from app.law.route.paths import RoutePath, _edge_conditions, _trial_values

ROLES = ("petition_department", "township", "department", "review_body")
REVIEWS = {"review": "K7", "final_review": "K9"}
_DAY = date(2026, 9, 10)
_ROUNDS = 40


def check_path(role: str, path: RoutePath) -> None:
    """Raise AssertionError unless a path ends with basis, notice and clock, or with the reasons for none."""
    outcome, chosen = path.outcome, dict(path.answers)
    assert outcome.basis, path.answers
    assert bool(outcome.notice) != bool(outcome.notice_reason), path.answers
    assert bool(outcome.clocks) != bool(outcome.clock_reason), path.answers
    kinds = {clock.kind for clock in outcome.clocks}
    assert outcome.sealed == (outcome.disposition == "sealed_transfer")
    if chosen["N3"] != "clear":
        assert not outcome.notice, path.answers
        assert not kinds & {"K2", "K3"}, path.answers
    assert "K1" not in kinds or role == "petition_department", path.answers
    assert not kinds & {"K2", "K3", "K4"} or role != "petition_department", path.answers
    assert ("K5" in kinds) == (outcome.disposition == "accept"), path.answers
    if "K5" in kinds:
        assert chosen.get("N10") == "6", path.answers
    assert kinds & {"K7", "K9"} == {REVIEWS[key] for key in REVIEWS if key == outcome.disposition}, path.answers
    if chosen.get("N4r", "neither") == "neither":
        assert outcome.disposition not in (*REVIEWS, "review_elsewhere"), path.answers
    elif outcome.id not in ("O-merge", "O-closed"):
        final = chosen["N4r"] == "final"
        assert outcome.basis[0] == ("36/1" if final and chosen["N17b"] == "yes" else "35"), path.answers
        late = chosen.get("N17c" if final else "N16c") == "undecided"
        assert (outcome.state == "S02") == (late or chosen["N17b" if final else "N16b"] == "no"), path.answers
    if chosen.get("N8") in ("discipline", "cadre"):
        assert outcome.sealed, path.answers
        assert not outcome.notice, path.answers
    if chosen.get("N12d", chosen.get("N9c", chosen.get("N8c"))) == "no":
        assert outcome.state == "S02", path.answers


def ends_of(pack: RulePack, role: str) -> set[str]:
    """Return the ends that the rules have for a role."""
    return {name for name in reachable(pack, "N0", role) if name.startswith("O-")}


def sampled_paths(pack: RulePack, role: str) -> Iterator[RoutePath]:
    """Yield paths until every end was reached: of the answers that lead to the same next page, one by chance.

    Raises AssertionError when an end is not found.
    """
    missing = ends_of(pack, role)
    for seed in range(_ROUNDS):
        for path in _onward(Route.start(pack, role, _DAY), pack, Random(seed), ()):
            missing.discard(path.outcome.id)
            yield path
        if not missing:
            return
    raise AssertionError(f"{role}: no path was found to {missing}")


def _onward(
    route: Route, pack: RulePack, chance: Random, so_far: tuple[tuple[str, str | None], ...]
) -> Iterator[RoutePath]:
    place = route.current
    if isinstance(place, Outcome):
        yield RoutePath(so_far, place)
        return
    ways: dict[str, list[tuple[dict[str, object], str | None]]] = {}
    choices: list[str | None] = [answer.key for answer in place.answers] or [None]
    for choice in choices:
        for values in _trial_values(place, _edge_conditions(pack), route.today):
            route.answer(values, choice)
            ways.setdefault(route.place, []).append((values, choice))
            route.back()
    for fitting in ways.values():
        values, choice = chance.choice(fitting)
        route.answer(values, choice)
        yield from _onward(route, pack, chance, (*so_far, (place.id, choice)))
        route.back()
