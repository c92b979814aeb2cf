"""A whole route on one sheet: every page it leads over, as far as what stands on the sheet decides it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.law.forms.conditions import FactValue, all_hold
from app.law.forms.fields import Field
from app.law.route.engine import Route
from app.law.route.models import Node, Outcome, RulePack
from app.law.route.outcome import resolve_outcome
from app.law.route.page import PageCheck, check_page, visible_fields

Values = Mapping[str, Mapping[str, object]]
"""What stands in the fields, by page and field."""
Choices = Mapping[str, str]
"""The answers, by page."""


@dataclass(frozen=True)
class SheetPage:
    """One page on the sheet: its answer, the fields it shows, and how they were judged."""

    node: Node
    choice: str | None
    fields: tuple[Field, ...]
    check: PageCheck


@dataclass(frozen=True)
class Sheet:
    """The pages in order, what they add up to, and the end they lead to; None where an answer is still open."""

    pages: tuple[SheetPage, ...]
    facts: Mapping[str, FactValue]
    end: Outcome | None

    @property
    def errors(self) -> dict[tuple[str, str], str]:
        """Return what cannot be taken as it is: sentence by page and field (`CHOICE` for the answer)."""
        return {(page.node.id, key): text for page in self.pages for key, text in page.check.errors.items()}


def lay_out(pack: RulePack, role: str, today: date, values: Values, choices: Choices) -> Sheet:
    """Go over the pages as the route would, past what is not filled in yet, up to the first answer that is open."""
    facts: dict[str, FactValue] = {"office_role": role}
    pages: list[SheetPage] = []
    place = pack.places[_start(pack, role)]
    while isinstance(place, Node):
        raw, answer = values.get(place.id, {}), place.answer(choices.get(place.id, ""))
        check = check_page(place, answer, facts, raw, today)
        shown = visible_fields(place, answer, facts, raw, today)
        pages.append(SheetPage(place, answer.key if answer is not None else None, shown, check))
        if answer is None and any(each.edges for each in place.answers):
            return Sheet(tuple(pages), facts, None)
        facts |= check.gained
        place = pack.places[next(edge.to for edge in place.ways_on(answer) if all_hold(edge.when, facts))]
    return Sheet(tuple(pages), facts, resolve_outcome(pack, place, facts))


def walk_sheet(pack: RulePack, role: str, today: date, values: Values, choices: Choices) -> Route:
    """Answer every page with what stands on the sheet; return the route at its end. Raises `AnswerFault`."""
    route = Route.start(pack, role, today)
    while isinstance(node := route.current, Node):
        route.answer(values.get(node.id, {}), choices.get(node.id))
    return route


def _start(pack: RulePack, role: str) -> str:
    found = pack.role(role)
    assert found is not None, "the role of an office is one of the pack's"
    return found.start
