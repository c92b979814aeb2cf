"""What the route map of one office role shows: places and ways of the intake and of the life after it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.faults import UserFault
from app.law.dates.clocks import ClockRule
from app.law.forms.conditions import Condition, FactValue, may_hold
from app.law.life.models import ActRule, LifePack
from app.law.route.check import edges_of, reachable
from app.law.route.models import Node, Outcome, RulePack
from app.routemap.drawing import BoxKind

# An act that is possible from this many states (a grave one: from so few) is told once, not drawn as so many lines.
_FROM_ANYWHERE, _GRAVE_FROM = 8, 4
# Answers hold the mark 、 themselves.
SEPARATOR = "；"
_COMPARED: Mapping[str, str] = {"gt": "超过", "ge": "不少于", "lt": "少于", "le": "不超过"}


@dataclass(frozen=True, slots=True)
class MapPlace:
    """One place before it is drawn; `law` are refs of the Regulation, `more` further lines (document, clock).

    `answers` are those that an office of the role can give, in the order of the page.
    """

    id: str
    kind: BoxKind
    title: str
    words: str
    law: tuple[str, ...]
    more: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MapWay:
    """One way between two places and what is said on it; `main` belongs to the main line."""

    start: str
    end: str
    label: str
    main: bool = False


@dataclass(frozen=True, slots=True)
class MapGraph:
    """Everything to draw for one role. `anywhere` are acts that many states allow and that lead to one state."""

    role: str
    role_name: str
    start: str
    intake: tuple[MapPlace, ...]
    life: tuple[MapPlace, ...]
    ways: tuple[MapWay, ...]
    becomes: tuple[MapWay, ...]
    anywhere: tuple[MapWay, ...]
    beside: tuple[ActRule, ...]


def map_graph(
    pack: RulePack,
    life: LifePack | None,
    clocks: Mapping[str, ClockRule],
    role: str,
    names: Mapping[str, str] | None = None,
) -> MapGraph:
    """Collect what an office of a role can reach; `names` are the titles of documents by kind.

    Raises UserFault(code="unknown-role") for a role that the pack does not know.
    """
    entry = pack.role(role)
    if entry is None:
        raise UserFault(f"这套流程没有“{role}”这种单位角色。", "请改用设置里的单位角色。", code="unknown-role")
    seen = reachable(pack, entry.start, role)
    main = _main_line(pack, entry.start, role)
    ways = _intake_ways(pack, seen, role, main)
    intake = tuple(
        _intake_place(place, entry.applicable(place.basis), clocks, role, names or {})
        for place in pack.places.values()
        if place.id in seen
    )
    if life is None:
        return MapGraph(role, entry.name, entry.start, intake, (), ways, (), (), ())
    outcomes = [outcome for outcome in pack.outcomes if outcome.id in seen]
    becomes = tuple(MapWay(outcome.id, outcome.state, "") for outcome in outcomes)
    acts = [act for act in life.acts if not act.roles or role in act.roles]
    moves = _life_ways(acts, life, _dispatched(acts, outcomes, pack), role)
    life_main = _main_life(moves, life, becomes, main)
    anywhere = tuple(MapWay("", edge.to, act_title(act)) for act in acts if from_anywhere(act) for edge in act.to)
    states = _reached({way.end for way in becomes} | {way.end for way in anywhere}, moves)
    places = tuple(
        MapPlace(
            state.id, "closed" if state.closed else "state", state.title, state.waits, state.basis,
            tuple(f"结案以前：{way.label}" for way in anywhere if way.end == state.id),
        )
        for state in life.states
        if state.id in states and not state.instant
    )  # fmt: skip
    life_ways = tuple(
        MapWay(start, end, SEPARATOR.join(dict.fromkeys(labels)), (start, end) in life_main)
        for (start, end), labels in moves.items()
        if start in states
    )
    again = [act for act in acts if act.reopens and all(life.by_state[here].over for here in act.from_states)]
    beside = tuple(act for act in acts if not act.to and act.likely >= 3 and not act.second and not act.sealed)
    beside = (*beside, *again)
    return MapGraph(role, entry.name, entry.start, intake, places, (*ways, *life_ways), becomes, anywhere, beside)


def from_anywhere(act: ActRule) -> bool:
    """Say whether an act is possible in so many states that it is told once on the map."""
    return len(act.from_states) >= (_GRAVE_FROM if act.likely >= 4 else _FROM_ANYWHERE)


def act_title(act: ActRule) -> str:
    """Return the title of an act without the sign that it opens a dialog."""
    return act.title.removesuffix("…")


def clock_words(rule: ClockRule) -> str:
    """Say a clock and its length (办结：60日)."""
    return f"{rule.name}：{clock_length(rule)}"


def clock_length(rule: ClockRule) -> str:
    """Say how long a clock is."""
    if rule.days is None:
        return "按指定的日期"
    return f"{rule.days}{'个工作日' if rule.unit == 'workday' else '日'}"


def article_words(refs: Sequence[str], most: int = 4) -> str:
    """Name the articles of refs in short, each once, in order of appearance (第22、23条)."""
    numbers = list(dict.fromkeys(ref.partition("/")[0] for ref in refs))
    if not numbers:
        return ""
    return f"第{'、'.join(numbers[:most])}条" + ("等" if len(numbers) > most else "")


def condition_words(conditions: Sequence[Condition], pack: RulePack) -> str:
    """Say in words when a way is taken: by the answers that set the facts, or by the fields that hold them."""
    return "，".join(_words_of(condition, pack) for condition in conditions if condition.fact != "office_role")


def _words_of(condition: Condition, pack: RulePack) -> str:
    field = pack.fields.get(condition.fact)
    label = field.label if field is not None else ""
    if condition.op == "set":
        return f"{'已填' if condition.value else '未填'}{label}"
    if condition.op in _COMPARED:
        return f"{label}{_COMPARED[condition.op]}{condition.value}"
    values: list[FactValue] = list(condition.value) if isinstance(condition.value, list) else [condition.value]
    said = "、".join(dict.fromkeys(filter(None, (_answer_words(condition.fact, value, pack) for value in values))))
    return f"不是{said}" if condition.op == "ne" else said


def _answer_words(fact: str, value: FactValue, pack: RulePack) -> str:
    field = pack.fields.get(fact)
    if field is not None and field.options:
        return next((option.label for option in field.options if option.value == value), str(value))
    # The answer that sets this fact alone says it best; one that sets more says more than is meant.
    setting = [
        (len(answer.sets), answer.label)
        for node in pack.nodes
        for answer in node.answers
        if answer.sets.get(fact) == value
    ]
    if setting:
        return min(setting, key=lambda entry: entry[0])[1]
    return (field.label if field is not None else "") if value is True else ""


def _intake_place(
    place: Node | Outcome, law: tuple[str, ...], clocks: Mapping[str, ClockRule], role: str, names: Mapping[str, str]
) -> MapPlace:
    known: dict[str, FactValue] = {"office_role": role}
    if isinstance(place, Node):
        answers = tuple(dict.fromkeys(label for label, _edge in edges_of(place, known) if label))
        kind: BoxKind = "choice" if place.answers else "form"
        return MapPlace(place.id, kind, place.title, place.question, law, answers=answers)
    paper = (f"《{names[place.notice]}》",) if names.get(place.notice) else () if place.notice else ("不出告知书",)
    running = [clocks[use.kind] for use in place.clocks if use.kind in clocks and may_hold(use.when, known)]
    lengths = "、".join(dict.fromkeys(clock_length(rule) for rule in running))
    return MapPlace(place.id, "outcome", place.title, "", law, (*paper, *((f"期限{lengths}",) if lengths else ())))


def _intake_ways(pack: RulePack, seen: set[str], role: str, main: set[tuple[str, str]]) -> tuple[MapWay, ...]:
    said: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(dict)
    facts = {"office_role": role}
    for node in pack.nodes:
        if node.id not in seen:
            continue
        open_ = list(edges_of(node, facts))
        for label, edge in open_:
            when = [condition for condition in edge.when if condition.fact not in facts]
            of_answer = [other for answer, other in open_ if answer == label]
            words = edge.label or condition_words(when, pack)
            if not words and not label and len(of_answer) > 1:
                words = "其余"
            answers = said[node.id, edge.to].setdefault(words, [])
            if label and label not in answers:
                answers.append(label)
    return tuple(
        MapWay(start, end, _joined(texts, sum(begin == start for begin, _ in said)), (start, end) in main)
        for (start, end), texts in said.items()
    )


def _joined(texts: Mapping[str, list[str]], ways_from_here: int) -> str:
    # Where every answer leads to the same place, the answers are no way-marks.
    if ways_from_here == 1:
        return ""
    said = []
    for words, answers in texts.items():
        chosen = SEPARATOR.join(answers)
        said.append(f"{chosen}（{words}）" if chosen and words else chosen or words)
    return SEPARATOR.join(filter(None, said))


def _main_line(pack: RulePack, start: str, role: str) -> set[tuple[str, str]]:
    """Follow the first answer of each page (answers stand the likeliest first) and its way without conditions."""
    found: set[tuple[str, str]] = set()
    here = pack.places[start]
    while isinstance(here, Node):
        first = here.answers[0] if here.answers else None
        said = first.label if first is not None else ""
        open_ = [edge for label, edge in edges_of(here, {"office_role": role}) if label == said]
        found.add((here.id, open_[-1].to))
        here = pack.places[open_[-1].to]
    return found


def _dispatched(acts: Sequence[ActRule], outcomes: Sequence[Outcome], pack: RulePack) -> dict[tuple[str, str], str]:
    """Return the ways of a case that waits for its letter: what it becomes when the letter has gone out."""
    found: dict[tuple[str, str], str] = {}
    for act in acts:
        if act.carried_out_by != "dispatch_case":
            continue
        for outcome in outcomes:
            for edge in outcome.dispatched_as:
                end = pack.places[edge.to]
                if isinstance(end, Outcome) and end.state != outcome.state and outcome.state in act.from_states:
                    found[outcome.state, end.state] = act_title(act)
    return found


def _life_ways(
    acts: Sequence[ActRule], life: LifePack, dispatched: Mapping[tuple[str, str], str], role: str
) -> dict[tuple[str, str], list[str]]:
    moves: dict[tuple[str, str], list[str]] = {way: [label] for way, label in dispatched.items()}
    known: dict[str, FactValue] = {"office_role": role}
    for act in acts:
        if from_anywhere(act) or not may_hold(act.when, known):
            continue
        for start in act.from_states:
            if start not in life.by_state or (act.reopens and life.by_state[start].over):
                continue  # what opens a case again is told beside the map
            for end in _ends_of(act, start, known):
                moves.setdefault((start, end), []).append(act_title(act))
    return moves


def _ends_of(act: ActRule, start: str, known: Mapping[str, FactValue]) -> Iterator[str]:
    """Yield where an act may lead from one state; an end that hangs on the state alone leaves the later ones out."""
    for edge in act.to:
        if may_hold(edge.when, {**known, "state": start}):
            if edge.to != start:
                yield edge.to
            if edge.when and all(condition.fact == "state" for condition in edge.when):
                return


def _reached(starts: set[str], moves: Mapping[tuple[str, str], list[str]]) -> set[str]:
    seen, waiting = set(starts), list(starts)
    while waiting:
        here = waiting.pop()
        for start, end in moves:
            if start == here and end not in seen:
                seen.add(end)
                waiting.append(end)
    return seen


def _main_life(
    moves: Mapping[tuple[str, str], list[str]],
    life: LifePack,
    becomes: Sequence[MapWay],
    main: set[tuple[str, str]],
) -> set[tuple[str, str]]:
    """Follow the likeliest act of each state, a request of the petitioner only where there is no other way."""
    ends = {end for _start, end in main}
    here = next((way.end for way in becomes if way.start in ends), "")
    hands = "other" if here and life.by_state[here].with_other else "own"
    found: set[tuple[str, str]] = set()
    passed = {here}
    while here:
        offers = [
            ((act.group == "review" and act.likely == 1, act.likely), edge.to)
            for act in life.acts
            if here in act.from_states and not act.sealed
            if all(condition.fact != "hands" or condition.value == hands for condition in act.when)
            if not (act.reopens and life.by_state[here].over)
            for edge in act.to
            if (here, edge.to) in moves and edge.to not in passed and not any(c.fact == "way" for c in edge.when)
        ]
        if not offers:
            break
        end = min(offers, key=lambda offer: offer[0])[1]
        found.add((here, end))
        passed.add(end)
        here = end
    return found
