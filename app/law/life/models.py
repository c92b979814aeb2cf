"""The life of a case after intake, as data: states, and the acts that lead from one to another."""

from collections.abc import Mapping
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict

from app.law.forms.conditions import Condition, Facts, FactValue, all_hold
from app.law.forms.fields import Field
from app.law.route.models import Edges

Group = Literal["transfer", "receiver", "objection", "handling", "review", "supervision", "closing", "mark"]
Second = Literal["", "proposes", "confirms", "refuses"]
# What on the desk an act is done first about: an urgent matter not reported, a paper not served, another office that is
# late, an answer after which nothing followed.
MeantFor = Literal["", "urgent", "service", "other_late", "after"]


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StateRule(_Data):
    """One state of a case: what it waits for, said to the clerk.

    A closed one waits for nothing; an instant one is passed in the moment of registering. In `screening` the matter
    waits to be sent or taken; `with_other`: it lies with another office. `answered`: the procedure is over and only
    somebody has to say so. `over`: only filing is left, and what leads on from there opens it again; `ended`: over and
    nothing is joined to it. `dateless`: law, petitioner
    or another office sets the date here, so that no clock of ours has to run.
    """

    id: str
    title: str
    closed: bool = False
    instant: bool = False
    screening: bool = False
    with_other: bool = False
    answered: bool = False
    ended: bool = False
    over: bool = False
    dateless: bool = False
    waits: str
    basis: tuple[str, ...] = ()


class Told(_Data):
    """The sentence that tells an act done under these conditions, in place of its `done`."""

    when: tuple[Condition, ...]
    say: str


class Need(_Data):
    """Something an act cannot do without: where the conditions do not hold, `say` is what is missing."""

    when: tuple[Condition, ...]
    say: str


class ClockStart(_Data):
    """A clock that an act starts; as `ClockUse` of an outcome. `duty_office` names the fact that says whose it is."""

    kind: str
    start: str
    due_fact: str = ""
    duty: Literal["own", "other"] = "own"
    duty_office: str = "destination"
    stops_with_notice: bool = False
    when: tuple[Condition, ...] = ()


class ClockStop(_Data):
    """Clocks that an act stops on the day of a fact, or leaves to a paper to stop.

    `with_notice`: from now on a written notice stops them by reaching its reader; `with_paper`: the paper of this act
    that `ends` it, on its own day, or (`told`) by reaching its reader; where the act asks for none, the day of `on`.
    """

    kinds: tuple[str, ...]
    on: str = ""
    with_notice: bool = False
    with_paper: bool = False
    told: bool = False
    when: tuple[Condition, ...] = ()


class ClockChange(_Data):
    """What an act does to a running or stopped clock: lengthen it, take a hearing's days out, let it run on.

    One that runs on does so from its old start; with `stopped_by` only where one of these facts had stopped it.
    """

    kind: str
    change: Literal["lengthen", "exclude", "resume"]
    days: str = ""
    first: str = ""
    last: str = ""
    stopped_by: tuple[str, ...] = ()
    when: tuple[Condition, ...] = ()


class ActDocument(_Data):
    """A document that an act asks for; an `always` one cannot be waived: what follows stands on it.

    One that `ends` the act is what it is done by: the day of that paper, not a typed one, stops the clocks of a duty.
    """

    kind: str
    always: bool = False
    ends: bool = False
    when: tuple[Condition, ...] = ()


