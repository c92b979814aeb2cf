"""What a running clock is called on the screen."""

from app.casework.office.law_in_force import clock_rules


def clock_name(kind: str) -> str:
    """Return the name of a clock (`K1` …), or an empty text where none runs."""
    rules = clock_rules()
    return rules[kind].name if kind in rules else ""
