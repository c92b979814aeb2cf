"""What the intake wizard hands over: checked facts, the end it reached and how it got there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.faults import UserFault
from app.law.route.walk import Outcome, Route

# What was said on this walk and belongs to another case; it may be an accusation, so it is never stored with this one.
OF_ANOTHER_CASE = "other_claims"


@dataclass(frozen=True)
class Intake:
    """One finished walk through the route map; facts are JSON values, dates ISO strings.

    What goes to another case (`OF_ANOTHER_CASE`) is left out.
    """

    facts: Mapping[str, Any]
    outcome: Outcome
    steps: tuple[dict[str, Any], ...]
    rule_pack: tuple[str, str]

    @classmethod
    def from_route(cls, route: Route) -> "Intake":
        """Take a route that has reached its end; raise `UserFault` for one that has not."""
        if not isinstance(route.current, Outcome):
            raise UserFault(f"登记还没有走完，停在“{route.current.title}”，", "请回答这一步后继续。", code="unfinished")
        steps = tuple(
            {"node": s.node_id, "title": s.title, "answer": s.answer_label, "refs": list(s.basis)} for s in route.steps
        )
        facts = {key: value for key, value in route.facts.items() if key != OF_ANOTHER_CASE}
        return cls(facts, route.current, steps, (route.pack.id, str(route.pack.version)))

    def text(self, key: str) -> str:
        """Return a text fact, or the empty string."""
        value = self.facts.get(key)
        return "" if value is None else str(value)

    def day(self, key: str) -> date | None:
        """Return a date fact, or None."""
        value = self.facts.get(key) if key else None
        return date.fromisoformat(str(value)) if value else None

    def number(self, key: str, default: int) -> int:
        """Return a whole-number fact."""
        value = self.facts.get(key)
        return default if value is None else int(value)

    def flag(self, key: str) -> bool:
        """Return a yes-or-no fact; unanswered is no."""
        return self.facts.get(key) is True

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list fact without empty entries."""
        return tuple(str(v).strip() for v in self.facts.get(key) or () if str(v).strip())
