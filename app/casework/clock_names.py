"""What a running clock is called on the screen."""

from functools import cache

from app.law.clocks import load_clock_rules


@cache
def clock_name(kind: str) -> str:
    """Return the name of a clock (`K1` …), or an empty text where none runs."""
    rules = load_clock_rules()
    return rules[kind].name if kind in rules else ""
