"""What a rule pack is made of: roles, nodes with fields and answers, guarded edges, outcomes."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

from app.law.forms.conditions import Condition, Facts, FactValue, may_hold
from app.law.forms.fields import Field

Disposition = Literal[
    "transfer",
    "assign",
    "guide",
    "accept",
    "object",
    "statutory",
    "sealed_transfer",
    "merge",
    "review_guidance",
    "decline_proposed",
    "closed_proposed",
    "suggestion_own",
    "dispute",
    "perform",
    "review",
    "final_review",
    "review_elsewhere",
]
NoticeKind = Literal[
    "", "receipt_notice", "transfer_notice", "assignment_notice", "litigation_guide_notice", "pathway_notice",
    "answer_notice",
]  # fmt: skip


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Edge(_Data):
    """A way on, taken when all its conditions hold; the first that holds wins."""

    to: str
    when: tuple[Condition, ...] = ()
    label: str = ""


def open_ways(edges: tuple[Edge, ...], facts: Facts) -> tuple[Edge, ...]:
    """Return the edges that may be taken when only these facts are known: none after one that surely holds."""
    found: list[Edge] = []
    for edge in edges:
        if may_hold(edge.when, facts):
            found.append(edge)
            if all(condition.fact in facts for condition in edge.when):
                break
    return tuple(found)


def _edges(value: object) -> object:
    # The plain case, one way on without a condition, is written as the name of the next node alone.
    return ({"to": value},) if isinstance(value, str) else value


Edges = Annotated[tuple[Edge, ...], BeforeValidator(_edges)]


class Answer(_Data):
    """One answer of a choice node: what it sets, where it leads, and why in the words of the law."""

    key: str
    label: str
    hint: str = ""
    because: str = ""
    sets: dict[str, FactValue] = {}
    basis: tuple[str, ...] = ()
    edges: Edges = ()


class Right(_Data):
    """A period of the petitioner that a page reminds of: its clock, the fact it starts from, the fact that used it.

    It is a reminder alone: the Regulation states no consequence of being late (articles 35 and 36).
    """

    kind: str
    start: str
    done: str


class Node(_Data):
    """One page of the route: a question with answers, a form, or both."""

    id: str
    title: str
    question: str
    help: str = ""
    because: str = ""
    basis: tuple[str, ...]
    fields: tuple[Field, ...] = ()
    answers: tuple[Answer, ...] = ()
    edges: Edges = ()
    right: Right | None = None
    # Of a sealed case the answer of this page is read out to the custodian, beside the facts.
    told_to_custodian: bool = False

    def answer(self, key: str) -> Answer | None:
        """Find an answer by its key."""
        return next((answer for answer in self.answers if answer.key == key), None)

    def ways_on(self, answer: Answer | None) -> tuple[Edge, ...]:
        """Return the edges after an answer; an answer without its own goes on with the node's."""
        return answer.edges if answer is not None and answer.edges else self.edges


class ClockUse(_Data):
    """A clock that an outcome starts.

    `start` and `stopped_by` are fact keys of dates. `due_fact` names a date that was fixed by a document
    instead of being computed. `stops_with_notice`: the duty is the notice itself. `duty` is other where the clock
    is another office's and this one watches over it.
    """

    kind: str
    start: str
    stopped_by: str = ""
    stops_with_notice: bool = False
    due_fact: str = ""
    duty: Literal["own", "other"] = "own"
    when: tuple[Condition, ...] = ()


