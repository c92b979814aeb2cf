"""The small language of guards: facts compared with values, all of them together."""

from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, model_validator

FactValue = str | int | bool | list[str]
Facts = Mapping[str, FactValue]

Operator = Literal["eq", "ne", "gt", "ge", "lt", "le", "in", "set", "after"]


class Condition(BaseModel):
    """One comparison. `in` takes a list; `set` asks whether the fact is there and not empty (value false: not).

    `after` compares with another fact: the value names it, both are days.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    fact: str
    op: Operator = "eq"
    value: bool | int | str | list[str] = True

    @model_validator(mode="after")
    def _value_fits_operator(self) -> "Condition":
        if self.op == "in" and not isinstance(self.value, list):
            raise ValueError("in 要比较的是一个列表")
        if self.op == "set" and not isinstance(self.value, bool):
            raise ValueError("set 只能是 true 或 false")
        if self.op == "after" and not isinstance(self.value, str):
            raise ValueError("after 要写另一个日期的名称")
        if self.op in ("gt", "ge", "lt", "le") and (isinstance(self.value, (bool, list))):
            raise ValueError(f"{self.op} 要比较的是数字或日期")
        return self

    def holds(self, facts: Facts) -> bool:
        """Say whether the comparison is true; a fact that is not there only satisfies `ne` and `set = false`."""
        known = facts.get(self.fact)
        if self.op == "set":
            return (known not in (None, "", [])) is self.value
        if self.op == "eq":
            return known == self.value
        if self.op == "ne":
            return known != self.value
        if self.op == "after":
            return _ordered("gt", known, facts.get(str(self.value), ""))
        if self.op == "in":
            return isinstance(self.value, list) and known in self.value
        return _ordered(self.op, known, self.value)


def _ordered(op: Operator, known: FactValue | None, value: FactValue) -> bool:
    # ISO dates compare as text in the order of time; anything else of unlike types is simply not so.
    if isinstance(known, bool) or not isinstance(known, (int, str)) or type(known) is not type(value):
        return False
    left, right = (known, value) if op in ("gt", "ge") else (value, known)
    greater = left > right  # type: ignore[operator]
    return greater or (op in ("ge", "le") and left == right)


def all_hold(conditions: Sequence[Condition], facts: Facts) -> bool:
    """Say whether every condition holds; none at all holds always."""
    return all(condition.holds(facts) for condition in conditions)


def may_hold(conditions: Sequence[Condition], facts: Facts) -> bool:
    """Say whether the conditions could still hold once the facts that are not yet known are there."""
    return all(condition.fact not in facts or condition.holds(facts) for condition in conditions)