class ActRule(_Data):
    """One act: where it is possible, what it asks, what becomes of the case.

    `to` are state ids, empty where the case stays. `on` names the fact that is the act's day. `needs` are said in
    their order, the first that does not hold; `checks` are the same about what was typed. `clears` are facts of an
    earlier round that no longer hold. `with_document`: act and paper are one, neither without the other.
    `second` is the part an act has in a decision of two persons; `confirms` names the proposing act. `likely` orders
    the offers: 1 goes on, 2 is another way, 3 records something beside it, 4 is grave. `done` is the sentence the
    timeline and the desk say; the first of `done_when` that holds is said in its place. `columns` are facts kept on
    the case itself under these columns; those that it `empties` stand empty when this act does not fill them.

    `serves` are the kinds of document whose service it records, `serves_others` those that no other act serves;
    `serves_since` is the fact since when the paper waits, `received_as` the fact that keeps the day on which it was
    received so that a right begins. One that `reopens` may lead on from a state that is over, or closed; the
    `way_back` is the one that does nothing else. What the
    petitioner asked for (`by_petitioner`) is never removed, only moved to the case it belongs to. An `awaited` act has
    to be done as soon as it is possible. `joins` is the fact that names the case this one goes into.
    `says_route_anew`: what comes next and the remedy are said again by the route. `proposed_by_route` is the
    disposition by which intake itself proposes.
    """

    id: str
    title: str
    group: Group
    help: str = ""
    likely: int = 2
    roles: tuple[str, ...] = ()
    sealed: bool = False
    from_states: tuple[str, ...]
    to: Edges = ()
    when: tuple[Condition, ...] = ()
    needs: tuple[Need, ...] = ()
    checks: tuple[Need, ...] = ()
    on: str = ""
    fields: tuple[Field, ...] = ()
    answers_claims: bool = False
    sets: dict[str, FactValue] = {}
    clears: tuple[str, ...] = ()
    columns: dict[str, str] = {}
    starts: tuple[ClockStart, ...] = ()
    stops: tuple[ClockStop, ...] = ()
    changes: tuple[ClockChange, ...] = ()
    clock_reason: str = ""
    documents: tuple[ActDocument, ...] = ()
    document_reason: str = ""
    with_document: bool = False
    second: Second = ""
    confirms: str = ""
    basis: tuple[str, ...] = ()
    basis_reason: str = ""
    marks_on: tuple[str, ...] = ()
    marks_off: tuple[str, ...] = ()
    done: str
    done_when: tuple[Told, ...] = ()
    remedy: str = ""
    carried_out_by: str = ""
    serves: tuple[str, ...] = ()
    serves_others: bool = False
    serves_since: str = ""
    received_as: str = ""
    reopens: bool = False
    way_back: bool = False
    by_petitioner: bool = False
    meant_for: MeantFor = ""
    awaited: bool = False
    joins: str = ""
    empties: tuple[str, ...] = ()
    says_route_anew: bool = False
    proposed_by_route: str = ""

    @property
    def conditional_parts(self) -> "tuple[ClockStart | ClockStop | ClockChange | ActDocument, ...]":
        """Return the clocks and documents of the act, each with the conditions under which it holds."""
        return (*self.starts, *self.stops, *self.changes, *self.documents)

    def fits(self, facts: Facts) -> bool:
        """Say whether the act belongs to this kind of case and office at all, whatever its state."""
        role, sealed = facts.get("office_role"), facts.get("sealed") is True
        return (not self.roles or role in self.roles) and self.sealed is sealed and all_hold(self.when, facts)

    def told(self, facts: Facts) -> str:
        """Return the sentence that tells the act once it is done, with gaps for facts."""
        return next((told.say for told in self.done_when if all_hold(told.when, facts)), self.done)

    def missing(self, facts: Facts) -> str:
        """Return the sentence that says what is missing, or an empty text."""
        return next((need.say for need in self.needs if not all_hold(need.when, facts)), "")


class LifePack(_Data):
    """The states and acts of a case's life."""

    id: str
    version: str
    name: str
    source: str
    notes: tuple[str, ...] = ()
    states: tuple[StateRule, ...]
    acts: tuple[ActRule, ...]

    @cached_property
    def by_state(self) -> Mapping[str, StateRule]:
        """Return the states by id."""
        return {state.id: state for state in self.states}

    @cached_property
    def by_act(self) -> Mapping[str, ActRule]:
        """Return the acts by id."""
        return {act.id: act for act in self.acts}

    @cached_property
    def serving(self) -> Mapping[str, ActRule]:
        """Return the act that serves each kind of document; every kind that is not named, `serves_others`."""
        return {kind: act for act in self.acts for kind in act.serves}

    @cached_property
    def serves_others(self) -> ActRule:
        """Return the act that serves every document that no other act serves."""
        return next(act for act in self.acts if act.serves_others)

    @cached_property
    def serving_acts(self) -> tuple[ActRule, ...]:
        """Return every act that records a service."""
        return tuple(act for act in self.acts if act.serves or act.serves_others)

    def serves(self, kind: str) -> ActRule:
        """Return the act that records the service of a kind of document; its `on` is the fact that says the day."""
        return self.serving.get(kind, self.serves_others)

    @cached_property
    def screening(self) -> frozenset[str]:
        """Return the states in which a matter waits to be sent or taken."""
        return frozenset(state.id for state in self.states if state.screening)

    @cached_property
    def proposed_by_route(self) -> Mapping[str, str]:
        """Return the proposing act by the disposition with which intake itself proposes it."""
        return {act.proposed_by_route: act.id for act in self.acts if act.proposed_by_route}

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Return the first field of every fact key that some act asks."""
        found: dict[str, Field] = {}
        for act in self.acts:
            for field in act.fields:
                found.setdefault(field.key, field)
        return found