class Outcome(_Data):
    """An end of the route: what becomes of the case, said in one sentence, with its notice and clocks.

    `marks` are side marks of the case; the engine fills in those of the pack whose conditions hold.
    `next_text` speaks to the clerk; `handling_way` and `procedure` are the words of the notice (articles 22, 23/1).
    `dispatched_as` names the end that a case waiting for its letter becomes when the letter has gone out; `letters` are
    those with which a case goes out in the moment of registering.
    """

    id: str
    title: str
    sentence: str
    disposition: Disposition
    state: str
    notice: NoticeKind = ""
    notice_reason: str = ""
    clocks: tuple[ClockUse, ...] = ()
    clock_reason: str = ""
    basis: tuple[str, ...]
    next_text: str
    handling_way: str = ""
    procedure: str = ""
    sealed: bool = False
    second_person: bool = False
    remedy: str = ""
    marks: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    dispatched_as: Edges = ()


class Mark(_Data):
    """A side mark of a case: what makes it, and what it asks of the office."""

    name: str
    text: str
    when: tuple[Condition, ...]
    basis: tuple[str, ...]


class NoticeWaiver(_Data):
    """When no notice is owed whatever the outcome (article 23/2, the exception).

    `clocks` are the kinds that fall away with it, because the notice is all they are about.
    """

    when: tuple[Condition, ...]
    clocks: tuple[str, ...]
    reason: str
    clock_reason: str
    basis: tuple[str, ...]


class Role(_Data):
    """An office role, where its route starts, and what to know about it.

    `not_for_this_role` are places of the Regulation that bind other offices only: pages shared between roles
    name the places of all of them, and a route cites those of its own.
    """

    role: str
    name: str
    start: str
    note: str = ""
    not_for_this_role: tuple[str, ...] = ()

    def applicable(self, refs: tuple[str, ...]) -> tuple[str, ...]:
        """Return the refs that bind this role; all of them where none would be left."""
        own = tuple(
            ref
            for ref in refs
            if not any(ref == other or ref.startswith(f"{other}/") for other in self.not_for_this_role)
        )
        return own or refs


class PaperBook(_Data):
    """How a case of the office's paper book is entered on one sheet (补录), without asking its pages one by one.

    `usual` are answers by page that an empty sheet begins with; everything can be changed on the sheet. `asked` are
    fields and pages in the order in which the keyboard goes through them; `kept_answers` (pages) and `kept_fields` stay
    for the next sheet, unless an end was sealed. A field of `same_day` takes the day of the other until it is typed.
    """

    usual: Mapping[str, str] = {}
    asked: tuple[str, ...] = ()
    kept_answers: tuple[str, ...] = ()
    kept_fields: tuple[str, ...] = ()
    same_day: Mapping[str, str] = {}


class RulePack(BaseModel):
    """A whole route as data."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    version: str
    name: str
    source: str
    notes: tuple[str, ...] = ()
    states: tuple[str, ...]
    roles: tuple[Role, ...]
    notice_waiver: NoticeWaiver
    hands: Mapping[Literal["own", "other"], tuple[Disposition, ...]]
    marks: tuple[Mark, ...] = ()
    paper_book: PaperBook = PaperBook()
    nodes: tuple[Node, ...]
    outcomes: tuple[Outcome, ...]

    @cached_property
    def letters(self) -> frozenset[str]:
        """Return the kinds of letter with which a case goes out while it is registered."""
        return frozenset(kind for outcome in self.outcomes for kind in outcome.letters)

    @cached_property
    def places(self) -> Mapping[str, Node | Outcome]:
        """Return nodes and outcomes by id."""
        places: list[Node | Outcome] = [*self.nodes, *self.outcomes]
        return {place.id: place for place in places}

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Return the first field of every fact key."""
        found: dict[str, Field] = {}
        for node in self.nodes:
            for field in node.fields:
                found.setdefault(field.key, field)
        return found

    @cached_property
    def fact_keys(self) -> frozenset[str]:
        """Return every fact that some page asks for or some answer sets."""
        by_answers = {key for node in self.nodes for answer in node.answers for key in answer.sets}
        return frozenset({"office_role", *self.fields, *by_answers})

    def role(self, role: str) -> Role | None:
        """Find an office role."""
        return next((entry for entry in self.roles if entry.role == role), None)
