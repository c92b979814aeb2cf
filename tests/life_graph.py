"""Search the life of a case as data: which states can be reached from an intake, and whether a closed one can.

Nothing of the program's own search is used. A fact is what conditions ask of it; a clock is running, passed or not
there; time may always pass, and papers are taken as issued.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from functools import cache

from app.law.life.models import ActRule, LifePack
from app.law.route.loading import RulePack
from app.law.route.paths import RoutePath, enumerate_paths

ROLES = ("petition_department", "township", "department", "review_body")
OWN = {"accept", "perform", "suggestion_own", "object", "review", "final_review"}
OTHER = {"transfer", "assign"}
DAY, WORD = "2026-09-10", "词"
# Ends that no case may need: nobody is to be declined, merged or asked to withdraw because there is no other way on.
NOT_AN_ANSWER = frozenset({"withdraw", "merge", "confirm_decline", "confirm_closed", "confirm_filing", "confirm_late"})
Situation = frozenset[tuple[str, object]]


@cache
def _leading(life_id: int) -> tuple[tuple[ActRule, ...], frozenset[str]]:
    life = _LIVES[life_id]
    leading = {act.id for act in life.acts if act.to or act.second or act.carried_out_by or act.sets}
    while True:
        asked = {"office_role", "sealed", "state", "hands", "disposition", "proposal", "waits_for_dispatch", "outcome"}
        for act in life.acts:
            if act.id in leading:
                conditions = [*act.when]
                for part in (*act.needs, *act.checks, *act.to, *act.starts, *act.stops, *act.changes):
                    conditions += part.when
                asked |= {condition.fact for condition in conditions}
        asked |= set(_RESULTS) if "redo" in asked else set()
        more = {act.id for act in life.acts if asked & {field.key for field in act.fields}} - leading
        if not more:
            return tuple(act for act in life.acts if act.id in leading), frozenset(asked)
        leading |= more


_LIVES: dict[int, LifePack] = {}


def leading_acts(life: LifePack) -> tuple[tuple[ActRule, ...], frozenset[str]]:
    """Return the acts that lead a case on or bring what such an act asks for, and all the facts these hang on."""
    _LIVES[id(life)] = life
    return _leading(id(life))


def entries(
    pack: RulePack, life: LifePack, role: str, paths: Iterable[RoutePath] | None = None
) -> Iterator[Situation]:
    """Yield every situation in which the intake of a role may leave a case, each once; of all paths or of some."""
    (_, asked), seen = leading_acts(life), set()
    for path in paths if paths is not None else enumerate_paths(pack, role):
        facts: dict[str, object] = {"office_role": role, "kind": "", "way": ""}
        for place, chosen in path.answers:
            node = pack.places[place]
            facts |= {key: DAY if field.kind == "date" else WORD for key, field in ((f.key, f) for f in node.fields)}  # type: ignore[union-attr]
            answer = node.answer(chosen) if chosen else None  # type: ignore[union-attr]
            facts |= answer.sets if answer is not None else {}
        outcome, disposition = path.outcome, path.outcome.disposition
        hands = "" if outcome.sealed else "own" if disposition in OWN else "other" if disposition in OTHER else ""
        facts |= {
            "sealed": outcome.sealed,
            "state": outcome.state,
            "disposition": disposition,
            "outcome": outcome.id,
            "hands": hands,
            "waits_for_dispatch": outcome.state == "S02" and bool(outcome.dispatched_as) and not outcome.sealed,
            "proposal": {"decline_proposed": "propose_decline", "closed_proposed": "propose_closed"}.get(
                disposition, ""
            ),
            "papers_owed": False,
            "office_filing_allowed": True,
        }
        for clock in outcome.clocks:
            facts[f"{clock.kind}_running"] = True
        situation = _situation(facts, asked)
        if situation not in seen:
            seen.add(situation)
            yield situation


def few(begins: Iterable[Situation]) -> list[Situation]:
    """Return one beginning of each state, disposition and way: nearly all that begins alike goes on alike."""
    first: dict[tuple[object, ...], Situation] = {}
    for begin in begins:
        facts = dict(begin)
        first.setdefault(tuple(facts.get(key) for key in ("state", "disposition", "way")), begin)
    return list(first.values())


def moves(life: LifePack, pack: RulePack, situation: Situation) -> Iterator[tuple[ActRule, Situation]]:
    """Yield every act that is possible in a situation, with each situation it may lead to."""
    facts = dict(situation)
    for act in leading_acts(life)[0]:
        if life.by_state[str(facts["state"])].over and act.reopens:
            continue  # what opens a case again leads to no end of its own
        if facts["state"] not in act.from_states or not act.fits(facts) or act.missing(facts):  # type: ignore[arg-type]
            continue
        for filled in _answers(act, facts):
            yield act, _after(life, pack, act, filled)


def _answers(act: ActRule, facts: dict[str, object]) -> Iterator[dict[str, object]]:
    received = (True, False) if act.received_as else (None,)
    asked: list[dict[str, object]] = [{**facts, "received": each} for each in received]
    for field in act.fields:
        if field.kind == "choice":
            values: list[object] = [option.value for option in field.options]
        elif field.kind == "yesno":
            values = [True]
        elif field.kind == "int":
            values = [field.maximum or 1]
        else:
            values = [DAY if field.kind == "date" else WORD]
        asked = (
            [{**one, field.key: value} for one in asked for value in values]
            if _decides(act, field.key)
            else [{**one, field.key: values[0]} for one in asked]
        )
        # A fact that later acts ask for is tried with each of its values all the same.
        if field.kind == "choice" and not _decides(act, field.key):
            asked = [{**one, field.key: value} for one in asked for value in values if field.key in _RESULTS] or asked
    yield from asked


_RESULTS = {"review_result", "final_result"}


def _decides(act: ActRule, key: str) -> bool:
    parts = (*act.to, *act.starts, *act.stops, *act.changes)
    return any(condition.fact == key for part in parts for condition in part.when)


def _after(life: LifePack, pack: RulePack, act: ActRule, facts: dict[str, object]) -> Situation:
    now = {key: value for key, value in facts.items() if key not in act.clears} | dict(act.sets)
    before = now["state"]
    if act.received_as and now.get("received"):
        now[act.received_as] = DAY
    if act.carried_out_by == "dispatch_case":
        waiting = pack.places[str(now["outcome"])]
        target = next(e.to for e in waiting.dispatched_as if all(c.holds(now) for c in e.when))  # type: ignore[union-attr]
        become = pack.places[target]
        now |= {"state": become.state, "disposition": become.disposition, "outcome": target}  # type: ignore[union-attr]
        now["hands"] = "other" if become.disposition in OTHER else ""  # type: ignore[union-attr]
        now["K1_running"] = False
    elif act.to:
        now["state"] = next(e.to for e in act.to if all(c.holds(now) for c in e.when))
    now["waits_for_dispatch"] = (
        bool(now.get("waits_for_dispatch"))
        and now["state"] == "S02"
        and now["disposition"] not in ("returned", "decided")
    )
    if act.second == "proposes":
        now["proposal"] = act.id
    elif act.second in ("confirms", "refuses") or now["state"] != "S02":
        now["proposal"] = ""
    if act.second == "refuses" and str(now["disposition"]).endswith("_proposed"):
        now["disposition"] = "decided"
    told = {**now, "state": before}
    for start in act.starts:
        if start.start in now and all(c.holds(told) for c in start.when):
            now[f"{start.kind}_running"], now[f"{start.kind}_passed"] = True, True
    for stop in act.stops:
        if all(c.holds(told) for c in stop.when) and not stop.with_notice:
            now |= {f"{kind}_running": False for kind in stop.kinds if f"{kind}_running" in now}
    for result in ("final_result", "review_result"):
        if result in now:
            now["redo"] = now[result] in ("revoke", "redo")
            break
    else:
        now["redo"] = False
    if life.by_state[str(now["state"])].closed:
        now = {"state": now["state"], "office_role": now["office_role"], "sealed": now["sealed"]}
    return _situation(now, leading_acts(life)[1])


def _situation(facts: dict[str, object], asked: frozenset[str]) -> Situation:
    """Keep what acts hang on; what only a letter that waits to go out hangs on is let go with it."""
    left = dict(facts)
    if not left.get("waits_for_dispatch"):
        left.pop("outcome", None)
        left.pop("importance", None)
    if left.get("channel") != "superior":
        left.pop("channel", None)
    for key in ("told_on", "received", "voluntary", "withdrawn_in_writing"):
        left.pop(key, None)
    return frozenset((key, value) for key, value in left.items() if key in asked and value not in ("", None))


def state_of(situation: Situation) -> str:
    """Return the state of a situation."""
    return str(dict(situation)["state"])


def explored(
    life: LifePack, pack: RulePack, starts: Iterable[Situation]
) -> dict[Situation, list[tuple[str, Situation]]]:
    """Return every situation that can be reached, with the acts possible in it."""
    found: dict[Situation, list[tuple[str, Situation]]] = {}
    waiting = deque(starts)
    while waiting:
        here = waiting.popleft()
        if here in found:
            continue
        found[here] = [(act.id, there) for act, there in moves(life, pack, here)]
        waiting.extend(there for _, there in found[here])
    return found


def stuck(
    life: LifePack,
    found: dict[Situation, list[tuple[str, Situation]]],
    without: set[str] | frozenset[str] = frozenset(),
) -> list[Situation]:
    """Return the reached situations from which no closed state can be reached any more, acts in `without` left out."""
    back: dict[Situation, list[Situation]] = {}
    for here, ways in found.items():
        for act, there in ways:
            if act not in without:
                back.setdefault(there, []).append(here)
    alive, waiting = set(), [s for s in found if life.by_state[state_of(s)].closed]
    while waiting:
        here = waiting.pop()
        if here not in alive:
            alive.add(here)
            waiting.extend(back.get(here, ()))
    return [situation for situation in found if situation not in alive]
