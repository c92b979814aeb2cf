"""The route through a rule pack, without a window: answers on a stack, so that going back is exact."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from app.faults import UserFault
from app.law.forms.conditions import FactValue, all_hold
from app.law.forms.fields import Field, FieldResult
from app.law.route.models import Answer, ClockUse, Node, Outcome, RulePack, open_ways
from app.law.route.outcome import mark_names, resolve_outcome
from app.law.route.page import CHOICE, AnswerFault, check_page, visible_fields


@dataclass(frozen=True, slots=True)
class Step:
    """One answered page: what was asked and answered, the places of the law, and why in one sentence."""

    node_id: str
    title: str
    chosen: str | None
    answer_label: str
    basis: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Consequence:
    """What would follow an answer, as far as is known: 接下来.

    `outcome` is set when the answer ends the route; otherwise `outcomes` are the ends still possible. `notices`
    and `clocks` are those of the possible ends; `notice_reasons` say why some end has none.
    """

    next_id: str
    next_title: str
    outcome: Outcome | None
    outcomes: tuple[Outcome, ...]
    notices: tuple[str, ...]
    notice_reasons: tuple[str, ...]
    clocks: tuple[ClockUse, ...]
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """One answered page as the stack keeps it; `today` is the day it was answered on."""

    node_id: str
    choice: str | None
    raw: Mapping[str, object]
    facts_before: Mapping[str, FactValue]
    today: date


class Route:
    """A walk through a pack for one office role. `facts` grow by answers and shrink exactly by `back`."""

    def __init__(
        self, pack: RulePack, office_role: str, today: date, suggestions: Mapping[str, object] | None = None
    ) -> None:
        role = pack.role(office_role)
        if role is None:
            names = "、".join(entry.name for entry in pack.roles)
            raise UserFault(
                f"这套流程没有“{office_role}”这种单位角色。",
                f"可用的是：{names}。",
                code="unknown-role",
                field="office_role",
            )
        self.pack = pack
        self._role = role
        self.office_role = office_role
        self.today = today
        self.suggestions = {key: json_raw(value) for key, value in (suggestions or {}).items()}
        self.place = role.start
        self.frames: list[Frame] = []
        self.kept: dict[str, dict[str, object]] = {}
        self.choices: dict[str, str] = {}
        self._facts: dict[str, FactValue] = {"office_role": office_role}

    @classmethod
    def start(cls, pack: RulePack, office_role: str, today: date, facts: Mapping[str, object] | None = None) -> "Route":
        """Begin a route; `facts` are only suggestions that fill the pages in advance, nothing is answered by them."""
        return cls(pack, office_role, today, facts)

    @property
    def current(self) -> Node | Outcome:
        """Return the page to answer, or the resolved end of the route."""
        place = self.pack.places[self.place]
        return self._resolved(place, self._facts) if isinstance(place, Outcome) else place

    @property
    def basis(self) -> tuple[str, ...]:
        """Return the places of the Regulation that the current page or end stands on, for this office role."""
        return self._role.applicable(self.pack.places[self.place].basis)

    @property
    def facts(self) -> Mapping[str, FactValue]:
        """Return what is known so far, read-only."""
        return MappingProxyType(self._facts)

    @property
    def marks(self) -> tuple[str, ...]:
        """Return the side marks that the facts so far make (重大紧急 and the like)."""
        return mark_names(self.pack, self._facts)

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return the answered pages in order."""
        return tuple(self._step(frame) for frame in self.frames)

    @property
    def remembered_choice(self) -> str | None:
        """Return the answer that was chosen here before going back, if any."""
        return self.choices.get(self.place)

    def fields(self, values: Mapping[str, object] | None = None, choice: str | None = None) -> tuple[Field, ...]:
        """Return the fields that the current page shows for what is typed so far (default: the prefill)."""
        node = self._node()
        raw = self.prefill() if values is None else values
        return visible_fields(node, node.answer(choice or ""), self._facts, raw, self.today)

    def prefill(self) -> dict[str, object]:
        """Return the raw values to show on the current page: typed before, else suggested, else the default."""
        place = self.pack.places[self.place]
        if isinstance(place, Outcome):
            return {}
        filled: dict[str, object] = {}
        for field in place.fields:
            if field.key in self.suggestions:
                filled[field.key] = self.suggestions[field.key]
            elif field.default is not None:
                filled[field.key] = self.today.isoformat() if field.default == "today" else field.default
        filled.update(self.kept.get(self.place, {}))
        return filled

    def typed(self, values: Mapping[str, object], choice: str | None = None) -> None:
        """Keep what is typed on the current page, and the row that is lit, without answering it."""
        node = self._node()
        self.kept[node.id] = _raw_of(node, values)
        if choice is not None:
            self.choices[node.id] = choice

    def suggest(self, values: Mapping[str, object]) -> None:
        """Take suggestions for pages to come; one that is new replaces what stood there before, typed or suggested."""
        for key, value in values.items():
            raw = json_raw(value)
            if key in self.suggestions and self.suggestions[key] == raw:
                continue
            self.suggestions[key] = raw
            for page in self.kept.values():
                page.pop(key, None)

    def answer(self, values: Mapping[str, object], choice: str | None = None) -> list[FieldResult]:
        """Answer the current page and go on; returns the results that carry a warning.

        Raises AnswerFault when something on the page cannot be taken; then nothing has changed but the kept text.
        """
        node = self._node()
        raw = _raw_of(node, values)
        self.kept[node.id] = raw
        chosen = node.answer(choice) if choice is not None else None
        if choice is not None and chosen is None:
            raise AnswerFault({CHOICE: f"“{node.title}”没有“{choice}”这个答案。"})
        check = check_page(node, chosen, self._facts, raw, self.today)
        if check.errors:
            raise AnswerFault(check.errors)
        facts = self._facts | check.gained
        self.frames.append(Frame(node.id, choice, raw, self._facts, self.today))
        if choice is not None:
            self.choices[node.id] = choice
        self._facts = facts
        self.place = _next_place(node, chosen, facts)
        return [result for result in check.results.values() if result.warning]

    def back(self) -> bool:
        """Go back one page with everything as it was typed; False at the first page."""
        if not self.frames:
            return False
        frame = self.frames.pop()
        self._facts = dict(frame.facts_before)
        self.place = frame.node_id
        self.kept[frame.node_id] = dict(frame.raw)
        return True

    def preview(self, choice: str | None = None, values: Mapping[str, object] | None = None) -> Consequence:
        """Say what would follow an answer, without giving it; what cannot be read on the page is passed over."""
        node = self._node()
        raw = self.prefill() if values is None else _raw_of(node, values)
        chosen = node.answer(choice) if choice is not None else None
        known = self._facts | check_page(node, chosen, self._facts, raw, self.today).gained
        follower = self.pack.places[_next_place(node, chosen, known)] if chosen or not node.answers else node
        ends = [self._resolved(end, known) for end in self._possible(follower, known)]
        return Consequence(
            next_id=follower.id,
            next_title=follower.title,
            outcome=ends[0] if isinstance(follower, Outcome) else None,
            outcomes=tuple(ends),
            notices=tuple(dict.fromkeys(end.notice for end in ends if end.notice)),
            notice_reasons=tuple(dict.fromkeys(end.notice_reason for end in ends if not end.notice)),
            clocks=tuple({clock.kind: clock for end in ends for clock in end.clocks}.values()),
            basis=self._step_basis(node, chosen),
        )

    def _possible(self, place: Node | Outcome, facts: Mapping[str, FactValue]) -> list[Outcome]:
        found: dict[str, Outcome] = {}
        waiting, seen = [place], set()
        while waiting:
            here = waiting.pop()
            if here.id in seen:
                continue
            seen.add(here.id)
            if isinstance(here, Outcome):
                found[here.id] = here
                continue
            for answer in here.answers or (None,):
                # An answer not yet given may set facts anew, so only what it sets itself is certain.
                ahead = dict(facts) | answer.sets if answer is not None else facts
                asked = {field.key for field in here.fields}
                certain = {key: value for key, value in ahead.items() if key not in asked}
                waiting.extend(self.pack.places[edge.to] for edge in open_ways(here.ways_on(answer), certain))
        return [outcome for outcome in self.pack.outcomes if outcome.id in found]

    def _resolved(self, outcome: Outcome, facts: Mapping[str, FactValue]) -> Outcome:
        resolved = resolve_outcome(self.pack, outcome, facts)
        return resolved.model_copy(update={"basis": self._role.applicable(resolved.basis)})

    def _step_basis(self, node: Node, answer: Answer | None) -> tuple[str, ...]:
        return self._role.applicable(answer.basis if answer is not None and answer.basis else node.basis)

    def _node(self) -> Node:
        place = self.pack.places[self.place]
        if isinstance(place, Outcome):
            raise UserFault(
                f"流程已经走到“{place.title}”，没有要回答的了。", "需要改动时请先退回上一步。", code="route-ended"
            )
        return place

    def _step(self, frame: Frame) -> Step:
        node = self.pack.places[frame.node_id]
        assert isinstance(node, Node)
        chosen = node.answer(frame.choice or "")
        label = chosen.label if chosen is not None else ""
        sentence = (chosen.because if chosen is not None else "") or node.because
        return Step(
            node.id,
            node.title,
            frame.choice,
            label,
            self._step_basis(node, chosen),
            sentence or (f"{node.title}：{label}。" if label else f"已填写“{node.title}”。"),
        )


def json_raw(value: object) -> object:
    """Turn a typed value into what JSON can hold: dates into ISO text, sequences into lists of text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [str(item) for item in value]
    return value if value is None or isinstance(value, (str, int, bool)) else str(value)


def _raw_of(node: Node, values: Mapping[str, object]) -> dict[str, object]:
    keys = {field.key for field in node.fields}
    strangers = sorted(set(values) - keys)
    if strangers:
        raise ValueError(f"{node.id} has no field {', '.join(strangers)}")
    return {key: json_raw(value) for key, value in values.items()}


def _next_place(node: Node, answer: Answer | None, facts: Mapping[str, FactValue]) -> str:
    return next(edge.to for edge in node.ways_on(answer) if all_hold(edge.when, facts))
